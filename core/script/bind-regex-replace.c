/* bind-regex-replace.c - gsub of regular expressions, on strings and on the document's text. */
#include "script/regex.h"

#include "document/utf8.h"

#include <string.h>

/* Adds the group that `%1` or `%{name}` at @escape names. Returns what follows it. */
static const char *
replace_add_group(lua_State *lua, luaL_Buffer *buffer, const MillRegex *self,
                  const MillSubject *subject, const char *escape, const char *end)
{
    const char *name = escape + 1;
    const char *close = NULL;
    guint group = G_MAXUINT;
    MillSpan span;

    if (name < end && g_ascii_isdigit(*name)) {
        group = (guint) (*name - '0');
        close = name;
    } else if (name < end && *name == '{' && (close = memchr(name, '}', (gsize) (end - name)))) {
        group = mill_regex_find_group(self, name + 1, (gsize) (close - name) - 1);
        if (group == 0)
            luaL_error(lua, "the regular expression has no group named '%s'",
                       lua_pushlstring(lua, name + 1, (gsize) (close - name) - 1));
    } else {
        luaL_error(lua, "invalid use of '%%' in a replacement (known are %%0 to %%9, %%{name}, "
                        "%%%%)");
    }
    if (group > self->n_groups)
        luaL_error(lua, "the regular expression has no group %d", (int) group);
    if (mill_regex_get_group(self, group, &span))
        luaL_addlstring(buffer, subject->text + span.start, span.end - span.start);
    return close + 1;
}

static void
replace_add_template(lua_State *lua, luaL_Buffer *buffer, const MillRegex *self,
                     const MillSubject *subject)
{
    gsize length;
    const char *text = lua_tolstring(lua, 3, &length);
    const char *end = text + length;
    const char *escape;

    while ((escape = memchr(text, '%', (gsize) (end - text)))) {
        luaL_addlstring(buffer, text, (gsize) (escape - text));
        if (escape + 1 < end && escape[1] == '%') {
            luaL_addchar(buffer, '%');
            text = escape + 2;
        } else {
            text = replace_add_group(lua, buffer, self, subject, escape, end);
        }
    }
    luaL_addlstring(buffer, text, (gsize) (end - text));
}

/* Pushes what replaces the last match, or FALSE or nil if it stays as it is. */
static void
replace_push(lua_State *lua, const MillRegex *self, const MillSubject *subject)
{
    luaL_Buffer buffer;
    int n;

    switch (lua_type(lua, 3)) {
    case LUA_TFUNCTION:
        lua_pushvalue(lua, 3);
        n = mill_regex_push_groups(lua, self, subject, TRUE);
        lua_call(lua, n, 1);
        break;
    case LUA_TTABLE:
        mill_regex_push_group(lua, self, subject, self->n_groups > 0 ? 1 : 0);
        if (!lua_isnil(lua, -1))
            lua_gettable(lua, 3);
        break;
    default:
        luaL_buffinit(lua, &buffer);
        replace_add_template(lua, &buffer, self, subject);
        luaL_pushresult(&buffer);
    }
    if (lua_toboolean(lua, -1) && !lua_isstring(lua, -1))
        luaL_error(lua, "a replacement must be a string, not a %s", luaL_typename(lua, -1));
}

static void
replace_check_arguments(lua_State *lua)
{
    int type = lua_type(lua, 3);

    luaL_argexpected(lua,
                     type == LUA_TSTRING || type == LUA_TNUMBER || type == LUA_TFUNCTION ||
                         type == LUA_TTABLE,
                     3, "string, function or table");
    luaL_optinteger(lua, 4, 0);
    lua_settop(lua, 4);
}

/* regex:gsub(subject, replacement[, max]) → string, n
 * The subject with each match replaced, and how many were. In a string, %1 to %9 are groups, %0 is
 * the match, %{name} a named group and %% a percent sign. A table is asked with the first group (or
 * the match), a function called with all groups; if the answer is nil or false the match stays.
 *
 *     local plain = mill.re("(\\d+)％"):gsub(text, "%1%%")
 */
static int
replace_gsub(lua_State *lua)
{
    MillRegex *self = mill_check_handle(lua, 1, MILL_HANDLE_REGEX);
    MillSubject subject = mill_check_subject(lua, 2, FALSE);
    lua_Integer max = luaL_optinteger(lua, 4, LUA_MAXINTEGER);
    lua_Integer n = 0;
    gsize done = 0;
    luaL_Buffer buffer;
    MillSpan span;

    replace_check_arguments(lua);
    luaL_buffinit(lua, &buffer);
    while (n < max && mill_regex_next(lua, self, &subject, &span)) {
        n++;
        luaL_addlstring(&buffer, subject.text + done, span.start - done);
        replace_push(lua, self, &subject);
        if (lua_toboolean(lua, -1)) {
            luaL_addvalue(&buffer);
        } else {
            lua_pop(lua, 1);
            luaL_addlstring(&buffer, subject.text + span.start, span.end - span.start);
        }
        done = span.end;
    }
    luaL_addlstring(&buffer, subject.text + done, subject.length - done);
    luaL_pushresult(&buffer);
    lua_pushinteger(lua, n);
    return 2;
}

/* Leaves out what the old and the new text have in common at both ends, so that those characters
 * keep their own origins. */
static void
replace_narrow(const MillSubject *subject, MillSpan *span, const char **text, gsize *length)
{
    const char *old = subject->text;

    while (span->start<span->end && * length> 0 && old[span->start] == **text) {
        span->start++;
        (*text)++;
        (*length)--;
    }
    while (!mill_utf8_is_border(old, subject->length, span->start) ||
           (*length > 0 && !mill_utf8_is_start(**text))) {
        span->start--;
        (*text)--;
        (*length)++;
    }
    while (span->start<span->end && * length> 0 && old[span->end - 1] == (*text)[*length - 1]) {
        span->end--;
        (*length)--;
    }
    while (!mill_utf8_is_border(old, subject->length, span->end)) {
        span->end++;
        (*length)++;
    }
}

/* Reads the pairs of integers and strings that were collected in the table at @index, and applies
 * them as one edit. */
static void
replace_apply(lua_State *lua, int index, const MillSubject *subject)
{
    MillScript *host = mill_host(lua);
    g_autoptr(MillEdit) edit = mill_edit_new(host->document);
    lua_Integer n = (lua_Integer) lua_rawlen(lua, index);
    GError *error = NULL;
    gboolean good;

    for (lua_Integer i = 1; i + 2 <= n; i += 3) {
        MillSpan span;
        gsize length;
        const char *text;

        lua_rawgeti(lua, index, i);
        lua_rawgeti(lua, index, i + 1);
        lua_rawgeti(lua, index, i + 2);
        span = (MillSpan){ (gsize) lua_tointeger(lua, -3), (gsize) lua_tointeger(lua, -2) };
        text = lua_tolstring(lua, -1, &length);
        replace_narrow(subject, &span, &text, &length);
        if (span.start < span.end || length > 0)
            mill_edit_replace(edit, span, text, (gssize) length);
        lua_pop(lua, 3);
    }
    good = mill_edit_apply(edit, &error);
    g_clear_pointer(&edit, mill_edit_free);
    if (good) {
        host->revision++;
        return;
    }
    lua_pushstring(lua, error->message);
    g_error_free(error);
    lua_error(lua);
}

/* Appends one replacement to the table at 5: start, end, text. The text is on top and is taken. */
static void
replace_collect(lua_State *lua, MillSpan span)
{
    lua_Integer n = (lua_Integer) lua_rawlen(lua, 5);
    gsize length;
    const char *text = lua_tolstring(lua, -1, &length);

    if (!mill_is_valid_utf8(text, length))
        luaL_error(lua, "a replacement is not valid UTF-8");
    mill_budget_charge(lua, length + 64);
    lua_rawseti(lua, 5, n + 3);
    lua_pushinteger(lua, (lua_Integer) span.start);
    lua_rawseti(lua, 5, n + 1);
    lua_pushinteger(lua, (lua_Integer) span.end);
    lua_rawseti(lua, 5, n + 2);
}

/* doc:gsub(regex, replacement[, max]) → n
 * Replaces matches in the document's text, as regex:gsub does in a string, and returns how many
 * were replaced. It is one edit: characters that stay keep their origins, and annotations move
 * along. The regex may be given as a string.
 *
 *     doc:gsub("[ \\t]+$", "")
 *     doc:gsub(mill.re("第\\s*(\\d+)\\s*章"), "第%1章")
 */
static int
replace_document(lua_State *lua)
{
    MillRegex *self;
    MillSubject subject;
    lua_Integer max = luaL_optinteger(lua, 4, LUA_MAXINTEGER);
    lua_Integer n = 0;
    MillSpan span;

    mill_check_changeable(lua, 1);
    replace_check_arguments(lua);
    self = mill_check_regex(lua, 2);
    if (mill_host(lua)->edit)
        return luaL_error(lua, "an edit is open: finish it before the next");
    subject = mill_check_subject(lua, 1, FALSE);
    lua_newtable(lua);
    while (n < max && mill_regex_next(lua, self, &subject, &span)) {
        guint64 revision = mill_host(lua)->revision;

        replace_push(lua, self, &subject);
        if (mill_host(lua)->revision != revision)
            return luaL_error(lua, "the text was edited while it was replaced");
        if (lua_toboolean(lua, -1)) {
            replace_collect(lua, span);
            n++;
        } else {
            lua_pop(lua, 1);
        }
    }
    if (n > 0)
        replace_apply(lua, 5, &subject);
    lua_pushinteger(lua, n);
    return 1;
}

void
mill_add_replace_methods(lua_State *lua)
{
    lua_pushcfunction(lua, replace_gsub);
    lua_setfield(lua, -2, "gsub");
}

void
mill_add_document_replace(lua_State *lua)
{
    lua_pushcfunction(lua, replace_document);
    lua_setfield(lua, -2, "gsub");
}

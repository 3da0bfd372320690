/* bind-regex.c - mill.re: regular expressions for scripts. */
#include "script/regex.h"

#include <string.h>

/* mill.re(pattern[, flags]) → regex
 * A regular expression in the syntax of PCRE2 (that of Perl), over UTF-8. Flags: "i" ignores case,
 * "m" lets ^ and $ match at each line, "s" lets the dot match newlines, "x" allows blanks and
 * comments in the pattern, "a" limits \w, \d and \s to ASCII. The same pattern is compiled once.
 * A match that takes too many steps is an error that names the pattern.
 *
 *     local year = mill.re [[(\d{4})年]]
 */
static int
regex_new(lua_State *lua)
{
    luaL_checkstring(lua, 1);
    mill_push_regex(lua, 1, luaL_optstring(lua, 2, NULL));
    return 1;
}

/* The regex at argument 1 and the subject at 2; FALSE if the subject has no (further) match. */
static MillRegex *
regex_first(lua_State *lua, MillSubject *subject, MillSpan *span)
{
    MillRegex *self = mill_check_handle(lua, 1, MILL_HANDLE_REGEX);

    *subject = mill_check_subject(lua, 2, TRUE);
    return mill_regex_next(lua, self, subject, span) ? self : NULL;
}

/* regex:find(subject[, init[, last]]) → s, e, group… or nil
 * Where the pattern matches first, at or after `init` and not beyond `last`, and its groups; a
 * group that took no part is nil. The subject is a string or the document itself, whose text is
 * then not copied.
 *
 *     local s, e, year = mill.re("(\\d{4})年"):find(doc)
 */
static int
regex_find(lua_State *lua)
{
    MillSubject subject;
    MillSpan span;
    MillRegex *self = regex_first(lua, &subject, &span);

    if (!self) {
        lua_pushnil(lua);
        return 1;
    }
    mill_push_span(lua, span);
    return 2 + mill_regex_push_groups(lua, self, &subject, FALSE);
}

/* regex:match(subject[, init[, last]]) → group… or the match, or nil
 * The groups of the first match; the match itself if the pattern has no groups.
 *
 *     local year, month = mill.re("(\\d+)年(\\d+)月"):match("2025年3月")
 */
static int
regex_match(lua_State *lua)
{
    MillSubject subject;
    MillSpan span;
    MillRegex *self = regex_first(lua, &subject, &span);

    if (!self) {
        lua_pushnil(lua);
        return 1;
    }
    return mill_regex_push_groups(lua, self, &subject, TRUE);
}

/* Sets the named groups as fields of the table on top. */
static void
regex_set_names(lua_State *lua, const MillRegex *self, const MillSubject *subject)
{
    PCRE2_SPTR table;
    uint32_t n;
    uint32_t size;

    pcre2_pattern_info(self->code, PCRE2_INFO_NAMETABLE, &table);
    pcre2_pattern_info(self->code, PCRE2_INFO_NAMECOUNT, &n);
    pcre2_pattern_info(self->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    for (uint32_t i = 0; i < n; i++, table += size) {
        mill_regex_push_group(lua, self, subject, (guint) (table[0] << 8 | table[1]));
        lua_setfield(lua, -2, (const char *) table + 2);
    }
}

/* regex:groups(subject[, init[, last]]) → table, s, e or nil
 * The groups of the first match as a table: by number (0 is the match) and by name.
 *
 *     local g = mill.re("(?<year>\\d{4})年"):groups(doc)
 *     if g then doc.meta.year = math.tointeger(g.year) end
 */
static int
regex_groups(lua_State *lua)
{
    MillSubject subject;
    MillSpan span;
    MillRegex *self = regex_first(lua, &subject, &span);

    if (!self) {
        lua_pushnil(lua);
        return 1;
    }
    lua_createtable(lua, (int) self->n_groups, 1);
    for (guint i = 0; i <= self->n_groups; i++) {
        mill_regex_push_group(lua, self, &subject, i);
        lua_rawseti(lua, -2, i);
    }
    regex_set_names(lua, self, &subject);
    mill_push_span(lua, span);
    return 3;
}

/* regex:spans(subject[, init[, last]]) → s, e, s1, e1… or nil
 * Where the first match and each of its groups stand; nil twice for a group that took no part.
 *
 *     local s, e, ys, ye = mill.re("到(\\d{4})年"):spans(doc)
 */
static int
regex_spans(lua_State *lua)
{
    MillSubject subject;
    MillSpan span;
    MillRegex *self = regex_first(lua, &subject, &span);

    if (!self) {
        lua_pushnil(lua);
        return 1;
    }
    luaL_checkstack(lua, 2 * (int) self->n_groups + 2, NULL);
    for (guint i = 0; i <= self->n_groups; i++) {
        if (mill_regex_get_group(self, i, &span)) {
            mill_push_span(lua, span);
        } else {
            lua_pushnil(lua);
            lua_pushnil(lua);
        }
    }
    return 2 * ((int) self->n_groups + 1);
}

/* Upvalues of iterators: regex, subject, where to go on, where the last match ended, where the
 * subject ends, the revision of the text. */
enum { ITER_REGEX = 1, ITER_SUBJECT, ITER_AT, ITER_LAST, ITER_END, ITER_REVISION };

static void
regex_save_iterator(lua_State *lua, const MillSubject *subject)
{
    lua_pushinteger(lua, (lua_Integer) subject->at);
    lua_replace(lua, lua_upvalueindex(ITER_AT));
    lua_pushinteger(lua, (lua_Integer) subject->last);
    lua_replace(lua, lua_upvalueindex(ITER_LAST));
}

/* Finds the next match of the iterator that runs; NULL at its end. */
static MillRegex *
regex_iterate(lua_State *lua, MillSubject *subject, MillSpan *span)
{
    MillRegex *self;

    lua_settop(lua, 0);
    lua_pushvalue(lua, lua_upvalueindex(ITER_REGEX));
    lua_pushvalue(lua, lua_upvalueindex(ITER_SUBJECT));
    self = lua_touserdata(lua, 1);
    *subject = (MillSubject){ 0 };
    if (lua_type(lua, 2) == LUA_TSTRING) /* was checked when the iterator was made */
        subject->text = lua_tostring(lua, 2);
    else
        *subject = mill_check_subject(lua, 2, FALSE);
    if (lua_type(lua, 2) == LUA_TUSERDATA &&
        (guint64) lua_tointeger(lua, lua_upvalueindex(ITER_REVISION)) != mill_host(lua)->revision)
        luaL_error(lua, "the text was edited while matches were visited");
    subject->at = (gsize) lua_tointeger(lua, lua_upvalueindex(ITER_AT));
    subject->last = (gsize) lua_tointeger(lua, lua_upvalueindex(ITER_LAST));
    subject->length = (gsize) lua_tointeger(lua, lua_upvalueindex(ITER_END));
    if (!mill_regex_next(lua, self, subject, span))
        return NULL;
    regex_save_iterator(lua, subject);
    return self;
}

static int
regex_each_next(lua_State *lua)
{
    MillSubject subject;
    MillSpan span;
    MillRegex *self = regex_iterate(lua, &subject, &span);

    if (!self)
        return 0;
    mill_push_span(lua, span);
    return 2 + mill_regex_push_groups(lua, self, &subject, FALSE);
}

static int
regex_gmatch_next(lua_State *lua)
{
    MillSubject subject;
    MillSpan span;
    MillRegex *self = regex_iterate(lua, &subject, &span);
    int n;

    if (!self)
        return 0;
    n = mill_regex_push_groups(lua, self, &subject, TRUE);
    if (lua_isnil(lua, -n)) { /* nil would end the loop */
        lua_pushliteral(lua, "");
        lua_replace(lua, -n - 1);
    }
    return n;
}

static int
regex_push_iterator(lua_State *lua, lua_CFunction next)
{
    MillSubject subject;

    mill_check_handle(lua, 1, MILL_HANDLE_REGEX);
    subject = mill_check_subject(lua, 2, TRUE);
    lua_settop(lua, 2);
    lua_pushinteger(lua, (lua_Integer) subject.at);
    lua_pushinteger(lua, (lua_Integer) subject.last);
    lua_pushinteger(lua, (lua_Integer) subject.length);
    lua_pushinteger(lua, (lua_Integer) mill_host(lua)->revision);
    lua_pushcclosure(lua, next, ITER_REVISION);
    return 1;
}

/* regex:each(subject[, init[, last]]) → iterator of s, e, group…
 * All matches, one after the other, and where they stand.
 *
 *     for s, e, number in mill.re("第(\\d+)条"):each(doc) do
 *         doc:add("article-reference", s, e, { number = math.tointeger(number) })
 *     end
 */
static int
regex_each(lua_State *lua)
{
    return regex_push_iterator(lua, regex_each_next);
}

/* regex:gmatch(subject[, init[, last]]) → iterator of group… or the match
 * All matches, like string.gmatch. If the first group took no part, it is "" here.
 *
 *     for word in mill.re("\\p{L}+"):gmatch(doc) do print(word) end
 */
static int
regex_gmatch(lua_State *lua)
{
    return regex_push_iterator(lua, regex_gmatch_next);
}

/* regex:split(subject[, max]) → list of strings
 * The pieces between the matches; at most `max` of them, the last with all that is left.
 *
 *     local names = mill.re("[、，,]\\s*"):split("甲、乙，丙")
 */
static int
regex_split(lua_State *lua)
{
    MillRegex *self = mill_check_handle(lua, 1, MILL_HANDLE_REGEX);
    MillSubject subject = mill_check_subject(lua, 2, FALSE);
    lua_Integer max = luaL_optinteger(lua, 3, LUA_MAXINTEGER);
    lua_Integer n = 0;
    gsize start = 0;
    MillSpan span;

    lua_settop(lua, 2);
    lua_newtable(lua);
    while (n + 1 < max && mill_regex_next(lua, self, &subject, &span)) {
        if (span.start == span.end && (span.start == start || span.end == subject.length))
            continue; /* an empty match at an end splits nothing off */
        lua_pushlstring(lua, subject.text + start, span.start - start);
        lua_rawseti(lua, 3, ++n);
        start = span.end;
    }
    lua_pushlstring(lua, subject.text + start, subject.length - start);
    lua_rawseti(lua, 3, ++n);
    return 1;
}

/* regex:count(subject[, init[, last]]) → integer
 * How many matches there are.
 *
 *     doc.meta.sentences = mill.re("[。！？]"):count(doc)
 */
static int
regex_count(lua_State *lua)
{
    MillRegex *self = mill_check_handle(lua, 1, MILL_HANDLE_REGEX);
    MillSubject subject = mill_check_subject(lua, 2, TRUE);
    lua_Integer n = 0;
    MillSpan span;

    while (mill_regex_next(lua, self, &subject, &span))
        n++;
    lua_pushinteger(lua, n);
    return 1;
}

static int
regex_tostring(lua_State *lua)
{
    mill_check_handle(lua, 1, MILL_HANDLE_REGEX);
    lua_getiuservalue(lua, 1, 1);
    lua_pushfstring(lua, "/%s/", lua_tostring(lua, -1));
    return 1;
}

static int
regex_collect(lua_State *lua)
{
    MillRegex *self = lua_touserdata(lua, 1);

    g_clear_pointer(&self->match, pcre2_match_data_free);
    g_clear_pointer(&self->code, pcre2_code_free);
    return 0;
}

void
mill_open_regex(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "find", regex_find },   { "match", regex_match }, { "groups", regex_groups },
        { "spans", regex_spans }, { "each", regex_each },   { "gmatch", regex_gmatch },
        { "split", regex_split }, { "count", regex_count }, { NULL, NULL },
    };
    static const luaL_Reg metamethods[] = {
        { "__tostring", regex_tostring },
        { "__gc", regex_collect },
        { NULL, NULL },
    };

    luaL_newlib(lua, methods);
    mill_add_replace_methods(lua);
    mill_define_handle(lua, MILL_HANDLE_REGEX, metamethods, NULL);
    lua_pushcfunction(lua, regex_new);
    lua_setfield(lua, -2, "re");
}

/* regex.c - see regex.h. */
#include "script/regex.h"

#include "document/utf8.h"

#include <string.h>

#define REGEX_MAX_PATTERN (32 * 1024)
#define REGEX_MATCH_LIMIT (5 * 1000 * 1000)
#define REGEX_DEPTH_LIMIT (100 * 1000)
#define REGEX_HEAP_KIB    (32 * 1024)
#define REGEX_JIT_STACK   (1024 * 1024)
#define REGEX_SLICE       64 /* places that a pattern with references back is tried at in one go */
#define REGEX_CACHE       500
#define REGEX_SHOWN       60 /* bytes of a pattern in messages */

struct MillRegexContext {
    pcre2_compile_context *compile;
    pcre2_match_context *match;
    pcre2_jit_stack *stack;
};

static const char regex_cache_key;   /* registry: flags and pattern → regex */
static const char regex_checked_key; /* registry: the string last found to be UTF-8 */

static MillRegexContext *
regex_get_context(MillScript *host)
{
    if (host->regex)
        return host->regex;
    host->regex = g_new0(MillRegexContext, 1);
    host->regex->compile = pcre2_compile_context_create(NULL);
    pcre2_set_newline(host->regex->compile, PCRE2_NEWLINE_LF);
    pcre2_set_max_pattern_length(host->regex->compile, REGEX_MAX_PATTERN);
    host->regex->match = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(host->regex->match, REGEX_MATCH_LIMIT);
    pcre2_set_depth_limit(host->regex->match, REGEX_DEPTH_LIMIT);
    pcre2_set_heap_limit(host->regex->match, REGEX_HEAP_KIB);
    host->regex->stack = pcre2_jit_stack_create(32 * 1024, REGEX_JIT_STACK, NULL);
    pcre2_jit_stack_assign(host->regex->match, NULL, host->regex->stack);
    return host->regex;
}

void
mill_regex_context_free(MillRegexContext *context)
{
    if (!context)
        return;
    pcre2_jit_stack_free(context->stack);
    pcre2_match_context_free(context->match);
    pcre2_compile_context_free(context->compile);
    g_free(context);
}

static uint32_t
regex_get_options(lua_State *lua, const char *flags)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;

    for (; flags && *flags; flags++) {
        switch (*flags) {
        case 'i':
            options |= PCRE2_CASELESS;
            break;
        case 'm':
            options |= PCRE2_MULTILINE;
            break;
        case 's':
            options |= PCRE2_DOTALL;
            break;
        case 'x':
            options |= PCRE2_EXTENDED;
            break;
        case 'a':
            options &= ~(uint32_t) PCRE2_UCP;
            break;
        default:
            luaL_error(lua, "unknown flag '%c' of a regular expression (known are i, m, s, x, a)",
                       *flags);
        }
    }
    return options;
}

static int
regex_raise_bad_pattern(lua_State *lua, const char *pattern, int code, gsize offset)
{
    PCRE2_UCHAR message[160];

    pcre2_get_error_message(code, message, sizeof message);
    return luaL_error(lua, "bad regular expression /%s/: %s at byte %I", pattern,
                      (const char *) message, (LUAI_UACINT) offset + 1);
}

/* Whether a match has to be looked for a few places at a time. The limits hold for each place, and
 * comparing with what a group matched counts as one step however long that is, so that (a*)\1b
 * costs the cube of the text's length. Not where the pattern tells where a search begins, or what
 * it does when it fails. */
static gboolean
regex_needs_slices(const pcre2_code *code, const char *pattern, gsize length)
{
    uint32_t references = 0;

    pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &references);
    return references > 0 && !memmem(pattern, length, "\\G", 2) &&
           !memmem(pattern, length, "(*", 2);
}

/* Compiles the string at @index into the userdata @self, which is on top. */
static void
regex_compile(lua_State *lua, MillRegex *self, int index, uint32_t options)
{
    MillRegexContext *context = regex_get_context(mill_host(lua));
    gsize length;
    const char *pattern = lua_tolstring(lua, index, &length);
    gsize offset;
    int code;

    lua_pushvalue(lua, index);
    lua_setiuservalue(lua, -2, 1);
    mill_budget_charge(lua, 16 * length + 1024);
    self->code =
        pcre2_compile((PCRE2_SPTR) pattern, length, options, &code, &offset, context->compile);
    if (!self->code)
        regex_raise_bad_pattern(lua, pattern, code, offset);
    self->sliced = regex_needs_slices(self->code, pattern, length);
    if (self->sliced) {
        pcre2_code_free(self->code);
        self->code = pcre2_compile((PCRE2_SPTR) pattern, length, options | PCRE2_USE_OFFSET_LIMIT,
                                   &code, &offset, context->compile);
        if (!self->code)
            regex_raise_bad_pattern(lua, pattern, code, offset);
    }
    pcre2_jit_compile(self->code, PCRE2_JIT_COMPLETE); /* without it, matching interprets */
    pcre2_pattern_info(self->code, PCRE2_INFO_CAPTURECOUNT, &self->n_groups);
    if (self->n_groups > MILL_REGEX_MAX_GROUPS)
        luaL_error(lua, "a regular expression may have %d groups, this has %d",
                   MILL_REGEX_MAX_GROUPS, (int) self->n_groups);
    self->match = pcre2_match_data_create_from_pattern(self->code, NULL);
}

/* Pushes the table of compiled patterns; a script that makes new ones all the time starts over. */
static void
regex_push_cache(lua_State *lua)
{
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, &regex_cache_key) == LUA_TTABLE) {
        lua_rawgeti(lua, -1, 1);
        if (lua_tointeger(lua, -1) < REGEX_CACHE) {
            lua_pushinteger(lua, lua_tointeger(lua, -1) + 1);
            lua_rawseti(lua, -3, 1);
            lua_pop(lua, 1);
            return;
        }
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    lua_newtable(lua);
    lua_pushinteger(lua, 1);
    lua_rawseti(lua, -2, 1);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &regex_cache_key);
}

MillRegex *
mill_push_regex(lua_State *lua, int index, const char *flags)
{
    uint32_t options = regex_get_options(lua, flags);
    MillRegex *self;
    int top = lua_gettop(lua);

    index = lua_absindex(lua, index);
    luaL_checkstring(lua, index);
    lua_pushfstring(lua, "%d/", (int) options);
    lua_pushvalue(lua, index);
    lua_concat(lua, 2);
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, &regex_cache_key) == LUA_TTABLE) {
        lua_pushvalue(lua, top + 1);
        if (lua_rawget(lua, -2) == LUA_TUSERDATA) {
            lua_replace(lua, top + 1);
            lua_settop(lua, top + 1);
            return lua_touserdata(lua, -1);
        }
    }
    lua_settop(lua, top + 1);
    self = mill_push_handle(lua, MILL_HANDLE_REGEX, sizeof(MillRegex), 1);
    self->code = NULL;
    self->match = NULL;
    regex_compile(lua, self, index, options);
    regex_push_cache(lua);
    lua_pushvalue(lua, top + 1);
    lua_pushvalue(lua, top + 2);
    lua_rawset(lua, -3);
    lua_settop(lua, top + 2);
    lua_replace(lua, top + 1);
    return self;
}

MillRegex *
mill_check_regex(lua_State *lua, int index)
{
    if (lua_type(lua, index) == LUA_TSTRING) {
        mill_push_regex(lua, index, NULL);
        lua_replace(lua, index);
    }
    return mill_check_handle(lua, index, MILL_HANDLE_REGEX);
}

/* Raises unless the string at @index is UTF-8, which is looked at once for the same string. */
static void
regex_check_text(lua_State *lua, int index, const char *text, gsize length)
{
    const MillScript *host = mill_host(lua);
    gsize valid;

    if (text == host->valid_text && host->valid_revision == host->revision)
        return;
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &regex_checked_key);
    if (lua_tostring(lua, -1) == text) {
        lua_pop(lua, 1);
        return;
    }
    lua_pop(lua, 1);
    valid = mill_utf8_valid_prefix(text, length);
    if (valid < length)
        luaL_error(lua, "a string to match must be UTF-8; its byte %I is not",
                   (LUAI_UACINT) valid + 1);
    lua_pushvalue(lua, index);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &regex_checked_key);
}

/* Argument @index as an offset: negative positions count from the end. */
static gsize
regex_get_offset(lua_State *lua, int index, gsize length, lua_Integer otherwise)
{
    lua_Integer position = luaL_optinteger(lua, index, otherwise);
    lua_Integer n = (lua_Integer) length;

    if (position < 0)
        position = n + position + 1;
    return (gsize) CLAMP(position, 0, n + 2);
}

static void
regex_check_border(lua_State *lua, const MillSubject *subject, gsize at)
{
    if (!mill_utf8_is_border(subject->text, subject->length, at))
        luaL_error(lua, "position %I is inside of a character", (LUAI_UACINT) at + 1);
}

MillSubject
mill_check_subject(lua_State *lua, int index, gboolean bounds)
{
    MillSubject subject = { .last = G_MAXSIZE };
    gsize end;

    if (mill_is_handle(lua, index, MILL_HANDLE_DOCUMENT)) {
        subject.text = mill_document_get_text(mill_check_document(lua, index), &subject.length);
    } else {
        subject.text = luaL_checklstring(lua, index, &subject.length);
        regex_check_text(lua, index, subject.text, subject.length);
    }
    if (!bounds)
        return subject;
    end = MIN(regex_get_offset(lua, index + 2, subject.length, -1), subject.length);
    subject.at = regex_get_offset(lua, index + 1, subject.length, 1);
    subject.at = subject.at > 0 ? subject.at - 1 : 0;
    regex_check_border(lua, &subject, end);
    if (subject.at <= subject.length)
        regex_check_border(lua, &subject, subject.at);
    subject.length = end;
    return subject;
}

static int
regex_raise(lua_State *lua, const MillRegex *self, int code)
{
    PCRE2_UCHAR message[160];
    const char *pattern;

    pcre2_get_error_message(code, message, sizeof message);
    for (int i = 1; i <= lua_gettop(lua); i++) {
        if (lua_touserdata(lua, i) != self)
            continue;
        lua_getiuservalue(lua, i, 1);
        break;
    }
    pattern = lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : "";
    if (strlen(pattern) > REGEX_SHOWN) {
        pattern = lua_pushlstring(lua, pattern, REGEX_SHOWN - 3);
        pattern = lua_pushfstring(lua, "%s...", pattern);
    }
    return luaL_error(lua,
                      "the regular expression /%s/ takes too much on this text (%s): make it "
                      "more definite",
                      pattern, (const char *) message);
}

/* Looks for a match from subject->at on in slices of the text, with looks at the budget between. */
static int
regex_match_sliced(lua_State *lua, const MillRegex *self, const MillSubject *subject,
                   uint32_t options)
{
    pcre2_match_context *context = regex_get_context(mill_host(lua))->match;
    gsize at = subject->at;

    for (;;) {
        gsize last = at + REGEX_SLICE;
        int code;

        pcre2_set_offset_limit(context, last);
        code = pcre2_match(self->code, (PCRE2_SPTR) subject->text, subject->length, at, options,
                           self->match, context);
        pcre2_set_offset_limit(context, PCRE2_UNSET);
        if (code != PCRE2_ERROR_NOMATCH || last >= subject->length)
            return code;
        mill_budget_check(lua);
        options &= ~(uint32_t) PCRE2_NOTEMPTY_ATSTART;
        at = last + 1;
        while (at < subject->length && (subject->text[at] & 0xC0) == 0x80)
            at++;
    }
}

gboolean
mill_regex_next(lua_State *lua, MillRegex *self, MillSubject *subject, MillSpan *span)
{
    uint32_t options = PCRE2_NO_UTF_CHECK;
    int code;

    mill_budget_check(lua);
    if (subject->at > subject->length)
        return FALSE;
    if (subject->at == subject->last)
        options |= PCRE2_NOTEMPTY_ATSTART;
    if (self->sliced)
        code = regex_match_sliced(lua, self, subject, options);
    else
        code = pcre2_match(self->code, (PCRE2_SPTR) subject->text, subject->length, subject->at,
                           options, self->match, regex_get_context(mill_host(lua))->match);
    if (code == PCRE2_ERROR_NOMATCH)
        return FALSE;
    if (code < 0)
        regex_raise(lua, self, code);
    mill_regex_get_group(self, 0, span);
    subject->at = subject->last = span->end;
    return TRUE;
}

gboolean
mill_regex_get_group(const MillRegex *self, guint group, MillSpan *span)
{
    const gsize *offsets = pcre2_get_ovector_pointer(self->match);

    if (offsets[2 * group] == PCRE2_UNSET)
        return FALSE;
    *span = (MillSpan){ offsets[2 * group], MAX(offsets[2 * group], offsets[2 * group + 1]) };
    return TRUE;
}

void
mill_regex_push_group(lua_State *lua, const MillRegex *self, const MillSubject *subject,
                      guint group)
{
    MillSpan span;

    if (mill_regex_get_group(self, group, &span))
        lua_pushlstring(lua, subject->text + span.start, span.end - span.start);
    else
        lua_pushnil(lua);
}

int
mill_regex_push_groups(lua_State *lua, const MillRegex *self, const MillSubject *subject,
                       gboolean whole)
{
    luaL_checkstack(lua, (int) self->n_groups + 1, NULL);
    if (self->n_groups == 0 && whole) {
        mill_regex_push_group(lua, self, subject, 0);
        return 1;
    }
    for (guint i = 1; i <= self->n_groups; i++)
        mill_regex_push_group(lua, self, subject, i);
    return (int) self->n_groups;
}

guint
mill_regex_find_group(const MillRegex *self, const char *name, gsize length)
{
    char key[64] = { 0 };
    int number;

    if (length >= sizeof key)
        return 0;
    memcpy(key, name, length);
    number = pcre2_substring_number_from_name(self->code, (PCRE2_SPTR) key);
    return number > 0 ? (guint) number : 0;
}

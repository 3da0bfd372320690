/* match-lib.c - string.find, match, gmatch and gsub over our own pattern matcher. */
#include "script/match-lib.h"

#include "script/host.h"
#include "script/matcher.h"

#include <string.h>

/* Fills @match from the subject at argument 1 and the pattern at 2. Returns whether the pattern
 * begins with an anchor, which is then left out, unless @anchors is FALSE. */
static gboolean
match_prepare(lua_State *lua, MillMatcher *match, gboolean anchors)
{
    gsize subject_length;
    gsize pattern_length;

    *match = (MillMatcher){ .stop = &mill_host(lua)->budget.tripped };
    match->subject = luaL_checklstring(lua, 1, &subject_length);
    match->subject_end = match->subject + subject_length;
    match->pattern = luaL_checklstring(lua, 2, &pattern_length);
    match->pattern_end = match->pattern + pattern_length;
    if (!anchors || pattern_length == 0 || *match->pattern != '^')
        return FALSE;
    match->pattern++;
    return TRUE;
}

static void
match_check(lua_State *lua, const MillMatcher *match)
{
    mill_budget_check(lua);
    if (match->problem)
        luaL_error(lua, "%s: '%s'", match->problem, lua_tostring(lua, 2));
}

/* Pushes capture @i (from 0) of a match from @start to @end; without captures, 0 is the match. */
static void
match_push_capture(lua_State *lua, const MillMatcher *match, int i, const char *start,
                   const char *end)
{
    const MillCapture *capture = &match->captures[i];

    if (i >= match->n_captures) {
        if (i != 0)
            luaL_error(lua, "invalid capture index %%%d", i + 1);
        lua_pushlstring(lua, start, (gsize) (end - start));
    } else if (capture->length == MILL_CAPTURE_POSITION) {
        lua_pushinteger(lua, capture->start - match->subject + 1);
    } else if (capture->length == MILL_CAPTURE_OPEN) {
        luaL_error(lua, "unfinished capture");
    } else {
        lua_pushlstring(lua, capture->start, (gsize) capture->length);
    }
}

/* Pushes all captures, or the whole match if there are none and @whole. */
static int
match_push_captures(lua_State *lua, const MillMatcher *match, const char *start, const char *end,
                    gboolean whole)
{
    int n = match->n_captures == 0 && whole ? 1 : match->n_captures;

    luaL_checkstack(lua, n, "too many captures");
    for (int i = 0; i < n; i++)
        match_push_capture(lua, match, i, start, end);
    return n;
}

/* Argument @index as an offset from 0 of a string of @length bytes; negative ones count from its
 * end. It may be greater than @length. */
static gsize
match_get_init(lua_State *lua, int index, gsize length)
{
    lua_Integer init = luaL_optinteger(lua, index, 1);

    if (init > 0)
        return (gsize) init - 1;
    if (init == 0 || init < -(lua_Integer) length)
        return 0;
    return length - (gsize) -init;
}

static int
match_find_plain(lua_State *lua, const MillMatcher *match, const char *at)
{
    gsize length = (gsize) (match->pattern_end - match->pattern);
    const char *found =
        memmem(at, (gsize) (match->subject_end - at), match->pattern, length); /* linear */

    if (!found) {
        lua_pushnil(lua);
        return 1;
    }
    lua_pushinteger(lua, found - match->subject + 1);
    lua_pushinteger(lua, found - match->subject + (lua_Integer) length);
    return 2;
}

static int
match_first(lua_State *lua, gboolean find)
{
    MillMatcher match;
    gboolean anchored = match_prepare(lua, &match, TRUE);
    gsize length = (gsize) (match.subject_end - match.subject);
    gsize init = match_get_init(lua, 3, length);
    const char *start = match.subject + init;
    const char *end;

    if (init > length) {
        lua_pushnil(lua);
        return 1;
    }
    if (find && !anchored &&
        mill_matcher_is_plain(match.pattern, (gsize) (match.pattern_end - match.pattern)))
        return match_find_plain(lua, &match, start);
    if (find && lua_toboolean(lua, 4)) {
        match.pattern -= anchored;
        return match_find_plain(lua, &match, start);
    }
    end = anchored ? mill_matcher_match(&match, start) : mill_matcher_search(&match, start, &start);
    match_check(lua, &match);
    if (!end) {
        lua_pushnil(lua);
        return 1;
    }
    if (!find)
        return match_push_captures(lua, &match, start, end, TRUE);
    lua_pushinteger(lua, start - match.subject + 1);
    lua_pushinteger(lua, end - match.subject);
    return 2 + match_push_captures(lua, &match, start, end, FALSE);
}

static int
match_find(lua_State *lua)
{
    return match_first(lua, TRUE);
}

static int
match_match(lua_State *lua)
{
    return match_first(lua, FALSE);
}

/* Upvalues: subject, pattern, offset to go on from, offset where the last match ended (or -1). */
static int
match_gmatch_next(lua_State *lua)
{
    MillMatcher match;
    const char *start;
    const char *at;
    const char *last;
    const char *end;

    lua_settop(lua, 0);
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_pushvalue(lua, lua_upvalueindex(2));
    match_prepare(lua, &match, FALSE);
    at = match.subject + lua_tointeger(lua, lua_upvalueindex(3));
    last = match.subject + lua_tointeger(lua, lua_upvalueindex(4));
    while (at <= match.subject_end && (end = mill_matcher_search(&match, at, &start))) {
        if (end == last) { /* an empty match where the last one ended */
            at = start + 1;
            continue;
        }
        lua_pushinteger(lua, end - match.subject);
        lua_pushvalue(lua, -1);
        lua_replace(lua, lua_upvalueindex(3));
        lua_replace(lua, lua_upvalueindex(4));
        return match_push_captures(lua, &match, start, end, TRUE);
    }
    match_check(lua, &match);
    return 0;
}

static int
match_gmatch(lua_State *lua)
{
    gsize length;
    gsize init;

    luaL_checklstring(lua, 1, &length);
    luaL_checkstring(lua, 2);
    init = match_get_init(lua, 3, length);
    lua_settop(lua, 2);
    lua_pushinteger(lua, (lua_Integer) MIN(init, length + 1));
    lua_pushinteger(lua, -1);
    lua_pushcclosure(lua, match_gmatch_next, 4);
    return 1;
}

/* The template "%1 and %0" of string.gsub, filled in. */
static void
match_add_template(lua_State *lua, luaL_Buffer *buffer, const MillMatcher *match, const char *start,
                   const char *end)
{
    gsize length;
    const char *text = lua_tolstring(lua, 3, &length);
    const char *text_end = text + length;
    const char *escape;

    while ((escape = memchr(text, '%', (gsize) (text_end - text)))) {
        luaL_addlstring(buffer, text, (gsize) (escape - text));
        text = escape + 2;
        if (escape + 1 < text_end && escape[1] == '%')
            luaL_addchar(buffer, '%');
        else if (escape + 1 >= text_end || !g_ascii_isdigit(escape[1]))
            luaL_error(lua, "invalid use of '%%' in replacement string");
        else if (escape[1] == '0')
            luaL_addlstring(buffer, start, (gsize) (end - start));
        else {
            match_push_capture(lua, match, escape[1] - '1', start, end);
            luaL_addvalue(buffer);
        }
    }
    luaL_addlstring(buffer, text, (gsize) (text_end - text));
}

/* Adds what replaces a match. Returns FALSE if it stays as it is. */
static gboolean
match_add_replacement(lua_State *lua, luaL_Buffer *buffer, const MillMatcher *match,
                      const char *start, const char *end)
{
    int n;

    switch (lua_type(lua, 3)) {
    case LUA_TFUNCTION:
        lua_pushvalue(lua, 3);
        n = match_push_captures(lua, match, start, end, TRUE);
        lua_call(lua, n, 1);
        break;
    case LUA_TTABLE:
        match_push_capture(lua, match, 0, start, end);
        lua_gettable(lua, 3);
        break;
    default:
        match_add_template(lua, buffer, match, start, end);
        return TRUE;
    }
    if (!lua_toboolean(lua, -1)) {
        lua_pop(lua, 1);
        luaL_addlstring(buffer, start, (gsize) (end - start));
        return FALSE;
    }
    if (!lua_isstring(lua, -1))
        luaL_error(lua, "invalid replacement value (a %s)", luaL_typename(lua, -1));
    luaL_addvalue(buffer);
    return TRUE;
}

/* Adds subject and replacements to @buffer. Returns the number of matches. */
static lua_Integer
match_replace_all(lua_State *lua, luaL_Buffer *buffer, MillMatcher *match, gboolean anchored,
                  lua_Integer limit)
{
    const char *at = match->subject;
    const char *last = NULL;
    lua_Integer n = 0;

    while (n < limit) {
        const char *end = mill_matcher_match(match, at);

        match_check(lua, match);
        if (end && end != last) {
            n++;
            match_add_replacement(lua, buffer, match, at, end);
            at = last = end;
        } else if (at < match->subject_end) {
            luaL_addchar(buffer, *at++);
        } else {
            break;
        }
        if (anchored)
            break;
    }
    luaL_addlstring(buffer, at, (gsize) (match->subject_end - at));
    return n;
}

static int
match_gsub(lua_State *lua)
{
    MillMatcher match;
    gboolean anchored = match_prepare(lua, &match, TRUE);
    lua_Integer limit = luaL_optinteger(lua, 4, (lua_Integer) G_MAXINT64);
    luaL_Buffer buffer;
    lua_Integer n;
    int type = lua_type(lua, 3);

    luaL_argexpected(lua,
                     type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION ||
                         type == LUA_TTABLE,
                     3, "string, function or table");
    luaL_buffinit(lua, &buffer);
    n = match_replace_all(lua, &buffer, &match, anchored, limit);
    luaL_pushresult(&buffer);
    lua_pushinteger(lua, n);
    return 2;
}

void
mill_open_match(lua_State *lua)
{
    static const luaL_Reg functions[] = {
        { "find", match_find }, { "match", match_match }, { "gmatch", match_gmatch },
        { "gsub", match_gsub }, { NULL, NULL },
    };

    luaL_setfuncs(lua, functions, 0);
}

/* bind-escape.c - mill.escape: text that stays text in another language. */
#include "script/escape.h"
#include "script/handle.h"

/* The kind is upvalue 1. */
static int
escape_call(lua_State *lua)
{
    MillEscape kind = (MillEscape) lua_tointeger(lua, lua_upvalueindex(1));
    gsize length;
    const char *text = luaL_checklstring(lua, 1, &length);
    GString *out;
    gboolean good;

    mill_budget_reserve(lua, length * 18);
    out = g_string_sized_new(length + 16);
    good = mill_escape_append(out, kind, text, length);
    lua_pushlstring(lua, out->str, out->len);
    g_string_free(out, TRUE);
    if (!good)
        return luaL_argerror(lua, 1, "a NUL cannot be said to a shell");
    return 1;
}

/* mill.escape.html(text) → string
 * The text as it stays text between the tags of HTML and in attributes in quotes. For other
 * languages: mill.escape.xml (what XML cannot hold becomes U+FFFD), mill.escape.csv (a cell of
 * RFC 4180), mill.escape.latex (outside of math and verbatim), mill.escape.shell (one word, in
 * single quotes) and mill.escape.json (a string, in quotes).
 *
 *     assert(mill.escape.html("a < b") == "a &lt; b")
 *     assert(mill.escape.shell("it's") == [['it'\''s']])
 */
void
mill_open_escape(lua_State *lua)
{
    lua_newtable(lua);
    for (lua_Integer i = MILL_ESCAPE_HTML; mill_escape_names[i]; i++) {
        lua_pushinteger(lua, i);
        lua_pushcclosure(lua, escape_call, 1);
        lua_setfield(lua, -2, mill_escape_names[i]);
    }
    lua_setfield(lua, -2, "escape");
}

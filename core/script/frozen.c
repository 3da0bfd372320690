/* frozen.c - tables that a script can read and not change.
 *
 * A frozen table is an empty one whose metatable leads to the real one: __index is the table
 * itself, so reading costs no call. Functions that look past metatables (next, pairs, the
 * conversions to JSON and metadata) ask mill_push_unfrozen().
 */
#include "script/host.h"

static const char frozen_key; /* its address marks the metatable and holds the real table there */

static int
frozen_refuse(lua_State *lua)
{
    return luaL_error(lua, "this table cannot be changed");
}

static int
frozen_length(lua_State *lua)
{
    lua_pushinteger(lua, luaL_len(lua, lua_upvalueindex(1)));
    return 1;
}

void
mill_freeze_shallow(lua_State *lua, lua_CFunction on_assign)
{
    lua_newtable(lua);
    lua_createtable(lua, 0, 6);
    lua_pushvalue(lua, -3);
    lua_rawsetp(lua, -2, &frozen_key);
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, on_assign ? on_assign : frozen_refuse);
    lua_setfield(lua, -2, "__newindex");
    lua_pushvalue(lua, -3);
    lua_pushcclosure(lua, frozen_length, 1);
    lua_setfield(lua, -2, "__len");
    lua_pushboolean(lua, FALSE);
    lua_setfield(lua, -2, "__metatable");
    lua_setmetatable(lua, -2);
    lua_replace(lua, -2);
}

void
mill_freeze_table(lua_State *lua)
{
    int table = lua_gettop(lua);

    luaL_checkstack(lua, 8, NULL);
    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        if (!lua_istable(lua, -1)) {
            lua_pop(lua, 1);
            continue;
        }
        mill_freeze_table(lua);
        lua_pushvalue(lua, -2);
        lua_insert(lua, -2);
        lua_rawset(lua, table); /* an existing field may be assigned while traversing */
    }
    mill_freeze_shallow(lua, NULL);
}

gboolean
mill_push_unfrozen(lua_State *lua, int index)
{
    if (!lua_istable(lua, index) || !lua_getmetatable(lua, index))
        return FALSE;
    if (lua_rawgetp(lua, -1, &frozen_key) == LUA_TTABLE) {
        lua_replace(lua, -2);
        return TRUE;
    }
    lua_pop(lua, 2);
    return FALSE;
}

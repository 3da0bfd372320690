/* bind-add.c - mill.add: what most corpus steps do to combine two states. */
#include "script/convert.h"
#include "script/handle.h"
#include "script/state.h"

static void add_value(lua_State *lua, int a, int b, int depth);

/* Adds the fields of the table at @b to the one at @a. */
static void
add_tables(lua_State *lua, int a, int b, int depth)
{
    int top = lua_gettop(lua);

    if (depth > MILL_STATE_DEPTH)
        luaL_error(lua, "tables are nested too deeply, or contain themselves");
    luaL_checkstack(lua, 8, NULL);
    mill_budget_check(lua);
    lua_pushnil(lua);
    while (lua_next(lua, b)) {
        lua_pushvalue(lua, top + 1);
        if (lua_rawget(lua, a) == LUA_TNIL) {
            lua_pushvalue(lua, top + 1);
            lua_pushvalue(lua, top + 2);
            lua_rawset(lua, a);
        } else if (!lua_istable(lua, top + 3) || !lua_istable(lua, top + 2)) {
            add_value(lua, top + 3, top + 2, depth + 1);
            lua_pushvalue(lua, top + 1);
            lua_insert(lua, -2);
            lua_rawset(lua, a);
        } else {
            add_tables(lua, top + 3, top + 2, depth + 1);
        }
        lua_settop(lua, top + 1);
    }
}

/* Pushes the sum. */
static void
add_value(lua_State *lua, int a, int b, int depth)
{
    if (lua_type(lua, a) == LUA_TNUMBER && lua_type(lua, b) == LUA_TNUMBER) {
        lua_pushvalue(lua, a);
        lua_pushvalue(lua, b);
        lua_arith(lua, LUA_OPADD);
        return;
    }
    if (lua_istable(lua, a) && lua_istable(lua, b))
        add_tables(lua, a, b, depth);
    else if (!lua_rawequal(lua, a, b))
        luaL_error(lua, "a %s and a %s that differ cannot be added up", luaL_typename(lua, a),
                   luaL_typename(lua, b));
    lua_pushvalue(lua, a);
}

/* mill.add(a, b) → a
 * Adds b to a: numbers are added up, and tables field by field, however deep; what only b has, a
 * gets (the same tables, so b is used up). What is neither, such as a string, must be the same in
 * both. Corpus scripts without `combine` combine so.
 *
 *     local counts = mill.add({ wind = 1, by_year = { [2024] = 2 } }, { by_year = { [2024] = 1 } })
 */
int
mill_add(lua_State *lua)
{
    luaL_checkany(lua, 2);
    lua_settop(lua, 2);
    for (int i = 1; i <= 2; i++) {
        if (mill_push_unfrozen(lua, i))
            return luaL_argerror(lua, i, "this table cannot be changed");
    }
    add_value(lua, 1, 2, 0);
    return 1;
}

void
mill_open_add(lua_State *lua)
{
    lua_pushcfunction(lua, mill_add);
    lua_setfield(lua, -2, "add");
}

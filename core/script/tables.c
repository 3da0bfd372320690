/* tables.c - the table library of scripts.
 *
 * Lua's own loops over as many elements as __len or an argument says (table.move({}, 1, 1e18, 2))
 * without a chance to stop it. These look at the budget as they go.
 */
#include "script/host.h"

#include <lualib.h>

#define TABLES_CHECK_EVERY 1024

static void
tables_pause(lua_State *lua, lua_Integer i)
{
    if (i % TABLES_CHECK_EVERY == 0)
        mill_budget_check(lua);
}

static int
tables_concat(lua_State *lua)
{
    gsize separator_length;
    const char *separator = luaL_optlstring(lua, 2, "", &separator_length);
    lua_Integer first = luaL_optinteger(lua, 3, 1);
    lua_Integer last;
    luaL_Buffer buffer;

    luaL_checktype(lua, 1, LUA_TTABLE);
    last = luaL_opt(lua, luaL_checkinteger, 4, luaL_len(lua, 1));
    luaL_buffinit(lua, &buffer);
    for (lua_Integer i = first; i <= last; i++) {
        lua_geti(lua, 1, i);
        if (!lua_isstring(lua, -1))
            return luaL_error(lua, "invalid value (at index %I) in table for 'concat'",
                              (LUAI_UACINT) i);
        luaL_addvalue(&buffer);
        if (i == last)
            break; /* last may be the greatest integer */
        luaL_addlstring(&buffer, separator, separator_length);
        tables_pause(lua, i);
    }
    luaL_pushresult(&buffer);
    return 1;
}

static int
tables_insert(lua_State *lua)
{
    lua_Integer end;
    lua_Integer position;

    luaL_checktype(lua, 1, LUA_TTABLE);
    end = (lua_Integer) ((lua_Unsigned) luaL_len(lua, 1) + 1);
    switch (lua_gettop(lua)) {
    case 2:
        position = end;
        break;
    case 3:
        position = luaL_checkinteger(lua, 2);
        luaL_argcheck(lua, (lua_Unsigned) position - 1 < (lua_Unsigned) end, 2,
                      "position out of bounds");
        for (lua_Integer i = end; i > position; i--) {
            lua_geti(lua, 1, i - 1);
            lua_seti(lua, 1, i);
            tables_pause(lua, i);
        }
        break;
    default:
        return luaL_error(lua, "wrong number of arguments to 'insert'");
    }
    lua_seti(lua, 1, position);
    return 0;
}

static int
tables_remove(lua_State *lua)
{
    lua_Integer length;
    lua_Integer position;

    luaL_checktype(lua, 1, LUA_TTABLE);
    length = luaL_len(lua, 1);
    position = luaL_optinteger(lua, 2, length);
    if (position != length)
        luaL_argcheck(lua, (lua_Unsigned) position - 1 <= (lua_Unsigned) length, 2,
                      "position out of bounds");
    lua_geti(lua, 1, position);
    for (; position < length; position++) {
        lua_geti(lua, 1, position + 1);
        lua_seti(lua, 1, position);
        tables_pause(lua, position);
    }
    lua_pushnil(lua);
    lua_seti(lua, 1, position);
    return 1;
}

static void
tables_move_one(lua_State *lua, lua_Integer from, int target, lua_Integer to)
{
    lua_geti(lua, 1, from);
    lua_seti(lua, target, to);
}

static int
tables_move(lua_State *lua)
{
    lua_Integer first = luaL_checkinteger(lua, 2);
    lua_Integer last = luaL_checkinteger(lua, 3);
    lua_Integer to = luaL_checkinteger(lua, 4);
    int target = lua_isnoneornil(lua, 5) ? 1 : 5;
    lua_Integer n;

    luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_checktype(lua, target, LUA_TTABLE);
    lua_pushvalue(lua, target);
    if (last < first)
        return 1;
    luaL_argcheck(lua, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
    n = last - first + 1;
    luaL_argcheck(lua, to <= LUA_MAXINTEGER - n + 1, 4, "destination wrap around");
    /* Backwards where the ranges overlap so that nothing is overwritten before it is read. */
    if (to > last || to <= first || (target != 1 && !lua_compare(lua, 1, target, LUA_OPEQ))) {
        for (lua_Integer i = 0; i < n; i++) {
            tables_move_one(lua, first + i, target, to + i);
            tables_pause(lua, i);
        }
    } else {
        for (lua_Integer i = n - 1; i >= 0; i--) {
            tables_move_one(lua, first + i, target, to + i);
            tables_pause(lua, i);
        }
    }
    return 1;
}

static int
tables_less(lua_State *lua)
{
    lua_pushboolean(lua, lua_compare(lua, 1, 2, LUA_OPLT));
    return 1;
}

/* Lua's own sort, but always with a comparison function: the hook fires at its calls. */
static int
tables_sort(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    if (!lua_isnoneornil(lua, 2))
        luaL_checktype(lua, 2, LUA_TFUNCTION);
    else {
        lua_settop(lua, 1);
        lua_pushcfunction(lua, tables_less);
    }
    lua_settop(lua, 2);
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, 2, 0);
    return 0;
}

void
mill_open_table(lua_State *lua)
{
    static const char *const names[] = { "pack", "unpack", NULL };
    static const luaL_Reg functions[] = {
        { "concat", tables_concat },
        { "insert", tables_insert },
        { "remove", tables_remove },
        { "move", tables_move },
        { NULL, NULL },
    };

    luaL_newlib(lua, functions);
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(lua, -1, LUA_TABLIBNAME);
    lua_replace(lua, -2);
    mill_copy_fields(lua, names);
    lua_getfield(lua, -1, "sort");
    lua_pushcclosure(lua, tables_sort, 1);
    lua_setfield(lua, -3, "sort");
    lua_pop(lua, 1);
    lua_setfield(lua, -2, "table");
}

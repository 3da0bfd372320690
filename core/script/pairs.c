/* pairs.c - next and pairs, in an order that is the same in every run.
 *
 * Lua orders a table's fields by hashes that are seeded with the time and an address, so a script
 * that collects fields with pairs would give other bytes each time. Here pairs visits numbers in
 * ascending order, then strings by their bytes, then false and true; keys of other types come last,
 * in no order. A plain sequence is visited by `next` as it is.
 */
#include "script/keys.h"

static int
pairs_next(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 2);
    if (mill_push_unfrozen(lua, 1))
        lua_replace(lua, 1);
    if (lua_next(lua, 1))
        return 2;
    lua_pushnil(lua);
    return 1;
}

/* Whether `next` visits the table as 1, 2, 3, … and nothing else; counts its fields. */
static gboolean
pairs_is_sequence(lua_State *lua, int table, lua_Integer *count)
{
    gboolean ordered = TRUE;
    lua_Integer n = 0;

    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        n++;
        if (!lua_isinteger(lua, -2) || lua_tointeger(lua, -2) != n)
            ordered = FALSE;
        lua_pop(lua, 1);
        if ((n & 1023) == 0)
            mill_budget_check(lua);
    }
    *count = n;
    return ordered;
}

/* Pushes a sequence of the @count keys of the table, sorted. */
static void
pairs_push_keys(lua_State *lua, int table, lua_Integer count)
{
    MillKey *sorted = lua_newuserdatauv(lua, (gsize) count * sizeof(MillKey), 0);
    lua_Integer n = 0;
    int keys;

    lua_createtable(lua, (int) MIN(count, G_MAXINT), 0);
    keys = lua_gettop(lua);
    lua_pushnil(lua);
    while (n < count && lua_next(lua, table)) {
        lua_pop(lua, 1);
        sorted[n] = mill_key_describe(lua, n + 1);
        n++;
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, keys, n);
    }
    lua_settop(lua, keys);
    mill_keys_sort(lua, sorted, (gsize) n);
    lua_createtable(lua, (int) MIN(count, G_MAXINT), 0);
    for (lua_Integer i = 0; i < n; i++) {
        lua_rawgeti(lua, keys, sorted[i].index);
        lua_rawseti(lua, -2, i + 1);
    }
}

/* Upvalues: the sorted keys, how many were visited. Arguments: the table, the last key. */
static int
pairs_step(lua_State *lua)
{
    lua_Integer i = lua_tointeger(lua, lua_upvalueindex(2));

    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 1);
    if (mill_push_unfrozen(lua, 1))
        lua_replace(lua, 1);
    while (lua_rawgeti(lua, lua_upvalueindex(1), ++i) != LUA_TNIL) {
        lua_pushvalue(lua, -1);
        if (lua_rawget(lua, 1) != LUA_TNIL) {
            lua_pushinteger(lua, i);
            lua_replace(lua, lua_upvalueindex(2));
            return 2;
        }
        lua_settop(lua, 1); /* the field was removed meanwhile */
    }
    return 1;
}

static int
pairs_pairs(lua_State *lua)
{
    lua_Integer count;
    int table;

    luaL_checkany(lua, 1);
    lua_settop(lua, 1);
    if (luaL_getmetafield(lua, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(lua, 1);
        lua_call(lua, 1, 3);
        return 3;
    }
    luaL_checktype(lua, 1, LUA_TTABLE);
    table = mill_push_unfrozen(lua, 1) ? 2 : 1;
    if (pairs_is_sequence(lua, table, &count)) {
        lua_pushcfunction(lua, pairs_next);
    } else {
        pairs_push_keys(lua, table, count);
        lua_pushinteger(lua, 0);
        lua_pushcclosure(lua, pairs_step, 2);
    }
    lua_pushvalue(lua, 1);
    lua_pushnil(lua);
    return 3;
}

void
mill_open_pairs(lua_State *lua)
{
    lua_pushcfunction(lua, pairs_next);
    lua_setfield(lua, -2, "next");
    lua_pushcfunction(lua, pairs_pairs);
    lua_setfield(lua, -2, "pairs");
}

/* keys.c - see keys.h. */
#include "script/keys.h"

#include <stdlib.h>
#include <string.h>

static int
keys_compare(const void *a, const void *b, void *lua)
{
    const MillKey *left = a;
    const MillKey *right = b;
    int order;

    if (mill_budget_is_tripped(lua))
        return 0; /* whoever sorts looks at the budget afterwards */
    if (left->rank != right->rank)
        return left->rank - right->rank;
    if (left->rank == MILL_KEY_STRING) {
        order = memcmp(left->text, right->text, MIN(left->length, right->length));
        if (order == 0)
            order = (left->length > right->length) - (left->length < right->length);
        return order;
    }
    if (left->number != right->number)
        return left->number < right->number ? -1 : 1;
    if (left->integer != right->integer)
        return left->integer < right->integer ? -1 : 1;
    return (left->index > right->index) - (left->index < right->index);
}

MillKey
mill_key_describe(lua_State *lua, lua_Integer index)
{
    MillKey key = { .rank = MILL_KEY_OTHER, .index = index };

    switch (lua_type(lua, -1)) {
    case LUA_TNUMBER:
        key.rank = MILL_KEY_NUMBER;
        key.number = lua_tonumber(lua, -1);
        key.integer = lua_isinteger(lua, -1) ? lua_tointeger(lua, -1) : 0;
        break;
    case LUA_TSTRING:
        key.rank = MILL_KEY_STRING;
        key.text = lua_tolstring(lua, -1, &key.length);
        break;
    case LUA_TBOOLEAN:
        key.rank = MILL_KEY_BOOLEAN;
        key.number = lua_toboolean(lua, -1);
        break;
    default:
        break;
    }
    return key;
}

void
mill_keys_sort(lua_State *lua, MillKey *keys, gsize n)
{
    if (n > 1)
        qsort_r(keys, n, sizeof(MillKey), keys_compare, lua);
    mill_budget_check(lua);
}

MillKey *
mill_keys_push(lua_State *lua, int index, gsize *n)
{
    MillKey *keys;
    gsize count = 0;
    gsize i = 0;

    lua_pushnil(lua);
    for (; lua_next(lua, index); count++)
        lua_pop(lua, 1);
    keys = lua_newuserdatauv(lua, MAX(count, 1) * sizeof(MillKey), 0);
    lua_pushnil(lua);
    while (i < count && lua_next(lua, index)) {
        lua_pop(lua, 1);
        keys[i] = mill_key_describe(lua, (lua_Integer) i);
        i++;
    }
    lua_pop(lua, 1); /* the last key, or nil: lua_next() has not seen the end */
    mill_keys_sort(lua, keys, i);
    *n = i;
    return keys;
}

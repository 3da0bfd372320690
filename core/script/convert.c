/* convert.c - see convert.h. */
#include "script/convert.h"

#include <stdlib.h>
#include <string.h>

#define CONVERT_VALUE_BYTES 64 /* what a value takes, about */

static const char convert_null;      /* its address is mill.null */
static const char convert_array_key; /* registry: the metatable of arrays */

void
mill_push_null(lua_State *lua)
{
    lua_pushlightuserdata(lua, (void *) &convert_null);
}

gboolean
mill_is_null(lua_State *lua, int index)
{
    return lua_islightuserdata(lua, index) && lua_touserdata(lua, index) == (void *) &convert_null;
}

static void
convert_push_array_metatable(lua_State *lua)
{
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, &convert_array_key) == LUA_TTABLE)
        return;
    lua_pop(lua, 1);
    lua_newtable(lua);
    lua_pushboolean(lua, FALSE);
    lua_setfield(lua, -2, "__metatable");
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &convert_array_key);
}

void
mill_mark_array(lua_State *lua)
{
    convert_push_array_metatable(lua);
    lua_setmetatable(lua, -2);
}

gboolean
mill_is_marked_array(lua_State *lua, int index)
{
    gboolean marked;

    if (!lua_getmetatable(lua, index))
        return FALSE;
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &convert_array_key);
    marked = lua_rawequal(lua, -1, -2);
    lua_pop(lua, 2);
    return marked;
}

gboolean
mill_table_is_list(lua_State *lua, int index, gboolean *list, lua_Integer *n, const char **problem)
{
    gboolean marked = mill_is_marked_array(lua, index);
    lua_Integer length = (lua_Integer) lua_rawlen(lua, index);
    lua_Integer count = 0;

    *list = marked || length > 0;
    *n = length;
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        count++;
        if (*list && lua_isinteger(lua, -1) && lua_tointeger(lua, -1) >= 1 &&
            lua_tointeger(lua, -1) <= length)
            continue;
        if (!*list && lua_type(lua, -1) == LUA_TSTRING)
            continue;
        *problem = *list ? "a list has other keys than 1, 2, 3, …"
                         : "a table has keys that are neither strings nor 1, 2, 3, …";
        lua_pop(lua, 1);
        return FALSE;
    }
    if (*list && count != length) {
        *problem = "a list has holes (nil items; use mill.null)";
        return FALSE;
    }
    return TRUE;
}

static int
convert_compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

const char **
mill_table_dup_keys(lua_State *lua, int index)
{
    GPtrArray *keys = g_ptr_array_new();

    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        g_ptr_array_add(keys, (gpointer) lua_tostring(lua, -1));
    }
    if (keys->len > 0)
        qsort(keys->pdata, keys->len, sizeof(gpointer), convert_compare_keys);
    g_ptr_array_add(keys, NULL);
    return (const char **) g_ptr_array_free(keys, FALSE);
}

static MillValue *convert_any(lua_State *lua, int index, int depth, const char **problem);

static MillValue *
convert_list(lua_State *lua, int index, lua_Integer n, int depth, const char **problem)
{
    g_autoptr(MillValue) list = mill_value_new_list();

    for (lua_Integer i = 1; i <= n; i++) {
        g_autoptr(MillValue) item = NULL;

        lua_rawgeti(lua, index, i);
        item = convert_any(lua, lua_gettop(lua), depth + 1, problem);
        lua_pop(lua, 1);
        if (!item)
            return NULL;
        mill_value_append(list, item);
    }
    return g_steal_pointer(&list);
}

static MillValue *
convert_map(lua_State *lua, int index, int depth, const char **problem)
{
    g_autoptr(MillValue) map = mill_value_new_map();
    g_autofree const char **keys = mill_table_dup_keys(lua, index);

    for (const char **key = keys; *key; key++) {
        g_autoptr(MillValue) item = NULL;

        lua_pushstring(lua, *key);
        lua_rawget(lua, index);
        item = convert_any(lua, lua_gettop(lua), depth + 1, problem);
        lua_pop(lua, 1);
        if (!item)
            return NULL;
        mill_value_set(map, *key, item);
    }
    return g_steal_pointer(&map);
}

static MillValue *
convert_table(lua_State *lua, int index, int depth, const char **problem)
{
    MillValue *value = NULL;
    lua_Integer n;
    gboolean list;
    int top = lua_gettop(lua);

    if (depth > MILL_CONVERT_DEPTH || !lua_checkstack(lua, 8)) {
        *problem = "tables are nested too deeply, or contain themselves";
        return NULL;
    }
    if (mill_push_unfrozen(lua, index))
        index = top + 1;
    if (mill_table_is_list(lua, index, &list, &n, problem))
        value = list ? convert_list(lua, index, n, depth, problem)
                     : convert_map(lua, index, depth, problem);
    lua_settop(lua, top);
    return value;
}

static MillValue *
convert_any(lua_State *lua, int index, int depth, const char **problem)
{
    const char *text;
    gsize length;

    if (!mill_budget_count(lua, CONVERT_VALUE_BYTES + lua_rawlen(lua, index))) {
        *problem = "it is too large";
        return NULL;
    }
    switch (lua_type(lua, index)) {
    case LUA_TNIL:
        return mill_value_new_null();
    case LUA_TBOOLEAN:
        return mill_value_new_bool(lua_toboolean(lua, index));
    case LUA_TNUMBER:
        return lua_isinteger(lua, index) ? mill_value_new_int(lua_tointeger(lua, index))
                                         : mill_value_new_double(lua_tonumber(lua, index));
    case LUA_TSTRING:
        text = lua_tolstring(lua, index, &length);
        return mill_value_new_string(text, (gssize) length);
    case LUA_TTABLE:
        return convert_table(lua, index, depth, problem);
    default:
        if (mill_is_null(lua, index))
            return mill_value_new_null();
        *problem = "functions, coroutines and handles cannot be stored";
        return NULL;
    }
}

MillValue *
mill_check_value(lua_State *lua, int index)
{
    const char *problem = NULL;
    MillValue *value = convert_any(lua, lua_absindex(lua, index), 0, &problem);

    if (!value) {
        mill_budget_charge(lua, 0);
        luaL_error(lua, "this value cannot be stored: %s", problem);
    }
    return value;
}

static void
convert_push_list(lua_State *lua, const MillValue *list)
{
    gsize n = mill_value_get_length(list);

    lua_createtable(lua, (int) MIN(n, G_MAXINT), 0);
    mill_mark_array(lua);
    for (gsize i = 0; i < n; i++) {
        mill_push_value(lua, mill_value_get_item(list, i));
        lua_rawseti(lua, -2, (lua_Integer) i + 1);
    }
}

static void
convert_push_map(lua_State *lua, const MillValue *map)
{
    gsize n = mill_value_get_length(map);

    lua_createtable(lua, 0, (int) MIN(n, G_MAXINT));
    for (gsize i = 0; i < n; i++) {
        lua_pushstring(lua, mill_value_get_key(map, i));
        mill_push_value(lua, mill_value_get_item(map, i));
        lua_rawset(lua, -3);
    }
}

void
mill_push_value(lua_State *lua, const MillValue *value)
{
    const char *text;
    gsize length;

    luaL_checkstack(lua, 4, "value nested too deeply");
    if (!value) {
        lua_pushnil(lua);
        return;
    }
    switch (mill_value_get_type(value)) {
    case MILL_TYPE_BOOL:
        lua_pushboolean(lua, mill_value_get_bool(value));
        break;
    case MILL_TYPE_INT:
        lua_pushinteger(lua, mill_value_get_int(value));
        break;
    case MILL_TYPE_DOUBLE:
        lua_pushnumber(lua, mill_value_get_double(value));
        break;
    case MILL_TYPE_STRING:
        text = mill_value_get_string(value, &length);
        lua_pushlstring(lua, text, length);
        break;
    case MILL_TYPE_LIST:
        convert_push_list(lua, value);
        break;
    case MILL_TYPE_MAP:
        convert_push_map(lua, value);
        break;
    default:
        mill_push_null(lua);
    }
}

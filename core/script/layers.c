/* layers.c - see layers.h. */
#include "script/layers.h"

#include "document/layer-private.h"
#include "script/convert.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LAYERS_MAX_ATTRIBUTES 64
#define LAYERS_CELL_BYTES     16

MillLayer *
mill_find_layer(lua_State *lua, int index)
{
    return mill_document_get_layer(mill_host(lua)->document, luaL_checkstring(lua, index));
}

MillLayer *
mill_check_layer(lua_State *lua, int index)
{
    MillLayer *layer = mill_find_layer(lua, index);

    if (!layer)
        luaL_error(lua, "the document has no layer '%s'", lua_tostring(lua, index));
    return layer;
}

gsize
mill_check_row(lua_State *lua, int index, const MillLayer *layer)
{
    lua_Integer row = luaL_checkinteger(lua, index);

    if (row < 1 || row > (lua_Integer) mill_layer_get_length(layer))
        luaL_error(lua, "layer '%s' has no row %I (it has %I)", mill_layer_get_name(layer),
                   (LUAI_UACINT) row, (LUAI_UACINT) mill_layer_get_length(layer));
    return (gsize) row - 1;
}

static MillLayerState *
layers_get_state(MillScript *host, MillLayer *layer)
{
    const MillLayerState fresh = { .layer = layer, .version = ++host->layer_versions };

    for (guint i = 0; i < host->layers->len; i++) {
        MillLayerState *state = &g_array_index(host->layers, MillLayerState, i);

        if (state->layer == layer)
            return state;
    }
    g_array_append_val(host->layers, fresh);
    return &g_array_index(host->layers, MillLayerState, host->layers->len - 1);
}

guint64
mill_layer_version(MillScript *host, MillLayer *layer)
{
    return layers_get_state(host, layer)->version;
}

void
mill_layer_renumbered(MillScript *host, MillLayer *layer)
{
    layers_get_state(host, layer)->version = ++host->layer_versions;
}

void
mill_layer_put_in_order(MillScript *host, MillLayer *layer)
{
    if (layer->sorted)
        return;
    mill_layer_sort(layer);
    mill_layer_renumbered(host, layer);
}

void
mill_push_attribute(lua_State *lua, const MillLayer *layer, gsize row, MillColumn column)
{
    const char *text;
    gsize length;
    MillSpan span;
    MillValue *value;

    if (!mill_layer_has(layer, row, column)) {
        lua_pushnil(lua);
        return;
    }
    switch (mill_layer_get_column_type(layer, column)) {
    case MILL_TYPE_BOOL:
        lua_pushboolean(lua, mill_layer_get_bool(layer, row, column));
        break;
    case MILL_TYPE_INT:
        lua_pushinteger(lua, mill_layer_get_int(layer, row, column));
        break;
    case MILL_TYPE_DOUBLE:
        lua_pushnumber(lua, mill_layer_get_double(layer, row, column));
        break;
    case MILL_TYPE_STRING:
        text = mill_layer_get_string(layer, row, column, &length);
        lua_pushlstring(lua, text, length);
        break;
    case MILL_TYPE_SPAN:
        span = mill_layer_get_span_attribute(layer, row, column);
        lua_createtable(lua, 2, 0);
        lua_pushinteger(lua, (lua_Integer) span.start + 1);
        lua_rawseti(lua, -2, 1);
        lua_pushinteger(lua, (lua_Integer) span.end);
        lua_rawseti(lua, -2, 2);
        break;
    default:
        value = mill_layer_dup_value(layer, row, column);
        mill_push_value(lua, value);
        mill_value_unref(value);
    }
}

/* The column type that fits the Lua value at @index, or NULL type if no attribute can be that. */
static MillType
layers_guess_type(lua_State *lua, int index)
{
    switch (lua_type(lua, index)) {
    case LUA_TBOOLEAN:
        return MILL_TYPE_BOOL;
    case LUA_TNUMBER:
        return lua_isinteger(lua, index) ? MILL_TYPE_INT : MILL_TYPE_DOUBLE;
    case LUA_TSTRING:
        return MILL_TYPE_STRING;
    case LUA_TTABLE:
        return MILL_TYPE_MAP;
    default:
        return MILL_TYPE_NULL;
    }
}

static const char *
layers_type_name(MillType type)
{
    static const char *const names[] = {
        [MILL_TYPE_BOOL] = "booleans",  [MILL_TYPE_INT] = "integers",
        [MILL_TYPE_DOUBLE] = "numbers", [MILL_TYPE_STRING] = "strings",
        [MILL_TYPE_LIST] = "lists",     [MILL_TYPE_MAP] = "values",
        [MILL_TYPE_SPAN] = "spans",
    };

    return type < G_N_ELEMENTS(names) && names[type] ? names[type] : "nothing";
}

static void
layers_refuse(lua_State *lua, const MillLayer *layer, const char *name, MillType type, int index)
{
    luaL_error(lua, "attribute '%s' of layer '%s' holds %s, not %s", name,
               mill_layer_get_name(layer), layers_type_name(type),
               mill_is_null(lua, index)              ? "null"
               : lua_type(lua, index) == LUA_TNUMBER ? lua_tostring(lua, index)
                                                     : luaL_typename(lua, index));
}

/* A number that is not whole makes a column of integers one of numbers. */
static void
layers_set_number(lua_State *lua, MillLayer *layer, gsize row, MillColumn column, const char *name,
                  int index)
{
    int exact;
    lua_Integer integer = lua_tointegerx(lua, index, &exact);

    if (lua_type(lua, index) != LUA_TNUMBER)
        layers_refuse(lua, layer, name, mill_layer_get_column_type(layer, column), index);
    if (mill_layer_get_column_type(layer, column) == MILL_TYPE_INT && exact) {
        mill_layer_set_int(layer, row, column, integer);
        return;
    }
    if (mill_layer_get_column_type(layer, column) == MILL_TYPE_INT &&
        !mill_layer_widen_column(layer, column))
        layers_refuse(lua, layer, name, MILL_TYPE_INT, index);
    mill_layer_set_double(layer, row, column, lua_tonumber(lua, index));
}

/* A table { s, e }. */
static void
layers_set_span(lua_State *lua, MillLayer *layer, gsize row, MillColumn column, const char *name,
                int index)
{
    MillSpan span;

    if (!lua_istable(lua, index))
        layers_refuse(lua, layer, name, MILL_TYPE_SPAN, index);
    lua_rawgeti(lua, index, 1);
    lua_rawgeti(lua, index, 2);
    span = mill_check_span(lua, lua_gettop(lua) - 1, mill_host(lua)->document);
    lua_pop(lua, 2);
    mill_layer_set_span_attribute(layer, row, column, span);
}

static void
layers_set_value(lua_State *lua, MillLayer *layer, gsize row, MillColumn column, int index)
{
    MillValue *value = mill_check_value(lua, index);

    mill_layer_set_value(layer, row, column, value);
    mill_value_unref(value);
}

static void
layers_set_string(lua_State *lua, MillLayer *layer, gsize row, MillColumn column, const char *name,
                  int index)
{
    gsize length;
    const char *text;

    if (lua_type(lua, index) != LUA_TSTRING)
        layers_refuse(lua, layer, name, MILL_TYPE_STRING, index);
    text = lua_tolstring(lua, index, &length);
    mill_budget_charge(lua, length);
    mill_layer_set_string(layer, row, column, text, (gssize) length);
}

static MillColumn
layers_find_or_add(lua_State *lua, MillLayer *layer, const char *name, int index)
{
    MillColumn column = mill_layer_find_column(layer, name);
    MillType type = layers_guess_type(lua, index);

    if (column != MILL_NO_COLUMN)
        return column;
    if (type == MILL_TYPE_NULL)
        luaL_error(lua, "attribute '%s' of layer '%s' cannot be a %s", name,
                   mill_layer_get_name(layer), luaL_typename(lua, index));
    mill_check_name(lua, name, "the name of an attribute");
    mill_budget_charge(lua, layer->capacity * sizeof(gint64));
    return mill_layer_add_column(layer, name, type);
}

void
mill_set_attribute(lua_State *lua, MillLayer *layer, gsize row, const char *name, int index)
{
    MillColumn column;

    if (lua_isnil(lua, index) || mill_is_null(lua, index)) {
        column = mill_layer_find_column(layer, name);
        if (column != MILL_NO_COLUMN)
            mill_layer_unset(layer, row, column);
        return;
    }
    column = layers_find_or_add(lua, layer, name, index);
    mill_budget_charge(lua, LAYERS_CELL_BYTES);
    switch (mill_layer_get_column_type(layer, column)) {
    case MILL_TYPE_BOOL:
        if (!lua_isboolean(lua, index))
            layers_refuse(lua, layer, name, MILL_TYPE_BOOL, index);
        mill_layer_set_bool(layer, row, column, lua_toboolean(lua, index));
        break;
    case MILL_TYPE_INT:
    case MILL_TYPE_DOUBLE:
        layers_set_number(lua, layer, row, column, name, index);
        break;
    case MILL_TYPE_STRING:
        layers_set_string(lua, layer, row, column, name, index);
        break;
    case MILL_TYPE_SPAN:
        layers_set_span(lua, layer, row, column, name, index);
        break;
    default:
        layers_set_value(lua, layer, row, column, index);
    }
}

static int
layers_compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

void
mill_set_attributes(lua_State *lua, MillLayer *layer, gsize row, int index)
{
    const char *names[LAYERS_MAX_ATTRIBUTES];
    gsize n = 0;

    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) != LUA_TSTRING)
            luaL_error(lua, "attributes of layer '%s' have names, not %s",
                       mill_layer_get_name(layer), luaL_typename(lua, -1));
        if (n == LAYERS_MAX_ATTRIBUTES)
            luaL_error(lua, "more than %d attributes for layer '%s'", LAYERS_MAX_ATTRIBUTES,
                       mill_layer_get_name(layer));
        names[n++] = lua_tostring(lua, -1);
    }
    qsort(names, n, sizeof *names, layers_compare_names);
    for (gsize i = 0; i < n; i++) {
        lua_pushstring(lua, names[i]);
        lua_rawget(lua, index);
        mill_set_attribute(lua, layer, row, names[i], lua_gettop(lua));
        lua_pop(lua, 1);
    }
}

/* bind-json.c - mill.json, mill.null and mill.array. */
#include "script/convert.h"
#include "script/handle.h"
#include "script/json-decode.h"

/* What @json takes when it is indented, or somewhat more. */
static gsize
json_indented_size(const GString *json, gsize indent)
{
    gsize size = json->len, depth = 0;
    gboolean inside = FALSE; /* of a string */

    for (const char *c = json->str; *c; c++) {
        if (*c == '"')
            inside = !inside;
        else if (inside && *c == '\\' && c[1])
            c++;
        else if (!inside && (*c == '[' || *c == '{'))
            size += 1 + ++depth * indent;
        else if (!inside && (*c == ']' || *c == '}'))
            size += 1 + depth-- * indent;
        else if (!inside && (*c == ',' || *c == ':'))
            size += 1 + depth * indent;
    }
    return size;
}

/* mill.json.encode(value[, indent]) → string
 * The value as JSON. Tables with items 1 … n are arrays, others objects with their keys in order;
 * {} is an object, mill.array {} an array; nil and mill.null are null, and so are numbers that JSON
 * cannot hold (infinite ones, and 0/0). With an indent, on several lines.
 *
 *     local line = mill.json.encode { id = doc.id, tags = mill.array(tags) }
 */
static int
json_encode(lua_State *lua)
{
    lua_Integer indent = luaL_optinteger(lua, 2, 0);
    MillValue *value;
    GString *json;
    gsize length;

    luaL_checkany(lua, 1);
    luaL_argcheck(lua, indent >= 0 && indent <= 16, 2, "0 to 16 blanks");
    value = mill_check_value(lua, 1);
    json = g_string_new(NULL);
    mill_json_append_value(json, value);
    mill_value_unref(value);
    if (indent > 0 && !mill_budget_fits(lua, json_indented_size(json, (gsize) indent))) {
        g_string_free(json, TRUE);
        mill_budget_charge(lua, mill_host(lua)->budget.memory);
    }
    if (indent > 0) {
        GString *lines = mill_json_indent(json->str, json->len, (guint) indent);

        g_string_free(json, TRUE);
        json = lines;
    }
    length = json->len;
    if (!mill_budget_count(lua, length)) {
        g_string_free(json, TRUE);
        mill_budget_charge(lua, 0);
        return luaL_error(lua, "the JSON is too large");
    }
    lua_pushlstring(lua, json->str, length);
    g_string_free(json, TRUE);
    return 1;
}

/* mill.json.decode(string) → value
 * The value of a JSON text. Integers stay integers, arrays are made by mill.array, null is
 * mill.null. A mistake in the text is an error that names its line and column.
 *
 *     local data = mill.json.decode('{"limits": [10, 20.5, null]}')
 */
static int
json_decode(lua_State *lua)
{
    gsize length;
    const char *text = luaL_checklstring(lua, 1, &length);

    mill_json_decode(lua, text, length);
    return 1;
}

/* mill.array([table]) → table
 * Marks a table as a list (and returns it), so that an empty one is written as [] and not as {}.
 *
 *     doc.meta.places = mill.array {}
 */
static int
json_array(lua_State *lua)
{
    if (lua_isnoneornil(lua, 1)) {
        lua_settop(lua, 0);
        lua_newtable(lua);
    }
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 1);
    if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL && !mill_is_marked_array(lua, 1))
        return luaL_error(lua, "this table cannot be changed");
    lua_settop(lua, 1);
    mill_mark_array(lua);
    return 1;
}

void
mill_open_json(lua_State *lua)
{
    static const luaL_Reg functions[] = {
        { "encode", json_encode },
        { "decode", json_decode },
        { NULL, NULL },
    };

    luaL_newlib(lua, functions);
    lua_setfield(lua, -2, "json");
    lua_pushcfunction(lua, json_array);
    lua_setfield(lua, -2, "array");
    /* mill.null
     * The value that stands for null in metadata and JSON, where nil would mean "no such field".
     *
     *     doc.meta.author = mill.null
     */
    mill_push_null(lua);
    lua_setfield(lua, -2, "null");
}

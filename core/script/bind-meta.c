/* bind-meta.c - `doc.meta`: the document's metadata, like a table. */
#include "script/convert.h"
#include "script/handle.h"

/* doc.meta.KEY → value or nil
 * Metadata of the document: strings, integers, floats, booleans, and tables of them. A table is a
 * copy; to change it, assign it again.
 *
 *     local title = doc.meta.title or doc.id
 */
static int
meta_get(lua_State *lua)
{
    mill_check_live(lua, 1, MILL_HANDLE_META);
    mill_push_value(lua,
                    mill_document_get_meta(mill_host(lua)->document, luaL_checkstring(lua, 2)));
    return 1;
}

/* doc.meta.KEY = value
 * Sets a value; nil removes it. Integers stay integers, mill.array() keeps an empty list a list,
 * mill.null is null.
 *
 *     doc.meta.words = 1200
 *     doc.meta.places = mill.array { "东城", "西城" }
 */
static int
meta_set(lua_State *lua)
{
    const char *key;
    MillValue *value;

    mill_check_live(lua, 1, MILL_HANDLE_META);
    key = luaL_checkstring(lua, 2);
    if (mill_host(lua)->output)
        return luaL_error(lua, "a %s cannot change the document", mill_host_role(lua));
    if (lua_isnil(lua, 3)) {
        mill_document_set_meta(mill_host(lua)->document, key, NULL);
        return 0;
    }
    value = mill_check_value(lua, 3);
    mill_document_set_meta(mill_host(lua)->document, key, value);
    mill_value_unref(value);
    return 0;
}

/* Upvalues: the handle, how many keys were visited. */
static int
meta_next(lua_State *lua)
{
    lua_Integer i = lua_tointeger(lua, lua_upvalueindex(2));
    const MillValue *map;

    mill_check_live(lua, lua_upvalueindex(1), MILL_HANDLE_META);
    map = mill_document_get_metadata(mill_host(lua)->document);
    if ((gsize) i >= mill_value_get_length(map))
        return 0;
    lua_pushinteger(lua, i + 1);
    lua_replace(lua, lua_upvalueindex(2));
    lua_pushstring(lua, mill_value_get_key(map, (gsize) i));
    mill_push_value(lua, mill_value_get_item(map, (gsize) i));
    return 2;
}

/* pairs(doc.meta) → iterator of key, value
 * All metadata in the order in which it was set.
 *
 *     for key, value in pairs(doc.meta) do print(key, value) end
 */
static int
meta_pairs(lua_State *lua)
{
    mill_check_live(lua, 1, MILL_HANDLE_META);
    lua_settop(lua, 1);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, meta_next, 2);
    return 1;
}

static int
meta_length(lua_State *lua)
{
    mill_check_live(lua, 1, MILL_HANDLE_META);
    lua_pushinteger(lua, (lua_Integer) mill_value_get_length(
                             mill_document_get_metadata(mill_host(lua)->document)));
    return 1;
}

void
mill_open_meta(lua_State *lua)
{
    static const luaL_Reg metamethods[] = {
        { "__newindex", meta_set },
        { "__pairs", meta_pairs },
        { "__len", meta_length },
        { NULL, NULL },
    };

    lua_newtable(lua);
    mill_define_handle(lua, MILL_HANDLE_META, metamethods, meta_get);
}

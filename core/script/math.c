/* math.c - the math library of scripts. Random numbers are the same for a document in every run. */
#include "script/host.h"

#include <lualib.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static guint64
math_hash(const char *text)
{
    guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);

    for (; *text; text++)
        hash = (hash ^ (guchar) *text) * G_GUINT64_CONSTANT(0x100000001b3);
    return hash;
}

/* Upvalues of both: Lua's random, Lua's randomseed. */
static int
math_random(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    const char *id = host->document ? mill_document_get_id(host->document) : "";

    if (host->seeded != host->generation) {
        host->seeded = host->generation;
        lua_pushvalue(lua, lua_upvalueindex(2));
        lua_pushinteger(lua, (lua_Integer) math_hash(id));
        lua_call(lua, 1, 0);
    }
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, 1);
    return 1;
}

static int
math_randomseed(lua_State *lua)
{
    MillScript *host = mill_host(lua);

    luaL_checknumber(lua, 1); /* without one, Lua would take the time */
    host->seeded = host->generation;
    lua_pushvalue(lua, lua_upvalueindex(2));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, 0);
    return 0;
}

void
mill_open_math(lua_State *lua)
{
    static const char *const names[] = {
        "abs",  "acos", "asin", "atan", "ceil",       "cos",  "deg",        "exp",  "floor",
        "fmod", "huge", "log",  "max",  "maxinteger", "min",  "mininteger", "modf", "pi",
        "rad",  "sin",  "sqrt", "tan",  "tointeger",  "type", "ult",        NULL
    };
    static const luaL_Reg functions[] = {
        { "random", math_random },
        { "randomseed", math_randomseed },
        { NULL, NULL },
    };

    lua_newtable(lua);
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(lua, -1, LUA_MATHLIBNAME);
    lua_replace(lua, -2);
    mill_copy_fields(lua, names);
    lua_getfield(lua, -1, "random");
    lua_getfield(lua, -2, "randomseed");
    lua_remove(lua, -3);
    luaL_setfuncs(lua, functions, 2);
    lua_setfield(lua, -2, "math");
}

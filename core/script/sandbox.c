/* sandbox.c - the environment that scripts run in: an allow-list, and nothing else.
 *
 * What a script sees as its globals is a frozen table (see frozen.c), so every new or changed
 * global passes through one function. While the script is loaded it lets them through; afterwards
 * it refuses, because a global set in process() would be seen by later documents of the same
 * worker only. It is also how a misspelt `local` shows itself.
 */
#include "script/host.h"

#include <lualib.h>

static const char sandbox_key;       /* registry: what scripts see as their globals */
static const char sandbox_store_key; /* registry: the table behind it */

void
mill_copy_fields(lua_State *lua, const char *const *names)
{
    for (; *names; names++) {
        lua_getfield(lua, -1, *names);
        lua_setfield(lua, -3, *names);
    }
}

static int
sandbox_set_global(lua_State *lua)
{
    if (!mill_host(lua)->loading)
        return luaL_error(lua,
                          "global '%s' cannot be set here: use 'local' (globals are fixed once the "
                          "script is loaded)",
                          mill_tolstring(lua, 2, NULL));
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &sandbox_store_key);
    lua_replace(lua, 1);
    lua_rawset(lua, 1);
    return 0;
}

static int
sandbox_set_field(lua_State *lua)
{
    if (!mill_host(lua)->loading)
        return luaL_error(lua,
                          "'%s' cannot be set here: libraries are fixed once the script is "
                          "loaded",
                          mill_tolstring(lua, 2, NULL));
    mill_push_unfrozen(lua, 1);
    lua_replace(lua, 1);
    lua_rawset(lua, 1);
    return 0;
}

void
mill_sandbox_freeze(lua_State *lua)
{
    mill_freeze_shallow(lua, sandbox_set_field);
}

/* A library that a document changed would be another for the next. */
static void
sandbox_freeze_libraries(lua_State *lua)
{
    static const char *const names[] = { "string", "table", "math", "utf8", "coroutine" };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        lua_getfield(lua, -1, names[i]);
        mill_sandbox_freeze(lua);
        lua_setfield(lua, -2, names[i]);
    }
}

/* Replaces the string library that literals lead to: ("x"):rep() is as bounded as string.rep. */
static void
sandbox_protect_strings(lua_State *lua)
{
    lua_pushliteral(lua, "");
    lua_getmetatable(lua, -1);
    lua_getfield(lua, -3, "string");
    lua_setfield(lua, -2, "__index");
    lua_pushboolean(lua, FALSE);
    lua_setfield(lua, -2, "__metatable");
    lua_pop(lua, 2);
}

static void
sandbox_require_library(lua_State *lua, const char *name, lua_CFunction open)
{
    luaL_requiref(lua, name, open, FALSE);
    lua_pop(lua, 1);
}

/* Lua's own libraries are opened into a table that only this file's functions copy from. */
static void
sandbox_open_libraries(lua_State *lua)
{
    sandbox_require_library(lua, LUA_GNAME, luaopen_base);
    sandbox_require_library(lua, LUA_STRLIBNAME, luaopen_string);
    sandbox_require_library(lua, LUA_TABLIBNAME, luaopen_table);
    sandbox_require_library(lua, LUA_MATHLIBNAME, luaopen_math);
    sandbox_require_library(lua, LUA_UTF8LIBNAME, luaopen_utf8);
}

static void
sandbox_open_utf8(lua_State *lua)
{
    static const char *const names[] = { "char", "charpattern", "codepoint", "codes",
                                         "len",  "offset",      NULL };

    lua_newtable(lua);
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(lua, -1, LUA_UTF8LIBNAME);
    lua_replace(lua, -2);
    mill_copy_fields(lua, names);
    lua_pop(lua, 1);
    lua_setfield(lua, -2, "utf8");
}

void
mill_sandbox_open(lua_State *lua)
{
    sandbox_open_libraries(lua);

    lua_newtable(lua);
    mill_open_base(lua);
    mill_open_pairs(lua);
    mill_open_protected(lua);
    mill_open_string(lua);
    mill_open_table(lua);
    mill_open_math(lua);
    mill_open_require(lua);
    sandbox_open_utf8(lua);
    mill_open_module(lua);
    lua_setfield(lua, -2, "mill");
    sandbox_protect_strings(lua);
    sandbox_freeze_libraries(lua);

    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &sandbox_store_key);
    mill_freeze_shallow(lua, sandbox_set_global);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &sandbox_key);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &sandbox_store_key);
    lua_insert(lua, -2);
    lua_setfield(lua, -2, "_G");
    lua_pop(lua, 1);
}

void
mill_sandbox_push(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &sandbox_key);
}

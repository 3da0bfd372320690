/* base.c - the basic functions of Lua, less what reaches outside or tells one run from another. */
#include "script/host.h"

#include <string.h>

/* Messages kept for one document; a script that prints in a loop should not fill the results. */
#define BASE_LOG_MAX 100

/* The value at @index as text, pushed. Addresses differ from run to run, so they are not shown. */
const char *
mill_tolstring(lua_State *lua, int index, gsize *length)
{
    switch (lua_type(lua, index)) {
    case LUA_TTABLE:
    case LUA_TFUNCTION:
    case LUA_TUSERDATA:
    case LUA_TLIGHTUSERDATA:
    case LUA_TTHREAD:
        break;
    default:
        return luaL_tolstring(lua, index, length);
    }
    if (luaL_getmetafield(lua, index, "__tostring") != LUA_TNIL) {
        lua_pop(lua, 1);
        return luaL_tolstring(lua, index, length);
    }
    switch (luaL_getmetafield(lua, index, "__name")) {
    case LUA_TSTRING:
        break;
    case LUA_TNIL:
        lua_pushstring(lua, luaL_typename(lua, index));
        break;
    default:
        lua_pop(lua, 1);
        lua_pushstring(lua, luaL_typename(lua, index));
    }
    return lua_tolstring(lua, -1, length);
}

void
mill_host_log(lua_State *lua, MillSeverity severity, const char *message)
{
    MillScript *host = mill_host(lua);

    if (!host->document) {
        g_debug("%s: %s", host->file, message);
        return;
    }
    if (host->n_logged++ == BASE_LOG_MAX)
        message = "further messages are left out";
    if (host->n_logged > BASE_LOG_MAX + 1)
        return;
    mill_budget_charge(lua, strlen(message) + 64);
    mill_document_diagnose(host->document, severity, "log", NULL, "%s", message);
}

const char *
mill_push_line(lua_State *lua, int first, int last)
{
    luaL_Buffer line;

    luaL_buffinit(lua, &line);
    for (int i = first; i <= last; i++) {
        if (i > first)
            luaL_addchar(&line, '\t');
        mill_tolstring(lua, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    return lua_tostring(lua, -1);
}

/* What is printed becomes a diagnostic of the document. */
static int
base_print(lua_State *lua)
{
    mill_host_log(lua, MILL_SEVERITY_NOTE, mill_push_line(lua, 1, lua_gettop(lua)));
    return 0;
}

static int
base_tostring(lua_State *lua)
{
    luaL_checkany(lua, 1);
    mill_tolstring(lua, 1, NULL);
    return 1;
}

static int
base_setmetatable(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_argexpected(lua, lua_isnoneornil(lua, 2) || lua_istable(lua, 2), 2, "nil or table");
    lua_settop(lua, 2);
    if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL)
        return luaL_error(lua, "cannot change a protected metatable");
    if (lua_istable(lua, 2)) {
        lua_pushliteral(lua, "__gc");
        if (lua_rawget(lua, 2) != LUA_TNIL)
            return luaL_error(lua, "a metatable may not have '__gc' (use a local with <close>)");
        lua_pop(lua, 1);
    }
    lua_settop(lua, 2);
    lua_setmetatable(lua, 1);
    return 1;
}

static int
base_rawset(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_checkany(lua, 2);
    luaL_checkany(lua, 3);
    lua_settop(lua, 3);
    if (mill_push_unfrozen(lua, 1))
        return luaL_error(lua, "this table cannot be changed");
    lua_rawset(lua, 1);
    return 1;
}

static int
base_rawget(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_checkany(lua, 2);
    lua_settop(lua, 2);
    if (mill_push_unfrozen(lua, 1))
        lua_replace(lua, 1);
    lua_rawget(lua, 1);
    return 1;
}

static int
base_rawlen(lua_State *lua)
{
    int type = lua_type(lua, 1);

    luaL_argexpected(lua, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
    if (mill_push_unfrozen(lua, 1))
        lua_replace(lua, 1);
    lua_pushinteger(lua, (lua_Integer) lua_rawlen(lua, 1));
    return 1;
}

static int
base_collectgarbage(lua_State *lua)
{
    const char *option = luaL_optstring(lua, 1, "collect");

    if (strcmp(option, "count") != 0)
        return luaL_error(lua, "collectgarbage(\"count\") is all that scripts may ask for");
    lua_pushnumber(lua, (lua_Number) mill_host(lua)->budget.used / 1024);
    return 1;
}

void
mill_open_base(lua_State *lua)
{
    static const char *const names[] = { "_VERSION", "assert", "error",    "getmetatable", "ipairs",
                                         "rawequal", "select", "tonumber", "type",         NULL };
    static const luaL_Reg functions[] = {
        { "print", base_print },   { "tostring", base_tostring },
        { "rawset", base_rawset }, { "setmetatable", base_setmetatable },
        { "rawget", base_rawget }, { "collectgarbage", base_collectgarbage },
        { "rawlen", base_rawlen }, { NULL, NULL },
    };

    lua_pushglobaltable(lua);
    mill_copy_fields(lua, names);
    lua_pop(lua, 1);
    luaL_setfuncs(lua, functions, 0);
}

/* strings.c - the string library of scripts: bounded, and the same on every machine. */
#include "script/host.h"
#include "script/match-lib.h"

#include <lualib.h>
#include <string.h>

/* Fills @total bytes with repetitions of the first @unit of them. */
static void
string_fill(char *bytes, gsize unit, gsize total)
{
    for (gsize done = unit; done < total;) {
        gsize more = MIN(done, total - done);

        memcpy(bytes + done, bytes, more);
        done += more;
    }
}

/* string.rep with its size known before it begins; ("").rep("", 1e18) is not a loop. */
static int
string_rep(lua_State *lua)
{
    gsize length;
    gsize separator_length;
    const char *text = luaL_checklstring(lua, 1, &length);
    lua_Integer n = luaL_checkinteger(lua, 2);
    const char *separator = luaL_optlstring(lua, 3, "", &separator_length);
    gsize unit = length + separator_length;
    luaL_Buffer buffer;
    char *bytes;

    if (n <= 0 || unit == 0) {
        lua_pushliteral(lua, "");
        return 1;
    }
    if ((gsize) n > G_MAXINT64 / unit)
        return luaL_error(lua, "resulting string too large");
    mill_budget_reserve(lua, (gsize) n * unit);
    bytes = luaL_buffinitsize(lua, &buffer, (gsize) n * unit);
    memcpy(bytes, text, length);
    memcpy(bytes + length, separator, separator_length);
    string_fill(bytes, unit, (gsize) n * unit);
    luaL_pushresultsize(&buffer, (gsize) n * unit - separator_length);
    return 1;
}

/* Makes the argument at @index, if it is an object, the text that %s should show. */
static void
string_convert_argument(lua_State *lua, int index)
{
    switch (lua_type(lua, index)) {
    case LUA_TNONE:
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
        return;
    default:
        mill_tolstring(lua, index, NULL);
        lua_replace(lua, index);
    }
}

/* string.format, which must not show addresses: objects given to %s are converted first. */
static int
string_format(lua_State *lua)
{
    gsize length;
    const char *format = luaL_checklstring(lua, 1, &length);
    const char *end = format + length;
    int argument = 1;

    luaL_checkstack(lua, 4, NULL);
    while ((format = memchr(format, '%', (gsize) (end - format)))) {
        format++;
        format += strspn(format, "-+ #0123456789.");
        if (format >= end)
            break;
        if (*format == 'p')
            return luaL_error(lua, "'%%p' is not possible in scripts: addresses differ each time");
        if (*format++ == '%')
            continue;
        argument++;
        if (format[-1] == 's')
            string_convert_argument(lua, argument);
    }
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, 1);
    return 1;
}

void
mill_open_string(lua_State *lua)
{
    static const char *const names[] = { "byte", "char",   "len",   "lower",   "pack", "packsize",
                                         "sub",  "unpack", "upper", "reverse", NULL };

    lua_newtable(lua);
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(lua, -1, LUA_STRLIBNAME);
    lua_replace(lua, -2);
    mill_copy_fields(lua, names);
    lua_getfield(lua, -1, "format");
    lua_pushcclosure(lua, string_format, 1);
    lua_setfield(lua, -3, "format");
    lua_pop(lua, 1);
    mill_open_match(lua);
    lua_pushcfunction(lua, string_rep);
    lua_setfield(lua, -2, "rep");
    lua_setfield(lua, -2, "string");
}

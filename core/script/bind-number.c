/* bind-number.c - mill.number and mill.date: numbers and dates as people write them. */
#include "script/handle.h"

#include <textmill/number.h>

#include <string.h>

/* A field of the table of settings at argument 2. */
static gboolean
number_get_setting(lua_State *lua, const char *name, gboolean otherwise)
{
    gboolean value = otherwise;

    if (!lua_istable(lua, 2))
        return otherwise;
    if (lua_getfield(lua, 2, name) != LUA_TNIL)
        value = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return value;
}

static guint
number_get_flags(lua_State *lua)
{
    guint flags = 0;

    if (!lua_isnoneornil(lua, 2))
        luaL_checktype(lua, 2, LUA_TTABLE);
    if (number_get_setting(lua, "decimal_comma", FALSE))
        flags |= MILL_NUMBER_DECIMAL_COMMA;
    if (!number_get_setting(lua, "scale", TRUE))
        flags |= MILL_NUMBER_NO_SCALE;
    if (!number_get_setting(lua, "chinese", TRUE))
        flags |= MILL_NUMBER_DIGITS_ONLY;
    return flags;
}

/* The string at argument 1, which must be UTF-8, without blanks before it. */
static const char *
number_check_text(lua_State *lua, const char **end)
{
    gsize length;
    const char *text = luaL_checklstring(lua, 1, &length);

    if (!mill_is_valid_utf8(text, length))
        luaL_argerror(lua, 1, "not valid UTF-8");
    *end = text + length;
    while (text < *end && strchr(" \t\n\r", *text) && *text)
        text++;
    return text;
}

/* Goes past a sign. Returns whether it is a minus (of ASCII or U+2212). */
static gboolean
number_skip_sign(const char **text, const char *end)
{
    static const char minus[] = "\xe2\x88\x92";

    if (end - *text >= 3 && memcmp(*text, minus, 3) == 0) {
        *text += 3;
        return TRUE;
    }
    if (*text < end && (**text == '-' || **text == '+'))
        return *(*text)++ == '-';
    return FALSE;
}

/* mill.number(text[, settings]) → number, rest or nil
 * The number that the text begins with, as people write it: 12, 1,234.5, 1.234.567,8, 1 234,5 with
 * no-break or thin spaces, 1.2万, 十二, 二〇二五, 一百二十; an integer if it is one. `rest` is what
 * follows, such as a unit. In the settings, decimal_comma = true reads 1,5 as one and a half,
 * scale = false leaves 万 and 亿 to the rest, chinese = false takes digits only.
 *
 *     local n, unit = mill.number("1.2万公顷")
 *     assert(n == 12000 and unit == "公顷" and mill.number("十二") == 12)
 *     assert(mill.number("1,5 kg", { decimal_comma = true }) == 1.5)
 *     assert(mill.number("1\u{202F}234,5 kg") == 1234.5)
 */
static int
number_number(lua_State *lua)
{
    guint flags = number_get_flags(lua);
    const char *end;
    const char *text = number_check_text(lua, &end);
    gboolean minus = number_skip_sign(&text, end);
    MillNumber number;
    gsize used = mill_number_read(text, end, flags, &number);

    if (used == 0) {
        lua_pushnil(lua);
        return 1;
    }
    if (number.is_integer)
        lua_pushinteger(lua, minus ? -number.integer : number.integer);
    else
        lua_pushnumber(lua, minus ? -number.value : number.value);
    lua_pushlstring(lua, text + used, (gsize) (end - text) - used);
    return 2;
}

/* Sets a part of a date that is given. */
static void
number_set_part(lua_State *lua, const char *name, gint value)
{
    if (value == 0)
        return;
    lua_pushinteger(lua, value);
    lua_setfield(lua, -2, name);
}

/* mill.date(text) → table, rest or nil
 * The date that the text begins with: 2021-02-10, 2021年2月10日, 二〇二五年三月, 10.2.2021,
 * 10 February 2021. The table has `year`, `month` and `day` as far as they are given, and `iso`,
 * the date as a string that sorts. What could be read in two ways is not read.
 *
 *     local date = mill.date("二〇二五年三月起")
 *     assert(date.year == 2025 and date.month == 3 and date.iso == "2025-03")
 */
static int
number_date(lua_State *lua)
{
    const char *end;
    const char *text = number_check_text(lua, &end);
    char iso[16];
    MillDate date;
    gsize used = mill_date_read(text, end, &date);

    if (used == 0) {
        lua_pushnil(lua);
        return 1;
    }
    lua_createtable(lua, 0, 4);
    number_set_part(lua, "year", date.year);
    number_set_part(lua, "month", date.month);
    number_set_part(lua, "day", date.day);
    lua_pushstring(lua, mill_date_format(&date, iso));
    lua_setfield(lua, -2, "iso");
    lua_pushlstring(lua, text + used, (gsize) (end - text) - used);
    return 2;
}

void
mill_open_number(lua_State *lua)
{
    static const luaL_Reg functions[] = {
        { "number", number_number },
        { "date", number_date },
        { NULL, NULL },
    };

    luaL_setfuncs(lua, functions, 0);
}

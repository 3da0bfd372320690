/* bind-number.c - mill.number and mill.date: numbers and dates as people write them. */
#include "script/handle.h"

#include <textmill/number.h>
#include <textmill/report.h>

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

/* A misspelt setting would read other numbers without a word. */
static void
number_check_settings(lua_State *lua)
{
    static const char *const known[] = { "decimal_comma", "scale", "chinese", NULL };
    const char *meant;

    luaL_checktype(lua, 2, LUA_TTABLE);
    lua_pushnil(lua);
    while (lua_next(lua, 2)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) == LUA_TSTRING && g_strv_contains(known, lua_tostring(lua, -1)))
            continue;
        meant =
            lua_type(lua, -1) == LUA_TSTRING ? mill_suggest(lua_tostring(lua, -1), known) : NULL;
        luaL_error(lua, "mill.number has no setting '%s'%s%s%s", mill_tolstring(lua, -1, NULL),
                   meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    }
}

static guint
number_get_flags(lua_State *lua)
{
    guint flags = 0;

    if (!lua_isnoneornil(lua, 2))
        number_check_settings(lua);
    if (number_get_setting(lua, "decimal_comma", FALSE))
        flags |= MILL_NUMBER_EUROPEAN;
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

/* Goes past @word, if the text begins with it. */
static gboolean
number_skip(const char **text, const char *end, const char *word)
{
    gsize length = strlen(word);

    if ((gsize) (end - *text) < length || memcmp(*text, word, length) != 0)
        return FALSE;
    *text += length;
    return TRUE;
}

/* Goes past a sign. Returns whether it is a minus (of ASCII, U+2212, or 负). */
static gboolean
number_skip_sign(const char **text, const char *end)
{
    if (number_skip(text, end, "\xe2\x88\x92") || number_skip(text, end, "负") ||
        number_skip(text, end, "負"))
        return TRUE;
    if (*text < end && (**text == '-' || **text == '+'))
        return *(*text)++ == '-';
    return FALSE;
}

/* Reads the number at @text, which may be a fraction said in Chinese: 三分之一 is 1/3, 百分之九十七
 * is 97 with the @unit "%". Returns where it ends, or NULL. */
static const char *
number_read(const char *text, const char *end, guint flags, MillNumber *number, const char **unit)
{
    gboolean percent = number_skip(&text, end, "百分之");
    gboolean permille = !percent && number_skip(&text, end, "千分之");
    gsize used = mill_number_read(text, end, flags, number);
    const char *behind = text + used;
    const char *next = behind;
    MillNumber part;

    *unit = percent ? "%" : permille ? "‰" : "";
    if (used == 0)
        return NULL;
    if (percent || permille || (flags & MILL_NUMBER_DIGITS_ONLY) || number->value == 0 ||
        !number_skip(&next, end, "分之"))
        return next;
    used = mill_number_read(next, end, flags, &part);
    if (used == 0)
        return behind;
    *number = (MillNumber){ .value = part.value / number->value };
    return next + used;
}

/* mill.number(text[, settings]) → number, rest or nil
 * The number that the text begins with, as people write it: 12, 1,234.5, 1.234.567,8, 1 234,5 with
 * no-break or thin spaces, 1.2万, 十二, 二〇二五, 一百二十; an integer if it is one. `rest` is what
 * follows, such as a unit; that of 百分之九十七 begins with "%", as if it were 97%. In the
 * settings, decimal_comma = true is for texts where 1,5 is one and a half and 1.234 more than a
 * thousand, scale = false leaves 万 and 亿 to the rest, chinese = false takes digits only.
 *
 *     local n, unit = mill.number("1.2万公顷")
 *     assert(n == 12000 and unit == "公顷" and mill.number("十二") == 12)
 *     assert(mill.number("1,5 kg", { decimal_comma = true }) == 1.5)
 *     assert(mill.number("1.234 kg", { decimal_comma = true }) == 1234)
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
    const char *unit;
    const char *next = number_read(text, end, flags, &number, &unit);

    if (!next) {
        lua_pushnil(lua);
        return 1;
    }
    if (number.is_integer)
        lua_pushinteger(lua, minus ? -number.integer : number.integer);
    else
        lua_pushnumber(lua, minus ? -number.value : number.value);
    lua_pushstring(lua, unit);
    lua_pushlstring(lua, next, (gsize) (end - next));
    lua_concat(lua, 2);
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

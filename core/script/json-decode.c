/* json-decode.c - see json-decode.h. A recursive descent that pushes values as it goes. */
#include "script/json-decode.h"

#include "script/convert.h"

#include <string.h>

#define JSON_NUMBER_BYTES 64

typedef struct {
    lua_State *lua;
    const char *text;
    const char *at;
    const char *end;
    int depth;
} Json;

static void json_value(Json *self);

/* Raises that @problem is at the place that was reached. */
static void
json_fail(Json *self, const char *problem)
{
    lua_Integer line = 1;
    const char *start = self->text;
    const char *newline;

    while ((newline = memchr(start, '\n', (gsize) (self->at - start)))) {
        line++;
        start = newline + 1;
    }
    luaL_error(self->lua, "JSON, line %I, column %I: %s", (LUAI_UACINT) line,
               (LUAI_UACINT) (self->at - start) + 1, problem);
}

static char
json_peek(const Json *self)
{
    return self->at < self->end ? *self->at : '\0';
}

static void
json_skip_blanks(Json *self)
{
    while (self->at < self->end && strchr(" \t\r\n", *self->at) && *self->at)
        self->at++;
}

/* Goes past @c, or raises that it is missing. */
static void
json_expect(Json *self, char c, const char *problem)
{
    json_skip_blanks(self);
    if (json_peek(self) != c)
        json_fail(self, problem);
    self->at++;
}

static gboolean
json_accept(Json *self, const char *word)
{
    gsize length = strlen(word);

    if ((gsize) (self->end - self->at) < length || memcmp(self->at, word, length) != 0)
        return FALSE;
    self->at += length;
    return TRUE;
}

/* Four hexadecimal digits. */
static gunichar
json_hex(Json *self)
{
    gunichar value = 0;

    for (int i = 0; i < 4; i++, self->at++) {
        int digit = g_ascii_xdigit_value(json_peek(self));

        if (digit < 0)
            json_fail(self, "\\u needs four hexadecimal digits");
        value = value << 4 | (gunichar) digit;
    }
    return value;
}

/* What follows "\u": a character, which may take two escapes (a surrogate pair). */
static void
json_unicode_escape(Json *self, luaL_Buffer *buffer)
{
    gunichar c = json_hex(self);
    char bytes[6];

    if (c >= 0xD800 && c <= 0xDBFF && json_accept(self, "\\u")) {
        gunichar low = json_hex(self);

        if (low < 0xDC00 || low > 0xDFFF)
            json_fail(self, "half a surrogate pair");
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    if (c >= 0xD800 && c <= 0xDFFF)
        json_fail(self, "half a surrogate pair");
    luaL_addlstring(buffer, bytes, (gsize) g_unichar_to_utf8(c, bytes));
}

static void
json_escape(Json *self, luaL_Buffer *buffer)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    const char *found;

    if (json_accept(self, "u")) {
        json_unicode_escape(self, buffer);
        return;
    }
    found = json_peek(self) ? strchr(names, json_peek(self)) : NULL;
    if (!found)
        json_fail(self, "unknown escape");
    luaL_addchar(buffer, values[found - names]);
    self->at++;
}

static void
json_string(Json *self)
{
    luaL_Buffer buffer;
    const char *start;

    json_expect(self, '"', "a string is expected");
    luaL_buffinit(self->lua, &buffer);
    for (;;) {
        start = self->at;
        while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
               (guchar) *self->at >= ' ')
            self->at++;
        luaL_addlstring(&buffer, start, (gsize) (self->at - start));
        if (self->at >= self->end)
            json_fail(self, "the string does not end");
        if (*self->at == '"')
            break;
        if (*self->at != '\\')
            json_fail(self, "a control character in a string must be escaped");
        self->at++;
        json_escape(self, &buffer);
    }
    self->at++;
    luaL_pushresult(&buffer);
}

static gboolean
json_digits(Json *self)
{
    const char *start = self->at;

    while (g_ascii_isdigit(json_peek(self)))
        self->at++;
    return self->at > start;
}

static void
json_number(Json *self)
{
    char copy[JSON_NUMBER_BYTES];
    const char *start = self->at;
    gsize length;

    if (json_peek(self) == '-')
        self->at++;
    if (json_peek(self) == '0')
        self->at++;
    else if (!json_digits(self))
        json_fail(self, "a value is expected");
    if (json_accept(self, ".") && !json_digits(self))
        json_fail(self, "digits are expected after the point");
    if (json_accept(self, "e") || json_accept(self, "E")) {
        if (!json_accept(self, "+"))
            json_accept(self, "-");
        if (!json_digits(self))
            json_fail(self, "digits are expected in the exponent");
    }
    length = (gsize) (self->at - start);
    if (length >= sizeof copy)
        json_fail(self, "the number is too long");
    memcpy(copy, start, length);
    copy[length] = '\0';
    lua_stringtonumber(self->lua, copy); /* an integer if it is one and fits */
}

static void
json_array(Json *self)
{
    lua_Integer n = 0;

    lua_newtable(self->lua);
    mill_mark_array(self->lua);
    json_skip_blanks(self);
    if (json_accept(self, "]"))
        return;
    for (;;) {
        json_value(self);
        lua_rawseti(self->lua, -2, ++n);
        json_skip_blanks(self);
        if (json_accept(self, "]"))
            return;
        json_expect(self, ',', "',' or ']' is expected");
    }
}

static void
json_object(Json *self)
{
    lua_newtable(self->lua);
    json_skip_blanks(self);
    if (json_accept(self, "}"))
        return;
    for (;;) {
        json_skip_blanks(self);
        json_string(self);
        json_expect(self, ':', "':' is expected");
        json_value(self);
        lua_rawset(self->lua, -3);
        json_skip_blanks(self);
        if (json_accept(self, "}"))
            return;
        json_expect(self, ',', "',' or '}' is expected");
    }
}

static void
json_value(Json *self)
{
    mill_budget_check(self->lua);
    if (++self->depth > MILL_CONVERT_DEPTH)
        json_fail(self, "nested too deeply");
    luaL_checkstack(self->lua, 8, NULL);
    json_skip_blanks(self);
    if (json_accept(self, "{"))
        json_object(self);
    else if (json_accept(self, "["))
        json_array(self);
    else if (json_peek(self) == '"')
        json_string(self);
    else if (json_accept(self, "true"))
        lua_pushboolean(self->lua, TRUE);
    else if (json_accept(self, "false"))
        lua_pushboolean(self->lua, FALSE);
    else if (json_accept(self, "null"))
        mill_push_null(self->lua);
    else
        json_number(self);
    self->depth--;
}

void
mill_json_decode(lua_State *lua, const char *text, gsize length)
{
    Json self = { .lua = lua, .text = text, .at = text, .end = text + length };

    json_value(&self);
    json_skip_blanks(&self);
    if (self.at < self.end)
        json_fail(&self, "more after the value");
}

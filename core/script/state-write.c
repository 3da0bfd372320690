/* state-write.c - Lua values to bytes; see state.h. */
#include "script/convert.h"
#include "script/keys.h"
#include "script/state.h"

#include <math.h>
#include <string.h>

#define WRITE_WAY_BYTES 120 /* of the way to a value that is shown in messages */

/* The way to the value that is written: the keys of the tables around it, innermost first. */
typedef struct WriteWay {
    const struct WriteWay *outer;
    MillKey key;
    int depth;
} WriteWay;

typedef struct {
    lua_State *lua;
    GString *bytes;
    gsize charged; /* length that was counted */
} Writer;

static void write_value(Writer *self, int index, const WriteWay *way);

/* Puts the way into @text, outermost key first; one too long ends early. */
static gsize
write_format_way(const WriteWay *way, char *text, gsize size)
{
    gsize used = 0;
    int written;

    if (!way)
        return 0;
    used = write_format_way(way->outer, text, size);
    if (used + 1 >= size)
        return used;
    if (way->key.rank == MILL_KEY_STRING)
        written = g_snprintf(text + used, size - used, ".%.*s", (int) MIN(way->key.length, 40),
                             way->key.text);
    else
        written = g_snprintf(text + used, size - used, "[%.14g]", way->key.number);
    return MIN(used + (gsize) written, size - 1);
}

static void
write_fail(const Writer *self, const WriteWay *way, const char *problem, const char *kind)
{
    char text[WRITE_WAY_BYTES] = "";

    write_format_way(way, text, sizeof text);
    luaL_error(self->lua, "the state cannot be kept: state%s is %s%s", text, problem, kind);
}

static void
write_size(Writer *self, guint64 n)
{
    for (; n >= 0x80; n >>= 7)
        g_string_append_c(self->bytes, (char) (n | 0x80));
    g_string_append_c(self->bytes, (char) n);
}

static void
write_integer(Writer *self, lua_Integer value)
{
    if (value >= 0 && value < 0x80) {
        g_string_append_c(self->bytes, (char) (MILL_STATE_SMALL_INT + value));
        return;
    }
    g_string_append_c(self->bytes, MILL_STATE_INT);
    write_size(self, ((guint64) value << 1) ^ (guint64) (value >> 63));
}

static void
write_double(Writer *self, lua_Number value)
{
    guint64 bits;

    if (isnan(value))
        value = NAN;
    memcpy(&bits, &value, sizeof bits);
    bits = GUINT64_TO_LE(bits);
    g_string_append_c(self->bytes, MILL_STATE_DOUBLE);
    g_string_append_len(self->bytes, (const char *) &bits, sizeof bits);
}

static void
write_string(Writer *self, const char *text, gsize length)
{
    if (length < 0x40) {
        g_string_append_c(self->bytes, (char) (MILL_STATE_SHORT_STRING + length));
    } else {
        g_string_append_c(self->bytes, MILL_STATE_STRING);
        write_size(self, length);
    }
    g_string_append_len(self->bytes, text, (gssize) length);
}

/* How many items there are from 1 on without a hole. (lua_rawlen() may find any border.) */
static lua_Integer
write_count_items(lua_State *lua, int table)
{
    lua_Integer n = 0;

    while (lua_rawgeti(lua, table, n + 1) != LUA_TNIL) {
        lua_pop(lua, 1);
        n++;
    }
    lua_pop(lua, 1);
    return n;
}

static lua_Integer
write_count_fields(lua_State *lua, int table)
{
    lua_Integer n = 0;

    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        lua_pop(lua, 1);
        n++;
    }
    return n;
}

/* Pushes the keys of the table that are not its first @n_items items, sorted. */
static MillKey *
write_push_keys(const Writer *self, int table, lua_Integer n_items, gsize n, const WriteWay *way)
{
    lua_State *lua = self->lua;
    MillKey *keys = lua_newuserdatauv(lua, MAX(n, 1) * sizeof(MillKey), 0);
    gsize i = 0;

    lua_pushnil(lua);
    while (i < n && lua_next(lua, table)) {
        lua_pop(lua, 1);
        if (lua_isinteger(lua, -1) && lua_tointeger(lua, -1) >= 1 &&
            lua_tointeger(lua, -1) <= n_items)
            continue;
        keys[i] = mill_key_describe(lua, 0);
        if (keys[i].rank == MILL_KEY_OTHER)
            write_fail(self, way, "a table with a key that is a ", luaL_typename(lua, -1));
        if (keys[i].rank == MILL_KEY_NUMBER)
            keys[i].index = lua_isinteger(lua, -1);
        i++;
    }
    lua_settop(lua, table + 1); /* the keys stand behind the table */
    mill_keys_sort(lua, keys, n);
    return keys;
}

static void
write_push_key(lua_State *lua, const MillKey *key)
{
    if (key->rank == MILL_KEY_STRING)
        lua_pushlstring(lua, key->text, key->length);
    else if (key->rank == MILL_KEY_BOOLEAN)
        lua_pushboolean(lua, key->number != 0);
    else if (key->index)
        lua_pushinteger(lua, key->integer);
    else
        lua_pushnumber(lua, key->number);
}

/* Of what lies in the table at @outer. */
static int
write_get_depth(const WriteWay *outer)
{
    return outer ? outer->depth + 1 : 1;
}

static void
write_fields(Writer *self, int table, const MillKey *keys, gsize n, const WriteWay *outer)
{
    lua_State *lua = self->lua;

    for (gsize i = 0; i < n; i++) {
        const WriteWay way = { outer, keys[i], write_get_depth(outer) };

        write_push_key(lua, &keys[i]);
        write_value(self, lua_gettop(lua), &way);
        lua_rawget(lua, table);
        write_value(self, lua_gettop(lua), &way);
        lua_pop(lua, 1);
    }
}

static void
write_items(Writer *self, int table, lua_Integer n, const WriteWay *outer)
{
    for (lua_Integer i = 1; i <= n; i++) {
        const MillKey key = { .rank = MILL_KEY_NUMBER, .number = (lua_Number) i };
        const WriteWay way = { outer, key, write_get_depth(outer) };

        lua_rawgeti(self->lua, table, i);
        write_value(self, lua_gettop(self->lua), &way);
        lua_pop(self->lua, 1);
    }
}

static void
write_table(Writer *self, int index, const WriteWay *way)
{
    lua_State *lua = self->lua;
    int top = lua_gettop(lua);
    gboolean array = mill_is_marked_array(lua, index);
    lua_Integer n_items;
    gsize n_fields;
    const MillKey *keys;

    if (way && way->depth > MILL_STATE_DEPTH)
        write_fail(self, way->outer, "nested too deeply, or contains itself", "");
    luaL_checkstack(lua, 10, NULL);
    mill_budget_check(lua);
    if (!mill_push_unfrozen(lua, index))
        lua_pushvalue(lua, index);
    index = top + 1;
    n_items = write_count_items(lua, index);
    n_fields = (gsize) (write_count_fields(lua, index) - n_items);
    g_string_append_c(self->bytes, array ? MILL_STATE_ARRAY : MILL_STATE_TABLE);
    write_size(self, (guint64) n_items);
    write_size(self, n_fields);
    write_items(self, index, n_items, way);
    if (n_fields > 0) {
        keys = write_push_keys(self, index, n_items, n_fields, way);
        write_fields(self, index, keys, n_fields, way);
    }
    lua_settop(lua, top);
}

static void
write_value(Writer *self, int index, const WriteWay *way)
{
    lua_State *lua = self->lua;
    gsize length;
    const char *text;

    switch (lua_type(lua, index)) {
    case LUA_TBOOLEAN:
        g_string_append_c(self->bytes,
                          lua_toboolean(lua, index) ? MILL_STATE_TRUE : MILL_STATE_FALSE);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(lua, index))
            write_integer(self, lua_tointeger(lua, index));
        else
            write_double(self, lua_tonumber(lua, index));
        break;
    case LUA_TSTRING:
        text = lua_tolstring(lua, index, &length);
        write_string(self, text, length);
        break;
    case LUA_TTABLE:
        write_table(self, index, way);
        break;
    default:
        if (!mill_is_null(lua, index))
            write_fail(self, way, "a ", luaL_typename(lua, index));
        g_string_append_c(self->bytes, MILL_STATE_NULL);
    }
    if (self->bytes->len - self->charged >= 4096) {
        mill_budget_charge(lua, self->bytes->len - self->charged);
        self->charged = self->bytes->len;
    }
}

void
mill_state_write(lua_State *lua, int index, GString *bytes)
{
    Writer self = { .lua = lua, .bytes = bytes, .charged = bytes->len };

    g_string_append_c(bytes, MILL_STATE_VERSION);
    write_value(&self, lua_absindex(lua, index), NULL);
}

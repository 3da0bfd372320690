/* state-read.c - bytes to Lua values; see state.h. */
#include "script/convert.h"
#include "script/state.h"

#include <string.h>

typedef struct {
    lua_State *lua;
    const guint8 *at;
    const guint8 *end;
    int depth;
} Reader;

static void read_value(Reader *self);

static void
read_fail(const Reader *self)
{
    luaL_error(self->lua, "this is not the state of a corpus step, or it is damaged");
}

static gsize
read_left(const Reader *self)
{
    return (gsize) (self->end - self->at);
}

static guint8
read_byte(Reader *self)
{
    if (self->at == self->end)
        read_fail(self);
    return *self->at++;
}

static guint64
read_size(Reader *self)
{
    guint64 n = 0;

    for (guint shift = 0; shift < 64; shift += 7) {
        guint8 byte = read_byte(self);

        n |= (guint64) (byte & 0x7f) << shift;
        if (byte < 0x80)
            return n;
    }
    read_fail(self);
    return 0;
}

static void
read_string(Reader *self, guint64 size)
{
    if (size > read_left(self))
        read_fail(self);
    lua_pushlstring(self->lua, (const char *) self->at, (gsize) size);
    self->at += size;
}

static void
read_integer(Reader *self)
{
    guint64 n = read_size(self);

    lua_pushinteger(self->lua, (lua_Integer) ((n >> 1) ^ (0 - (n & 1))));
}

static void
read_double(Reader *self)
{
    guint64 bits;
    lua_Number value;

    if (read_left(self) < sizeof bits)
        read_fail(self);
    memcpy(&bits, self->at, sizeof bits);
    self->at += sizeof bits;
    bits = GUINT64_FROM_LE(bits);
    memcpy(&value, &bits, sizeof value);
    lua_pushnumber(self->lua, value);
}

/* A key: nil and NaN are none. */
static void
read_key(Reader *self)
{
    lua_State *lua = self->lua;
    int type;

    read_value(self);
    type = lua_type(lua, -1);
    if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN)
        read_fail(self);
    if (type == LUA_TNUMBER && !lua_rawequal(lua, -1, -1))
        read_fail(self);
}

static void
read_table(Reader *self, gboolean array)
{
    lua_State *lua = self->lua;
    guint64 n_items = read_size(self);
    guint64 n_fields = read_size(self);

    /* An item takes a byte, a field two: what cannot be there is not made room for. */
    if (n_items > read_left(self) || n_fields > read_left(self) / 2)
        read_fail(self);
    if (++self->depth > MILL_STATE_DEPTH + 1)
        read_fail(self);
    mill_budget_check(lua);
    luaL_checkstack(lua, 8, NULL);
    lua_createtable(lua, (int) MIN(n_items, G_MAXINT), (int) MIN(n_fields, G_MAXINT));
    for (guint64 i = 1; i <= n_items; i++) {
        read_value(self);
        lua_rawseti(lua, -2, (lua_Integer) i);
    }
    for (guint64 i = 0; i < n_fields; i++) {
        read_key(self);
        read_value(self);
        lua_rawset(lua, -3);
    }
    if (array)
        mill_mark_array(lua);
    self->depth--;
}

static void
read_value(Reader *self)
{
    guint8 tag = read_byte(self);

    if (tag >= MILL_STATE_SMALL_INT) {
        lua_pushinteger(self->lua, tag - MILL_STATE_SMALL_INT);
        return;
    }
    if (tag >= MILL_STATE_SHORT_STRING) {
        read_string(self, tag - MILL_STATE_SHORT_STRING);
        return;
    }
    switch (tag) {
    case MILL_STATE_FALSE:
    case MILL_STATE_TRUE:
        lua_pushboolean(self->lua, tag == MILL_STATE_TRUE);
        break;
    case MILL_STATE_NULL:
        mill_push_null(self->lua);
        break;
    case MILL_STATE_INT:
        read_integer(self);
        break;
    case MILL_STATE_DOUBLE:
        read_double(self);
        break;
    case MILL_STATE_STRING:
        read_string(self, read_size(self));
        break;
    case MILL_STATE_TABLE:
    case MILL_STATE_ARRAY:
        read_table(self, tag == MILL_STATE_ARRAY);
        break;
    default:
        read_fail(self);
    }
}

void
mill_state_read(lua_State *lua, const char *bytes, gsize length)
{
    Reader self = { .lua = lua,
                    .at = (const guint8 *) bytes,
                    .end = (const guint8 *) bytes + length };

    if (read_byte(&self) != MILL_STATE_VERSION)
        read_fail(&self);
    read_value(&self);
    if (self.at != self.end)
        read_fail(&self);
}

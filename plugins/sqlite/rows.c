/* rows.c - see rows.h. A value is a byte that says its kind, and what that kind needs. */
#include "rows.h"

#include <string.h>

typedef enum {
    VALUE_NULL,
    VALUE_INT,    /* zigzag, 7 bits a byte, lowest first */
    VALUE_DOUBLE, /* 8 bytes of this machine */
    VALUE_TEXT,   /* its length like an int without a sign, its bytes */
} ValueKind;

static void
append_number(GString *out, guint64 number)
{
    char bytes[10];
    gsize n = 0;

    for (; number >= 0x80; number >>= 7)
        bytes[n++] = (char) (number | 0x80);
    bytes[n++] = (char) number;
    g_string_append_len(out, bytes, (gssize) n);
}

void
rows_begin(GString *out, guint table)
{
    g_string_append_c(out, (char) table);
}

void
rows_null(GString *out)
{
    g_string_append_c(out, VALUE_NULL);
}

void
rows_int(GString *out, gint64 number)
{
    g_string_append_c(out, VALUE_INT);
    append_number(out, ((guint64) number << 1) ^ (guint64) (number >> 63));
}

void
rows_double(GString *out, double number)
{
    g_string_append_c(out, VALUE_DOUBLE);
    g_string_append_len(out, (const char *) &number, sizeof number);
}

void
rows_text(GString *out, const char *text, gssize length)
{
    gsize size = !text ? 0 : length < 0 ? strlen(text) : (gsize) length;

    if (!text) {
        rows_null(out);
        return;
    }
    g_string_append_c(out, VALUE_TEXT);
    append_number(out, size);
    g_string_append_len(out, text, (gssize) size);
}

void
rows_span(GString *out, MillSpan span)
{
    rows_int(out, (gint64) span.start);
    rows_int(out, (gint64) span.end);
}

static void
rows_json(GString *out, MillLayer *layer, gsize row, MillColumn column)
{
    g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, column);
    g_autoptr(GString) json = g_string_new(NULL);

    mill_json_append_value(json, value);
    rows_text(out, json->str, (gssize) json->len);
}

void
rows_attribute(GString *out, MillLayer *layer, gsize row, MillColumn column)
{
    gsize length;
    const char *string;

    if (!mill_layer_has(layer, row, column)) {
        rows_null(out);
        return;
    }
    switch (mill_layer_get_column_type(layer, column)) {
    case MILL_TYPE_BOOL:
        rows_int(out, mill_layer_get_bool(layer, row, column) ? 1 : 0);
        return;
    case MILL_TYPE_INT:
        rows_int(out, mill_layer_get_int(layer, row, column));
        return;
    case MILL_TYPE_DOUBLE:
        rows_double(out, mill_layer_get_double(layer, row, column));
        return;
    case MILL_TYPE_STRING:
        string = mill_layer_get_string(layer, row, column, &length);
        rows_text(out, string, (gssize) length);
        return;
    default:
        rows_json(out, layer, row, column);
    }
}

/* --- in the parent --------------------------------------------------------------------------- */

gboolean
rows_next(RowReader *self, guint *table)
{
    if (self->at >= self->end)
        return FALSE;
    *table = (guchar) *self->at++;
    return TRUE;
}

static gboolean
read_number(RowReader *self, guint64 *number)
{
    *number = 0;
    for (guint shift = 0; shift < 64 && self->at < self->end; shift += 7) {
        guchar byte = (guchar) *self->at++;

        *number |= (guint64) (byte & 0x7F) << shift;
        if (byte < 0x80)
            return TRUE;
    }
    return FALSE;
}

static gboolean
bind_double(RowReader *self, sqlite3_stmt *statement, int index)
{
    double number;

    if (self->end - self->at < (gssize) sizeof number)
        return FALSE;
    memcpy(&number, self->at, sizeof number);
    self->at += sizeof number;
    return sqlite3_bind_double(statement, index, number) == SQLITE_OK;
}

static gboolean
bind_text(RowReader *self, sqlite3_stmt *statement, int index)
{
    guint64 length;

    if (!read_number(self, &length) || length > (guint64) (self->end - self->at))
        return FALSE;
    self->at += length;
    return sqlite3_bind_text64(statement, index, self->at - length, length, SQLITE_STATIC,
                               SQLITE_UTF8) == SQLITE_OK;
}

gboolean
rows_bind(RowReader *self, sqlite3_stmt *statement, int index)
{
    guint64 number;

    if (self->at >= self->end)
        return FALSE;
    switch ((ValueKind) *self->at++) {
    case VALUE_NULL:
        return sqlite3_bind_null(statement, index) == SQLITE_OK;
    case VALUE_INT:
        return read_number(self, &number) &&
               sqlite3_bind_int64(statement, index,
                                  (gint64) (number >> 1) ^ -(gint64) (number & 1)) == SQLITE_OK;
    case VALUE_DOUBLE:
        return bind_double(self, statement, index);
    case VALUE_TEXT:
        return bind_text(self, statement, index);
    default:
        return FALSE;
    }
}

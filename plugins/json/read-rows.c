/* read-rows.c - lists of objects back into layers.
 *
 * JSON does not say the type of a column that has no value, and writes spans as objects. Columns
 * that steps agree on (docs/architecture.md) have their types; others get the type that all their
 * values have.
 */
#include "read.h"

#include <string.h>

typedef struct {
    const char *key; /* in the JSON */
    MillColumn column;
    MillType type;
} ReadColumn;

static const struct {
    const char *name;
    MillType type;
} agreed[] = {
    { "id", MILL_TYPE_INT },       { "parent", MILL_TYPE_INT },   { "level", MILL_TYPE_INT },
    { "number", MILL_TYPE_INT },   { "section", MILL_TYPE_INT },  { "kind", MILL_TYPE_STRING },
    { "label", MILL_TYPE_STRING }, { "title", MILL_TYPE_STRING }, { "heading", MILL_TYPE_SPAN },
    { "tags", MILL_TYPE_MAP },     { "term", MILL_TYPE_STRING },  { "category", MILL_TYPE_STRING },
    { "score", MILL_TYPE_DOUBLE }, { "path", MILL_TYPE_LIST },
};

static gboolean
read_offset(const JsonReader *self, const MillValue *range, const char *key, gsize *offset)
{
    const MillValue *value = mill_value_get(range, key);

    return mill_value_get_type(value) == MILL_TYPE_INT && mill_value_get_int(value) >= 0 &&
           offset_index_find(&self->offsets, (gsize) mill_value_get_int(value), offset);
}

gboolean
json_read_span(const JsonReader *self, const MillValue *range, MillSpan *span)
{
    return read_offset(self, range, "start", &span->start) &&
           read_offset(self, range, "end", &span->end) && span->start <= span->end;
}

/* Whether a column of @type can hold @value; in a column of numbers that steps agree on, 3 is 3.0.
 */
static gboolean
read_fits(const JsonReader *self, const MillValue *value, MillType type, gboolean is_agreed)
{
    MillType own = mill_value_get_type(value);
    MillSpan span;

    if (own == MILL_TYPE_NULL || own == type)
        return TRUE;
    if (type == MILL_TYPE_DOUBLE)
        return own == MILL_TYPE_INT && is_agreed;
    if (type == MILL_TYPE_SPAN)
        return own == MILL_TYPE_MAP && mill_value_get_length(value) == 2 &&
               json_read_span(self, value, &span);
    return type == MILL_TYPE_MAP; /* which holds anything */
}

static gboolean
read_all_fit(const JsonReader *self, const MillValue *rows, const char *key, MillType type,
             gboolean is_agreed)
{
    for (gsize i = 0; i < mill_value_get_length(rows); i++)
        if (!read_fits(self, mill_value_get(mill_value_get_item(rows, i), key), type, is_agreed))
            return FALSE;
    return TRUE;
}

static MillType
read_find_type(const JsonReader *self, const MillValue *rows, const char *key)
{
    static const MillType types[] = { MILL_TYPE_STRING, MILL_TYPE_BOOL, MILL_TYPE_INT,
                                      MILL_TYPE_DOUBLE, MILL_TYPE_SPAN, MILL_TYPE_LIST };

    for (gsize i = 0; i < G_N_ELEMENTS(agreed); i++)
        if (g_str_equal(agreed[i].name, key) && read_all_fit(self, rows, key, agreed[i].type, TRUE))
            return agreed[i].type;
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (read_all_fit(self, rows, key, types[i], FALSE))
            return types[i];
    return MILL_TYPE_MAP;
}

/* What the column of @key is called: fields of the row itself are not meant, and a name that was
 * taken has one underscore too many. NULL if it is no column. (transfer full) */
static char *
read_column_name(const char *key, gboolean form_text)
{
    static const char *const taken[] = { "start", "end", "origin", "text" };

    for (gsize i = 0; i < G_N_ELEMENTS(taken) - !form_text; i++) {
        gsize length = strlen(taken[i]);

        if (strncmp(key, taken[i], length) != 0 || key[length + strspn(key + length, "_")] != '\0')
            continue;
        return key[length] == '\0' ? NULL : g_strndup(key, strlen(key) - 1);
    }
    return g_strdup(key);
}

/* The columns of @rows, in the order in which their names appear. */
static GArray *
read_columns(JsonReader *self, MillLayer *layer, const MillValue *rows, gboolean form_text)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(ReadColumn));
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (gsize i = 0; i < mill_value_get_length(rows); i++) {
        const MillValue *row = mill_value_get_item(rows, i);

        for (gsize j = 0; j < mill_value_get_length(row); j++) {
            ReadColumn column = { .key = mill_value_get_key(row, j) };
            g_autofree char *name = NULL;

            if (!g_hash_table_add(seen, (gpointer) column.key))
                continue;
            name = read_column_name(column.key, form_text);
            if (!name)
                continue;
            column.type = read_find_type(self, rows, column.key);
            column.column = mill_layer_add_column(layer, name, column.type);
            g_array_append_val(columns, column);
        }
    }
    return columns;
}

static void
read_attribute(const JsonReader *self, MillLayer *layer, gsize row, const ReadColumn *column,
               MillValue *value)
{
    gsize length;
    const char *string;
    MillSpan span;

    if (mill_value_get_type(value) == MILL_TYPE_NULL)
        return;
    switch (column->type) {
    case MILL_TYPE_BOOL:
        mill_layer_set_bool(layer, row, column->column, mill_value_get_bool(value));
        return;
    case MILL_TYPE_INT:
        mill_layer_set_int(layer, row, column->column, mill_value_get_int(value));
        return;
    case MILL_TYPE_DOUBLE:
        mill_layer_set_double(layer, row, column->column, mill_value_get_double(value));
        return;
    case MILL_TYPE_STRING:
        string = mill_value_get_string(value, &length);
        mill_layer_set_string(layer, row, column->column, string, (gssize) length);
        return;
    case MILL_TYPE_SPAN:
        if (json_read_span(self, value, &span))
            mill_layer_set_span_attribute(layer, row, column->column, span);
        return;
    default:
        mill_layer_set_value(layer, row, column->column, value);
    }
}

gboolean
json_read_rows(JsonReader *self, const char *name, const char *where, const MillValue *rows,
               gboolean form_text, GError **error)
{
    MillLayer *layer = mill_document_get_layer(self->document, name);
    g_autoptr(GArray) columns = NULL;

    if (layer || mill_value_get_type(rows) != MILL_TYPE_LIST) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    layer ? "'%s' is there already" : "'%s' must be a list", where);
        return FALSE;
    }
    layer = mill_document_add_layer(self->document, name);
    columns = read_columns(self, layer, rows, form_text);
    for (gsize i = 0; i < mill_value_get_length(rows); i++) {
        const MillValue *item = mill_value_get_item(rows, i);
        MillSpan span;
        gsize row;

        if (!json_read_span(self, item, &span)) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                        "%s[%" G_GSIZE_FORMAT "]: 'start' and 'end' are no range of the text",
                        where, i);
            return FALSE;
        }
        row = mill_layer_add(layer, span);
        for (guint j = 0; j < columns->len; j++) {
            const ReadColumn *column = &g_array_index(columns, ReadColumn, j);

            if (column->column != MILL_NO_COLUMN)
                read_attribute(self, layer, row, column, mill_value_get(item, column->key));
        }
    }
    return TRUE;
}

/* layer-attributes.c - reading and writing the cells of a layer. */
#include "document/layer-private.h"

#include "document/document-private.h"

#include <string.h>

/* The column for reading: NULL (nothing is set) for MILL_NO_COLUMN and for no layer. */
static inline const MillColumnData *
layer_column(const MillLayer *self, gsize row, MillColumn column)
{
    if (!self || column == MILL_NO_COLUMN)
        return NULL;
    g_return_val_if_fail(column >= 0 && column < self->n_columns, NULL);
    g_return_val_if_fail(row < self->length, NULL);
    return &self->columns[column];
}

/* The column for writing a @type. */
static inline MillColumnData *
layer_writable(MillLayer *self, gsize row, MillColumn column, MillType type)
{
    g_return_val_if_fail(self && row < self->length, NULL);
    g_return_val_if_fail(column >= 0 && column < self->n_columns, NULL);
    g_return_val_if_fail(self->columns[column].type == type, NULL);
    return &self->columns[column];
}

static inline gboolean
is_present(const MillColumnData *data, gsize row)
{
    return (data->present[row / 8] >> row % 8) & 1;
}

static inline void
set_present(MillColumnData *data, gsize row)
{
    data->present[row / 8] |= (guint8) (1u << row % 8);
}

gboolean
mill_layer_has(const MillLayer *self, gsize row, MillColumn column)
{
    const MillColumnData *data = layer_column(self, row, column);

    if (!data)
        return FALSE;
    switch (data->type) {
    case MILL_TYPE_BOOL:
        return ((const guint8 *) data->cells)[row] != 0;
    case MILL_TYPE_INT:
    case MILL_TYPE_DOUBLE:
        return is_present(data, row);
    case MILL_TYPE_STRING:
        return ((const guint32 *) data->cells)[row] != 0;
    case MILL_TYPE_SPAN:
        return ((const MillSpan32 *) data->cells)[row].start != MILL_UNSET;
    default:
        return ((MillValue *const *) data->cells)[row] != NULL;
    }
}

void
mill_layer_unset(MillLayer *self, gsize row, MillColumn column)
{
    MillColumnData *data;

    g_return_if_fail(self && row < self->length);
    g_return_if_fail(column >= 0 && column < self->n_columns);
    data = &self->columns[column];
    switch (data->type) {
    case MILL_TYPE_BOOL:
        ((guint8 *) data->cells)[row] = 0;
        break;
    case MILL_TYPE_INT:
    case MILL_TYPE_DOUBLE:
        data->present[row / 8] &= (guint8) ~(1u << row % 8);
        break;
    case MILL_TYPE_STRING:
        ((guint32 *) data->cells)[row] = 0;
        break;
    case MILL_TYPE_SPAN:
        ((MillSpan32 *) data->cells)[row] = (MillSpan32){ MILL_UNSET, MILL_UNSET };
        break;
    default:
        g_clear_pointer(&((MillValue **) data->cells)[row], mill_value_unref);
    }
}

gboolean
mill_layer_get_bool(const MillLayer *self, gsize row, MillColumn column)
{
    const MillColumnData *data = layer_column(self, row, column);

    return data && data->type == MILL_TYPE_BOOL && ((const guint8 *) data->cells)[row] == 2;
}

gint64
mill_layer_get_int(const MillLayer *self, gsize row, MillColumn column)
{
    const MillColumnData *data = layer_column(self, row, column);

    if (!data || data->type != MILL_TYPE_INT || !is_present(data, row))
        return 0;
    return ((const gint64 *) data->cells)[row];
}

double
mill_layer_get_double(const MillLayer *self, gsize row, MillColumn column)
{
    const MillColumnData *data = layer_column(self, row, column);

    if (data && data->type == MILL_TYPE_INT)
        return (double) mill_layer_get_int(self, row, column);
    if (!data || data->type != MILL_TYPE_DOUBLE || !is_present(data, row))
        return 0;
    return ((const double *) data->cells)[row];
}

guint32
mill_layer_get_string_id(const MillLayer *self, gsize row, MillColumn column)
{
    const MillColumnData *data = layer_column(self, row, column);

    return data && data->type == MILL_TYPE_STRING ? ((const guint32 *) data->cells)[row] : 0;
}

const char *
mill_layer_get_string(const MillLayer *self, gsize row, MillColumn column, gsize *length)
{
    guint32 id = mill_layer_get_string_id(self, row, column);
    const MillString *string = id ? mill_document_get_string(self->document, id) : NULL;

    if (length)
        *length = string ? string->length : 0;
    return string ? string->text : NULL;
}

MillSpan
mill_layer_get_span_attribute(const MillLayer *self, gsize row, MillColumn column)
{
    const MillColumnData *data = layer_column(self, row, column);
    MillSpan32 span;

    if (!data || data->type != MILL_TYPE_SPAN)
        return (MillSpan){ 0, 0 };
    span = ((const MillSpan32 *) data->cells)[row];
    return span.start == MILL_UNSET ? (MillSpan){ 0, 0 } : (MillSpan){ span.start, span.end };
}

static MillValue *
span_to_list(MillSpan span)
{
    MillValue *list = mill_value_new_list();

    mill_value_append_int(list, (gint64) span.start);
    mill_value_append_int(list, (gint64) span.end);
    return list;
}

MillValue *
mill_layer_dup_value(const MillLayer *self, gsize row, MillColumn column)
{
    const char *text;
    gsize length;

    if (!mill_layer_has(self, row, column))
        return NULL;
    switch (self->columns[column].type) {
    case MILL_TYPE_BOOL:
        return mill_value_new_bool(mill_layer_get_bool(self, row, column));
    case MILL_TYPE_INT:
        return mill_value_new_int(mill_layer_get_int(self, row, column));
    case MILL_TYPE_DOUBLE:
        return mill_value_new_double(mill_layer_get_double(self, row, column));
    case MILL_TYPE_STRING:
        text = mill_layer_get_string(self, row, column, &length);
        return mill_value_new_string(text, (gssize) length);
    case MILL_TYPE_SPAN:
        return span_to_list(mill_layer_get_span_attribute(self, row, column));
    default:
        return mill_value_ref(((MillValue **) self->columns[column].cells)[row]);
    }
}

void
mill_layer_set_bool(MillLayer *self, gsize row, MillColumn column, gboolean value)
{
    MillColumnData *data = layer_writable(self, row, column, MILL_TYPE_BOOL);

    if (data)
        ((guint8 *) data->cells)[row] = value ? 2 : 1;
}

void
mill_layer_set_int(MillLayer *self, gsize row, MillColumn column, gint64 value)
{
    MillColumnData *data = layer_writable(self, row, column, MILL_TYPE_INT);

    if (!data)
        return;
    ((gint64 *) data->cells)[row] = value;
    set_present(data, row);
}

void
mill_layer_set_double(MillLayer *self, gsize row, MillColumn column, double value)
{
    MillColumnData *data = layer_writable(self, row, column, MILL_TYPE_DOUBLE);

    if (!data)
        return;
    ((double *) data->cells)[row] = value;
    set_present(data, row);
}

guint32
mill_layer_intern(MillLayer *self, const char *value, gssize length)
{
    g_return_val_if_fail(self && value, 0);
    return mill_document_intern(self->document, value, length);
}

void
mill_layer_set_string_id(MillLayer *self, gsize row, MillColumn column, guint32 id)
{
    MillColumnData *data = layer_writable(self, row, column, MILL_TYPE_STRING);

    g_return_if_fail(id == 0 || mill_document_get_string(self->document, id));
    if (data)
        ((guint32 *) data->cells)[row] = id;
}

void
mill_layer_set_string(MillLayer *self, gsize row, MillColumn column, const char *value,
                      gssize length)
{
    MillColumnData *data = layer_writable(self, row, column, MILL_TYPE_STRING);

    if (data)
        ((guint32 *) data->cells)[row] =
            value ? mill_document_intern(self->document, value, length) : 0;
}

void
mill_layer_set_span_attribute(MillLayer *self, gsize row, MillColumn column, MillSpan value)
{
    MillColumnData *data = layer_writable(self, row, column, MILL_TYPE_SPAN);

    if (data)
        ((MillSpan32 *) data->cells)[row] = mill_layer_check_span(self, value);
}

void
mill_layer_set_value(MillLayer *self, gsize row, MillColumn column, MillValue *value)
{
    MillValue **cell;

    g_return_if_fail(self && row < self->length);
    g_return_if_fail(column >= 0 && column < self->n_columns);
    g_return_if_fail(self->columns[column].type == MILL_TYPE_LIST ||
                     self->columns[column].type == MILL_TYPE_MAP);
    cell = (MillValue **) self->columns[column].cells + row;
    if (value)
        mill_value_ref(value);
    mill_value_unref(*cell);
    *cell = value;
}

gboolean
mill_layer_widen_column(MillLayer *self, MillColumn column)
{
    const gint64 exact = G_GINT64_CONSTANT(1) << 53;
    MillColumnData *data;
    gint64 *integers;

    g_return_val_if_fail(self && column >= 0 && column < self->n_columns, FALSE);
    data = &self->columns[column];
    g_return_val_if_fail(data->type == MILL_TYPE_INT, FALSE);
    integers = data->cells;
    for (gsize row = 0; row < self->length; row++) {
        if (integers[row] > exact || integers[row] < -exact)
            return FALSE;
    }
    for (gsize row = 0; row < self->length; row++) {
        double number = (double) integers[row];

        memcpy(&integers[row], &number, sizeof number);
    }
    data->type = MILL_TYPE_DOUBLE;
    return TRUE;
}

/* layer.c - rows and columns of an annotation table. */
#include "document/layer-private.h"

#include "document/document-private.h"

#include <string.h>

MillLayer *
mill_layer_new(MillDocument *document, const char *name)
{
    MillLayer *self = g_new0(MillLayer, 1);

    self->document = document;
    self->name = g_strdup(name);
    self->step = g_strdup(mill_document_get_step(document));
    self->sorted = TRUE;
    return self;
}

static gboolean
column_holds_values(const MillColumnData *column)
{
    return column->type == MILL_TYPE_LIST || column->type == MILL_TYPE_MAP;
}

static void
column_clear(MillColumnData *column, gsize length)
{
    if (column_holds_values(column)) {
        MillValue **values = column->cells;

        for (gsize i = 0; i < length; i++)
            mill_value_unref(values[i]);
    }
    g_free(column->cells);
    g_free(column->present);
    g_free(column->name);
}

void
mill_layer_free(MillLayer *self)
{
    if (!self)
        return;
    for (gint i = 0; i < self->n_columns; i++)
        column_clear(&self->columns[i], self->length);
    g_free(self->columns);
    g_free(self->spans);
    g_free(self->ends);
    g_free(self->name);
    g_free(self->step);
    g_free(self);
}

const char *
mill_layer_get_name(const MillLayer *self)
{
    g_return_val_if_fail(self, NULL);
    return self->name;
}

const char *
mill_layer_get_step(const MillLayer *self)
{
    return self ? self->step : NULL;
}

gsize
mill_layer_get_length(const MillLayer *self)
{
    return self ? self->length : 0;
}

void
mill_layer_touch(MillLayer *self)
{
    self->sorted = FALSE;
    g_clear_pointer(&self->ends, g_free);
}

gsize
mill_column_cell_size(MillType type)
{
    switch (type) {
    case MILL_TYPE_BOOL:
        return sizeof(guint8);
    case MILL_TYPE_STRING:
        return sizeof(guint32);
    case MILL_TYPE_SPAN:
        return sizeof(MillSpan32);
    case MILL_TYPE_INT:
    case MILL_TYPE_DOUBLE:
        return 8;
    default:
        return sizeof(MillValue *);
    }
}

/* Bits of a presence bitmap are kept in bytes. */
static gsize
present_size(gsize rows)
{
    return (rows + 7) / 8;
}

static void
column_unset_cells(MillColumnData *column, gsize from, gsize to)
{
    gsize size = mill_column_cell_size(column->type);

    memset((guint8 *) column->cells + from * size, column->type == MILL_TYPE_SPAN ? 0xFF : 0,
           (to - from) * size);
    for (; column->present && from < to; from++) {
        if (from % 8 == 0) {
            memset(column->present + from / 8, 0, present_size(to) - from / 8);
            break;
        }
        column->present[from / 8] &= (guint8) ~(1u << from % 8);
    }
}

static void
column_resize(MillColumnData *column, gsize from, gsize capacity)
{
    column->cells = g_realloc_n(column->cells, capacity, mill_column_cell_size(column->type));
    if (column->type == MILL_TYPE_INT || column->type == MILL_TYPE_DOUBLE)
        column->present = g_realloc(column->present, present_size(capacity));
    column_unset_cells(column, from, capacity);
}

static void
layer_grow(MillLayer *self)
{
    gsize capacity = self->capacity + MAX(self->capacity / 2, 16);

    self->spans = g_renew(MillSpan32, self->spans, capacity);
    for (gint i = 0; i < self->n_columns; i++)
        column_resize(&self->columns[i], self->length, capacity);
    self->capacity = capacity;
}

MillSpan32
mill_layer_check_span(MillLayer *self, MillSpan span)
{
    MillSpan fixed = span;

    if (!mill_document_fix_span(self->document, &fixed) && !self->complained) {
        self->complained = TRUE;
        mill_document_diagnose(self->document, MILL_SEVERITY_WARNING, "bad-span", &fixed,
                               "an annotation of layer '%s' was given the span %" G_GSIZE_FORMAT
                               " to %" G_GSIZE_FORMAT ", which is not whole characters of the"
                               " text; it was fitted (further ones are not reported)",
                               self->name, span.start, span.end);
    }
    return (MillSpan32){ (guint32) fixed.start, (guint32) fixed.end };
}

gsize
mill_layer_add(MillLayer *self, MillSpan span)
{
    MillSpan32 next;

    g_return_val_if_fail(self, 0);
    next = mill_layer_check_span(self, span);
    if (self->length == self->capacity)
        layer_grow(self);
    if (self->sorted && self->length > 0) {
        MillSpan32 last = self->spans[self->length - 1];

        self->sorted =
            last.start < next.start || (last.start == next.start && last.end >= next.end);
    }
    g_clear_pointer(&self->ends, g_free);
    self->spans[self->length] = next;
    return self->length++;
}

MillSpan
mill_layer_get_span(const MillLayer *self, gsize row)
{
    g_return_val_if_fail(self && row < self->length, ((MillSpan){ 0, 0 }));
    return (MillSpan){ self->spans[row].start, self->spans[row].end };
}

void
mill_layer_set_span(MillLayer *self, gsize row, MillSpan span)
{
    g_return_if_fail(self && row < self->length);
    self->spans[row] = mill_layer_check_span(self, span);
    mill_layer_touch(self);
}

/* dst[i] = src[order[i]]; @dst may be @src if the order ascends. */
static void
gather(guint8 *dst, const guint8 *src, gsize size, const guint32 *order, gsize length)
{
    guint64 cell;

    for (gsize i = 0; size == 8 && i < length; i++) {
        memcpy(&cell, src + order[i] * 8ul, 8);
        memcpy(dst + i * 8, &cell, 8);
    }
    for (gsize i = 0; size < 8 && i < length; i++)
        memmove(dst + i * size, src + order[i] * size, size);
}

static void
gather_bits(guint8 *dst, const guint8 *src, const guint32 *order, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        guint8 bit = (guint8) (1u << i % 8);

        if (src[order[i] / 8] & 1u << order[i] % 8)
            dst[i / 8] |= bit;
        else
            dst[i / 8] &= (guint8) ~bit;
    }
}

static void
column_reorder(MillColumnData *column, const guint32 *order, gsize length, gsize capacity,
               gboolean ascends)
{
    gsize size = mill_column_cell_size(column->type);

    if (ascends) {
        gather(column->cells, column->cells, size, order, length);
        if (column->present)
            gather_bits(column->present, column->present, order, length);
        return;
    }

    g_autofree gpointer cells = column->cells;
    g_autofree guint8 *present = column->present;

    column->cells = NULL;
    column->present = NULL;
    column_resize(column, 0, capacity);
    gather(column->cells, cells, size, order, length);
    if (present)
        gather_bits(column->present, present, order, length);
}

void
mill_layer_reorder(MillLayer *self, const guint32 *order, gsize length, gboolean ascends)
{
    MillSpan32 *spans = ascends ? self->spans : g_new(MillSpan32, self->capacity);

    for (gsize i = 0; i < length; i++)
        spans[i] = self->spans[order[i]];
    if (!ascends)
        g_free(self->spans);
    self->spans = spans;
    for (gint i = 0; i < self->n_columns; i++)
        column_reorder(&self->columns[i], order, length, self->capacity, ascends);
    g_clear_pointer(&self->ends, g_free);
}

static void
layer_release_values(MillLayer *self, const guint8 *keep)
{
    for (gint c = 0; c < self->n_columns; c++) {
        MillValue **values = self->columns[c].cells;

        if (!column_holds_values(&self->columns[c]))
            continue;
        for (gsize i = 0; i < self->length; i++) {
            if (!keep[i])
                g_clear_pointer(&values[i], mill_value_unref);
        }
    }
}

void
mill_layer_filter(MillLayer *self, const guint8 *keep)
{
    gsize kept = 0;

    g_return_if_fail(self && (keep || self->length == 0));
    while (kept < self->length && keep[kept])
        kept++;
    if (kept == self->length)
        return;

    g_autofree guint32 *order = g_new(guint32, self->length);

    kept = 0;
    for (gsize i = 0; i < self->length; i++) {
        if (keep[i])
            order[kept++] = (guint32) i;
    }
    layer_release_values(self, keep);
    mill_layer_reorder(self, order, kept, TRUE);
    for (gint i = 0; i < self->n_columns; i++)
        column_unset_cells(&self->columns[i], kept, self->length);
    self->length = kept;
}

MillColumn
mill_layer_add_column(MillLayer *self, const char *name, MillType type)
{
    MillColumn found;
    MillColumnData *column;

    g_return_val_if_fail(self && name, MILL_NO_COLUMN);
    g_return_val_if_fail(type > MILL_TYPE_NULL && type <= MILL_TYPE_SPAN, MILL_NO_COLUMN);

    found = mill_layer_find_column(self, name);
    if (found != MILL_NO_COLUMN)
        return self->columns[found].type == type ? found : MILL_NO_COLUMN;

    self->columns = g_renew(MillColumnData, self->columns, self->n_columns + 1);
    column = &self->columns[self->n_columns];
    *column = (MillColumnData){ .name = g_strdup(name), .type = type };
    if (self->capacity > 0)
        column_resize(column, 0, self->capacity);
    return self->n_columns++;
}

MillColumn
mill_layer_find_column(const MillLayer *self, const char *name)
{
    g_return_val_if_fail(name, MILL_NO_COLUMN);
    for (gint i = 0; self && i < self->n_columns; i++) {
        if (strcmp(self->columns[i].name, name) == 0)
            return i;
    }
    return MILL_NO_COLUMN;
}

gsize
mill_layer_get_n_columns(const MillLayer *self)
{
    return self ? (gsize) self->n_columns : 0;
}

const char *
mill_layer_get_column_name(const MillLayer *self, MillColumn column)
{
    g_return_val_if_fail(self && column >= 0 && column < self->n_columns, NULL);
    return self->columns[column].name;
}

MillType
mill_layer_get_column_type(const MillLayer *self, MillColumn column)
{
    g_return_val_if_fail(self && column >= 0 && column < self->n_columns, MILL_TYPE_NULL);
    return self->columns[column].type;
}

gsize
mill_layer_count_bytes(const MillLayer *self)
{
    gsize bytes = self->capacity * sizeof(MillSpan32);

    for (gint i = 0; i < self->n_columns; i++) {
        bytes += self->capacity * mill_column_cell_size(self->columns[i].type);
        if (self->columns[i].present)
            bytes += present_size(self->capacity);
    }
    return bytes;
}

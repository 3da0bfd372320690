/* layer-private.h - how a layer lies in memory, for the files of this room. */
#ifndef MILL_LAYER_PRIVATE_H
#define MILL_LAYER_PRIVATE_H

#include <textmill/layer.h>
#include <textmill/value.h>

/* A span with 32-bit offsets; as an attribute, unset where start is MILL_UNSET. */
typedef struct {
    guint32 start;
    guint32 end;
} MillSpan32;

#define MILL_UNSET G_MAXUINT32

typedef struct {
    char *name;
    MillType type;
    /* A cell a row. BOOL: guint8, 0 unset, 1 FALSE, 2 TRUE. INT: gint64. DOUBLE: double. STRING:
     * guint32 id, 0 unset. SPAN: MillSpan32. LIST, MAP: MillValue *, NULL unset. */
    gpointer cells;
    guint8 *present; /* INT and DOUBLE: a bit a row, which is set; otherwise NULL */
} MillColumnData;

/* Beyond `length` up to `capacity`, every cell is unset, so that adding a row touches none. */
struct MillLayer {
    MillDocument *document;
    char *name;
    char *step; /* that made it; NULL outside of a pipeline */
    MillSpan32 *spans;
    gsize length;
    gsize capacity;
    MillColumnData *columns;
    gint n_columns;
    gboolean sorted;     /* known to be in text order */
    gboolean complained; /* this step was told of a bad span */
    /* For covering queries: the largest end of each 16 rows, then of each 16 of those, and so on;
     * NULL if the rows have changed since it was made. */
    guint32 *ends;
};

MillLayer *mill_layer_new(MillDocument *document, const char *name);
void mill_layer_free(MillLayer *layer);

/* The rows have moved or changed: what was derived from them is void. */
void mill_layer_touch(MillLayer *layer);
/* @span made to fit the text; a diagnostic tells the first time that it did not. */
MillSpan32 mill_layer_check_span(MillLayer *layer, MillSpan span);
gsize mill_column_cell_size(MillType type);
/* Makes row i what row @order[i] was, for the first @length rows. In place if the order ascends
 * (some rows go), else through a copy. */
void mill_layer_reorder(MillLayer *layer, const guint32 *order, gsize length, gboolean ascends);
/* Makes a column of ints one of doubles, for a script that gives 97 first and 97.5 next. FALSE if a
 * number would not stay the same. */
gboolean mill_layer_widen_column(MillLayer *layer, MillColumn column);
/* Bytes that the rows take, for tests. */
gsize mill_layer_count_bytes(const MillLayer *layer);

#endif

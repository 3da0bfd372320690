/* layer.h - annotations: spans of a document's text with typed attributes.
 *
 * A layer is a table: each annotation is a row, its span and its attributes are columns. A row
 * costs 8 bytes for the span and 4 or 8 bytes for each column the layer has, so a million
 * annotations are no burden. Strings are interned once per document.
 *
 *     MillLayer *tags = mill_document_add_layer(document, "tag");
 *     MillColumn term = mill_layer_add_column(tags, "term", MILL_TYPE_STRING);
 *     gsize row = mill_layer_add(tags, (MillSpan) { 12, 24 });
 *     mill_layer_set_string(tags, row, term, "智慧能源", -1);
 *
 * Rows are numbered from 0 in the order they were added. When a step is done, the core sorts
 * every layer it touched by (start ascending, end descending), keeping the order of equals; the
 * next step therefore sees rows in text order. The query functions below sort first if needed,
 * which renumbers rows.
 *
 * When the text is edited, each annotation moves with the characters it covers: text inserted
 * at its border stays outside, text deleted from it makes it shorter, and when all of its text
 * is gone (or was replaced from across its border) it goes too. An annotation that was empty
 * stays empty where it was. The same holds for attributes of type MILL_TYPE_SPAN, which become
 * unset instead of going.
 */
#ifndef TEXTMILL_LAYER_H
#define TEXTMILL_LAYER_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* A column's index in its layer, from 0; MILL_NO_COLUMN where there is none. */
typedef gint MillColumn;
#define MILL_NO_COLUMN (-1)

MILL_API const char *mill_layer_get_name(const MillLayer *layer);
MILL_API gsize mill_layer_get_length(const MillLayer *layer);

/* Adds an annotation and returns its row. @span must lie inside the text and must not split a
 * character; a span that does is a programmer error and is clamped to the nearest characters. */
MILL_API gsize mill_layer_add(MillLayer *layer, MillSpan span);
MILL_API MillSpan mill_layer_get_span(const MillLayer *layer, gsize row);
MILL_API void mill_layer_set_span(MillLayer *layer, gsize row, MillSpan span);
/* Removes each row for which @keep (one byte a row) is 0. */
MILL_API void mill_layer_filter(MillLayer *layer, const guint8 *keep);

/* Columns. Adding one that exists with the same type returns it; with another type, returns
 * MILL_NO_COLUMN. Types: BOOL, INT, DOUBLE, STRING, SPAN, and LIST or MAP for any MillValue. */
MILL_API MillColumn mill_layer_add_column(MillLayer *layer, const char *name, MillType type);
MILL_API MillColumn mill_layer_find_column(const MillLayer *layer, const char *name);
MILL_API gsize mill_layer_get_n_columns(const MillLayer *layer);
MILL_API const char *mill_layer_get_column_name(const MillLayer *layer, MillColumn column);
MILL_API MillType mill_layer_get_column_type(const MillLayer *layer, MillColumn column);

/* Attributes. A getter answers FALSE, 0, NULL or {0, 0} where nothing was set, which
 * mill_layer_has() tells apart, and where @column is MILL_NO_COLUMN. */
MILL_API gboolean mill_layer_has(const MillLayer *layer, gsize row, MillColumn column);
MILL_API void mill_layer_unset(MillLayer *layer, gsize row, MillColumn column);
MILL_API gboolean mill_layer_get_bool(const MillLayer *layer, gsize row, MillColumn column);
MILL_API gint64 mill_layer_get_int(const MillLayer *layer, gsize row, MillColumn column);
MILL_API double mill_layer_get_double(const MillLayer *layer, gsize row, MillColumn column);
MILL_API const char *
mill_layer_get_string(const MillLayer *layer, gsize row, MillColumn column, gsize *length);
MILL_API MillSpan mill_layer_get_span_attribute(const MillLayer *layer, gsize row,
                                                MillColumn column);
/* Any attribute as a value (transfer full); a span becomes the list [start, end]. */
MILL_API MillValue *mill_layer_dup_value(const MillLayer *layer, gsize row, MillColumn column);

MILL_API void mill_layer_set_bool(MillLayer *layer, gsize row, MillColumn column, gboolean value);
MILL_API void mill_layer_set_int(MillLayer *layer, gsize row, MillColumn column, gint64 value);
MILL_API void mill_layer_set_double(MillLayer *layer, gsize row, MillColumn column, double value);
/* @length in bytes, -1 for NUL-terminated. The document keeps one copy of equal strings. */
MILL_API void mill_layer_set_string(MillLayer *layer, gsize row, MillColumn column,
                                    const char *value, gssize length);
/* Interns @value once for many rows: the id goes to mill_layer_set_string_id(). Ids are per
 * document and never 0. */
MILL_API guint32 mill_layer_intern(MillLayer *layer, const char *value, gssize length);
MILL_API void mill_layer_set_string_id(MillLayer *layer, gsize row, MillColumn column, guint32 id);
MILL_API guint32 mill_layer_get_string_id(const MillLayer *layer, gsize row, MillColumn column);
MILL_API void
mill_layer_set_span_attribute(MillLayer *layer, gsize row, MillColumn column, MillSpan value);
/* For columns of type LIST or MAP; @value (any type) gains a reference. */
MILL_API void
mill_layer_set_value(MillLayer *layer, gsize row, MillColumn column, MillValue *value);

/* Text order. */
MILL_API void mill_layer_sort(MillLayer *layer);
/* The first row whose start is at or after @offset (the length if there is none). O(log n). */
MILL_API gsize mill_layer_lower_bound(MillLayer *layer, gsize offset);
/* The rows that contain all of @span, outermost first: call with @row = -1, then with the last
 * answer, until it is -1. O(log n + answers) where spans nest.
 *
 *     for (gssize row = -1; (row = mill_layer_next_covering(sections, span, row)) >= 0;)
 */
MILL_API gssize mill_layer_next_covering(MillLayer *layer, MillSpan span, gssize row);
/* The innermost of those, or -1. */
MILL_API gssize mill_layer_innermost(MillLayer *layer, MillSpan span);

G_END_DECLS

#endif

/* layer.h - annotations: spans of a document's text with typed attributes.
 *
 * A layer is a table: each annotation is a row, its span and its attributes are columns. A row
 * costs 8 bytes for the span and 1 to 8 bytes for each column the layer has, so a million
 * annotations are no burden. Strings are interned once per document.
 *
 *     MillLayer *tags = mill_document_add_layer(document, "tag");
 *     MillColumn term = mill_layer_add_column(tags, "term", MILL_TYPE_STRING);
 *     gsize row = mill_layer_add(tags, (MillSpan) { 12, 24 });
 *     mill_layer_set_string(tags, row, term, "智慧能源", -1);
 *
 * Read it row by row; `column` is MILL_NO_COLUMN, which reads as unset, where there is none:
 *
 *     const MillLayer *tags = mill_document_get_layer(document, "tag");
 *     MillColumn term = mill_layer_find_column(tags, "term");
 *
 *     for (gsize row = 0; row < mill_layer_get_length(tags); row++) {
 *         MillSpan span = mill_layer_get_span(tags, row);
 *         const char *word = mill_layer_get_string(tags, row, term, NULL);
 *
 *         if (word)
 *             g_string_append_printf(json, "%s at %" G_GSIZE_FORMAT "\n", word, span.start);
 *     }
 *
 * Layers belong to their document: nothing of them is freed, and a pointer to one is good until the
 * layer is removed. Rows are numbered from 0 in the order they were added. When a step is done, the
 * core sorts every layer it touched by (start ascending, end descending), keeping the order of
 * equals; the next step therefore sees rows in text order. The query functions below sort first if
 * needed, which renumbers rows.
 *
 * When the text is edited, each annotation moves with the characters it covers: it becomes the
 * smallest span that holds all new text whose old text lay wholly inside it. For [3, 6) of
 * "0123456789":
 *
 *     insert at 3 or at 6      stays outside, the annotation keeps its characters
 *     insert at 4              inside: longer by the new text
 *     drop [1, 4) or [5, 8)    shorter: what is left of it
 *     replace [3, 6) or [4, 5) inside
 *     replace [2, 4)           across the border: the new text is outside, [4, 6) is left
 *     drop or replace [2, 7)   nothing is left: the annotation goes
 *
 * An annotation that was empty stays, empty, behind what is left of the text before it. The same
 * holds for attributes of type MILL_TYPE_SPAN, which become unset instead of going.
 *
 * A layer that does not exist (NULL) reads as an empty one: length 0, no columns, no answers.
 */
#ifndef TEXTMILL_LAYER_H
#define TEXTMILL_LAYER_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* A column's index in its layer, from 0; MILL_NO_COLUMN where there is none. */
typedef gint MillColumn;
/* No column: what looking for a name that is not there gives. Reads as unset in every row. */
#define MILL_NO_COLUMN (-1)

/* The name that mill_document_add_layer() was given. Borrowed. */
MILL_API const char *mill_layer_get_name(const MillLayer *layer);
/* The number of rows.
 *
 *     printf("%s: %zu rows\n", mill_layer_get_name(tags), mill_layer_get_length(tags));
 */
MILL_API gsize mill_layer_get_length(const MillLayer *layer);
/* The id of the step that made the layer (others may have added rows since); NULL outside of a
 * pipeline. Borrowed. Since ABI 1.2.
 *
 *     const char *step = mill_layer_get_step(mill_document_get_layer(document, "tag"));
 */
MILL_API const char *mill_layer_get_step(const MillLayer *layer);

/* Adds an annotation and returns its row. @span must lie inside the text and must not split a
 * character. One that does not is fitted (cut to the text; a border inside a character moves
 * outwards; an end before the start makes it empty), and the first such span of a step in a layer
 * gives the document the diagnostic "bad-span". */
MILL_API gsize mill_layer_add(MillLayer *layer, MillSpan span);
/* The span of @row, which is below the length; the second sets it, under the rules for adding one.
 *
 *     MillSpan span = mill_layer_get_span(tags, row);
 *
 *     mill_layer_set_span(tags, row, (MillSpan) { span.start, span.end - 1 });
 */
MILL_API MillSpan mill_layer_get_span(const MillLayer *layer, gsize row);
MILL_API void mill_layer_set_span(MillLayer *layer, gsize row, MillSpan span);
/* Removes each row for which @keep (one byte a row) is 0. The others keep their order and are
 * numbered anew.
 *
 *     g_autofree guint8 *keep = g_malloc0(mill_layer_get_length(tags));
 *
 *     keep[0] = 1; // the first one only
 *     mill_layer_filter(tags, keep);
 */
MILL_API void mill_layer_filter(MillLayer *layer, const guint8 *keep);

/* Makes a column. Adding one that exists with the same type returns it; with another type, returns
 * MILL_NO_COLUMN. Types: BOOL, INT, DOUBLE, STRING, SPAN, and LIST or MAP for any MillValue. In a
 * new column nothing is set. */
MILL_API MillColumn mill_layer_add_column(MillLayer *layer, const char *name, MillType type);
/* The column called @name, or MILL_NO_COLUMN. */
MILL_API MillColumn mill_layer_find_column(const MillLayer *layer, const char *name);
/* The number of columns; the name (borrowed) and type of one that there is.
 *
 *     for (MillColumn c = 0; c < (MillColumn) mill_layer_get_n_columns(tags); c++)
 *         if (mill_layer_get_column_type(tags, c) == MILL_TYPE_INT)
 *             puts(mill_layer_get_column_name(tags, c));
 */
MILL_API gsize mill_layer_get_n_columns(const MillLayer *layer);
MILL_API const char *mill_layer_get_column_name(const MillLayer *layer, MillColumn column);
MILL_API MillType mill_layer_get_column_type(const MillLayer *layer, MillColumn column);

/* Whether the attribute was set. A getter answers FALSE, 0, NULL or {0, 0} where nothing was set,
 * which mill_layer_has() tells apart, where @column is MILL_NO_COLUMN, and for another type than
 * the column's (an int also answers as a double). Strings live as long as the document. A setter of
 * another type than the column's is a programmer error.
 *
 *     MillColumn id = mill_layer_find_column(sections, "id");
 *     MillColumn number = mill_layer_find_column(sections, "number");
 *     MillColumn heading = mill_layer_find_column(sections, "heading");
 *     MillColumn score = mill_layer_find_column(sections, "score");
 *     MillColumn shown = mill_layer_find_column(sections, "shown");
 *     gint64 section = mill_layer_get_int(sections, row, id);
 *     MillSpan title = mill_layer_get_span_attribute(sections, row, heading);
 *     double weight = mill_layer_get_double(sections, row, score);
 *
 *     if (!mill_layer_has(sections, row, number) && mill_layer_get_bool(sections, row, shown))
 *         g_string_append_printf(json, "section %" G_GINT64_FORMAT " has no number", section);
 */
MILL_API gboolean mill_layer_has(const MillLayer *layer, gsize row, MillColumn column);
/* Makes the attribute one that nobody set.
 *
 *     mill_layer_unset(tags, row, term);
 */
MILL_API void mill_layer_unset(MillLayer *layer, gsize row, MillColumn column);
/* The attribute of @row in a column of that type; strings are borrowed, and @length (optional)
 * receives their bytes. */
MILL_API gboolean mill_layer_get_bool(const MillLayer *layer, gsize row, MillColumn column);
MILL_API gint64 mill_layer_get_int(const MillLayer *layer, gsize row, MillColumn column);
MILL_API double mill_layer_get_double(const MillLayer *layer, gsize row, MillColumn column);
MILL_API const char *
mill_layer_get_string(const MillLayer *layer, gsize row, MillColumn column, gsize *length);
MILL_API MillSpan mill_layer_get_span_attribute(const MillLayer *layer, gsize row,
                                                MillColumn column);
/* Any attribute as a value; a span becomes the list [start, end]. NULL where nothing is set.
 * (transfer full)
 *
 *     for (MillColumn c = 0; c < (MillColumn) mill_layer_get_n_columns(tags); c++) {
 *         g_autoptr(MillValue) value = mill_layer_dup_value(tags, row, c);
 *
 *         mill_json_append_value(json, value);
 *     }
 */
MILL_API MillValue *mill_layer_dup_value(const MillLayer *layer, gsize row, MillColumn column);

/* Set the attribute of @row in a column of that type.
 *
 *     MillLayer *years = mill_document_add_layer(document, "record.year");
 *     MillColumn year = mill_layer_add_column(years, "year", MILL_TYPE_INT);
 *     MillColumn certain = mill_layer_add_column(years, "certain", MILL_TYPE_BOOL);
 *     MillColumn score = mill_layer_add_column(years, "score", MILL_TYPE_DOUBLE);
 *     gsize row = mill_layer_add(years, span);
 *
 *     mill_layer_set_int(years, row, year, 2025);
 *     mill_layer_set_bool(years, row, certain, TRUE);
 *     mill_layer_set_double(years, row, score, 0.9);
 */
MILL_API void mill_layer_set_bool(MillLayer *layer, gsize row, MillColumn column, gboolean value);
MILL_API void mill_layer_set_int(MillLayer *layer, gsize row, MillColumn column, gint64 value);
MILL_API void mill_layer_set_double(MillLayer *layer, gsize row, MillColumn column, double value);
/* @length in bytes, -1 for NUL-terminated; NULL unsets. The document keeps one copy of equal
 * strings, in which bytes that are not UTF-8 become U+FFFD. */
MILL_API void mill_layer_set_string(MillLayer *layer, gsize row, MillColumn column,
                                    const char *value, gssize length);
/* Interns @value once for many rows: the id goes to mill_layer_set_string_id(). Ids are per
 * document and never 0, which stands for unset.
 *
 *     guint32 wind = mill_layer_intern(tags, "wind", -1);
 *
 *     for (gsize n = 0; n < mill_layer_get_length(tags); n++)
 *         if (mill_layer_get_string_id(tags, n, term) == 0)
 *             mill_layer_set_string_id(tags, n, term, wind);
 */
MILL_API guint32 mill_layer_intern(MillLayer *layer, const char *value, gssize length);
/* The id of the string of @row; 0 where nothing is set. Equal strings of a document have the same
 * id, so comparing ids compares strings. */
MILL_API void mill_layer_set_string_id(MillLayer *layer, gsize row, MillColumn column, guint32 id);
MILL_API guint32 mill_layer_get_string_id(const MillLayer *layer, gsize row, MillColumn column);
/* Sets a span, under the rules of mill_layer_add(); it moves with the text as the row's own does.
 *
 *     MillColumn heading = mill_layer_add_column(sections, "heading", MILL_TYPE_SPAN);
 *
 *     mill_layer_set_span_attribute(sections, row, heading, (MillSpan) { 0, 12 });
 */
MILL_API void
mill_layer_set_span_attribute(MillLayer *layer, gsize row, MillColumn column, MillSpan value);
/* For columns of type LIST or MAP; @value (any type) gains a reference; NULL unsets.
 *
 *     MillColumn path = mill_layer_add_column(sections, "path", MILL_TYPE_LIST);
 *     g_autoptr(MillValue) titles = mill_value_new_list();
 *
 *     mill_value_append_string(titles, "Chapter 1");
 *     mill_layer_set_value(sections, row, path, titles);
 */
MILL_API void
mill_layer_set_value(MillLayer *layer, gsize row, MillColumn column, MillValue *value);

/* Puts the rows into text order: start ascending, then end descending. It costs nothing where the
 * order is known, and one look at each row where it is only suspected. Rows are numbered anew.
 *
 *     mill_layer_sort(tags);
 *     gsize first = mill_layer_lower_bound(tags, span.start); // that begins in the span
 *     gsize behind = mill_layer_lower_bound(tags, span.end);
 *     gboolean none = first == behind;
 */
MILL_API void mill_layer_sort(MillLayer *layer);
/* The first row whose start is at or after @offset (the length if there is none). O(log n). */
MILL_API gsize mill_layer_lower_bound(MillLayer *layer, gsize offset);
/* The rows that contain all of @span (start <= span.start and span.end <= end; so an empty span
 * lies in what ends there and in what begins there), in text order, which is outermost first where
 * they nest: call with @row = -1, then with the last answer, until it is -1. O(log n) each.
 *
 *     MillColumn kind = mill_layer_find_column(sections, "kind");
 *
 *     for (gssize at = -1; (at = mill_layer_next_covering(sections, span, at)) >= 0;)
 *         puts(mill_layer_get_string(sections, (gsize) at, kind, NULL)); // chapter, section, …
 */
MILL_API gssize mill_layer_next_covering(MillLayer *layer, MillSpan span, gssize row);
/* The last of those, which is the innermost, or -1. O(log n).
 *
 *     gssize inner = mill_layer_innermost(sections, span);
 *     MillSpan body = inner < 0 ? span : mill_layer_get_span(sections, (gsize) inner);
 */
MILL_API gssize mill_layer_innermost(MillLayer *layer, MillSpan span);

G_END_DECLS

#endif

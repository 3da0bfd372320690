/* value.h - metadata: null, booleans, numbers, strings, lists and maps.
 *
 * A value is reference-counted and, once it is shared, treated as constant: build it, hand it
 * over, do not change it afterwards. Counting is not atomic; a value belongs to one thread.
 *
 * Building: what is put into a list or map gains a reference there, so the builder's own is given
 * back as usual.
 *
 *     g_autoptr(MillValue) plan = mill_value_new_map();
 *     g_autoptr(MillValue) goals = mill_value_new_list();
 *     g_autoptr(MillValue) share = mill_value_new_double(0.45);
 *
 *     mill_value_set_string(plan, "title", "十四五规划");
 *     mill_value_set_int(plan, "year", 2021);
 *     mill_value_set_double(plan, "score", 0.75);
 *     mill_value_set_bool(plan, "final", TRUE);
 *     mill_value_append_string(goals, "wind");
 *     mill_value_append_int(goals, 420);
 *     mill_value_append(goals, share);
 *     mill_value_set(plan, "goals", goals); // filled before it is put in
 *     mill_value_remove(plan, "score");
 *
 * Reading: each getter answers for what it is given, also for NULL, so nothing need be checked on
 * the way.
 *
 *     const MillValue *metadata = mill_document_get_metadata(document);
 *     const MillValue *goals = mill_value_get(metadata, "goals");
 *     const char *first = mill_value_get_string(mill_value_get_item(goals, 0), NULL);
 *     gint64 year = mill_value_get_int(mill_value_get(metadata, "year"));
 *     double score = mill_value_get_double(mill_value_get(metadata, "score"));
 *     gboolean final = mill_value_get_bool(mill_value_get(metadata, "final"));
 *
 *     for (gsize n = 0; n < mill_value_get_length(metadata); n++)
 *         if (mill_value_get_type(mill_value_get_item(metadata, n)) == MILL_TYPE_STRING)
 *             puts(mill_value_get_key(metadata, n));
 */
#ifndef TEXTMILL_VALUE_H
#define TEXTMILL_VALUE_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* A value of one thing. (transfer full)
 *
 *     g_autoptr(MillValue) nothing = mill_value_new_null();
 *     g_autoptr(MillValue) yes = mill_value_new_bool(TRUE);
 *     g_autoptr(MillValue) answer = mill_value_new_int(42);
 *
 *     mill_document_set_meta(document, "answer", answer);
 */
MILL_API MillValue *mill_value_new_null(void);
MILL_API MillValue *mill_value_new_bool(gboolean value);
MILL_API MillValue *mill_value_new_int(gint64 value);
MILL_API MillValue *mill_value_new_double(double value);
/* A copy of @length bytes of @string (-1: NUL-terminated), which may hold NULs. Bytes that are not
 * UTF-8, here and in keys, are replaced by U+FFFD, so that a value can always be written out.
 * (transfer full)
 *
 *     g_autoptr(MillValue) word = mill_value_new_string(text + span.start, span.end - span.start);
 */
MILL_API MillValue *mill_value_new_string(const char *string, gssize length);
/* An empty list or map, to be filled. (transfer full) */
MILL_API MillValue *mill_value_new_list(void);
MILL_API MillValue *mill_value_new_map(void);

/* One reference more, of the same value. (transfer full)
 *
 *     MillValue *title = mill_document_get_meta(document, "title"); // borrowed
 *     g_autoptr(MillValue) kept = title ? mill_value_ref(title) : NULL; // survives a change
 */
MILL_API MillValue *mill_value_ref(MillValue *value);
/* One reference less; the last frees the value and gives back what is in it. NULL is fine. */
MILL_API void mill_value_unref(MillValue *value);

/* What kind of value it is; MILL_TYPE_NULL for NULL. Never MILL_TYPE_SPAN. */
MILL_API MillType mill_value_get_type(const MillValue *value);

/* Lists and maps nest at most this deep. */
#define MILL_VALUE_MAX_DEPTH 256
/* Levels of lists and maps: 0 for a scalar, 1 for a list of scalars.
 *
 *     gboolean flat = mill_value_get_depth(mill_document_get_metadata(document)) <= 1;
 */
MILL_API guint mill_value_get_depth(const MillValue *value);

/* The getters answer for their own type (an int also answers as a double) and otherwise, also for
 * NULL, with FALSE or 0, so that a chain of look-ups needs one check at its end. */
MILL_API gboolean mill_value_get_bool(const MillValue *value);
MILL_API gint64 mill_value_get_int(const MillValue *value);
MILL_API double mill_value_get_double(const MillValue *value);
/* The string, or NULL if the value is none. Borrowed from the value; NUL-terminated. @length
 * (optional) receives its bytes, for strings that hold NULs. */
MILL_API const char *mill_value_get_string(const MillValue *value, gsize *length);

/* Lists and maps: the number of items, and the item at @index (borrowed; NULL past the end). Of
 * anything else: 0 and NULL. */
MILL_API gsize mill_value_get_length(const MillValue *value);
MILL_API MillValue *mill_value_get_item(const MillValue *value, gsize index);

/* Adds @item, which gains a reference, to the end of @list. FALSE, and nothing changes, if @item is
 * MILL_VALUE_MAX_DEPTH deep already. Fill a list or map before it is put into another: it may not
 * deepen afterwards. */
MILL_API gboolean mill_value_append(MillValue *list, MillValue *item);
/* Add a new value to the end of @list; a NULL string becomes null. */
MILL_API void mill_value_append_string(MillValue *list, const char *string);
MILL_API void mill_value_append_int(MillValue *list, gint64 number);

/* The key of the item at @index of @map, and the value of @key; NULL if there is none, or if it is
 * no map. Borrowed. */
MILL_API const char *mill_value_get_key(const MillValue *map, gsize index);
MILL_API MillValue *mill_value_get(const MillValue *map, const char *key);
/* Sets @key of @map to @item, which gains a reference. A key keeps its first place when its value
 * is replaced. FALSE, and nothing changes, if @item is MILL_VALUE_MAX_DEPTH deep already. */
MILL_API gboolean mill_value_set(MillValue *map, const char *key, MillValue *item);
/* The same with a new value, which is copied. A NULL string is stored as null. */
MILL_API void mill_value_set_bool(MillValue *map, const char *key, gboolean value);
MILL_API void mill_value_set_int(MillValue *map, const char *key, gint64 value);
MILL_API void mill_value_set_double(MillValue *map, const char *key, double value);
MILL_API void mill_value_set_string(MillValue *map, const char *key, const char *value);
/* Takes @key away; the keys behind it move up. FALSE if it was not there. */
MILL_API gboolean mill_value_remove(MillValue *map, const char *key);

/* Deep equality; maps compare without regard to order, ints and doubles by number (without
 * rounding). Not-a-number equals itself, NULL equals null.
 *
 *     g_autoptr(MillValue) wanted = mill_value_new_int(2025);
 *     gboolean same = mill_value_equal(mill_document_get_meta(document, "year"), wanted);
 */
MILL_API gboolean mill_value_equal(const MillValue *a, const MillValue *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillValue, mill_value_unref)

G_END_DECLS

#endif

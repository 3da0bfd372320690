/* value.h - metadata: null, booleans, numbers, strings, lists and maps.
 *
 * A value is reference-counted and, once it is shared, treated as constant: build it, hand it
 * over, do not change it afterwards. Counting is not atomic; a value belongs to one thread.
 *
 * Ownership, here and in every header: getters borrow, setters keep their own reference (or
 * copy), and _new, _dup, _load and _ref hand the caller something to release.
 *
 *     g_autoptr(MillValue) plan = mill_value_new_map();
 *     mill_value_set_string(plan, "title", "十四五规划");
 *     mill_value_set_int(plan, "year", 2021);
 */
#ifndef TEXTMILL_VALUE_H
#define TEXTMILL_VALUE_H

#include <textmill/types.h>

G_BEGIN_DECLS

MILL_API MillValue *mill_value_new_null(void);
MILL_API MillValue *mill_value_new_bool(gboolean value);
MILL_API MillValue *mill_value_new_int(gint64 value);
MILL_API MillValue *mill_value_new_double(double value);
/* @length is in bytes, -1 for a NUL-terminated string. Bytes that are not UTF-8, here and in keys,
 * are replaced by U+FFFD, so that a value can always be written out. */
MILL_API MillValue *mill_value_new_string(const char *string, gssize length);
MILL_API MillValue *mill_value_new_list(void);
MILL_API MillValue *mill_value_new_map(void);

MILL_API MillValue *mill_value_ref(MillValue *value);
MILL_API void mill_value_unref(MillValue *value); /* NULL is fine */

MILL_API MillType mill_value_get_type(const MillValue *value); /* of NULL: MILL_TYPE_NULL */

/* Lists and maps nest at most this deep. */
#define MILL_VALUE_MAX_DEPTH 256
/* Levels of lists and maps: 0 for a scalar, 1 for a list of scalars. */
MILL_API guint mill_value_get_depth(const MillValue *value);

/* The getters answer for their own type (an int also answers as a double) and otherwise with
 * FALSE, 0 or NULL, so that a chain of look-ups needs one check at its end. */
MILL_API gboolean mill_value_get_bool(const MillValue *value);
MILL_API gint64 mill_value_get_int(const MillValue *value);
MILL_API double mill_value_get_double(const MillValue *value);
/* Borrowed; NUL-terminated. @length (optional) receives the bytes, for strings that hold NULs. */
MILL_API const char *mill_value_get_string(const MillValue *value, gsize *length);

/* Lists and maps: the number of items, and the item at @index (borrowed; NULL past the end). Of
 * anything else: 0 and NULL. */
MILL_API gsize mill_value_get_length(const MillValue *value);
MILL_API MillValue *mill_value_get_item(const MillValue *value, gsize index);

/* Lists. @item gains a reference. FALSE, and nothing changes, if @item is MILL_VALUE_MAX_DEPTH deep
 * already. Fill a list or map before it is put into another: it may not deepen afterwards. */
MILL_API gboolean mill_value_append(MillValue *list, MillValue *item);
MILL_API void mill_value_append_string(MillValue *list, const char *string);
MILL_API void mill_value_append_int(MillValue *list, gint64 number);

/* Maps. A key keeps its first place when its value is replaced. @item gains a reference; FALSE as
 * for lists. A NULL string is stored as null. mill_value_remove() tells whether there was such a
 * key. */
MILL_API const char *mill_value_get_key(const MillValue *map, gsize index);
MILL_API MillValue *mill_value_get(const MillValue *map, const char *key);
MILL_API gboolean mill_value_set(MillValue *map, const char *key, MillValue *item);
MILL_API void mill_value_set_bool(MillValue *map, const char *key, gboolean value);
MILL_API void mill_value_set_int(MillValue *map, const char *key, gint64 value);
MILL_API void mill_value_set_double(MillValue *map, const char *key, double value);
MILL_API void mill_value_set_string(MillValue *map, const char *key, const char *value);
MILL_API gboolean mill_value_remove(MillValue *map, const char *key);

/* Deep equality; maps compare without regard to order, ints and doubles by number (without
 * rounding). Not-a-number equals itself, NULL equals null. */
MILL_API gboolean mill_value_equal(const MillValue *a, const MillValue *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillValue, mill_value_unref)

G_END_DECLS

#endif

/* json.h - writing JSON (RFC 8259) to a GString, and reading it.
 *
 * Output is UTF-8. In strings, quotes, backslashes, U+0000 to U+001F, U+007F, U+2028 and U+2029 are
 * escaped, and bytes that are not UTF-8 become \ufffd. Everything else is copied in runs, so that
 * text costs little more than looking at it. Commas and braces are the caller's:
 *
 *     g_string_append_c(json, '{');
 *     mill_json_append_key(json, "id");
 *     mill_json_append_string(json, mill_document_get_id(document), -1);
 *     g_string_append_c(json, ',');
 *     mill_json_append_key(json, "bytes");
 *     mill_json_append_int(json, (gint64) length);
 *     g_string_append_c(json, ',');
 *     mill_json_append_key(json, "share");
 *     mill_json_append_double(json, 0.45);
 *     g_string_append_c(json, ',');
 *     mill_json_append_key(json, "metadata");
 *     mill_json_append_value(json, mill_document_get_metadata(document));
 *     g_string_append(json, "}\n");
 */
#ifndef TEXTMILL_JSON_H
#define TEXTMILL_JSON_H

#include <textmill/error.h>
#include <textmill/value.h>

G_BEGIN_DECLS

/* Appends @length bytes of @string (-1: NUL-terminated) as a quoted JSON string. */
MILL_API void mill_json_append_string(GString *json, const char *string, gssize length);
/* Appends `"key":`. */
MILL_API void mill_json_append_key(GString *json, const char *key);
/* Appends a whole number. */
MILL_API void mill_json_append_int(GString *json, gint64 number);
/* The decimal of 15, 16 or 17 digits, as few as needed, that reads back as the same double, always
 * with a point or an exponent (3.0); null if it is not finite. No locale changes it. */
MILL_API void mill_json_append_double(GString *json, double number);
/* Any value; NULL is null. */
MILL_API void mill_json_append_value(GString *json, const MillValue *value);
/* @json again, one item a line, indented by @spaces a level (64 levels at most); 0 takes all blanks
 * out instead. Strings and numbers are left as they are; it does not check. (transfer full)
 *
 *     g_autoptr(GString) readable = mill_json_indent(json->str, json->len, 2);
 */
MILL_API GString *mill_json_indent(const char *json, gsize length, guint spaces);

/* Since ABI 1.2. The value of the @length bytes at @json (-1: NUL-terminated), which must be one
 * JSON value and nothing else. Integers that fit stay integers; of a key that stands twice the last
 * value counts; half a surrogate pair, bytes that are not UTF-8 and NULs in keys become U+FFFD.
 * NULL with MILL_ERROR_DATA, which says line, column and what is wrong, or with MILL_ERROR_LIMIT if
 * it nests deeper than MILL_VALUE_MAX_DEPTH. (transfer full)
 *
 *     g_autoptr(MillValue) result = mill_json_parse(line, -1, error);
 *     const char *id = mill_value_get_string(mill_value_get(result, "id"), NULL);
 */
MILL_API MillValue *mill_json_parse(const char *json, gssize length, GError **error);

G_END_DECLS

#endif

/* json.h - writing JSON (RFC 8259) to a GString.
 *
 * A table-driven escaper copies runs that need no escape as a whole. Output is UTF-8; control
 * characters, U+2028 and U+2029 are escaped, and so are bytes that are not UTF-8 (as U+FFFD).
 */
#ifndef TEXTMILL_JSON_H
#define TEXTMILL_JSON_H

#include <textmill/value.h>

G_BEGIN_DECLS

/* Appends @length bytes of @string (-1: NUL-terminated) as a quoted JSON string. */
MILL_API void mill_json_append_string(GString *json, const char *string, gssize length);
/* Appends `"key":`. */
MILL_API void mill_json_append_key(GString *json, const char *key);
MILL_API void mill_json_append_int(GString *json, gint64 number);
/* The shortest decimal that reads back as the same double; null if it is not finite. */
MILL_API void mill_json_append_double(GString *json, double number);
MILL_API void mill_json_append_value(GString *json, const MillValue *value);
/* @json again, indented by @spaces a level. (transfer full) */
MILL_API GString *mill_json_indent(const char *json, gsize length, guint spaces);

G_END_DECLS

#endif

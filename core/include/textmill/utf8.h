/* utf8.h - the questions about UTF-8 that readers and writers ask of whole buffers.
 *
 * A NUL is a character like any other here. Validation runs at several times the speed of
 * g_utf8_validate(). A decoder that puts U+FFFD for what is broken:
 *
 *     g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
 *     gsize at = 0;
 *
 *     while ((at += mill_utf8_valid_prefix(source + at, length - at)) < length) {
 *         gsize bad = mill_utf8_bad_length(source + at, length - at);
 *
 *         mill_edit_replace(edit, (MillSpan) { at, at + bad }, "\xEF\xBF\xBD", 3);
 *         at += bad;
 *     }
 */
#ifndef TEXTMILL_UTF8_H
#define TEXTMILL_UTF8_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* How many of the @length bytes are valid UTF-8, counted from the first: @length if all are. */
MILL_API gsize mill_utf8_valid_prefix(const char *bytes, gsize length);
/* For bytes that are invalid from the first on: how many of them one U+FFFD stands for, 1 to 3
 * (the maximal subpart of Unicode 3.9; what browsers do). @length is at least 1. */
MILL_API gsize mill_utf8_bad_length(const char *bytes, gsize length);
/* Code points of a valid text.
 *
 *     gsize characters = mill_utf8_count(text, length);
 */
MILL_API gsize mill_utf8_count(const char *text, gsize length);

G_END_DECLS

#endif

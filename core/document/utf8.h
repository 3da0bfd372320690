/* utf8.h - the few questions about UTF-8 that this room asks often. NUL is a character here. */
#ifndef MILL_UTF8_H
#define MILL_UTF8_H

#include <glib.h>

/* Whether a character can begin at @byte: it is no continuation byte. */
static inline gboolean
mill_utf8_is_start(char byte)
{
    return ((guint8) byte & 0xC0) != 0x80;
}

/* Whether the offset @at of a valid text lies between characters (both ends do). */
static inline gboolean
mill_utf8_is_border(const char *text, gsize length, gsize at)
{
    return at >= length ? at == length : mill_utf8_is_start(text[at]);
}

/* How many of the @length bytes are valid UTF-8, counted from the first. */
gsize mill_utf8_valid_prefix(const char *bytes, gsize length);
/* For bytes that are invalid from the first on: how many of them one U+FFFD stands for (the maximal
 * subpart of Unicode 3.9, as every browser does). */
gsize mill_utf8_bad_length(const char *bytes, gsize length);
/* A NUL-terminated copy with invalid bytes replaced by U+FFFD. (transfer full) */
char *mill_utf8_repair(const char *bytes, gsize length, gsize *repaired_length);
/* The same of a NUL-terminated string. (transfer full) */
char *mill_utf8_repair_string(const char *string);
/* Characters of a valid text. */
gsize mill_utf8_count(const char *text, gsize length);

#endif

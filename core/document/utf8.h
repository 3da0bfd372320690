/* utf8.h - what only the core asks about UTF-8, beside <textmill/utf8.h>. NUL is a character here.
 */
#ifndef MILL_UTF8_H
#define MILL_UTF8_H

#include <textmill/utf8.h>

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

/* A NUL-terminated copy with invalid bytes replaced by U+FFFD. (transfer full) */
char *mill_utf8_repair(const char *bytes, gsize length, gsize *repaired_length);
/* The same of a NUL-terminated string. (transfer full) */
char *mill_utf8_repair_string(const char *string);

#endif

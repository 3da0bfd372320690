/* sample.h - the part of a file that tells its encoding: the lines that are not ASCII. */
#ifndef READ_TEXT_SAMPLE_H
#define READ_TEXT_SAMPLE_H

#include <glib.h>

/* Up to 32 KB of the first megabyte of @data, from line starts (or other places where no encoding
 * has a character across) near bytes of 0x80 and above: the first of them, then those with
 * bytes that the first do not have. (transfer full) */
GByteArray *sample_take(const guint8 *data, gsize length);

/* Whether the byte belongs to a word, as far as one can say without knowing the encoding. */
static inline gboolean
sample_is_word_byte(guint8 byte)
{
    return byte >= 0x80 || g_ascii_isalpha((char) byte);
}

#endif

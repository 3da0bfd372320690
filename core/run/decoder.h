/* decoder.h - pieces of a source file as text, by the encoding that a result names. */
#ifndef MILL_RUN_DECODER_H
#define MILL_RUN_DECODER_H

#include <glib.h>

typedef struct MillDecoder MillDecoder;

/* The process's one decoder for @encoding, as results name it; NULL if pieces of such a file cannot
 * be decoded by themselves (it shifts between states), or this system has no converter. Borrowed.
 */
MillDecoder *mill_decoder_get(const char *encoding);
/* Whether the @size bytes at @bytes are the @length bytes of UTF-8 at @text. */
gboolean mill_decoder_equals(MillDecoder *decoder, const char *bytes, gsize size, const char *text,
                             gsize length);
/* Whether byte @at of the @size bytes at @bytes is certainly the inside of a character. Not all
 * encodings tell. */
gboolean mill_decoder_cuts(const MillDecoder *decoder, const char *bytes, gsize size, gsize at);

#endif

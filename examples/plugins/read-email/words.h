/* words.h - what is encoded in header fields: words (RFC 2047) and parameters (RFC 2045, 2231). */
#ifndef READ_EMAIL_WORDS_H
#define READ_EMAIL_WORDS_H

#include "decode.h"

/* Hands on the characters of a field's value: unfolded, with its encoded words decoded. */
void words_decode(Decoder *decoder, const guint8 *source, MillSpan value, TakeCharacter take,
                  gpointer data);
/* The same as a string. (transfer full) */
char *words_dup(const guint8 *source, MillSpan value);
/* The parameter @name behind a value such as `text/plain; charset=utf-8`, decoded. NULL if there is
 * none. (transfer full) */
char *words_dup_parameter(const guint8 *source, MillSpan value, const char *name);

#endif

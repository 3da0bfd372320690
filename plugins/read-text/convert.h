/* convert.h - bytes of one encoding to UTF-8, a buffer at a time. */
#ifndef READ_TEXT_CONVERT_H
#define READ_TEXT_CONVERT_H

#include "encodings.h"

typedef struct Converter Converter;

/* The process's one converter for @encoding, ready to start: opening one loads a module, so it is
 * kept. Borrowed; NULL with MILL_ERROR_ENCODING if this system has none. */
Converter *converter_get(const Encoding *encoding, GError **error);

typedef enum {
    CONVERT_DONE,  /* all input is used up */
    CONVERT_FULL,  /* the output is full */
    CONVERT_BAD,   /* *in stands at a sequence that is not valid */
    CONVERT_SHORT, /* *in stands at a character that the input's end cuts off */
} ConvertStatus;

/* Converts as much of [*in, end) as it can into [*out, out_end) and moves both pointers. */
ConvertStatus
converter_run(Converter *self, const guint8 **in, const guint8 *end, char **out, char *out_end);
/* Forgets any shift state. */
void converter_reset(Converter *self);

/* The length of the character at @p by its lead bytes, at least 1 and at most @available. */
gsize encoding_char_length(EncodingKind kind, const guint8 *p, gsize available);
/* The length of the bad sequence at @p: what a decoder should replace by one U+FFFD, so that an
 * ASCII character after a broken one is not lost with it. */
gsize encoding_bad_length(EncodingKind kind, const guint8 *p, gsize available);

#endif

/* decode.h - source bytes to UTF-8, as an edit, so that every character keeps its origin. */
#ifndef READ_TEXT_DECODE_H
#define READ_TEXT_DECODE_H

#include <textmill/plugin.h>

#include "convert.h"

/* What decoding met. Places are source bytes. */
typedef struct {
    gsize invalid;       /* sequences that were replaced by U+FFFD */
    gsize first_invalid; /* where the first of them starts */
    gsize nuls;          /* NUL characters that were dropped */
    gsize first_nul;
} DecodeStats;

/* A decoding under way. */
typedef struct {
    MillEdit *edit; /* from mill_edit_new_from_source() */
    const guint8 *data;
    gsize start; /* where the text begins, after a byte order mark */
    gsize length;
    const Encoding *encoding;
    gboolean is_valid; /* the bytes are known to be valid UTF-8 */
    gboolean strict;   /* the first invalid sequence ends it */
    DecodeStats stats;
} Decoding;

/* Writes the whole decoding into self->edit. FALSE with MILL_ERROR_ENCODING for an invalid sequence
 * if strict, or if there is no converter. */
gboolean decode_run(Decoding *self, GError **error);

/* For the parts of the decoder: replaces the bad bytes at @at, or fails. */
gboolean decode_bad(Decoding *self, gsize at, gsize length, GError **error);
void decode_nul(Decoding *self, gsize at, gsize length);
/* The encodings that shift between states, character by character (decode-stateful.c). */
gboolean decode_stateful(Decoding *self, Converter *converter, GError **error);
gboolean decode_hz(Decoding *self, Converter *converter, GError **error);

#endif

/* guess.h - encodings by statistics. */
#ifndef READ_TEXT_GUESS_H
#define READ_TEXT_GUESS_H

#include "encodings.h"

/* UTF-16 or UTF-32 without a byte order mark, or NULL. */
const Encoding *guess_wide(const guint8 *data, gsize length);
/* The encoding of bytes that are not UTF-8, or NULL if nothing is likely. */
const Encoding *guess_encoding(const guint8 *data, gsize length);

#endif

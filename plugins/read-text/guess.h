/* guess.h - encodings by statistics. */
#ifndef READ_TEXT_GUESS_H
#define READ_TEXT_GUESS_H

#include "encodings.h"

/* Whether the bytes are UTF-8 with some damage: cut off, or a few bad bytes among many good. */
gboolean guess_is_damaged_utf8(const guint8 *data, gsize length);
/* The encoding of bytes that are not UTF-8, or NULL if nothing is likely. @declared (or NULL) is
 * what the text itself says, which counts unless the letters speak against it. */
const Encoding *guess_encoding(const guint8 *data, gsize length, const Encoding *declared);

#endif

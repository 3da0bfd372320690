/* wide.h - UTF-16 and UTF-32 without a byte order mark. */
#ifndef READ_TEXT_WIDE_H
#define READ_TEXT_WIDE_H

#include "encodings.h"

/* UTF-16 or UTF-32 in either byte order, or NULL. */
const Encoding *wide_find(const guint8 *data, gsize length);

#endif

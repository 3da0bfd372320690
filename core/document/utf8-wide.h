/* utf8-wide.h - validation of UTF-8, 32 bytes at a time, where the processor can. */
#ifndef MILL_UTF8_WIDE_H
#define MILL_UTF8_WIDE_H

#include <glib.h>

/* A length in bytes up to which @bytes are valid UTF-8 and whole characters; what follows has not
 * been looked at, or something is wrong there. It may be 0. */
gsize mill_utf8_wide_prefix(const guint8 *bytes, gsize length);

#endif

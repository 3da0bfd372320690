/* checksum.h - a fast checksum against damage (not against forgery). */
#ifndef LEXICON_CHECKSUM_H
#define LEXICON_CHECKSUM_H

#include <glib.h>

/* XXH64 with seed 0 of @length bytes, as https://xxhash.com specifies it. */
guint64 lex_checksum(gconstpointer bytes, gsize length);

#endif

/* shingles.h - what of a text is compared.
 *
 * Tokens are words, and the single characters of scripts that do not write spaces between words
 * (Chinese, Japanese, Thai, …). A shingle is a row of tokens. Punctuation and white space are no
 * tokens.
 */
#ifndef DEDUP_SHINGLES_H
#define DEDUP_SHINGLES_H

#include "lexicon/chars.h"

#define DEDUP_DIGEST 16 /* bytes */

typedef struct {
    guint fold;          /* LexFold */
    guint32 *characters; /* what characters below 0x10000 are: filled as they are met */
    GString *folded;     /* of the text at hand; its buffer is used again */
    GArray *tokens;      /* guint64 */
    GArray *shingles;    /* guint64 */
} DedupText;

void dedup_text_init(DedupText *self, guint fold);
void dedup_text_clear(DedupText *self); /* of zeros is fine */

/* Reads @text: UTF-8. Its digest, of the folded text, goes to @digest; self->shingles are those of
 * @size tokens (or, in a shorter text, the one of all), none for @size 0 or without a token. */
void dedup_text_read(DedupText *self, const char *text, gsize length, guint size,
                     guint8 digest[DEDUP_DIGEST]);

#endif

/* scan-stem.h - the codes of words' stems, remembered from word to word. */
#ifndef LEXICON_SCAN_STEM_H
#define LEXICON_SCAN_STEM_H

#include "dict.h"
#include "stem.h"

typedef struct LexStemCache LexStemCache;

/* Borrows both. (transfer full) */
LexStemCache *lex_stem_cache_new(const LexDict *dict, LexStemmer *stemmer);
void lex_stem_cache_free(LexStemCache *self); /* NULL is fine */

/* The entries (codes and classes) of the stem of a word of at most LEX_WORD_MAX bytes, @n of them.
 * Borrowed until the next call. */
const guint32 *lex_stem_cache_get(LexStemCache *self, const char *word, gsize length, guint32 *n);

#endif

/* stem.h - words cut to their stems by the Snowball algorithms (libstemmer), so that "indicators"
 * finds "indicator".
 */
#ifndef LEXICON_STEM_H
#define LEXICON_STEM_H

#include "chars.h"

/* Longer runs of letters are no words and stay as they are. */
#define LEX_WORD_MAX 64 /* bytes */

typedef struct LexStemmer LexStemmer;

/* The languages there are ("english", "german", …), NULL-terminated; empty if textmill was built
 * without libstemmer. Static storage. */
const char *const *lex_stemmer_languages(void);

/* NULL if there is no such language. (transfer full) */
LexStemmer *lex_stemmer_new(const char *language);
void lex_stemmer_free(LexStemmer *self); /* NULL is fine */

/* Appends to @out the stem of the word, whose characters are folded as @folding says. */
void lex_stem_word(LexStemmer *self, const LexFolding *folding, const char *word, gsize length,
                   GString *out);

/* @text with each of its words replaced by its stem. (transfer full) */
GString *lex_stem_text(LexStemmer *self, const LexFolding *folding, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LexStemmer, lex_stemmer_free)

#endif

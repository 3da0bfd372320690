/* frequencies.h - in how many documents of a corpus each phrase stands.
 *
 * The file: a first line with the number of documents, then `phrase TAB documents` a line. Phrases
 * are folded (lower case, words separated by one space where the script has spaces). The step
 * document-frequencies writes it.
 */
#ifndef KEYWORDS_FREQUENCIES_H
#define KEYWORDS_FREQUENCIES_H

#include "candidates.h"

#include <textmill/report.h>

typedef struct KwFrequencies KwFrequencies;

/* Mistakes go to @report with file and line; NULL if there were any. (transfer full) */
KwFrequencies *kw_frequencies_load(const char *path, MillReport *report);
void kw_frequencies_free(KwFrequencies *self); /* NULL is fine */

/* log((documents + 1) / (documents with the phrase + 0.5)), at least 0; one that is in none counts
 * as in one. */
double kw_frequencies_get_idf(const KwFrequencies *self, const char *phrase, gsize length);

/* Writes to @out, which it empties first, the phrase of @n tokens from @tokens on as the file has
 * it. */
void kw_phrase_fold(const KwText *text, const KwToken *tokens, guint n, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KwFrequencies, kw_frequencies_free)

#endif

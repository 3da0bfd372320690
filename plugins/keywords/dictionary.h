/* dictionary.h - words with frequencies, one a line as jieba has them: `word frequency [class]`.
 *
 * A run of characters is cut where the product of the probabilities of its words is highest: one
 * pass from its end, each character asking the trie for the words that begin there (Jurafsky and
 * Martin, "Speech and Language Processing", unigram segmentation by dynamic programming).
 */
#ifndef KEYWORDS_DICTIONARY_H
#define KEYWORDS_DICTIONARY_H

#include <textmill/report.h>

typedef struct KwDictionary KwDictionary;

/* Mistakes go to @report with file and line; NULL if there were any. (transfer full) */
KwDictionary *kw_dictionary_load(const char *path, MillReport *report);
void kw_dictionary_free(KwDictionary *self); /* NULL is fine */

/* Memory for one cut, used again. */
typedef struct {
    float *best;   /* by character: of the best path from here to the end */
    guint32 *next; /* and where its first word ends, in characters */
    guint32 *codes;
    guint32 *offsets; /* bytes */
    guint32 capacity;
} KwPath;
void kw_path_clear(KwPath *path);

/* Appends the ends (guint32, in bytes) of the words of @run to @ends. */
void kw_dictionary_cut(const KwDictionary *self, KwPath *path, const char *run, gsize length,
                       GArray *ends);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KwDictionary, kw_dictionary_free)

#endif

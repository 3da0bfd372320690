/* analysis.h - a document read and counted: what the steps keywords and document-frequencies share.
 */
#ifndef KEYWORDS_ANALYSIS_H
#define KEYWORDS_ANALYSIS_H

#include "candidates.h"
#include "language.h"

#include <textmill/plugin.h>

typedef struct {
    KwLanguages *languages;
    const KwLanguage *language; /* NULL: found for each document */
    KwDictionary *dictionary;   /* or NULL */
    KwSegmenter *segmenter;
    GHashTable *stemmers; /* code → LexStemmer */
    gboolean stem;

    KwWords *words;
    KwWords *stem_words;
    GArray *tokens;     /* KwToken */
    GArray *stems;      /* guint32, by word */
    GArray *word_flags; /* guint8, by word */
    KwCandidates candidates;
} KwAnalysis;

typedef struct {
    const char *language;   /* "auto" or a code */
    const char *stop_words; /* paths, or NULL */
    const char *dictionary;
    gboolean stem;
} KwAnalysisOptions;

/* FALSE with errors reported. */
gboolean kw_analysis_init(KwAnalysis *self, const KwAnalysisOptions *options, MillContext *context);
void kw_analysis_clear(KwAnalysis *self);

/* Reads @text and counts its phrases of at most @max_words words; 0: what fits the language. */
void
kw_analysis_read(KwAnalysis *self, const char *text, gsize length, guint max_words, KwText *read);

#endif

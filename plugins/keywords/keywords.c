/* keywords - find what a document is about, without a dictionary.
 *
 * Phrases of the text are counted and scored, and the best ones marked wherever they stand: layer
 * `keyword`, a row an occurrence, with the term, its score (higher is better) and the id of the
 * innermost section. The language is found for each document; everything else follows from it.
 *
 * Scorers: statistical (from the document alone; what `auto` takes), tfidf (with document
 * frequencies of a corpus) and textrank.
 */
#include "analysis.h"
#include "rows.h"
#include "score.h"

#include <textmill/plugin.h>

typedef enum { METHOD_AUTO, METHOD_TFIDF, METHOD_TEXTRANK, METHOD_STATISTICAL } Method;

typedef struct {
    gint method;
    gint64 max;
    gint64 max_words;
    const char *language;
    const char *stop_words;
    const char *frequencies;
    const char *dictionary;
    gboolean stem;
    const char *layer;

    KwAnalysis analysis;
    KwFrequencies *corpus; /* or NULL */
} Keywords;

static const char *const keywords_methods[] = { "auto", "tfidf", "textrank", "statistical", NULL };

static const MillOption keywords_options[] = {
    MILL_OPTION_CHOICE(Keywords, method, METHOD_AUTO, keywords_methods,
                       "how phrases are scored; auto is the best one measured"),
    MILL_OPTION_INT(Keywords, max, 20, 1, 1000, "keywords of a document"),
    MILL_OPTION_INT(Keywords, max_words, 0, 0, 8, "words of a phrase; 0: what suits the language"),
    MILL_OPTION_STRING(Keywords, language, "auto", "code of the language; auto: of each document"),
    MILL_OPTION_FILE(Keywords, stop_words, "more words that are no keywords, one a line"),
    MILL_OPTION_FILE(Keywords, frequencies, "in how many documents phrases stand: see README"),
    MILL_OPTION_FILE(Keywords, dictionary, "Chinese words with frequencies, as jieba has them"),
    MILL_OPTION_BOOL(Keywords, stem, TRUE, "words of one stem are one word"),
    MILL_OPTION_STRING(Keywords, layer, "keyword", "layer to write"),
    MILL_OPTIONS_END,
};

static gboolean
keywords_configure(gpointer options, MillContext *context, GError **error)
{
    Keywords *self = options;
    KwAnalysisOptions analysis = { .language = self->language,
                                   .stop_words = self->stop_words,
                                   .dictionary = self->dictionary,
                                   .stem = self->stem };

    if (!kw_analysis_init(&self->analysis, &analysis, context))
        return FALSE;
    if (!self->frequencies)
        return TRUE;
    self->corpus = kw_frequencies_load(self->frequencies, mill_context_get_report(context));
    return self->corpus != NULL;
}

static MillVerdict
keywords_process(gpointer options, MillDocument *document, GError **error)
{
    Keywords *self = options;
    KwCandidates *candidates = &self->analysis.candidates;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    KwText read;

    kw_analysis_read(&self->analysis, text, length, (guint) self->max_words, &read);
    if (self->method == METHOD_TFIDF)
        kw_score_tfidf(candidates, &read, self->corpus);
    else if (self->method == METHOD_TEXTRANK)
        kw_score_textrank(candidates, &read);
    else
        kw_score_statistical(candidates, &read, self->corpus);

    g_autoptr(GArray) chosen = kw_select(candidates, &read, (guint) self->max);

    return kw_write_rows(candidates, &read, chosen, document, self->layer, error) ? MILL_KEEP
                                                                                  : MILL_FAIL;
}

static void
keywords_close(gpointer options)
{
    Keywords *self = options;

    kw_analysis_clear(&self->analysis);
    g_clear_pointer(&self->corpus, kw_frequencies_free);
}

static const char *const keywords_writes[] = { "keyword", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "keywords",
    .summary = "Find the key phrases of a document",
    .role = MILL_ROLE_STAGE,
    .options = keywords_options,
    .options_size = sizeof(Keywords),
    .writes = keywords_writes,
    .configure = keywords_configure,
    .process = keywords_process,
    .close = keywords_close,
)

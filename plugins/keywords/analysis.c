/* analysis.c - tokens, then the language, then stems and stop words, then phrases. */
#include "analysis.h"

#include "lexicon/stem.h"

#include <string.h>

#define ANALYSIS_WORDS          3 /* of a phrase, unless told */
#define ANALYSIS_WORDS_UNSPACED 4

gboolean
kw_analysis_init(KwAnalysis *self, const KwAnalysisOptions *options, MillContext *context)
{
    MillReport *report = mill_context_get_report(context);

    self->words = kw_words_new();
    self->stem_words = kw_words_new();
    self->tokens = g_array_new(FALSE, FALSE, sizeof(KwToken));
    self->stems = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->word_flags = g_array_new(FALSE, FALSE, sizeof(guint8));
    self->stemmers =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify) lex_stemmer_free);
    self->stem = options->stem;
    kw_candidates_init(&self->candidates);
    self->languages = kw_languages_load(options->stop_words, report);
    if (!self->languages)
        return FALSE;
    if (options->dictionary) {
        self->dictionary = kw_dictionary_load(options->dictionary, report);
        if (!self->dictionary)
            return FALSE;
    }
    self->segmenter = kw_segmenter_new(self->dictionary);
    if (strcmp(options->language, "auto") == 0)
        return TRUE;
    self->language = kw_languages_find(self->languages, options->language);
    return self->language ||
           mill_context_fail(context, "language",
                             "codes are de en es fr it ja nl pt ru th zh, or auto",
                             "there are no stop words for '%s'", options->language);
}

void
kw_analysis_clear(KwAnalysis *self)
{
    g_clear_pointer(&self->segmenter, kw_segmenter_free);
    g_clear_pointer(&self->dictionary, kw_dictionary_free);
    g_clear_pointer(&self->languages, kw_languages_free);
    g_clear_pointer(&self->stemmers, g_hash_table_unref);
    g_clear_pointer(&self->words, kw_words_free);
    g_clear_pointer(&self->stem_words, kw_words_free);
    g_clear_pointer(&self->tokens, g_array_unref);
    g_clear_pointer(&self->stems, g_array_unref);
    g_clear_pointer(&self->word_flags, g_array_unref);
    kw_candidates_clear(&self->candidates);
}

/* NULL where the language has no stemmer, or the build has none. */
static LexStemmer *
analysis_stemmer(KwAnalysis *self, const char *code)
{
    const char *name = self->stem ? kw_language_stemmer(code) : NULL;
    LexStemmer *stemmer = g_hash_table_lookup(self->stemmers, code);

    if (!stemmer && name && (stemmer = lex_stemmer_new(name)))
        g_hash_table_insert(self->stemmers, (gpointer) code, stemmer);
    return stemmer;
}

/* Stems and flags of each distinct word. */
static void
analysis_look_up(KwAnalysis *self, const KwLanguage *language)
{
    static const LexFolding folding = { 0 };
    guint32 n = kw_words_get_count(self->words);
    LexStemmer *stemmer = analysis_stemmer(self, language->code);
    g_autoptr(GString) stem = g_string_new(NULL);

    kw_words_reset(self->stem_words);
    g_array_set_size(self->stems, n);
    g_array_set_size(self->word_flags, n);
    for (guint32 i = 0; i < n; i++) {
        gsize length;
        const char *word = kw_words_get(self->words, i, &length);
        guint flags = kw_language_flags(self->languages, language, word);

        g_string_truncate(stem, 0);
        if (stemmer)
            lex_stem_word(stemmer, &folding, word, length, stem);
        else
            g_string_append_len(stem, word, (gssize) length);
        g_array_index(self->stems, guint32, i) =
            kw_words_add(self->stem_words, stem->str, stem->len, NULL);
        g_array_index(self->word_flags, guint8, i) = (guint8) flags;
    }
}

void
kw_analysis_read(KwAnalysis *self, const char *text, gsize length, guint max_words, KwText *read)
{
    const KwLanguage *language = self->language;
    gboolean unspaced;

    kw_words_reset(self->words);
    g_array_set_size(self->tokens, 0);
    kw_tokens_read(text, length, self->segmenter, self->words, self->tokens);
    if (!language)
        language = kw_languages_guess(self->languages, text, self->tokens, self->words);
    analysis_look_up(self, language);
    unspaced = strcmp(language->code, "zh") == 0 || strcmp(language->code, "ja") == 0 ||
               strcmp(language->code, "th") == 0;
    *read = (KwText){
        .text = text,
        .length = length,
        .tokens = (const KwToken *) (gpointer) self->tokens->data,
        .n_tokens = self->tokens->len,
        .words = self->words,
        .stems = (const guint32 *) (gpointer) self->stems->data,
        .word_flags = (const guint8 *) self->word_flags->data,
        .language = language->code,
        .n_stems = kw_words_get_count(self->stem_words),
        .max_words = max_words  ? max_words
                     : unspaced ? ANALYSIS_WORDS_UNSPACED
                                : ANALYSIS_WORDS,
        .has_words = !unspaced || kw_segmenter_has_words(self->segmenter),
    };
    kw_candidates_find(&self->candidates, read);
}

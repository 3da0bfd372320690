/* document-frequencies - count in how many documents of a corpus each phrase stands.
 *
 * Writes the file that the option `frequencies` of the step keywords reads: a line with the number
 * of documents, then `phrase TAB documents` a line, sorted. Phrases are found as keywords finds
 * them; those of fewer than `min` documents are left out.
 */
#include "analysis.h"
#include "frequencies.h"

#include <string.h>

#include <textmill/plugin.h>

typedef struct {
    gint64 min;
    gint64 max_words;
    const char *language;
    const char *stop_words;
    const char *dictionary;

    KwAnalysis analysis;
    KwWords *phrases;
    GArray *counts; /* guint64, by phrase */
    guint64 documents;
} Frequencies;

static const MillOption frequencies_options[] = {
    MILL_OPTION_INT(Frequencies, min, 2, 1, G_MAXINT32, "leave out what fewer documents have"),
    MILL_OPTION_INT(Frequencies, max_words, 0, 0, 8,
                    "words of a phrase; 0: what suits the language"),
    MILL_OPTION_STRING(Frequencies, language, "auto",
                       "code of the language; auto: of each document"),
    MILL_OPTION_FILE(Frequencies, stop_words, "more words that are in no phrase, one a line"),
    MILL_OPTION_FILE(Frequencies, dictionary, "Chinese words with frequencies, as jieba has them"),
    MILL_OPTIONS_END,
};

static gboolean
frequencies_configure(gpointer options, MillContext *context, GError **error)
{
    Frequencies *self = options;
    KwAnalysisOptions analysis = { .language = self->language,
                                   .stop_words = self->stop_words,
                                   .dictionary = self->dictionary };

    return kw_analysis_init(&self->analysis, &analysis, context);
}

/* "1 document", then each distinct phrase with the count 1: the format that save() makes too. */
static gboolean
frequencies_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    Frequencies *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    GString *out = mill_output_part(output, NULL, NULL);
    g_autoptr(GString) phrase = g_string_new(NULL);
    KwText read;

    kw_analysis_read(&self->analysis, text, length, (guint) self->max_words, &read);
    g_string_append(out, "1\n");
    for (guint32 i = 0; i < self->analysis.candidates.candidates->len; i++) {
        const KwCandidate *candidate = kw_candidate(&self->analysis.candidates, i);

        if (!candidate->valid)
            continue;
        kw_phrase_fold(&read, read.tokens + candidate->first, candidate->n_tokens, phrase);
        g_string_append_printf(out, "%s\t1\n", phrase->str);
    }
    return TRUE;
}

static gboolean
frequencies_open(gpointer options, const char *path, GError **error)
{
    Frequencies *self = options;

    g_clear_pointer(&self->phrases, kw_words_free);
    g_clear_pointer(&self->counts, g_array_unref);
    self->phrases = kw_words_new();
    self->counts = g_array_new(FALSE, FALSE, sizeof(guint64));
    self->documents = 0;
    return TRUE;
}

static gboolean
frequencies_merge(gpointer options, const char *state, gsize length, GError **error)
{
    Frequencies *self = options;
    const char *end = state + length;

    for (const char *line = state; line < end;) {
        const char *stop = memchr(line, '\n', (gsize) (end - line));
        const char *tab = stop ? memchr(line, '\t', (gsize) (stop - line)) : NULL;
        gboolean fresh;

        if (!stop) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "a state of phrases is cut off");
            return FALSE;
        }
        if (tab) {
            guint64 count = g_ascii_strtoull(tab + 1, NULL, 10);
            guint32 number = kw_words_add(self->phrases, line, (gsize) (tab - line), &fresh);

            if (fresh)
                g_array_append_val(self->counts, count);
            else
                g_array_index(self->counts, guint64, number) += count;
        } else {
            self->documents += g_ascii_strtoull(line, NULL, 10);
        }
        line = stop + 1;
    }
    return TRUE;
}

static void
frequencies_save(gpointer options, GString *state)
{
    const Frequencies *self = options;

    g_string_append_printf(state, "%" G_GUINT64_FORMAT "\n", self->documents);
    for (guint32 i = 0; i < self->counts->len; i++)
        g_string_append_printf(state, "%s\t%" G_GUINT64_FORMAT "\n",
                               kw_words_get(self->phrases, i, NULL),
                               g_array_index(self->counts, guint64, i));
}

static gint
frequencies_compare(gconstpointer a, gconstpointer b, gpointer data)
{
    const KwWords *phrases = data;

    return strcmp(kw_words_get(phrases, *(const guint32 *) a, NULL),
                  kw_words_get(phrases, *(const guint32 *) b, NULL));
}

static gboolean
frequencies_finish(gpointer options, MillOutput *output, GError **error)
{
    Frequencies *self = options;
    GString *out = mill_output_part(output, NULL, NULL);
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = 0; i < self->counts->len; i++)
        if (g_array_index(self->counts, guint64, i) >= (guint64) self->min)
            g_array_append_val(order, i);
    g_array_sort_with_data(order, frequencies_compare, self->phrases);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT "\n", self->documents);
    for (guint i = 0; i < order->len; i++) {
        guint32 number = g_array_index(order, guint32, i);

        g_string_append_printf(out, "%s\t%" G_GUINT64_FORMAT "\n",
                               kw_words_get(self->phrases, number, NULL),
                               g_array_index(self->counts, guint64, number));
    }
    return TRUE;
}

static void
frequencies_close(gpointer options)
{
    Frequencies *self = options;

    kw_analysis_clear(&self->analysis);
    g_clear_pointer(&self->phrases, kw_words_free);
    g_clear_pointer(&self->counts, g_array_unref);
}

/* clang-format off */
MILL_PLUGIN(
    .name = "document-frequencies",
    .summary = "Count the documents that each phrase stands in",
    .role = MILL_ROLE_CORPUS,
    .options = frequencies_options,
    .options_size = sizeof(Frequencies),
    .file = "document-frequencies.tsv",
    .configure = frequencies_configure,
    .encode = frequencies_encode,
    .close = frequencies_close,
    .open = frequencies_open,
    .merge = frequencies_merge,
    .save = frequencies_save,
    .finish = frequencies_finish,
)

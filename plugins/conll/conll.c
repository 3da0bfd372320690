/* conll - write words, a line each, as CoNLL-U has them.
 *
 * Sentences are those of the layer `sentence` where there is one, and what stands between them;
 * else lines. Words are those of the layer `word`, or are found here (words.c): ICU's, those of a
 * dictionary for Chinese, or single characters. Nothing is guessed: lemma, classes and dependencies
 * stay `_`. MISC holds what leads back to the text: blanks, places, origins and tags.
 */
#include "conll.h"

#include "writing/raw.h"

typedef enum {
    CUT_WORDS,
    CUT_CHARACTERS,
} ConllCut;

static const char *const cut_choices[] = { "words", "characters", NULL };

typedef struct {
    const char *dictionary;
    gint cut; /* ConllCut */
    const char *const *marks;
    gboolean origins;
    /* The step's own. */
    const MillProvenance *made; /* or NULL */
    KwDictionary *words;
    KwSegmenter *segmenter;
} Conll;

static const MillOption conll_options[] = {
    MILL_OPTION_FILE(Conll, dictionary,
                     "words of Chinese, a line each with their frequency, as jieba has them"),
    MILL_OPTION_CHOICE(Conll, cut, CUT_WORDS, cut_choices,
                       "of scripts without spaces, where no layer has words"),
    MILL_OPTION_LIST(Conll, marks, "tag,entity", NULL, "layers that MISC tells, as B- and I-"),
    MILL_OPTION_BOOL(Conll, origins, TRUE, "tell the bytes of the source"),
    MILL_OPTIONS_END,
};

/* A document on its way out. */
typedef struct {
    const Conll *style;
    MillDocument *document;
    const char *text;
    gsize length;
    GString *out;
    ConllWords words;
    ConllRows rows;
    MillLayer *paragraphs;
    gsize next_paragraph;
    gsize sentences;
} ConllWriter;

static gboolean
conll_configure(gpointer options, MillContext *context, GError **error)
{
    Conll *self = options;

    self->made = mill_context_get_provenance(context);
    if (self->dictionary) {
        self->words = kw_dictionary_load(self->dictionary, mill_context_get_report(context));
        if (!self->words)
            return FALSE;
    }
    if (self->cut == CUT_WORDS)
        self->segmenter = kw_segmenter_new(self->words);
    return TRUE;
}

static void
conll_close(gpointer options)
{
    Conll *self = options;

    kw_segmenter_free(self->segmenter);
    kw_dictionary_free(self->words);
}

static void
conll_append_comment(GString *out, const char *key, const char *value)
{
    if (!value)
        return;
    g_string_append_printf(out, "# %s = ", key);
    for (; *value; value++)
        g_string_append_c(out, (guint8) *value < ' ' ? ' ' : *value);
    g_string_append_c(out, '\n');
}

/* What a reader shows of the sentence: its words, with one blank wherever there are some. Words
 * that stand together are copied together. Whether there were line breaks or tabs inside of some.
 */
static gboolean
conll_append_text(ConllWriter *self)
{
    const ConllWord *words = self->words.found;
    gsize n = self->words.n;
    gsize begin = self->out->len;
    gboolean breaks = FALSE;

    for (gsize i = 0; i < n; i++) {
        gsize start = words[i].start;

        while (i + 1 < n && words[i + 1].start == words[i].end)
            i++;
        write_raw(self->out, self->text + start, words[i].end - start);
        if (i + 1 < n)
            write_literal(self->out, " ");
    }
    for (const char *c = "\t\n\r"; *c; c++)
        for (char *p = self->out->str + begin;
             (p = memchr(p, *c, (gsize) (self->out->str + self->out->len - p))); p++) {
            *p = ' ';
            breaks = TRUE;
        }
    return breaks;
}

/* Returns what conll_append_text() does. */
static gboolean
conll_append_head(ConllWriter *self, gsize start, gsize end)
{
    gsize n = mill_layer_get_length(self->paragraphs);
    gboolean begins = FALSE, breaks;

    for (; self->next_paragraph < n; self->next_paragraph++) {
        if (mill_layer_get_span(self->paragraphs, self->next_paragraph).start >= end)
            break;
        begins = TRUE;
    }
    if (begins)
        write_literal(self->out, "# newpar\n");
    write_literal(self->out, "# sent_id = ");
    write_number(self->out, ++self->sentences);
    write_literal(self->out, "\n# text = ");
    breaks = conll_append_text(self);
    write_literal(self->out, "\n");
    return breaks;
}

static void
conll_append_sentence(ConllWriter *self, gsize start, gsize end)
{
    gboolean breaks;

    conll_words_find(&self->words, start, end);
    if (self->words.n == 0)
        return;
    /* Blanks before the first word of the text; later ones stand behind the word before them. */
    if (self->sentences > 0)
        start = self->words.found[0].start;
    breaks = conll_append_head(self, start, end);
    conll_rows_append(&self->rows, self->words.found, self->words.n, start, breaks);
    write_literal(self->out, "\n");
}

static void
conll_append_lines(ConllWriter *self, gsize start, gsize end)
{
    while (start < end) {
        const char *newline = memchr(self->text + start, '\n', end - start);
        gsize stop = newline ? (gsize) (newline - self->text) : end;

        conll_append_sentence(self, start, stop);
        start = stop + 1;
    }
}

static void
conll_append_document(ConllWriter *self)
{
    MillLayer *sentences = mill_document_get_layer(self->document, "sentence");
    const MillProvenance *made = self->style->made;
    gsize at = 0;

    conll_append_comment(self->out, "newdoc id", mill_document_get_id(self->document));
    conll_append_comment(self->out, "generator", "textmill");
    conll_append_comment(self->out, "generator_version", mill_version());
    conll_append_comment(self->out, "pipeline", made ? made->pipeline : NULL);
    conll_append_comment(self->out, "pipeline_sha256", made ? made->pipeline_sha256 : NULL);
    conll_append_comment(self->out, "source_sha256",
                         mill_document_get_source_sha256(self->document));
    for (gsize row = 0; row < mill_layer_get_length(sentences); row++) {
        MillSpan span = mill_layer_get_span(sentences, row);

        if (span.start < at)
            continue; /* inside of the one before */
        conll_append_lines(self, at, span.start);
        conll_append_sentence(self, span.start, span.end);
        at = span.end;
    }
    conll_append_lines(self, at, self->length);
}

static gboolean
conll_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const Conll *style = options;
    ConllWriter self = {
        .style = style,
        .document = document,
        .out = mill_output_part(output, NULL, NULL),
        .paragraphs = mill_document_get_layer(document, "paragraph"),
    };

    self.text = mill_document_get_text(document, &self.length);
    self.words = (ConllWords){
        .segmenter = style->segmenter,
        .layer = mill_document_get_layer(document, "word"),
        .text = self.text,
        .length = self.length,
    };
    conll_rows_init(&self.rows, document, style->marks, style->origins, self.out);
    conll_append_document(&self);
    conll_rows_clear(&self.rows);
    g_free(self.words.found);
    return TRUE;
}

MILL_PLUGIN(.name = "conll", .summary = "Write words, a line each, as CoNLL-U",
            .role = MILL_ROLE_WRITER, .options = conll_options, .options_size = sizeof(Conll),
            .file = "{stem}.conllu", .configure = conll_configure, .encode = conll_encode,
            .close = conll_close, )

/* conll - write words, a line each, as CoNLL-U has them.
 *
 * Sentences are those of the layer `sentence` where there is one, and what stands between them;
 * else lines. Words are those of the layer `word`, or are found here: ICU's, or those of a
 * dictionary for Chinese. Nothing is guessed: lemma, classes and dependencies stay `_`. MISC holds
 * what leads back to the text: blanks, places, origins and tags.
 */
#include "conll.h"

#include "writing/attribute.h"
#include "writing/offsets.h"
#include "writing/raw.h"

typedef struct {
    const char *dictionary;
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
    MILL_OPTION_LIST(Conll, marks, "tag,entity", NULL, "layers that MISC tells, as B- and I-"),
    MILL_OPTION_BOOL(Conll, origins, TRUE, "tell the bytes of the source"),
    MILL_OPTIONS_END,
};

/* A layer whose annotations MISC tells. */
typedef struct {
    MillLayer *layer;
    GString *name; /* "Tag=" */
    MillColumn value, other;
    gsize next; /* the first row that does not end before the word */
} ConllMark;

/* A document on its way out. */
typedef struct {
    const Conll *style;
    MillDocument *document;
    const char *text;
    gsize length;
    GString *out;
    OffsetIndex offsets;
    GArray *words; /* ConllWord: of the sentence */
    GArray *marks; /* ConllMark */
    MillLayer *word_layer, *paragraphs;
    gsize next_word, next_paragraph;
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

/* A value inside of MISC, or of a comment: as UDPipe escapes them. */
static void
conll_append_value(GString *out, const char *text, gsize length)
{
    static const char from[] = " \t\r\n|\\", to[] = "strnp\\";

    for (gsize i = 0; i < length; i++) {
        const char *found = text[i] ? strchr(from, text[i]) : NULL;

        if (found)
            g_string_append_c(out, '\\');
        g_string_append_c(out, found ? to[found - from] : text[i]);
    }
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

/* A form stands on one line; it may have blanks inside. */
static void
conll_append_form(ConllWriter *self, const ConllWord *word)
{
    gsize start = self->out->len;

    write_raw(self->out, self->text + word->start, word->end - word->start);
    for (gsize i = start; i < self->out->len; i++)
        if (self->out->str[i] == '\t' || self->out->str[i] == '\n' || self->out->str[i] == '\r')
            self->out->str[i] = ' ';
}

/* ` Tag=B-energy/wind`: of the first annotation that covers the word's beginning. */
static void
conll_append_mark(ConllWriter *self, ConllMark *mark, const ConllWord *word)
{
    gsize n = mill_layer_get_length(mark->layer), length;
    const char *value;
    MillSpan span;

    while (mark->next < n && mill_layer_get_span(mark->layer, mark->next).end <= word->start)
        mark->next++;
    if (mark->next == n)
        return;
    span = mill_layer_get_span(mark->layer, mark->next);
    if (span.start >= word->end)
        return;
    value = mill_layer_get_string(mark->layer, mark->next, mark->value, &length);
    if (!value)
        value = mill_layer_get_string(mark->layer, mark->next, mark->other, &length);
    write_literal(self->out, "|");
    write_string(self->out, mark->name);
    g_string_append(self->out, span.start >= word->start ? "B-" : "I-");
    if (value)
        conll_append_value(self->out, value, length);
}

static void
conll_append_spaces(ConllWriter *self, const char *key, gsize from, gsize to)
{
    g_string_append(self->out, key);
    conll_append_value(self->out, self->text + from, to - from);
}

static void
conll_append_misc(ConllWriter *self, guint number, const ConllWord *word, gsize before, gsize after)
{
    gboolean plain = after == word->end + 1 && self->text[word->end] == ' ';

    if (after == word->end)
        write_literal(self->out, "SpaceAfter=No|");
    else if (!plain)
        conll_append_spaces(self, "SpacesAfter=", word->end, after);
    if (after != word->end && !plain)
        write_literal(self->out, "|");
    if (number == 0 && before < word->start) {
        conll_append_spaces(self, "SpacesBefore=", before, word->start);
        write_literal(self->out, "|");
    }
    write_literal(self->out, "TokenRange=");
    write_number(self->out, offset_index_map(&self->offsets, word->start));
    write_literal(self->out, ":");
    write_number(self->out, offset_index_map(&self->offsets, word->end));
    if (self->style->origins) {
        MillSpan origin =
            mill_document_get_origin(self->document, (MillSpan){ word->start, word->end });

        write_literal(self->out, "|Origin=");
        write_number(self->out, origin.start);
        write_literal(self->out, ":");
        write_number(self->out, origin.end);
    }
    for (guint i = 0; i < self->marks->len; i++)
        conll_append_mark(self, &g_array_index(self->marks, ConllMark, i), word);
}

/* The words of the layer `word` that lie in [start, end), or those found there. */
static void
conll_find_words(ConllWriter *self, gsize start, gsize end)
{
    gsize n = mill_layer_get_length(self->word_layer);

    g_array_set_size(self->words, 0);
    if (!self->word_layer) {
        conll_cut(self->style->segmenter, self->text, start, end, self->words);
        return;
    }
    for (; self->next_word < n; self->next_word++) {
        MillSpan span = mill_layer_get_span(self->word_layer, self->next_word);
        ConllWord word = { MAX(span.start, start), MIN(span.end, end) };
        gsize last = self->words->len > 0
                         ? g_array_index(self->words, ConllWord, self->words->len - 1).end
                         : start;

        if (span.start >= end)
            break;
        if (word.start >= last && word.end > word.start)
            g_array_append_val(self->words, word);
    }
}

/* The blanks behind word number @i: up to the next one, or to what is no blank. */
static gsize
conll_find_after(const ConllWriter *self, guint i)
{
    const ConllWord *word = &g_array_index(self->words, ConllWord, i);

    return conll_skip_blanks(self->text, word->end, self->length);
}

static void
conll_append_head(ConllWriter *self, gsize start, gsize end)
{
    gsize n = mill_layer_get_length(self->paragraphs);
    gboolean begins = FALSE;

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
    for (guint i = 0; i < self->words->len; i++) {
        const ConllWord *word = &g_array_index(self->words, ConllWord, i);

        conll_append_form(self, word);
        if (i + 1 < self->words->len && conll_find_after(self, i) > word->end)
            write_literal(self->out, " ");
    }
    write_literal(self->out, "\n");
}

static void
conll_append_sentence(ConllWriter *self, gsize start, gsize end)
{
    gsize before = start;

    conll_find_words(self, start, end);
    if (self->words->len == 0)
        return;
    /* Blanks before the first word of the text; later ones stand behind the word before them. */
    if (self->sentences > 0)
        before = g_array_index(self->words, ConllWord, 0).start;
    conll_append_head(self, start, end);
    for (guint i = 0; i < self->words->len; i++) {
        const ConllWord *word = &g_array_index(self->words, ConllWord, i);

        write_number(self->out, (gsize) i + 1);
        write_literal(self->out, "\t");
        conll_append_form(self, word);
        write_literal(self->out, "\t_\t_\t_\t_\t_\t_\t_\t");
        conll_append_misc(self, i, word, before, conll_find_after(self, i));
        write_literal(self->out, "\n");
    }
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

static void
conll_find_marks(ConllWriter *self)
{
    for (gsize i = 0; self->style->marks[i]; i++) {
        MillLayer *layer = mill_document_get_layer(self->document, self->style->marks[i]);
        ConllMark mark = { .layer = layer };

        if (!layer)
            continue;
        mark.name = g_string_new(NULL);
        for (const char *p = self->style->marks[i]; *p; p++)
            g_string_append_c(mark.name, g_ascii_isalnum(*p) ? *p : '_');
        mark.name->str[0] = g_ascii_toupper(mark.name->str[0]);
        g_string_append_c(mark.name, '=');
        mark.value = find_column(layer, "category", MILL_TYPE_STRING);
        if (mark.value == MILL_NO_COLUMN)
            mark.value = find_column(layer, "kind", MILL_TYPE_STRING);
        mark.other = find_column(layer, "term", MILL_TYPE_STRING);
        g_array_append_val(self->marks, mark);
    }
}

static gboolean
conll_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(ConllWord));
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(ConllMark));
    ConllWriter self = {
        .style = options,
        .document = document,
        .out = mill_output_part(output, NULL, NULL),
        .words = words,
        .marks = marks,
        .word_layer = mill_document_get_layer(document, "word"),
        .paragraphs = mill_document_get_layer(document, "paragraph"),
    };

    self.text = mill_document_get_text(document, &self.length);
    offset_index_init(&self.offsets, OFFSET_CODEPOINTS, self.text, self.length);
    conll_find_marks(&self);
    conll_append_document(&self);
    for (guint i = 0; i < marks->len; i++)
        g_string_free(g_array_index(marks, ConllMark, i).name, TRUE);
    offset_index_clear(&self.offsets);
    return TRUE;
}

MILL_PLUGIN(.name = "conll", .summary = "Write words, a line each, as CoNLL-U",
            .role = MILL_ROLE_WRITER, .options = conll_options, .options_size = sizeof(Conll),
            .file = "{stem}.conllu", .configure = conll_configure, .encode = conll_encode,
            .close = conll_close, )

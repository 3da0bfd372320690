/* sentences - paragraphs and sentences as layers.
 *
 * A paragraph is a line, or a block of lines between blank lines where the text is wrapped by
 * hand; `auto` looks which of the two it is. Headings (layer `section`, if a step made it) and
 * list items stand alone. Inside a paragraph, sentences end where scan.c says.
 *
 * Spans leave out the white space around a paragraph or sentence, so every character that is not
 * white space belongs to exactly one of each.
 */
#include "scan.h"

#include <string.h>

#include <textmill/plugin.h>

typedef enum { PARAGRAPHS_AUTO, PARAGRAPHS_LINE, PARAGRAPHS_BLANK } ParagraphRule;

typedef struct {
    gint paragraphs;
    gboolean sentences;
    const char *const *abbreviations;
    SentenceRules *rules;
} Sentences;

static const char *const paragraph_rules[] = { "auto", "line", "blank", NULL };

static const MillOption sentences_options[] = {
    MILL_OPTION_CHOICE(
        Sentences, paragraphs, PARAGRAPHS_AUTO, paragraph_rules,
        "what ends a paragraph: every line end, a blank line, or what the text does"),
    MILL_OPTION_BOOL(Sentences, sentences, TRUE, "make the layer sentence as well"),
    MILL_OPTION_LIST(Sentences, abbreviations, NULL, NULL,
                     "words after which a full stop ends no sentence, besides those known"),
    MILL_OPTIONS_END,
};

/* --- lines ---------------------------------------------------------------------------------- */

typedef struct {
    const char *text;
    gsize length;
    gsize next;    /* where the next line starts */
    MillSpan line; /* without white space around it; empty for a blank line */
} Lines;

static gboolean
lines_next(Lines *self)
{
    if (self->next >= self->length)
        return FALSE;

    gsize start = self->next;
    const char *end = memchr(self->text + start, '\n', self->length - start);
    gsize stop = end ? (gsize) (end - self->text) : self->length;

    self->next = MIN(stop + 1, self->length);
    if (stop + 1 > self->length)
        self->next = self->length;
    self->line = sentence_trim(self->text, (MillSpan){ start, stop });
    return TRUE;
}

/* Hand-wrapped text is full of lines that stop in the middle of a sentence and go on in the next
 * line. One line in four of those that have a next line is taken as proof. */
static gboolean
looks_wrapped(const char *text, gsize length)
{
    Lines lines = { .text = text, .length = length };
    MillSpan previous = { 0, 0 };
    gsize followed = 0;
    gsize broken = 0;

    while (lines_next(&lines)) {
        gboolean blank = lines.line.start == lines.line.end;

        if (!blank && previous.end > previous.start) {
            followed++;
            if (!sentence_ends_at(text, previous) && !sentence_starts_item(text, lines.line))
                broken++;
        }
        previous = blank ? (MillSpan){ 0, 0 } : lines.line;
    }
    return broken * 4 > followed;
}

/* --- paragraphs ----------------------------------------------------------------------------- */

typedef struct {
    const Sentences *options;
    const char *text;
    MillLayer *paragraphs;
    MillLayer *sentences; /* or NULL */
    MillLayer *sections;  /* or NULL */
    MillColumn heading;
    gsize section; /* the next row whose heading has not been passed */
} Splitter;

/* The heading that starts in or before @line and ends after its start, if any. */
static MillSpan
heading_at(Splitter *self, MillSpan line)
{
    while (self->sections && self->section < mill_layer_get_length(self->sections)) {
        MillSpan heading =
            mill_layer_get_span_attribute(self->sections, self->section, self->heading);

        if (heading.end > line.start)
            return heading.start < line.end ? heading : (MillSpan){ 0, 0 };
        self->section++;
    }
    return (MillSpan){ 0, 0 };
}

static void
emit(Splitter *self, MillSpan paragraph)
{
    SentenceScan scan;
    MillSpan sentence;

    paragraph = sentence_trim(self->text, paragraph);
    if (paragraph.start == paragraph.end)
        return;
    mill_layer_add(self->paragraphs, paragraph);
    if (!self->sentences)
        return;
    sentence_scan_init(&scan, self->options->rules, self->text, paragraph);
    while (sentence_scan_next(&scan, &sentence))
        mill_layer_add(self->sentences, sentence);
}

static void
split(Splitter *self, gsize length, gboolean wrapped)
{
    Lines lines = { .text = self->text, .length = length };
    MillSpan open = { 0, 0 };

    while (lines_next(&lines)) {
        MillSpan line = lines.line;
        MillSpan heading = heading_at(self, line);
        gboolean blank = line.start == line.end;
        gboolean stands_alone = heading.end > heading.start;

        if (!wrapped || blank || stands_alone || sentence_starts_item(self->text, line)) {
            emit(self, open);
            open = (MillSpan){ line.start, line.start };
        }
        if (blank)
            continue;
        if (stands_alone) {
            /* A run-in heading shares its line with the paragraph that follows. */
            MillSpan title = { line.start, MIN(line.end, MAX(heading.end, line.start)) };

            emit(self, title);
            open = (MillSpan){ title.end, line.end };
            continue;
        }
        open = open.end > open.start ? (MillSpan){ open.start, line.end } : line;
    }
    emit(self, open);
}

/* --- the step ------------------------------------------------------------------------------- */

static gboolean
sentences_configure(gpointer options, MillContext *context, GError **error)
{
    Sentences *self = options;
    g_autofree char *path = mill_context_find_data(context, "abbreviations.txt");

    self->rules = sentence_rules_new(self->abbreviations);
    if (!path)
        return mill_context_fail(context, NULL, "install textmill's data files",
                                 "the list of abbreviations (abbreviations.txt) is missing");
    return sentence_rules_load(self->rules, path, error);
}

static MillVerdict
sentences_process(gpointer options, MillDocument *document, GError **error)
{
    const Sentences *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    MillLayer *sections = mill_document_get_layer(document, "section");
    gboolean wrapped = self->paragraphs == PARAGRAPHS_BLANK ||
                       (self->paragraphs == PARAGRAPHS_AUTO && looks_wrapped(text, length));
    Splitter splitter = {
        .options = self,
        .text = text,
        .sections = sections,
        .heading = sections ? mill_layer_find_column(sections, "heading") : MILL_NO_COLUMN,
        .paragraphs = mill_document_add_layer(document, "paragraph"),
        .sentences = self->sentences ? mill_document_add_layer(document, "sentence") : NULL,
    };

    split(&splitter, length, wrapped);
    return MILL_KEEP;
}

static void
sentences_close(gpointer options)
{
    Sentences *self = options;

    g_clear_pointer(&self->rules, sentence_rules_free);
}

static const char *const sentences_writes[] = { "paragraph", "sentence", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "sentences",
    .summary = "Find paragraphs and sentences",
    .role = MILL_ROLE_STAGE,
    .options = sentences_options,
    .options_size = sizeof(Sentences),
    .writes = sentences_writes,
    .configure = sentences_configure,
    .process = sentences_process,
    .close = sentences_close,
)

/* body.c - the text of a document as Markdown blocks.
 *
 * One walk over the text: sections come in text order, each first writes what is left before its
 * heading, then the heading. A box is a block quote, which ends where the box does, so that what
 * follows is seen to belong to the section around it.
 */
#include "body.h"

#include <string.h>

#include "escape.h"

#include "writing/attribute.h"

#define LEVEL_MAX 6

typedef struct {
    const BodyStyle *style;
    GString *out;
    const char *text;
    gsize at;       /* what stands before it is written */
    GArray *quotes; /* gsize: where the boxes around `at` end, outermost first */
    guint depth;    /* quotes around the last block */
    gboolean any;   /* a block was written */
} Body;

static void
body_append_prefix(Body *self, guint depth)
{
    for (guint i = 0; i < depth; i++)
        g_string_append(self->out, "> ");
}

/* Begins a block: a blank line after the last one, inside the quotes that both are in. */
static void
body_begin_block(Body *self)
{
    guint depth = self->quotes->len;

    if (self->any) {
        body_append_prefix(self, MIN(depth, self->depth));
        while (self->out->len > 0 && self->out->str[self->out->len - 1] == ' ')
            g_string_truncate(self->out, self->out->len - 1);
        g_string_append_c(self->out, '\n');
    }
    self->any = TRUE;
    self->depth = depth;
}

/* Paragraphs. */

static void
body_append_text(Body *self, gsize from, gsize to)
{
    Blocks blocks = { .text = self->text, .at = from, .to = to, .lines = self->style->lines };

    for (MillSpan block; blocks_next(&blocks, &block);) {
        body_begin_block(self);
        for (gsize at = block.start, end; at < block.end; at = end + 1) {
            end = blocks_line_end(self->text, at, block.end);
            body_append_prefix(self, self->depth);
            escape_append_line(self->out, self->text + at, end - at);
            g_string_append_c(self->out, '\n');
        }
    }
}

/* Writes everything before @to, leaving the boxes that end on the way. */
static void
body_advance(Body *self, gsize to)
{
    while (self->quotes->len > 0) {
        gsize end = g_array_index(self->quotes, gsize, self->quotes->len - 1);

        if (end > to)
            break;
        if (end > self->at) {
            body_append_text(self, self->at, end);
            self->at = end;
        }
        g_array_set_size(self->quotes, self->quotes->len - 1);
    }
    if (to > self->at) {
        body_append_text(self, self->at, to);
        self->at = to;
    }
}

/* Sections. */

typedef struct {
    MillLayer *layer;
    MillColumn id, level, kind, label, title, heading;
} Sections;

static void
body_append_anchor(Body *self, Anchors anchors, gint64 id)
{
    if (self->style->anchors != anchors)
        return;
    if (anchors == ANCHORS_HTML)
        g_string_append_printf(self->out, "<a id=\"section-%" G_GINT64_FORMAT "\"></a>", id);
    else if (anchors == ANCHORS_ATTRIBUTE)
        g_string_append_printf(self->out, " {#section-%" G_GINT64_FORMAT "}", id);
}

/* What stands over the section, on one line. The heading of a text that is Markdown itself has its
 * marks in the text: then label and title, which have none, say it better. (transfer full) */
static GString *
body_get_heading(const Body *self, const Sections *sections, gsize row, MillSpan heading)
{
    const char *label = mill_layer_get_string(sections->layer, row, sections->label, NULL);
    const char *title = mill_layer_get_string(sections->layer, row, sections->title, NULL);
    const char *first = label ? label : title;
    char mark = self->text[heading.start];
    GString *line = g_string_new(NULL);

    if (first && strchr("#*_", mark) && *first != mark) {
        escape_append_heading(line, first, strlen(first));
        if (label && title) {
            g_string_append_c(line, ' ');
            escape_append_heading(line, title, strlen(title));
        }
    } else {
        escape_append_heading(line, self->text + heading.start, heading.end - heading.start);
    }
    return line;
}

static void
body_append_heading(Body *self, const Sections *sections, gsize row, const GString *heading)
{
    gint64 id = mill_layer_get_int(sections->layer, row, sections->id);
    gint64 level = mill_layer_get_int(sections->layer, row, sections->level) + self->style->top - 1;
    const char *kind = mill_layer_get_string(sections->layer, row, sections->kind, NULL);

    body_begin_block(self);
    body_append_prefix(self, self->depth);
    for (gint64 i = 0; i < CLAMP(level, 1, LEVEL_MAX); i++)
        g_string_append_c(self->out, '#');
    g_string_append_c(self->out, ' ');
    body_append_anchor(self, ANCHORS_HTML, id);
    g_string_append_len(self->out, heading->str, (gssize) heading->len);
    /* The scheme `markdown` knows by it that this quote is no quotation. */
    if (self->depth > 0 && !g_strcmp0(kind, "box"))
        g_string_append(self->out, " <!-- box -->");
    body_append_anchor(self, ANCHORS_ATTRIBUTE, id);
    g_string_append_c(self->out, '\n');
}

/* Whether the caption says itself what it is, so that the scheme `markdown` of the step `sections`
 * knows it: "图3 …", "Table 2-1: …". */
static gboolean
body_is_labelled(const char *text, gboolean figure)
{
    static const char *const figures[] = { "图", "圖", "Figure ", "Fig. ", NULL };
    static const char *const tables[] = { "表", "Table ", NULL };
    const char *at = NULL;

    for (const char *const *word = figure ? figures : tables; *word && !at; word++)
        at = g_str_has_prefix(text, *word) ? text + strlen(*word) : NULL;
    if (!at || !g_ascii_isdigit(*at))
        return FALSE;
    at += strspn(at, "0123456789");
    if (*at == '-' && g_ascii_isdigit(at[1]))
        at += 1 + strspn(at + 1, "0123456789");
    return *at == '\0' || *at == ' ' || g_str_has_prefix(at, ":") || g_str_has_prefix(at, "：") ||
           g_str_has_prefix(at, "　");
}

/* A figure's or table's caption heads no text. One that does not say which of them it is gets a
 * comment that does, which no renderer shows. */
static void
body_append_caption(Body *self, const GString *caption, const char *kind)
{
    if (caption->len == 0)
        return;
    body_begin_block(self);
    body_append_prefix(self, self->depth);
    g_string_append_c(self->out, '*');
    g_string_append_len(self->out, caption->str, (gssize) caption->len);
    g_string_append_c(self->out, '*');
    if (!body_is_labelled(caption->str, g_str_equal(kind, "figure")))
        g_string_append_printf(self->out, "<!-- %s -->", kind);
    g_string_append_c(self->out, '\n');
}

static void
body_append_section(Body *self, const Sections *sections, gsize row)
{
    MillSpan span = mill_layer_get_span(sections->layer, row);
    MillSpan heading = mill_layer_get_span_attribute(sections->layer, row, sections->heading);
    const char *kind = mill_layer_get_string(sections->layer, row, sections->kind, NULL);
    g_autoptr(GString) line = NULL;

    /* Sections that overlap what was written, or have no heading, are no part of the outline. */
    if (span.start < self->at)
        return;
    body_advance(self, span.start);
    if (!g_strcmp0(kind, "box") && self->style->boxes == BOXES_QUOTE)
        g_array_append_val(self->quotes, span.end);
    if (heading.end <= heading.start || heading.start < self->at)
        return;
    body_advance(self, heading.start);
    line = body_get_heading(self, sections, row, heading);
    if (!g_strcmp0(kind, "figure") || !g_strcmp0(kind, "table"))
        body_append_caption(self, line, kind);
    else
        body_append_heading(self, sections, row, line);
    self->at = heading.end;
}

void
body_append(const BodyStyle *style, MillDocument *document, GString *out)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    MillLayer *layer = mill_document_get_layer(document, "section");
    g_autoptr(GArray) quotes = g_array_new(FALSE, FALSE, sizeof(gsize));
    Body body = { .style = style, .out = out, .text = text, .quotes = quotes };

    if (layer) {
        const Sections sections = {
            .layer = layer,
            .id = find_column(layer, "id", MILL_TYPE_INT),
            .level = find_column(layer, "level", MILL_TYPE_INT),
            .kind = find_column(layer, "kind", MILL_TYPE_STRING),
            .label = find_column(layer, "label", MILL_TYPE_STRING),
            .title = find_column(layer, "title", MILL_TYPE_STRING),
            .heading = find_column(layer, "heading", MILL_TYPE_SPAN),
        };

        for (gsize row = 0; row < mill_layer_get_length(layer); row++)
            body_append_section(&body, &sections, row);
    }
    body_advance(&body, length);
}

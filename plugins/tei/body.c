/* body.c - the text as divisions and paragraphs: one walk over text and sections.
 *
 * Sections nest, so those that are open are a stack; one that overlaps its neighbour is cut.
 */
#include "tei.h"

#include "writing/attribute.h"
#include "writing/raw.h"
#include "writing/xml.h"

/* A <div> that is open; the first one is the <body>. */
typedef struct {
    gsize end;
    gboolean divided;   /* it has a subdivision, behind which no paragraph may stand */
    gboolean continued; /* a <div type="continuation"> is open in it */
    gboolean any;       /* it has a paragraph or subdivision */
} Division;

typedef struct {
    TeiWriter *writer;
    GArray *stack; /* Division */
    gsize at;      /* what stands before it is written */
    MillLayer *layer;
    MillColumn kind, label, heading;
} Body;

static Division *
body_top(const Body *self)
{
    return &g_array_index(self->stack, Division, self->stack->len - 1);
}

/* ` corresp="IRI#byte=0,80"` */
static void
body_append_origin(const Body *self, MillSpan span)
{
    GString *out = self->writer->out;
    MillSpan origin;

    if (!self->writer->style->origins)
        return;
    origin = mill_document_get_origin(self->writer->document, span);
    write_literal(out, " corresp=\"");
    write_string(out, self->writer->pointer);
    write_literal(out, "#byte=");
    write_number(out, origin.start);
    write_literal(out, ",");
    write_number(out, origin.end);
    write_literal(out, "\"");
}

static void
body_begin_text(Body *self)
{
    Division *top = body_top(self);

    if (top->divided && !top->continued) {
        write_literal(self->writer->out, "<div type=\"continuation\">\n");
        top->continued = TRUE;
    }
    top->any = TRUE;
}

static MillSpan
body_trim(const Body *self, MillSpan span)
{
    const char *text = self->writer->text;

    while (span.start < span.end && g_ascii_isspace(text[span.start]))
        span.start++;
    while (span.end > span.start && g_ascii_isspace(text[span.end - 1]))
        span.end--;
    return span;
}

static void
body_append_paragraphs(Body *self, gsize to)
{
    Blocks blocks = { .text = self->writer->text,
                      .at = self->at,
                      .to = to,
                      .lines = (LineBreaks) self->writer->style->lines };

    for (MillSpan block; blocks_next(&blocks, &block);) {
        block = body_trim(self, block);
        body_begin_text(self);
        write_literal(self->writer->out, "<p");
        body_append_origin(self, block);
        write_literal(self->writer->out, ">");
        tei_append_span(self->writer, block);
        write_literal(self->writer->out, "</p>\n");
    }
    self->at = MAX(self->at, to);
}

static void
body_end_continuation(Body *self)
{
    Division *top = body_top(self);

    if (top->continued)
        write_literal(self->writer->out, "</div>\n");
    top->continued = FALSE;
}

/* Writes the text before @to, closing the divisions that end on the way. */
static void
body_advance(Body *self, gsize to)
{
    while (self->stack->len > 1 && body_top(self)->end <= to) {
        body_append_paragraphs(self, body_top(self)->end);
        body_end_continuation(self);
        if (!body_top(self)->any)
            write_literal(self->writer->out, "<p/>");
        write_literal(self->writer->out, "</div>\n");
        g_array_set_size(self->stack, self->stack->len - 1);
    }
    body_append_paragraphs(self, to);
}

static void
body_append_head(Body *self, MillSpan heading)
{
    MillSpan span = body_trim(self, heading);

    write_literal(self->writer->out, "<head>");
    tei_append_span(self->writer, span);
    write_literal(self->writer->out, "</head>");
    self->at = heading.end;
}

static void
body_open_division(Body *self, gsize row, MillSpan span)
{
    GString *out = self->writer->out;
    Division division = { .end = MIN(span.end, body_top(self)->end) };

    body_end_continuation(self);
    body_top(self)->divided = TRUE;
    body_top(self)->any = TRUE;
    write_literal(out, "<div");
    tei_append_type(out, mill_layer_get_string(self->layer, row, self->kind, NULL));
    xml_append_attribute(out, "n", mill_layer_get_string(self->layer, row, self->label, NULL));
    write_literal(out, " xml:id=\"section-");
    write_number(out, row + 1);
    write_literal(out, "\"");
    body_append_origin(self, span);
    write_literal(out, ">\n");
    g_array_append_val(self->stack, division);
}

/* A figure's or table's caption heads no text. */
static void
body_append_figure(Body *self, gsize row, MillSpan heading)
{
    body_begin_text(self);
    write_literal(self->writer->out, "<figure");
    tei_append_type(self->writer->out, mill_layer_get_string(self->layer, row, self->kind, NULL));
    write_literal(self->writer->out, ">");
    body_append_head(self, heading);
    write_literal(self->writer->out, "</figure>\n");
}

static void
body_append_section(Body *self, gsize row)
{
    MillSpan span = mill_layer_get_span(self->layer, row);
    MillSpan heading = mill_layer_get_span_attribute(self->layer, row, self->heading);
    const char *kind = mill_layer_get_string(self->layer, row, self->kind, NULL);
    gboolean has_heading;

    /* What overlaps text that is written, or is empty, is no part of the outline. */
    if (span.start < self->at || span.end <= span.start)
        return;
    body_advance(self, span.start);
    has_heading = heading.start >= span.start && heading.end <= span.end &&
                  body_trim(self, heading).start < body_trim(self, heading).end;
    if (!g_strcmp0(kind, "figure") || !g_strcmp0(kind, "table")) {
        if (has_heading) {
            body_advance(self, heading.start);
            body_append_figure(self, row, heading);
        }
        return;
    }
    body_open_division(self, row, span);
    if (has_heading &&
        body_trim(self, (MillSpan){ span.start, heading.start }).start == heading.start) {
        body_append_head(self, heading);
        write_literal(self->writer->out, "\n");
    }
}

void
tei_append_body(TeiWriter *writer)
{
    MillLayer *layer = mill_document_get_layer(writer->document, "section");
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(Division));
    Body self = {
        .writer = writer,
        .stack = stack,
        .layer = layer,
        .kind = find_column(layer, "kind", MILL_TYPE_STRING),
        .label = find_column(layer, "label", MILL_TYPE_STRING),
        .heading = find_column(layer, "heading", MILL_TYPE_SPAN),
    };
    Division body = { .end = writer->length };

    g_array_append_val(stack, body);
    write_literal(writer->out, "<text><body>\n");
    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        body_append_section(&self, row);
    body_advance(&self, writer->length);
    body_end_continuation(&self);
    if (!body_top(&self)->any)
        write_literal(writer->out, "<p/>\n");
    write_literal(writer->out, "</body></text>\n");
}

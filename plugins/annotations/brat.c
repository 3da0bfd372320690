/* brat.c - stand-off annotation as brat (brat.nlplab.org/standoff.html) reads it.
 *
 *     T1 TAB energy_wind 22 24 TAB 风能
 *     #1 TAB AnnotatorNotes T1 TAB {"layer":"tag","attributes":{"term":"风能"}}
 *
 * A type's name is letters, digits, - and _ of ASCII: the category or kind if it can be written so,
 * otherwise the layer. The note has everything. A section is marked at its heading. Spans are never
 * discontinuous: a line break inside of one is a blank in the last field, as brat has it.
 */
#include "annotations.h"

#include "writing/raw.h"

/* Appends @name with `_` for blanks and punctuation. FALSE, appending nothing, if it has other
 * letters than those of ASCII or none at all. */
static gboolean
brat_append_name(GString *out, const char *name)
{
    gsize start = out->len;
    gboolean any = FALSE;

    for (; name && *name; name++) {
        if ((guint8) *name >= 0x80) {
            g_string_truncate(out, start);
            return FALSE;
        }
        any |= g_ascii_isalnum(*name) != 0;
        g_string_append_c(out, g_ascii_isalnum(*name) || *name == '-' ? *name : '_');
    }
    if (!any)
        g_string_truncate(out, start);
    return any;
}

static void
brat_append_type(Annotator *self, const AnnotationLayer *layer, gsize row)
{
    if (brat_append_name(self->out,
                         mill_layer_get_string(layer->layer, row, layer->category, NULL)))
        return;
    if (brat_append_name(self->out, mill_layer_get_string(layer->layer, row, layer->kind, NULL)))
        return;
    if (!brat_append_name(self->out, mill_layer_get_name(layer->layer)))
        write_literal(self->out, "annotation");
}

/* The span's text on one line. */
static void
brat_append_text(Annotator *self, MillSpan span)
{
    gsize start = self->out->len;

    write_raw(self->out, self->text + span.start, span.end - span.start);
    for (gsize i = start; i < self->out->len; i++)
        if (self->out->str[i] == '\n' || self->out->str[i] == '\r' || self->out->str[i] == '\t')
            self->out->str[i] = ' ';
}

static void
brat_append_note(Annotator *self, const AnnotationLayer *layer, gsize row)
{
    write_literal(self->out, "#");
    write_number(self->out, self->count);
    write_literal(self->out, "\tAnnotatorNotes T");
    write_number(self->out, self->count);
    write_literal(self->out, "\t{\"layer\":");
    mill_json_append_string(self->out, mill_layer_get_name(layer->layer), -1);
    write_literal(self->out, ",\"attributes\":");
    annotation_append_attributes(self, layer, row, TRUE, self->out);
    write_literal(self->out, "}\n");
}

static void
brat_append_row(Annotator *self, const AnnotationLayer *layer, gsize row)
{
    MillSpan span = mill_layer_get_span(layer->layer, row);

    if (mill_layer_has(layer->layer, row, layer->heading))
        span = mill_layer_get_span_attribute(layer->layer, row, layer->heading);
    if (span.end <= span.start)
        return; /* brat has no empty ones */
    self->count++;
    write_literal(self->out, "T");
    write_number(self->out, self->count);
    write_literal(self->out, "\t");
    brat_append_type(self, layer, row);
    write_literal(self->out, " ");
    write_number(self->out, offset_index_map(&self->offsets, span.start));
    write_literal(self->out, " ");
    write_number(self->out, offset_index_map(&self->offsets, span.end));
    write_literal(self->out, "\t");
    brat_append_text(self, span);
    write_literal(self->out, "\n");
    brat_append_note(self, layer, row);
}

void
brat_append(Annotator *self)
{
    for (gsize i = 0; i < mill_document_get_n_layers(self->document); i++) {
        MillLayer *layer = mill_document_get_layer_at(self->document, i);
        AnnotationLayer columns;

        if (!layer_filter_wants(self->style->filter, layer))
            continue;
        columns = annotation_layer(layer);
        for (gsize row = 0; row < mill_layer_get_length(layer); row++)
            brat_append_row(self, &columns, row);
    }
}

/* brat.c - stand-off annotation as brat (brat.nlplab.org/standoff.html) reads it.
 *
 *     T1 TAB energy_wind 22 24 TAB 风能
 *     #0 TAB Provenance T1 TAB {"textmill":"0.1.0","pipeline":"plan","pipeline_sha256":"41ab…",…}
 *     #1 TAB AnnotatorNotes T1 TAB {"layer":"tag","attributes":{"term":"风能"}}
 *
 * A type's name is letters, digits, - and _ of ASCII: the category or kind if it can be written so,
 * otherwise the layer. The note has everything. A section is marked at its heading.
 *
 * Each line of the file is an annotation, and brat ends lines where Unicode does. So a span that
 * has line breaks in it is written as brat itself does it, in fragments around them: the last field
 * is the fragments with a blank between. What made the file is a note as well; notes must be about
 * something that is in the file, and other readers (INCEpTION) want that to be a T, so it is the
 * first one.
 */
#include "annotations.h"

#include "writing/made.h"
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

/* The length of what ends a line or a field at @text, 0 if nothing does: tabs, and what Python's
 * str.splitlines() knows, by which brat reads. @end is where the text ends. */
static gsize
brat_break_length(const char *text, const char *end)
{
    guint8 byte = (guint8) *text;

    if (byte > ' ' && byte != 0xC2 && byte != 0xE2)
        return 0;
    if ((byte >= '\t' && byte <= '\r') || (byte >= 0x1C && byte <= 0x1E))
        return 1;
    if (byte == 0xC2 && end - text >= 2 && (guint8) text[1] == 0x85)
        return 2;
    if (byte == 0xE2 && end - text >= 3 && (guint8) text[1] == 0x80 &&
        ((guint8) text[2] == 0xA8 || (guint8) text[2] == 0xA9))
        return 3;
    return 0;
}

/* The next piece of @rest that has no line break in it; @rest becomes what follows. FALSE if there
 * is none. */
static gboolean
brat_next_fragment(const char *text, MillSpan *rest, MillSpan *fragment)
{
    const char *end = text + rest->end;
    gsize at = rest->start, length;

    while (at < rest->end && (length = brat_break_length(text + at, end)) > 0)
        at += length;
    *fragment = (MillSpan){ at, at };
    while (fragment->end < rest->end && brat_break_length(text + fragment->end, end) == 0)
        fragment->end++;
    rest->start = fragment->end;
    return fragment->end > fragment->start;
}

/* Whether @span has nothing but white space, which brat takes for a mistake. */
static gboolean
brat_is_blank(const char *text, MillSpan span)
{
    const char *at = text + span.start, *end = text + span.end;

    for (gsize length; at < end; at += length) {
        length = brat_break_length(at, end);
        if (length == 0 && g_unichar_isspace(g_utf8_get_char(at)))
            length = (gsize) (g_utf8_next_char(at) - at);
        if (length == 0)
            return FALSE;
    }
    return TRUE;
}

/* The places of the fragments, then their text. */
static void
brat_append_fragments(Annotator *self, MillSpan span)
{
    MillSpan fragment;
    gboolean any = FALSE;

    for (MillSpan rest = span; brat_next_fragment(self->text, &rest, &fragment); any = TRUE) {
        write_raw(self->out, any ? ";" : " ", 1);
        write_number(self->out, offset_index_map(&self->offsets, fragment.start));
        write_literal(self->out, " ");
        write_number(self->out, offset_index_map(&self->offsets, fragment.end));
    }
    any = FALSE;
    for (MillSpan rest = span; brat_next_fragment(self->text, &rest, &fragment); any = TRUE) {
        write_raw(self->out, any ? " " : "\t", 1);
        write_raw(self->out, self->text + fragment.start, fragment.end - fragment.start);
    }
    write_literal(self->out, "\n");
}

/* Where the next line break beyond ASCII is at or after @at, or @end. */
static const char *
brat_find_wide_break(const char *at, const char *end)
{
    while (at < end && ((guint8) *at < 0x80 || brat_break_length(at, end) == 0))
        at++;
    return at;
}

/* Ends the line of JSON that begins at @start of the output: what would end it earlier for brat is
 * escaped. JSON does that itself for ASCII; the others are rare. */
static void
brat_end_json(Annotator *self, gsize start)
{
    GString *out = self->out, *json = self->scratch;
    const char *found = brat_find_wide_break(out->str + start, out->str + out->len);
    gsize clean = (gsize) (found - out->str);

    if (clean < out->len) {
        g_string_truncate(json, 0);
        write_raw(json, found, out->len - clean);
        g_string_truncate(out, clean);
        for (const char *at = json->str, *end = at + json->len; at < end; at = found) {
            g_string_append_printf(out, "\\u%04x", g_utf8_get_char(at));
            at = g_utf8_next_char(at);
            found = brat_find_wide_break(at, end);
            write_raw(out, at, (gsize) (found - at));
        }
    }
    write_literal(out, "\n");
}

/* What made the file: about the first annotation, or where there is none, about itself. */
static void
brat_append_made(Annotator *self)
{
    GString *json = self->out;
    gsize start;

    g_string_append_printf(json, "#0\tProvenance %s\t", self->count > 0 ? "T1" : "#0");
    start = json->len;
    write_literal(json, "{\"textmill\":");
    mill_json_append_string(json, mill_version(), -1);
    made_append_json(json, self->style->made, "");
    write_literal(json, ",\"source\":");
    mill_json_append_string(json, mill_document_get_path(self->document), -1);
    write_literal(json, ",\"source_sha256\":");
    mill_json_append_string(json, mill_document_get_source_sha256(self->document), -1);
    write_literal(json, "}");
    brat_end_json(self, start);
}

static void
brat_append_note(Annotator *self, const AnnotationLayer *layer, gsize row)
{
    gsize start;

    write_literal(self->out, "#");
    write_number(self->out, self->count);
    write_literal(self->out, "\tAnnotatorNotes T");
    write_number(self->out, self->count);
    write_literal(self->out, "\t");
    start = self->out->len;
    write_literal(self->out, "{\"layer\":");
    mill_json_append_string(self->out, mill_layer_get_name(layer->layer), -1);
    write_literal(self->out, ",\"attributes\":");
    annotation_append_attributes(self, layer, row, TRUE, self->out);
    write_literal(self->out, "}");
    brat_end_json(self, start);
}

static void
brat_append_row(Annotator *self, const AnnotationLayer *layer, gsize row)
{
    MillSpan span = mill_layer_get_span(layer->layer, row);

    if (mill_layer_has(layer->layer, row, layer->heading))
        span = mill_layer_get_span_attribute(layer->layer, row, layer->heading);
    if (brat_is_blank(self->text, span))
        return; /* brat has no empty ones */
    self->count++;
    write_literal(self->out, "T");
    write_number(self->out, self->count);
    write_literal(self->out, "\t");
    brat_append_type(self, layer, row);
    brat_append_fragments(self, span);
    if (self->count == 1 && self->style->comment)
        brat_append_made(self);
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
    if (self->count == 0 && self->style->comment)
        brat_append_made(self);
}

/* move.c - moving annotations, span attributes and diagnostics through an edit.
 *
 * A span goes with its characters: it becomes the smallest span that holds all new text whose old
 * text lay wholly inside it. So text inserted at a border and text replaced from across it stay
 * outside, and if nothing is left inside, the span is gone. An empty span stays empty, behind what
 * is left of the text before it.
 */
#include "document/document-private.h"

#include <string.h>

typedef struct {
    const MillOrigin *map; /* new text → old text */
    guint start_hint;
    guint end_hint;
} Mover;

/* FALSE if the span is gone. */
static gboolean
move_span(Mover *self, MillSpan32 *span)
{
    gsize end = mill_origin_find_end(self->map, span->end, &self->end_hint);
    gsize start = end;

    if (span->start < span->end) {
        start = mill_origin_find_start(self->map, span->start, &self->start_hint);
        if (start >= end)
            return FALSE;
    }
    *span = (MillSpan32){ (guint32) start, (guint32) end };
    return TRUE;
}

static void
move_attributes(MillColumnData *column, gsize length, const MillOrigin *map)
{
    Mover mover = { .map = map };
    MillSpan32 *spans = column->cells;

    for (gsize i = 0; i < length; i++) {
        if (spans[i].start != MILL_UNSET && !move_span(&mover, &spans[i]))
            spans[i] = (MillSpan32){ MILL_UNSET, MILL_UNSET };
    }
}

static void
move_layer(MillLayer *layer, const MillOrigin *map)
{
    Mover mover = { .map = map };
    g_autofree guint8 *keep = NULL;

    if (layer->length == 0)
        return;
    for (gsize i = 0; i < layer->length; i++) {
        if (move_span(&mover, &layer->spans[i]))
            continue;
        if (!keep) {
            keep = g_malloc(layer->length);
            memset(keep, 1, layer->length);
        }
        keep[i] = 0;
    }
    for (gint i = 0; i < layer->n_columns; i++) {
        if (layer->columns[i].type == MILL_TYPE_SPAN)
            move_attributes(&layer->columns[i], layer->length, map);
    }
    mill_layer_touch(layer);
    if (keep)
        mill_layer_filter(layer, keep);
}

/* A diagnostic whose text is gone still says where it was. */
static void
move_diagnostics(MillDocument *document, const MillOrigin *map)
{
    Mover mover = { .map = map };

    for (gsize i = 0; i < mill_document_get_n_diagnostics(document); i++) {
        MillSpan32 *span = &g_array_index(document->diagnostics, MillDiagnosticData, i).span;

        if (span->start == MILL_UNSET || move_span(&mover, span))
            continue;
        span->end = span->start;
        move_span(&mover, span);
    }
}

void
mill_document_move_annotations(MillDocument *self, const MillOrigin *map)
{
    for (gsize i = 0; i < mill_document_get_n_layers(self); i++)
        move_layer(mill_document_layer(self, i), map);
    move_diagnostics(self, map);
}

void
mill_document_clear_annotations(MillDocument *self)
{
    for (gsize i = 0; i < mill_document_get_n_layers(self); i++) {
        MillLayer *layer = mill_document_layer(self, i);
        g_autofree guint8 *keep = g_malloc0(layer->length + 1);

        mill_layer_filter(layer, keep);
        layer->sorted = TRUE;
    }
    for (gsize i = 0; i < mill_document_get_n_diagnostics(self); i++)
        g_array_index(self->diagnostics, MillDiagnosticData, i).span =
            (MillSpan32){ MILL_UNSET, MILL_UNSET };
}

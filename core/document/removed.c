/* removed.c - what edits took away, kept as the layer `removed`.
 *
 * A row is an empty span where the text was, so that it stays whatever later edits do; `text` is
 * what was there, `step` who took it, and `start` and `end` are the source bytes that it came from.
 */
#include "document/edit-private.h"

typedef struct {
    gsize at; /* in the new text */
    MillSpan source;
    guint32 text;
} Removal;

struct MillRemovals {
    MillDocument *document;
    gsize n;
    Removal rows[];
};

MillRemovals *
mill_removals_collect(MillDocument *document, const MillChange *changes, gsize n_changes)
{
    MillRemovals *self = g_malloc(sizeof *self + n_changes * sizeof(Removal));
    gsize grown = 0; /* what earlier changes added */
    gsize shrunk = 0;

    *self = (MillRemovals){ .document = document };
    for (gsize i = 0; i < n_changes; i++) {
        const MillChange *change = &changes[i];
        gsize at = change->old_span.start + grown - shrunk;
        gsize length = change->old_span.end - change->old_span.start;

        grown += change->length;
        shrunk += length;
        if (length == 0)
            continue;
        self->rows[self->n++] = (Removal){
            .at = at,
            .source = mill_document_get_origin(document, change->old_span),
            .text = mill_document_intern(document, document->text + change->old_span.start,
                                         (gssize) length),
        };
    }
    return self;
}

void
mill_removals_store(MillRemovals *self)
{
    MillLayer *layer = mill_document_add_layer(self->document, "removed");
    MillColumn text = mill_layer_add_column(layer, "text", MILL_TYPE_STRING);
    MillColumn step = mill_layer_add_column(layer, "step", MILL_TYPE_STRING);
    MillColumn start = mill_layer_add_column(layer, "start", MILL_TYPE_INT);
    MillColumn end = mill_layer_add_column(layer, "end", MILL_TYPE_INT);

    for (gsize i = 0; i < self->n; i++) {
        const Removal *removal = &self->rows[i];
        gsize row = mill_layer_add(layer, (MillSpan){ removal->at, removal->at });

        mill_layer_set_string_id(layer, row, text, removal->text);
        if (self->document->step)
            mill_layer_set_string(layer, row, step, self->document->step, -1);
        mill_layer_set_int(layer, row, start, (gint64) removal->source.start);
        mill_layer_set_int(layer, row, end, (gint64) removal->source.end);
    }
    g_free(self);
}

void
mill_document_keep_removed(MillDocument *document)
{
    g_return_if_fail(document);
    document->keep_removed = TRUE;
}

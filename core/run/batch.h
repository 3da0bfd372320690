/* batch.h - units that are handed to a worker at once, and what has become of each.
 *
 * Small documents share a batch, so that none pays a message of its own; a large one is alone. What
 * a batch holds does not show in any result.
 */
#ifndef MILL_RUN_BATCH_H
#define MILL_RUN_BATCH_H

#include "results/frames.h"
#include "source/source.h"

/* What has become of a unit. Either its worker's frame says it, or the parent knows better. */
typedef struct {
    gboolean done;
    MillFrames *frames; /* of the batch; NULL if the parent decided */
    guint number;       /* in @frames */
    gint code;          /* the parent's finding: quarantined, with this MillErrorCode, or dropped */
    gint step;          /* -1 for none */
    gint signal;
    char *message;
    gint64 earlier; /* not 0: the document is taken over from an earlier run, where its number was
                       one less */
} MillSlot;

typedef struct {
    GArray *units; /* MillUnit */
    MillSlot *slots;
    guint n_done;
    gint64 size;       /* bytes of input */
    gboolean next;     /* to be committed: once it is done */
    GPtrArray *frames; /* MillFrames, kept until the batch is delivered */
} MillBatch;

/* Takes up to @n_units units and about @size bytes, but at least one unit. NULL at the end of the
 * source. Units that cannot be read are done already. (transfer full) */
MillBatch *mill_batch_new(MillSource *source, guint n_units, gint64 size);
void mill_batch_free(MillBatch *batch);
/* In a forked child: closes the descriptors. */
void mill_batch_abandon(MillBatch *batch);
gboolean mill_batch_is_done(const MillBatch *batch);
const MillUnit *mill_batch_get_unit(const MillBatch *batch, guint index);
/* Takes over @frames, which tell about the units from @first. */
void mill_batch_accept(MillBatch *batch, guint first, MillFrames *frames);
/* Unit @index is taken over as document @number of an earlier run. */
void mill_batch_take_over(MillBatch *batch, guint index, gint64 number);
/* Quarantines unit @index. @message is taken over. */
void
mill_batch_blame(MillBatch *batch, guint index, gint code, gint step, gint signal, char *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillBatch, mill_batch_free)

#endif

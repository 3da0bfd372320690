/* batch.h - units that are handed to a worker at once, and what has become of each.
 *
 * Small documents share a batch, so that none pays a message of its own; a large one is alone. What
 * a batch holds does not show in any result. All that is under way is in batches, so they take no
 * more memory than they must.
 */
#ifndef MILL_RUN_BATCH_H
#define MILL_RUN_BATCH_H

#include "results/frames.h"
#include "source/source.h"

/* Units; with the batches under way grows the parent's memory. */
#define MILL_BATCH_LENGTH_MAX 128

typedef enum {
    MILL_SLOT_OPEN,
    MILL_SLOT_ANSWERED,   /* a worker's frame says what has become of it */
    MILL_SLOT_BLAMED,     /* the parent knows better */
    MILL_SLOT_TAKEN_OVER, /* from an earlier run */
} MillSlotState;

/* What the parent found: quarantined, or dropped. */
typedef struct {
    gint code; /* MillErrorCode, or MILL_UNIT_DROPPED */
    gint step; /* -1 for none */
    gint signal;
    char *message;
} MillBlame;

/* What has become of a unit. */
typedef struct {
    MillSlotState state;
    guint number; /* in the frames */
    union {
        MillFrames *frames; /* of the batch */
        MillBlame *blame;
        gint64 earlier; /* its number then */
    };
} MillSlot;

typedef struct {
    MillUnit *units;
    MillSlot *slots;
    char *ids; /* all ids of the units, one after the other */
    guint n_units;
    guint n_done;
    guint n_committed;                   /* of the first */
    guint8 again[MILL_BATCH_LENGTH_MAX]; /* units whose first answer could not be read */
    gint64 size;                         /* bytes of input */
    gint64 behind;                       /* mill_source_get_behind() with its last unit */
    gboolean next;                       /* to be committed: once it is done */
    GPtrArray *frames;                   /* MillFrames, kept until the batch is delivered */
} MillBatch;

/* Takes up to @n_units units (no more than MILL_BATCH_LENGTH_MAX) and about @size bytes, but at
 * least one unit. NULL at the end of the source. Units that cannot be read are done already.
 * (transfer full) */
MillBatch *mill_batch_new(MillSource *source, guint n_units, gint64 size);
void mill_batch_free(MillBatch *batch);
/* In a forked child: closes the descriptors. */
void mill_batch_abandon(MillBatch *batch);
gboolean mill_batch_is_done(const MillBatch *batch);
/* Units that are not committed. */
guint mill_batch_count_left(const MillBatch *batch);
/* Takes over @frames, which tell about the units from @first. */
void mill_batch_accept(MillBatch *batch, guint first, MillFrames *frames);
/* The answer about unit @index cannot be read any more: its units are to be worked on again. FALSE
 * if they have been. */
gboolean mill_batch_reject(MillBatch *batch, guint index);
/* Unit @index is taken over as document @number of an earlier run. */
void mill_batch_take_over(MillBatch *batch, guint index, gint64 number);
/* Quarantines unit @index. @message is taken over. */
void
mill_batch_blame(MillBatch *batch, guint index, gint code, gint step, gint signal, char *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillBatch, mill_batch_free)

#endif

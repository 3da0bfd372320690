/* batch.c - units that are handed to a worker at once. */
#include "run/batch.h"

#include <string.h>

static void
batch_free_frames(gpointer data)
{
    mill_frames_free(data);
}

/* Moves @units into @batch, which has just the room that they need. */
static void
batch_take_units(MillBatch *batch, const MillUnit *units, guint n_units)
{
    gsize length = 0;

    for (guint i = 0; i < n_units; i++)
        length += strlen(units[i].id) + 1;
    batch->n_units = n_units;
    batch->units = g_memdup2(units, n_units * sizeof(MillUnit));
    batch->ids = g_malloc(length);
    char *at = batch->ids;

    for (guint i = 0; i < n_units; i++) {
        batch->units[i].id = at;
        at = stpcpy(at, units[i].id) + 1;
        g_free(units[i].id);
    }
}

MillBatch *
mill_batch_new(MillSource *source, guint n_units, gint64 size)
{
    MillUnit units[MILL_BATCH_LENGTH_MAX];
    guint n = 0;

    if (!mill_source_next(source, &units[0]))
        return NULL;
    MillBatch *batch = g_new0(MillBatch, 1);

    n_units = MIN(n_units, MILL_BATCH_LENGTH_MAX);
    do
        batch->size += units[n++].size;
    while (n < n_units && batch->size < size && !mill_source_is_slow(source) &&
           mill_source_next(source, &units[n]));
    batch->behind = mill_source_get_behind(source);
    batch_take_units(batch, units, n);
    batch->slots = g_new0(MillSlot, n);
    batch->frames = g_ptr_array_new_with_free_func(batch_free_frames);
    for (guint i = 0; i < n; i++)
        if (units[i].problem)
            mill_batch_blame(batch, i, units[i].code, -1, 0, g_strdup(units[i].problem));
    return batch;
}

static void
batch_clear_slot(MillSlot *slot)
{
    if (slot->state != MILL_SLOT_BLAMED)
        return;
    g_free(slot->blame->message);
    g_free(slot->blame);
}

void
mill_batch_free(MillBatch *batch)
{
    if (!batch)
        return;
    for (guint i = 0; i < batch->n_units; i++) {
        batch_clear_slot(&batch->slots[i]);
        batch->units[i].id = NULL;
        mill_unit_clear(&batch->units[i]);
    }
    g_free(batch->ids);
    g_free(batch->units);
    g_free(batch->slots);
    g_ptr_array_unref(batch->frames);
    g_free(batch);
}

void
mill_batch_abandon(MillBatch *batch)
{
    for (guint i = 0; i < batch->frames->len; i++)
        mill_frames_abandon(g_ptr_array_index(batch->frames, i));
}

gboolean
mill_batch_is_done(const MillBatch *batch)
{
    return batch->n_done == batch->n_units;
}

guint
mill_batch_count_left(const MillBatch *batch)
{
    return batch->n_units - batch->n_committed;
}

static void
batch_settle(MillBatch *batch, guint index, MillSlot slot)
{
    batch->n_done += batch->slots[index].state == MILL_SLOT_OPEN;
    batch_clear_slot(&batch->slots[index]);
    batch->slots[index] = slot;
}

void
mill_batch_accept(MillBatch *batch, guint first, MillFrames *frames)
{
    guint n_units = mill_frames_get_n_units(frames);

    g_ptr_array_add(batch->frames, frames);
    for (guint i = 0; i < n_units; i++)
        batch_settle(batch, first + i,
                     (MillSlot){ .state = MILL_SLOT_ANSWERED, .number = i, .frames = frames });
    if (!batch->next || !mill_batch_is_done(batch))
        mill_frames_rest(frames);
}

gboolean
mill_batch_reject(MillBatch *batch, guint index)
{
    const MillFrames *frames = batch->slots[index].frames;

    if (batch->again[index])
        return FALSE;
    for (guint i = index; i < batch->n_units && batch->slots[i].state == MILL_SLOT_ANSWERED &&
                          batch->slots[i].frames == frames;
         i++) {
        batch->slots[i] = (MillSlot){ .state = MILL_SLOT_OPEN };
        batch->again[i] = TRUE;
        batch->n_done--;
    }
    return TRUE;
}

void
mill_batch_take_over(MillBatch *batch, guint index, gint64 number)
{
    batch_settle(batch, index, (MillSlot){ .state = MILL_SLOT_TAKEN_OVER, .earlier = number });
}

void
mill_batch_blame(MillBatch *batch, guint index, gint code, gint step, gint signal, char *message)
{
    MillBlame *blame = g_new(MillBlame, 1);

    *blame = (MillBlame){ code, step, signal, message };
    batch_settle(batch, index, (MillSlot){ .state = MILL_SLOT_BLAMED, .blame = blame });
}

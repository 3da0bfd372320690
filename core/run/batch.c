/* batch.c - units that are handed to a worker at once. */
#include "run/batch.h"

static void
batch_clear_unit(gpointer data)
{
    mill_unit_clear(data);
}

static void
batch_free_frames(gpointer data)
{
    mill_frames_free(data);
}

MillBatch *
mill_batch_new(MillSource *source, guint n_units, gint64 size)
{
    MillUnit unit;

    if (!mill_source_next(source, &unit))
        return NULL;
    MillBatch *batch = g_new0(MillBatch, 1);

    batch->units = g_array_sized_new(FALSE, FALSE, sizeof(MillUnit), MIN(n_units, 256));
    g_array_set_clear_func(batch->units, batch_clear_unit);
    batch->frames = g_ptr_array_new_with_free_func(batch_free_frames);
    do {
        g_array_append_val(batch->units, unit);
        batch->size += unit.size;
    } while (batch->units->len < n_units && batch->size < size && !mill_source_is_slow(source) &&
             mill_source_next(source, &unit));

    batch->slots = g_new0(MillSlot, batch->units->len);
    for (guint i = 0; i < batch->units->len; i++) {
        const MillUnit *item = mill_batch_get_unit(batch, i);

        if (item->problem)
            mill_batch_blame(batch, i, item->code, -1, 0, g_strdup(item->problem));
    }
    return batch;
}

void
mill_batch_free(MillBatch *batch)
{
    if (!batch)
        return;
    for (guint i = 0; i < batch->units->len; i++)
        g_free(batch->slots[i].message);
    g_free(batch->slots);
    g_array_unref(batch->units);
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
    return batch->n_done == batch->units->len;
}

const MillUnit *
mill_batch_get_unit(const MillBatch *batch, guint index)
{
    return &g_array_index(batch->units, MillUnit, index);
}

void
mill_batch_accept(MillBatch *batch, guint first, MillFrames *frames)
{
    guint n_units = mill_frames_get_n_units(frames);

    g_ptr_array_add(batch->frames, frames);
    for (guint i = 0; i < n_units; i++)
        batch->slots[first + i] = (MillSlot){ .done = TRUE, .frames = frames, .number = i };
    batch->n_done += n_units;
    if (!batch->next || !mill_batch_is_done(batch))
        mill_frames_rest(frames);
}

void
mill_batch_take_over(MillBatch *batch, guint index, gint64 number)
{
    batch->n_done += !batch->slots[index].done;
    g_free(batch->slots[index].message);
    batch->slots[index] = (MillSlot){ .done = TRUE, .step = -1, .earlier = number + 1 };
}

void
mill_batch_blame(MillBatch *batch, guint index, gint code, gint step, gint signal, char *message)
{
    batch->slots[index] = (MillSlot){
        .done = TRUE,
        .code = code,
        .step = step,
        .signal = signal,
        .message = message,
    };
    batch->n_done++;
}

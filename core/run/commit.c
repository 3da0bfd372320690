/* commit.c - the end of each document, in input order. */
#include "run/commit.h"

#include <string.h>

/* A document on its last step: what there is to tell, and by whom the strings are owned. */
typedef struct {
    const MillUnit *unit;
    MillResult result;
    gint code;    /* MillErrorCode, if quarantined */
    gint step;    /* -1 for none */
    char *mended; /* result.message, where it had to be made */
    MillCost cost;
} Ending;

static void
commit_quarantine(Ending *ending, gint code, const char *message)
{
    ending->result.outcome = MILL_OUTCOME_QUARANTINED;
    ending->result.message = message;
    ending->code = code;
}

/* What the worker found. Its strings may hold anything. */
static void
commit_read_frame(Ending *ending, const MillFrameView *frame)
{
    ending->result.outcome = (MillOutcome) frame->head.outcome;
    ending->result.message = frame->message;
    ending->result.n_diagnostics = frame->head.n_diagnostics;
    ending->code = frame->head.code;
    ending->step = frame->head.step;
    ending->cost.bytes = frame->head.bytes_in;
    ending->cost.nanoseconds = frame->head.nanoseconds;
    if (frame->message && !g_utf8_validate(frame->message, -1, NULL)) {
        ending->mended = g_utf8_make_valid(frame->message, -1);
        ending->result.message = ending->mended;
    }
}

static void
commit_read_blame(Ending *ending, const MillBlame *blame)
{
    commit_quarantine(ending, blame->code, blame->message);
    if (blame->code == MILL_UNIT_DROPPED)
        ending->result.outcome = MILL_OUTCOME_DROPPED;
    ending->result.signal = blame->signal;
    ending->step = blame->step;
}

/* @reason is taken over. */
static void
commit_drop(const MillCommit *commit, Ending *ending, gint step, char *reason)
{
    g_free(ending->mended);
    ending->mended = g_utf8_make_valid(reason, -1);
    ending->result.outcome = MILL_OUTCOME_DROPPED;
    ending->result.message = ending->mended;
    ending->step = step;
    ending->cost.bytes_out = 0;
    commit->dropped[step]++;
    g_free(reason);
}

/* A corpus step may know a document before this one that makes it unwanted. */
static gboolean
commit_admit(const MillCommit *commit, Ending *ending, const MillFrameView *frame, GError **error)
{
    char *reason = NULL;
    gint step = -1;

    if (!mill_delivery_admit(commit->delivery, ending->unit, frame, &step, &reason, error))
        return FALSE;
    if (reason)
        commit_drop(commit, ending, step, reason);
    return TRUE;
}

/* Writes the files of a document that is to be exported. If only its own names are the problem, it
 * is quarantined. */
static gboolean
commit_export(const MillCommit *commit, Ending *ending, const MillFrameView *frame, GError **error)
{
    g_autoptr(GError) local = NULL;
    gboolean is_local = FALSE;
    gint64 bytes = 0;

    if (mill_delivery_export(commit->delivery, ending->unit, frame, &bytes, &is_local, &local)) {
        ending->cost.bytes_out = bytes;
        return TRUE;
    }
    if (!is_local) {
        g_propagate_error(error, g_steal_pointer(&local));
        return FALSE;
    }
    g_free(ending->mended);
    ending->mended = g_strdup(local->message);
    commit_quarantine(ending, MILL_ERROR_IO, ending->mended);
    return TRUE;
}

static void
commit_count(MillProgress *total, const Ending *ending)
{
    total->documents++;
    total->bytes_in += ending->cost.bytes;
    total->bytes_out += ending->cost.bytes_out;
    total->exported += ending->result.outcome == MILL_OUTCOME_EXPORTED;
    total->dropped += ending->result.outcome == MILL_OUTCOME_DROPPED;
    total->quarantined += ending->result.outcome == MILL_OUTCOME_QUARANTINED;
}

/* What the step says about errors. */
static MillOnError
commit_get_policy(const MillCommit *commit, const Ending *ending)
{
    if (ending->result.outcome != MILL_OUTCOME_QUARANTINED || ending->step < 0)
        return MILL_ON_ERROR_QUARANTINE;
    return mill_pipeline_get_step(commit->pipeline, (gsize) ending->step)->on_error;
}

/* Tells everybody. FALSE if this document ends the run. */
static gboolean
commit_tell(const MillCommit *commit, Ending *ending, GError **error)
{
    MillOnError policy = commit_get_policy(commit, ending);
    MillResult *result = &ending->result;

    if (policy == MILL_ON_ERROR_DROP)
        result->outcome = MILL_OUTCOME_DROPPED;
    if (result->outcome == MILL_OUTCOME_QUARANTINED)
        result->code = mill_error_code_name(ending->code);
    if (ending->step >= 0)
        result->step = mill_pipeline_get_step(commit->pipeline, (gsize) ending->step)->id;
    commit_count(commit->total, ending);
    gboolean fine =
        mill_delivery_record(commit->delivery, ending->unit, result, &ending->cost, error);

    if (commit->options->on_result)
        commit->options->on_result(result, commit->options->data);
    if (!fine || policy != MILL_ON_ERROR_STOP)
        return fine;
    g_set_error(error, MILL_ERROR, ending->code,
                "document '%s' failed in step '%s' (on-error: stop): %s", result->document,
                result->step, result->message);
    return FALSE;
}

static gboolean
commit_metrics(const MillCommit *commit, const MillUnit *unit, const MillFrameView *frame,
               GError **error)
{
    for (guint32 i = 0; i < frame->head.n_metrics; i++) {
        MillFrameMetric metric;
        MillMetricKey key;

        memcpy(&metric, frame->metrics + i * sizeof(metric), sizeof(metric));
        mill_metrics_add(commit->metrics, metric.step, metric.name, &metric.sum, &key);
        if (!mill_delivery_count(commit->delivery, unit, &key, &metric.sum, error))
            return FALSE;
    }
    return TRUE;
}

/* Whose numbers are taken over. */
typedef struct {
    const MillCommit *commit;
    const MillUnit *unit;
} Counting;

static gboolean
commit_take_metric(const char *step, const char *name, const MillMetricSum *sum, gpointer data,
                   GError **error)
{
    const Counting *counting = data;
    const MillCommit *commit = counting->commit;
    MillMetricKey key;

    return !mill_metrics_take_over(commit->metrics, step, name, sum, &key) ||
           mill_delivery_count(commit->delivery, counting->unit, &key, sum, error);
}

static MillErrorCode
commit_find_code(const char *name)
{
    gint code = 0;

    while (code <= MILL_ERROR_STOPPED && g_strcmp0(mill_error_code_name(code), name) != 0)
        code++;
    return code <= MILL_ERROR_STOPPED ? (MillErrorCode) code : MILL_ERROR_FAILED;
}

/* What became of the document then. */
static void
commit_read_row(const MillCommit *commit, Ending *ending, const MillLedgerRow *row)
{
    ending->result.outcome = row->outcome;
    ending->result.message = ending->mended = g_strdup(row->message);
    ending->result.signal = row->signal;
    ending->result.n_diagnostics = (gsize) row->n_diagnostics;
    ending->cost = row->cost;
    if (row->outcome == MILL_OUTCOME_QUARANTINED)
        ending->code = commit_find_code(row->code);
    for (gsize i = 0; row->step && i < mill_pipeline_get_n_steps(commit->pipeline); i++)
        if (g_str_equal(mill_pipeline_get_step(commit->pipeline, i)->id, row->step))
            ending->step = (gint) i;
}

/* Takes document @number of the earlier run over. */
static gboolean
commit_take_over(const MillCommit *commit, MillEarlier *earlier, Ending *ending, gint64 number,
                 GError **error)
{
    char *reason = NULL;
    Counting counting = { commit, ending->unit };
    MillLedgerRow row;
    gint step = -1;

    if (!mill_earlier_get(earlier, number, &row, error))
        return FALSE;
    commit_read_row(commit, ending, &row);
    if (!mill_earlier_deliver(earlier, &row, ending->unit, commit->delivery, &step, &reason,
                              error) ||
        !mill_ledger_each_counted(mill_earlier_get_ledger(earlier), number, number + 1,
                                  commit_take_metric, &counting, error))
        return FALSE;
    ++*commit->taken_over;
    if (reason)
        commit_drop(commit, ending, step, reason);
    return TRUE;
}

/* Looks at what its worker found, and takes in the results. */
static gboolean
commit_found(const MillCommit *commit, Ending *ending, const MillSlot *slot, GError **error)
{
    g_autoptr(GError) local = NULL;
    MillFrameView frame;
    gboolean fine = TRUE;

    if (!mill_frames_load(slot->frames, &local)) {
        ending->mended = g_strdup(local->message);
        commit_quarantine(ending, local->code, ending->mended);
        return TRUE;
    }
    mill_frames_view(slot->frames, slot->number, &frame);
    commit_read_frame(ending, &frame);
    if (frame.head.outcome == MILL_OUTCOME_EXPORTED)
        fine = commit_admit(commit, ending, &frame, error);
    if (fine && ending->result.outcome == MILL_OUTCOME_EXPORTED)
        fine = commit_export(commit, ending, &frame, error);
    if (fine && ending->result.outcome != MILL_OUTCOME_QUARANTINED)
        fine = commit_metrics(commit, ending->unit, &frame, error);
    return fine;
}

static gboolean
commit_unit(const MillCommit *commit, const MillBatch *batch, guint index, GError **error)
{
    const MillSlot *slot = &batch->slots[index];
    Ending ending = { .unit = &batch->units[index], .step = -1 };
    gboolean fine = TRUE;

    ending.result.document = ending.unit->id;
    if (slot->state == MILL_SLOT_TAKEN_OVER) {
        fine = commit_take_over(commit, commit->earlier, &ending, slot->earlier, error);
    } else if (slot->state == MILL_SLOT_ANSWERED) {
        fine = commit_found(commit, &ending, slot, error);
    } else {
        commit_read_blame(&ending, slot->blame);
    }
    fine = fine && commit_tell(commit, &ending, error);
    g_free(ending.mended);
    return fine;
}

gboolean
mill_commit_take_over(const MillCommit *commit, MillEarlier *earlier, const MillUnit *unit,
                      gint64 number, GError **error)
{
    Ending ending = { .unit = unit, .step = -1 };

    ending.result.document = unit->id;
    gboolean fine = commit_take_over(commit, earlier, &ending, number, error) &&
                    commit_tell(commit, &ending, error);

    g_free(ending.mended);
    return fine;
}

/* Whether what there is about unit @index can be told. */
static gboolean
commit_is_ready(MillBatch *batch, guint index)
{
    const MillSlot *slot = &batch->slots[index];

    return slot->state != MILL_SLOT_ANSWERED || mill_frames_load(slot->frames, NULL) ||
           !mill_batch_reject(batch, index);
}

gboolean
mill_commit_batch(const MillCommit *commit, MillBatch *batch, GError **error)
{
    for (; batch->n_committed < batch->n_units; batch->n_committed++) {
        if (!commit_is_ready(batch, batch->n_committed))
            break;
        if (!commit_unit(commit, batch, batch->n_committed, error))
            return FALSE;
    }
    return mill_delivery_flush(commit->delivery, error);
}

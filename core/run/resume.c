/* resume.c - what of an earlier run in the results folder still holds. */
#include "run/resume.h"

#include "run/pipeline-private.h"

void
mill_resume_clear(MillResume *resume)
{
    g_clear_pointer(&resume->steps, g_ptr_array_unref);
    g_clear_pointer(&resume->reason, g_free);
}

/* The first difference is the one that is told. */
static void G_GNUC_PRINTF(2, 3) resume_differ(MillResume *resume, const char *format, ...)
{
    va_list arguments;

    if (resume->reason)
        return;
    va_start(arguments, format);
    resume->reason = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

typedef struct {
    MillResume *resume;
    MillPipeline *pipeline;
} Comparing;

static gboolean
resume_compare_step(const char *id, const char *type, const char *version, const char *sha256,
                    gpointer data, GError **error)
{
    const Comparing *comparing = data;
    MillResume *resume = comparing->resume;
    gint number = (gint) resume->steps->len;
    const MillStep *step = (guint) number < comparing->pipeline->steps->len
                               ? mill_pipeline_step(comparing->pipeline, (gsize) number)
                               : NULL;

    g_ptr_array_add(resume->steps, g_strdup(id));
    if (step && g_strcmp0(step->sha256, sha256) == 0)
        return TRUE;
    resume->first_changed = MIN(resume->first_changed, number);
    if (!step || g_strcmp0(step->id, id) != 0)
        resume_differ(resume, "the pipeline has other steps from '%s' on", id);
    else if (g_strcmp0(step->info.type->version ? step->info.type->version : "1", version) != 0)
        resume_differ(resume, "step '%s' has another version", id);
    else
        resume_differ(resume, "step '%s' has changed: its options, or a file it uses", id);
    return TRUE;
}

static gboolean
resume_compare_steps(MillResume *resume, MillPipeline *pipeline, MillLedgerReader *reader,
                     GError **error)
{
    Comparing comparing = { resume, pipeline };

    if (!mill_ledger_each_step(reader, resume_compare_step, &comparing, error))
        return FALSE;
    if (resume->steps->len < pipeline->steps->len) {
        resume->first_changed = MIN(resume->first_changed, (gint) resume->steps->len);
        resume_differ(resume, "the pipeline has the step '%s' more",
                      mill_pipeline_step(pipeline, resume->steps->len)->id);
    }
    return TRUE;
}

static gboolean
resume_check_shard(MillLedgerReader *reader, const char *folder, const MillRunOptions *options,
                   GError **error)
{
    gint64 shard = mill_ledger_get_int(reader, "shard");
    gint64 n_shards = mill_ledger_get_int(reader, "n_shards");

    if (n_shards == options->n_shards && (n_shards == 0 || shard == options->shard))
        return TRUE;
    if (n_shards == 0)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' holds a run over all documents, not a shard of one", folder);
    else
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' holds shard %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " of a run", folder,
                    shard, n_shards);
    return FALSE;
}

/* How far the earlier run is certain. */
static gboolean
resume_measure(MillResume *resume, MillLedgerReader *reader, GError **error)
{
    g_autofree char *boot = mill_ledger_dup_boot();
    gint64 synced = mill_ledger_get_int(reader, "synced");

    resume->began = mill_ledger_get_int(reader, "began");
    if (!mill_ledger_count(reader, G_MAXINT64, &resume->done, &resume->end, error))
        return FALSE;
    resume->distrust =
        synced < resume->end && g_strcmp0(boot, mill_ledger_get(reader, "boot")) != 0;
    return !resume->distrust ||
           mill_ledger_count(reader, synced, &resume->done, &resume->end, error);
}

static gboolean
resume_is_same_input(const MillLedgerRow *row, const MillUnit *unit)
{
    return row->file_size == unit->file_size && row->file_time == unit->mtime_ns;
}

static void
resume_compare_unit(MillResume *resume, const MillLedgerRow *row, const MillUnit *unit)
{
    if (g_strcmp0(row->id, unit->id) != 0)
        resume_differ(resume, "the inputs are others: where '%s' was, '%s' is", row->id, unit->id);
    else if (!resume_is_same_input(row, unit))
        resume_differ(resume, "the input '%s' has changed", unit->id);
}

/* Holds each document against the unit that is in its place now, up to the first difference. */
static gboolean
resume_compare_inputs(MillResume *resume, MillLedgerReader *reader, MillSource *source,
                      GError **error)
{
    GError *wrong = NULL;
    MillLedgerRow row;

    while (!resume->reason && mill_ledger_next(reader, &row, &wrong) && row.number < resume->end) {
        g_auto(MillUnit) unit = { 0 };

        if (mill_source_next(source, &unit))
            resume_compare_unit(resume, &row, &unit);
        else
            resume_differ(resume, "the input '%s' is gone", row.id);
    }
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

/* The run is the same so far. A finished one has nothing to do, unless there are more inputs now.
 */
static void
resume_decide(MillResume *resume, MillLedgerReader *reader, MillSource *source)
{
    g_auto(MillUnit) unit = { 0 };

    resume->kind = MILL_RESUME_CONTINUE;
    if (resume->distrust || g_strcmp0(mill_ledger_get(reader, "state"), "finished") != 0)
        return;
    resume->kind = MILL_RESUME_DONE;
    if (!mill_source_next(source, &unit))
        return;
    resume->kind = MILL_RESUME_AGAIN;
    resume_differ(resume, "the input '%s' is new", unit.id);
}

gboolean
mill_resume_compare(MillResume *resume, MillPipeline *pipeline, MillSource *source,
                    const char *folder, const MillRunOptions *options, GError **error)
{
    *resume = (MillResume){ .first_changed = G_MAXINT };
    resume->steps = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(MillLedgerReader) reader = mill_ledger_open(folder, error);

    if (!reader || !resume_check_shard(reader, folder, options, error) ||
        !resume_measure(resume, reader, error) ||
        !resume_compare_steps(resume, pipeline, reader, error))
        return FALSE;
    if (options->retry) {
        resume->kind = resume->done.quarantined > 0 ? MILL_RESUME_AGAIN : MILL_RESUME_DONE;
        return TRUE;
    }
    if (!resume_compare_inputs(resume, reader, source, error))
        return FALSE;
    if (resume->reason)
        resume->kind = MILL_RESUME_AGAIN;
    else
        resume_decide(resume, reader, source);
    return TRUE;
}

/* Whether the document ended before it came to the first step that has changed. */
static gboolean
resume_ended_before(const MillResume *resume, const MillLedgerRow *row)
{
    if (resume->first_changed == G_MAXINT)
        return TRUE;
    if (row->outcome == MILL_OUTCOME_EXPORTED || !row->step)
        return FALSE;
    for (gint i = 0; i < resume->first_changed && (guint) i < resume->steps->len; i++)
        if (g_str_equal(row->step, g_ptr_array_index(resume->steps, i)))
            return TRUE;
    return FALSE;
}

gboolean
mill_resume_keeps(const MillResume *resume, const MillRunOptions *options, const MillLedgerRow *row,
                  const MillUnit *unit)
{
    if (row->number >= resume->end)
        return FALSE;
    if (options->retry)
        return row->outcome != MILL_OUTCOME_QUARANTINED;
    return resume_is_same_input(row, unit) && resume_ended_before(resume, row);
}

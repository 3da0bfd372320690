/* resume.c - what of an earlier run in the results folder still holds. */
#include "run/resume.h"

#include "pipeline/pipeline-private.h"
#include "results/collect-read.h"
#include "results/parts.h"

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

typedef struct {
    MillResume *resume;
    const char *folder;
} Checking;

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
    if (!resume->reason && resume->steps->len == pipeline->steps->len &&
        g_strcmp0(pipeline->sha256, mill_ledger_get(reader, "pipeline_sha256")) != 0) {
        resume->first_changed = 0;
        resume_differ(resume, "the pipeline's section 'input' has changed");
    }
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

/* What a run that was finished says of itself. */
static gboolean
resume_read_totals(MillResume *resume, MillLedgerReader *reader, GError **error)
{
    resume->done = (MillProgress){
        .documents = mill_ledger_get_int(reader, "documents"),
        .exported = mill_ledger_get_int(reader, "exported"),
        .dropped = mill_ledger_get_int(reader, "dropped"),
        .quarantined = mill_ledger_get_int(reader, "quarantined"),
        .bytes_in = mill_ledger_get_int(reader, "bytes_in"),
        .bytes_out = mill_ledger_get_int(reader, "bytes_out"),
    };
    return mill_ledger_get_end(reader, &resume->end, error);
}

/* How far the earlier run is certain. */
static gboolean
resume_measure(MillResume *resume, MillLedgerReader *reader, GError **error)
{
    resume->began = mill_ledger_get_int(reader, "began");
    resume->complete = g_strcmp0(mill_ledger_get(reader, "state"), "finished") == 0;
    return resume->complete
               ? resume_read_totals(resume, reader, error)
               : mill_ledger_count(reader, G_MAXINT64, &resume->done, &resume->end, error);
}

/* Of what came through a pipe, only the length tells. */
static gboolean
resume_is_same_input(const MillLedgerRow *row, const MillUnit *unit)
{
    if (mill_unit_is_piped(unit) && row->cost.bytes > 0 && row->cost.bytes != unit->size)
        return FALSE;
    return row->file_size == unit->container->file_size &&
           row->file_time == unit->container->mtime_ns;
}

static void
resume_compare_unit(MillResume *resume, const MillLedgerRow *row, const MillUnit *unit)
{
    if (g_strcmp0(row->id, unit->id) != 0)
        resume_differ(resume, "the inputs are others: where '%s' was, '%s' is", row->id, unit->id);
    else if (!resume_is_same_input(row, unit))
        resume_differ(resume, "the input '%s' has changed", unit->id);
}

typedef struct {
    MillResume *resume;
    MillLedgerReader *reader;
    gint64 next; /* document to be compared */
    GError *error;
} Passing;

/* A file that has not changed has the documents that it had: all from @index to those of the next
 * file. Where none follow, there may be more of it that the run had not come to. */
static gint64
resume_pass(const MillUnit *file, gint64 index, gpointer data)
{
    Passing *passing = data;
    const MillResume *resume = passing->resume;

    if (file->container->mtime_ns == 0 || passing->error || index != passing->next)
        return 0;
    gint64 end = mill_ledger_find_end(passing->reader, index, file, &passing->error);

    if (end <= index || end > resume->end || (end == resume->end && !resume->complete))
        return 0;
    mill_ledger_seek(passing->reader, end);
    passing->next = end;
    return end - index;
}

/* The next document and the next unit. FALSE if they differ, or one is not there. */
static gboolean
resume_compare_next(Passing *passing, MillSource *source)
{
    MillResume *resume = passing->resume;
    g_auto(MillUnit) unit = { 0 };
    gboolean found = mill_source_next(source, &unit);
    MillLedgerRow row;

    if (passing->error)
        return FALSE;
    if (passing->next < resume->end && mill_ledger_next(passing->reader, &row, &passing->error)) {
        passing->next = row.number + 1;
        if (found)
            resume_compare_unit(resume, &row, &unit);
        else
            resume_differ(resume, "the input '%s' is gone", row.id);
    } else if (found && !passing->error) {
        resume_differ(resume, "the input '%s' is new", unit.id);
    } else {
        passing->next = resume->end;
    }
    return !passing->error && !resume->reason;
}

/* Holds each document against the unit that is in its place now, up to the first difference. */
static gboolean
resume_compare_inputs(MillResume *resume, MillLedgerReader *reader, MillSource *source,
                      GError **error)
{
    Passing passing = { .resume = resume, .reader = reader };

    mill_source_set_pass(source, resume_pass, &passing);
    while (!resume->reason && passing.next < resume->end)
        if (!resume_compare_next(&passing, source))
            break;
    mill_source_set_pass(source, NULL, NULL);
    if (passing.error)
        g_propagate_error(error, passing.error);
    return !passing.error;
}

/* A file that documents share, and that the run would go on with, is there as far as it is certain.
 */
static gboolean
resume_check_shared(const MillLedgerFile *file, gpointer data, GError **error)
{
    const Checking *checking = data;
    gboolean is_log = g_str_equal(file->kind, MILL_LEDGER_PARTS);

    if (is_log ? mill_parts_is_there(checking->folder, file->size)
               : !g_str_equal(file->kind, MILL_LEDGER_COLLECTION) ||
                     mill_collect_is_there(checking->folder, file))
        return TRUE;
    resume_differ(checking->resume, "'%s' is not as the run left it", file->name);
    return TRUE;
}

/* The run is the same so far. A finished one has nothing to do, unless there are more inputs now.
 */
static void
resume_decide(MillResume *resume, MillSource *source)
{
    g_auto(MillUnit) unit = { 0 };

    resume->kind = MILL_RESUME_CONTINUE;
    if (!resume->complete)
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

    /* A run that was killed as soon as it had made the ledger has said nothing in it. */
    if (reader && !mill_ledger_get(reader, "state"))
        return TRUE;
    if (!reader || !resume_check_shard(reader, folder, options, error) ||
        !resume_measure(resume, reader, error) ||
        !resume_compare_steps(resume, pipeline, reader, error))
        return FALSE;
    if (options->retry) {
        resume->kind = resume->done.quarantined > 0 ? MILL_RESUME_AGAIN : MILL_RESUME_DONE;
        return TRUE;
    }
    Checking checking = { resume, folder };

    if (!mill_ledger_each_shared(reader, resume_check_shared, &checking, error) ||
        !resume_compare_inputs(resume, reader, source, error))
        return FALSE;
    if (resume->reason)
        resume->kind = MILL_RESUME_AGAIN;
    else
        resume_decide(resume, source);
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

/* merge.c - the shards of a run put together: the results of the run that they are shards of. */
#include "run/run-private.h"

#include <string.h>

typedef struct {
    MillRun *run;
    GPtrArray *shards; /* MillEarlier, by their numbers */
} Merge;

/* The shard in @folder is one of @n_shards that nobody has been yet. */
static gboolean
merge_place(Merge *merge, const char *folder, guint n_shards, GError **error)
{
    g_autoptr(MillEarlier) shard = mill_earlier_open(folder, error);
    MillLedgerReader *ledger = shard ? mill_earlier_get_ledger(shard) : NULL;

    if (!shard)
        return FALSE;
    gint64 of = mill_ledger_get_int(ledger, "n_shards");
    gint64 number = mill_ledger_get_int(ledger, "shard");
    const char *state = mill_ledger_get(ledger, "state");

    if (g_strcmp0(state, "finished") != 0)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "the run in '%s' is %s; finish it with --resume first", folder,
                    state ? state : "damaged");
    else if (of == 0 || number < 1 || number > of)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' holds no shard: run it with --shard I/N", folder);
    else if (of != n_shards)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' holds shard %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                    "; name all of them (%u were given)",
                    folder, number, of, n_shards);
    else if (merge->shards->pdata[number - 1])
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' holds shard %" G_GINT64_FORMAT ", which was given already", folder,
                    number);
    else
        merge->shards->pdata[number - 1] = g_steal_pointer(&shard);
    return !shard;
}

/* All shards were made by this pipeline. */
static gboolean
merge_check_pipeline(const Merge *merge, GError **error)
{
    const char *wanted = merge->run->pipeline->sha256;

    for (guint i = 0; i < merge->shards->len; i++) {
        MillLedgerReader *ledger = mill_earlier_get_ledger(merge->shards->pdata[i]);

        if (g_strcmp0(mill_ledger_get(ledger, "pipeline_sha256"), wanted) == 0)
            continue;
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "shard %u was made by another pipeline than this one is now: its steps, their "
                    "options or the files they use are not the same",
                    i + 1);
        return FALSE;
    }
    return TRUE;
}

/* Delivers document number @number. *@done becomes TRUE if there is none. */
static gboolean
merge_document(const Merge *merge, const MillCommit *commit, gint64 number, gboolean *done,
               GError **error)
{
    MillEarlier *shard = merge->shards->pdata[number % merge->shards->len];
    GError *wrong = NULL;
    MillLedgerRow row;

    *done = !mill_earlier_get(shard, number, &row, &wrong);
    if (wrong) {
        g_propagate_error(error, wrong);
        return FALSE;
    }
    if (*done)
        return TRUE;
    if (row.number != number) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "the shards lack document number %" G_GINT64_FORMAT
                    ": they are not of the same inputs",
                    number);
        return FALSE;
    }
    g_auto(MillUnit) unit = {
        .id = g_strdup(row.id),
        .container = mill_container_new(row.path, -1, row.file_size, row.file_time),
        .index = number,
    };

    return (row.outcome != MILL_OUTCOME_QUARANTINED ||
            mill_kept_lend(mill_earlier_get_ledger(shard), number, &unit, error)) &&
           mill_commit_take_over(commit, shard, &unit, number, error);
}

/* Documents from @number on were not in the shards, so no shard may have one. */
static gboolean
merge_check_end(const Merge *merge, gint64 number, GError **error)
{
    for (guint i = 0; i < merge->shards->len; i++) {
        MillLedgerRow row;

        if (!mill_earlier_get(merge->shards->pdata[i], number, &row, error))
            continue;
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "shard %u has the document '%s', number %" G_GINT64_FORMAT
                    ", but number %" G_GINT64_FORMAT
                    " is in no shard: they are not of the same inputs",
                    i + 1, row.id, row.number, number);
        return FALSE;
    }
    return TRUE;
}

static gboolean
merge_all(const Merge *merge, GError **error)
{
    MillRun *run = merge->run;
    const MillCommit commit = mill_run_get_commit(run);
    gboolean done = FALSE;
    gint64 number;

    for (number = 0;; number++) {
        if (run->options->stop && *run->options->stop != 0) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_STOPPED, "the merge was interrupted");
            return FALSE;
        }
        if (!merge_document(merge, &commit, number, &done, error))
            return FALSE;
        if (done)
            return merge_check_end(merge, number, error);
        if (!mill_delivery_flush(run->delivery, error))
            return FALSE;
        mill_run_tell(run);
    }
}

static gboolean
merge_open(Merge *merge, const char *const *folders, GError **error)
{
    MillRun *run = merge->run;
    guint n_shards = g_strv_length((char **) folders);

    g_ptr_array_set_size(merge->shards, (gint) n_shards);
    for (guint i = 0; i < n_shards; i++)
        if (!merge_place(merge, folders[i], n_shards, error))
            return FALSE;
    mill_pipeline_seal(run->pipeline);
    run->pipeline->provenance.began =
        mill_ledger_get_int(mill_earlier_get_ledger(merge->shards->pdata[0]), "began");
    if (!merge_check_pipeline(merge, error))
        return FALSE;
    run->delivery = mill_delivery_new(run->pipeline, run->options, error);
    return run->delivery && mill_delivery_open(run->delivery, error);
}

static void
merge_close(gpointer shard)
{
    mill_earlier_close(shard);
}

gboolean
mill_merge(MillPipeline *pipeline, const char *const *shards, const MillRunOptions *options,
           MillRun **run, GError **error)
{
    g_return_val_if_fail(pipeline && shards && *shards && options->output, FALSE);

    g_autoptr(MillRun) self = mill_run_new(pipeline, options);
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(merge_close);
    Merge merge = { self, places };
    GError *failure = NULL;

    *run = NULL;
    if (merge_open(&merge, shards, &failure)) {
        if (mill_delivery_begin(self->delivery, &failure))
            merge_all(&merge, &failure);
        mill_delivery_finish(self->delivery, &self->summary.progress, failure,
                             failure ? NULL : &failure);
        mill_run_summarise(self);
        self->summary.progress.expected = self->summary.progress.documents;
        self->summary.progress.enumerated = TRUE;
        g_clear_pointer(&self->delivery, mill_delivery_free);
        *run = g_steal_pointer(&self);
    }
    if (!failure)
        return TRUE;
    g_propagate_error(error, failure);
    return FALSE;
}

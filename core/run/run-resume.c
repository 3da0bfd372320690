/* run-resume.c - going on with the run before, or doing again what is not as it was. */
#include "run/run-private.h"

#include "results/folder.h"
#include "results/replace.h"

/* Documents that were dropped by one that turns others away are asked for anew: who came before
 * them may be others now. */
static gboolean
resume_is_judged_anew(const MillRun *run, const MillLedgerRow *row)
{
    for (gsize i = 0; row->step && i < run->n_steps; i++) {
        const MillStepInfo *step = mill_pipeline_get_step(run->pipeline, i);

        if (step->type->admit && g_str_equal(step->id, row->step))
            return row->outcome == MILL_OUTCOME_DROPPED;
    }
    return FALSE;
}

/* The document of the earlier run that @unit was. FALSE if there is none, or one that the run has
 * passed already. */
static gboolean
resume_find(MillRun *run, const MillUnit *unit, MillLedgerRow *row, GError **error)
{
    MillLedgerReader *ledger = mill_earlier_get_ledger(run->earlier);

    mill_ledger_seek(ledger, run->expected);
    if (!mill_ledger_next(ledger, row, error))
        return FALSE;
    if (!g_str_equal(row->id, unit->id)) {
        gint64 number = mill_ledger_find(ledger, unit->id, error);

        if (number < run->expected)
            return FALSE;
        mill_ledger_seek(ledger, number);
        if (!mill_ledger_next(ledger, row, error))
            return FALSE;
    }
    run->expected = row->number + 1;
    return TRUE;
}

gboolean
mill_run_take_over(MillRun *run, MillBatch *batch, GError **error)
{
    for (guint i = 0; i < batch->n_units; i++) {
        const MillUnit *unit = &batch->units[i];
        GError *wrong = NULL;
        MillLedgerRow row;

        if (resume_find(run, unit, &row, &wrong) &&
            mill_resume_keeps(&run->resume, run->options, &row, unit) &&
            (unit->problem || !resume_is_judged_anew(run, &row)) &&
            mill_earlier_has(run->earlier, &row, mill_delivery_gathers(run->delivery), &wrong))
            mill_batch_take_over(batch, i, row.number);
        if (wrong) {
            g_propagate_error(error, wrong);
            return FALSE;
        }
    }
    return TRUE;
}

/* The run that is to be made from the earlier one gets a folder of its own, in that one's work
 * folder. */
static gboolean
resume_begin_again(MillRun *run, GError **error)
{
    const char *folder = mill_deposit_get_path(mill_delivery_get_deposit(run->delivery));

    run->behind = g_steal_pointer(&run->delivery);
    if (!mill_replace_prepare(mill_delivery_get_deposit(run->behind), &run->next, error))
        return FALSE;
    run->inner = *run->options;
    run->inner.output = run->next;
    run->options = &run->inner;
    run->delivery = mill_delivery_new(run->pipeline, run->options, error);
    if (!run->delivery || !mill_delivery_open(run->delivery, error))
        return FALSE;
    mill_deposit_be_careful(mill_delivery_get_deposit(run->delivery));
    run->earlier = mill_earlier_open(folder, error);
    run->replay = run->options->retry ? mill_replay_open(folder, error) : NULL;
    if (!run->earlier || (run->options->retry && !run->replay))
        return FALSE;
    /* Comparing has used the units up. */
    if (mill_source_restart(run->source, error))
        return TRUE;
    if (run->resume.reason)
        g_prefix_error(error, "%s; ", run->resume.reason);
    return FALSE;
}

gboolean
mill_run_replay(const char *path, MillUnit *unit, gpointer data)
{
    MillRun *run = data;

    return run->replay && mill_replay_next(run->replay, path, unit);
}

static gboolean
resume_add_counted(const char *step, const char *name, const MillMetricSum *sum, gpointer data,
                   GError **error)
{
    MillMetricKey key;

    mill_metrics_take_over(data, step, name, sum, &key);
    return TRUE;
}

/* What steps counted in the documents that are done. */
static gboolean
resume_load_counted(MillRun *run, const char *folder, GError **error)
{
    g_autoptr(MillLedgerReader) ledger = mill_ledger_open(folder, error);

    return ledger && mill_ledger_each_counted(ledger, 0, run->resume.end, resume_add_counted,
                                              run->metrics, error);
}

/* The machine went down before the earlier run had reached the disk: its ledger may be damaged in
 * ways that nobody sees. */
static gboolean
resume_lose(MillRun *run, GError **error)
{
    if (!run->options->retry) {
        run->resume.reason = g_strdup("the machine was started anew before the earlier run was "
                                      "certain to have reached the disk");
        return TRUE;
    }
    g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                "the machine was started anew before the run in '%s' was certain to have reached "
                "the disk; run it again with --resume, which does all documents anew",
                run->options->output);
    return FALSE;
}

/* Finds out what still holds. Of a damaged ledger nothing does. */
static gboolean
resume_compare(MillRun *run, MillDeposit *deposit, GError **error)
{
    GError *wrong = NULL;
    gboolean lost = FALSE;

    if (mill_replace_complete(deposit, &wrong) && mill_deposit_settle(deposit, &lost, &wrong) &&
        (lost ? resume_lose(run, &wrong)
              : mill_resume_compare(&run->resume, run->pipeline, run->source,
                                    mill_deposit_get_path(deposit), run->options, &wrong)))
        return TRUE;
    if (!mill_folder_forgives(run->options->force && run->options->resume, wrong, error))
        return FALSE;
    mill_resume_clear(&run->resume);
    run->resume = (MillResume){ .kind = MILL_RESUME_FRESH };
    return mill_source_restart(run->source, error);
}

gboolean
mill_run_prepare_resume(MillRun *run, GError **error)
{
    MillDeposit *deposit = mill_delivery_get_deposit(run->delivery);

    if (!deposit || (!run->options->resume && !run->options->retry) ||
        !mill_deposit_has_ledger(deposit))
        return TRUE;
    if (!resume_compare(run, deposit, error))
        return FALSE;
    if (!run->options->retry)
        run->summary.changed = run->resume.reason;
    if (run->resume.kind == MILL_RESUME_FRESH)
        return TRUE;
    run->pipeline->provenance.began = run->resume.began;
    if (run->resume.kind == MILL_RESUME_AGAIN)
        return resume_begin_again(run, error);
    if (!resume_load_counted(run, mill_deposit_get_path(deposit), error))
        return FALSE;
    run->summary.progress = run->resume.done;
    if (run->resume.kind == MILL_RESUME_DONE) {
        mill_deposit_tidy(deposit);
        run->summary.progress.expected = run->resume.done.documents;
        run->summary.progress.enumerated = TRUE;
    }
    run->summary.taken_over = run->resume.done.documents;
    run->summary.inputs_read = mill_source_get_behind(run->source);
    run->done_before = (MillPlace){ run->summary.inputs_read, run->resume.done.documents };
    return TRUE;
}

gboolean
mill_run_replace(MillRun *run, GError **error)
{
    g_clear_pointer(&run->earlier, mill_earlier_close);
    g_clear_pointer(&run->delivery, mill_delivery_free);
    return mill_replace_complete(mill_delivery_get_deposit(run->behind), error);
}

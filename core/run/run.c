/* run.c - a pipeline over many documents. */
#include <textmill/run.h>

#include <signal.h>
#include <unistd.h>

#include "results/replace.h"
#include "run/run-private.h"

#define RUN_WAIT_MS        200 /* between looks at the stop flag, and between calls of on_progress */
#define RUN_COUNT_SLICE    256
#define RUN_BATCH_SIZE     (1024 * 1024) /* bytes of input */
/* How much may be under way: handed out, or done and waiting for an earlier document. */
#define RUN_WINDOW_SIZE    (256 * 1024 * 1024) /* bytes of input */
#define RUN_WINDOW_BATCHES 12                  /* for each worker */

/* What the run changes in the process, to be put back. */
typedef struct {
    struct sigaction pipe;
    struct sigaction size;
} Signals;

/* A reader that is gone and a limit on file sizes show as errors of write(). */
static void
run_ignore_signals(Signals *before)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };

    sigaction(SIGPIPE, &ignore, &before->pipe);
    sigaction(SIGXFSZ, &ignore, &before->size);
}

static void
run_restore_signals(const Signals *before)
{
    sigaction(SIGPIPE, &before->pipe, NULL);
    sigaction(SIGXFSZ, &before->size, NULL);
}

static void
run_close(MillRun *run)
{
    g_queue_clear_full(&run->window, (GDestroyNotify) mill_batch_free); /* uses the crew's page */
    g_clear_pointer(&run->crew, mill_crew_free);
    g_clear_pointer(&run->source, mill_source_free);
    g_clear_pointer(&run->delivery, mill_delivery_free);
    g_clear_pointer(&run->earlier, mill_earlier_close);
    g_clear_pointer(&run->replay, mill_replay_close);
    g_clear_pointer(&run->behind, mill_delivery_free);
}

void
mill_run_free(MillRun *run)
{
    if (!run)
        return;
    run_close(run);
    for (gsize i = 0; i < run->n_steps; i++)
        g_free((char *) run->steps[i].id);
    g_free(run->steps);
    g_free(run->costs);
    g_free(run->dropped);
    mill_metrics_free(run->metrics);
    g_free((char *) run->summary.sandbox);
    g_free(run->next);
    mill_resume_clear(&run->resume);
    g_free(run);
}

const MillRunSummary *
mill_run_get_summary(const MillRun *run)
{
    return &run->summary;
}

MillRun *
mill_run_new(MillPipeline *pipeline, const MillRunOptions *options)
{
    MillRun *run = g_new0(MillRun, 1);

    run->pipeline = pipeline;
    run->options = options;
    run->begun = g_get_monotonic_time();
    run->summary.inputs_size = run->summary.time_left = -1;
    run->told = run->prepared = run->begun;
    run->jobs = options->jobs > 0 ? options->jobs : g_get_num_processors();
    run->n_steps = mill_pipeline_get_n_steps(pipeline);
    run->steps = g_new0(MillStepStats, run->n_steps);
    run->costs = g_new0(MillStepCost, run->n_steps + 1);
    run->dropped = g_new0(gint64, run->n_steps);
    run->metrics = mill_metrics_new(pipeline);
    for (gsize i = 0; i < run->n_steps; i++)
        run->steps[i].id = g_strdup(mill_pipeline_get_step(pipeline, i)->id);
    run->summary.steps = run->steps;
    run->summary.costs = run->costs;
    run->summary.reading.id = "(reading)";
    g_queue_init(&run->window);
    return run;
}

/* In a new worker: what the parent alone may hold. */
static void
run_abandon(gpointer data)
{
    MillRun *run = data;

    mill_crew_abandon(run->crew);
    for (const GList *item = run->window.head; item; item = item->next)
        mill_batch_abandon(item->data);
    mill_delivery_abandon(run->delivery);
    mill_source_abandon(run->source);
    if (run->behind)
        mill_delivery_abandon(run->behind);
}

/* The limit of the pipeline file is also that of its scripts. They count the time they compute,
 * stop themselves and can say where they were; a busy machine gives them that time more slowly, so
 * their worker is killed only after twice of it and this. */
#define RUN_GRACE_MS 2000

static guint
run_get_timeout(const MillRun *run)
{
    const MillLimits *limits = mill_pipeline_get_limits(run->pipeline);

    if (run->options->timeout_ms > 0)
        return run->options->timeout_ms;
    return limits->time_ms > 0 ? 2 * (guint) limits->time_ms + RUN_GRACE_MS : 0;
}

static guint64
run_get_memory(const MillRun *run)
{
    const MillLimits *limits = mill_pipeline_get_limits(run->pipeline);

    return run->options->memory > 0 ? run->options->memory : (guint64) limits->memory;
}

static gboolean
run_name_source(MillRun *run, GError **error)
{
    const MillRunOptions *options = run->options;

    run->source = options->files_from ? mill_source_new_list(options->files_from, error)
                                      : mill_source_new(options->inputs, error);
    if (!run->source)
        return FALSE;
    mill_source_set_input(run->source, mill_pipeline_get_input(run->pipeline), options->stop);
    mill_source_set_sandbox(run->source, options->sandbox);
    mill_source_set_shard(run->source, options->shard, options->n_shards);
    if (options->retry)
        mill_source_set_replay(run->source, mill_run_replay, run);
    return TRUE;
}

static gboolean
run_open_source(MillRun *run, GError **error)
{
    const MillDeposit *deposit = mill_delivery_get_deposit(run->delivery);
    struct stat folder;

    if (deposit && mill_deposit_stat(deposit, &folder) &&
        !mill_source_skip(run->source, &folder, error))
        return FALSE;
    return mill_source_spool(run->source, run->options->stop, error);
}

/* Where workers are to put large results; NULL for standard output. */
static MillBlanks *
run_get_blanks(const MillRun *run)
{
    MillDeposit *deposit = mill_delivery_get_deposit(run->delivery);

    return deposit ? mill_deposit_get_blanks(deposit) : NULL;
}

/* Checks and opens everything. Until this has succeeded nothing is changed. */
static gboolean
run_open(MillRun *run, GError **error)
{
    const MillRunOptions *options = run->options;

    run->delivery = mill_delivery_new(run->pipeline, options, error);
    if (!run->delivery || !run_name_source(run, error) ||
        !mill_delivery_open(run->delivery, error) || !run_open_source(run, error))
        return FALSE;

    /* Before the workers begin: they share what is found out now. */
    mill_pipeline_seal(run->pipeline);
    run->pipeline->provenance.began = options->began;
    if (!mill_run_prepare_resume(run, error))
        return FALSE;

    const MillCrewSettings settings = {
        .worker = {
            .pipeline = run->pipeline,
            .writers = mill_delivery_get_writers(run->delivery),
            .memory = run_get_memory(run),
            .abandon = run_abandon,
            .data = run,
        },
        .jobs = options->in_process ? 0 : run->jobs,
        .timeout_ms = run_get_timeout(run),
        .sandbox = options->sandbox,
        .blanks = run_get_blanks(run),
    };

    run->crew = mill_crew_new(&settings, error);
    return run->crew != NULL;
}

static gboolean
run_has_room(const MillRun *run)
{
    guint n_batches = g_queue_get_length((GQueue *) &run->window);

    return n_batches < run->jobs ||
           (n_batches < run->jobs * RUN_WINDOW_BATCHES && run->window_size < RUN_WINDOW_SIZE);
}

/* Hands out as much as the workers want and the window allows. */
static gboolean
run_feed(MillRun *run, GError **error)
{
    while (!run->exhausted && run_has_room(run) && mill_crew_is_hungry(run->crew)) {
        MillBatch *batch =
            mill_batch_new(run->source, mill_crew_get_batch_length(run->crew), RUN_BATCH_SIZE);

        if (!batch) {
            run->exhausted = TRUE;
            return TRUE;
        }
        g_queue_push_tail(&run->window, batch);
        run->window_size += batch->size;
        if (run->earlier && !mill_run_take_over(run, batch, error))
            return FALSE;
        mill_crew_add(run->crew, batch);
    }
    return TRUE;
}

MillCommit
mill_run_get_commit(MillRun *run)
{
    return (MillCommit){
        .pipeline = run->pipeline,
        .options = run->options,
        .delivery = run->delivery,
        .total = &run->summary.progress,
        .dropped = run->dropped,
        .metrics = run->metrics,
        .earlier = run->earlier,
        .taken_over = &run->summary.taken_over,
    };
}

static gboolean
run_is_stopped(const MillRun *run)
{
    return run->options->stop && *run->options->stop != 0;
}

/* Commits the batches at the head of the window that are done; none any more once the run is to
 * stop, for there may be a whole window of them. */
static gboolean
run_commit(MillRun *run, GError **error)
{
    const MillCommit commit = mill_run_get_commit(run);
    gint64 begun = g_get_monotonic_time();
    MillBatch *batch;

    while ((batch = g_queue_peek_head(&run->window)) && mill_batch_is_done(batch) &&
           !run_is_stopped(run)) {
        if (!mill_commit_batch(&commit, batch, error))
            return FALSE;
        if (!mill_batch_is_done(batch)) {
            mill_crew_add_again(run->crew, batch);
            break;
        }
        run->window_size -= batch->size;
        run->summary.inputs_read = batch->behind;
        mill_batch_free(g_queue_pop_head(&run->window));
    }
    if (batch)
        batch->next = TRUE;
    run->summary.writing += (g_get_monotonic_time() - begun) * 1000;
    return TRUE;
}

/* Whether the walk ahead goes on: somebody wants to know how much there is to do. */
static gboolean
run_is_counting(const MillRun *run)
{
    return !run->counted && (run->options->on_progress || run->options->on_summary);
}

static void
run_count(MillRun *run)
{
    MillProgress *progress = &run->summary.progress;

    if (run_is_counting(run)) {
        MillSourceTotal total;

        run->counted = mill_source_count(run->source, RUN_COUNT_SLICE, &total);
        progress->enumerated = run->counted && total.units >= 0;
        progress->expected = MAX(total.units, 0);
        run->summary.inputs_size = run->counted ? total.bytes : -1;
    }
    if (run->exhausted) {
        progress->enumerated = TRUE;
        progress->expected = progress->documents;
        for (GList *item = run->window.head; item; item = item->next)
            progress->expected += mill_batch_count_left(item->data);
    }
}

static void
run_read_tally(MillStepStats *stats, MillStepCost *cost, const MillTally *tally)
{
    stats->documents = (gint64) tally->documents;
    stats->dropped = (gint64) tally->dropped;
    stats->failed = (gint64) tally->failed;
    stats->nanoseconds = (gint64) tally->nanoseconds;
    cost->bytes = (gint64) tally->bytes;
    cost->p50 = mill_tally_get_quantile(tally, 0.50);
    cost->p99 = mill_tally_get_quantile(tally, 0.99);
}

/* What workers are kept from, and the process that takes containers apart. (transfer full) */
static char *
run_describe_sandbox(const MillRun *run)
{
    const MillSandbox *workers = mill_crew_get_sandbox(run->crew);
    guint confined = run->summary.confined, others;
    const MillSandbox *feeder = mill_source_get_sandbox(run->source, &others);

    if (!feeder || run->options->sandbox == MILL_SANDBOX_OFF)
        return mill_sandbox_describe(workers, "workers", confined);
    if (others == confined && !run->options->in_process)
        return mill_sandbox_describe(workers, "workers and what takes files apart", confined);
    g_autofree char *first = mill_sandbox_describe(workers, "workers", confined);
    g_autofree char *second = mill_sandbox_describe(feeder, "what takes files apart", others);

    return g_strconcat(first, "; ", second, NULL);
}

static gint64
run_get_time_left(const MillRun *run, gint64 elapsed)
{
    const MillRunSummary *summary = &run->summary;
    const MillProgress *progress = &summary->progress;
    const MillPlace now = { summary->inputs_read, progress->documents };
    const MillPlace end = { summary->inputs_size, progress->enumerated ? progress->expected : -1 };

    return mill_pace_get_left(run->done_before, now, end, elapsed);
}

/* What the workers did. */
static void
run_summarise_work(MillRun *run)
{
    const MillTally *tallies = mill_crew_get_tallies(run->crew);

    for (gsize i = 0; i < run->n_steps; i++) {
        run_read_tally(&run->steps[i], &run->costs[i], &tallies[i]);
        run->steps[i].dropped += run->dropped[i];
    }
    run_read_tally(&run->summary.reading, &run->costs[run->n_steps], &tallies[run->n_steps]);
    run->summary.reading.documents = run->summary.progress.documents - run->summary.taken_over;
    run->summary.loading = run->summary.reading.nanoseconds;
    run->summary.workers_lost = mill_crew_get_n_lost(run->crew);
    run->summary.confined = mill_crew_get_confined(run->crew);
    g_free((char *) run->summary.sandbox);
    run->summary.sandbox = run_describe_sandbox(run);
}

void
mill_run_summarise(MillRun *run)
{
    gint64 now = g_get_monotonic_time();

    if (run->crew)
        run_summarise_work(run);
    run->summary.metrics = mill_metrics_list(run->metrics, &run->summary.n_metrics);
    run->summary.nanoseconds = (now - run->begun) * 1000;
    run->summary.time_left = run_get_time_left(run, (now - run->prepared) * 1000);
}

void
mill_run_tell(MillRun *run)
{
    gint64 now = g_get_monotonic_time();

    if (now - run->told < RUN_WAIT_MS * 1000)
        return;
    run->told = now;
    if (run->options->on_progress)
        run->options->on_progress(&run->summary.progress, run->options->data);
    if (!run->options->on_summary)
        return;
    mill_run_summarise(run);
    run->options->on_summary(&run->summary, run->options->data);
}

static gboolean
run_loop(MillRun *run, GError **error)
{
    for (;;) {
        if (run_is_stopped(run)) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_STOPPED, "the run was interrupted");
            return FALSE;
        }
        if (!run_feed(run, error) || !run_commit(run, error))
            return FALSE;
        run_count(run);
        mill_run_tell(run);
        if (run->exhausted && g_queue_is_empty(&run->window)) {
            run->summary.inputs_read = mill_source_get_behind(run->source);
            return TRUE;
        }
        gboolean counting = run_is_counting(run) && !run->exhausted;

        /* With an empty window nobody is at work: all that was fed was taken over. */
        gboolean waits = !counting && !g_queue_is_empty(&run->window);

        if (!mill_crew_work(run->crew, waits ? RUN_WAIT_MS : 0, error))
            return FALSE;
    }
}

static gboolean
run_begin(MillRun *run, GError **error)
{
    MillDeposit *deposit = mill_delivery_get_deposit(run->delivery);

    /* A replacement that was interrupted has files that only one of two ledgers knows. */
    if (deposit && !run->behind && !mill_replace_complete(deposit, error))
        return FALSE;
    if (run->resume.kind == MILL_RESUME_CONTINUE)
        return mill_deposit_continue(mill_delivery_get_deposit(run->delivery), error);
    if (!mill_delivery_begin(run->delivery, error))
        return FALSE;
    /* What is retried goes through the steps as they are now; the others have not. */
    return !run->options->retry || run->resume.first_changed == G_MAXINT ||
           mill_deposit_blur_steps(mill_delivery_get_deposit(run->delivery),
                                   run->resume.first_changed, error);
}

/* From here on a ledger tells about the run, whatever becomes of it. */
static void
run_go(MillRun *run, GError **failure)
{
    if (run->resume.kind == MILL_RESUME_DONE) {
        mill_run_summarise(run);
        return;
    }
    run->prepared = g_get_monotonic_time();
    if (run_begin(run, failure))
        run_loop(run, failure);
    mill_crew_dismiss(run->crew);
    mill_run_summarise(run);
    mill_delivery_finish(run->delivery, &run->summary.progress, *failure,
                         *failure ? NULL : failure);
    if (!*failure && run->behind)
        mill_run_replace(run, failure);
    run->summary.nanoseconds = (g_get_monotonic_time() - run->begun) * 1000;
}

gboolean
mill_run(MillPipeline *pipeline, const MillRunOptions *options, MillRun **run, GError **error)
{
    g_return_val_if_fail((options->inputs || options->files_from) && options->output, FALSE);
    g_autoptr(MillRun) self = mill_run_new(pipeline, options);
    Signals signals;

    *run = NULL;
    run_ignore_signals(&signals);
    GError *failure = NULL;
    gboolean begun = run_open(self, &failure);

    if (begun)
        run_go(self, &failure);
    run_close(self);
    run_restore_signals(&signals);
    /* An interruption while standard input is read is not a mistake of the caller's. */
    if (begun || g_error_matches(failure, MILL_ERROR, MILL_ERROR_STOPPED))
        *run = g_steal_pointer(&self);
    if (!failure)
        return TRUE;
    g_propagate_error(error, failure);
    return FALSE;
}

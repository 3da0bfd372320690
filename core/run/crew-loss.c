/* crew-loss.c - what the death of a worker means for the documents that it had. */
#include "run/crew-private.h"

/* What is known about a dead worker. */
typedef struct {
    MillTask *task; /* that it was on; NULL if on none */
    guint unit;     /* in the task, or MILL_STATUS_NONE */
    gint step;      /* -1 for none */
    gint64 started; /* the unit */
    gint64 entered; /* the step */
    char *death;
    gint signal;
} Loss;

/* The page is read with care: whatever killed the worker may have written there too. */
static Loss
loss_read(MillCrew *crew, MillHand *hand)
{
    const MillStatus *status = hand->worker->status;
    guint64 id = MILL_STATUS_GET(status, task);
    Loss loss = {
        .unit = MILL_STATUS_GET(status, unit),
        .step = MILL_STATUS_GET(status, step),
        .started = MILL_STATUS_GET(status, started),
        .entered = MILL_STATUS_GET(status, entered),
    };

    for (GList *item = hand->tasks.head; item; item = item->next)
        if (((MillTask *) item->data)->id == id)
            loss.task = item->data;
    /* A page that says nothing true: where workers do work, it was the task that broke it. */
    if (!loss.task && (id != 0 || crew->answered))
        loss.task = g_queue_peek_head(&hand->tasks);
    if (!loss.task || loss.unit >= loss.task->n_units)
        loss.unit = MILL_STATUS_NONE;
    /* When a wrong answer is noticed, the worker may be anywhere. */
    if (hand->fault || loss.unit == MILL_STATUS_NONE || loss.step < 0 ||
        loss.step >= (gint) crew->n_steps)
        loss.step = -1;
    loss.death = mill_worker_describe_death(hand->worker, &loss.signal);
    return loss;
}

/* The step is charged with the time since it was entered, until now. */
static void
loss_count(MillCrew *crew, const Loss *loss)
{
    gint64 spent = g_get_monotonic_time() - loss->entered;
    gboolean known = loss->entered >= loss->started && loss->entered > 0 && spent >= 0;

    if (loss->step >= 0)
        mill_tally_note(&crew->tallies[loss->step], MILL_FAIL, known ? spent * 1000 : 0, 0);
}

/* Whether the worker had used up its memory: it said so, or what it had when it died was nearly all
 * that it may have. */
static gboolean
loss_is_exhaustion(const MillCrew *crew, const MillHand *hand)
{
    const MillWorker *worker = hand->worker;
    gint64 limit = (gint64) crew->settings.worker.memory;

    if (limit == 0 || hand->fault)
        return FALSE;
    return MILL_STATUS_GET(worker->status, exhausted) != 0 ||
           worker->peak - MILL_STATUS_GET(worker->status, base) > limit / 10 * 9;
}

/* "in step 'tags'", or what to say when it was in none. (transfer full) */
static char *
loss_place(const MillCrew *crew, gint step)
{
    if (step < 0)
        return g_strdup("outside of any step");
    return g_strdup_printf(
        "in step '%s'", mill_pipeline_get_step(crew->settings.worker.pipeline, (gsize) step)->id);
}

/* Quarantines unit @unit of the task: the worker died of it. */
static void
loss_blame(MillCrew *crew, const MillHand *hand, const Loss *loss, guint unit)
{
    g_autofree char *place = loss_place(crew, loss->step);
    gint code = MILL_ERROR_CRASH;
    char *message;

    if (loss_is_exhaustion(crew, hand)) {
        code = MILL_ERROR_MEMORY;
        message = g_strdup_printf("needed more than %" G_GUINT64_FORMAT " MiB of memory %s",
                                  crew->settings.worker.memory >> 20, place);
    } else if (hand->fault) {
        message = g_strdup(hand->fault);
    } else {
        message = g_strdup_printf("worker died %s %s", loss->death, place);
    }
    loss_count(crew, loss);
    mill_batch_blame(loss->task->batch, loss->task->first + unit, code, loss->step,
                     code == MILL_ERROR_CRASH ? loss->signal : 0, message);
}

static void
loss_blame_overdue(MillCrew *crew, const Loss *loss)
{
    g_autofree char *place = loss_place(crew, loss->step);

    loss_count(crew, loss);
    mill_batch_blame(loss->task->batch, loss->task->first + loss->unit, MILL_ERROR_DEADLINE,
                     loss->step, 0, g_strdup_printf("took too long; it was %s", place));
}

/* Whether the worker has done nothing before that task. One whose answer was wrong may have gone on
 * to the next task. */
static gboolean
loss_is_first(const MillHand *hand, const MillTask *task)
{
    return !hand->used && task == g_queue_peek_head((GQueue *) &hand->tasks);
}

/* The worker died on a known unit. Those around it are done again. */
static void
loss_settle_unit(MillCrew *crew, const MillHand *hand, const Loss *loss)
{
    const MillTask *task = loss->task;
    gboolean first = loss_is_first(hand, task) && loss->unit == 0;
    guint after = loss->unit + 1;

    mill_crew_redo(crew, task->batch, task->first + after, task->n_units - after, FALSE);
    if (hand->overdue != 0 && hand->overdue == loss->started)
        loss_blame_overdue(crew, loss);
    else if (first && hand->overdue == 0)
        loss_blame(crew, hand, loss, loss->unit);
    else
        mill_crew_redo(crew, task->batch, task->first + loss->unit, 1, TRUE);
    mill_crew_redo(crew, task->batch, task->first, loss->unit, FALSE);
}

/* The worker died after its units and before its answer was in, or the answer was wrong: any of
 * them may be the reason. */
static void
loss_settle_task(MillCrew *crew, const MillHand *hand, const Loss *loss)
{
    const MillTask *task = loss->task;

    if (task->n_units == 1 && loss_is_first(hand, task) && hand->overdue == 0) {
        loss_blame(crew, hand, loss, 0);
        return;
    }
    for (guint i = task->n_units; i > 0; i--)
        mill_crew_redo(crew, task->batch, task->first + i - 1, 1, TRUE);
}

void
mill_crew_lose(MillCrew *crew, MillHand *hand)
{
    Loss loss = loss_read(crew, hand);

    crew->n_lost++;
    if (!loss.task && hand->tasks.length > 0) {
        crew->n_stillborn++;
        g_free(crew->stillborn);
        crew->stillborn = g_strdup_printf("died %s", loss.death);
    }
    for (GList *item = hand->tasks.tail; item; item = item->prev) {
        const MillTask *task = item->data;

        if (task != loss.task)
            mill_crew_redo(crew, task->batch, task->first, task->n_units, task->alone);
        else if (loss.unit != MILL_STATUS_NONE)
            loss_settle_unit(crew, hand, &loss);
        else
            loss_settle_task(crew, hand, &loss);
    }
    g_free(loss.death);
}

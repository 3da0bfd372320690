/* crew.c - the workers of a run. */
#include "run/crew-private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "isolate/channel.h"
#include "pipeline/pipeline-private.h"
#include "run/task.h"

#define HAND_LENT_MAX   64   /* files: a user may have so many on their way */
#define SCRIPT_GRACE_MS 2000 /* and as much again as its limit; it counts processor time */
#define DYING_MS        200
#define STILLBORN_MAX   3 /* workers in a row; then something is wrong with all */

static MillTask *
task_new(MillCrew *crew, MillBatch *batch, guint first, guint n_units, gboolean alone)
{
    MillTask *task = g_new(MillTask, 1);

    *task = (MillTask){
        .id = ++crew->last_task,
        .batch = batch,
        .first = first,
        .n_units = n_units,
        .file = MILL_TRAY_NONE,
        .alone = alone,
    };
    return task;
}

static void
hand_free(gpointer data)
{
    MillHand *hand = data;

    mill_worker_free(hand->worker);
    mill_crew_end_supply(hand);
    for (const GList *item = hand->tasks.head; item; item = item->next)
        mill_tray_release(hand->tray, ((const MillTask *) item->data)->file);
    mill_tray_retire(hand->tray);
    g_ptr_array_add(hand->gone, hand->tray);
    g_queue_clear_full(&hand->tasks, g_free);
    g_free(hand->fault);
    g_free(hand);
}

/* A script ends itself when its time is over, unless it hangs where Lua cannot look. */
static gint64 *
crew_read_limits(MillPipeline *pipeline)
{
    gsize n_steps = mill_pipeline_get_n_steps(pipeline);
    gint64 *limits = g_new0(gint64, n_steps);

    for (gsize i = 0; i < n_steps; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);

        if (step->script && step->limits.time_ms > 0)
            limits[i] = (2 * step->limits.time_ms + SCRIPT_GRACE_MS) * 1000;
    }
    return limits;
}

/* The kernel counts the descriptors that are on their way in all sockets of a user, and beyond this
 * process's limit lets nobody send one: no worker could answer, and none takes what is in its
 * socket before it has. What waits there must stay below that, with room for other runs. */
static guint
crew_read_queued_max(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return 0;
    return (guint) MIN(limit.rlim_cur / 2, G_MAXUINT);
}

MillCrew *
mill_crew_new(const MillCrewSettings *settings, GError **error)
{
    MillSandbox *sandbox =
        mill_sandbox_new(settings->worker.pipeline, settings->sandbox, settings->jobs > 0, error);

    if (!sandbox)
        return NULL;

    MillCrew *crew = g_new0(MillCrew, 1);

    crew->settings = *settings;
    crew->settings.worker.sandbox = sandbox;
    crew->sandbox = sandbox;
    crew->confined = mill_sandbox_get_aim(sandbox);
    crew->n_steps = mill_pipeline_get_n_steps(settings->worker.pipeline);
    crew->hands = g_ptr_array_new_with_free_func(hand_free);
    crew->gone = g_ptr_array_new_with_free_func((GDestroyNotify) mill_tray_unref);
    crew->polled = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
    crew->message = g_byte_array_new();
    crew->batch_length = 1;
    crew->ahead = MILL_CREW_AHEAD;
    crew->queued_max = crew_read_queued_max();
    crew->page = mill_frames_page_new();
    crew->tallies = g_new0(MillTally, crew->n_steps + 1);
    crew->step_limits = crew_read_limits(settings->worker.pipeline);
    if (settings->jobs > 0)
        return crew;
    crew->tray = mill_tray_new(MILL_TRAY_FILES);
    crew->bench =
        mill_bench_new(settings->worker.pipeline, settings->worker.writers, FALSE, &crew->status);
    return crew;
}

void
mill_crew_free(MillCrew *crew)
{
    if (!crew)
        return;
    g_ptr_array_unref(crew->hands);
    g_ptr_array_unref(crew->gone);
    g_array_unref(crew->polled);
    g_queue_clear_full(&crew->pending, g_free);
    g_byte_array_unref(crew->message);
    mill_bench_free(crew->bench);
    mill_tray_unref(crew->tray);
    mill_frames_page_free(crew->page);
    mill_sandbox_free(crew->sandbox);
    g_free(crew->tallies);
    g_free(crew->step_limits);
    g_free(crew->stillborn);
    g_free(crew);
}

void
mill_crew_dismiss(MillCrew *crew)
{
    g_ptr_array_set_size(crew->hands, 0);
}

void
mill_crew_abandon(MillCrew *crew)
{
    for (guint i = 0; i < crew->hands->len; i++) {
        const MillHand *hand = g_ptr_array_index(crew->hands, i);

        mill_worker_abandon(hand->worker);
        mill_tray_abandon(hand->tray);
    }
}

guint
mill_crew_get_batch_length(const MillCrew *crew)
{
    return crew->batch_length;
}

const MillTally *
mill_crew_get_tallies(const MillCrew *crew)
{
    return crew->tallies;
}

guint
mill_crew_get_n_lost(const MillCrew *crew)
{
    return crew->n_lost;
}

guint
mill_crew_get_confined(const MillCrew *crew)
{
    return crew->confined;
}

const MillSandbox *
mill_crew_get_sandbox(const MillCrew *crew)
{
    return crew->sandbox;
}

gboolean
mill_crew_is_hungry(const MillCrew *crew)
{
    guint n_tasks = crew->pending.length;

    for (guint i = 0; i < crew->hands->len; i++)
        n_tasks += ((MillHand *) crew->hands->pdata[i])->tasks.length;
    return n_tasks < MAX(crew->settings.jobs, 1) * crew->ahead;
}

void
mill_crew_add(MillCrew *crew, MillBatch *batch)
{
    guint n_units = batch->n_units;

    for (guint first = 0, end; first < n_units; first = end + 1) {
        for (end = first; end < n_units && batch->slots[end].state == MILL_SLOT_OPEN; end++)
            continue;
        if (end > first)
            g_queue_push_tail(&crew->pending, task_new(crew, batch, first, end - first, FALSE));
    }
}

void
mill_crew_add_again(MillCrew *crew, MillBatch *batch)
{
    for (guint i = batch->n_units; i > 0; i--)
        if (batch->slots[i - 1].state == MILL_SLOT_OPEN)
            mill_crew_redo(crew, batch, i - 1, 1, TRUE);
}

void
mill_crew_redo(MillCrew *crew, MillBatch *batch, guint first, guint n_units, gboolean alone)
{
    if (n_units > 0)
        g_queue_push_head(&crew->pending, task_new(crew, batch, first, n_units, alone));
}

/* Writes the message of @task; what does not fit into it becomes a task of its own. */
static void
crew_encode(MillCrew *crew, MillTask *task)
{
    const MillUnit *units = &task->batch->units[task->first];
    guint fit = mill_lend_fit(units, task->n_units);

    fit = mill_task_encode(crew->message, task->id, units, fit);

    mill_crew_redo(crew, task->batch, task->first + fit, task->n_units - fit, FALSE);
    task->n_units = fit;
}

static gboolean
crew_work_here(MillCrew *crew, GError **error)
{
    g_autofree MillTask *task = g_queue_pop_head(&crew->pending);
    MillAnswer answer = { 0 };
    int fd;

    if (!task)
        return TRUE;
    crew_encode(crew, task);
    task->file = mill_tray_take(crew->tray);
    int file = task->file != MILL_TRAY_NONE
                   ? fcntl(mill_tray_get_fd(crew->tray, task->file), F_DUPFD_CLOEXEC, 0)
                   : -1;

    return mill_bench_work(crew->bench, crew->message->data, crew->message->len, file, &answer, &fd,
                           error) &&
           mill_crew_accept(crew, NULL, task, &answer, fd, error);
}

/* Those whose answers are all done with have no file. */
static void
crew_forget_gone(MillCrew *crew)
{
    for (guint i = crew->gone->len; i > 0; i--)
        if (mill_tray_count(g_ptr_array_index(crew->gone, i - 1)) == 0)
            g_ptr_array_remove_index_fast(crew->gone, i - 1);
}

/* Files for the tray of a new worker. They stay open here: those of all workers, and of dead ones
 * whose answers wait, may take a quarter of the descriptors. */
static guint
crew_count_files(MillCrew *crew)
{
    guint max = crew->queued_max / 2, n_files = 0;

    crew_forget_gone(crew);
    for (guint i = 0; i < crew->gone->len; i++)
        n_files += mill_tray_count(g_ptr_array_index(crew->gone, i));
    for (guint i = 0; i < crew->hands->len; i++)
        n_files += mill_tray_count(((MillHand *) crew->hands->pdata[i])->tray);
    return MIN(MIN(max / MAX(crew->settings.jobs, 1), max - MIN(max, n_files)), MILL_TRAY_FILES);
}

/* Makes a hand with a new worker. If some are at work already, one fewer will do as well. */
static MillHand *
crew_hire(MillCrew *crew, GError **error)
{
    g_autoptr(GError) local = NULL;
    MillWorker *worker = mill_worker_new(&crew->settings.worker, &local);

    if (!worker) {
        if (crew->hands->len == 0)
            g_propagate_error(error, g_steal_pointer(&local));
        crew->settings.jobs = MAX(crew->hands->len, 1);
        return NULL;
    }
    MillHand *hand = g_new0(MillHand, 1);

    hand->worker = worker;
    g_queue_init(&hand->tasks);
    hand->blanks = g_array_new(FALSE, FALSE, sizeof(guint64));
    hand->store = crew->settings.blanks;
    hand->gone = crew->gone;
    hand->tray = mill_tray_new(crew_count_files(crew));
    g_ptr_array_add(crew->hands, hand);
    return hand;
}

/* Whether workers that are at work have as many descriptors in their sockets as may be. What goes
 * to one that has nothing to do is taken in at once. */
static gboolean
crew_is_congested(const MillCrew *crew)
{
    guint n_queued = 0;

    for (guint i = 0; i < crew->hands->len; i++) {
        MillHand *hand = g_ptr_array_index(crew->hands, i);
        const MillTask *first = g_queue_peek_head(&hand->tasks);

        n_queued += first ? hand->lent - first->lent : 0;
    }
    return n_queued >= crew->queued_max;
}

/* Whether @hand should have one task more although it is at work. */
static gboolean
hand_has_room(const MillCrew *crew, const MillHand *hand)
{
    return hand->tasks.length < MILL_CREW_AHEAD ||
           (hand->tasks.length < crew->ahead && hand->lent < HAND_LENT_MAX);
}

/* The hand for @task: one that has nothing to do, or a new one, or one that will soon be free. NULL
 * if there is none now; with @error set, there will never be one. */
static MillHand *
crew_choose(MillCrew *crew, const MillTask *task, GError **error)
{
    MillHand *waiting = NULL, *spent = NULL;
    gboolean congested = crew_is_congested(crew);

    for (guint i = 0; i < crew->hands->len; i++) {
        MillHand *hand = g_ptr_array_index(crew->hands, i);

        if (hand->overdue != 0 || hand->fault)
            continue;
        if (hand->tasks.length == 0 && !(task->alone && hand->used))
            return hand;
        if (hand->tasks.length == 0)
            spent = hand;
        else if (!congested && hand_has_room(crew, hand) &&
                 (!waiting || hand->tasks.length < waiting->tasks.length))
            waiting = hand;
    }
    if (crew->hands->len >= crew->settings.jobs && spent)
        g_ptr_array_remove_fast(crew->hands, spent);
    if (crew->hands->len < crew->settings.jobs)
        return crew_hire(crew, error);
    return task->alone ? NULL : waiting;
}

/* Sends the encoded @task with its files. FALSE if it does not go through. */
static gboolean
crew_send(MillCrew *crew, MillHand *hand, MillTask *task)
{
    MillLoan loan = { 0 };
    MillSupply supply;

    mill_lend_prepare(&loan, &task->batch->units[task->first], task->n_units, crew->message);
    mill_crew_supply(crew, hand, task, &loan, &supply);
    MillChannelState state = mill_channel_send(hand->worker->channel, crew->message->data,
                                               crew->message->len, loan.fds, loan.n_fds, FALSE);

    task->lent = loan.n_fds;
    loan.n_fds -= supply.n_files; /* which stays open */
    mill_lend_clear(&loan);
    mill_crew_note_supply(hand, task, &supply, state == MILL_CHANNEL_MESSAGE);
    if (state != MILL_CHANNEL_MESSAGE)
        return FALSE;
    hand->lent += task->lent;
    return TRUE;
}

/* Gives out what is pending, as far as there are hands. */
static gboolean
crew_assign(MillCrew *crew, GError **error)
{
    MillTask *task;

    while ((task = g_queue_peek_head(&crew->pending))) {
        g_autoptr(GError) local = NULL;
        MillHand *hand = crew_choose(crew, task, &local);

        if (local) {
            g_propagate_error(error, g_steal_pointer(&local));
            return FALSE;
        }
        if (!hand)
            return TRUE;
        g_queue_pop_head(&crew->pending);
        crew_encode(crew, task);
        if (!crew_send(crew, hand, task)) {
            g_queue_push_head(&crew->pending, task);
            return TRUE; /* it is dying, which the next look will show */
        }
        g_queue_push_tail(&hand->tasks, task);
    }
    return TRUE;
}

/* Waits for news. */
static void
crew_poll(MillCrew *crew, gint wait_ms)
{
    g_array_set_size(crew->polled, 0);
    for (guint i = 0; i < crew->hands->len; i++) {
        const MillWorker *worker = ((MillHand *) crew->hands->pdata[i])->worker;
        struct pollfd items[2] = {
            { .fd = worker->channel, .events = POLLIN },
            { .fd = worker->pidfd, .events = POLLIN },
        };

        g_array_append_vals(crew->polled, items, 2);
    }
    gint64 begun = g_get_monotonic_time();
    int ready = poll((struct pollfd *) crew->polled->data, crew->polled->len, wait_ms);
    gint64 now = g_get_monotonic_time();

    /* This process was stopped, or the machine slept, and so did the workers. */
    if (now - begun > (wait_ms + 1000) * G_GINT64_CONSTANT(1000))
        crew->resumed = now;
    if (ready <= 0 && crew->polled->len > 0)
        memset(crew->polled->data, 0, crew->polled->len * sizeof(struct pollfd));
}

/* Takes in what hand number @index has to say. TRUE if it is dead and has been dealt with. */
static gboolean
crew_listen(MillCrew *crew, guint index)
{
    const struct pollfd *items = &g_array_index(crew->polled, struct pollfd, index * 2);
    MillHand *hand = g_ptr_array_index(crew->hands, index);
    MillWorker *worker = hand->worker;

    if (items[0].revents == 0 && items[1].revents == 0)
        return FALSE;
    /* Its death is looked at first: what it sent before is then all there. */
    gboolean dead = items[1].revents != 0 && mill_worker_reap(worker);

    /* An answer is committed before the next is taken in: that is what keeps memory flat. */
    while (mill_crew_receive(crew, hand) && dead)
        continue;
    /* Its end is closed: it is dying, or a plugin closed what it should not. */
    if (!dead && (items[0].revents & (POLLHUP | POLLERR)) != 0)
        mill_worker_end(worker, DYING_MS);
    else if (!dead)
        return FALSE;
    mill_crew_lose(crew, hand);
    g_ptr_array_remove_index_fast(crew->hands, index);
    return TRUE;
}

/* The hand that is on the batch to be committed next; the number of hands if there is none. */
static guint
crew_find_next(const MillCrew *crew)
{
    guint index = 0;

    for (; index < crew->hands->len; index++) {
        const MillHand *hand = g_ptr_array_index(crew->hands, index);
        const MillTask *task = g_queue_peek_head((GQueue *) &hand->tasks);

        if (task && task->batch->next)
            break;
    }
    return index;
}

/* Takes in what all have to say. What cannot be committed at once has to be read again then, so it
 * waits where something else can. */
static void
crew_listen_all(MillCrew *crew)
{
    guint next = crew_find_next(crew);

    crew->ripe = FALSE;
    if (next < crew->hands->len && crew_listen(crew, next))
        return; /* the others have got new places */
    for (guint i = crew->hands->len; i > 0 && !crew->ripe; i--)
        if (i - 1 != next)
            crew_listen(crew, i - 1);
}

gboolean
mill_crew_work(MillCrew *crew, gint wait_ms, GError **error)
{
    if (crew->bench)
        return crew_work_here(crew, error);
    if (!crew_assign(crew, error))
        return FALSE;
    crew_poll(crew, mill_crew_enforce(crew, wait_ms));
    crew_listen_all(crew);
    if (crew->n_stillborn < STILLBORN_MAX)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_CRASH,
                "workers die before they begin (the last %s); try --in-process under a debugger",
                crew->stillborn);
    return FALSE;
}

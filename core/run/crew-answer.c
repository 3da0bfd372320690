/* crew-answer.c - taking in what workers answer, and what it says about the length of tasks. */
#include "run/crew-private.h"

#include <unistd.h>

#include "isolate/channel.h"

#define HAND_TASKS_MAX   6        /* and more of short ones: the parent may be busy for a while */
#define HAND_AHEAD       15000000 /* ns: so much work */
#define BATCH_GROWTH_MAX 8        /* times; what follows may be slower */
#define BATCH_SHORT      2000000  /* ns: a batch that takes less could have been longer */
#define BATCH_LONG       10000000 /* ns: one that takes more, shorter */

/* Aims at batches that take some milliseconds: long enough to pay for a message, short enough for
 * the work to spread over all workers. A worker has several of short ones before it, so that it
 * does not wait while this process commits, or waits for a processor. */
static void
crew_adapt(MillCrew *crew, guint n_units, gint64 nanoseconds)
{
    if (nanoseconds > BATCH_LONG)
        crew->batch_length = MAX(n_units / 2, 1);
    else if (nanoseconds < BATCH_SHORT && n_units >= crew->batch_length)
        crew->batch_length =
            MIN(n_units * (guint) CLAMP(BATCH_SHORT / MAX(nanoseconds, 1), 2, BATCH_GROWTH_MAX),
                MILL_BATCH_LENGTH_MAX);
    crew->ahead =
        (guint) CLAMP(HAND_AHEAD / MAX(nanoseconds, 1), MILL_CREW_AHEAD, (gint64) HAND_TASKS_MAX);
}

gboolean
mill_crew_accept(MillCrew *crew, const MillHand *hand, MillTask *task, const MillAnswer *answer,
                 int fd, GError **error)
{
    const MillFramesTerms terms = {
        .n_units = task->n_units,
        .n_steps = crew->n_steps,
        .own = crew->settings.worker.writers->own,
        .lent = hand ? hand->blanks : NULL,
        .blanks = crew->settings.blanks,
        .tray = hand ? hand->tray : crew->tray,
        .file = task->file,
        .page = crew->page,
    };
    MillFrames *frames = mill_frames_new(answer, fd, &terms, error);

    task->file = MILL_TRAY_NONE;

    if (!frames)
        return FALSE;
    const MillTally *tallies = mill_frames_get_tallies(frames);

    for (gsize i = 0; i <= crew->n_steps; i++)
        mill_tally_add(&crew->tallies[i], &tallies[i]);
    guint done = mill_frames_get_n_units(frames);

    crew->large = (double) answer->n_large / done;

    mill_batch_accept(task->batch, task->first, frames);
    crew->ripe |= task->batch->next && mill_batch_is_done(task->batch);
    mill_crew_redo(crew, task->batch, task->first + done, task->n_units - done, FALSE);
    crew_adapt(crew, done, answer->nanoseconds);
    return TRUE;
}

gboolean
mill_crew_receive(MillCrew *crew, MillHand *hand)
{
    MillTask *task = g_queue_peek_head(&hand->tasks);
    g_autoptr(GError) error = NULL;
    MillAnswer answer;
    gsize length;
    guint n_fds = 1;
    int fd = -1;

    if (mill_channel_receive(hand->worker->channel, &answer, sizeof(answer), &length, &fd, &n_fds,
                             FALSE) != MILL_CHANNEL_MESSAGE)
        return FALSE;
    if (hand->fault || !task || length != sizeof(answer) || answer.task != task->id) {
        if (n_fds > 0)
            close(fd);
        g_set_error(&error, MILL_ERROR, MILL_ERROR_CRASH, "a worker's answer makes no sense");
    } else if (mill_crew_accept(crew, hand, task, &answer, n_fds > 0 ? fd : -1, &error)) {
        hand->lent -= task->lent;
        g_free(g_queue_pop_head(&hand->tasks));
        if (!hand->used)
            crew->confined &= MILL_STATUS_GET(hand->worker->status, confined);
        hand->used = TRUE;
        crew->answered = TRUE;
        crew->n_stillborn = 0;
        return TRUE;
    }
    if (!hand->fault)
        hand->fault = g_strdup(error->message);
    mill_worker_kill(hand->worker);
    return TRUE;
}

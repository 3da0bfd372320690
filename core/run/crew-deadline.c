/* crew-deadline.c - documents that take too long cost their worker. */
#include "run/crew-private.h"

#define MILLISECOND 1000 /* of g_get_monotonic_time() */

/* When the worker will be overdue, or G_MAXINT64. */
static gint64
deadline_of(const MillCrew *crew, const MillStatus *status, gint64 started)
{
    gint64 deadline = G_MAXINT64;
    gint64 entered = MILL_STATUS_GET(status, entered);
    gint step = MILL_STATUS_GET(status, step);

    if (crew->settings.timeout_ms > 0)
        deadline = MAX(started, crew->resumed) + (gint64) crew->settings.timeout_ms * MILLISECOND;
    if (step >= 0 && step < (gint) crew->n_steps && crew->step_limits[step] > 0)
        deadline = MIN(deadline, MAX(entered, crew->resumed) + crew->step_limits[step]);
    return deadline;
}

static gboolean
deadline_is_used(const MillCrew *crew)
{
    for (gsize i = 0; i < crew->n_steps; i++)
        if (crew->step_limits[i] > 0)
            return TRUE;
    return crew->settings.timeout_ms > 0;
}

gint
mill_crew_enforce(MillCrew *crew, gint wait_ms)
{
    gint64 now = g_get_monotonic_time();

    if (!deadline_is_used(crew))
        return wait_ms;
    for (guint i = 0; i < crew->hands->len; i++) {
        MillHand *hand = g_ptr_array_index(crew->hands, i);
        gint64 started = MILL_STATUS_GET(hand->worker->status, started);

        if (hand->tasks.length == 0 || hand->overdue != 0)
            continue;
        /* Between units: the next one begins now at the earliest. */
        gint64 left = deadline_of(crew, hand->worker->status, started != 0 ? started : now) - now;

        if (started != 0 && left <= 0) {
            hand->overdue = started;
            mill_worker_kill(hand->worker);
        } else if (left / MILLISECOND < wait_ms) {
            wait_ms = (gint) MAX(left / MILLISECOND + 1, 1);
        }
    }
    return wait_ms;
}

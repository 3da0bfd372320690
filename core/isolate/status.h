/* status.h - the page that a worker shares with its parent: what it is doing, and since when.
 *
 * The worker writes, the parent reads: while the worker runs, to see who is overdue; when it is
 * dead, to know on which document it died. A plugin may have scribbled over it.
 */
#ifndef MILL_ISOLATE_STATUS_H
#define MILL_ISOLATE_STATUS_H

#include <glib.h>

#define MILL_STATUS_NONE G_MAXUINT32

typedef struct {
    gint64 started; /* g_get_monotonic_time() when the unit was begun; 0 between tasks */
    gint64 entered; /* likewise, the step */
    guint64 task;
    guint32 unit;     /* its number in the task, or MILL_STATUS_NONE */
    gint32 step;      /* -1 outside of steps */
    gint32 exhausted; /* not 0: it ended because it got no more memory */
    gint64 base;      /* bytes resident when it began */
    guint32 confined; /* MillConfinement: what is in force in it */
} MillStatus;

/* The compiler must neither merge nor reorder these: the reader is another process. It need not be
 * told at once, so nothing waits for the store. */
#define MILL_STATUS_SET(status, field, value)                                                      \
    do {                                                                                           \
        __atomic_store_n(&(status)->field, (value), __ATOMIC_RELEASE);                             \
        __atomic_signal_fence(__ATOMIC_SEQ_CST); /* what follows is not done before it */          \
    } while (0)
#define MILL_STATUS_GET(status, field) __atomic_load_n(&(status)->field, __ATOMIC_SEQ_CST)

#endif

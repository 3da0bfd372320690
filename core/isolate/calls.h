/* calls.h - keeps a process from system calls that reach beyond it. */
#ifndef MILL_ISOLATE_CALLS_H
#define MILL_ISOLATE_CALLS_H

#include <glib.h>

typedef struct MillCalls MillCalls;

/* Why there can be no filter here, or NULL if there can. Static storage. */
const char *mill_calls_find_obstacle(void);
/* A filter for steps with the needs @flags (MillStepFlags). With @files it keeps files from being
 * written, for kernels where nothing else does. NULL if it cannot be made. (transfer full) */
MillCalls *mill_calls_new(guint32 flags, gboolean files);
void mill_calls_free(MillCalls *calls);
/* Puts it in force in this thread and those it will make. */
gboolean mill_calls_enter(const MillCalls *calls);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillCalls, mill_calls_free)

#endif

/* worker.h - a worker process, seen from its parent. */
#ifndef MILL_RUN_WORKER_H
#define MILL_RUN_WORKER_H

#include <sys/types.h>

#include "isolate/sandbox.h"
#include "isolate/status.h"
#include "results/frames.h"
#include "results/writers.h"

typedef struct {
    pid_t pid;
    int pidfd;          /* readable when it has died; -1 if the kernel has no such thing */
    int channel;        /* the parent's end */
    MillStatus *status; /* shared */
    gboolean dead;
    int death;   /* as of waitpid(); -1 if unknown */
    gint64 peak; /* bytes it had resident at most, once it is dead */
} MillWorker;

/* Called first in the new process, to let go of what is the parent's alone. */
typedef void (*MillWorkerAbandon)(gpointer data);

typedef struct {
    MillPipeline *pipeline;
    const MillWriters *writers; /* as mill_bench_new() */
    guint64 memory;             /* bytes that it may use beyond what it starts with; 0: no limit */
    MillWorkerAbandon abandon;
    gpointer data;
    MillSandbox *sandbox;
} MillWorkerSettings;

/* Forks a worker. NULL with MILL_ERROR_IO. (transfer full) */
MillWorker *mill_worker_new(const MillWorkerSettings *settings, GError **error);
/* Kills it if need be, and waits for its end. */
void mill_worker_free(MillWorker *worker);
/* In a forked child: closes the parent's descriptors of another worker. */
void mill_worker_abandon(MillWorker *worker);
/* Sends SIGKILL; the end shows later. */
void mill_worker_kill(MillWorker *worker);
/* Looks whether it has died. */
gboolean mill_worker_reap(MillWorker *worker);
/* Waits for its end, which is due; after @wait_ms it is killed. */
void mill_worker_end(MillWorker *worker, gint wait_ms);
/* "SIGSEGV", or "exit status 3", for people; the signal's number or 0 goes to @signal. (transfer
 * full) */
char *mill_worker_describe_death(const MillWorker *worker, int *signal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillWorker, mill_worker_free)

#endif

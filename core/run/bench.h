/* bench.h - where documents are worked on: loads the units of a task, takes each through the
 * pipeline and writes the answer. The same code serves a worker process and --in-process.
 */
#ifndef MILL_RUN_BENCH_H
#define MILL_RUN_BENCH_H

#include "isolate/status.h"
#include "results/frames.h"
#include "results/writers.h"

typedef struct MillBench MillBench;

/* Runs the steps of @pipeline, and @writers of them on what comes out. @status is kept up to date;
 * in a process of its own (@isolated) the bench takes liberties that may kill it. Sets the
 * pipeline's observer. All are borrowed. (transfer full) */
MillBench *mill_bench_new(MillPipeline *pipeline, const MillWriters *writers, gboolean isolated,
                          MillStatus *status);
void mill_bench_free(MillBench *bench);
/* As mill_frame_writer_lend(). */
void mill_bench_lend(MillBench *bench, const int *fds, guint n, guint64 first);
/* Does the task @message (task.h), or the first units of it if they are much already. Fills @answer
 * and sets *@fd as mill_frame_writer_end() does; @file is as for mill_frame_writer_begin(). FALSE
 * with MILL_ERROR_IO. */
gboolean mill_bench_work(MillBench *bench, const guint8 *message, gsize length, int file,
                         MillAnswer *answer, int *fd, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillBench, mill_bench_free)

#endif

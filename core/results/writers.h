/* writers.h - which writers, sinks and corpus steps take part in a run, and how their files are
 * named. */
#ifndef MILL_RESULTS_WRITERS_H
#define MILL_RESULTS_WRITERS_H

#include <textmill/run.h>

#include "config/plan.h"

#include "pipeline/compress.h"
#include "pipeline/pattern.h"

typedef struct {
    gsize n_steps;                /* of the pipeline */
    gboolean *wanted;             /* by step: one of them that is to be called */
    gboolean *own;                /* by step: each document has files of its own */
    MillPattern **patterns;       /* by step; NULL if not wanted, or if all goes to one place */
    MillShard *shards;            /* by step: how much each of numbered files takes */
    MillCompressor **compressors; /* by step; NULL where files are not compressed */
    MillCompressor **packers;     /* by step: those of own files, for workers; borrowed */
} MillWriters;

/* For results in a folder: all of them. NULL with MILL_ERROR_CONFIG if there are none or a pattern
 * is wrong. (transfer full) */
MillWriters *mill_writers_new(MillPipeline *pipeline, GError **error);
/* For standard output: the writer or corpus step with the id @id, or, if it is NULL, the first
 * writer of lines, or else the only writer, or else the only corpus step. NULL with
 * MILL_ERROR_OPTION or MILL_ERROR_CONFIG. (transfer full) */
MillWriters *mill_writers_new_single(MillPipeline *pipeline, const char *id, GError **error);
void mill_writers_free(MillWriters *writers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillWriters, mill_writers_free)

#endif

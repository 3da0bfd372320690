/* commit.h - the end of each document, in input order: its files, its line in the ledger, its place
 * in the totals. */
#ifndef MILL_RUN_COMMIT_H
#define MILL_RUN_COMMIT_H

#include "results/delivery.h"
#include "results/earlier.h"
#include "results/metrics.h"
#include "run/batch.h"

typedef struct {
    MillPipeline *pipeline;
    const MillRunOptions *options;
    MillDelivery *delivery;
    MillProgress *total;
    MillEarlier *earlier; /* whose documents are taken over; or NULL */
    gint64 *taken_over;
    gint64 *dropped; /* by step: documents that a corpus step turned away */
    MillMetrics *metrics;
} MillCommit;

/* Commits the documents of @batch, which is done. It is not done any more, and committed in part,
 * if an answer could be read when it came, and cannot now: then it is to be called again once the
 * units without one have been worked on. FALSE if the run cannot go on: with MILL_ERROR_IO if
 * results cannot be written, or the error of a document that failed in a step with `on-error:
 * stop`. */
gboolean mill_commit_batch(const MillCommit *commit, MillBatch *batch, GError **error);
/* Commits @unit as what document @number of @earlier became. */
gboolean mill_commit_take_over(const MillCommit *commit, MillEarlier *earlier, const MillUnit *unit,
                               gint64 number, GError **error);

#endif

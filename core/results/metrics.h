/* metrics.h - the sums of what steps count, over a run. */
#ifndef MILL_RESULTS_METRICS_H
#define MILL_RESULTS_METRICS_H

#include "document/metrics.h"

#include <textmill/run.h>

typedef struct MillMetrics MillMetrics;

/* For the steps of @pipeline, which is borrowed. (transfer full) */
MillMetrics *mill_metrics_new(MillPipeline *pipeline);
void mill_metrics_free(MillMetrics *metrics); /* NULL is fine */
/* Adds @sum to the number @name of step @step (-1: of none). Names may come from documents, so
 * there is an end to how many are kept apart: the others are added to "other". */
void
mill_metrics_add(MillMetrics *metrics, gint64 step, const char *name, const MillMetricSum *sum);
/* All of them, by step and name; *@n of them. Borrowed until the next is added. */
const MillMetric *mill_metrics_list(MillMetrics *metrics, gsize *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillMetrics, mill_metrics_free)

#endif

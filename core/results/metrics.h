/* metrics.h - the sums of what steps count, over a run. */
#ifndef MILL_RESULTS_METRICS_H
#define MILL_RESULTS_METRICS_H

#include "document/metrics.h"

#include <textmill/run.h>

typedef struct MillMetrics MillMetrics;

/* For the steps of @pipeline, which is borrowed. (transfer full) */
MillMetrics *mill_metrics_new(MillPipeline *pipeline);
void mill_metrics_free(MillMetrics *metrics); /* NULL is fine */

/* What a sum was added to. */
typedef struct {
    gint64 number;    /* of the metric, in the order of their first use, from 0 */
    const char *step; /* id, or NULL; borrowed from the pipeline */
    const char *name; /* borrowed from the metrics */
    gboolean fresh;   /* this was the first use */
    gboolean shared;  /* a document may have several sums of it */
} MillMetricKey;

/* Adds @sum to the number @name of step @step (-1: of none). Names may come from documents, so
 * there is an end to how many are kept apart: the others are added to "other". */
void mill_metrics_add(MillMetrics *metrics, gint64 step, const char *name, const MillMetricSum *sum,
                      MillMetricKey *key);
/* The same for the step with the id @step (NULL: of none). FALSE if the pipeline has no such step
 * any more: then it is left out. */
gboolean mill_metrics_take_over(MillMetrics *metrics, const char *step, const char *name,
                                const MillMetricSum *sum, MillMetricKey *key);
/* All of them, by step and name; *@n of them. Borrowed until the next is added. */
const MillMetric *mill_metrics_list(MillMetrics *metrics, gsize *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillMetrics, mill_metrics_free)

#endif

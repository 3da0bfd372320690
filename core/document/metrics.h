/* metrics.h - numbers that steps count over a run, as they travel: in a document, in a worker's
 * answer, and summed up.
 */
#ifndef MILL_DOCUMENT_METRICS_H
#define MILL_DOCUMENT_METRICS_H

#include <textmill/document.h>

#define MILL_METRIC_NAME 64 /* bytes, with the NUL */

/* A sum: @whole + @millionths / 1e6. Both are exact, so that sums do not depend on their order. */
typedef struct {
    gint64 whole;
    gint64 millionths;
    gint64 count; /* how many values are in it */
} MillMetricSum;

typedef struct {
    const char *step; /* id; NULL outside of a pipeline */
    char name[MILL_METRIC_NAME];
    MillMetricSum sum;
} MillDocumentMetric;

/* Those of @document, in the order of their first use; borrowed. NULL if there are none. */
const GArray *mill_document_get_metrics(const MillDocument *document);

/* Adds @other to @sum; sums stop at the ends of their range. */
void mill_metric_sum_add(MillMetricSum *sum, const MillMetricSum *other);
double mill_metric_sum_get(const MillMetricSum *sum);

#endif

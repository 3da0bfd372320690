/* metrics.c - see metrics.h. */
#include "document/metrics.h"

#include "document/document-private.h"

#include <math.h>
#include <string.h>

#define METRIC_MAX 1e15

gboolean
mill_metric_is_possible(const char *name, double value)
{
    gsize length = name ? strlen(name) : 0;

    if (length == 0 || length >= MILL_METRIC_NAME || !g_ascii_isalpha(*name))
        return FALSE;
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && !strchr("_-.", *name))
            return FALSE;
    return fabs(value) <= METRIC_MAX; /* not of NaN either */
}

static gint64
metric_add(gint64 a, gint64 b)
{
    gint64 sum;

    if (__builtin_add_overflow(a, b, &sum))
        return b > 0 ? G_MAXINT64 : G_MININT64;
    return sum;
}

void
mill_metric_sum_add(MillMetricSum *sum, const MillMetricSum *other)
{
    sum->whole = metric_add(sum->whole, other->whole);
    sum->millionths = metric_add(sum->millionths, other->millionths);
    sum->count = metric_add(sum->count, other->count);
}

double
mill_metric_sum_get(const MillMetricSum *sum)
{
    return (double) sum->whole + (double) sum->millionths / 1e6;
}

static MillDocumentMetric *
metric_find(MillDocument *self, const char *name)
{
    for (guint i = 0; self->metrics && i < self->metrics->len; i++) {
        MillDocumentMetric *metric = &g_array_index(self->metrics, MillDocumentMetric, i);

        if (g_strcmp0(metric->step, self->step) == 0 && strcmp(metric->name, name) == 0)
            return metric;
    }
    return NULL;
}

static MillDocumentMetric *
metric_new(MillDocument *self, const char *name)
{
    MillDocumentMetric metric = { .step = self->step };

    g_strlcpy(metric.name, name, sizeof metric.name);
    if (!self->metrics)
        self->metrics = g_array_new(FALSE, FALSE, sizeof(MillDocumentMetric));
    g_array_append_val(self->metrics, metric);
    return &g_array_index(self->metrics, MillDocumentMetric, self->metrics->len - 1);
}

gboolean
mill_document_metric(MillDocument *self, const char *name, double value)
{
    MillMetricSum one = { .count = 1 };
    MillDocumentMetric *metric;

    g_return_val_if_fail(self && mill_metric_is_possible(name, value), FALSE);
    metric = metric_find(self, name);
    if (!metric && self->metrics && self->metrics->len >= MILL_METRICS_MAX)
        return FALSE;
    if (!metric)
        metric = metric_new(self, name);
    one.whole = (gint64) floor(value);
    one.millionths = (gint64) round((value - floor(value)) * 1e6);
    mill_metric_sum_add(&metric->sum, &one);
    return TRUE;
}

const GArray *
mill_document_get_metrics(const MillDocument *self)
{
    return self->metrics;
}

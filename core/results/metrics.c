/* metrics.c - see metrics.h. */
#include "results/metrics.h"

#include <string.h>

#define METRICS_MAX   10000 /* names that are kept apart */
#define METRICS_OTHER "other"

typedef struct {
    gint64 step;
    char name[MILL_METRIC_NAME];
    gint64 number; /* in the order of first use */
    MillMetricSum sum;
} Metric;

struct MillMetrics {
    MillPipeline *pipeline;
    GHashTable *known; /* Metric, its own key */
    GArray *list;      /* MillMetric */
};

static guint
metric_hash(gconstpointer key)
{
    const Metric *metric = key;

    return g_str_hash(metric->name) + (guint) metric->step;
}

static gboolean
metric_equal(gconstpointer a, gconstpointer b)
{
    const Metric *left = a, *right = b;

    return left->step == right->step && strcmp(left->name, right->name) == 0;
}

MillMetrics *
mill_metrics_new(MillPipeline *pipeline)
{
    MillMetrics *metrics = g_new0(MillMetrics, 1);

    metrics->pipeline = pipeline;
    metrics->known = g_hash_table_new_full(metric_hash, metric_equal, g_free, NULL);
    metrics->list = g_array_new(FALSE, FALSE, sizeof(MillMetric));
    return metrics;
}

void
mill_metrics_free(MillMetrics *metrics)
{
    if (!metrics)
        return;
    g_hash_table_unref(metrics->known);
    g_array_unref(metrics->list);
    g_free(metrics);
}

static const char *
metrics_get_step(const MillMetrics *metrics, gint64 step)
{
    return step < 0 ? NULL : mill_pipeline_get_step(metrics->pipeline, (gsize) step)->id;
}

void
mill_metrics_add(MillMetrics *metrics, gint64 step, const char *name, const MillMetricSum *sum,
                 MillMetricKey *used)
{
    Metric key = { .step = step };
    Metric *metric;

    g_strlcpy(key.name, name, sizeof key.name);
    metric = g_hash_table_lookup(metrics->known, &key);
    if (!metric && g_hash_table_size(metrics->known) >= METRICS_MAX) {
        g_strlcpy(key.name, METRICS_OTHER, sizeof key.name);
        metric = g_hash_table_lookup(metrics->known, &key);
    }
    *used = (MillMetricKey){ .fresh = !metric };
    if (!metric) {
        key.number = g_hash_table_size(metrics->known);
        metric = g_memdup2(&key, sizeof key);
        g_hash_table_add(metrics->known, metric);
    }
    mill_metric_sum_add(&metric->sum, sum);
    used->number = metric->number;
    used->step = metrics_get_step(metrics, step);
    used->name = metric->name;
    used->shared = strcmp(metric->name, METRICS_OTHER) == 0;
}

gboolean
mill_metrics_take_over(MillMetrics *metrics, const char *step, const char *name,
                       const MillMetricSum *sum, MillMetricKey *key)
{
    gint64 number = step ? (gint64) mill_pipeline_get_n_steps(metrics->pipeline) - 1 : -1;

    while (step && number >= 0 && !g_str_equal(metrics_get_step(metrics, number), step))
        number--;
    if (step && number < 0)
        return FALSE;
    mill_metrics_add(metrics, number, name, sum, key);
    return TRUE;
}

static gint
metric_compare(gconstpointer a, gconstpointer b)
{
    const Metric *left = a, *right = b;

    if (left->step != right->step)
        return left->step < right->step ? -1 : 1;
    return strcmp(left->name, right->name);
}

const MillMetric *
mill_metrics_list(MillMetrics *metrics, gsize *n)
{
    g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(metrics->known), metric_compare);

    g_array_set_size(metrics->list, 0);
    for (const GList *item = sorted; item; item = item->next) {
        const Metric *metric = item->data;
        MillMetric public = {
            .step = metrics_get_step(metrics, metric->step),
            .name = metric->name,
            .count = metric->sum.count,
            .sum = mill_metric_sum_get(&metric->sum),
        };

        g_array_append_val(metrics->list, public);
    }
    *n = metrics->list->len;
    return (const MillMetric *) (gpointer) metrics->list->data;
}

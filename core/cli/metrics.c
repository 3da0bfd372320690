/* metrics - a run in Prometheus' text exposition format. */
#include "cli/metrics.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/stats.h"

#define METRICS_INTERVAL (5 * G_USEC_PER_SEC)

/* Begins a family of samples. */
static void
append_head(GString *text, const char *name, const char *type, const char *help)
{
    g_string_append_printf(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* @text as it stands between the quotes of a label's value. */
static void
append_escaped(GString *text, const char *value)
{
    for (; *value; value++) {
        if (*value == '\n') {
            g_string_append(text, "\\n");
            continue;
        }
        if (*value == '"' || *value == '\\')
            g_string_append_c(text, '\\');
        g_string_append_c(text, *value);
    }
}

static void
append_label(GString *text, char before, const char *label, const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value, -1);

    g_string_append_printf(text, "%c%s=\"", before, label);
    append_escaped(text, valid);
    g_string_append_c(text, '"');
}

static void
append_number(GString *text, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_printf(text, " %s\n", g_ascii_formatd(digits, sizeof(digits), "%.15g", number));
}

static void
append_count(GString *text, gint64 count)
{
    g_string_append_printf(text, " %" G_GINT64_FORMAT "\n", count);
}

/* A family of one sample without labels. */
static void
append_gauge(GString *text, const char *name, const char *help, double number)
{
    append_head(text, name, "gauge", help);
    g_string_append(text, name);
    append_number(text, number);
}

static void
append_counter(GString *text, const char *name, const char *help, gint64 count)
{
    append_head(text, name, "counter", help);
    g_string_append(text, name);
    append_count(text, count);
}

static void
append_labelled(GString *text, const char *name, const char *label, const char *value, gint64 count)
{
    g_string_append(text, name);
    append_label(text, '{', label, value);
    g_string_append_c(text, '}');
    append_count(text, count);
}

static void
append_run(GString *text, const MillPipeline *pipeline, const char *state)
{
    static const char *const states[] = { "running", "finished", "stopped", NULL };

    append_head(text, "textmill_run_info", "gauge", "The pipeline and the program of the run.");
    g_string_append(text, "textmill_run_info");
    append_label(text, '{', "pipeline", mill_pipeline_get_name(pipeline));
    append_label(text, ',', "version", mill_version());
    g_string_append(text, "} 1\n");
    append_head(text, "textmill_run_state", "gauge", "1 for the state that the run is in.");
    for (const char *const *one = states; *one; one++)
        append_labelled(text, "textmill_run_state", "state", *one, strcmp(*one, state) == 0);
}

static void
append_progress(GString *text, const MillProgress *progress)
{
    const char *name = "textmill_documents_total";

    append_head(text, name, "counter", "Documents by what became of them.");
    append_labelled(text, name, "outcome", "exported", progress->exported);
    append_labelled(text, name, "outcome", "dropped", progress->dropped);
    append_labelled(text, name, "outcome", "quarantined", progress->quarantined);
    append_gauge(text, "textmill_documents_found", "Documents found in the inputs so far.",
                 (double) MAX(progress->expected, progress->documents));
    append_counter(text, "textmill_read_bytes_total", "Bytes of documents.", progress->bytes_in);
    append_counter(text, "textmill_written_bytes_total", "Bytes of results.", progress->bytes_out);
}

static void
append_inputs(GString *text, const MillRunSummary *summary)
{
    append_gauge(text, "textmill_inputs_read_bytes", "Bytes of input files that the run is past.",
                 (double) summary->inputs_read);
    if (summary->inputs_size >= 0)
        append_gauge(text, "textmill_inputs_bytes", "Bytes of all input files.",
                     (double) summary->inputs_size);
    if (summary->time_left >= 0)
        append_gauge(text, "textmill_run_left_seconds", "How long it will take yet, at this pace.",
                     (double) summary->time_left / 1e9);
}

static void
append_confined(GString *text, const MillRunSummary *summary)
{
    const char *name = "textmill_workers_confined";
    g_auto(GStrv) all = cli_stats_list_confined(G_MAXUINT);
    g_auto(GStrv) confined = cli_stats_list_confined(summary->confined);

    append_head(text, name, "gauge", "1 for what workers are kept from.");
    for (char **word = all; *word; word++)
        append_labelled(text, name, "from", *word,
                        g_strv_contains((const char *const *) confined, *word));
}

static void
append_step_bytes(GString *text, const MillRunSummary *summary, gsize n_steps)
{
    const char *name = "textmill_step_bytes_total";

    append_head(text, name, "counter", "Bytes that the step was given.");
    for (gsize i = 0; i < n_steps; i++)
        append_labelled(text, name, "step", summary->steps[i].id, summary->costs[i].bytes);
}

/* One family: a number of each step. */
static void
append_steps(GString *text, const MillRunSummary *summary, gsize n_steps, const char *name,
             const char *help, gsize field)
{
    append_head(text, name, "counter", help);
    for (gsize i = 0; i < n_steps; i++)
        append_labelled(text, name, "step", summary->steps[i].id,
                        G_STRUCT_MEMBER(gint64, &summary->steps[i], field));
}

static void
append_quantile(GString *text, const char *step, const char *quantile, gint64 nanoseconds)
{
    g_string_append(text, "textmill_step_duration_seconds");
    append_label(text, '{', "step", step);
    append_label(text, ',', "quantile", quantile);
    g_string_append_c(text, '}');
    append_number(text, (double) nanoseconds / 1e9);
}

static void
append_durations(GString *text, const MillRunSummary *summary, gsize n_steps)
{
    append_head(text, "textmill_step_duration_seconds", "summary", "Time of a document in a step.");
    for (gsize i = 0; i < n_steps; i++) {
        const MillStepStats *step = &summary->steps[i];

        append_quantile(text, step->id, "0.5", summary->costs[i].p50);
        append_quantile(text, step->id, "0.99", summary->costs[i].p99);
        g_string_append(text, "textmill_step_duration_seconds_sum");
        append_label(text, '{', "step", step->id);
        g_string_append_c(text, '}');
        append_number(text, (double) step->nanoseconds / 1e9);
        append_labelled(text, "textmill_step_duration_seconds_count", "step", step->id,
                        step->documents);
    }
}

/* Sums may be negative and so are gauges; how many values there were only grows. */
static void
append_counted_line(GString *text, const char *name, const MillMetric *metric, double number)
{
    g_string_append(text, name);
    append_label(text, '{', "step", metric->step ? metric->step : "");
    append_label(text, ',', "name", metric->name);
    g_string_append_c(text, '}');
    append_number(text, number);
}

static void
append_counted(GString *text, const MillRunSummary *summary)
{
    const char *sum = "textmill_counted_sum", *values = "textmill_counted_values_total";

    if (summary->n_metrics == 0)
        return;
    append_head(text, sum, "gauge", "Sums of the numbers that steps count.");
    for (gsize i = 0; i < summary->n_metrics; i++)
        append_counted_line(text, sum, &summary->metrics[i], summary->metrics[i].sum);
    append_head(text, values, "counter", "How many values are in these sums.");
    for (gsize i = 0; i < summary->n_metrics; i++)
        append_counted_line(text, values, &summary->metrics[i], (double) summary->metrics[i].count);
}

char *
cli_metrics_format(const CliMetrics *self, const MillRunSummary *summary, const char *state)
{
    GString *text = g_string_new(NULL);
    gsize n_steps = mill_pipeline_get_n_steps(self->pipeline);

    append_run(text, self->pipeline, state);
    append_head(text, "textmill_run_start_time_seconds", "gauge",
                "When the run began, since the epoch.");
    g_string_append_printf(text, "textmill_run_start_time_seconds %" G_GINT64_FORMAT ".%03d\n",
                           self->begun / G_USEC_PER_SEC,
                           (int) (self->begun % G_USEC_PER_SEC / 1000));
    append_gauge(text, "textmill_run_duration_seconds", "How long the run has taken.",
                 (double) summary->nanoseconds / 1e9);
    append_progress(text, &summary->progress);
    append_inputs(text, summary);
    append_counter(text, "textmill_workers_lost_total", "Workers that died or were killed.",
                   summary->workers_lost);
    append_confined(text, summary);
    append_step_bytes(text, summary, n_steps);
    append_steps(text, summary, n_steps, "textmill_step_dropped_total",
                 "Documents that the step dropped.", G_STRUCT_OFFSET(MillStepStats, dropped));
    append_steps(text, summary, n_steps, "textmill_step_failed_total",
                 "Documents that failed in the step.", G_STRUCT_OFFSET(MillStepStats, failed));
    append_durations(text, summary, n_steps);
    append_counted(text, summary);
    return g_string_free(text, FALSE);
}

static gboolean
metrics_write(CliMetrics *self, const MillRunSummary *summary, const char *state, GError **error)
{
    g_autofree char *text = cli_metrics_format(self, summary, state);

    self->written = g_get_monotonic_time();
    return cli_stats_write(self->path, text, error);
}

/* A run is not given up because nobody can watch it. */
static void
metrics_try(CliMetrics *self, const MillRunSummary *summary, const char *state)
{
    g_autoptr(GError) error = NULL;

    if (metrics_write(self, summary, state, &error) || self->failed)
        return;
    self->failed = TRUE;
    cli_fail(CLI_DONE, "--metrics: %s", error->message);
}

/* Nothing done yet. (transfer full, with its steps) */
static MillRunSummary *
metrics_new_summary(const MillPipeline *pipeline)
{
    MillRunSummary *summary = g_new0(MillRunSummary, 1);
    gsize n_steps = mill_pipeline_get_n_steps(pipeline);
    MillStepStats *steps = g_new0(MillStepStats, n_steps);

    summary->inputs_size = summary->time_left = -1;
    for (gsize i = 0; i < n_steps; i++)
        steps[i].id = mill_pipeline_get_step(pipeline, i)->id;
    summary->steps = steps;
    summary->costs = g_new0(MillStepCost, n_steps + 1);
    return summary;
}

static void
metrics_free_summary(MillRunSummary *summary)
{
    g_free((MillStepStats *) summary->steps);
    g_free((MillStepCost *) summary->costs);
    g_free(summary);
}

gboolean
cli_metrics_begin(CliMetrics *self, const char *path, const MillPipeline *pipeline, GError **error)
{
    *self = (CliMetrics){ .path = path, .pipeline = pipeline, .begun = g_get_real_time() };
    if (!path)
        return TRUE;

    MillRunSummary *nothing = metrics_new_summary(pipeline);
    gboolean good = metrics_write(self, nothing, "running", error);

    metrics_free_summary(nothing);
    return good;
}

void
cli_metrics_update(CliMetrics *self, const MillRunSummary *summary)
{
    if (self->path && g_get_monotonic_time() - self->written >= METRICS_INTERVAL)
        metrics_try(self, summary, "running");
}

void
cli_metrics_end(CliMetrics *self, const MillRunSummary *summary, gboolean finished)
{
    if (!self->path)
        return;
    if (summary) {
        metrics_try(self, summary, finished ? "finished" : "stopped");
        return;
    }
    MillRunSummary *nothing = metrics_new_summary(self->pipeline);

    metrics_try(self, nothing, "stopped");
    metrics_free_summary(nothing);
}

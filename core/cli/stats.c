/* stats - what a run did and how long it took, by step: as a table and as JSON. */
#include "cli/stats.h"

#include "cli/cli.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Of one document in one step, which takes microseconds more often than not. (transfer full) */
static char *
format_short_time(gint64 nanoseconds)
{
    return nanoseconds < 1000000 ? g_strdup_printf("%.1f us", (double) nanoseconds / 1e3)
                                 : cli_format_time(nanoseconds);
}

/* MB/s are of what the step was given, and of one core, so that steps compare with each other. */
static void
print_row(const MillStepStats *step, const MillStepCost *cost)
{
    g_autofree char *bytes = cli_format_bytes(cost->bytes);
    g_autofree char *time = cli_format_time(step->nanoseconds);
    g_autofree char *p50 = format_short_time(cost->p50);
    g_autofree char *p99 = format_short_time(cost->p99);
    double seconds = (double) step->nanoseconds / 1e9;

    cli_print_padded(stderr, step->id, 16);
    fprintf(stderr,
            " %10" G_GINT64_FORMAT " %9s %8" G_GINT64_FORMAT " %8" G_GINT64_FORMAT
            " %10s %10s %10s",
            step->documents, bytes, step->dropped, step->failed, time, p50, p99);
    if (seconds > 0)
        fprintf(stderr, " %8.1f", (double) cost->bytes / 1e6 / seconds);
    fputc('\n', stderr);
}

/* The parent writes many documents at once, so there is no time of one. */
static void
print_writing(const MillRunSummary *summary)
{
    g_autofree char *bytes = cli_format_bytes(summary->progress.bytes_out);
    g_autofree char *time = cli_format_time(summary->writing);
    double seconds = (double) summary->writing / 1e9;

    cli_print_padded(stderr, "(writing)", 16);
    fprintf(stderr, " %10" G_GINT64_FORMAT " %9s %8d %8d %10s %10s %10s",
            summary->progress.exported, bytes, 0, 0, time, "-", "-");
    if (seconds > 0)
        fprintf(stderr, " %8.1f", (double) summary->progress.bytes_out / 1e6 / seconds);
    fputc('\n', stderr);
}

/* What steps counted, if they did. */
static void
print_metrics(const MillRunSummary *summary)
{
    if (summary->n_metrics > 0)
        fprintf(stderr, "%-16s %-24s %16s %10s\n", "STEP", "COUNTED", "SUM", "VALUES");
    for (gsize i = 0; i < summary->n_metrics; i++) {
        const MillMetric *metric = &summary->metrics[i];

        cli_print_padded(stderr, metric->step ? metric->step : "", 16);
        fprintf(stderr, " %-24s %16.15g %10" G_GINT64_FORMAT "\n", metric->name, metric->sum,
                metric->count);
    }
}

void
cli_stats_print(const MillRunSummary *summary, gsize n_steps)
{
    const MillProgress *progress = &summary->progress;
    g_autofree char *in = cli_format_bytes(progress->bytes_in);
    g_autofree char *out = cli_format_bytes(progress->bytes_out);
    g_autofree char *wall = cli_format_time(summary->nanoseconds);

    fprintf(stderr, "%-16s %10s %9s %8s %8s %10s %10s %10s %8s\n", "STEP", "DOCUMENTS", "BYTES",
            "DROPPED", "FAILED", "TIME", "P50", "P99", "MB/S");
    print_row(&summary->reading, &summary->costs[n_steps]);
    for (gsize i = 0; i < n_steps; i++)
        print_row(&summary->steps[i], &summary->costs[i]);
    print_writing(summary);
    print_metrics(summary);
    fprintf(stderr, "%s in, %s out, %s from start to end", in, out, wall);
    if (summary->workers_lost > 0)
        fprintf(stderr, ", %u worker%s lost", summary->workers_lost,
                summary->workers_lost == 1 ? "" : "s");
    if (summary->taken_over > 0)
        fprintf(stderr, "; no step had the %" G_GINT64_FORMAT " documents that were done before",
                summary->taken_over);
    fprintf(stderr, "\nsandbox: %s\n", summary->sandbox);
}

char **
cli_stats_list_confined(guint confined)
{
    static const struct {
        guint bit;
        const char *word;
    } words[] = {
        { MILL_CONFINED_WRITING, "writing" },     { MILL_CONFINED_READING, "reading" },
        { MILL_CONFINED_NETWORK, "network" },     { MILL_CONFINED_PROGRAMS, "programs" },
        { MILL_CONFINED_PROCESSES, "processes" },
    };
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (confined & words[i].bit)
            g_strv_builder_add(list, words[i].word);
    return g_strv_builder_end(list);
}

static MillValue *
step_to_value(const MillStepStats *step, const MillStepCost *cost)
{
    MillValue *map = mill_value_new_map();

    mill_value_set_string(map, "id", step->id);
    mill_value_set_int(map, "documents", step->documents);
    mill_value_set_int(map, "bytes", cost->bytes);
    mill_value_set_int(map, "dropped", step->dropped);
    mill_value_set_int(map, "failed", step->failed);
    mill_value_set_int(map, "nanoseconds", step->nanoseconds);
    mill_value_set_int(map, "p50_nanoseconds", cost->p50);
    mill_value_set_int(map, "p99_nanoseconds", cost->p99);
    return map;
}

static MillValue *
sandbox_to_value(const MillRunSummary *summary)
{
    MillValue *map = mill_value_new_map();
    g_autoptr(MillValue) confined = mill_value_new_list();
    g_auto(GStrv) words = cli_stats_list_confined(summary->confined);

    for (char **word = words; *word; word++)
        mill_value_append_string(confined, *word);
    mill_value_set(map, "confined", confined);
    mill_value_set_string(map, "text", summary->sandbox);
    return map;
}

static MillValue *
metrics_to_value(const MillRunSummary *summary)
{
    MillValue *list = mill_value_new_list();

    for (gsize i = 0; i < summary->n_metrics; i++) {
        const MillMetric *metric = &summary->metrics[i];
        g_autoptr(MillValue) map = mill_value_new_map();

        if (metric->step)
            mill_value_set_string(map, "step", metric->step);
        mill_value_set_string(map, "name", metric->name);
        mill_value_set_int(map, "count", metric->count);
        mill_value_set_double(map, "sum", metric->sum);
        mill_value_append(list, map);
    }
    return list;
}

static void
set_progress(MillValue *map, const MillProgress *progress)
{
    mill_value_set_int(map, "documents", progress->documents);
    mill_value_set_int(map, "exported", progress->exported);
    mill_value_set_int(map, "dropped", progress->dropped);
    mill_value_set_int(map, "quarantined", progress->quarantined);
    mill_value_set_int(map, "bytes_in", progress->bytes_in);
    mill_value_set_int(map, "bytes_out", progress->bytes_out);
}

char *
cli_stats_to_json(const MillRunSummary *summary, const MillPipeline *pipeline, const char *state)
{
    gsize n_steps = mill_pipeline_get_n_steps(pipeline);
    g_autoptr(MillValue) map = mill_value_new_map();
    g_autoptr(MillValue) steps = mill_value_new_list();
    g_autoptr(MillValue) reading = step_to_value(&summary->reading, &summary->costs[n_steps]);
    g_autoptr(MillValue) sandbox = sandbox_to_value(summary);
    g_autoptr(MillValue) metrics = metrics_to_value(summary);
    g_autoptr(GString) json = g_string_new(NULL);

    for (gsize i = 0; i < n_steps; i++) {
        g_autoptr(MillValue) step = step_to_value(&summary->steps[i], &summary->costs[i]);
        mill_value_append(steps, step);
    }
    mill_value_set_int(map, "stats", 1);
    mill_value_set_string(map, "textmill", mill_version());
    mill_value_set_string(map, "pipeline", mill_pipeline_get_name(pipeline));
    mill_value_set_string(map, "state", state);
    set_progress(map, &summary->progress);
    mill_value_set_int(map, "nanoseconds", summary->nanoseconds);
    mill_value_set_int(map, "writing_nanoseconds", summary->writing);
    mill_value_set_int(map, "workers_lost", summary->workers_lost);
    mill_value_set(map, "sandbox", sandbox);
    mill_value_set(map, "reading", reading);
    mill_value_set(map, "steps", steps);
    mill_value_set(map, "metrics", metrics);
    mill_json_append_value(json, map);
    g_string_append_c(json, '\n');
    return g_strdup(json->str);
}

gboolean
cli_stats_write(const char *path, const char *text, GError **error)
{
    struct stat info;

    if (stat(path, &info) < 0 || S_ISREG(info.st_mode))
        return g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                        error);
    FILE *file = S_ISDIR(info.st_mode) ? NULL : g_fopen(path, "we");

    if (file && fputs(text, file) >= 0 && fclose(file) == 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write '%s'", path);
    return FALSE;
}

/* mill.h - a test's mill: a folder with documents, the pipeline of mad steps, and where results go.
 */
#ifndef TEST_RUN_MILL_H
#define TEST_RUN_MILL_H

#include <textmill/textmill.h>

#include "scratch.h"

typedef struct {
    char *folder; /* with in/ and out/ */
    char *output;
    MillPipeline *pipeline;
    GString *results; /* a line a document, as on_result told it */
    GString *counted; /* what steps counted, a line a metric, as the last summary told it */
} Mill;

/* The mad steps, then @writers ("mad-text", or several with blanks between, or steps as they stand
 * in a pipeline file), with @extra after the stage (indented by four) and @top before the steps;
 * both may be "". @setting is one of --set, or NULL. */
static inline void
mill_init_with(Mill *mill, const char *writers, const char *extra, const char *top,
               const char *setting)
{
    const char *const settings[] = { setting, NULL };
    const char *const dirs[] = { TEST_PLUGIN_DIR, NULL };
    g_autoptr(MillCatalog) catalog = mill_catalog_new(dirs);
    g_autoptr(MillReport) report = mill_report_new();
    g_auto(GStrv) names = g_strsplit(writers, " ", -1);
    gboolean steps = g_str_has_prefix(writers, "  - ");
    g_autofree char *uses = steps ? g_strdup(writers) : g_strjoinv("\n  - use: ", names);
    g_autofree char *text =
        g_strdup_printf("textmill: 1\n%ssteps:\n  - use: mad-read\n  - use: mad\n%s%s%s\n", top,
                        extra, *writers && !steps ? "  - use: " : "", uses);

    mill->folder = scratch_new();
    mill->output = scratch_path(mill->folder, "out");
    mill->results = g_string_new(NULL);
    mill->counted = g_string_new(NULL);
    scratch_write(mill->folder, "plan.yaml", text);
    g_autofree char *path = scratch_path(mill->folder, "plan.yaml");

    mill->pipeline = mill_pipeline_load(
        path, &(MillPipelineOptions){ .catalog = catalog, .settings = settings }, report);
    g_autofree char *messages = mill_report_format(report, FALSE);
    if (!mill->pipeline)
        g_error("%s", messages);
}

static inline void
mill_init(Mill *mill, const char *writers, const char *extra, const char *top)
{
    mill_init_with(mill, writers, extra, top, NULL);
}

static inline void
mill_clear(Mill *mill)
{
    mill_pipeline_free(mill->pipeline);
    g_string_free(mill->results, TRUE);
    g_string_free(mill->counted, TRUE);
    g_free(mill->output);
    scratch_free(mill->folder);
}

static inline void
mill_on_result(const MillResult *result, gpointer data)
{
    static const char *const names[] = { "exported", "dropped", "quarantined" };
    GString *results = data;

    g_string_append_printf(results, "%s: %s", result->document, names[result->outcome]);
    if (result->step)
        g_string_append_printf(results, " in %s", result->step);
    if (result->code)
        g_string_append_printf(results, " (%s)", result->code);
    if (result->message)
        g_string_append_printf(results, ": %s", result->message);
    g_string_append_c(results, '\n');
}

static inline gboolean
mill_add_line(const char *line, gpointer data)
{
    g_string_append(data, line);
    g_string_append_c(data, '\n');
    return TRUE;
}

/* The ledger in @folder as lines; NULL if there is none. (transfer full) */
static inline char *
mill_read_ledger(const char *folder)
{
    GString *lines = g_string_new(NULL);
    gboolean read = mill_ledger_list(folder, mill_add_line, lines, NULL);

    return g_string_free(lines, !read);
}

static inline void
mill_note_counted(Mill *mill, const MillRunSummary *summary)
{
    g_string_truncate(mill->counted, 0);
    for (gsize i = 0; i < summary->n_metrics; i++) {
        const MillMetric *metric = &summary->metrics[i];

        g_string_append_printf(mill->counted, "%s %s %.3f %" G_GINT64_FORMAT "\n", metric->step,
                               metric->name, metric->sum, metric->count);
    }
}

/* Runs over in/ into out/, with what else @options says. The sums are checked. */
static inline MillRun *
mill_start(Mill *mill, MillRunOptions options, GError **error)
{
    g_autofree char *input = scratch_path(mill->folder, "in");
    const char *const inputs[] = { input, NULL };
    MillRun *run = NULL;

    options.inputs = options.inputs ? options.inputs : inputs;
    options.output = options.output ? options.output : mill->output;
    options.on_result = options.on_result ? options.on_result : mill_on_result;
    options.data = options.data ? options.data : mill->results;
    g_string_truncate(mill->results, 0);
    gboolean finished = mill_run(mill->pipeline, &options, &run, error);

    g_assert_true(finished || !error || *error);
    if (run) {
        const MillProgress *total = &mill_run_get_summary(run)->progress;

        mill_note_counted(mill, mill_run_get_summary(run));
        g_assert_cmpint(total->documents, ==,
                        total->exported + total->dropped + total->quarantined);
        if (finished)
            g_assert_cmpint(total->documents, ==, total->expected);
    }
    return run;
}

#endif

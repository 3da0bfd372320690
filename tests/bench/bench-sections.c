/* bench-sections - how fast the step `sections` is: bytes of text a second, the layer included.
 *
 *   bench-sections SCHEME FILE...
 *
 * Each file is UTF-8 text and becomes a document of its own, again and again for half a second;
 * what is counted is the time in the step alone, as `--stats` shows it.
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <textmill/pipeline.h>

#define BENCH_NANOSECONDS 500000000

typedef struct {
    gsize step;
    gint64 nanoseconds;
} Clock;

static void
clock_after(MillDocument *document, gsize step, MillVerdict verdict, gint64 nanoseconds,
            gpointer data)
{
    Clock *clock = data;

    if (step == clock->step)
        clock->nanoseconds += nanoseconds;
}

static MillPipeline *
bench_load(const char *scheme)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autofree char *path = NULL;
    gint file = g_file_open_tmp("bench-XXXXXX.yaml", &path, NULL);
    g_autofree char *yaml = g_strdup_printf(
        "textmill: 1\nsteps:\n  - { use: sections, with: { scheme: %s } }\n  - use: json\n",
        scheme);

    g_close(file, NULL);
    g_file_set_contents(path, yaml, -1, NULL);

    MillPipeline *pipeline = mill_pipeline_load(path, NULL, report);
    g_autofree char *messages = mill_report_format(report, FALSE);

    remove(path);
    if (!pipeline)
        fputs(messages, stderr);
    return pipeline;
}

/* The number of the step, which the reader stands before. */
static gsize
bench_find_step(MillPipeline *pipeline)
{
    gsize step = 0;

    while (!g_str_equal(mill_pipeline_get_step(pipeline, step)->type->name, "sections"))
        step++;
    return step;
}

static gboolean
bench_file(MillPipeline *pipeline, const char *scheme, const char *path, GError **error)
{
    Clock clock = { .step = bench_find_step(pipeline) };
    MillObserver observer = { .after = clock_after };
    g_autofree char *text = NULL;
    g_autofree char *name = g_path_get_basename(path);
    gsize length, sections = 0;
    guint rounds = 0;

    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    mill_pipeline_set_observer(pipeline, &observer, &clock);
    for (; clock.nanoseconds < BENCH_NANOSECONDS; rounds++) {
        g_autoptr(MillDocument) document =
            mill_document_new_text(name, text, (gssize) length, error);

        if (!document || mill_pipeline_process(pipeline, document, error) == MILL_FAIL)
            return FALSE;
        sections = mill_layer_get_length(mill_document_get_layer(document, "section"));
    }
    printf("%-10s %-24s %8" G_GSIZE_FORMAT " bytes %5" G_GSIZE_FORMAT
           " sections %9.1f us %7.0f MB/s\n",
           scheme, name, length, sections, (double) clock.nanoseconds / rounds / 1e3,
           (double) length * rounds * 1e3 / (double) clock.nanoseconds);
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autoptr(MillPipeline) pipeline = argc > 2 ? bench_load(argv[1]) : NULL;
    g_autoptr(GError) error = NULL;

    if (argc <= 2)
        fputs("usage: bench-sections SCHEME FILE...\n", stderr);
    if (!pipeline)
        return 2;
    for (int i = 2; i < argc; i++)
        if (!bench_file(pipeline, argv[1], argv[i], &error)) {
            fprintf(stderr, "%s: %s\n", argv[i], error->message);
            return 1;
        }
    return 0;
}

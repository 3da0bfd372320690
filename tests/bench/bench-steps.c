/* bench-steps - how fast each step of a pipeline is: bytes of source a second of processor time.
 *
 *   bench-steps PIPELINE.yaml FILE...
 *
 * Each file becomes a document of its own, again and again for a second; the first round, which
 * finds neither memory nor code warm, is not counted. A writer's time holds the bytes it makes, but
 * not writing them to a file.
 */
#include <stdio.h>
#include <textmill/pipeline.h>
#include <time.h>

#define BENCH_MICROSECONDS 1000000

/* Of this process alone, so that others on the machine do not count. */
static gint64
clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

static void
clock_before(MillDocument *document, gsize step, gpointer data)
{
    ((gint64 *) data)[step] -= clock_now();
}

static void
clock_after(MillDocument *document, gsize step, MillVerdict verdict, gint64 nanoseconds,
            gpointer data)
{
    ((gint64 *) data)[step] += clock_now();
}

static GPtrArray *
bench_read(char **paths)
{
    GPtrArray *sources = g_ptr_array_new_with_free_func((GDestroyNotify) g_bytes_unref);

    for (; *paths; paths++) {
        char *bytes;
        gsize length;

        if (g_file_get_contents(*paths, &bytes, &length, NULL))
            g_ptr_array_add(sources, g_bytes_new_take(bytes, length));
        else
            fprintf(stderr, "cannot read %s\n", *paths);
    }
    return sources;
}

/* One document through all steps; its bytes, or 0 if a step fails or drops it. */
static gsize
bench_once(MillPipeline *pipeline, GBytes *source, MillOutput *output)
{
    g_autoptr(MillDocument) document = mill_document_new("bench", source);
    g_autoptr(GError) error = NULL;

    if (mill_pipeline_process(pipeline, document, &error) != MILL_KEEP)
        return 0;
    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++) {
        if (mill_pipeline_get_step(pipeline, i)->type->role != MILL_ROLE_WRITER)
            continue;
        mill_output_reset(output);
        if (!mill_pipeline_encode(pipeline, i, document, output, &error))
            return 0;
    }
    return g_bytes_get_size(source);
}

/* All documents; their bytes. */
static double
bench_round(MillPipeline *pipeline, GPtrArray *sources, MillOutput *output)
{
    double bytes = 0;

    for (guint i = 0; i < sources->len; i++)
        bytes += (double) bench_once(pipeline, g_ptr_array_index(sources, i), output);
    return bytes;
}

static void
bench_run(MillPipeline *pipeline, GPtrArray *sources)
{
    static const MillObserver observer = { .before = clock_before, .after = clock_after };
    gsize n_steps = mill_pipeline_get_n_steps(pipeline);
    g_autofree gint64 *nanoseconds = g_new0(gint64, n_steps);
    g_autoptr(MillOutput) output = mill_output_new();
    double bytes = 0;
    gint64 end;

    bench_round(pipeline, sources, output);
    mill_pipeline_set_observer(pipeline, &observer, nanoseconds);
    end = g_get_monotonic_time() + BENCH_MICROSECONDS;
    while (g_get_monotonic_time() < end)
        bytes += bench_round(pipeline, sources, output);
    for (gsize i = 0; i < n_steps; i++)
        printf("%-12s %6.0f MB/s\n", mill_pipeline_get_step(pipeline, i)->id,
               nanoseconds[i] > 0 ? bytes * 1000 / (double) nanoseconds[i] : 0.0);
}

int
main(int argc, char **argv)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPipeline) pipeline = argc > 2 ? mill_pipeline_load(argv[1], NULL, report) : NULL;
    g_autoptr(GPtrArray) sources = NULL;
    g_autofree char *messages = mill_report_format(report, FALSE);

    if (!pipeline) {
        fputs(argc > 2 ? messages : "usage: bench-steps PIPELINE.yaml FILE...\n", stderr);
        return 2;
    }
    sources = bench_read(argv + 2);
    if (sources->len > 0)
        bench_run(pipeline, sources);
    return 0;
}

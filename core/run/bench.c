/* bench.c - where documents are worked on. */
#include "run/bench.h"

#include <string.h>

#include <textmill/plugin.h>

#include "document/document-private.h"
#include "pipeline/pipeline-private.h"
#include "results/frame-writer.h"
#include "run/task.h"
#include "source/item.h"
#include "source/lend.h"
#include "source/load.h"

/* An answer goes out when it has so many bytes or has taken so long. */
#define BENCH_ANSWER_SIZE (4 * 1024 * 1024)
#define BENCH_ANSWER_TIME (100 * 1000000) /* nanoseconds */

struct MillBench {
    MillPipeline *pipeline;
    gsize n_steps;
    gboolean isolated;
    MillStatus *status;
    MillOutput **outputs; /* by step; NULL if the step is not to write */
    MillTally *tallies;   /* by step, of the current task; one more for loading */
    gsize given;          /* to the current step, in bytes */
    gint64 now;           /* the clock as it was read last: what ends there begins the next thing */
    GArray *units;        /* MillUnit, of the current task */
    GArray *containers;   /* MillContainer: that those are in */
    MillFrameWriter *writer;
};

/* What becomes of a document, as it is found out. */
typedef struct {
    MillFrame head;
    char *message;
} Finding;

/* What a step is given: bytes of text, or of the source as long as there is no text. */
static gsize
bench_measure(MillDocument *document)
{
    gsize length;

    if (!mill_document_has_text(document))
        return g_bytes_get_size(mill_document_get_source(document));
    mill_document_get_text(document, &length);
    return length;
}

static void
bench_before(MillDocument *document, gsize step, gpointer data)
{
    MillBench *bench = data;

    bench->given = bench_measure(document);
    MILL_STATUS_SET(bench->status, entered, bench->now / 1000);
    MILL_STATUS_SET(bench->status, step, (gint32) step);
}

static void
bench_after(MillDocument *document, gsize step, MillVerdict verdict, gint64 nanoseconds,
            gpointer data)
{
    MillBench *bench = data;

    mill_tally_note(&bench->tallies[step], verdict, nanoseconds, bench->given);
}

MillBench *
mill_bench_new(MillPipeline *pipeline, const MillWriters *writers, gboolean isolated,
               MillStatus *status)
{
    static const MillObserver observer = { bench_before, bench_after };
    MillBench *bench = g_new0(MillBench, 1);

    bench->pipeline = pipeline;
    bench->n_steps = mill_pipeline_get_n_steps(pipeline);
    bench->isolated = isolated;
    bench->status = status;
    bench->outputs = g_new0(MillOutput *, bench->n_steps);
    for (gsize i = 0; i < bench->n_steps; i++)
        bench->outputs[i] = writers->wanted[i] ? mill_output_new() : NULL;
    bench->tallies = g_new0(MillTally, bench->n_steps + 1);
    bench->units = g_array_new(FALSE, FALSE, sizeof(MillUnit));
    bench->containers = g_array_new(FALSE, FALSE, sizeof(MillContainer));
    bench->writer = mill_frame_writer_new(bench->n_steps);
    mill_frame_writer_set_packers(bench->writer, writers->packers);
    mill_frame_writer_set_own(bench->writer, writers->own);
    mill_pipeline_set_observer(pipeline, &observer, bench);
    mill_pipeline_set_clock(pipeline, &bench->now);
    return bench;
}

void
mill_bench_free(MillBench *bench)
{
    if (!bench)
        return;
    mill_pipeline_set_observer(bench->pipeline, NULL, NULL);
    mill_pipeline_set_clock(bench->pipeline, NULL);
    for (gsize i = 0; i < bench->n_steps; i++)
        mill_output_free(bench->outputs[i]);
    g_free(bench->outputs);
    g_free(bench->tallies);
    g_array_unref(bench->units);
    g_array_unref(bench->containers);
    mill_frame_writer_free(bench->writer);
    g_free(bench);
}

void
mill_bench_lend(MillBench *bench, const int *fds, guint n, guint64 first)
{
    mill_frame_writer_lend(bench->writer, fds, n, first);
}

static void
bench_quarantine(MillBench *bench, Finding *finding, const GError *error)
{
    finding->head.outcome = MILL_OUTCOME_QUARANTINED;
    finding->head.step = MILL_STATUS_GET(bench->status, step);
    finding->head.code = error && error->domain == MILL_ERROR ? error->code : MILL_ERROR_FAILED;
    finding->message = g_strdup(error ? error->message : "failed without saying why");
}

static void
bench_drop(MillBench *bench, Finding *finding, const char *reason)
{
    finding->head.outcome = MILL_OUTCOME_DROPPED;
    finding->head.step = MILL_STATUS_GET(bench->status, step);
    finding->message = g_strdup(reason ? reason : "dropped without saying why");
}

/* Runs the writers. A document has all its results or none. */
static void
bench_encode(MillBench *bench, MillDocument *document, Finding *finding)
{
    for (gsize i = 0; i < bench->n_steps; i++) {
        g_autoptr(GError) error = NULL;

        if (!bench->outputs[i])
            continue;
        MILL_STATUS_SET(bench->status, step, (gint32) i);
        mill_output_reset(bench->outputs[i]);
        if (mill_pipeline_encode(bench->pipeline, i, document, bench->outputs[i], &error))
            continue;
        if (mill_pipeline_get_step(bench->pipeline, i)->on_error == MILL_ON_ERROR_DROP)
            bench_drop(bench, finding, error ? error->message : NULL);
        else
            bench_quarantine(bench, finding, error);
        return;
    }
    finding->head.outcome = MILL_OUTCOME_EXPORTED;
    finding->head.step = -1;
}

static gint64
bench_find_step(const MillBench *bench, const char *id)
{
    for (gsize i = 0; i < bench->n_steps; i++)
        if (g_strcmp0(mill_pipeline_get_step(bench->pipeline, i)->id, id) == 0)
            return (gint64) i;
    return -1;
}

/* What the steps counted goes along with the document. */
static void
bench_take_metrics(MillBench *bench, const MillDocument *document)
{
    const GArray *metrics = mill_document_get_metrics(document);
    MillFrameMetric taken[MILL_METRICS_MAX];
    guint n = metrics ? MIN(metrics->len, MILL_METRICS_MAX) : 0;

    for (guint i = 0; i < n; i++) {
        const MillDocumentMetric *metric = &g_array_index(metrics, MillDocumentMetric, i);

        taken[i] =
            (MillFrameMetric){ .step = bench_find_step(bench, metric->step), .sum = metric->sum };
        memcpy(taken[i].name, metric->name, sizeof taken[i].name);
    }
    mill_frame_writer_set_metrics(bench->writer, taken, n);
}

static void
bench_process(MillBench *bench, MillDocument *document, Finding *finding)
{
    g_autoptr(GError) error = NULL;

    switch (mill_pipeline_process(bench->pipeline, document, &error)) {
    case MILL_KEEP:
        bench_encode(bench, document, finding);
        break;
    case MILL_DROP:
        bench_drop(bench, finding, mill_document_get_drop_reason(document));
        break;
    case MILL_FAIL:
        bench_quarantine(bench, finding, error);
        break;
    }
    finding->head.n_diagnostics = (guint32) mill_document_get_n_diagnostics(document);
    bench_take_metrics(bench, document);
}

/* Reads @unit, and makes a document of a record. */
static MillDocument *
bench_open(MillBench *bench, const MillUnit *unit, Finding *finding, GError **error)
{
    gint64 begun = bench->now;
    g_autoptr(GBytes) bytes = mill_load(unit, bench->isolated, error);
    MillDocument *document = bytes ? mill_item_open(bench->pipeline, unit, bytes, error) : NULL;

    bench->now = mill_pipeline_now();
    finding->head.bytes_in = bytes ? (gint64) g_bytes_get_size(bytes) : 0;
    mill_tally_note(&bench->tallies[bench->n_steps], document ? MILL_KEEP : MILL_FAIL,
                    bench->now - begun, (gsize) finding->head.bytes_in);
    return document;
}

static gboolean
bench_do_unit(MillBench *bench, guint number, const MillUnit *unit)
{
    Finding finding = { .head = { .unit = number } };
    g_autoptr(GError) error = NULL;
    gint64 begun = bench->now;

    MILL_STATUS_SET(bench->status, step, -1);
    MILL_STATUS_SET(bench->status, unit, number);
    MILL_STATUS_SET(bench->status, started, begun / 1000);
    g_autoptr(MillDocument) document = bench_open(bench, unit, &finding, &error);

    if (document)
        bench_process(bench, document, &finding);
    else
        bench_quarantine(bench, &finding, error);
    finding.head.nanoseconds = bench->now - begun;
    gboolean added = mill_frame_writer_add(
        bench->writer, &finding.head, finding.message,
        finding.head.outcome == MILL_OUTCOME_EXPORTED ? bench->outputs : NULL);

    g_free(finding.message);
    bench->now = mill_pipeline_now();
    return added;
}

/* Whether the answer should go out with the units that are done; the others come back as a task. */
static gboolean
bench_is_full(const MillBench *bench, gint64 begun)
{
    guint64 size = mill_frame_writer_get_size(bench->writer);

    return size >= BENCH_ANSWER_SIZE || (size > 0 && bench->now - begun > BENCH_ANSWER_TIME);
}

gboolean
mill_bench_work(MillBench *bench, const guint8 *message, gsize length, int file, MillAnswer *answer,
                int *fd, GError **error)
{
    gint64 begun = bench->now = mill_pipeline_now();
    guint64 task;

    if (!mill_frame_writer_begin(bench->writer, file, error))
        return FALSE;
    if (!mill_task_decode(message, length, &task, bench->units, bench->containers)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "a task that is not whole");
        return FALSE;
    }
    memset(bench->tallies, 0, (bench->n_steps + 1) * sizeof(MillTally));
    mill_lend_name((const MillUnit *) bench->units->data, bench->units->len);
    MILL_STATUS_SET(bench->status, task, task);
    bench->now = mill_pipeline_now();
    for (guint i = 0; i < bench->units->len && !bench_is_full(bench, begun); i++)
        if (!bench_do_unit(bench, i, &g_array_index(bench->units, MillUnit, i)))
            break;
    MILL_STATUS_SET(bench->status, started, 0);
    MILL_STATUS_SET(bench->status, unit, MILL_STATUS_NONE);
    answer->task = task;
    answer->nanoseconds = bench->now - begun;
    return mill_frame_writer_end(bench->writer, bench->tallies, answer, fd, error);
}

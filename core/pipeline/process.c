/* process.c - one document through the steps: the part of a run that a worker does. */
#include "pipeline/pipeline-private.h"

#include "document/document-private.h"

#include <time.h>

gint64
mill_pipeline_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

void
mill_pipeline_set_clock(MillPipeline *pipeline, gint64 *clock)
{
    pipeline->clock = clock;
}

static gboolean
process_applies(const MillStep *step, const MillDocument *document)
{
    return !step->plan || mill_condition_holds(step->plan->when, document);
}

/* A step's answer, made consistent: MILL_FAIL and only that comes with an @error. */
static MillVerdict
process_judge(const MillStep *step, MillDocument *document, MillVerdict verdict, GError **error)
{
    gboolean reader = step->info.type->role == MILL_ROLE_READER;

    if (verdict != MILL_KEEP && verdict != MILL_DROP && verdict != MILL_FAIL) {
        g_clear_error(error);
        g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED,
                    "the step answered %d, which is no verdict: its plugin is faulty",
                    (int) verdict);
    } else if (verdict == MILL_FAIL && !*error) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED, "the step failed without saying why");
    } else if (verdict == MILL_KEEP && !*error && reader && !mill_document_has_text(document)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED, "the reader made no text");
    } else if (verdict == MILL_DROP && !*error && !mill_document_get_drop_reason(document)) {
        mill_document_drop(document, "no reason given");
    }
    return *error ? MILL_FAIL : verdict;
}

/* Runs @call for step number @index, between the observer's calls. */
static MillVerdict
process_step(MillPipeline *pipeline, gsize index, MillDocument *document, MillOutput *output,
             GError **error)
{
    const MillStep *step = mill_pipeline_step(pipeline, index);
    const MillStepType *type = step->info.type;
    const MillObserver *observer = &pipeline->observer;
    MillVerdict verdict;
    GError *reason = NULL;

    mill_document_enter_step(document, step->id);
    if (observer->before)
        observer->before(document, index, pipeline->observer_data);

    gint64 start = pipeline->clock ? *pipeline->clock : mill_pipeline_now();

    if (output)
        verdict = type->encode(step->self, document, output, &reason) ? MILL_KEEP : MILL_FAIL;
    else
        verdict = type->process(step->self, document, &reason);
    mill_document_leave_step(document);
    verdict = process_judge(step, document, verdict, &reason);

    gint64 end = mill_pipeline_now();

    if (pipeline->clock)
        *pipeline->clock = end;
    if (verdict == MILL_FAIL && step->info.on_error == MILL_ON_ERROR_DROP && !output) {
        verdict = mill_document_drop(document, reason->message);
        g_clear_error(&reason);
    }
    if (observer->after)
        observer->after(document, index, verdict, end - start, pipeline->observer_data);
    if (reason)
        g_propagate_error(error, reason);
    return verdict;
}

MillVerdict
mill_pipeline_process(MillPipeline *pipeline, MillDocument *document, GError **error)
{
    g_return_val_if_fail(pipeline && document, MILL_FAIL);

    if (pipeline->keep_removed)
        mill_document_keep_removed(document);
    for (gsize i = 0; i < pipeline->steps->len; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);
        gboolean reader = step->info.type->role == MILL_ROLE_READER;

        if (step->info.type->role >= MILL_ROLE_WRITER ||
            (reader && mill_document_has_text(document)) || !process_applies(step, document))
            continue;

        MillVerdict verdict = process_step(pipeline, i, document, NULL, error);

        if (verdict != MILL_KEEP)
            return verdict;
    }
    return MILL_KEEP;
}

gboolean
mill_pipeline_encode(MillPipeline *pipeline, gsize step, MillDocument *document, MillOutput *output,
                     GError **error)
{
    g_return_val_if_fail(pipeline && document && output, FALSE);
    g_return_val_if_fail(step < pipeline->steps->len, FALSE);
    g_return_val_if_fail(mill_pipeline_step(pipeline, step)->info.type->role >= MILL_ROLE_WRITER,
                         FALSE);

    if (!process_applies(mill_pipeline_step(pipeline, step), document))
        return TRUE;
    mill_pipeline_seal(pipeline);
    return process_step(pipeline, step, document, output, error) == MILL_KEEP;
}

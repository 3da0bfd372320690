/* finish.c - what a corpus step says of a corpus of one document. */
#include "pipeline/pipeline-private.h"

static MillPart
finish_part(const MillDocument *document, const MillOutput *encoded, gsize index)
{
    const GString *bytes = mill_output_get_bytes(encoded, index);

    return (MillPart){
        .document = mill_document_get_id(document),
        .name = mill_output_get_part_name(encoded, index),
        .bytes = bytes->str,
        .length = bytes->len,
    };
}

/* Whether the step lets the document in; what a document repeats cannot stand in an empty corpus,
 * but a step may have reasons of its own. */
static gboolean
finish_admit(const MillStep *step, const MillPart *part, gboolean *admitted, GError **error)
{
    const MillStepType *type = step->info.type;
    g_autofree char *reason = NULL;

    if (type->admit && !type->admit(step->self, part, &reason, error))
        return FALSE;
    *admitted = *admitted && !reason;
    return TRUE;
}

static gboolean
finish_run(const MillStep *step, const MillDocument *document, const MillOutput *encoded,
           MillOutput *result, GError **error)
{
    const MillStepType *type = step->info.type;
    gsize n = mill_output_get_n_parts(encoded);
    gboolean admitted = TRUE;

    if (!type->open(step->self, NULL, error))
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        const MillPart part = finish_part(document, encoded, i);

        if (!finish_admit(step, &part, &admitted, error))
            return FALSE;
    }
    for (gsize i = 0; i < n && admitted; i++) {
        const MillPart part = finish_part(document, encoded, i);

        if (!type->merge(step->self, part.bytes, part.length, error))
            return FALSE;
    }
    return type->finish(step->self, result, error);
}

gboolean
mill_pipeline_finish(MillPipeline *pipeline, gsize step, const MillDocument *document,
                     const MillOutput *encoded, MillOutput *result, GError **error)
{
    g_return_val_if_fail(pipeline && document && encoded && result, FALSE);
    g_return_val_if_fail(step < pipeline->steps->len, FALSE);

    const MillStep *corpus = mill_pipeline_step(pipeline, step);
    GError *reason = NULL;

    g_return_val_if_fail(corpus->info.type->role == MILL_ROLE_CORPUS, FALSE);
    if (finish_run(corpus, document, encoded, result, &reason) && !reason)
        return TRUE;
    if (corpus->info.type->abandon)
        corpus->info.type->abandon(corpus->self);
    if (!reason)
        g_set_error(&reason, MILL_ERROR, MILL_ERROR_FAILED, "it failed without saying why");
    g_propagate_error(error, reason);
    return FALSE;
}

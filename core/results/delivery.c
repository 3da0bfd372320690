/* delivery.c - where results go: a folder, or standard output. */
#include "results/delivery.h"

#include <string.h>
#include <unistd.h>

#include "results/deposit.h"
#include "results/gather.h"
#include "results/stream.h"
#include "results/writers.h"

struct MillDelivery {
    MillPipeline *pipeline;
    const MillRunOptions *options;
    MillWriters *writers;
    MillGather *gather;
    MillStream *out; /* standard output, or NULL */
    gboolean out_begun;
    MillDeposit *deposit; /* the folder, or NULL */
};

MillDelivery *
mill_delivery_new(MillPipeline *pipeline, const MillRunOptions *options, GError **error)
{
    MillDelivery *delivery = g_new0(MillDelivery, 1);

    delivery->pipeline = pipeline;
    delivery->options = options;
    if (g_str_equal(options->output, "-")) {
        delivery->writers = mill_writers_new_single(pipeline, options->writer, error);
        delivery->out = mill_stream_new(STDOUT_FILENO, "standard output", options->stop);
    } else {
        delivery->writers = mill_writers_new(pipeline, error);
    }
    if (delivery->writers)
        delivery->gather = mill_gather_new(pipeline, delivery->writers);
    else
        g_clear_pointer(&delivery, mill_delivery_free);
    return delivery;
}

gboolean
mill_delivery_open(MillDelivery *delivery, GError **error)
{
    if (delivery->out)
        return TRUE;
    delivery->deposit = mill_deposit_new(delivery->pipeline, delivery->options, delivery->writers,
                                         delivery->gather, error);
    return delivery->deposit != NULL;
}

void
mill_delivery_free(MillDelivery *delivery)
{
    if (!delivery)
        return;
    mill_gather_free(delivery->gather); /* its drafts are in the folder */
    mill_deposit_free(delivery->deposit);
    mill_stream_free(delivery->out);
    mill_writers_free(delivery->writers);
    g_free(delivery);
}

void
mill_delivery_abandon(MillDelivery *delivery)
{
    if (delivery->deposit)
        mill_deposit_abandon(delivery->deposit);
}

const MillWriters *
mill_delivery_get_writers(const MillDelivery *delivery)
{
    return delivery->writers;
}

MillDeposit *
mill_delivery_get_deposit(const MillDelivery *delivery)
{
    return delivery->deposit;
}

gboolean
mill_delivery_begin(MillDelivery *delivery, GError **error)
{
    if (delivery->deposit)
        return mill_deposit_begin(delivery->deposit, error);
    return mill_gather_begin(delivery->gather, NULL, NULL, error);
}

static gboolean
delivery_print(MillDelivery *delivery, const MillUnit *unit, const MillFrameView *frame,
               gint64 *bytes, GError **error)
{
    const guint8 *at = frame->parts;
    gint64 file;

    for (guint32 i = 0; i < frame->head.n_parts; i++) {
        MillPartView part;

        at = mill_part_view(at, &part);
        if (mill_gather_has(delivery->gather, part.head.step)) {
            if (!mill_gather_add(delivery->gather, unit, &part, NULL, &file, error))
                return FALSE;
            continue;
        }
        if (frame->head.n_parts > 1) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                        "writer '%s' makes %u results a document ('%s' is one), which cannot share "
                        "standard output; use -o DIR",
                        mill_pipeline_get_step(delivery->pipeline, part.head.step)->id,
                        frame->head.n_parts, part.name ? part.name : "main");
            return FALSE;
        }
        if (!delivery->out_begun && part.preamble &&
            !mill_stream_write(delivery->out, part.preamble, strlen(part.preamble), error))
            return FALSE;
        delivery->out_begun = TRUE;
        *bytes += (gint64) part.head.size;
        if (!mill_stream_write(delivery->out, part.bytes, part.head.size, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
mill_delivery_gathers(const MillDelivery *delivery)
{
    return !mill_gather_is_empty(delivery->gather);
}

gboolean
mill_delivery_find_step(const MillDelivery *delivery, const char *id, gsize *step)
{
    for (*step = 0; *step < delivery->writers->n_steps; (*step)++)
        if (delivery->writers->wanted[*step] &&
            g_strcmp0(mill_pipeline_get_step(delivery->pipeline, *step)->id, id) == 0)
            return TRUE;
    return FALSE;
}

gboolean
mill_delivery_admit_part(MillDelivery *delivery, const MillUnit *unit, const MillPartView *part,
                         char **reason, GError **error)
{
    /* Only the merge of all shards knows which document comes first. */
    return delivery->options->n_shards > 0 ||
           mill_gather_admit(delivery->gather, unit, part, reason, error);
}

gboolean
mill_delivery_admit(MillDelivery *delivery, const MillUnit *unit, const MillFrameView *frame,
                    gint *step, char **reason, GError **error)
{
    const guint8 *at = frame->parts;

    for (guint32 i = 0; i < frame->head.n_parts && !*reason; i++) {
        MillPartView part;

        at = mill_part_view(at, &part);
        *step = (gint) part.head.step;
        if (!mill_delivery_admit_part(delivery, unit, &part, reason, error))
            return FALSE;
    }
    return TRUE;
}

/* What a corpus step is told is not a result yet. */
static gboolean
delivery_is_result(const MillDelivery *delivery, const MillPartView *part)
{
    return mill_pipeline_get_step(delivery->pipeline, part->head.step)->type->role !=
           MILL_ROLE_CORPUS;
}

/* Adds the parts that have files of their own, or all others. */
static gboolean
delivery_each(MillDelivery *delivery, const MillUnit *unit, const MillFrameView *frame,
              gboolean own, gint64 *bytes, gboolean *local, GError **error)
{
    const guint8 *at = frame->parts;

    for (guint32 i = 0; i < frame->head.n_parts; i++) {
        MillPartView part;

        at = mill_part_view(at, &part);
        if (!mill_deposit_add(delivery->deposit, unit, &part, own, local, error))
            return FALSE;
        if (own && delivery_is_result(delivery, &part))
            *bytes += (gint64) part.head.content;
    }
    return TRUE;
}

gboolean
mill_delivery_export(MillDelivery *delivery, const MillUnit *unit, const MillFrameView *frame,
                     gint64 *bytes, gboolean *local, GError **error)
{
    *bytes = 0;
    *local = FALSE;
    if (delivery->out)
        return delivery_print(delivery, unit, frame, bytes, error);
    return delivery_each(delivery, unit, frame, TRUE, bytes, local, error) &&
           delivery_each(delivery, unit, frame, FALSE, bytes, local, error);
}

gboolean
mill_delivery_record(MillDelivery *delivery, const MillUnit *unit, const MillResult *result,
                     const MillCost *cost, GError **error)
{
    if (result->outcome != MILL_OUTCOME_EXPORTED &&
        !mill_gather_lose(delivery->gather, unit, result, error))
        return FALSE;
    return !delivery->deposit || mill_deposit_record(delivery->deposit, unit, result, cost, error);
}

gboolean
mill_delivery_count(MillDelivery *delivery, const MillUnit *unit, const MillMetricKey *metric,
                    const MillMetricSum *sum, GError **error)
{
    return !delivery->deposit ||
           mill_deposit_count(delivery->deposit, unit->index, metric, sum, error);
}

gboolean
mill_delivery_flush(MillDelivery *delivery, GError **error)
{
    return delivery->out ? mill_stream_flush(delivery->out, error)
                         : mill_deposit_commit(delivery->deposit, FALSE, error);
}

static gboolean
delivery_print_gathered(const GString *part, gpointer data, GError **error)
{
    return mill_stream_write(((MillDelivery *) data)->out, part->str, part->len, error);
}

gboolean
mill_delivery_finish(MillDelivery *delivery, MillProgress *total, const GError *failure,
                     GError **error)
{
    if (delivery->deposit)
        return mill_deposit_finish(delivery->deposit, total, failure, error);
    /* Standard output: there is nothing to take back. */
    return failure || (mill_gather_finish(delivery->gather, delivery_print_gathered, delivery,
                                          &total->bytes_out, error) &&
                       mill_stream_flush(delivery->out, error));
}

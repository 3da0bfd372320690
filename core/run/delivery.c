/* delivery.c - where results go: files of a folder with their ledger, or standard output. */
#include "run/delivery.h"

#include <string.h>
#include <unistd.h>

#include "run/folder.h"
#include "run/gather.h"
#include "run/ledger.h"
#include "run/names.h"
#include "run/stream.h"
#include "run/writers.h"

/* A file that collects all documents. It gets its name when the run is finished. */
typedef struct {
    guint64 step;
    char *part; /* or NULL */
    char *name; /* the file's path in the folder */
    MillDraft draft;
    MillStream *stream;
    gboolean published;
} Collector;

/* A file of one document, written and not in place yet. */
typedef struct {
    MillDraft draft;
    char *name;
} Parcel;

struct MillDelivery {
    MillPipeline *pipeline;
    const MillRunOptions *options;
    MillWriters *writers;
    MillGather *gather;
    MillStream *out; /* standard output, or NULL */
    gboolean out_begun;

    MillFiles *files; /* the folder, or NULL */
    gboolean made;    /* the folder was not there before */
    MillLedger *ledger;
    MillNames *taken;
    GArray *collectors; /* Collector */
    GArray *parcels;    /* Parcel: of the current document */
    GPtrArray *names;   /* char *: files that the current document went to */
};

MillDelivery *
mill_delivery_new(MillPipeline *pipeline, const MillRunOptions *options, GError **error)
{
    MillDelivery *delivery = g_new0(MillDelivery, 1);

    delivery->pipeline = pipeline;
    delivery->options = options;
    delivery->taken = mill_names_new();
    delivery->collectors = g_array_new(FALSE, FALSE, sizeof(Collector));
    delivery->parcels = g_array_new(FALSE, FALSE, sizeof(Parcel));
    delivery->names = g_ptr_array_new_with_free_func(g_free);
    g_free(mill_names_take(delivery->taken, MILL_LEDGER_NAME));
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
    const MillRunOptions *options = delivery->options;

    if (delivery->out)
        return TRUE;
    delivery->files = mill_folder_open(options->output, options->force, &delivery->made, error);
    return delivery->files != NULL;
}

static void
delivery_discard_parcels(MillDelivery *delivery)
{
    for (guint i = 0; i < delivery->parcels->len; i++) {
        Parcel *parcel = &g_array_index(delivery->parcels, Parcel, i);

        mill_draft_discard(&parcel->draft, delivery->files);
        g_free(parcel->name);
    }
    g_array_set_size(delivery->parcels, 0);
}

static void
delivery_discard_collectors(MillDelivery *delivery)
{
    for (guint i = 0; i < delivery->collectors->len; i++) {
        Collector *collector = &g_array_index(delivery->collectors, Collector, i);

        mill_draft_discard(&collector->draft, delivery->files);
        mill_stream_free(collector->stream);
        g_free(collector->part);
        g_free(collector->name);
    }
    g_array_set_size(delivery->collectors, 0);
}

void
mill_delivery_free(MillDelivery *delivery)
{
    if (!delivery)
        return;
    delivery_discard_parcels(delivery);
    delivery_discard_collectors(delivery);
    mill_gather_free(delivery->gather);
    /* A folder that was made for nothing goes; rmdir() leaves one that has something in it. */
    if (delivery->made && !delivery->ledger && delivery->files)
        rmdir(mill_files_get_path(delivery->files));
    g_array_unref(delivery->parcels);
    g_array_unref(delivery->collectors);
    g_ptr_array_unref(delivery->names);
    mill_stream_free(delivery->out);
    mill_writers_free(delivery->writers);
    mill_names_free(delivery->taken);
    mill_ledger_free(delivery->ledger);
    mill_files_free(delivery->files);
    g_free(delivery);
}

void
mill_delivery_abandon(MillDelivery *delivery)
{
    for (guint i = 0; i < delivery->collectors->len; i++)
        close(g_array_index(delivery->collectors, Collector, i).draft.fd);
    mill_gather_close(delivery->gather);
    if (delivery->ledger)
        mill_ledger_abandon(delivery->ledger);
    if (delivery->files)
        mill_files_abandon(delivery->files);
}

const gboolean *
mill_delivery_get_writers(const MillDelivery *delivery)
{
    return delivery->writers->wanted;
}

gboolean
mill_delivery_stat(const MillDelivery *delivery, struct stat *folder)
{
    return delivery->files && fstat(mill_files_get_fd(delivery->files), folder) == 0;
}

gboolean
mill_delivery_begin(MillDelivery *delivery, GError **error)
{
    g_autoptr(GPtrArray) steps = g_ptr_array_new();

    if (!delivery->files)
        return mill_gather_begin(delivery->gather, NULL, NULL, error);
    for (gsize i = 0; i < mill_pipeline_get_n_steps(delivery->pipeline); i++)
        g_ptr_array_add(steps, (char *) mill_pipeline_get_step(delivery->pipeline, i)->id);
    if (!mill_folder_clear(delivery->files, error))
        return FALSE;
    delivery->ledger = mill_ledger_begin(delivery->files,
                                         mill_pipeline_get_name(delivery->pipeline), steps, error);
    return delivery->ledger &&
           mill_gather_begin(delivery->gather, delivery->files, delivery->taken, error);
}

/* Standard output has one place for the bytes of a writer, so they must be one part. */
static gboolean
delivery_print(MillDelivery *delivery, const MillUnit *unit, const MillFrameView *frame,
               gint64 *bytes, GError **error)
{
    const guint8 *at = frame->parts;

    for (guint32 i = 0; i < frame->head.n_parts; i++) {
        MillPartView part;

        at = mill_part_view(at, &part);
        if (mill_gather_has(delivery->gather, part.head.step)) {
            if (!mill_gather_add(delivery->gather, unit, &part, delivery->names, error))
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

static gboolean
delivery_draft(MillDelivery *delivery, const MillUnit *unit, const MillPartView *part,
               GError **error)
{
    const MillPattern *pattern = delivery->writers->patterns[part->head.step];
    g_autofree char *name = mill_pattern_expand(pattern, unit->id, unit->index, part->name);
    Parcel parcel = { .draft = MILL_DRAFT_NONE };

    if (!mill_draft_open(&parcel.draft, delivery->files, error))
        return FALSE;
    parcel.name = mill_names_take(delivery->taken, name);
    g_array_append_val(delivery->parcels, parcel);
    MillDraft *draft = &g_array_index(delivery->parcels, Parcel, delivery->parcels->len - 1).draft;

    if (part->preamble &&
        !mill_draft_write(draft, delivery->files, part->preamble, strlen(part->preamble), error))
        return FALSE;
    return mill_draft_write(draft, delivery->files, part->bytes, part->head.size, error);
}

/* Finds or makes the file that collects @part. */
static Collector *
delivery_collector(MillDelivery *delivery, const MillPartView *part, GError **error)
{
    for (guint i = 0; i < delivery->collectors->len; i++) {
        Collector *collector = &g_array_index(delivery->collectors, Collector, i);

        if (collector->step == part->head.step && g_strcmp0(collector->part, part->name) == 0)
            return collector;
    }
    const MillPattern *pattern = delivery->writers->patterns[part->head.step];
    g_autofree char *name = mill_pattern_expand(pattern, "", 0, part->name);
    Collector made = { .step = part->head.step, .draft = MILL_DRAFT_NONE };

    if (!mill_draft_open(&made.draft, delivery->files, error))
        return NULL;
    made.part = g_strdup(part->name);
    made.name = mill_names_take(delivery->taken, name);
    g_autofree char *shown = g_strdup_printf("'%s/%s'", mill_files_get_path(delivery->files), name);
    made.stream = mill_stream_new(made.draft.fd, shown, delivery->options->stop);
    g_array_append_val(delivery->collectors, made);
    Collector *collector =
        &g_array_index(delivery->collectors, Collector, delivery->collectors->len - 1);

    if (part->preamble &&
        !mill_stream_write(collector->stream, part->preamble, strlen(part->preamble), error))
        return NULL;
    return collector;
}

static gboolean
delivery_collect(MillDelivery *delivery, const MillPartView *part, GError **error)
{
    Collector *collector = delivery_collector(delivery, part, error);

    if (!collector)
        return FALSE;
    g_ptr_array_add(delivery->names, g_strdup(collector->name));
    return mill_stream_write(collector->stream, part->bytes, part->head.size, error);
}

/* Hands a part to the sink or corpus step that it is from. What a corpus step is told is not a
 * result yet. */
static gboolean
delivery_gather(MillDelivery *delivery, const MillUnit *unit, const MillPartView *part,
                gint64 *bytes, GError **error)
{
    const char *name = mill_gather_add(delivery->gather, unit, part, delivery->names, error);

    if (!name)
        return FALSE;
    if (*name) {
        g_ptr_array_add(delivery->names, g_strdup(name));
        *bytes += (gint64) part->head.size;
    }
    return TRUE;
}

/* Calls for each part that has a file of its own, or for all others. */
static gboolean
delivery_each(MillDelivery *delivery, const MillUnit *unit, const MillFrameView *frame,
              gboolean own, gint64 *bytes, GError **error)
{
    const guint8 *at = frame->parts;

    for (guint32 i = 0; i < frame->head.n_parts; i++) {
        MillPartView part;

        at = mill_part_view(at, &part);
        if (mill_pattern_is_per_document(delivery->writers->patterns[part.head.step]) != own)
            continue;
        if (mill_gather_has(delivery->gather, part.head.step)) {
            if (!delivery_gather(delivery, unit, &part, bytes, error))
                return FALSE;
            continue;
        }
        *bytes += (gint64) part.head.size;
        if (!(own ? delivery_draft(delivery, unit, &part, error)
                  : delivery_collect(delivery, &part, error)))
            return FALSE;
    }
    return TRUE;
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
        if (!mill_gather_admit(delivery->gather, unit, &part, reason, error))
            return FALSE;
    }
    return TRUE;
}

/* Puts the document's files in place. If one cannot be, those before it go as well. */
static gboolean
delivery_publish(MillDelivery *delivery, gboolean *local, GError **error)
{
    for (guint i = 0; i < delivery->parcels->len; i++) {
        Parcel *parcel = &g_array_index(delivery->parcels, Parcel, i);

        if (mill_draft_publish(&parcel->draft, delivery->files, parcel->name, local, error)) {
            g_ptr_array_add(delivery->names, g_strdup(parcel->name));
            continue;
        }
        for (guint k = 0; k < i; k++)
            mill_files_remove(delivery->files, g_array_index(delivery->parcels, Parcel, k).name,
                              NULL);
        g_ptr_array_set_size(delivery->names, 0);
        return FALSE;
    }
    return TRUE;
}

gboolean
mill_delivery_export(MillDelivery *delivery, const MillUnit *unit, const MillFrameView *frame,
                     gint64 *bytes, gboolean *local, GError **error)
{
    *bytes = 0;
    *local = FALSE;
    g_ptr_array_set_size(delivery->names, 0);
    if (delivery->out)
        return delivery_print(delivery, unit, frame, bytes, error);

    gboolean fine = delivery_each(delivery, unit, frame, TRUE, bytes, error) &&
                    delivery_publish(delivery, local, error);

    delivery_discard_parcels(delivery);
    return fine && delivery_each(delivery, unit, frame, FALSE, bytes, error);
}

gboolean
mill_delivery_record(MillDelivery *delivery, const MillUnit *unit, const MillResult *result,
                     GError **error)
{
    gboolean exported = result->outcome == MILL_OUTCOME_EXPORTED;

    if (delivery->ledger)
        mill_ledger_add(delivery->ledger, result, unit->path, exported ? delivery->names : NULL);
    g_ptr_array_set_size(delivery->names, 0);
    return exported || mill_gather_lose(delivery->gather, unit, result, error);
}

gboolean
mill_delivery_flush(MillDelivery *delivery, GError **error)
{
    if (delivery->out)
        return mill_stream_flush(delivery->out, error);
    return mill_ledger_flush(delivery->ledger, error);
}

static gboolean
delivery_publish_collectors(MillDelivery *delivery, GError **error)
{
    for (guint i = 0; i < delivery->collectors->len; i++) {
        Collector *collector = &g_array_index(delivery->collectors, Collector, i);

        if (!mill_stream_flush(collector->stream, error) ||
            !mill_draft_publish(&collector->draft, delivery->files, collector->name, NULL, error))
            return FALSE;
        collector->published = TRUE;
    }
    return TRUE;
}

/* The collecting files that are not in place. */
static GPtrArray *
delivery_list_discarded(MillDelivery *delivery)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < delivery->collectors->len; i++) {
        Collector *collector = &g_array_index(delivery->collectors, Collector, i);

        if (!collector->published)
            g_ptr_array_add(names, g_strdup(collector->name));
    }
    mill_gather_list_discarded(delivery->gather, names);
    return names;
}

static gboolean
delivery_print_gathered(const GString *part, gpointer data, GError **error)
{
    return mill_stream_write(((MillDelivery *) data)->out, part->str, part->len, error);
}

/* Standard output: there is nothing to take back. */
static gboolean
delivery_finish_printing(MillDelivery *delivery, MillProgress *total, GError **error)
{
    return mill_gather_finish(delivery->gather, delivery_print_gathered, delivery,
                              &total->bytes_out, error) &&
           mill_stream_flush(delivery->out, error);
}

gboolean
mill_delivery_finish(MillDelivery *delivery, MillProgress *total, const GError *failure,
                     GError **error)
{
    g_autoptr(GError) local = failure ? g_error_copy(failure) : NULL;
    g_autoptr(GPtrArray) gathered = g_ptr_array_new_with_free_func(g_free);

    if (delivery->out)
        return failure || delivery_finish_printing(delivery, total, error);
    if (!delivery->ledger)
        return TRUE;
    if (!local && mill_gather_finish(delivery->gather, NULL, NULL, &total->bytes_out, &local) &&
        delivery_publish_collectors(delivery, &local))
        mill_gather_publish(delivery->gather, gathered, &local);
    g_autoptr(GPtrArray) discarded = delivery_list_discarded(delivery);

    delivery_discard_collectors(delivery);
    gboolean closed = mill_ledger_finish(delivery->ledger, total, local, gathered, discarded,
                                         local ? NULL : error);

    if (local && !failure)
        g_propagate_error(error, g_steal_pointer(&local));
    return closed && !local;
}

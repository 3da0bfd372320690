/* collect.c - files that collect what many documents gave a writer. */
#include "run/collect.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "run/stream.h"

typedef struct {
    gint64 number; /* in the ledger */
    gsize step;
    char *part; /* or NULL */
    char *name; /* the file's path in the folder */
    MillDraft draft;
    char draft_name[40]; /* stays when the draft is published */
    MillStream *stream;
    gint64 written;  /* bytes, those in the buffer included */
    gint64 size;     /* bytes of documents that are complete */
    gint64 recorded; /* the size that the ledger knows; -1: it does not know the file */
} Collector;

struct MillCollect {
    MillFiles *files;
    MillNames *taken;
    MillPipeline *pipeline;
    const MillWriters *writers;
    const volatile gint *stop;
    GPtrArray *collectors; /* Collector */
};

static void
collector_free(gpointer data)
{
    Collector *collector = data;

    if (collector->draft.fd >= 0)
        close(collector->draft.fd);
    mill_stream_free(collector->stream);
    g_free(collector->part);
    g_free(collector->name);
    g_free(collector);
}

MillCollect *
mill_collect_new(MillFiles *files, MillNames *taken, MillPipeline *pipeline,
                 const MillWriters *writers, const volatile gint *stop)
{
    MillCollect *collect = g_new0(MillCollect, 1);

    collect->files = files;
    collect->taken = taken;
    collect->pipeline = pipeline;
    collect->writers = writers;
    collect->stop = stop;
    collect->collectors = g_ptr_array_new_with_free_func(collector_free);
    return collect;
}

void
mill_collect_free(MillCollect *collect)
{
    if (!collect)
        return;
    g_ptr_array_unref(collect->collectors);
    g_free(collect);
}

void
mill_collect_abandon(MillCollect *collect)
{
    for (guint i = 0; i < collect->collectors->len; i++) {
        const Collector *collector = g_ptr_array_index(collect->collectors, i);

        if (collector->draft.fd >= 0)
            close(collector->draft.fd);
    }
}

static Collector *
collector_new(gint64 number, gsize step, const char *part)
{
    Collector *collector = g_new0(Collector, 1);

    collector->number = number;
    collector->step = step;
    collector->part = g_strdup(part);
    collector->draft = (MillDraft) MILL_DRAFT_NONE;
    collector->recorded = -1;
    g_snprintf(collector->draft_name, sizeof collector->draft_name, "%" G_GINT64_FORMAT ".shared",
               number);
    return collector;
}

static void
collector_open_stream(MillCollect *collect, Collector *collector)
{
    g_autofree char *shown =
        g_strdup_printf("'%s/%s'", mill_files_get_path(collect->files), collector->name);

    collector->stream = mill_stream_new(collector->draft.fd, shown, collect->stop);
}

/* Makes the file that collects @part. */
static Collector *
collect_begin(MillCollect *collect, const MillPartView *part, GError **error)
{
    const MillPattern *pattern = collect->writers->patterns[part->head.step];
    g_autofree char *name = mill_pattern_expand(pattern, "", 0, part->name);
    Collector *collector =
        collector_new(MILL_COLLECT_FIRST + collect->collectors->len, part->head.step, part->name);

    g_ptr_array_add(collect->collectors, collector);
    collector->name = mill_names_take(collect->taken, name);
    if (!mill_draft_open(&collector->draft, collect->files, collector->draft_name, error))
        return NULL;
    collector_open_stream(collect, collector);
    if (!part->preamble)
        return collector;
    collector->written = collector->size = (gint64) strlen(part->preamble);
    return mill_stream_write(collector->stream, part->preamble, strlen(part->preamble), error)
               ? collector
               : NULL;
}

static Collector *
collect_find(MillCollect *collect, const MillPartView *part)
{
    for (guint i = 0; i < collect->collectors->len; i++) {
        Collector *collector = g_ptr_array_index(collect->collectors, i);

        if (collector->step == part->head.step && g_strcmp0(collector->part, part->name) == 0)
            return collector;
    }
    return NULL;
}

gboolean
mill_collect_add(MillCollect *collect, const MillPartView *part, gint64 *file, GError **error)
{
    Collector *collector = collect_find(collect, part);

    if (!collector && !(collector = collect_begin(collect, part, error)))
        return FALSE;
    *file = collector->number;
    collector->written += (gint64) part->head.size;
    return mill_stream_write(collector->stream, part->bytes, part->head.size, error);
}

void
mill_collect_confirm(MillCollect *collect)
{
    for (guint i = 0; i < collect->collectors->len; i++) {
        Collector *collector = g_ptr_array_index(collect->collectors, i);

        collector->size = collector->written;
    }
}

static gboolean
collector_put(MillCollect *collect, Collector *collector, MillLedger *ledger, gboolean is_draft,
              GError **error)
{
    const MillLedgerFile file = {
        .number = collector->number,
        .name = collector->name,
        .kind = MILL_LEDGER_COLLECTION,
        .step = mill_pipeline_get_step(collect->pipeline, collector->step)->id,
        .part = collector->part,
        .draft = is_draft ? collector->draft_name : NULL,
        .size = collector->size,
    };

    collector->recorded = collector->size;
    return mill_ledger_put_file(ledger, &file, error);
}

static gboolean
collector_sync(const MillCollect *collect, const Collector *collector, GError **error)
{
    if (fdatasync(collector->draft.fd) == 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write to '%s/%s': %s",
                mill_files_get_path(collect->files), collector->name, g_strerror(errno));
    return FALSE;
}

gboolean
mill_collect_record(MillCollect *collect, MillLedger *ledger, gboolean sync, GError **error)
{
    for (guint i = 0; i < collect->collectors->len; i++) {
        Collector *collector = g_ptr_array_index(collect->collectors, i);

        if (!mill_stream_flush(collector->stream, error) ||
            (sync && !collector_sync(collect, collector, error)))
            return FALSE;
        if (collector->recorded != collector->size &&
            !collector_put(collect, collector, ledger, TRUE, error))
            return FALSE;
    }
    return TRUE;
}

/* The number of the step with the id @id; FALSE if there is none. */
static gboolean
collect_find_step(const MillCollect *collect, const char *id, gsize *step)
{
    for (*step = 0; *step < mill_pipeline_get_n_steps(collect->pipeline); (*step)++)
        if (g_strcmp0(mill_pipeline_get_step(collect->pipeline, *step)->id, id) == 0)
            return TRUE;
    return FALSE;
}

gboolean
mill_collect_restore(MillCollect *collect, const MillLedgerFile *file, GError **error)
{
    gsize step;

    if (!collect_find_step(collect, file->step, &step) ||
        file->number != MILL_COLLECT_FIRST + (gint64) collect->collectors->len) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "the ledger is not that of this pipeline: '%s' is from no step of it",
                    file->name);
        return FALSE;
    }
    Collector *collector = collector_new(file->number, step, file->part);

    g_ptr_array_add(collect->collectors, collector);
    collector->name = g_strdup(file->name);
    collector->written = collector->size = file->size;
    g_free(mill_names_take(collect->taken, file->name));
    if (!mill_draft_reopen(&collector->draft, collect->files, collector->draft_name, file->name,
                           file->size, error))
        return FALSE;
    collector_open_stream(collect, collector);
    return TRUE;
}

gboolean
mill_collect_publish(MillCollect *collect, MillLedger *ledger, GError **error)
{
    for (guint i = 0; i < collect->collectors->len; i++) {
        Collector *collector = g_ptr_array_index(collect->collectors, i);

        if (!mill_draft_publish(&collector->draft, collect->files, collector->name, NULL, error) ||
            !collector_put(collect, collector, ledger, FALSE, error))
            return FALSE;
    }
    return TRUE;
}

/* collect.c - files that collect what many documents gave a writer. */
#include "results/collect.h"

#include <string.h>
#include <unistd.h>

#include "results/collector.h"

struct MillCollect {
    MillFiles *files;
    MillNames *taken;
    MillPipeline *pipeline;
    const MillWriters *writers;
    const volatile gint *stop;
    GPtrArray *collectors; /* MillCollector, by their numbers */
    GPtrArray *current;    /* MillCollector: those that more is added to. Borrowed */
    gboolean unsynced;     /* a draft was closed that may not be on the disk */
};

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
    collect->collectors = g_ptr_array_new_with_free_func(mill_collector_free);
    collect->current = g_ptr_array_new();
    return collect;
}

void
mill_collect_free(MillCollect *collect)
{
    if (!collect)
        return;
    g_ptr_array_unref(collect->current);
    g_ptr_array_unref(collect->collectors);
    g_free(collect);
}

void
mill_collect_abandon(MillCollect *collect)
{
    for (guint i = 0; i < collect->current->len; i++) {
        const MillCollector *collector = g_ptr_array_index(collect->current, i);

        if (collector->draft.fd >= 0)
            close(collector->draft.fd);
    }
}

static MillCollector *
collect_find(const MillCollect *collect, gsize step, const char *part)
{
    for (guint i = 0; i < collect->current->len; i++) {
        MillCollector *collector = g_ptr_array_index(collect->current, i);

        if (collector->step == step && g_strcmp0(collector->part, part) == 0)
            return collector;
    }
    return NULL;
}

/* Makes the next file of @part, behind @before (NULL: it is the first). */
static MillCollector *
collect_make(MillCollect *collect, gsize step, const char *part, const MillCollector *before,
             const char *name)
{
    const MillPattern *pattern = collect->writers->patterns[step];
    MillCollector *collector =
        mill_collector_new(collect->files, MILL_COLLECT_FIRST + collect->collectors->len, part,
                           name, mill_compression_find(mill_pattern_get_text(pattern)));

    collector->step = step;
    collector->step_id = mill_pipeline_get_step(collect->pipeline, step)->id;
    collector->sharded = mill_pattern_is_sharded(pattern);
    collector->shard = before ? before->shard + 1 : 0;
    return collector;
}

/* Adds @collector (transfer full) to those of the run. */
static void
collect_take(MillCollect *collect, MillCollector *collector)
{
    g_ptr_array_add(collect->collectors, collector);
    g_ptr_array_add(collect->current, collector);
}

/* @before is full; another one follows. */
static gboolean
collect_end(MillCollect *collect, MillCollector *before, GError **error)
{
    g_ptr_array_remove(collect->current, before);
    collect->unsynced = TRUE;
    return mill_collector_end(before, error);
}

static MillCollector *
collect_begin(MillCollect *collect, const MillPartView *part, MillCollector *before, GError **error)
{
    const MillPattern *pattern = collect->writers->patterns[part->head.step];
    g_autofree char *wanted =
        mill_pattern_expand_shared(pattern, part->name, before ? before->shard + 1 : 0);

    if (MILL_COLLECT_FIRST + collect->collectors->len >= MILL_GATHER_FIRST) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                    "'%s' would be file number %d that collects documents; let each take more",
                    wanted, MILL_GATHER_FIRST + 1);
        return NULL;
    }
    g_autofree char *name = mill_names_take_file(collect->taken, wanted);
    MillCollector *collector = collect_make(collect, part->head.step, part->name, before, name);

    if (!mill_collector_open(collector, collect->stop, error)) {
        mill_collector_free(collector);
        return NULL;
    }
    collect_take(collect, collector);
    return collector;
}

/* Whether the file takes no further document, of @size bytes. */
static gboolean
collect_is_full(const MillCollect *collect, const MillCollector *collector, gsize size)
{
    const MillShard *shard = &collect->writers->shards[collector->step];

    if (!collector->sharded || collector->touched || collector->state.documents == 0)
        return FALSE;
    return (shard->documents > 0 && collector->state.documents >= shard->documents) ||
           (shard->size > 0 && collector->written + (gint64) size > shard->size);
}

gboolean
mill_collect_add(MillCollect *collect, const MillPartView *part, gint64 *file, GError **error)
{
    MillCollector *collector = collect_find(collect, part->head.step, part->name);
    MillCollector *before = NULL;

    if (collector && collect_is_full(collect, collector, part->head.size)) {
        before = collector;
        if (!collect_end(collect, before, error))
            return FALSE;
        collector = NULL;
    }
    if (!collector && !(collector = collect_begin(collect, part, before, error)))
        return FALSE;
    *file = collector->number;
    if (!collector->begun && part->preamble &&
        !mill_collector_add(collector, part->preamble, strlen(part->preamble), error))
        return FALSE;
    collector->begun = TRUE;
    return mill_collector_add(collector, part->bytes, part->head.size, error);
}

gboolean
mill_collect_confirm(MillCollect *collect, GError **error)
{
    for (guint i = 0; i < collect->current->len; i++)
        if (!mill_collector_confirm(g_ptr_array_index(collect->current, i), error))
            return FALSE;
    return TRUE;
}

gboolean
mill_collect_record(MillCollect *collect, MillLedger *ledger, gboolean sync, GError **error)
{
    if (sync && collect->unsynced && !mill_files_sync(collect->files, error))
        return FALSE;
    collect->unsynced = collect->unsynced && !sync;
    for (guint i = 0; i < collect->collectors->len; i++)
        if (!mill_collector_record(g_ptr_array_index(collect->collectors, i), ledger, sync, error))
            return FALSE;
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

    if (!collect_find_step(collect, file->step, &step) || !collect->writers->patterns[step] ||
        file->number != MILL_COLLECT_FIRST + (gint64) collect->collectors->len) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "the ledger is not that of this pipeline: '%s' is from no step of it",
                    file->name);
        return FALSE;
    }
    MillCollector *before = collect_find(collect, step, file->part);
    MillCollector *collector = collect_make(collect, step, file->part, before, file->name);

    g_free(mill_names_take_file(collect->taken, file->name));
    if (before && !collect_end(collect, before, error)) {
        mill_collector_free(collector);
        return FALSE;
    }
    collect_take(collect, collector);
    return mill_collector_reopen(collector, file, collect->stop, error);
}

gboolean
mill_collect_publish(MillCollect *collect, MillLedger *ledger, GError **error)
{
    for (guint i = 0; i < collect->collectors->len; i++)
        if (!mill_collector_publish(g_ptr_array_index(collect->collectors, i), ledger, error))
            return FALSE;
    return TRUE;
}

static void
collect_sweep(const char *name, gpointer data)
{
    if (mill_collect_state_is_tail(name))
        mill_files_remove_work(data, name);
}

void
mill_collect_clear(MillCollect *collect)
{
    mill_files_each_work(collect->files, collect_sweep, collect->files);
}

/* writers.c - which writers, sinks and corpus steps take part in a run. */
#include "results/writers.h"

#include <textmill/plugin.h>

#include "pipeline/pipeline-private.h"

static guint32
writers_get_role(MillPipeline *pipeline, gsize step)
{
    return mill_pipeline_get_step(pipeline, step)->type->role;
}

/* Whether the step gives results that can be printed. A sink needs a file. */
static gboolean
writers_can_print(MillPipeline *pipeline, gsize step)
{
    guint32 role = writers_get_role(pipeline, step);

    return role == MILL_ROLE_WRITER || role == MILL_ROLE_CORPUS;
}

static gboolean
writers_fail(MillPipeline *pipeline, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_CONFIG,
                "pipeline '%s' has no writer, so there would be no results; end its steps with "
                "one, for example `- use: json`",
                mill_pipeline_get_name(pipeline));
    return FALSE;
}

/* The ids of all steps that can print, NULL-terminated; NULL with @error set if there are none. */
static GPtrArray *
writers_list(MillPipeline *pipeline, GError **error)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++)
        if (writers_can_print(pipeline, i))
            g_ptr_array_add(ids, (gpointer) mill_pipeline_get_step(pipeline, i)->id);
    if (ids->len == 0) {
        writers_fail(pipeline, error);
        return NULL;
    }
    g_ptr_array_add(ids, NULL);
    return g_steal_pointer(&ids);
}

static MillWriters *
writers_alloc(MillPipeline *pipeline)
{
    MillWriters *writers = g_new0(MillWriters, 1);

    writers->n_steps = mill_pipeline_get_n_steps(pipeline);
    writers->wanted = g_new0(gboolean, writers->n_steps);
    writers->own = g_new0(gboolean, writers->n_steps);
    writers->patterns = g_new0(MillPattern *, writers->n_steps);
    writers->shards = g_new0(MillShard, writers->n_steps);
    writers->compressors = g_new0(MillCompressor *, writers->n_steps);
    writers->packers = g_new0(MillCompressor *, writers->n_steps);
    return writers;
}

void
mill_writers_free(MillWriters *writers)
{
    if (!writers)
        return;
    for (gsize i = 0; i < writers->n_steps; i++) {
        mill_pattern_free(writers->patterns[i]);
        mill_compressor_free(writers->compressors[i]);
    }
    g_free(writers->packers);
    g_free(writers->compressors);
    g_free(writers->shards);
    g_free(writers->patterns);
    g_free(writers->own);
    g_free(writers->wanted);
    g_free(writers);
}

/* How the files of step number @step are named and made. */
static gboolean
writers_set_files(MillWriters *writers, MillPipeline *pipeline, gsize step, GError **error)
{
    const MillStep *info = mill_pipeline_step(pipeline, step);
    const char *file = info->info.file ? info->info.file : "";

    writers->patterns[step] = mill_pattern_new(file, error);
    if (!writers->patterns[step]) {
        g_prefix_error(error, "step '%s': ", info->id);
        return FALSE;
    }
    writers->compressors[step] = mill_compressor_new(mill_compression_find(file));
    writers->own[step] = mill_pattern_is_per_document(writers->patterns[step]);
    if (writers->own[step])
        writers->packers[step] = writers->compressors[step];
    if (info->plan)
        writers->shards[step] = info->plan->shard;
    return TRUE;
}

MillWriters *
mill_writers_new(MillPipeline *pipeline, GError **error)
{
    g_autoptr(MillWriters) writers = writers_alloc(pipeline);
    gboolean any = FALSE;

    for (gsize i = 0; i < writers->n_steps; i++) {
        writers->wanted[i] = writers_get_role(pipeline, i) >= MILL_ROLE_WRITER;
        if (!writers->wanted[i])
            continue;
        any = TRUE;
        if (!writers_set_files(writers, pipeline, i, error))
            return NULL;
    }
    return any || writers_fail(pipeline, error) ? g_steal_pointer(&writers) : NULL;
}

static MillWriters *
writers_pick(MillPipeline *pipeline, const char *id)
{
    MillWriters *writers = writers_alloc(pipeline);

    for (gsize i = 0; i < writers->n_steps; i++)
        writers->wanted[i] = writers_can_print(pipeline, i) &&
                             g_str_equal(mill_pipeline_get_step(pipeline, i)->id, id);
    return writers;
}

/* The id of the step that is printed where nobody chooses: the first writer of lines, or else the
 * only writer, or else the only step that can print. NULL if that says nothing. */
static const char *
writers_find_default(MillPipeline *pipeline)
{
    const char *only[2] = { NULL, NULL }; /* of writers, of corpus steps */
    guint n[2] = { 0, 0 };

    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++) {
        const MillStepInfo *info = mill_pipeline_get_step(pipeline, i);
        guint kind = info->type->role == MILL_ROLE_WRITER ? 0 : 1;

        if (!writers_can_print(pipeline, i))
            continue;
        if (kind == 0 && (info->type->flags & MILL_STEP_LINES) != 0)
            return info->id;
        only[kind] = info->id;
        n[kind]++;
    }
    return n[0] == 1 ? only[0] : n[0] == 0 && n[1] == 1 ? only[1] : NULL;
}

static gboolean
writers_is_sink(MillPipeline *pipeline, const char *id)
{
    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++)
        if (g_str_equal(mill_pipeline_get_step(pipeline, i)->id, id))
            return writers_get_role(pipeline, i) == MILL_ROLE_SINK;
    return FALSE;
}

static void
writers_refuse(MillPipeline *pipeline, const char *id, const char *const *list, GError **error)
{
    g_autofree char *known = g_strjoinv("', '", (char **) list);
    const char *close = mill_suggest(id, list);

    if (writers_is_sink(pipeline, id))
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' is a sink, which writes a file and not to standard output; use -o DIR",
                    id);
    else
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "the pipeline has no writer '%s'%s%s%s; it has '%s'", id,
                    close ? "; did you mean '" : "", close ? close : "", close ? "'?" : "", known);
}

MillWriters *
mill_writers_new_single(MillPipeline *pipeline, const char *id, GError **error)
{
    g_autoptr(GPtrArray) ids = writers_list(pipeline, error);

    if (!ids)
        return NULL;
    const char *const *list = (const char *const *) ids->pdata;

    if (id && !g_strv_contains(list, id)) {
        writers_refuse(pipeline, id, list, error);
        return NULL;
    }
    const char *chosen = id ? id : writers_find_default(pipeline);
    g_autofree char *known = g_strjoinv("', '", (char **) ids->pdata);

    if (!chosen)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "standard output takes the results of one writer, and the pipeline has '%s': "
                    "choose with --writer, or add `- use: jsonl`",
                    known);
    return chosen ? writers_pick(pipeline, chosen) : NULL;
}

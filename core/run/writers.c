/* writers.c - which writers of a pipeline take part in a run, and how their files are named. */
#include "run/writers.h"

#include <textmill/plugin.h>

static gboolean
writers_is_one(MillPipeline *pipeline, gsize step)
{
    return mill_pipeline_get_step(pipeline, step)->type->role == MILL_ROLE_WRITER;
}

/* The ids of all writers, NULL-terminated; NULL with @error set if there are none. */
static GPtrArray *
writers_list(MillPipeline *pipeline, GError **error)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++)
        if (writers_is_one(pipeline, i))
            g_ptr_array_add(ids, (gpointer) mill_pipeline_get_step(pipeline, i)->id);
    if (ids->len == 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_CONFIG,
                    "pipeline '%s' has no writer, so there would be no results; end its steps with "
                    "one, for example `- use: json`",
                    mill_pipeline_get_name(pipeline));
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
    writers->patterns = g_new0(MillPattern *, writers->n_steps);
    return writers;
}

void
mill_writers_free(MillWriters *writers)
{
    if (!writers)
        return;
    for (gsize i = 0; i < writers->n_steps; i++)
        mill_pattern_free(writers->patterns[i]);
    g_free(writers->patterns);
    g_free(writers->wanted);
    g_free(writers);
}

MillWriters *
mill_writers_new(MillPipeline *pipeline, GError **error)
{
    g_autoptr(GPtrArray) ids = writers_list(pipeline, error);
    g_autoptr(MillWriters) writers = ids ? writers_alloc(pipeline) : NULL;

    for (gsize i = 0; writers && i < writers->n_steps; i++) {
        const MillStepInfo *info = mill_pipeline_get_step(pipeline, i);

        writers->wanted[i] = writers_is_one(pipeline, i);
        if (!writers->wanted[i])
            continue;
        writers->patterns[i] = mill_pattern_new(info->file ? info->file : "", error);
        if (!writers->patterns[i]) {
            g_prefix_error(error, "step '%s': ", info->id);
            return NULL;
        }
    }
    return g_steal_pointer(&writers);
}

static MillWriters *
writers_pick(MillPipeline *pipeline, const char *id)
{
    MillWriters *writers = writers_alloc(pipeline);

    for (gsize i = 0; i < writers->n_steps; i++)
        writers->wanted[i] =
            writers_is_one(pipeline, i) && g_str_equal(mill_pipeline_get_step(pipeline, i)->id, id);
    return writers;
}

/* The id of the first writer of lines, or NULL. */
static const char *
writers_find_lines(MillPipeline *pipeline)
{
    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++) {
        const MillStepInfo *info = mill_pipeline_get_step(pipeline, i);

        if (writers_is_one(pipeline, i) && (info->type->flags & MILL_STEP_LINES) != 0)
            return info->id;
    }
    return NULL;
}

MillWriters *
mill_writers_new_single(MillPipeline *pipeline, const char *id, GError **error)
{
    g_autoptr(GPtrArray) ids = writers_list(pipeline, error);

    if (!ids)
        return NULL;
    const char *const *list = (const char *const *) ids->pdata;
    g_autofree char *known = g_strjoinv("', '", (char **) ids->pdata);

    if (id && !g_strv_contains(list, id)) {
        const char *close = mill_suggest(id, list);

        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "the pipeline has no writer '%s'%s%s%s; it has '%s'", id,
                    close ? "; did you mean '" : "", close ? close : "", close ? "'?" : "", known);
        return NULL;
    }
    const char *chosen = id ? id : writers_find_lines(pipeline);

    if (!chosen && ids->len == 2)
        chosen = list[0];
    if (!chosen)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "standard output takes the results of one writer, and the pipeline has '%s': "
                    "choose with --writer, or add `- use: jsonl`",
                    known);
    return chosen ? writers_pick(pipeline, chosen) : NULL;
}

/* pipeline-build.c - from a plan to configured steps. A mistake in one step does not keep the
 * others from being checked.
 */
#include "pipeline/pipeline-private.h"

#include "config/report-private.h"
#include "plugin/catalog-private.h"
#include "plugin/context-private.h"

#include <string.h>

typedef struct {
    MillPipeline *pipeline;
    const MillPipelineOptions *options;
    MillReport *report;
} Build;

static void
build_find_type(const Build *build, MillStep *step, const char *name, const MillMark *mark)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *hint = NULL;

    step->info.type = mill_catalog_look_up(build->pipeline->catalog, name, &hint, &error);
    if (step->info.type)
        step->origin = mill_catalog_get_path(build->pipeline->catalog, step->info.type);
    else
        mill_report_add(build->report, MILL_SEVERITY_ERROR, mark, hint, "%s", error->message);
}

/* Joins the lines of a traceback that follow @line; they are indented. Moves @line to the last of
 * them. (transfer full) */
static char *
build_take_traceback(char ***line)
{
    GString *trace = NULL;

    for (; (*line)[1] && g_str_has_prefix((*line)[1], "  "); (*line)++) {
        if (!trace)
            trace = g_string_new("it came there by");
        g_string_append_printf(trace, "\n%s", (*line)[1]);
    }
    return trace ? g_string_free(trace, FALSE) : NULL;
}

/* The lines of a script's error, each at its place in the script where it names one. */
static void
build_report_script(const Build *build, const MillStep *step, const GError *error)
{
    g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
    gsize length = strlen(step->script_path);

    for (char **line = lines; *line; line++) {
        MillMark mark = { .file = step->script_path };
        const char *rest = *line;
        g_autofree char *trace = build_take_traceback(&line);
        char *end;

        if (g_str_has_prefix(rest, step->script_path) && rest[length] == ':') {
            guint64 number = g_ascii_strtoull(rest + length + 1, &end, 10);

            mark.line = *end == ':' ? (guint) MIN(number, G_MAXUINT) : 0;
            rest = mark.line > 0 ? end + 1 : rest + length + 1;
            number = g_ascii_strtoull(rest, &end, 10); /* the column, in templates */
            if (mark.line > 0 && end > rest && *end == ':') {
                mark.column = (guint) MIN(number, G_MAXUINT);
                mark.length = 1;
                rest = end + 1;
            }
            rest += strspn(rest, " ");
        } else {
            mark = step->plan->mark;
        }
        if (*rest)
            mill_report_add(build->report, MILL_SEVERITY_ERROR, &mark, trace, "%s", rest);
    }
}

/* A template belongs to its pipeline: it stands beside it. (transfer full) */
static char *
build_find_template(const Build *build, const MillPlanStep *plan)
{
    g_autofree char *path = g_canonicalize_filename(plan->script, build->pipeline->plan->folder);

    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer(&path);
    mill_report_add(build->report, MILL_SEVERITY_ERROR, &plan->mark,
                    "its path is relative to the pipeline file", "there is no template '%s'",
                    plan->script);
    return NULL;
}

static void
build_load_script(const Build *build, MillStep *step)
{
    const MillPlan *plan = build->pipeline->plan;
    g_autoptr(GError) error = NULL;

    step->script_path = step->plan->template ? build_find_template(build, step->plan)
                                             : mill_script_find(step->plan->script, plan->folder,
                                                                build->options->script_dirs,
                                                                &step->plan->mark, build->report);
    if (!step->script_path)
        return;
    step->origin = step->info.script = step->script_path;
    step->script = step->plan->template ? mill_script_load_template(step->script_path, &error)
                                        : mill_script_load(step->script_path, &error);
    if (step->script)
        step->info.type = mill_script_get_type(step->script);
    else
        build_report_script(build, step, error);
}

/* Fills the step's struct. FALSE with errors. */
static gboolean
build_fill_options(const Build *build, MillStep *step)
{
    gsize errors = mill_report_count(build->report, MILL_SEVERITY_ERROR);
    g_autofree char *current = g_get_current_dir();
    const MillOptionInput input = {
        .step = step->id,
        .folder = build->pipeline->plan->folder,
        .set_folder = current,
        .with = step->plan ? step->plan->with : NULL,
        .settings = build->pipeline->settings,
        .mark = step->plan ? step->plan->mark : (MillMark){ .file = build->pipeline->plan->path },
        .report = build->report,
    };

    step->self = g_malloc0(MAX(step->info.type->options_size, 1));
    step->options = mill_option_store_new(step->info.type, &input, step->self);
    return mill_report_count(build->report, MILL_SEVERITY_ERROR) == errors;
}

static void
build_configure(const Build *build, MillStep *step)
{
    const MillPlan *plan = build->pipeline->plan;
    gsize errors = mill_report_count(build->report, MILL_SEVERITY_ERROR);
    MillMark mark = mill_option_store_get_mark(step->options, NULL);
    MillContext context = { .type = step->info.type,
                            .step = step->id,
                            .pipeline = plan->name,
                            .file = step->info.file,
                            .folder = plan->folder,
                            .origin = step->origin,
                            .report = build->report,
                            .options = step->options,
                            .mark = mark,
                            .provenance = &build->pipeline->provenance,
                            .files = step->files,
                            .limits = step->limits };
    g_autoptr(GError) error = NULL;

    step->configured = TRUE; /* so that close() will be called */
    if (!step->info.type->configure)
        return;

    gboolean good = step->info.type->configure(step->self, &context, &error);

    if (error)
        mill_report_add(build->report, MILL_SEVERITY_ERROR, &mark, NULL, "step '%s': %s", step->id,
                        error->message);
    else if (!good && mill_report_count(build->report, MILL_SEVERITY_ERROR) == errors)
        mill_report_add(build->report, MILL_SEVERITY_ERROR, &mark, NULL,
                        "step '%s' refuses its options without saying why", step->id);
}

/* `file`, `shard` and `limits` fit the kind of step. */
static void
build_check_keys(const Build *build, const MillStep *step)
{
    const MillPlanStep *plan = step->plan;

    if (plan->file && step->info.type->role < MILL_ROLE_WRITER)
        mill_node_error(plan->file, build->report, NULL,
                        "only a writer has a 'file'; '%s' writes none", step->id);
    else if (plan->shard_node && step->info.type->role != MILL_ROLE_WRITER)
        mill_node_error(plan->shard_node, build->report, NULL,
                        "only a writer has a 'shard'; '%s' is none", step->id);
    if (plan->limits_node && !plan->script)
        mill_node_error(plan->limits_node, build->report,
                        "put 'limits' beside 'steps' to limit what a document may take in all",
                        "only a script step has limits of its own");
    if (plan->when && step->info.type->role == MILL_ROLE_READER)
        mill_report_add(build->report, MILL_SEVERITY_ERROR, &plan->mark,
                        "let a stage drop the documents instead",
                        "a reader cannot have a 'when': without it there is no text");
}

/* Adds the step @plan (NULL: the default reader, called @id). */
static void
build_step(const Build *build, const MillPlanStep *plan, const char *implied, const char *id)
{
    const MillLimits *defaults = &build->pipeline->plan->limits;
    MillStep *step = g_new0(MillStep, 1);

    step->id = g_strdup(plan ? plan->id : id);
    step->plan = plan;
    step->info.id = step->id;
    step->files = g_ptr_array_new_with_free_func(g_free);
    step->limits = *defaults;
    if (plan) {
        step->info.on_error = plan->on_error;
        step->limits.time_ms = plan->limits.time_ms ? plan->limits.time_ms : defaults->time_ms;
        step->limits.memory = plan->limits.memory ? plan->limits.memory : defaults->memory;
    }
    g_ptr_array_add(build->pipeline->steps, step);
    if (!plan)
        build_find_type(build, step, implied, &(MillMark){ .file = build->pipeline->plan->path });
    else if (plan->use)
        build_find_type(build, step, plan->use, &plan->mark);
    else if (plan->script)
        build_load_script(build, step);
    if (!step->info.type)
        return;
    step->info.file = plan && plan->file ? mill_node_get_string(plan->file) : step->info.type->file;
    if (plan)
        build_check_keys(build, step);
    if (build_fill_options(build, step))
        build_configure(build, step);
}

/* Whether the plan names a reader. A step whose type is not known may be one. */
static gboolean
build_has_reader(const Build *build)
{
    for (guint i = 0; i < build->pipeline->steps->len; i++) {
        const MillStepType *type = mill_pipeline_step(build->pipeline, i)->info.type;

        if (type && type->role == MILL_ROLE_READER)
            return TRUE;
    }
    return FALSE;
}

/* Adds the step @name, which the file does not name. */
static void
build_add_implied(const Build *build, const char *name, const char *other_id)
{
    GPtrArray *steps = build->pipeline->steps;
    const char *id = name;

    for (guint i = 0; i < steps->len; i++)
        if (g_str_equal(mill_pipeline_step(build->pipeline, i)->id, name))
            id = other_id;
    build_step(build, NULL, name, id);
}

static void
build_add_reader(const Build *build)
{
    GPtrArray *steps = build->pipeline->steps;

    build_add_implied(build, MILL_DEFAULT_READER, "default-reader");
    g_ptr_array_insert(steps, 0, g_ptr_array_steal_index(steps, (gint) steps->len - 1));
}

/* The script of the options stands behind the last stage. */
static void
build_add_script(const Build *build)
{
    MillPipeline *pipeline = build->pipeline;
    guint at = 0;

    build_step(build, mill_plan_add_script(pipeline->plan, "try", build->options->script), NULL,
               NULL);
    while (at + 1 < pipeline->steps->len) {
        const MillStepType *type = mill_pipeline_step(pipeline, at)->info.type;

        if (type && type->role >= MILL_ROLE_WRITER)
            break;
        at++;
    }
    g_ptr_array_insert(pipeline->steps, (gint) at,
                       g_ptr_array_steal_index(pipeline->steps, (gint) pipeline->steps->len - 1));
}

/* Whether it is plain which writer's bytes a stream is made of: one of lines, or the only one. */
static gboolean
build_has_stream(const Build *build)
{
    guint writers = 0;

    for (guint i = 0; i < build->pipeline->steps->len; i++) {
        const MillStepType *type = mill_pipeline_step(build->pipeline, i)->info.type;

        if (!type || (type->role == MILL_ROLE_WRITER && (type->flags & MILL_STEP_LINES)))
            return TRUE;
        writers += type->role == MILL_ROLE_WRITER || type->role == MILL_ROLE_CORPUS;
    }
    return writers == 1;
}

/* The section `input`, by the same means as the options of a step. */
static void
build_input(const Build *build)
{
    MillPipeline *pipeline = build->pipeline;
    g_autofree char *current = g_get_current_dir();
    g_autoptr(GError) error = NULL;
    const MillOptionInput input = {
        .step = MILL_INPUT_ID,
        .section = TRUE,
        .folder = pipeline->plan->folder,
        .set_folder = current,
        .with = pipeline->plan->input,
        .settings = pipeline->settings,
        .mark = { .file = pipeline->plan->path },
        .report = build->report,
    };

    pipeline->input_options =
        mill_option_store_new(mill_input_get_type(), &input, &pipeline->input);
    if (!mill_input_check(&pipeline->input, &error))
        mill_report_add(build->report, MILL_SEVERITY_ERROR, &input.mark, NULL, "%s",
                        error->message);
    for (guint i = 0; i < pipeline->steps->len; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);

        if (step->plan && g_str_equal(step->id, MILL_INPUT_ID))
            mill_report_add(build->report, MILL_SEVERITY_ERROR, &step->plan->mark,
                            "give it another with: id: NAME",
                            "a step cannot have the id 'input', which is a section of the file");
    }
}

/* Settings of steps that are not there. */
static void
build_check_settings(const Build *build)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (guint i = 0; i < build->pipeline->steps->len; i++)
        g_ptr_array_add(ids, mill_pipeline_step(build->pipeline, i)->id);
    g_ptr_array_add(ids, (gpointer) MILL_INPUT_ID);
    g_ptr_array_add(ids, NULL);
    for (guint i = 0; i < build->pipeline->settings->len; i++) {
        const MillSetting *setting = g_ptr_array_index(build->pipeline->settings, i);
        const char *const *known = (const char *const *) ids->pdata;

        if (g_strv_contains(known, setting->step))
            continue;

        const char *meant = mill_suggest(setting->step, known);
        g_autofree char *all = g_strjoinv(", ", (char **) known);
        g_autofree char *hint = meant ? g_strdup_printf("did you mean '%s'?", meant)
                                      : g_strdup_printf("its steps are: %s", all);

        mill_report_add(build->report, MILL_SEVERITY_ERROR, &setting->step_mark, hint,
                        "the pipeline has no step '%s'", setting->step);
    }
}

/* The core itself makes the layer `removed`, but only where somebody reads it. */
static gboolean
build_reads_removed(const MillPipeline *pipeline)
{
    for (guint i = 0; i < pipeline->steps->len; i++) {
        const MillStepType *type = mill_pipeline_step(pipeline, i)->info.type;

        if (type && type->reads && g_strv_contains(type->reads, "removed"))
            return TRUE;
    }
    return FALSE;
}

void
mill_pipeline_build(MillPipeline *pipeline, const MillPipelineOptions *options, MillReport *report)
{
    const Build build = { pipeline, options, report };

    pipeline->settings = mill_settings_parse(options->settings, report);

    for (guint i = 0; i < pipeline->plan->steps->len; i++)
        build_step(&build, g_ptr_array_index(pipeline->plan->steps, i), NULL, NULL);
    if (options->script)
        build_add_script(&build);
    if (!build_has_reader(&build))
        build_add_reader(&build);
    if (options->stream && !build_has_stream(&build))
        build_add_implied(&build, MILL_DEFAULT_STREAM, "default-stream");
    build_input(&build);
    build_check_settings(&build);
    pipeline->keep_removed = build_reads_removed(pipeline);
}

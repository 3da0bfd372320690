/* pipeline.c - the pipeline object: loading it as a whole, and what it tells. */
#include "pipeline/pipeline-private.h"

#include <string.h>

static void
step_free(gpointer data)
{
    MillStep *step = data;

    if (step->configured && step->info.type->close)
        step->info.type->close(step->self);
    g_free(step->self);
    mill_option_store_free(step->options);
    mill_script_free(step->script);
    g_clear_pointer(&step->files, g_ptr_array_unref);
    g_free(step->sha256);
    g_free(step->id);
    g_free(step->script_path);
    g_free(step);
}

void
mill_pipeline_free(MillPipeline *pipeline)
{
    if (!pipeline)
        return;
    g_ptr_array_unref(pipeline->steps);
    mill_option_store_free(pipeline->input_options);
    g_clear_pointer(&pipeline->settings, g_ptr_array_unref);
    mill_plan_free(pipeline->plan);
    mill_catalog_unref(pipeline->catalog);
    g_free(pipeline->sha256);
    g_free(pipeline);
}

MillPipeline *
mill_pipeline_load(const char *path, const MillPipelineOptions *options, MillReport *report)
{
    static const MillPipelineOptions none = { 0 };

    g_return_val_if_fail(report, NULL);
    if (!options)
        options = &none;

    gsize errors = mill_report_count(report, MILL_SEVERITY_ERROR);
    g_autoptr(MillPlan) plan = path ? mill_plan_load(path, report) : mill_plan_new("none");

    if (!plan)
        return NULL;

    g_autoptr(MillPipeline) pipeline = g_new0(MillPipeline, 1);

    pipeline->plan = g_steal_pointer(&plan);
    pipeline->catalog =
        options->catalog ? mill_catalog_ref(options->catalog) : mill_catalog_new(NULL);
    pipeline->steps = g_ptr_array_new_with_free_func(step_free);
    pipeline->provenance.textmill = mill_version();
    pipeline->provenance.pipeline = pipeline->plan->name;
    mill_pipeline_build(pipeline, options, report);
    mill_pipeline_check(pipeline, options->script != NULL, report);
    if (mill_report_count(report, MILL_SEVERITY_ERROR) > errors)
        return NULL;
    return g_steal_pointer(&pipeline);
}

const char *
mill_pipeline_get_name(const MillPipeline *pipeline)
{
    return pipeline->plan->name;
}

const char *
mill_pipeline_get_path(const MillPipeline *pipeline)
{
    return pipeline->plan->path;
}

gsize
mill_pipeline_get_n_steps(const MillPipeline *pipeline)
{
    return pipeline->steps->len;
}

const MillStepInfo *
mill_pipeline_get_step(const MillPipeline *pipeline, gsize index)
{
    g_return_val_if_fail(index < pipeline->steps->len, NULL);
    return &mill_pipeline_step(pipeline, index)->info;
}

void
mill_pipeline_set_observer(MillPipeline *pipeline, const MillObserver *observer, gpointer data)
{
    pipeline->observer = observer ? *observer : (MillObserver){ 0 };
    pipeline->observer_data = data;
}

const MillInput *
mill_pipeline_get_input(const MillPipeline *pipeline)
{
    return &pipeline->input;
}

const MillLimits *
mill_pipeline_get_limits(const MillPipeline *pipeline)
{
    return &pipeline->plan->limits;
}

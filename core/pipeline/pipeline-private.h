/* pipeline-private.h - a pipeline from the inside, for core/run. */
#ifndef TEXTMILL_PIPELINE_PRIVATE_H
#define TEXTMILL_PIPELINE_PRIVATE_H

#include <textmill/pipeline.h>

#include "config/option-private.h"
#include "config/plan.h"
#include "pipeline/input.h"
#include "script/script.h"

/* A step: what the file says, its type, and its struct. */
typedef struct {
    MillStepInfo info;
    char *id;
    char *script_path;
    const MillPlanStep *plan; /* NULL: a step that the file does not name */
    const char *origin;       /* the file of the plugin or script */
    MillScript *script;
    gpointer self; /* the type's struct, options filled; NULL before */
    MillOptionStore *options;
    MillLimits limits;
    GPtrArray *files;    /* char *: what it was led to while it was configured */
    char *sha256;        /* of all that its results depend on; NULL before mill_pipeline_seal() */
    gboolean configured; /* configure() was called, so close() must be */
} MillStep;

struct MillPipeline {
    MillPlan *plan;
    MillCatalog *catalog;
    GPtrArray *steps; /* MillStep */
    MillInput input;  /* `input:` of the file */
    MillOptionStore *input_options;
    GPtrArray *settings;   /* MillSetting, whose places the marks of options refer to */
    gboolean keep_removed; /* a step reads the layer `removed` */
    MillProvenance provenance;
    char *sha256; /* over those of all steps; NULL before mill_pipeline_seal() */
    MillObserver observer;
    gpointer observer_data;
    gint64 *clock; /* what mill_pipeline_set_clock() was given, or NULL */
};

/* Nanoseconds of the monotonic clock, whose microseconds g_get_monotonic_time() gives. */
gint64 mill_pipeline_now(void);
/* From now on a step is held to begin at *@clock, and the time when it ends is put there: who asks
 * for times at many places shares readings, which cost a small document more than some steps do.
 * With NULL, each step reads the clock twice, and what observers do counts for no step. Borrowed.
 */
void mill_pipeline_set_clock(MillPipeline *pipeline, gint64 *clock);

/* `limits:` of the file: what a document may take as a whole, 0 where it says nothing. */
const MillLimits *mill_pipeline_get_limits(const MillPipeline *pipeline);

/* `input:` of the file, defaults included. Borrowed. */
const MillInput *mill_pipeline_get_input(const MillPipeline *pipeline);

/* fingerprint.c: computes the checksums of the steps and of the pipeline as a whole, once: what
 * steps were configured with is then what results say they were made of. */
void mill_pipeline_seal(MillPipeline *pipeline);

/* pipeline-build.c: a step for each one of the plan, and the default reader if it names none. */
void
mill_pipeline_build(MillPipeline *pipeline, const MillPipelineOptions *options, MillReport *report);
/* pipeline-check.c: the order of roles, layers that are read but not written, files of writers. No
 * writer is missed where a script is only @tried. */
void mill_pipeline_check(const MillPipeline *pipeline, gboolean tried, MillReport *report);
/* find-script.c: the absolute path of the script @name, or NULL with an error at @mark. (transfer
 * full) */
char *mill_script_find(const char *name, const char *folder, const char *const *script_dirs,
                       const MillMark *mark, MillReport *report);

static inline MillStep *
mill_pipeline_step(const MillPipeline *pipeline, gsize index)
{
    return g_ptr_array_index(pipeline->steps, index);
}

#endif

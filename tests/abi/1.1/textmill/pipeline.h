/* pipeline.h - a checked and configured pipeline, for the command line and for other programs.
 *
 *     g_autoptr(MillReport) report = mill_report_new();
 *     g_autoptr(MillPipeline) pipeline = mill_pipeline_load("plan.yaml", NULL, report);
 *     if (!pipeline)
 *         fputs(mill_report_format(report, FALSE), stderr);
 *     else if (mill_pipeline_process(pipeline, document, &error) == MILL_KEEP)
 *         mill_pipeline_encode(pipeline, 0, document, output, &error);
 */
#ifndef TEXTMILL_PIPELINE_H
#define TEXTMILL_PIPELINE_H

#include <textmill/catalog.h>
#include <textmill/report.h>

G_BEGIN_DECLS

/* What the command line adds to a pipeline file. Zeroed is fine; lists are NULL-terminated. */
typedef struct {
    MillCatalog *catalog;           /* NULL: one of the default folders */
    const char *const *settings;    /* "ID.option=value", as of --set */
    const char *const *script_dirs; /* searched for scripts after the pipeline's folder */
    gboolean stream;    /* results go to standard output: where it is not plain which writer's, the
                           default one (JSON lines) is added */
    const char *script; /* the absolute path of a script to be run behind the stages, as the step
                           "try"; or NULL */
} MillPipelineOptions;

/* Reads, checks and configures the pipeline file at @path ("-": standard input; NULL: there is no
 * file, only what @options adds). All mistakes of
 * all steps go to @report, and the answer is NULL if there was an error. (transfer full) */
MILL_API MillPipeline *
mill_pipeline_load(const char *path, const MillPipelineOptions *options, MillReport *report);
MILL_API void mill_pipeline_free(MillPipeline *pipeline); /* closes the steps; NULL is fine */

MILL_API const char *
mill_pipeline_get_name(const MillPipeline *pipeline); /* `name:` or the file's stem */
MILL_API const char *mill_pipeline_get_path(const MillPipeline *pipeline);

/* Steps in order of execution: the reader (added if the file names none), stages, writers. */
typedef enum {
    MILL_ON_ERROR_QUARANTINE,
    MILL_ON_ERROR_DROP,
    MILL_ON_ERROR_STOP,
} MillOnError;

typedef struct {
    const char *id;
    const MillStepType *type;
    MillOnError on_error;
    const char *file;   /* writers: the pattern of the output's name */
    const char *script; /* the script's path, or NULL */
} MillStepInfo;

MILL_API gsize mill_pipeline_get_n_steps(const MillPipeline *pipeline);
MILL_API const MillStepInfo *mill_pipeline_get_step(const MillPipeline *pipeline, gsize index);

/* Is told before and after each step (reader, stages, writers), in the process that runs it. */
typedef struct {
    void (*before)(MillDocument *document, gsize step, gpointer data);
    void (*after)(MillDocument *document, gsize step, MillVerdict verdict, gint64 nanoseconds,
                  gpointer data);
} MillObserver;

MILL_API void
mill_pipeline_set_observer(MillPipeline *pipeline, const MillObserver *observer, gpointer data);

/* Runs the reader (if @document has no text yet) and all stages. A step whose `when` does not hold
 * is passed over. MILL_DROP: mill_document_get_drop_reason() and mill_document_get_step() say why
 * and where. MILL_FAIL: @error is set and mill_document_get_step() names the step. The step's
 * on-error policy `drop` has been applied; `stop` is the caller's to obey. */
MILL_API MillVerdict mill_pipeline_process(MillPipeline *pipeline, MillDocument *document,
                                           GError **error);
/* Runs the writer that is step number @step; @output is appended to. A writer whose `when` does not
 * hold appends nothing. */
MILL_API gboolean mill_pipeline_encode(MillPipeline *pipeline, gsize step, MillDocument *document,
                                       MillOutput *output, GError **error);

/* The JSON Schema (2020-12) of pipeline files, with every step the catalog knows. (transfer full)
 */
MILL_API char *mill_pipeline_schema(MillCatalog *catalog);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillPipeline, mill_pipeline_free)

G_END_DECLS

#endif

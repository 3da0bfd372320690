/* pipeline.h - a checked and configured pipeline, for the command line and for other programs.
 *
 * mill_run() (run.h) takes one over files, in worker processes. A program that has its documents in
 * memory processes them itself, one after the other, in its own process:
 *
 *     g_autoptr(MillReport) report = mill_report_new();
 *     g_autoptr(MillPipeline) pipeline = mill_pipeline_load("plan.yaml", NULL, report);
 *     if (!pipeline) {
 *         g_autofree char *messages = mill_report_format(report, TRUE);
 *
 *         fputs(messages, stderr);
 *         return FALSE;
 *     }
 *     if (mill_pipeline_process(pipeline, document, error) != MILL_KEEP)
 *         return FALSE;
 *     for (gsize n = 0; n < mill_pipeline_get_n_steps(pipeline); n++)
 *         if (mill_pipeline_get_step(pipeline, n)->type->role == MILL_ROLE_WRITER &&
 *             !mill_pipeline_encode(pipeline, n, document, output, error))
 *             return FALSE;
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
    const char *script; /* a script to be run behind the stages, as the step "try": an absolute
                           path, or what `script:` would say; or NULL */
} MillPipelineOptions;

/* Reads, checks and configures the pipeline file at @path ("-": standard input; NULL: there is no
 * file, only what @options adds). @options may be NULL. All mistakes of all steps go to @report,
 * and the answer is NULL if there was an error. (transfer full) */
MILL_API MillPipeline *
mill_pipeline_load(const char *path, const MillPipelineOptions *options, MillReport *report);
/* Closes the steps and frees all. NULL is fine. */
MILL_API void mill_pipeline_free(MillPipeline *pipeline);

/* `name:` of the file, or its stem. Borrowed. */
MILL_API const char *mill_pipeline_get_name(const MillPipeline *pipeline);
/* The file's path as mill_pipeline_load() was given it. Borrowed.
 *
 *     printf("%s, from %s\n", mill_pipeline_get_name(pipeline), mill_pipeline_get_path(pipeline));
 */
MILL_API const char *mill_pipeline_get_path(const MillPipeline *pipeline);

/* The document called @name, ready to be processed: a file, "-" for standard input, or an item of a
 * file as a run calls it (`part.jsonl:41`, `dump.tar!a/b.txt`), by `input:` of the pipeline. Of a
 * file of many it is the first, which its id tells. NULL with MILL_ERROR_IO, MILL_ERROR_DATA (there
 * is no such item, or it is no document) or what is wrong with it. (transfer full) Since ABI 1.2.
 *
 *     g_autoptr(MillDocument) document = mill_pipeline_pick(pipeline, "part.jsonl:41", error);
 */
MILL_API MillDocument *mill_pipeline_pick(MillPipeline *pipeline, const char *name, GError **error);

/* What becomes of a document that a step fails on: `on-error` of the pipeline file. */
typedef enum {
    MILL_ON_ERROR_QUARANTINE, /* it is set aside, with the error; the usual way */
    MILL_ON_ERROR_DROP,       /* it leaves the pipeline as if the step had dropped it */
    MILL_ON_ERROR_STOP,       /* the run ends */
} MillOnError;

/* A configured step. Its strings belong to the pipeline. */
typedef struct {
    const char *id;           /* unique in the pipeline: `id:`, or the type's name */
    const MillStepType *type; /* what it can do */
    MillOnError on_error;     /* what its failures cost */
    const char *file;         /* writers: the pattern of the output's name */
    const char *script;       /* the script's path, or NULL */
} MillStepInfo;

/* The number of steps, and the one at @index, in order of execution: the reader (added if the file
 * names none), stages, then writers, sinks and corpus steps. Borrowed. */
MILL_API gsize mill_pipeline_get_n_steps(const MillPipeline *pipeline);
MILL_API const MillStepInfo *mill_pipeline_get_step(const MillPipeline *pipeline, gsize index);

/* Is told before and after each step (reader, stages, writers), in the process that runs it. */
typedef struct {
    void (*before)(MillDocument *document, gsize step, gpointer data); /* or NULL */
    /* What the step decided, and how long it took; or NULL. */
    void (*after)(MillDocument *document, gsize step, MillVerdict verdict, gint64 nanoseconds,
                  gpointer data);
} MillObserver;

/* From now on, @observer (copied; NULL: nobody) is called around each step, with @data.
 *
 *     mill_pipeline_set_observer(pipeline, NULL, NULL);
 */
MILL_API void
mill_pipeline_set_observer(MillPipeline *pipeline, const MillObserver *observer, gpointer data);

/* Runs the reader (if @document has no text yet) and all stages. A step whose `when` does not hold
 * is passed over. MILL_DROP: mill_document_get_drop_reason() and mill_document_get_step() say why
 * and where. MILL_FAIL: @error is set and mill_document_get_step() names the step. The step's
 * on-error policy `drop` has been applied; `stop` is the caller's to obey. */
MILL_API MillVerdict mill_pipeline_process(MillPipeline *pipeline, MillDocument *document,
                                           GError **error);
/* Runs the writer that is step number @step; @output is appended to. A writer whose `when` does not
 * hold appends nothing. FALSE with @error set if the step fails; throw @output away then. */
MILL_API gboolean mill_pipeline_encode(MillPipeline *pipeline, gsize step, MillDocument *document,
                                       MillOutput *output, GError **error);
/* What the corpus step that is number @step says of a corpus that @document is all of: @encoded is
 * what mill_pipeline_encode() made of it, and what finish() writes is appended to @result. For
 * looking at one document; no run of the pipeline may be under way. FALSE with @error set if the
 * step fails; throw @result away then. Since ABI 1.2.
 *
 *     g_autoptr(MillOutput) result = mill_output_new();
 *
 *     if (!mill_pipeline_encode(pipeline, 3, document, output, error) ||
 *         !mill_pipeline_finish(pipeline, 3, document, output, result, error))
 *         return FALSE;
 */
MILL_API gboolean mill_pipeline_finish(MillPipeline *pipeline, gsize step,
                                       const MillDocument *document, const MillOutput *encoded,
                                       MillOutput *result, GError **error);

/* The JSON Schema (2020-12) of pipeline files, with every step the catalog knows. (transfer full,
 * g_free)
 *
 *     g_autofree char *schema = mill_pipeline_schema(catalog);
 */
MILL_API char *mill_pipeline_schema(MillCatalog *catalog);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillPipeline, mill_pipeline_free)

G_END_DECLS

#endif

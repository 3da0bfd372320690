/* context.h - what a step can ask and say while it is configured.
 *
 * A step is configured once, in the parent, before any document is read; what it builds there
 * (dictionaries, automata) is shared by all workers and must not change afterwards. The context is
 * lent for the call of configure(); what is to be kept is copied.
 *
 * Reading a data file, with messages that have a line and a caret:
 *
 *     g_autofree char *path = mill_context_find_data(context, "schemes/letters.yaml");
 *
 *     if (!path) {
 *         g_auto(GStrv) known = mill_context_list_data(context, "schemes", ".yaml");
 *         g_autofree char *list = g_strjoinv(", ", known);
 *
 *         return mill_context_fail(context, "scheme", list, "there is no scheme 'letters'");
 *     }
 *     g_autoptr(MillNode) root = mill_node_load(path, mill_context_get_report(context));
 *     if (!root)
 *         return FALSE; // the report has the errors
 *     if (mill_node_get_length(root) == 0)
 *         mill_context_warn(context, "scheme", NULL, "the scheme is empty");
 */
#ifndef TEXTMILL_CONTEXT_H
#define TEXTMILL_CONTEXT_H

#include <textmill/error.h>
#include <textmill/report.h>

G_BEGIN_DECLS

/* The step type that is being configured, and the step's id in the pipeline. Borrowed.
 *
 *     printf("%s is a step of type %s\n", mill_context_get_step(context),
 *            mill_context_get_type(context)->name);
 */
MILL_API const MillStepType *mill_context_get_type(const MillContext *context);
MILL_API const char *mill_context_get_step(const MillContext *context);

/* The pipeline's name: `name:` of its file, or the file's stem. NULL outside of a pipeline.
 * Borrowed.
 *
 *     const char *name = mill_context_get_pipeline(context);
 */
MILL_API const char *mill_context_get_pipeline(const MillContext *context);

/* Writers: the pattern of the file names, such as "{stem}.json"; NULL for other steps. One without
 * a placeholder for the document collects all documents in one file (a part). Borrowed.
 *
 *     gboolean one_each = strstr(mill_context_get_file(context), "{stem}") != NULL;
 */
MILL_API const char *mill_context_get_file(const MillContext *context);

/* What made a result, for its header. Since ABI 1.2; may grow at its end. */
typedef struct {
    const char *textmill;        /* the version of textmill, "0.1.0" */
    const char *pipeline;        /* as of mill_context_get_pipeline() */
    const char *pipeline_sha256; /* of all that results depend on: steps, their versions and
                                    options, and the contents of the scripts and files they use; not
                                    of paths, so it is the same on every machine. Lower-case hex. */
    gint64 began; /* when the run began, seconds since 1970; 0: results must not say */
} MillProvenance;

/* Lives as long as the step. It is filled in before the first document is encoded, not yet when
 * the step is configured: keep the pointer and read it in encode() or later. NULL outside of a
 * pipeline. Borrowed. Since ABI 1.2.
 *
 *     self->made = mill_context_get_provenance(context);     // in configure()
 *     mill_json_append_string(json, self->made->textmill, -1); // in encode()
 */
MILL_API const MillProvenance *mill_context_get_provenance(const MillContext *context);

/* The absolute form of @path, which is relative to the pipeline file. (transfer full) Options of
 * type FILE are absolute already; this is for paths inside of values.
 *
 *     g_autofree char *absolute = mill_context_resolve(context, "terms/energy.tsv");
 */
MILL_API char *mill_context_resolve(const MillContext *context, const char *path);
/* The path of the data file @name that belongs to the plugin (or script), for example
 * "schemes/zh-plan.yaml"; looked for in the user's data directory
 * ($XDG_DATA_HOME/textmill/PLUGIN/), in `data/` beside the plugin and in the installed data
 * directory, in this order. NULL if there is none. (transfer full) */
MILL_API char *mill_context_find_data(const MillContext *context, const char *name);
/* The names, sorted and without @suffix, of all data files in the folder @folder of the plugin, for
 * example ("schemes", ".yaml") → "numbered", "zh-law", "zh-plan". (transfer full, g_strfreev) */
MILL_API char **
mill_context_list_data(const MillContext *context, const char *folder, const char *suffix);

/* Where messages go: for data files, use it with mill_node_load() and mill_report_add(). Borrowed.
 * A configure() that added errors here need not set its GError when it returns FALSE. */
MILL_API MillReport *mill_context_get_report(MillContext *context);
/* Adds an error at the value of option @option in the pipeline file (NULL: at the step). @hint says
 * what to do (or NULL). Returns FALSE, so that a check ends with `return mill_context_fail(...)`.
 */
MILL_API gboolean mill_context_fail(MillContext *context, const char *option, const char *hint,
                                    const char *format, ...) G_GNUC_PRINTF(4, 5);
/* Adds a warning there: the pipeline runs all the same. */
MILL_API void mill_context_warn(MillContext *context, const char *option, const char *hint,
                                const char *format, ...) G_GNUC_PRINTF(4, 5);

G_END_DECLS

#endif

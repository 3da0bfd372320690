/* plugin.h - everything a plugin includes.
 *
 * A plugin is a shared object that exports one function, which MILL_PLUGIN writes. It describes
 * one or more step types; a step type is one table, and the pipeline sees nothing else. A whole
 * plugin:
 *
 *     #include <textmill/plugin.h>
 *
 *     static MillVerdict
 *     empty_process(gpointer self, MillDocument *document, GError **error)
 *     {
 *         gsize length;
 *
 *         mill_document_get_text(document, &length);
 *         return length > 0 ? MILL_KEEP : mill_document_drop(document, "empty");
 *     }
 *
 *     MILL_PLUGIN(
 *         .name = "drop-empty",
 *         .summary = "Drop documents without text",
 *         .role = MILL_ROLE_STAGE,
 *         .process = empty_process,
 *     )
 *
 * Build: cc -shared -fPIC -o drop-empty.so drop-empty.c $(pkg-config --cflags --libs textmill)
 *
 * A step runs in worker processes that are forked after configure(), one document at a time, on
 * one thread: no locks are needed, and what process() changes in its struct is seen by later
 * documents of the same worker only, so results must not depend on it.
 */
#ifndef TEXTMILL_PLUGIN_H
#define TEXTMILL_PLUGIN_H

#include <textmill/context.h>
#include <textmill/document.h>
#include <textmill/json.h>
#include <textmill/node.h>
#include <textmill/number.h>
#include <textmill/option.h>
#include <textmill/output.h>

G_BEGIN_DECLS

/* The contract between core and plugins. A plugin loads when its major number is the core's, its
 * minor number is not newer and its structs are not larger. Structs only grow at their end. */
#define MILL_ABI_MAJOR 1
#define MILL_ABI_MINOR 0

typedef enum {
    MILL_ROLE_READER = 1, /* makes text (and metadata, and layers) of source bytes: process() */
    MILL_ROLE_STAGE,      /* edits, annotates, describes or drops a document: process() */
    MILL_ROLE_WRITER,     /* turns a finished document into bytes: encode() */
} MillRole;

typedef enum {
    /* Writers: each document's bytes are one line, so many of them in a row are JSON lines. */
    MILL_STEP_LINES = 1 << 0,
} MillStepFlags;

struct MillStepType {
    guint32 size;              /* sizeof(MillStepType); MILL_PLUGIN sets it */
    guint32 option_size;       /* sizeof(MillOption); MILL_PLUGIN sets it */
    guint32 role;              /* MillRole */
    guint32 flags;             /* MillStepFlags */
    const char *name;          /* what `use:` names: lower-case words joined by "-" */
    const char *summary;       /* one line */
    const char *version;       /* changes when the same input gives other results; NULL is "1" */
    const MillOption *options; /* ends with MILL_OPTIONS_END; NULL for none */
    gsize options_size;        /* size of the step's struct; 0 for none */
    /* Layers this step needs and makes, NULL-terminated: `textmill check` reports a layer that is
     * read but never written. "record.*" means any record layer. */
    const char *const *reads;
    const char *const *writes;
    /* Writers: the default pattern of the file name, such as "{stem}.json" (one file a document)
     * or "documents.jsonl" (all documents in one file). */
    const char *file;

    /* Once, in the parent, after the options in @self are filled. Return FALSE with @error set (or
     * with errors reported through @context) to refuse. NULL if there is nothing to prepare. */
    gboolean (*configure)(gpointer self, MillContext *context, GError **error);
    /* Readers and stages: once a document. Return MILL_FAIL only with @error set. */
    MillVerdict (*process)(gpointer self, MillDocument *document, GError **error);
    /* Writers: once a document, which must not be changed. */
    gboolean (*encode)(gpointer self, MillDocument *document, MillOutput *output, GError **error);
    /* Frees what configure() made. Called once, also after a configure() that failed. */
    void (*close)(gpointer self);
};

typedef struct {
    guint32 abi_major;
    guint32 abi_minor;
    guint32 size;                     /* sizeof(MillPlugin) */
    guint32 step_type_size;           /* sizeof(MillStepType) */
    guint32 option_size;              /* sizeof(MillOption) */
    const MillStepType *const *steps; /* NULL-terminated */
} MillPlugin;

/* The name and type of the one exported function. */
#define MILL_PLUGIN_ENTRY "mill_plugin_describe"
typedef const MillPlugin *(*MillPluginDescribe)(void);

/* For a plugin of several step types: MILL_PLUGIN_STEPS(&json_step, &jsonl_step), where each is a
 * `static const MillStepType` = MILL_STEP_TYPE(.name = …). Name the file after the first of them.
 */
#define MILL_STEP_TYPE(...)                                                                        \
    {                                                                                              \
        .size = sizeof(MillStepType), .option_size = sizeof(MillOption), __VA_ARGS__               \
    }

#define MILL_PLUGIN_STEPS(...)                                                                     \
    MILL_API const MillPlugin *mill_plugin_describe(void);                                         \
    const MillPlugin *mill_plugin_describe(void)                                                   \
    {                                                                                              \
        static const MillStepType *const steps[] = { __VA_ARGS__, NULL };                          \
        static const MillPlugin plugin = {                                                         \
            .abi_major = MILL_ABI_MAJOR,                                                           \
            .abi_minor = MILL_ABI_MINOR,                                                           \
            .size = sizeof(MillPlugin),                                                            \
            .step_type_size = sizeof(MillStepType),                                                \
            .option_size = sizeof(MillOption),                                                     \
            .steps = steps,                                                                        \
        };                                                                                         \
        return &plugin;                                                                            \
    }

/* For a plugin of one step type. */
#define MILL_PLUGIN(...)                                                                           \
    static const MillStepType mill_plugin_step = MILL_STEP_TYPE(__VA_ARGS__);                      \
    MILL_PLUGIN_STEPS(&mill_plugin_step)

G_END_DECLS

#endif

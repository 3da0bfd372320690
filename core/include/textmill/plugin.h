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
#include <textmill/restore.h>
#include <textmill/terminal.h>

G_BEGIN_DECLS

/* Numbers of the contract between core and plugins. A plugin loads when its major number is the
 * core's, its minor number is not newer and its structs are not larger. Structs only grow at their
 * end. */
#define MILL_ABI_MAJOR 1
/* Goes up when something is added. */
#define MILL_ABI_MINOR 2

/* What a step is to a pipeline, and the callbacks it must have. Those of the last three kinds stand
 * at its end, in any order. */
typedef enum {
    MILL_ROLE_READER = 1, /* makes text (and metadata, and layers) of source bytes: process() */
    MILL_ROLE_STAGE,      /* edits, annotates, describes or drops a document: process() */
    MILL_ROLE_WRITER,     /* turns a finished document into bytes, of which the core makes files:
                             encode() */
    /* Since ABI 1.1: */
    MILL_ROLE_SINK,   /* puts all documents into one file that it writes itself, such as a database:
                         encode(), open(), store(), finish() */
    MILL_ROLE_CORPUS, /* says something about all documents together, such as how often each word
                         occurs: encode(), open(), merge(), save(), finish() */
} MillRole;

/* What else is to be said of a step. */
typedef enum {
    /* Writers: each document's bytes are one line, so many of them in a row are JSON lines. */
    MILL_STEP_LINES = 1 << 0,
    /* Since ABI 1.2. Worker processes are confined: they open no files but those of the libraries
     * they run with, reach no network and start no programs. A step whose process() or encode()
     * needs more says so, and a run that uses it loosens exactly that; `textmill inspect` shows it
     * to whoever decides to run it. What configure() and open() do is not confined. */
    MILL_STEP_NEEDS_FILES = 1 << 1,    /* reads files; none may be written in any case */
    MILL_STEP_NEEDS_NETWORK = 1 << 2,  /* makes sockets, and reads the files that name hosts */
    MILL_STEP_NEEDS_PROGRAMS = 1 << 3, /* starts programs, which may read files, too */
} MillStepFlags;

/* Since ABI 1.2. What the output of a tool goes to. The core fills it, and may know more fields
 * than the plugin does. */
typedef struct {
    gboolean colour; /* it takes colours, and the user wants them */
    guint width;     /* columns: of the terminal, or as many as suit a file */
} MillTerminal;

/* A command that a step brings along for work that is not over documents, such as compiling its
 * dictionary: `textmill NAME ARGUMENT...`. */
typedef struct {
    const char *name;    /* the command's word, like a step's name */
    const char *usage;   /* what follows it, for example "check FILE..." */
    const char *summary; /* one line */
    const char *help;    /* what --help says: text and an example */
    /* @arguments: what stands behind the name, NULL-terminated. Appends to @output what goes to
     * standard output and adds to @report what is to say about files. Returns FALSE with @error set
     * or with errors in @report; MILL_ERROR_OPTION is a wrong argument. */
    gboolean (*run)(const char *const *arguments, GString *output, MillReport *report,
                    GError **error);
    /* Since ABI 1.2. Called in place of run(), which may then be NULL, by tools that print for
     * people: @terminal says what to. What comes from documents goes through
     * mill_terminal_append(). */
    gboolean (*run_terminal)(const char *const *arguments, const MillTerminal *terminal,
                             GString *output, MillReport *report, GError **error);
} MillTool;

/* What a sink is given: a part of what its encode() made of one document. The core fills it, and
 * may know more fields than the plugin does. Borrowed for the call. */
typedef struct {
    const char *document; /* id, unique in the run */
    gint64 number;        /* of the document in input order, from 0; dropped ones leave gaps */
    const char *name;     /* of the part; NULL for the unnamed one */
    const char *bytes;    /* not NUL-terminated */
    gsize length;         /* of them */
    const char *const
        *files;    /* names, in the folder, of the files that are this document's alone */
    gsize n_files; /* how many */
} MillPart;

/* Since ABI 1.2. What sinks and corpus steps are told of a document that is not exported. The core
 * fills it, and may know more fields than the plugin does. Borrowed for the call. */
typedef struct {
    const char *document; /* id, unique in the run */
    gint64 number;        /* of the document in input order, from 0 */
    gboolean dropped;     /* a step dropped it; FALSE: it failed, and was quarantined */
    const char *step;     /* id of the step where it ended; NULL if in none */
    const char *code;     /* quarantined: a stable word such as "encoding"; NULL if dropped */
    const char *message;  /* the reason or the error; UTF-8 */
} MillLoss;

/* A step type: the one table that a plugin is. MILL_PLUGIN or MILL_STEP_TYPE fills the sizes; name
 * the fields that are needed, the others are zero. Everything in it lives as long as the plugin,
 * which is never unloaded. @self is the step's struct (option.h): each configured step has its own,
 * zeroed and then filled from the pipeline file. */
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
    /* Layers that this step needs, NULL-terminated or NULL: `textmill check` warns of one that is
     * read and that no step before it writes. "record.*" means any record layer. */
    const char *const *reads;
    /* Layers that it makes or changes, in the same form. */
    const char *const *writes;
    /* Writers: the default pattern of the file name, such as "{stem}.json" (one file a document)
     * or "documents.jsonl" (all documents in one file). Sinks and corpus steps: a name for all
     * documents, such as "documents.sqlite". */
    const char *file;

    /* Once, in the parent, after the options in @self are filled. Return FALSE with @error set (or
     * with errors reported through @context) to refuse. NULL if there is nothing to prepare. */
    gboolean (*configure)(gpointer self, MillContext *context, GError **error);
    /* Readers and stages: once a document. Return MILL_FAIL only with @error set. */
    MillVerdict (*process)(gpointer self, MillDocument *document, GError **error);
    /* Writers, sinks and corpus steps: once a document, which must not be changed. May make no part
     * at all; then nothing of this document reaches the file, store() or merge(). */
    gboolean (*encode)(gpointer self, MillDocument *document, MillOutput *output, GError **error);
    /* Frees what configure() and the callbacks below made. Called once, also after a configure()
     * that failed. */
    void (*close)(gpointer self);

    /* Since ABI 1.1. */
    const MillTool *tool; /* NULL for none */

    /* For sinks and corpus steps. These are called in the parent process, while
     * encode() runs in a worker: the two share nothing but what configure() built. For each
     * document that is exported, its parts come to store() or merge() exactly once, in input order,
     * whatever the number of workers and whatever became of some of them. A FALSE with @error set,
     * like a full disk, ends the run; what is wrong with one document is for encode() to find. A
     * crash here takes the run with it. */

    /* The run begins: start from nothing, also if there was a run before. Sinks: @path is an empty
     * file to be filled; the core gives it its name when the run has succeeded and deletes it
     * otherwise. Files that the sink needs beside it may begin with the same name. Corpus steps:
     * @path is NULL. */
    gboolean (*open)(gpointer self, const char *path, GError **error);
    /* Sinks: adds a document's part. The same parts must give a file of the same bytes. */
    gboolean (*store)(gpointer self, const MillPart *part, GError **error);
    /* Corpus steps: adds @length bytes of @state, which is a part of what encode() made of one
     * document, or what save() made of many. Other orders must give the same end. */
    gboolean (*merge)(gpointer self, const char *state, gsize length, GError **error);
    /* Corpus steps: appends all that was merged so far, for merge(). So a run can be interrupted,
     * or done in pieces. */
    void (*save)(gpointer self, GString *state);
    /* The run has succeeded. Sinks: completes and closes the file; @output is NULL. Corpus steps:
     * writes the result to @output, whose parts become files as those of a writer do. */
    gboolean (*finish)(gpointer self, MillOutput *output, GError **error);
    /* The run has failed after open(): closes what is open, and takes away what was made beside
     * @path. NULL if close() and the next open() see to that. */
    void (*abandon)(gpointer self);

    /* Since ABI 1.2. */

    /* Corpus steps: whether the document that @part is of may be exported, judged by those before
     * it. Called in the parent in input order for each part; merge() follows if every step agrees,
     * and learns of exported documents only. TRUE with *@reason (transfer full) set drops the
     * document for it; FALSE with @error set ends the run. Must not change what it judges by. NULL:
     * all documents may. */
    gboolean (*admit)(gpointer self, const MillPart *part, char **reason, GError **error);

    /* A document that is not exported, in the order of inputs among those that are stored or
     * merged, so that a sink or a corpus step can tell of all documents of a run. NULL if it does
     * not matter. */
    gboolean (*lose)(gpointer self, const MillLoss *loss, GError **error);
};

/* What a plugin says of itself; MILL_PLUGIN_STEPS writes it. */
typedef struct {
    guint32 abi_major;                /* MILL_ABI_MAJOR when it was built */
    guint32 abi_minor;                /* MILL_ABI_MINOR then */
    guint32 size;                     /* sizeof(MillPlugin) */
    guint32 step_type_size;           /* sizeof(MillStepType) */
    guint32 option_size;              /* sizeof(MillOption) */
    const MillStepType *const *steps; /* NULL-terminated */
} MillPlugin;

/* The name of the one function that a plugin exports. */
#define MILL_PLUGIN_ENTRY "mill_plugin_describe"
/* Its type. What it returns is constant and lives as long as the plugin. */
typedef const MillPlugin *(*MillPluginDescribe)(void);

/* In C++, which would give the function a name of its own. */
#ifdef __cplusplus
#define MILL_PLUGIN_LINKAGE extern "C"
#else
#define MILL_PLUGIN_LINKAGE
#endif

/* The initialiser of a step type. */
#define MILL_STEP_TYPE(...)                                                                        \
    {                                                                                              \
        .size = sizeof(MillStepType), .option_size = sizeof(MillOption), __VA_ARGS__               \
    }

/* For a plugin of several step types. Its file is named after the first of them.
 *
 *     #include <textmill/plugin.h>
 *
 *     static MillVerdict
 *     keep(gpointer self, MillDocument *document, GError **error)
 *     {
 *         return MILL_KEEP;
 *     }
 *
 *     static const MillStepType one = MILL_STEP_TYPE(.name = "one", .summary = "The first",
 *                                                    .role = MILL_ROLE_STAGE, .process = keep);
 *     static const MillStepType two = MILL_STEP_TYPE(.name = "two", .summary = "The second",
 *                                                    .role = MILL_ROLE_STAGE, .process = keep);
 *
 *     MILL_PLUGIN_STEPS(&one, &two)
 */
#define MILL_PLUGIN_STEPS(...)                                                                     \
    MILL_PLUGIN_LINKAGE MILL_API const MillPlugin *mill_plugin_describe(void);                     \
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

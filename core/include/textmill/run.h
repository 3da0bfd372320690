/* run.h - a pipeline over many documents: worker processes, ordered results, a ledger.
 *
 * Every document ends in exactly one of three ways: exported, dropped (by which step, why) or
 * quarantined (which error, in which step); the summary always adds up.
 */
#ifndef TEXTMILL_RUN_H
#define TEXTMILL_RUN_H

#include <textmill/pipeline.h>

G_BEGIN_DECLS

/* One document's end, in input order. Borrowed for the call. */
typedef enum {
    MILL_OUTCOME_EXPORTED,
    MILL_OUTCOME_DROPPED,
    MILL_OUTCOME_QUARANTINED,
} MillOutcome;

typedef struct {
    const char *document; /* id */
    MillOutcome outcome;
    const char *step;    /* where it was dropped or failed; NULL if in no step */
    const char *code;    /* quarantined: mill_error_code_name() */
    const char *message; /* the reason or the error */
    gint signal;         /* that killed the worker, or 0 */
    gsize n_diagnostics;
} MillResult;

typedef struct {
    gint64 documents; /* = exported + dropped + quarantined */
    gint64 exported;
    gint64 dropped;
    gint64 quarantined;
    gint64 bytes_in;
    gint64 bytes_out;
    gint64 expected; /* documents found so far; final once enumeration is over */
    gboolean enumerated;
} MillProgress;

typedef struct {
    const char *id;
    gint64 documents;
    gint64 dropped;
    gint64 failed;
    gint64 nanoseconds; /* in the step, over all workers */
} MillStepStats;

/* What is kept from workers, besides what the kernel lacks and what steps say they need. */
typedef enum {
    MILL_SANDBOX_AUTO,    /* as much as there is */
    MILL_SANDBOX_REQUIRE, /* all, or the run does not begin: MILL_ERROR_OPTION says what is missing
                           */
    MILL_SANDBOX_OFF,     /* nothing, for debuggers */
} MillSandboxMode;

typedef enum {
    MILL_CONFINED_WRITING = 1 << 0,   /* no file is written, made, renamed or removed */
    MILL_CONFINED_READING = 1 << 1,   /* none is read, but libraries and their data */
    MILL_CONFINED_NETWORK = 1 << 2,   /* no sockets */
    MILL_CONFINED_PROGRAMS = 1 << 3,  /* none is started */
    MILL_CONFINED_PROCESSES = 1 << 4, /* none is signalled, traced or read */
} MillConfinement;

typedef struct {
    const char *const
        *inputs;         /* files, folders (recursive, sorted by bytes) or "-"; NULL-terminated */
    const char *output;  /* a folder, or "-" for standard output */
    const char *writer;  /* for "-": the id of the writer to use, or NULL to choose */
    gboolean force;      /* replace a folder that textmill did not write */
    gboolean in_process; /* no workers: for debuggers */
    guint jobs;          /* worker processes; 0: as many as usable processors */
    guint timeout_ms;    /* per document, over which its worker is killed; 0: `limits:` says */
    void (*on_result)(const MillResult *result, gpointer data);
    void (*on_progress)(const MillProgress *progress, gpointer data); /* a few times a second */
    gpointer data;
    const volatile gint *stop; /* set by a signal handler to end the run early; or NULL */
    guint64 memory; /* bytes that a worker may use beyond what it starts with; 0: `limits:` says */
    const char *files_from; /* a file ("-": standard input) that lists the files to read, a line
                               each or NUL-separated, in place of @inputs; or NULL */
    gint64
        began; /* seconds since 1970, for results that tell when they were made; 0: they do not */
    MillSandboxMode sandbox;
} MillRunOptions;

typedef struct {
    MillProgress progress;
    const MillStepStats *steps; /* as many as the pipeline has */
    gint64 nanoseconds;         /* wall time */
    guint workers_lost;
    gint64 loading;      /* nanoseconds of reading inputs, over all workers */
    gint64 writing;      /* nanoseconds of writing results, in the parent */
    guint confined;      /* MillConfinement: what was in force in all workers */
    const char *sandbox; /* the same as a line of text, with what steps need and what is missing */
} MillRunSummary;

typedef struct MillRun MillRun;

/* Runs @pipeline over the inputs. FALSE means the run itself could not start or go on
 * (MILL_ERROR_IO, MILL_ERROR_STOPPED, a step with on-error: stop, …); documents that failed are
 * counted, not errors. @run (transfer full) is set in either case once the run has begun. */
MILL_API gboolean mill_run(MillPipeline *pipeline, const MillRunOptions *options, MillRun **run,
                           GError **error);
MILL_API const MillRunSummary *mill_run_get_summary(const MillRun *run);
MILL_API void mill_run_free(MillRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillRun, mill_run_free)

G_END_DECLS

#endif

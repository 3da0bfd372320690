/* run.h - a pipeline over many documents: worker processes, ordered results, a ledger.
 *
 * Every document ends in exactly one of three ways: exported, dropped (by which step, why) or
 * quarantined (which error, in which step); the summary always adds up.
 *
 *     static const char *const inputs[] = { "documents", NULL };
 *     g_autoptr(MillRun) run = NULL;
 *     gboolean done = mill_run(pipeline,
 *                              &(MillRunOptions) { .inputs = inputs, .output = "out", .jobs = 4 },
 *                              &run, error);
 *
 *     if (run && mill_run_get_summary(run)->progress.quarantined > 0)
 *         puts("not all documents came through; ledger.sqlite says why");
 *     return done;
 */
#ifndef TEXTMILL_RUN_H
#define TEXTMILL_RUN_H

#include <textmill/pipeline.h>

G_BEGIN_DECLS

/* How a document ended. */
typedef enum {
    MILL_OUTCOME_EXPORTED,    /* it came through all steps; its results are in place */
    MILL_OUTCOME_DROPPED,     /* a step left it out */
    MILL_OUTCOME_QUARANTINED, /* a step failed, or died, on it; or it could not be read */
} MillOutcome;

/* One document's end, in input order. Borrowed for the call. */
typedef struct {
    const char *document; /* id */
    MillOutcome outcome;  /* how it ended */
    const char *step;     /* where it was dropped or failed; NULL if in no step */
    const char *code;     /* quarantined: mill_error_code_name() */
    const char *message;  /* the reason or the error */
    gint signal;          /* that killed the worker, or 0 */
    gsize n_diagnostics;  /* that its steps left on it */
} MillResult;

/* How far a run is. */
typedef struct {
    gint64 documents;    /* = exported + dropped + quarantined */
    gint64 exported;     /* documents that came through */
    gint64 dropped;      /* that a step left out */
    gint64 quarantined;  /* that failed */
    gint64 bytes_in;     /* of the sources of all these */
    gint64 bytes_out;    /* of the results */
    gint64 expected;     /* documents found so far; final once enumeration is over */
    gboolean enumerated; /* whether it is */
} MillProgress;

/* What a step did in a run. */
typedef struct {
    const char *id;     /* of the step */
    gint64 documents;   /* that came to it */
    gint64 dropped;     /* of them, that it left out */
    gint64 failed;      /* that it failed on */
    gint64 nanoseconds; /* in the step, over all workers */
} MillStepStats;

/* What a step took for its documents. */
typedef struct {
    gint64 bytes; /* that it was given: of the text; of the source for a reader */
    gint64 p50;   /* nanoseconds that half of the documents did not exceed, within 6.25 % */
    gint64 p99;   /* likewise 99 % of them */
} MillStepCost;

/* What is kept from workers, besides what the kernel lacks and what steps say they need. */
typedef enum {
    MILL_SANDBOX_AUTO,    /* as much as there is */
    MILL_SANDBOX_REQUIRE, /* all, or the run does not begin: MILL_ERROR_OPTION says what is missing
                           */
    MILL_SANDBOX_OFF,     /* nothing, for debuggers */
} MillSandboxMode;

/* What workers could not do, as bits. */
typedef enum {
    MILL_CONFINED_WRITING = 1 << 0,   /* no file is written, made, renamed or removed */
    MILL_CONFINED_READING = 1 << 1,   /* none is read, but libraries and their data */
    MILL_CONFINED_NETWORK = 1 << 2,   /* no sockets */
    MILL_CONFINED_PROGRAMS = 1 << 3,  /* none is started */
    MILL_CONFINED_PROCESSES = 1 << 4, /* none is signalled, traced or read */
} MillConfinement;

/* A number that a step counted with mill_document_metric() or ctx:metric(), over all documents that
 * were exported or dropped, in this run or in the one that it goes on with. Since ABI 1.2. */
typedef struct {
    const char *step; /* its id; NULL if none was at hand */
    const char *name; /* as the step called it */
    gint64 count;     /* how many values were added */
    double sum;       /* of them */
} MillMetric;

/* What a run came to, or has come to so far. Lives as long as the MillRun. */
typedef struct {
    MillProgress progress;      /* as it was at the end, or is now */
    const MillStepStats *steps; /* as many as the pipeline has */
    gint64 nanoseconds;         /* wall time */
    guint workers_lost;         /* processes that died or were killed */
    gint64 loading;             /* nanoseconds of reading inputs, over all workers */
    gint64 writing;             /* nanoseconds of writing results, in the parent */
    guint confined;             /* MillConfinement: what was in force in all workers */
    const char *sandbox; /* the same as a line of text, with what steps need and what is missing */
    const MillStepCost *costs; /* as many as there are steps, and one more for reading */
    MillStepStats reading;     /* of inputs; its documents are those that have ended */
    const MillMetric *metrics; /* what steps counted, by step and name; the same for each -j */
    gsize n_metrics;           /* how many there are */
    gint64 taken_over;   /* documents that an earlier run had done, which were not done again */
    const char *changed; /* why others were: what is not as it was then; or NULL */
    gint64 inputs_read;  /* bytes of the inputs' files, packed as they are, up to the end of the
                            last document that has ended; about, where many are packed together.
                            All of them, when the run has finished */
    gint64 inputs_size;  /* of all of them; -1 before they are all found, or where records come
                            through a pipe */
    gint64 time_left;    /* nanoseconds, at the pace so far; -1: there is nothing to tell it from */
} MillRunSummary;

/* What to run over, and how. Zeroed but for the inputs and the output is fine. */
typedef struct {
    const char *const
        *inputs;         /* files, folders (recursive, sorted by bytes) or "-"; NULL-terminated */
    const char *output;  /* a folder, or "-" for standard output */
    const char *writer;  /* for "-": the id of the writer to use, or NULL to choose */
    gboolean force;      /* replace a folder that textmill did not write */
    gboolean in_process; /* no workers: for debuggers */
    guint jobs;          /* worker processes; 0: as many as usable processors */
    guint timeout_ms;    /* per document, over which its worker is killed; 0: `limits:` says */
    void (*on_result)(const MillResult *result, gpointer data); /* each document's end, or NULL */
    void (*on_progress)(const MillProgress *progress, gpointer data); /* a few times a second */
    gpointer data;                                                    /* for these */
    const volatile gint *stop; /* set by a signal handler to end the run early; or NULL */
    guint64 memory; /* bytes that a worker may use beyond what it starts with; 0: `limits:` says */
    const char *files_from; /* a file ("-": standard input) that lists the files to read, a line
                               each or NUL-separated, in place of @inputs; or NULL */
    gint64
        began; /* seconds since 1970, for results that tell when they were made; 0: they do not */
    MillSandboxMode sandbox; /* what is kept from workers */
    /* As often as @on_progress: all that is known so far. Or NULL. */
    void (*on_summary)(const MillRunSummary *summary, gpointer data);
    const char *const *arguments; /* the words of the command line, which the ledger keeps so that
                                     the run can be repeated, NULL-terminated; or NULL */
    guint shard;                  /* with @n_shards: only the documents of this one, from 1 */
    guint n_shards;               /* 0: the run is not one of several */
    gboolean resume;              /* go on with what an earlier run left in @output */
    gboolean retry; /* do the documents again that were quarantined in the run in @output, and put
                       them in their places */
} MillRunOptions;

/* A run that is over. */
typedef struct MillRun MillRun;

/* Runs @pipeline over the inputs. FALSE means the run itself could not start or go on
 * (MILL_ERROR_IO, MILL_ERROR_STOPPED, a step with on-error: stop, …); documents that failed are
 * counted, not errors. @run (transfer full) is set in either case once the run has begun. */
MILL_API gboolean mill_run(MillPipeline *pipeline, const MillRunOptions *options, MillRun **run,
                           GError **error);
/* Puts the results of all shards of a run (`n_shards`), in the folders @shards (NULL-terminated, in
 * any order), together in `output`: the same bytes as those of the run without shards. @options has
 * no inputs here; @pipeline is that of the shards. MILL_ERROR_OPTION if folders do not hold the
 * shards of one run, otherwise as mill_run(). Since ABI 1.2.
 *
 *     static const char *const shards[] = { "out-1", "out-2", NULL };
 *     const MillRunOptions options = { .output = "out" };
 *     g_autoptr(MillRun) run = NULL;
 *
 *     if (!mill_merge(pipeline, shards, &options, &run, error))
 *         return FALSE;
 */
MILL_API gboolean mill_merge(MillPipeline *pipeline, const char *const *shards,
                             const MillRunOptions *options, MillRun **run, GError **error);
/* What became of it. Borrowed. */
MILL_API const MillRunSummary *mill_run_get_summary(const MillRun *run);
/* Frees it with its summary. NULL is fine. */
MILL_API void mill_run_free(MillRun *run);

/* The ledger of the results folder @folder as JSON lines, which @call gets one by one, without
 * newlines: one for the run, one a document in input order, one for the end. It answers FALSE to
 * end the listing, which is then FALSE without an error. FALSE with MILL_ERROR_IO if there is no
 * ledger, MILL_ERROR_DATA if it is damaged. Since ABI 1.2.
 *
 *     #include <stdio.h>
 *     #include <textmill/textmill.h>
 *
 *     static gboolean
 *     print_line(const char *line, gpointer data)
 *     {
 *         return puts(line) >= 0;
 *     }
 *
 *     int
 *     main(void)
 *     {
 *         return mill_ledger_list("out", print_line, NULL, NULL) ? 0 : 1;
 *     }
 *
 * prints
 *
 * @code{.json}
 * {"ledger":1,"textmill":"0.1.0","pipeline":"plan","steps":["read-text","cleanup","json"]}
 * {"id":"a.txt","outcome":"exported","files":["a.json"]}
 * {"id":"b.txt","outcome":"dropped","step":"length","message":"too short","path":"in/b.txt"}
 * {"id":"c.txt","outcome":"quarantined","step":"tags","code":"crash","message":"…","path":"…"}
 * {"state":"finished","documents":3,"exported":1,"dropped":1,"quarantined":1,…}
 * @endcode
 */
typedef gboolean (*MillLedgerLine)(const char *line, gpointer data);
MILL_API gboolean mill_ledger_list(const char *folder, MillLedgerLine call, gpointer data,
                                   GError **error);

/* The `arguments` of the run that left its results in @folder, and the folder it was started in
 * (both transfer full). FALSE with MILL_ERROR_IO if there is no ledger, MILL_ERROR_DATA if it does
 * not say. Since ABI 1.2.
 *
 *     g_auto(GStrv) arguments = NULL;
 *     g_autofree char *started_in = NULL;
 *
 *     if (mill_ledger_get_call("out", &arguments, &started_in, error))
 *         printf("%s: %s\n", started_in, arguments[0]);
 */
MILL_API gboolean mill_ledger_get_call(const char *folder, char ***arguments, char **started_in,
                                       GError **error);

/* Something that is not as the results of a run claim. Borrowed for the call. Since ABI 1.2. */
typedef struct {
    const char *code;     /* a stable word, such as "missing", "size", "source-changed", "result" */
    const char *document; /* its id, or NULL */
    const char *file;     /* in the results folder, or NULL */
    gint64 offset;        /* byte of that file, or -1 */
    const char *place;    /* in a JSON result, such as "tags[3].origin.start"; or NULL */
    const char *message;  /* what is there, and what was claimed */
} MillDiscrepancy;

/* What to verify, and how. Since ABI 1.2. */
typedef struct {
    const char *output;        /* the results folder */
    const char *const *inputs; /* those of the run; or NULL with @files_from, or for no sources */
    const char *files_from;    /* as in MillRunOptions */
    const volatile gint *stop; /* set by a signal handler to end early; or NULL */
    void (*on_discrepancy)(const MillDiscrepancy *found, gpointer data); /* or NULL */
    gpointer data;                                                       /* for it */
} MillVerifyOptions;

/* What was found out. Since ABI 1.2. */
typedef struct {
    gint64 documents;     /* in the ledger */
    gint64 files;         /* whose sizes were compared with the ledger */
    gint64 sources;       /* exported documents whose sources were read again */
    gint64 compared;      /* of them, those made again from their sources */
    gint64 results;       /* whose bytes were compared with what was made again */
    gint64 origins;       /* in JSON results, compared with the bytes of the source */
    gint64 exact;         /* of them: the bytes, decoded, are the text */
    gint64 inserted;      /* of them: the text was put in by a step and claims no bytes */
    gint64 unread;        /* of them: that cannot be decoded by themselves, or have no text */
    gint64 discrepancies; /* that were told */
    const char *changed;  /* why no document was made again; or NULL */
} MillVerification;

/* Proves the results of a run: that its ledger adds up and is that of the files, that the sources
 * are what they were, that each result of a writer is, byte for byte, what @pipeline makes of its
 * source, and that each origin in a JSON result points at the bytes it claims (json-format.md has
 * what origins are). Where the pipeline is not that of the run any more, results are only held
 * against the bytes of the sources. With @pipeline NULL or no inputs, only the ledger and the files
 * are looked at. Memory does not grow with the run.
 *
 * NULL with MILL_ERROR_IO or MILL_ERROR_DATA if there is no ledger or it is damaged,
 * MILL_ERROR_STOPPED if it was ended early. (transfer full) Since ABI 1.2.
 *
 *     static const char *const inputs[] = { "documents", NULL };
 *     const MillVerifyOptions options = { .output = "out", .inputs = inputs };
 *     g_autoptr(MillVerification) proof = mill_verify(pipeline, &options, error);
 *
 *     if (proof && proof->discrepancies == 0)
 *         puts("all is as it was said");
 */
MILL_API MillVerification *
mill_verify(MillPipeline *pipeline, const MillVerifyOptions *options, GError **error);
/* Frees it. NULL is fine. */
MILL_API void mill_verification_free(MillVerification *verification);

/* A file of a results folder, read as what its writer made: plain, or compressed (a name that ends
 * in `.gz` or `.zst`). Memory does not grow with it. Since ABI 1.2. */
typedef struct MillContent MillContent;

/* Opens the file at @path. MILL_ERROR_IO if that is not possible or it is no regular file.
 * (transfer full) Since ABI 1.2.
 *
 *     g_autoptr(MillContent) content = mill_content_open("out/all.jsonl.zst", error);
 *     char bytes[4096];
 *     gsize length = sizeof bytes;
 *
 *     if (content && mill_content_read(content, 0, bytes, &length, error))
 *         fwrite(bytes, 1, length, stdout);
 *     if (content)
 *         mill_content_rest(content);
 */
MILL_API MillContent *mill_content_open(const char *path, GError **error);
/* Reads *@length bytes of what is in the file, from byte @offset on, into @bytes; *@length becomes
 * less at the end only. Of a compressed file, going forward is fast, and going back takes the
 * beginning of a frame (which for textmill's own is 1 MiB), or else a temporary file.
 * MILL_ERROR_IO, MILL_ERROR_DATA if it is damaged, MILL_ERROR_LOAD if textmill was built without
 * the library. Since ABI 1.2. */
MILL_API gboolean mill_content_read(MillContent *content, gint64 offset, void *bytes, gsize *length,
                                    GError **error);
/* Closes the file until it is read again, for those who hold many. Since ABI 1.2. */
MILL_API void mill_content_rest(MillContent *content);
/* Frees it. NULL is fine. Since ABI 1.2. */
MILL_API void mill_content_free(MillContent *content);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillRun, mill_run_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillContent, mill_content_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillVerification, mill_verification_free)

G_END_DECLS

#endif

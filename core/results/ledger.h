/* ledger.h - DIR/ledger.sqlite: what became of every document, and by which a folder is known.
 *
 *     run        key, value: textmill, pipeline, pipeline_sha256, began, state, message, …
 *     steps      number, id, type, version, sha256
 *     documents  number (in input order, from 0), id, outcome, step, code, message, signal,
 *                diagnostics, path, bytes, bytes_out, file_size, file_time, nanoseconds, shared
 *     results    document, number, name, step, part, size: files that are one document's alone
 *     files      number, name, kind, step, part, draft, size, state, synced_size, synced_state:
 *                files that many share
 *     parts      document, file, size: what a document put into a shared file; a view of
 *     shares     the same, and documents.shared
 *     kept       document, format, head, bytes: a document that failed and is nowhere else (kept.h)
 *     metrics    number (in the order of first use, from 0), step, name: what steps count
 *     counted    document, metric, whole, millionths, count: how much of it, as a sum of metrics.h;
 *                documents that were quarantined have none
 *
 * `results.size` and `files.size` are the sizes of files, as they are on the disk; `parts.size` and
 * `documents.bytes_out` count content, before it is compressed. Files that collect documents hold
 * their parts in the order of documents.number, behind what they begin with; how much content a
 * compressed one has is in `files.state` (collect-state.h). Of a file of a sink or a corpus step,
 * `files.state` is "sha256 " and the sum of its bytes, once it is complete.
 *
 * The ledger says what is certain: a document has its row in the same transaction as the sizes of
 * the shared files that hold its parts, and its own files are complete, under temporary names,
 * before that. So a run that is killed can go on from its ledger. `state` is "running",
 * "finished", "stopped" or "failed".
 *
 * Most documents put all they have into one shared file. Then there is no row in `shares`, but
 * `documents.shared` is the number of that file, and the size is `documents.bytes_out`. It is NULL
 * of all others. Those who only want to know read `parts`.
 *
 * While a run writes, the ledger belongs to it alone. Its journal is a WAL
 * (https://sqlite.org/wal.html): a commit does not wait for the disk, and a power cut loses the
 * newest commits, not the ledger.
 */
#ifndef MILL_RESULTS_LEDGER_H
#define MILL_RESULTS_LEDGER_H

#include <textmill/run.h>

#include "results/database.h"
#include "results/files.h"
#include "results/metrics.h"
#include "source/ledger-mark.h"
#include "source/unit.h"

typedef struct MillLedger MillLedger;

/* Puts a new ledger of a run of @pipeline in place of what was there. FALSE answers, here and
 * below, come with MILL_ERROR_IO. (transfer full) */
MillLedger *mill_ledger_begin(MillFiles *files, MillPipeline *pipeline,
                              const MillRunOptions *options, GError **error);
/* Opens the ledger of an earlier run, to go on with it. MILL_ERROR_DATA if it is damaged. (transfer
 * full) */
MillLedger *mill_ledger_continue(MillFiles *files, GError **error);
/* The machine was started anew since: only what was synced counts, and the rest is taken out. */
gboolean mill_ledger_settle(MillFiles *files, GError **error);
/* The kernel's name for the time since the machine was started: what is written and not synced is
 * certain only until that ends. (transfer full) */
char *mill_ledger_dup_boot(void);
void mill_ledger_free(MillLedger *ledger); /* what was not committed is lost */
/* For statements in the transaction that is open. Borrowed. */
const MillDatabase *mill_ledger_get_database(const MillLedger *ledger);
/* In a forked child: closes the descriptors. */
void mill_ledger_abandon(MillLedger *ledger);

/* Sets a value of the run. */
gboolean mill_ledger_set(MillLedger *ledger, const char *key, const char *value, GError **error);
gboolean mill_ledger_set_int(MillLedger *ledger, const char *key, gint64 value, GError **error);

/* Some documents were made by other steps than those that the run has now from number @first on: no
 * checksum stands for all. */
gboolean mill_ledger_blur_steps(MillLedger *ledger, gint64 first, GError **error);

/* What a document took. */
typedef struct {
    gint64 bytes;       /* of the item */
    gint64 bytes_out;   /* of its results */
    gint64 nanoseconds; /* of a worker */
} MillCost;

/* Adds the row of one document. If all of cost->bytes_out is in the shared file number @file, and
 * nothing in another one, that is told here, without mill_ledger_add_part(); @file is -1 else. */
gboolean mill_ledger_add(MillLedger *ledger, const MillUnit *unit, const MillResult *result,
                         const MillCost *cost, gint64 file, GError **error);
/* A file that is one document's alone. */
typedef struct {
    gint64 number; /* among those of the document, from 0 */
    const char *name;
    gint64 step;
    const char *part; /* or NULL */
    gint64 size;      /* of the file */
} MillLedgerResult;

gboolean mill_ledger_add_result(MillLedger *ledger, gint64 document, const MillLedgerResult *result,
                                GError **error);
/* Adds what the document put into the shared file number @file. */
gboolean
mill_ledger_add_part(MillLedger *ledger, gint64 document, gint64 file, gint64 size, GError **error);
/* Adds @sum, which the document's steps counted, to @metric. */
gboolean mill_ledger_add_counted(MillLedger *ledger, gint64 document, const MillMetricKey *metric,
                                 const MillMetricSum *sum, GError **error);

/* The kinds of files that many documents share. */
#define MILL_LEDGER_COLLECTION "collection" /* collect.h */
#define MILL_LEDGER_SINK       "sink"       /* gather.h */
#define MILL_LEDGER_CORPUS     "corpus"     /* gather.h */
#define MILL_LEDGER_PARTS      "parts"      /* parts.h */

/* How `files.state` begins of a sink's or a corpus step's file that is complete: its SHA-256. */
#define MILL_LEDGER_SUM "sha256 "

/* Their numbers: collections from 0, results of gathering steps from here on, the log of parts. */
#define MILL_COLLECT_FIRST 0
#define MILL_GATHER_FIRST  1000000
#define MILL_PARTS_NUMBER  2000000

/* A file that many documents share, as the ledger keeps it. */
typedef struct {
    gint64 number;
    const char *name;  /* in the folder, when it is complete */
    const char *kind;  /* "collection", "sink", "corpus" or "log" */
    const char *step;  /* id, or NULL */
    const char *part;  /* or NULL */
    const char *draft; /* its temporary name while it grows, or NULL */
    gint64 size;       /* bytes of the file that are certain */
    const char *state; /* what else its keeper has to know, or NULL */
} MillLedgerFile;

/* Adds or replaces the row with the number of @file. */
gboolean mill_ledger_put_file(MillLedger *ledger, const MillLedgerFile *file, GError **error);

/* Makes everything since the last commit certain. With @sync, it survives a power cut too. Fails,
 * as does the next one, if the file is not in its place any more. */
gboolean mill_ledger_commit(MillLedger *ledger, gboolean sync, GError **error);
/* Takes back everything since then. @left becomes the sums of what there is. */
void mill_ledger_roll_back(MillLedger *ledger, MillProgress *left);
/* Records how the run ended (@failure or NULL) and its totals, and lets go of the file. */
gboolean mill_ledger_finish(MillLedger *ledger, const MillProgress *total, const GError *failure,
                            GError **error);

/* "exported", "dropped" or "quarantined". */
const char *mill_outcome_name(MillOutcome outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillLedger, mill_ledger_free)

#endif

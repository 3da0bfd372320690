/* ledger.h - DIR/ledger.jsonl: what became of every document, and by which a folder is known.
 *
 *     {"ledger":1,"textmill":"0.1.0","pipeline":"plan","steps":["read-text","cleanup","json"]}
 *     {"id":"a.txt","outcome":"exported","files":["a.json"]}
 *     {"id":"b.txt","outcome":"dropped","step":"length","message":"too short","path":"in/b.txt"}
 *     {"id":"c.txt","outcome":"quarantined","step":"tags","code":"crash","message":"…","path":"…"}
 *     {"state":"finished","documents":3,"exported":1,"dropped":1,"quarantined":1,…}
 *
 * The first line is written when the run begins, a line a document soon after its files are in
 * place, the last line when the run ends: "finished", "stopped" or "failed" with the error. A
 * ledger without it belongs to a run that was killed. Files that collect all documents appear only
 * when a run finishes; another end lists them as "discarded". Nothing in a ledger depends on the
 * time, the machine or the number of workers.
 */
#ifndef MILL_RUN_LEDGER_H
#define MILL_RUN_LEDGER_H

#include <textmill/run.h>

#include "run/files.h"

#define MILL_LEDGER_NAME  "ledger.jsonl"
#define MILL_LEDGER_START "{\"ledger\":" /* its first bytes */

typedef struct MillLedger MillLedger;

/* Whether @path is the ledger of a results folder, by its name and its first bytes. */
gboolean mill_ledger_is(const char *path);

/* Calls @call for each file that the folder's ledger lists, the same file perhaps several times;
 * FALSE if a call fails. What is not a ledger line is passed over: a killed run may have left half
 * a line. */
typedef gboolean (*MillLedgerCall)(const char *path, gpointer data, GError **error);
gboolean
mill_ledger_each_file(MillFiles *files, MillLedgerCall call, gpointer data, GError **error);

/* Puts a new ledger in place of the old, for the pipeline called @pipeline with the step ids @steps
 * (char *). (transfer full) */
MillLedger *
mill_ledger_begin(MillFiles *files, const char *pipeline, const GPtrArray *steps, GError **error);
void mill_ledger_free(MillLedger *ledger);
/* In a forked child: closes the descriptor. */
void mill_ledger_abandon(MillLedger *ledger);
/* Adds the line of one document, which was read from @path (NULL for standard input) and became
 * @names (char *). It reaches the file with mill_ledger_flush(). */
void mill_ledger_add(MillLedger *ledger, const MillResult *result, const char *path,
                     const GPtrArray *names);
gboolean mill_ledger_flush(MillLedger *ledger, GError **error);
/* Writes the last line. @failure is what ended the run, or NULL; @names are the files (char *) of
 * sinks and corpus steps, @discarded those that did not get to be. */
gboolean mill_ledger_finish(MillLedger *ledger, const MillProgress *total, const GError *failure,
                            const GPtrArray *names, const GPtrArray *discarded, GError **error);

/* "exported", "dropped" or "quarantined". */
const char *mill_outcome_name(MillOutcome outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillLedger, mill_ledger_free)

#endif

/* deposit.h - results in a folder, with their ledger.
 *
 * Documents come in input order. What becomes of them is certain with mill_deposit_commit(), which
 * works in this order, so that a kill at any moment costs nothing that the ledger knows:
 *
 *   1. the documents' own files are complete drafts; shared files are written out
 *   2. the ledger takes in the documents, and how far each shared file got
 *   3. the drafts get their names
 *
 * A run that goes on cuts shared files to what the ledger knows, and does 3 again.
 */
#ifndef MILL_RESULTS_DEPOSIT_H
#define MILL_RESULTS_DEPOSIT_H

#include <sys/stat.h>

#include "results/frames.h"
#include "results/gather.h"
#include "results/ledger-read.h"
#include "results/writers.h"
#include "source/unit.h"

typedef struct MillDeposit MillDeposit;

/* Opens or makes the folder of @options; nothing in it changes yet. All is borrowed. NULL with
 * MILL_ERROR_OPTION or MILL_ERROR_IO. (transfer full) */
MillDeposit *mill_deposit_new(MillPipeline *pipeline, const MillRunOptions *options,
                              const MillWriters *writers, MillGather *gather, GError **error);
/* What was not committed is lost; a folder that was made for nothing goes. */
void mill_deposit_free(MillDeposit *deposit);
/* In a forked child: closes all its descriptors. */
void mill_deposit_abandon(MillDeposit *deposit);
gboolean mill_deposit_stat(const MillDeposit *deposit, struct stat *folder);
const char *mill_deposit_get_path(const MillDeposit *deposit);
/* Empty files for those who make results. Borrowed. */
MillBlanks *mill_deposit_get_blanks(const MillDeposit *deposit);

/* Whether the folder holds an earlier run. */
gboolean mill_deposit_has_ledger(const MillDeposit *deposit);
/* Takes away what an earlier run left, and begins a ledger. */
gboolean mill_deposit_begin(MillDeposit *deposit, GError **error);
/* As mill_ledger_blur_steps(). */
gboolean mill_deposit_blur_steps(MillDeposit *deposit, gint64 first, GError **error);
/* If the machine was started anew since the earlier run, takes what had not reached the disk out of
 * its ledger. *@lost: nothing had for certain, the ledger itself neither, which then is left alone.
 */
gboolean mill_deposit_settle(MillDeposit *deposit, gboolean *lost, GError **error);
/* Goes on with what an earlier run left. */
gboolean mill_deposit_continue(MillDeposit *deposit, GError **error);

/* The end waits for the disk even if the run was short: what it replaces will be gone. */
void mill_deposit_be_careful(MillDeposit *deposit);

/* Adds @part of the document @unit: to its own files (@own) or to what it shares with others; the
 * other parts are passed over. FALSE with MILL_ERROR_IO; *@local then tells whether it is this
 * document's problem alone. */
gboolean mill_deposit_add(MillDeposit *deposit, const MillUnit *unit, const MillPartView *part,
                          gboolean own, gboolean *local, GError **error);
/* Adds the file at @path as the document's own, without copying it if that can be. */
gboolean mill_deposit_adopt(MillDeposit *deposit, const MillUnit *unit,
                            const MillLedgerResult *result, const char *path, GError **error);
/* Forgets the own files of the current document. */
void mill_deposit_take_back(MillDeposit *deposit);
/* Ends the current document. */
gboolean mill_deposit_record(MillDeposit *deposit, const MillUnit *unit, const MillResult *result,
                             const MillCost *cost, GError **error);
/* Records @sum, which the document's steps counted. */
gboolean mill_deposit_count(MillDeposit *deposit, gint64 document, const MillMetricKey *metric,
                            const MillMetricSum *sum, GError **error);
/* Commits, if it is time or @now. */
gboolean mill_deposit_commit(MillDeposit *deposit, gboolean now, GError **error);
/* Ends the run: gives the shared files their names, unless there is a @failure, and closes the
 * ledger. @total gains the bytes that corpus steps write. */
gboolean mill_deposit_finish(MillDeposit *deposit, MillProgress *total, const GError *failure,
                             GError **error);
/* Deletes the drafts that a run which was killed after its last word had not put away yet. */
void mill_deposit_tidy(MillDeposit *deposit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillDeposit, mill_deposit_free)

#endif

/* collect.h - files that collect what many documents gave a writer: "documents.jsonl", or one after
 * the other: "documents-{shard}.jsonl.zst".
 *
 * Each is a draft until the run has finished. What the ledger is told of it is the number of bytes
 * that are whole, so a run that was killed can cut it there and go on. A full one is not opened
 * again, but it gets its name with the others.
 */
#ifndef MILL_RESULTS_COLLECT_H
#define MILL_RESULTS_COLLECT_H

#include "results/files.h"
#include "results/frames.h"
#include "results/ledger-read.h"
#include "results/writers.h"
#include "source/names.h"

typedef struct MillCollect MillCollect;

/* Files are made in @files, their names taken from @taken; @stop as in stream.h. All borrowed.
 * (transfer full) */
MillCollect *mill_collect_new(MillFiles *files, MillNames *taken, MillPipeline *pipeline,
                              const MillWriters *writers, const volatile gint *stop);
void mill_collect_free(MillCollect *collect); /* drafts stay */
/* In a forked child: closes the descriptors. */
void mill_collect_abandon(MillCollect *collect);

/* Appends @part; *@file gets the number of its file in the ledger. */
gboolean
mill_collect_add(MillCollect *collect, const MillPartView *part, gint64 *file, GError **error);
/* All parts of a document have been added: the files are whole so far. */
gboolean mill_collect_confirm(MillCollect *collect, GError **error);
/* Writes out what is buffered (@sync: to the disk), and records in @ledger how far each file got.
 */
gboolean
mill_collect_record(MillCollect *collect, MillLedger *ledger, gboolean sync, GError **error);
/* Goes on with @file of an earlier run, of the kind "collection". */
gboolean mill_collect_restore(MillCollect *collect, const MillLedgerFile *file, GError **error);
/* Gives each file its name, and tells @ledger. */
gboolean mill_collect_publish(MillCollect *collect, MillLedger *ledger, GError **error);
/* Deletes what was kept in case of a kill. To be called when the ledger has taken that in. */
void mill_collect_clear(MillCollect *collect);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillCollect, mill_collect_free)

#endif

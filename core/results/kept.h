/* kept.h - the bytes of documents that cannot be read again: of standard input and pipes.
 *
 * Where a document that failed is in a file, the ledger says where; `retry` reads it there. What
 * came through a pipe is gone, so the ledger keeps it, in the transaction of the document's row.
 */
#ifndef MILL_RESULTS_KEPT_H
#define MILL_RESULTS_KEPT_H

#include "results/ledger-read.h"
#include "source/unit.h"

/* Keeps the bytes of @unit, which has some. What is longer than SQLite takes (1 GB) is not kept. */
gboolean mill_kept_add(MillLedger *ledger, const MillUnit *unit, GError **error);
/* Gives @unit, which has no bytes, those that @reader's ledger keeps of document @document. If
 * there are none, it stays as it is. */
gboolean mill_kept_lend(MillLedgerReader *reader, gint64 document, MillUnit *unit, GError **error);

typedef struct MillReplay MillReplay;

/* Documents that came through pipes, from the ledger of the run in @folder. (transfer full) */
MillReplay *mill_replay_open(const char *folder, GError **error);
void mill_replay_close(MillReplay *replay); /* NULL is fine */
/* Fills @unit with the next document that came through the pipe @path (NULL: standard input), all
 * but its index; after FALSE, the next call begins anew. One that is not kept has a problem. */
gboolean mill_replay_next(MillReplay *replay, const char *path, MillUnit *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillReplay, mill_replay_close)

#endif

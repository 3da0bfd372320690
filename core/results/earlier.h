/* earlier.h - an earlier run, whose documents are taken over instead of being done again.
 *
 * What a document became is in the run's folder: its own files, its bytes in files that it shares,
 * and what gathering steps were given. Taking it over puts the same into another folder.
 */
#ifndef MILL_RESULTS_EARLIER_H
#define MILL_RESULTS_EARLIER_H

#include "results/delivery.h"
#include "results/ledger-read.h"
#include "source/unit.h"

typedef struct MillEarlier MillEarlier;

/* The run that left its results in @folder. (transfer full) */
MillEarlier *mill_earlier_open(const char *folder, GError **error);
void mill_earlier_close(MillEarlier *earlier);
/* Whether all that the document @row became is still there: its own files, the files it shares with
 * others, and, if @gathers, what gathering steps were given. FALSE with @error set if the ledger
 * fails. */
gboolean mill_earlier_has(const MillEarlier *earlier, const MillLedgerRow *row, gboolean gathers,
                          GError **error);
/* For reading; its place is the caller's to keep. Borrowed. */
MillLedgerReader *mill_earlier_get_ledger(MillEarlier *earlier);
/* The next document to take over, from number @from on. FALSE at the end. The row is borrowed until
 * the next call. */
gboolean mill_earlier_get(MillEarlier *earlier, gint64 from, MillLedgerRow *row, GError **error);
/* Delivers again what the document @row became, now as @unit. Documents have to come in the order
 * of their numbers; some may be left out. *@step and *@reason (transfer full) are set, and nothing
 * is delivered, if a corpus step now turns it away. */
gboolean mill_earlier_deliver(MillEarlier *earlier, const MillLedgerRow *row, const MillUnit *unit,
                              MillDelivery *delivery, gint *step, char **reason, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillEarlier, mill_earlier_close)

#endif

/* delivery.h - where results go: files of a folder with their ledger, or standard output.
 *
 * Documents come in input order, and everything that depends on the order is decided here: the
 * names of files, the contents of those that collect all documents, the lines of the ledger.
 */
#ifndef MILL_RESULTS_DELIVERY_H
#define MILL_RESULTS_DELIVERY_H

#include <textmill/run.h>

#include "results/deposit.h"
#include "results/frames.h"
#include "source/unit.h"

typedef struct MillDelivery MillDelivery;

/* Checks the writers of @pipeline, for the output in @options; both are borrowed. NULL with
 * MILL_ERROR_CONFIG or MILL_ERROR_OPTION. (transfer full) */
MillDelivery *
mill_delivery_new(MillPipeline *pipeline, const MillRunOptions *options, GError **error);
/* What was not finished is discarded. */
void mill_delivery_free(MillDelivery *delivery);
/* In a forked child: closes all its descriptors. */
void mill_delivery_abandon(MillDelivery *delivery);

/* The writers that the run needs. Borrowed. */
const MillWriters *mill_delivery_get_writers(const MillDelivery *delivery);
/* Opens or makes the folder, if results go to one; nothing in it changes yet. FALSE with
 * MILL_ERROR_OPTION or MILL_ERROR_IO. */
gboolean mill_delivery_open(MillDelivery *delivery, GError **error);
/* The folder, or NULL if results go to standard output. */
MillDeposit *mill_delivery_get_deposit(const MillDelivery *delivery);

/* Takes away what an earlier run left. Comes before the first document. */
gboolean mill_delivery_begin(MillDelivery *delivery, GError **error);
/* Whether there are sinks or corpus steps. */
gboolean mill_delivery_gathers(const MillDelivery *delivery);
/* The number of the step with the id @id, if it writes. */
gboolean mill_delivery_find_step(const MillDelivery *delivery, const char *id, gsize *step);
/* Asks the step that @part is of whether its document may be exported. TRUE, with *@reason
 * (transfer full) set if it says no. */
gboolean mill_delivery_admit_part(MillDelivery *delivery, const MillUnit *unit,
                                  const MillPartView *part, char **reason, GError **error);
/* Asks the corpus steps whether the document may be exported, those before it being known. TRUE,
 * with
 * *@reason (transfer full) and *@step set if one says no. */
gboolean mill_delivery_admit(MillDelivery *delivery, const MillUnit *unit,
                             const MillFrameView *frame, gint *step, char **reason, GError **error);
/* Writes the results of a document: all of its files or none. FALSE with MILL_ERROR_IO if that
 * failed; *@local then tells whether it is this document's problem alone. @bytes gets the size. */
gboolean mill_delivery_export(MillDelivery *delivery, const MillUnit *unit,
                              const MillFrameView *frame, gint64 *bytes, gboolean *local,
                              GError **error);
/* Records what became of a document; what the last
 * mill_delivery_export() wrote is its. FALSE with MILL_ERROR_IO, or if
 * a sink cannot go on. */
gboolean mill_delivery_record(MillDelivery *delivery, const MillUnit *unit,
                              const MillResult *result, const MillCost *cost, GError **error);
/* Records @sum, which the steps of the document @unit counted. */
gboolean mill_delivery_count(MillDelivery *delivery, const MillUnit *unit,
                             const MillMetricKey *metric, const MillMetricSum *sum, GError **error);
/* Lets go of what is complete, now and then. */
gboolean mill_delivery_flush(MillDelivery *delivery, GError **error);
/* Ends the run: puts the collecting files in place, unless there is a @failure, and closes the
 * ledger. @total gains the bytes that corpus steps write. */
gboolean mill_delivery_finish(MillDelivery *delivery, MillProgress *total, const GError *failure,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillDelivery, mill_delivery_free)

#endif

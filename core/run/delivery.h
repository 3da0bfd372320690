/* delivery.h - where results go: files of a folder with their ledger, or standard output.
 *
 * Documents come in input order, and everything that depends on the order is decided here: the
 * names of files, the contents of those that collect all documents, the lines of the ledger.
 */
#ifndef MILL_RUN_DELIVERY_H
#define MILL_RUN_DELIVERY_H

#include <sys/stat.h>

#include <textmill/run.h>

#include "run/frames.h"
#include "run/unit.h"

typedef struct MillDelivery MillDelivery;

/* Checks the writers of @pipeline, for the output in @options; both are borrowed. NULL with
 * MILL_ERROR_CONFIG or MILL_ERROR_OPTION. (transfer full) */
MillDelivery *
mill_delivery_new(MillPipeline *pipeline, const MillRunOptions *options, GError **error);
/* What was not finished is discarded. */
void mill_delivery_free(MillDelivery *delivery);
/* In a forked child: closes all its descriptors. */
void mill_delivery_abandon(MillDelivery *delivery);

/* By step: whether it is a writer that the run needs. */
const gboolean *mill_delivery_get_writers(const MillDelivery *delivery);
/* Opens or makes the folder, if results go to one; nothing in it changes yet. FALSE with
 * MILL_ERROR_OPTION or MILL_ERROR_IO. */
gboolean mill_delivery_open(MillDelivery *delivery, GError **error);
/* FALSE if the results do not go to a folder. */
gboolean mill_delivery_stat(const MillDelivery *delivery, struct stat *folder);

/* Takes away what an earlier run left. Comes before the first document. */
gboolean mill_delivery_begin(MillDelivery *delivery, GError **error);
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
/* Records what became of a document, with the files of the last mill_delivery_export(). FALSE if a
 * sink cannot go on. */
gboolean mill_delivery_record(MillDelivery *delivery, const MillUnit *unit,
                              const MillResult *result, GError **error);
/* Makes sure that what was recorded can be seen. */
gboolean mill_delivery_flush(MillDelivery *delivery, GError **error);
/* Ends the run: puts the collecting files in place, unless there is a @failure, and closes the
 * ledger. @total gains the bytes that corpus steps write. */
gboolean mill_delivery_finish(MillDelivery *delivery, MillProgress *total, const GError *failure,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillDelivery, mill_delivery_free)

#endif

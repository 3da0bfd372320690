/* parts.h - the log of what sinks and corpus steps were given: DIR/.textmill/parts.
 *
 * A database that is half filled cannot be cut back like a file of lines, and a corpus step holds
 * what it knows in memory. So what each was given is kept, and a run that goes on, is put together
 * from several, or does a few documents again, gives it again. It stays when the run has finished;
 * if somebody deletes it, all documents are done again where a few would have been.
 *
 *     record = PartsHead name bytes
 */
#ifndef MILL_RESULTS_PARTS_H
#define MILL_RESULTS_PARTS_H

#include "results/files.h"
#include "results/frames.h"
#include "results/ledger.h"

#define MILL_PARTS_NAME "parts" /* in the work folder */

typedef struct MillParts MillParts;

/* Begins a log in the work folder, or goes on with one behind its first @size bytes. (transfer
 * full)
 */
MillParts *mill_parts_new(MillFiles *files, const volatile gint *stop, GError **error);
MillParts *
mill_parts_continue(MillFiles *files, gint64 size, const volatile gint *stop, GError **error);
void mill_parts_free(MillParts *parts); /* the file stays */
/* In a forked child: closes the descriptor. */
void mill_parts_abandon(MillParts *parts);

gboolean
mill_parts_add(MillParts *parts, gint64 document, const MillPartView *part, GError **error);
/* All parts of a document have been added. */
void mill_parts_confirm(MillParts *parts);
/* Writes out what is buffered (@sync: to the disk), and records the size in @ledger. */
gboolean mill_parts_record(MillParts *parts, MillLedger *ledger, gboolean sync, GError **error);

/* Whether the results folder @folder has a log of at least @size bytes. */
gboolean mill_parts_is_there(const char *folder, gint64 size);

/* Reading a log, from its beginning. */
typedef struct MillPartsReader MillPartsReader;

/* The log of the results folder at @folder, of which @size bytes are certain. NULL with
 * MILL_ERROR_IO. (transfer full) */
MillPartsReader *mill_parts_open(const char *folder, gint64 size, GError **error);
void mill_parts_close(MillPartsReader *reader);
/* The next part and its document; the part is borrowed until the next call. FALSE at the end, with
 * MILL_ERROR_DATA if that is not the end of a part. */
gboolean
mill_parts_next(MillPartsReader *reader, gint64 *document, MillPartView *part, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillParts, mill_parts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillPartsReader, mill_parts_close)

#endif

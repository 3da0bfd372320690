/* collect-read.h - reading what collect.h wrote, document after document. */
#ifndef MILL_RESULTS_COLLECT_READ_H
#define MILL_RESULTS_COLLECT_READ_H

#include "results/ledger-read.h"

typedef struct MillCollectReader MillCollectReader;

/* Reads @file of the results folder @folder, of the kind "collection", into which documents put
 * @sum bytes in all: what is before those is its preamble. A compressed file is expanded. The file
 * is open while documents are read from it, and not before or after, as there may be many. NULL
 * with MILL_ERROR_IO, or MILL_ERROR_DATA if it is not as the ledger says. (transfer full) */
MillCollectReader *
mill_collect_open(const char *folder, const MillLedgerFile *file, gint64 sum, GError **error);
/* Whether it is there, with at least the bytes that the ledger knows of. */
gboolean mill_collect_is_there(const char *folder, const MillLedgerFile *file);
void mill_collect_close(MillCollectReader *reader);
/* What a file begins with, or NULL; NUL-terminated. Known once a document has been read. Borrowed.
 */
const char *mill_collect_get_preamble(const MillCollectReader *reader);
/* Passes over @size bytes. */
void mill_collect_pass(MillCollectReader *reader, gint64 size);
/* The next @size bytes, borrowed until the next call; NULL with an error. */
const guint8 *mill_collect_read(MillCollectReader *reader, gint64 size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillCollectReader, mill_collect_close)

#endif

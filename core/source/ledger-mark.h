/* ledger-mark.h - how the ledger of a results folder is known: by its name and its first bytes.
 * What a run has left may be read as input; its ledger is no document.
 */
#ifndef MILL_SOURCE_LEDGER_MARK_H
#define MILL_SOURCE_LEDGER_MARK_H

#include <glib.h>

#define MILL_LEDGER_NAME "ledger.sqlite"

/* Whether @path is the ledger of a results folder, by its name and its first bytes. */
gboolean mill_ledger_is(const char *path);
/* The same, or a file that SQLite has beside it. */
gboolean mill_ledger_belongs(const char *path);

#endif

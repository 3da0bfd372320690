/* ledger-schema.h - the tables of a ledger (ledger.h says what they hold), and their versions. */
#ifndef MILL_RESULTS_LEDGER_SCHEMA_H
#define MILL_RESULTS_LEDGER_SCHEMA_H

#include "results/database.h"
#include "results/files.h"

#define MILL_LEDGER_VERSION 2

/* Its `parts` were a table. It can be read like this one; a run that goes on with it makes it one
 * of this version. */
#define MILL_LEDGER_VERSION_BEFORE 1

/* Puts an empty ledger in place of what is at @path, in the folder of @files. MILL_ERROR_IO. */
gboolean mill_ledger_create(MillFiles *files, const char *path, GError **error);
/* In the transaction that is open: a ledger of an earlier version gets what this one writes to. */
gboolean mill_ledger_renew(const MillDatabase *database, GError **error);

#endif

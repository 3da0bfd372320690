/* audit.h - a ledger held against itself and against the files of its folder. */
#ifndef MILL_RUN_AUDIT_H
#define MILL_RUN_AUDIT_H

#include <textmill/run.h>

/* Is told of something that is not as it should be. */
typedef void (*MillAuditCall)(const MillDiscrepancy *found, gpointer data);

/* Whether the rows of the ledger of @folder add up, name nothing twice and belong together, and
 * whether each file that they list is there with its size. @n_files receives how many were looked
 * at. FALSE, with MILL_ERROR_IO or MILL_ERROR_DATA, only if the ledger cannot be read. Memory does
 * not grow with the run. */
gboolean
mill_audit(const char *folder, MillAuditCall call, gpointer data, gint64 *n_files, GError **error);
/* Whether @name, as a ledger has it, leads to a place in the folder. */
gboolean mill_audit_is_inside(const char *name);

#endif

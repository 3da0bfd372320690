/* folder.h - the results folder: whose it is, and what of an earlier run it holds.
 *
 * A folder is textmill's if it has a ledger. One that is empty or not there yet becomes textmill's;
 * any other is refused, unless it is forced: then files with the names of results are replaced,
 * and all others stay. Two runs cannot write to one folder at the same time.
 */
#ifndef MILL_RESULTS_FOLDER_H
#define MILL_RESULTS_FOLDER_H

#include "results/files.h"
#include "source/names.h"

/* Opens or makes the folder @path; nothing in it changes yet. NULL with MILL_ERROR_OPTION if it
 * belongs to somebody else, MILL_ERROR_IO if it cannot be made or written, or another run has it.
 * *@made tells whether it was made now. (transfer full) */
MillFiles *mill_folder_open(const char *path, gboolean force, gboolean *made, GError **error);
/* Deletes what the ledger of an earlier run lists, but for the names in @kept. */
gboolean mill_folder_remove_listed(MillFiles *files, const MillNames *kept, GError **error);
/* Deletes all that it lists, and what a killed run left. With @force, a damaged ledger lists
 * nothing.
 */
gboolean mill_folder_clear(MillFiles *files, gboolean force, GError **error);
/* Whether @wrong (transfer full), of reading a ledger, says that it is damaged and @force passes
 * over that. If not, @error is set, with what to do. */
gboolean mill_folder_forgives(gboolean force, GError *wrong, GError **error);

#endif

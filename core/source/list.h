/* list.h - the files that a list names, one by one: `--files-from`.
 *
 * Names end with a newline, or with a NUL if there is one in the first 64 KiB. Empty ones are
 * passed over. The id of a file is its path as listed, without `/` or `./` before it; the second
 * one of the same id gets ~2, and so on.
 */
#ifndef MILL_SOURCE_LIST_H
#define MILL_SOURCE_LIST_H

#include "source/unit.h"

typedef struct MillList MillList;

/* Reads the list in the file @fd, which is borrowed, from @offset on. (transfer full) */
MillList *mill_list_new(int fd, gint64 offset);
void mill_list_free(MillList *list);
/* Fills @unit with the next file, all but its index; with NULL, files are only counted. FALSE at
 * the end. A file that cannot be read is a unit with a problem. */
gboolean mill_list_next(MillList *list, MillUnit *unit);

/* The path that the last mill_list_next() found. Borrowed until the next. */
const char *mill_list_get_name(const MillList *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillList, mill_list_free)

#endif

/* names.h - the names that a run has given to result files, so that each is given once.
 *
 * Holds 64-bit hashes, not names: 8 to 23 bytes a file, and as much for each folder. Two names of
 * one hash (a chance of one in millions for ten million files) would cost the later one a `~2`, the
 * same in every run.
 */
#ifndef MILL_SOURCE_NAMES_H
#define MILL_SOURCE_NAMES_H

#include <glib.h>

typedef struct MillNames MillNames;

MillNames *mill_names_new(void);
void mill_names_free(MillNames *names);
/* Whether @name was taken. */
gboolean mill_names_has(const MillNames *names, const char *name);
/* @name if it is still free, else `name~2`, `name~3`, … before its extension. (transfer full) */
char *mill_names_take(MillNames *names, const char *name);
/* The same for the path of a file: no folder of it is a file that was taken, and it is itself no
 * folder of one. Of `a` and `a/b`, the later one becomes `a~2` or `a~2/b`. (transfer full) */
char *mill_names_take_file(MillNames *names, const char *path);

/* From here on, what is taken is noted, so that it can be given back: all since the last call. */
void mill_names_note(MillNames *names);
void mill_names_give_back(MillNames *names);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillNames, mill_names_free)

#endif

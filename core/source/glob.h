/* glob.h - names with `*`, `?`, `[…]` and `**`, where the shell has left them alone. */
#ifndef MILL_SOURCE_GLOB_H
#define MILL_SOURCE_GLOB_H

#include <glib.h>

/* Whether @path holds such a sign. Then *@root gets the folder above the first of them and
 * *@pattern what stands below it (both transfer full). */
gboolean mill_glob_split(const char *path, char **root, char **pattern);
/* Whether the whole of @path, inside that root, is what @pattern describes. `**` stands for any
 * number of folders, also none; the others for what is in one name, and not for a `.` it begins
 * with. */
gboolean mill_glob_matches(const char *pattern, const char *path);
/* How many folders deep, the root included, a path can match; 0: any number. */
guint mill_glob_get_depth(const char *pattern);

#endif

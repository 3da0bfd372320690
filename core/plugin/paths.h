/* paths.h - where plugins, their data and scripts are. */
#ifndef TEXTMILL_PATHS_H
#define TEXTMILL_PATHS_H

#include <glib.h>

/* Absolute paths, found once from where this library (or the program it is linked into) lies: in a
 * build tree by its textmill-uninstalled.ini, elsewhere by the installed layout, so that an
 * installed tree can be moved as a whole. Borrowed; never NULL, though the folders need not exist.
 */
const char *mill_paths_get_plugins(void);
const char *mill_paths_get_plugin_data(void);
const char *mill_paths_get_scripts(void);
/* Whether plugins' data are kept in "data" folders of the source tree. */
gboolean mill_paths_is_uninstalled(void);

/* $XDG_DATA_HOME/textmill/@name. (transfer full) */
char *mill_paths_dup_user(const char *name);

/* NULL if the file or folder at @path belongs to this user or root and nobody else can write to it
 * (a group that is the owner's alone is nobody else); otherwise why it cannot be trusted and what
 * to do. (transfer full) */
char *mill_paths_find_distrust(const char *path);

#endif

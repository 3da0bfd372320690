/* walk.h - the files below a folder, in the byte order of their paths.
 *
 * The order is that of `LC_ALL=C sort` over the relative paths, whatever the file system's own is.
 * Names that begin with '.' are passed over. A symbolic link to a file counts as that file; a
 * link to a folder is passed over, so a walk ends. What is neither file nor folder, and what cannot
 * be looked at, is an entry with a problem: nothing is lost in silence.
 *
 * Memory: the names of the folders on the way to the current entry.
 */
#ifndef MILL_SOURCE_WALK_H
#define MILL_SOURCE_WALK_H

#include <glib.h>
#include <sys/stat.h>

typedef struct MillWalk MillWalk;

typedef struct {
    const char *path;     /* as it can be opened; borrowed until the next call */
    const char *relative; /* inside the root, "" for the root itself; borrowed likewise */
    gint64 size;          /* bytes */
    gint64 mtime_ns;      /* when it was changed last, since 1970 */
    gboolean folder;      /* it is one, with a problem */
    const char *problem;  /* why it cannot be read, or NULL; borrowed likewise */
} MillWalkEntry;

/* @root is not looked at before the first entry is asked for. (transfer full) */
MillWalk *mill_walk_new(const char *root);
void mill_walk_free(MillWalk *walk);
/* Leaves out the folder that is @device and @inode, with everything in it. */
void mill_walk_skip(MillWalk *walk, dev_t device, ino_t inode);
/* Enters folders no deeper than @depth, the root being the first; 0: any. */
void mill_walk_set_depth(MillWalk *walk, guint depth);
/* FALSE at the end. */
gboolean mill_walk_next(MillWalk *walk, MillWalkEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillWalk, mill_walk_free)

#endif

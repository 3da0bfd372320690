/* container.h - what items are in: a file, what came through a pipe, or a chunk of either.
 *
 * There are many items under way, and what those of one container have in common is here once. A
 * file that is itself an item is in a container alone.
 */
#ifndef MILL_SOURCE_CONTAINER_H
#define MILL_SOURCE_CONTAINER_H

#include <glib.h>

/* Lives as long as something refers to it; does not change. */
typedef struct {
    char *path; /* of the file, to open and to show; NULL: standard input */
    /* The file (the archive, for a member), as the walk found it, so that one that has changed
     * since is noticed. 0 and 0 for pipes and standard input. */
    gint64 file_size;
    gint64 mtime_ns; /* since 1970 */
    /* Number of the chunk in the run, from 1; 0: the items are the file, or ranges of it. A chunk
     * is a sealed memory file, @fd, with the bytes of items that are nowhere else as they are. */
    gint64 chunk;
    int fd; /* where the bytes are, or -1: at @path; the source's, but for a chunk */
    guint refs;
} MillContainer;

/* (transfer full) */
MillContainer *mill_container_new(const char *path, int fd, gint64 file_size, gint64 mtime_ns);
/* A chunk of what is in @file. Takes over @fd, which is closed with it. (transfer full) */
MillContainer *mill_container_new_chunk(const MillContainer *file, gint64 number, int fd);
MillContainer *mill_container_ref(MillContainer *container);
void mill_container_unref(MillContainer *container);

#endif

/* unit.h - the piece of work handed to a worker: one item, and what its results are named after. */
#ifndef MILL_SOURCE_UNIT_H
#define MILL_SOURCE_UNIT_H

#include <glib.h>
#include <sys/stat.h>

#include "source/chunk.h"

/* Stands for the MillErrorCode of an item that is no document and is left out for the reason
 * given: a folder in an archive, a request in a WARC file. */
#define MILL_UNIT_DROPPED (-1)

/* Bytes of whatever a unit is in. */
typedef struct {
    gint64 offset;
    gint64 size;
} MillRange;

/* An item is a whole file, or @size bytes from @offset of an open descriptor or a file. A unit with
 * a @problem is a document that is known to be unreadable: it is quarantined without being tried.
 */
typedef struct {
    char *id; /* unique in the run, UTF-8, folders separated by '/' */
    /* to open and to show: of the container, if it is in one; NULL: standard input. All that is in
     * a container shares one: there are many under way. */
    GRefString *path;
    char *problem; /* why the item cannot be read, or NULL */
    gint code;     /* MillErrorCode of @problem, or MILL_UNIT_DROPPED */
    int fd;        /* bytes that were spooled before the run, or -1; belongs to the source */
    gint64 offset; /* of the first byte in @fd, in the chunk, or, of a part, in the file */
    gint64 size;   /* bytes, as the walk found it: a file may have changed when it is read */
    gint64 index;  /* number of the unit in input order, from 0 */
    /* The file that the item is in (the archive, for a member), as the walk found it, so that one
     * that has changed since is noticed. 0 and 0 for pipes and standard input. */
    gint64 file_size;
    gint64 mtime_ns; /* since 1970 */

    guint8 format;    /* MillFormat of the item; 0 is as good as MILL_FORMAT_TEXT */
    guint8 part;      /* it is a part of the file at @path */
    gint64 chunk;     /* number of the chunk that it is in, or 0 */
    MillChunk *owned; /* that chunk, in the parent; or NULL */
    MillRange head;   /* what belongs to the item and others: a table's first row; or empty */
    gint64 behind; /* bytes of the files of all inputs, packed as they are, up to its end; about */
} MillUnit;

static inline gint64
mill_unit_get_mtime(const struct stat *status)
{
    return status->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + status->st_mtim.tv_nsec;
}

static inline GRefString *
mill_unit_new_path(const char *path)
{
    return path ? g_ref_string_new(path) : NULL;
}

static inline void
mill_unit_clear(MillUnit *unit)
{
    g_clear_pointer(&unit->id, g_free);
    g_clear_pointer(&unit->path, g_ref_string_release);
    g_clear_pointer(&unit->problem, g_free);
    g_clear_pointer(&unit->owned, mill_chunk_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MillUnit, mill_unit_clear)

#endif

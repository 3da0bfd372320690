/* unit.h - the piece of work handed to a worker: one item, and what its results are named after. */
#ifndef MILL_RUN_UNIT_H
#define MILL_RUN_UNIT_H

#include <glib.h>
#include <sys/stat.h>

/* An item is a whole file, or @size bytes from @offset of an open descriptor. A unit with a
 * @problem is a document that is known to be unreadable: it is quarantined without being tried. */
typedef struct {
    char *id;      /* unique in the run, UTF-8, folders separated by '/' */
    char *path;    /* to open and to show; NULL for standard input */
    char *problem; /* why the item cannot be read, or NULL */
    gint code;     /* MillErrorCode of @problem */
    int fd;        /* bytes that were spooled before the run, or -1; belongs to the source */
    gint64 offset; /* of the first byte in @fd */
    gint64 size;   /* bytes, as the walk found it: a file may have changed when it is read */
    gint64 index;  /* number of the unit in input order, from 0 */
    /* The file that the item is in (the archive, for a member), as the walk found it, so that one
     * that has changed since is noticed. 0 and 0 for pipes and standard input. */
    gint64 file_size;
    gint64 mtime_ns; /* since 1970 */
} MillUnit;

static inline gint64
mill_unit_get_mtime(const struct stat *status)
{
    return status->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + status->st_mtim.tv_nsec;
}

static inline void
mill_unit_clear(MillUnit *unit)
{
    g_clear_pointer(&unit->id, g_free);
    g_clear_pointer(&unit->path, g_free);
    g_clear_pointer(&unit->problem, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MillUnit, mill_unit_clear)

#endif

/* unit.h - the piece of work handed to a worker: one item, and what its results are named after. */
#ifndef MILL_SOURCE_UNIT_H
#define MILL_SOURCE_UNIT_H

#include <glib.h>
#include <sys/stat.h>

#include "source/container.h"

/* Stands for the MillErrorCode of an item that is no document and is left out for the reason
 * given: a folder in an archive, a request in a WARC file. */
#define MILL_UNIT_DROPPED (-1)

/* Bytes of whatever a unit is in. */
typedef struct {
    gint64 offset;
    gint64 size;
} MillRange;

/* An item is all of its container, or @size bytes from @offset of it. A unit with a @problem is a
 * document that is known to be unreadable: it is quarantined without being tried.
 *
 * There are many under way: what units of a container have in common belongs there.
 */
typedef struct {
    char *id;                 /* unique in the run, UTF-8, folders separated by '/' */
    MillContainer *container; /* that the item is in */
    char *problem;            /* why the item cannot be read, or NULL */
    gint64 offset;            /* of the first byte in the container */
    gint64 size;    /* bytes, as the walk found it: a file may have changed when it is read */
    gint64 index;   /* number of the unit in input order, from 0 */
    MillRange head; /* what belongs to the item and others: a table's first row; or empty */
    gint code;      /* MillErrorCode of @problem, or MILL_UNIT_DROPPED */
    guint8 format;  /* MillFormat of the item; 0 is as good as MILL_FORMAT_TEXT */
    guint8 part;    /* it is a range of the file at the container's path */
} MillUnit;

/* Whether the bytes of @unit are there only once: they came through a pipe. */
static inline gboolean
mill_unit_is_piped(const MillUnit *unit)
{
    return !unit->problem && unit->container->fd >= 0 && unit->container->mtime_ns == 0;
}

static inline gint64
mill_unit_get_mtime(const struct stat *status)
{
    return status->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + status->st_mtim.tv_nsec;
}

static inline void
mill_unit_clear(MillUnit *unit)
{
    g_clear_pointer(&unit->id, g_free);
    g_clear_pointer(&unit->container, mill_container_unref);
    g_clear_pointer(&unit->problem, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MillUnit, mill_unit_clear)

#endif

/* feed.h - taking containers apart: a process of its own cuts them into items.
 *
 * The parent of a run never looks into content. It opens a container (a file of records, later a
 * compressed file or an archive) and passes the descriptor to the feeder process, which has no
 * other way to any file. The feeder answers with sealed memory files, *chunks*: a table of the
 * items found, and the bytes of those that are not in the container as they are. It is a few chunks
 * ahead at most.
 *
 *     parent → feeder   MillFeedOrder name         with the container's descriptor
 *     feeder → parent   MillFeedChunk              with a memory file, if it has entries
 *     parent → feeder   one byte                   a chunk has been taken
 *     file = bytes of items, MillFeedEntry name problem, MillFeedEntry name problem, …
 */
#ifndef MILL_SOURCE_FEED_H
#define MILL_SOURCE_FEED_H

#include "source/form.h"
#include "source/unit.h"

/* Chunks that may be under way. */
#define MILL_FEED_AHEAD 4
#define MILL_FEED_MAGIC 0x6d6c6c46

typedef struct {
    guint32 magic;
    guint32 name_size; /* with its NUL */
    gint64 offset;     /* where the container begins in the file */
    gint32 seekable;   /* a regular file: items may be ranges of it */
} MillFeedOrder;

typedef struct {
    guint32 magic;
    guint32 n_entries;
    guint64 table;    /* where it begins in the memory file */
    guint64 size;     /* of the memory file */
    guint32 last;     /* the container is done */
    guint32 confined; /* MillConfinement: what is in force in the feeder */
    gint64 n_packed;  /* bytes of the container's file that have been read */
} MillFeedChunk;

typedef struct {
    MillRange item;
    MillRange head;
    guint32 name_size;    /* with its NUL: what follows the container's id */
    guint32 problem_size; /* with its NUL; 0 for none */
    gint32 code;          /* of the problem: MillErrorCode or MILL_UNIT_DROPPED */
    guint8 format;        /* MillFormat */
    guint8 part;          /* the ranges are of the container, not of the memory file */
} MillFeedEntry;

/* The feeder's life: takes orders from @channel until its other end is closed. It tells what is in
 * force in it, @confined. Names that are not UTF-8 are converted by @names, or (GIConv) -1. */
void mill_feed_serve(const MillInput *input, int channel, guint confined, GIConv names);

#endif

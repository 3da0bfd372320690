/* feed-private.h - the feeder from the inside: what cuts containers, and what takes the items. */
#ifndef MILL_SOURCE_FEED_PRIVATE_H
#define MILL_SOURCE_FEED_PRIVATE_H

#include "source/feed.h"
#include "source/names.h"

/* What a damaged stream lost. */
typedef struct {
    gint64 whole;    /* what came out before this offset is known to be right */
    gint64 from, to; /* bytes of the packed stream that nothing, or nothing good, comes out of */
} MillFeedGap;

/* Where bytes come from, one after the other. */
typedef struct MillFeedStream MillFeedStream;
struct MillFeedStream {
    /* Up to @size bytes; 0 at the end, -1 with @error. */
    gssize (*read)(MillFeedStream *stream, guint8 *bytes, gsize size, GError **error);
    /* As lseek(); NULL if it cannot. */
    gint64 (*seek)(MillFeedStream *stream, gint64 offset, int whence);
    /* After an error of read(): passes over what is damaged, to the next place whose content begins
     * with @prefix (NULL: with anything), or to the end. FALSE if that makes no sense. May be NULL,
     * as the next. */
    gboolean (*mend)(MillFeedStream *stream, const char *prefix, MillFeedGap *gap);
    /* Whether the last read() began a new part of a stream that is made of several. */
    gboolean (*fresh)(MillFeedStream *stream);
};

typedef struct {
    const MillInput *input;
    int channel;
    guint confined;   /* MillConfinement */
    GIConv converter; /* of names that are not UTF-8; or -1 */
    GString *name;    /* of the container being cut, behind the id of the outer one; empty there */
    gboolean lost;    /* the parent is gone */
    gboolean stopped; /* a limit was passed, or no memory is left: the container ends here */

    /* The chunk. */
    int fd;             /* -1 before the first byte */
    guint64 written;    /* bytes in it */
    GByteArray *buffer; /* what follows them */
    GByteArray *table;
    guint32 n_entries;
    gint64 mentioned; /* bytes of items that are parts of the container */
    guint ahead;      /* chunks sent and not taken yet */
    gint64 sent;      /* when something was sent last, microseconds */
    int failure;      /* errno of the first write that failed, or 0 */

    /* The container. */
    gint64 n_items;
    gint64 n_packed;  /* bytes read of its file */
    MillNames *names; /* of members, each given once; NULL before the first archive */
    gboolean direct;  /* items are parts of the container's file, not copied */
    gint64 base;      /* where the stream begins in that file */

    /* The item being taken. */
    gint64 start; /* in the stream if direct, else in the chunk */
    gint64 length;
    MillRange head;      /* for the items to come, of the stream, if direct */
    GByteArray *heading; /* else its bytes */
    gint64 heading_at;   /* in the chunk, -1: not there yet */
} MillFeed;

/* feed-chunk.c: sends what there is. FALSE with MILL_ERROR_IO. */
gboolean mill_feed_send(MillFeed *feed, gboolean last, GError **error);
/* Forgets what has not been sent. */
void mill_feed_reset(MillFeed *feed);
/* Is called now and then while no item comes, lest the parent thinks that the feeder hangs. */
gboolean mill_feed_show_life(MillFeed *feed, GError **error);
/* An item of the stream begins at @offset; bytes follow; it ends and is called by what
 * stands in feed->name and @suffix. Items that are too long, or too many, are seen to. FALSE with
 * MILL_ERROR_LIMIT or _IO: stop. */
void mill_feed_begin(MillFeed *feed, gint64 offset);
void mill_feed_append(MillFeed *feed, const void *bytes, gsize length);
gboolean mill_feed_end(MillFeed *feed, MillFormat format, const char *suffix, GError **error);
/* Takes back what was begun. */
void mill_feed_cancel(MillFeed *feed);
/* The head of items to come: the bytes at @offset of the stream. NULL, 0: none. */
void mill_feed_set_head(MillFeed *feed, gint64 offset, const void *bytes, gsize length);
/* There is an item @suffix which is no document: @code and @problem say why. */
gboolean mill_feed_refuse(MillFeed *feed, gint code, const char *suffix, const char *problem,
                          GError **error);

/* Whether @n_unpacked bytes are a likely content of what has been read of the file so far: FALSE
 * with MILL_ERROR_LIMIT for a bomb. */
gboolean mill_feed_weigh(MillFeed *feed, gint64 n_unpacked, GError **error);

/* feed.c: the items of @stream, which is of @form and lies in @depth archives. FALSE with @error if
 * it cannot be read to its end; what was whole has been taken. */
gboolean mill_feed_open(MillFeed *feed, MillFeedStream *stream, const MillForm *form, guint depth,
                        GError **error);
/* feed-unpack.c: the same for one that is packed. */
gboolean mill_feed_unpack(MillFeed *feed, MillFeedStream *packed, const MillForm *form, guint depth,
                          GError **error);
/* feed-gzip.c: what is in @packed, which is borrowed. With @strict other bytes behind a member are
 * damage. (transfer full) */
MillFeedStream *mill_feed_gunzip(MillFeed *feed, MillFeedStream *packed, gboolean strict);
void mill_feed_gunzip_free(MillFeedStream *stream);

/* feed-lines.c: the lines of @stream. FALSE with @error if it cannot be read to its end; what was
 * whole has been taken. */
gboolean mill_feed_lines(MillFeed *feed, MillFeedStream *stream, GError **error);
/* feed-rows.c: the rows of @stream, a table of @format. Likewise. */
gboolean mill_feed_rows(MillFeed *feed, MillFeedStream *stream, MillFormat format, GError **error);
/* feed-warc.c: the records of @stream. Likewise. */
gboolean mill_feed_warc(MillFeed *feed, MillFeedStream *stream, GError **error);
/* feed.c: the items of @stream, which is of @format. Likewise. */
gboolean mill_feed_cut(MillFeed *feed, MillFeedStream *stream, MillFormat format, GError **error);

#endif

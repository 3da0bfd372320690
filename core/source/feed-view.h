/* feed-view.h - a window on a stream: what lies ahead can be looked at before it is passed.
 *
 * What a record says about its own length is believed only when the place behind it looks right. A
 * file can be asked there directly; of other streams everything up to there is kept in memory,
 * which is the record itself.
 */
#ifndef MILL_SOURCE_FEED_VIEW_H
#define MILL_SOURCE_FEED_VIEW_H

#include "source/feed-private.h"

/* Bytes that mill_feed_view_peek() shows if the stream has them. */
#define MILL_FEED_VIEW_PEEK ((gsize) 4096)

typedef struct {
    MillFeed *feed;
    MillFeedStream *stream;
    const char *prefix; /* what the content begins with where a damaged stream goes on, or NULL */
    guint8 *bytes;
    gsize at, length, room;
    gint64 offset;   /* of @bytes in the stream */
    gint64 end;      /* of a stream that can seek; else -1 */
    gboolean ended;  /* nothing comes behind @length, or a gap does */
    gboolean broken; /* a gap does */
    MillFeedGap gap; /* then */
    char *damage;    /* then: what it says */
    GError *error;   /* why it ended, where that cannot be mended */
    GArray *borders; /* of members, ahead: gint64, offsets in the stream */
    guint8 peeked[MILL_FEED_VIEW_PEEK];
} MillFeedView;

void mill_feed_view_init(MillFeedView *view, MillFeed *feed, MillFeedStream *stream);
void mill_feed_view_clear(MillFeedView *view);
/* Sees to it that @n bytes lie ahead. Returns how many do: fewer where the stream ends. */
gsize mill_feed_view_need(MillFeedView *view, gsize n);
/* Goes on behind a gap. FALSE if there is none. */
gboolean mill_feed_view_resume(MillFeedView *view);
/* Where the next byte stands in the stream. */
gint64 mill_feed_view_tell(const MillFeedView *view);
/* What lies @distance bytes ahead: *@n bytes, 0 if the stream ends right there. NULL if it ends
 * before. Valid until the next call. */
const guint8 *mill_feed_view_peek(MillFeedView *view, gint64 distance, gsize *n);
/* Passes over @distance bytes that are there. */
void mill_feed_view_skip(MillFeedView *view, gint64 distance);
/* Passes over the rest of the line, at most @limit bytes. FALSE if none were left. */
gboolean mill_feed_view_skip_line(MillFeedView *view, gint64 limit);

#endif

/* feed-view.c - a window on a stream, which grows as far as one looks ahead. */
#include "source/feed-view.h"

#include <string.h>
#include <unistd.h>

#define VIEW_BLOCK ((gsize) 256 * 1024)

void
mill_feed_view_init(MillFeedView *view, MillFeed *feed, MillFeedStream *stream)
{
    *view = (MillFeedView){
        .feed = feed,
        .stream = stream,
        .end = -1,
        .bytes = g_malloc(VIEW_BLOCK),
        .room = VIEW_BLOCK,
        .borders = g_array_new(FALSE, FALSE, sizeof(gint64)),
    };
    if (stream->seek) {
        view->end = stream->seek(stream, 0, SEEK_END);
        stream->seek(stream, 0, SEEK_SET);
    }
}

void
mill_feed_view_clear(MillFeedView *view)
{
    g_clear_pointer(&view->bytes, g_free);
    g_clear_pointer(&view->damage, g_free);
    g_clear_pointer(&view->borders, g_array_unref);
    g_clear_error(&view->error);
}

/* The stream ended in an error. */
static void
view_break(MillFeedView *view, GError *error)
{
    view->ended = TRUE;
    if (view->feed->stopped || !view->stream->mend ||
        !view->stream->mend(view->stream, view->prefix, &view->gap)) {
        view->error = error;
        return;
    }
    view->broken = TRUE;
    g_free(view->damage);
    view->damage = g_strdup_printf("bytes %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                                   " of the compressed file are lost: %s",
                                   view->gap.from, view->gap.to, error->message);
    g_error_free(error);
}

/* Makes room behind what is there: passed bytes go when they are the larger part. */
static void
view_make_room(MillFeedView *view, gsize n)
{
    if (view->at > 0 && view->at >= view->length - view->at) {
        memmove(view->bytes, view->bytes + view->at, view->length - view->at);
        view->offset += (gint64) view->at;
        view->length -= view->at;
        view->at = 0;
    }
    if (view->room < view->at + n || view->room - view->length < VIEW_BLOCK / 4) {
        view->room = MAX(view->at + n, view->length) + MAX(VIEW_BLOCK, view->length / 2);
        view->bytes = g_realloc(view->bytes, view->room);
    }
}

gsize
mill_feed_view_need(MillFeedView *view, gsize n)
{
    while (view->length - view->at < n && !view->ended) {
        GError *error = NULL;
        gssize got = -1;

        /* By what has come, not by what was claimed. */
        view_make_room(view, MIN(n, view->length - view->at + VIEW_BLOCK));
        if (mill_feed_show_life(view->feed, &error))
            got = view->stream->read(view->stream, view->bytes + view->length,
                                     view->room - view->length, &error);
        if (got < 0) {
            view_break(view, error);
        } else if (got == 0) {
            view->ended = TRUE;
        } else {
            gint64 border = view->offset + (gint64) view->length;

            if (view->stream->fresh && view->stream->fresh(view->stream))
                g_array_append_val(view->borders, border);
            view->length += (gsize) got;
        }
    }
    return view->length - view->at;
}

gboolean
mill_feed_view_resume(MillFeedView *view)
{
    if (!view->broken)
        return FALSE;
    view->broken = FALSE;
    view->ended = FALSE;
    return TRUE;
}

gint64
mill_feed_view_tell(const MillFeedView *view)
{
    return view->offset + (gint64) view->at;
}

/* A few bytes at @target of a file, and back. */
static const guint8 *
view_peek_file(MillFeedView *view, gint64 target, gsize *n)
{
    GError *error = NULL;
    gssize got = -1;

    if (view->stream->seek(view->stream, target, SEEK_SET) == target)
        got = view->stream->read(view->stream, view->peeked, sizeof(view->peeked), &error);
    view->stream->seek(view->stream, view->offset + (gint64) view->length, SEEK_SET);
    *n = (gsize) MAX(got, 0);
    g_clear_error(&error); /* whoever reads there will meet it */
    return view->peeked;
}

const guint8 *
mill_feed_view_peek(MillFeedView *view, gint64 distance, gsize *n)
{
    gsize ahead = view->length - view->at;

    if (view->end >= 0 && distance + (gint64) MILL_FEED_VIEW_PEEK > (gint64) ahead) {
        gint64 target = mill_feed_view_tell(view) + distance;

        return target > view->end ? NULL : view_peek_file(view, target, n);
    }
    ahead = mill_feed_view_need(view, (gsize) distance + MILL_FEED_VIEW_PEEK);
    if (ahead < (gsize) distance)
        return NULL;
    *n = ahead - (gsize) distance;
    return view->bytes + view->at + distance;
}

void
mill_feed_view_skip(MillFeedView *view, gint64 distance)
{
    gint64 ahead = (gint64) (view->length - view->at);

    if (distance <= ahead) {
        view->at += (gsize) distance;
        return;
    }
    view->offset = mill_feed_view_tell(view) + distance;
    view->at = view->length = 0;
    view->stream->seek(view->stream, view->offset, SEEK_SET);
}

gboolean
mill_feed_view_skip_line(MillFeedView *view, gint64 limit)
{
    gboolean any = FALSE;

    while (limit > 0 && mill_feed_view_need(view, 1) > 0) {
        gsize ahead = (gsize) MIN((gint64) (view->length - view->at), limit);
        const guint8 *start = view->bytes + view->at;
        const guint8 *stop = memchr(start, '\n', ahead);

        any = TRUE;
        ahead = stop ? (gsize) (stop - start) + 1 : ahead;
        view->at += ahead;
        limit -= (gint64) ahead;
        if (stop)
            break;
    }
    return any;
}

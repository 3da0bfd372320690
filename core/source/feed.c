/* feed.c - the feeder's life: takes containers and cuts them. */
#include "source/feed-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>

#include "isolate/channel.h"

#define FEED_NAME_MAX (64 * 1024) /* bytes of a container's name */
#define FEED_BLOCK    (256 * 1024)

typedef struct {
    MillFeedStream stream;
    MillFeed *feed;
    int fd;
    gint64 base; /* where it begins in the file */
} FileStream;

static gssize
file_read(MillFeedStream *stream, guint8 *bytes, gsize size, GError **error)
{
    FileStream *file = (FileStream *) stream;
    gssize got;

    do
        got = read(file->fd, bytes, size);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read: %s", g_strerror(errno));
    file->feed->n_packed += MAX(got, 0);
    return got;
}

static gint64
file_seek(MillFeedStream *stream, gint64 offset, int whence)
{
    FileStream *file = (FileStream *) stream;
    off_t at = lseek(file->fd, (off_t) (whence == SEEK_SET ? offset + file->base : offset), whence);

    return at < file->base ? -1 : at - file->base;
}

/* One item, as it is. */
static gboolean
feed_whole(MillFeed *feed, MillFeedStream *stream, GError **error)
{
    g_autofree guint8 *block = g_malloc(FEED_BLOCK);
    gssize got;

    mill_feed_begin(feed, 0);
    while ((got = stream->read(stream, block, FEED_BLOCK, error)) > 0) {
        mill_feed_append(feed, block, (gsize) got);
        if (feed->length > feed->input->max_bytes)
            break;
    }
    if (got >= 0)
        return mill_feed_end(feed, MILL_FORMAT_TEXT, "", error);
    mill_feed_cancel(feed);
    return FALSE;
}

gboolean
mill_feed_cut(MillFeed *feed, MillFeedStream *stream, MillFormat format, GError **error)
{
    switch (format) {
    case MILL_FORMAT_JSONL:
        return mill_feed_lines(feed, stream, error);
    case MILL_FORMAT_CSV:
    case MILL_FORMAT_TSV:
        return mill_feed_rows(feed, stream, format, error);
    case MILL_FORMAT_WARC:
        return mill_feed_warc(feed, stream, error);
    default:
        return feed_whole(feed, stream, error);
    }
}

gboolean
mill_feed_open(MillFeed *feed, MillFeedStream *stream, const MillForm *form, guint depth,
               GError **error)
{
    if (form->packing == MILL_PACKING_NONE)
        return mill_feed_cut(feed, stream, form->format, error);
    if (!feed->names)
        feed->names = mill_names_new();
    return mill_feed_unpack(feed, stream, form, depth, error);
}

static gboolean
feed_container(MillFeed *feed, const MillFeedOrder *order, const char *name, int fd, GError **error)
{
    MillForm form = mill_form_find(feed->input, name);
    FileStream file = {
        { file_read, order->seekable ? file_seek : NULL }, feed, fd, order->offset
    };

    feed->direct = order->seekable && form.packing == MILL_PACKING_NONE;
    feed->base = order->offset;
    if (order->seekable && lseek(fd, (off_t) order->offset, SEEK_SET) < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read: %s", g_strerror(errno));
        return FALSE;
    }
    return mill_feed_open(feed, &file.stream, &form, 1, error);
}

/* Cuts one container; what is wrong with it as a whole becomes an item of the container's name. */
static void
feed_fill(MillFeed *feed, const MillFeedOrder *order, const char *name, int fd)
{
    g_autoptr(GError) error = NULL;

    feed->n_items = 0;
    feed->n_packed = 0;
    feed->stopped = FALSE;
    feed->length = 0;
    g_clear_pointer(&feed->names, mill_names_free);
    g_string_truncate(feed->name, 0);
    mill_feed_reset(feed);
    mill_feed_set_head(feed, 0, NULL, 0);
    feed->sent = g_get_monotonic_time();
    if (!feed_container(feed, order, name, fd, &error) && !feed->lost) {
        g_string_truncate(feed->name, 0);
        feed->n_items = 0; /* there is always room for this one */
        if (feed->failure != 0)
            mill_feed_reset(feed);
        mill_feed_refuse(feed, error->domain == MILL_ERROR ? error->code : MILL_ERROR_DATA, "",
                         error->message, NULL);
    }
    if (!feed->lost)
        mill_feed_send(feed, TRUE, NULL);
}

void
mill_feed_serve(const MillInput *input, int channel, guint confined, GIConv names)
{
    MillFeed feed = {
        .input = input,
        .channel = channel,
        .confined = confined,
        .fd = -1,
        .name = g_string_new(NULL),
        .buffer = g_byte_array_new(),
        .table = g_byte_array_new(),
        .heading_at = -1,
        .converter = names,
    };
    g_autofree char *message = g_malloc(sizeof(MillFeedOrder) + FEED_NAME_MAX);

    while (!feed.lost) {
        MillFeedOrder order;
        gsize length;
        guint n_fds = 1;
        int fd;

        if (mill_channel_receive(channel, message, sizeof(order) + FEED_NAME_MAX, &length, &fd,
                                 &n_fds, TRUE) != MILL_CHANNEL_MESSAGE)
            break;
        if (n_fds == 0) {
            feed.ahead -= MIN(feed.ahead, 1);
            continue;
        }
        memcpy(&order, message, sizeof(order));
        feed_fill(&feed, &order, message + sizeof(order), fd);
        close(fd);
    }
    mill_feed_reset(&feed);
    mill_feed_set_head(&feed, 0, NULL, 0);
    g_clear_pointer(&feed.names, mill_names_free);
    g_string_free(feed.name, TRUE);
    g_byte_array_unref(feed.buffer);
    g_byte_array_unref(feed.table);
}

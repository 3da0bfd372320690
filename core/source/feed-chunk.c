/* feed-chunk.c - takes items and sends them to the parent, a memory file at a time. */
#include "source/feed-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <textmill/error.h>

#include "isolate/channel.h"

#define CHUNK_SIZE      (1024 * 1024)     /* bytes of items; then it goes out */
#define CHUNK_MENTIONED (4 * 1024 * 1024) /* the same where they are not copied */
#define CHUNK_ENTRIES   1024
#define CHUNK_BUFFER    (256 * 1024)
#define CHUNK_LIGHT     (64 * 1024 * 1024)   /* bytes that may come out of however little */
#define CHUNK_SILENCE   (5 * G_USEC_PER_SEC) /* after which the parent is told that work goes on */

static void
chunk_write(MillFeed *feed, const guint8 *bytes, gsize length)
{
    if (feed->fd < 0)
        feed->fd = memfd_create("textmill-items", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (feed->fd < 0)
        feed->failure = errno;
    while (length > 0 && feed->failure == 0) {
        ssize_t written = pwrite(feed->fd, bytes, length, (off_t) feed->written);

        if (written < 0 && errno != EINTR)
            feed->failure = errno;
        if (written > 0) {
            bytes += written;
            length -= (gsize) written;
            feed->written += (guint64) written;
        }
    }
}

static void
chunk_put(MillFeed *feed, const void *bytes, gsize length)
{
    if (feed->buffer->len + length > CHUNK_BUFFER) {
        chunk_write(feed, feed->buffer->data, feed->buffer->len);
        g_byte_array_set_size(feed->buffer, 0);
    }
    if (length > CHUNK_BUFFER)
        chunk_write(feed, bytes, length);
    else
        g_byte_array_append(feed->buffer, bytes, (guint) length);
}

static gint64
chunk_get_size(const MillFeed *feed)
{
    return (gint64) feed->written + feed->buffer->len;
}

/* Takes back what was put after @size. */
static void
chunk_cut(MillFeed *feed, gint64 size)
{
    if ((guint64) size < feed->written) {
        if (ftruncate(feed->fd, (off_t) size) < 0)
            feed->failure = errno;
        feed->written = (guint64) size;
    }
    g_byte_array_set_size(feed->buffer, (guint) ((guint64) size - feed->written));
}

/* Waits until the parent has taken enough chunks. FALSE if it is gone. */
static gboolean
chunk_wait(MillFeed *feed)
{
    while (feed->ahead >= MILL_FEED_AHEAD && !feed->lost) {
        guint8 word;
        gsize length;
        guint n_fds = 0;

        if (mill_channel_receive(feed->channel, &word, 1, &length, NULL, &n_fds, TRUE) !=
            MILL_CHANNEL_MESSAGE)
            feed->lost = TRUE;
        else
            feed->ahead--;
    }
    return !feed->lost;
}

static gboolean
chunk_fail(MillFeed *feed, GError **error, const char *doing, int reason)
{
    feed->stopped = TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", doing, g_strerror(reason));
    return FALSE;
}

static gboolean
chunk_transmit(MillFeed *feed, const MillFeedChunk *chunk, GError **error)
{
    if (!chunk_wait(feed) ||
        mill_channel_send(feed->channel, chunk, sizeof(*chunk), &feed->fd, chunk->n_entries > 0,
                          TRUE) != MILL_CHANNEL_MESSAGE) {
        feed->lost = TRUE;
        return chunk_fail(feed, error, "cannot pass items on", EPIPE);
    }
    feed->ahead++;
    feed->sent = g_get_monotonic_time();
    return TRUE;
}

gboolean
mill_feed_send(MillFeed *feed, gboolean last, GError **error)
{
    MillFeedChunk chunk = { .magic = MILL_FEED_MAGIC,
                            .n_entries = feed->n_entries,
                            .last = last,
                            .confined = feed->confined,
                            .n_packed = feed->n_packed };
    int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;

    if (feed->n_entries > 0) {
        chunk.table = (guint64) chunk_get_size(feed);
        chunk_put(feed, feed->table->data, feed->table->len);
        chunk_write(feed, feed->buffer->data, feed->buffer->len);
        chunk.size = feed->written;
        if (feed->failure == 0 && fcntl(feed->fd, F_ADD_SEALS, seals) < 0)
            feed->failure = errno;
    }
    if (feed->failure != 0)
        return chunk_fail(feed, error, "cannot keep items in memory", feed->failure);
    if (!chunk_transmit(feed, &chunk, error))
        return FALSE;
    mill_feed_reset(feed);
    return TRUE;
}

void
mill_feed_reset(MillFeed *feed)
{
    if (feed->fd >= 0)
        close(feed->fd);
    feed->fd = -1;
    feed->written = 0;
    feed->mentioned = 0;
    feed->failure = 0;
    feed->n_entries = 0;
    feed->heading_at = -1;
    g_byte_array_set_size(feed->buffer, 0);
    g_byte_array_set_size(feed->table, 0);
}

gboolean
mill_feed_show_life(MillFeed *feed, GError **error)
{
    const MillFeedChunk nothing = { .magic = MILL_FEED_MAGIC,
                                    .confined = feed->confined,
                                    .n_packed = feed->n_packed };

    return g_get_monotonic_time() - feed->sent < CHUNK_SILENCE ||
           chunk_transmit(feed, &nothing, error);
}

void
mill_feed_begin(MillFeed *feed, gint64 offset)
{
    if (feed->heading && !feed->direct && feed->heading_at < 0) {
        feed->heading_at = chunk_get_size(feed);
        chunk_put(feed, feed->heading->data, feed->heading->len);
    }
    feed->start = feed->direct ? offset : chunk_get_size(feed);
    feed->length = 0;
}

void
mill_feed_append(MillFeed *feed, const void *bytes, gsize length)
{
    feed->length += (gint64) length;
    if (!feed->direct && feed->length <= feed->input->max_bytes)
        chunk_put(feed, bytes, length);
}

void
mill_feed_cancel(MillFeed *feed)
{
    if (!feed->direct)
        chunk_cut(feed, feed->start);
    feed->length = 0;
}

void
mill_feed_set_head(MillFeed *feed, gint64 offset, const void *bytes, gsize length)
{
    g_clear_pointer(&feed->heading, g_byte_array_unref);
    feed->heading_at = -1;
    feed->head = (MillRange){ 0, 0 };
    if (length == 0)
        return;
    if (feed->direct) {
        feed->head = (MillRange){ feed->base + offset, (gint64) length };
    } else {
        feed->heading = g_byte_array_new();
        g_byte_array_append(feed->heading, bytes, (guint) length);
    }
}

static gboolean
chunk_add(MillFeed *feed, const MillFeedEntry *entry, const char *suffix, const char *problem,
          GError **error)
{
    MillFeedEntry head = *entry;

    if (++feed->n_items > feed->input->max_members) {
        feed->stopped = TRUE;
        g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                    "holds more than %" G_GINT64_FORMAT " items (input.max_members)",
                    feed->input->max_members);
        return FALSE;
    }
    head.name_size = (guint32) (feed->name->len + strlen(suffix) + 1);
    head.problem_size = problem ? (guint32) strlen(problem) + 1 : 0;
    g_byte_array_append(feed->table, (const guint8 *) &head, sizeof(head));
    g_byte_array_append(feed->table, (const guint8 *) feed->name->str, (guint) feed->name->len);
    g_byte_array_append(feed->table, (const guint8 *) suffix, (guint) strlen(suffix) + 1);
    if (problem)
        g_byte_array_append(feed->table, (const guint8 *) problem, head.problem_size);
    feed->n_entries++;
    if (chunk_get_size(feed) < CHUNK_SIZE && feed->mentioned < CHUNK_MENTIONED &&
        feed->n_entries < CHUNK_ENTRIES)
        return TRUE;
    return mill_feed_send(feed, FALSE, error);
}

gboolean
mill_feed_refuse(MillFeed *feed, gint code, const char *suffix, const char *problem, GError **error)
{
    const MillFeedEntry entry = { .code = code };

    return chunk_add(feed, &entry, suffix, problem, error);
}

gboolean
mill_feed_end(MillFeed *feed, MillFormat format, const char *suffix, GError **error)
{
    MillFeedEntry entry = {
        .item = { feed->direct ? feed->base + feed->start : feed->start, feed->length },
        .format = (guint8) format,
        .part = (guint8) feed->direct,
    };

    if (feed->length > feed->input->max_bytes) {
        g_autofree char *problem = g_strdup_printf(
            "longer than %" G_GINT64_FORMAT " bytes (input.max_bytes)", feed->input->max_bytes);

        mill_feed_cancel(feed);
        return mill_feed_refuse(feed, MILL_ERROR_LIMIT, suffix, problem, error);
    }
    if (feed->direct)
        entry.head = feed->head;
    else if (feed->heading)
        entry.head = (MillRange){ feed->heading_at, feed->heading->len };
    feed->mentioned += feed->length;
    feed->length = 0;
    return chunk_add(feed, &entry, suffix, NULL, error);
}

gboolean
mill_feed_weigh(MillFeed *feed, gint64 n_unpacked, GError **error)
{
    if (n_unpacked <= CHUNK_LIGHT || n_unpacked / feed->input->max_ratio <= feed->n_packed)
        return TRUE;
    feed->stopped = TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                "%" G_GINT64_FORMAT " bytes came out of %" G_GINT64_FORMAT
                ", more than %" G_GINT64_FORMAT " times as many (input.max_ratio)",
                n_unpacked, feed->n_packed, feed->input->max_ratio);
    return FALSE;
}

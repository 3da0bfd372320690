/* stream.c - bytes of many documents in a row. */
#include "results/stream.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#define STREAM_BUFFER  (256 * 1024)
#define STREAM_DIRECT  (16 * 1024) /* longer pieces are not worth a copy */
#define STREAM_POLL_MS 200

struct MillStream {
    int fd;
    char *name;
    gint64 written;
    gboolean failed; /* bytes are missing: no more are taken */
    gboolean waits;  /* a pipe or its like: its reader decides when it takes bytes */
    const volatile gint *stop;
    GString *buffer;
};

MillStream *
mill_stream_new(int fd, const char *name, const volatile gint *stop)
{
    MillStream *stream = g_new0(MillStream, 1);
    struct stat status;

    stream->fd = fd;
    stream->name = g_strdup(name);
    stream->waits = fstat(fd, &status) == 0 && !S_ISREG(status.st_mode);
    stream->stop = stop;
    stream->buffer = g_string_new(NULL);
    return stream;
}

void
mill_stream_free(MillStream *stream)
{
    if (!stream)
        return;
    g_string_free(stream->buffer, TRUE);
    g_free(stream->name);
    g_free(stream);
}

/* Waits until a pipe takes bytes: a reader that has stopped to read must not keep a run that is
 * to stop. */
static gboolean
stream_wait(MillStream *stream, GError **error)
{
    struct pollfd item = { .fd = stream->fd, .events = POLLOUT };

    for (;;) {
        if (stream->stop && *stream->stop != 0) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_STOPPED, "stopped while writing to %s",
                        stream->name);
            return FALSE;
        }
        int ready = poll(&item, 1, STREAM_POLL_MS);

        if (ready > 0 || (ready < 0 && errno != EINTR))
            return TRUE; /* write() will say what is wrong */
    }
}

static gboolean
stream_write(MillStream *stream, const char *bytes, gsize length, GError **error)
{
    while (length > 0) {
        /* A pipe that is ready takes PIPE_BUF bytes without waiting. */
        gsize piece = stream->waits ? MIN(length, PIPE_BUF) : length;

        if (stream->waits && !stream_wait(stream, error))
            return FALSE;
        ssize_t written = write(stream->fd, bytes, piece);

        if (written >= 0) {
            bytes += written;
            length -= (gsize) written;
            stream->written += written;
        } else if (errno != EINTR && errno != EAGAIN) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write to %s: %s", stream->name,
                        g_strerror(errno));
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
stream_put(MillStream *stream, const char *bytes, gsize length, GError **error)
{
    if (stream->failed) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s lacks bytes that could not be written",
                    stream->name);
        return FALSE;
    }
    stream->failed = !stream_write(stream, bytes, length, error);
    return !stream->failed;
}

gint64
mill_stream_get_written(const MillStream *stream)
{
    return stream->written;
}

gboolean
mill_stream_flush(MillStream *stream, GError **error)
{
    gboolean written = stream_put(stream, stream->buffer->str, stream->buffer->len, error);

    g_string_truncate(stream->buffer, 0);
    return written;
}

gboolean
mill_stream_write(MillStream *stream, const void *bytes, gsize length, GError **error)
{
    gboolean direct = length > STREAM_DIRECT;

    if ((direct || stream->buffer->len + length > STREAM_BUFFER) &&
        !mill_stream_flush(stream, error))
        return FALSE;
    if (direct)
        return stream_put(stream, bytes, length, error);
    g_string_append_len(stream->buffer, bytes, (gssize) length);
    return TRUE;
}

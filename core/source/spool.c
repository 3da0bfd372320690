/* spool.c - inputs that can be read only once, made into files in memory. */
#include "source/spool.h"

#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <textmill/error.h>

#include "document/write-all.h"

#define SPOOL_CHUNK   (256 * 1024)
#define SPOOL_POLL_MS 200

static gboolean
spool_fail(GError **error, const char *doing)
{
    int reason = errno;

    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", doing, g_strerror(reason));
    return FALSE;
}

/* Waits until @fd has something to say, and looks at the stop flag meanwhile. */
static gboolean
spool_wait(int fd, const volatile gint *stop, GError **error)
{
    struct pollfd item = { .fd = fd, .events = POLLIN };

    for (;;) {
        if (stop && *stop != 0) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_STOPPED, "stopped while reading the input");
            return FALSE;
        }
        int ready = poll(&item, 1, SPOOL_POLL_MS);

        if (ready > 0)
            return TRUE;
        if (ready < 0 && errno != EINTR)
            return spool_fail(error, "cannot wait for input");
    }
}

static gboolean
spool_write(int fd, const char *bytes, gsize length, GError **error)
{
    return mill_write_all(fd, bytes, length) ||
           spool_fail(error, "cannot keep the input in memory");
}

static gboolean
spool_copy(int from, int to, gint64 limit, const volatile gint *stop, gint64 *size, GError **error)
{
    g_autofree char *chunk = g_malloc(SPOOL_CHUNK);

    *size = 0;
    for (;;) {
        if (!spool_wait(from, stop, error))
            return FALSE;
        ssize_t got = read(from, chunk, SPOOL_CHUNK);

        if (got == 0)
            return TRUE;
        if (got < 0 && errno != EINTR && errno != EAGAIN)
            return spool_fail(error, "cannot read");
        if (got > 0 && *size + got > limit) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                        "longer than %" G_GINT64_FORMAT " bytes, the most a document can have",
                        limit);
            return FALSE;
        }
        if (got > 0 && !spool_write(to, chunk, (gsize) got, error))
            return FALSE;
        *size += MAX(got, 0);
    }
}

int
mill_spool(int fd, gint64 limit, const volatile gint *stop, gint64 *size, GError **error)
{
    int spool = memfd_create("textmill-input", MFD_CLOEXEC);

    if (spool < 0) {
        spool_fail(error, "cannot keep the input in memory");
        return -1;
    }
    if (spool_copy(fd, spool, limit, stop, size, error))
        return spool;
    close(spool);
    return -1;
}

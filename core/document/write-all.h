/* write-all.h - writing all of some bytes: write() may take a part of them. */
#ifndef MILL_DOCUMENT_WRITE_ALL_H
#define MILL_DOCUMENT_WRITE_ALL_H

#include <errno.h>
#include <glib.h>
#include <unistd.h>

/* Writes @length bytes to @fd. FALSE with errno. */
static inline gboolean
mill_write_all(int fd, const void *bytes, gsize length)
{
    const guint8 *at = bytes;

    while (length > 0) {
        ssize_t written = write(fd, at, length);

        if (written < 0 && errno != EINTR)
            return FALSE;
        if (written > 0) {
            at += written;
            length -= (gsize) written;
        }
    }
    return TRUE;
}

#endif

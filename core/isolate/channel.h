/* channel.h - the socket between parent and worker. Messages stay whole (SOCK_SEQPACKET);
 * descriptors can go with each. */
#ifndef MILL_ISOLATE_CHANNEL_H
#define MILL_ISOLATE_CHANNEL_H

#include <glib.h>

typedef enum {
    MILL_CHANNEL_MESSAGE, /* there was one */
    MILL_CHANNEL_NOTHING, /* there is none yet, or no room for it */
    MILL_CHANNEL_CLOSED,  /* the other end is gone */
} MillChannelState;

/* @ends gets both ends, close-on-exec. FALSE with MILL_ERROR_IO. */
gboolean mill_channel_open(int ends[2], GError **error);
/* Descriptors with a message, at most: few enough for low limits on open files. */
#define MILL_CHANNEL_FDS 32

/* Sends @bytes and the @n_fds descriptors. With @wait it waits for room. */
MillChannelState mill_channel_send(int end, const void *bytes, gsize length, const int *fds,
                                   guint n_fds, gboolean wait);
/* Receives a message of up to @size bytes into @bytes; *@length gets its own size (a longer one is
 * cut). @fds has room for *@n_fds descriptors, which becomes the number of those that came with the
 * message; they are the caller's. */
MillChannelState mill_channel_receive(int end, void *bytes, gsize size, gsize *length, int *fds,
                                      guint *n_fds, gboolean wait);

#endif

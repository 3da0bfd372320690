/* channel.h - the socket between parent and worker. Messages stay whole (SOCK_SEQPACKET); one
 * descriptor can go with each. */
#ifndef MILL_RUN_CHANNEL_H
#define MILL_RUN_CHANNEL_H

#include <glib.h>

typedef enum {
    MILL_CHANNEL_MESSAGE, /* there was one */
    MILL_CHANNEL_NOTHING, /* there is none yet, or no room for it */
    MILL_CHANNEL_CLOSED,  /* the other end is gone */
} MillChannelState;

/* @ends gets both ends, close-on-exec. FALSE with MILL_ERROR_IO. */
gboolean mill_channel_open(int ends[2], GError **error);
/* Sends @bytes, and @fd if it is not -1. With @wait it waits for room. */
MillChannelState mill_channel_send(int end, const void *bytes, gsize length, int fd, gboolean wait);
/* Receives a message of up to @size bytes into @bytes; *@length gets its own size (a longer one is
 * cut), *@fd (or NULL) the descriptor that came with it, or -1. */
MillChannelState
mill_channel_receive(int end, void *bytes, gsize size, gsize *length, int *fd, gboolean wait);

#endif

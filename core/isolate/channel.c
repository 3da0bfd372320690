/* channel.c - the socket between parent and worker. */
#include "isolate/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <textmill/error.h>

#define CHANNEL_RETRY 1000 /* microseconds */

typedef union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int) * MILL_CHANNEL_FDS)];
} Control;

gboolean
mill_channel_open(int ends[2], GError **error)
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot make a socket: %s", g_strerror(errno));
    return FALSE;
}

static MillChannelState
channel_state(ssize_t result)
{
    if (result >= 0)
        return MILL_CHANNEL_MESSAGE;
    return errno == EAGAIN || errno == ENOBUFS || errno == ETOOMANYREFS ? MILL_CHANNEL_NOTHING
                                                                        : MILL_CHANNEL_CLOSED;
}

MillChannelState
mill_channel_send(int end, const void *bytes, gsize length, const int *fds, guint n_fds,
                  gboolean wait)
{
    struct iovec data = { (void *) bytes, length };
    struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };
    Control control = { 0 };
    ssize_t sent;

    if (n_fds > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * n_fds);
        control.head.cmsg_level = SOL_SOCKET;
        control.head.cmsg_type = SCM_RIGHTS;
        control.head.cmsg_len = CMSG_LEN(sizeof(int) * n_fds);
        memcpy(CMSG_DATA(&control.head), fds, sizeof(int) * n_fds);
    }
    for (;;) {
        sent = sendmsg(end, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
        if (sent < 0 && wait && channel_state(sent) == MILL_CHANNEL_NOTHING)
            g_usleep(CHANNEL_RETRY); /* too many descriptors under way in the whole system */
        else if (sent >= 0 || errno != EINTR)
            return channel_state(sent);
    }
}

/* The descriptors that came with @message, @max at most; returns how many. */
static guint
channel_take_fds(struct msghdr *message, int *fds, guint max)
{
    struct cmsghdr *head = CMSG_FIRSTHDR(message);
    guint n_fds;

    if (!head || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
        return 0;
    n_fds = (guint) ((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (guint i = max; i < n_fds; i++) { /* the room is rounded up, so one more may fit */
        int surplus;

        memcpy(&surplus, CMSG_DATA(head) + i * sizeof(int), sizeof(int));
        close(surplus);
    }
    n_fds = MIN(n_fds, max);
    memcpy(fds, CMSG_DATA(head), n_fds * sizeof(int));
    return n_fds;
}

MillChannelState
mill_channel_receive(int end, void *bytes, gsize size, gsize *length, int *fds, guint *n_fds,
                     gboolean wait)
{
    struct iovec data = { bytes, size };
    Control control = { 0 };
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = CMSG_SPACE(sizeof(int) * MIN(*n_fds, MILL_CHANNEL_FDS)),
    };
    ssize_t got;

    do
        got = recvmsg(end, &message, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
    while (got < 0 && errno == EINTR);
    *length = (gsize) MAX(got, 0);
    *n_fds = got >= 0 ? channel_take_fds(&message, fds, *n_fds) : 0;
    return got == 0 ? MILL_CHANNEL_CLOSED : channel_state(got);
}

/* channel.c - the socket between parent and worker. */
#include "run/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <textmill/error.h>

#define CHANNEL_RETRY 1000 /* microseconds */

typedef union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
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
mill_channel_send(int end, const void *bytes, gsize length, int fd, gboolean wait)
{
    struct iovec data = { (void *) bytes, length };
    struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };
    Control control = { 0 };
    ssize_t sent;

    if (fd >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        control.head.cmsg_level = SOL_SOCKET;
        control.head.cmsg_type = SCM_RIGHTS;
        control.head.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.head), &fd, sizeof(int));
    }
    for (;;) {
        sent = sendmsg(end, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
        if (sent < 0 && wait && channel_state(sent) == MILL_CHANNEL_NOTHING)
            g_usleep(CHANNEL_RETRY); /* too many descriptors under way in the whole system */
        else if (sent >= 0 || errno != EINTR)
            return channel_state(sent);
    }
}

/* The descriptor that came with @message, or -1. There is room for one; the kernel drops others. */
static int
channel_take_fd(struct msghdr *message)
{
    struct cmsghdr *head = CMSG_FIRSTHDR(message);
    int fd = -1;

    if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS &&
        head->cmsg_len >= CMSG_LEN(sizeof(int)))
        memcpy(&fd, CMSG_DATA(head), sizeof(int));
    return fd;
}

MillChannelState
mill_channel_receive(int end, void *bytes, gsize size, gsize *length, int *fd, gboolean wait)
{
    struct iovec data = { bytes, size };
    Control control = { 0 };
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = fd ? control.bytes : NULL,
        .msg_controllen = fd ? sizeof(control.bytes) : 0,
    };
    ssize_t got;

    do
        got = recvmsg(end, &message, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
    while (got < 0 && errno == EINTR);
    *length = (gsize) MAX(got, 0);
    if (fd)
        *fd = got >= 0 ? channel_take_fd(&message) : -1;
    return got == 0 ? MILL_CHANNEL_CLOSED : channel_state(got);
}

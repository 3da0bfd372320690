/* lend.c - the files of a task, opened by the parent for its worker. */
#include "source/lend.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Stands at the end of a message. */
typedef struct {
    guint32 n_files;
    gint32 errors[MILL_LEND_MAX]; /* errno of each; 0: its descriptor goes with the message */
} LendTail;

/* What a worker has been lent for the task that it is on. A process has one. */
static struct {
    guint n_files;
    guint last;                       /* found */
    const char *paths[MILL_LEND_MAX]; /* NULL for a chunk */
    gint64 chunks[MILL_LEND_MAX];     /* its number, or 0 */
    int fds[MILL_LEND_MAX];           /* -1 with an error */
    int errors[MILL_LEND_MAX];
} lend_desk;

/* Whether a descriptor is to be passed for unit @index. Otherwise it needs none, or has that of the
 * unit before. */
static gboolean
lend_has_file(const MillUnit *units, guint index)
{
    const MillContainer *container = units[index].container;

    if (container->chunk == 0 && (container->fd >= 0 || !container->path))
        return FALSE;
    return index == 0 || units[index - 1].container != container;
}

guint
mill_lend_fit(const MillUnit *units, guint n_units)
{
    guint n_files = 0;

    for (guint i = 0; i < n_units; i++)
        if (lend_has_file(units, i) && ++n_files > MILL_LEND_MAX)
            return i;
    return n_units;
}

static int
lend_open_file(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

void
mill_lend_prepare(MillLoan *loan, const MillUnit *units, guint n_units, GByteArray *message)
{
    LendTail tail = { 0 };

    loan->n_fds = 0;
    for (guint i = 0; i < n_units && tail.n_files < MILL_LEND_MAX; i++) {
        const MillContainer *container = units[i].container;

        if (!lend_has_file(units, i))
            continue;
        int fd = container->chunk > 0 ? fcntl(container->fd, F_DUPFD_CLOEXEC, 0)
                                      : lend_open_file(container->path);

        tail.errors[tail.n_files++] = fd < 0 ? errno : 0;
        if (fd >= 0)
            loan->fds[loan->n_fds++] = fd;
    }
    g_byte_array_append(message, (const guint8 *) &tail, sizeof(tail));
}

void
mill_lend_clear(MillLoan *loan)
{
    while (loan->n_fds > 0)
        close(loan->fds[--loan->n_fds]);
}

static void
lend_return(void)
{
    for (guint i = 0; i < lend_desk.n_files; i++)
        if (lend_desk.fds[i] >= 0)
            close(lend_desk.fds[i]);
    lend_desk.n_files = 0;
    lend_desk.last = 0;
}

gboolean
mill_lend_receive(const guint8 *message, gsize *length, const int *fds, guint n_fds)
{
    LendTail tail;
    guint next = 0;

    lend_return();
    if (*length < sizeof(tail))
        return FALSE;
    *length -= sizeof(tail);
    memcpy(&tail, message + *length, sizeof(tail));
    if (tail.n_files > MILL_LEND_MAX)
        return FALSE;
    for (guint i = 0; i < tail.n_files; i++) {
        gboolean given = tail.errors[i] == 0 && next < n_fds;

        lend_desk.paths[i] = NULL;
        lend_desk.chunks[i] = 0;
        lend_desk.fds[i] = given ? fds[next++] : -1;
        /* The kernel passes on as many as this process may have. */
        lend_desk.errors[i] = tail.errors[i] != 0 ? tail.errors[i] : EMFILE;
    }
    lend_desk.n_files = tail.n_files;
    return next == n_fds;
}

void
mill_lend_name(const MillUnit *units, guint n_units)
{
    guint n_named = 0;

    for (guint i = 0; i < n_units && n_named < lend_desk.n_files; i++) {
        const MillContainer *container = units[i].container;

        if (!lend_has_file(units, i))
            continue;
        lend_desk.paths[n_named] = container->chunk > 0 ? NULL : container->path;
        lend_desk.chunks[n_named++] = container->chunk;
    }
}

/* Where the descriptor of the file or chunk is, MILL_LEND_MAX if it was not lent. */
static guint
lend_find(const char *path, gint64 chunk)
{
    for (guint i = 0; i < lend_desk.n_files; i++) {
        guint index = (lend_desk.last + i) % lend_desk.n_files;

        if (lend_desk.chunks[index] != chunk ||
            (chunk == 0 && g_strcmp0(lend_desk.paths[index], path) != 0))
            continue;
        lend_desk.last = index;
        return index;
    }
    return MILL_LEND_MAX;
}

int
mill_lend_peek(const MillUnit *unit)
{
    static char *path; /* of the file kept open, where nothing is lent */
    static int fd = -1;
    const MillContainer *container = unit->container;
    guint index = lend_find(container->path, container->chunk);

    if (index < MILL_LEND_MAX) {
        errno = lend_desk.errors[index];
        return lend_desk.fds[index];
    }
    if (container->fd >= 0)
        return container->fd;
    if (fd >= 0 && g_strcmp0(path, container->path) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    g_free(path);
    path = g_strdup(container->path);
    fd = path ? lend_open_file(path) : -1;
    return fd;
}

int
mill_lend_open(const char *path)
{
    guint index = lend_find(path, 0);

    if (index == MILL_LEND_MAX)
        return lend_open_file(path);
    errno = lend_desk.errors[index];
    if (lend_desk.fds[index] < 0)
        return -1;
    int fd = fcntl(lend_desk.fds[index], F_DUPFD_CLOEXEC, 0);

    if (fd >= 0)
        lseek(fd, 0, SEEK_SET); /* the place is shared with those who had it before */
    return fd;
}

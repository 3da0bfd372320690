/* tray.c - the memory files in which a worker answers. */
#include "results/tray.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

struct MillTray {
    guint n_refs;
    guint32 files; /* a bit each of those that it may have */
    guint32 idle;  /* of those that are not in use */
    gboolean retired;
    int fds[MILL_TRAY_FILES];
};

MillTray *
mill_tray_new(guint n_files)
{
    MillTray *tray = g_new(MillTray, 1);
    guint32 files = (1u << MIN(n_files, MILL_TRAY_FILES)) - 1;

    *tray = (MillTray){ .n_refs = 1, .files = files, .idle = files };
    for (guint i = 0; i < MILL_TRAY_FILES; i++)
        tray->fds[i] = -1;
    return tray;
}

MillTray *
mill_tray_ref(MillTray *tray)
{
    tray->n_refs++;
    return tray;
}

static void
tray_close(MillTray *tray, guint32 files)
{
    for (guint i = 0; i < MILL_TRAY_FILES; i++) {
        if ((files & 1u << i) == 0 || tray->fds[i] < 0)
            continue;
        close(tray->fds[i]);
        tray->fds[i] = -1;
    }
}

void
mill_tray_abandon(MillTray *tray)
{
    tray_close(tray, tray->files);
}

void
mill_tray_unref(MillTray *tray)
{
    if (!tray || --tray->n_refs > 0)
        return;
    mill_tray_abandon(tray);
    g_free(tray);
}

/* The first idle one is the one whose pages are most likely still in the processor's cache. */
guint
mill_tray_take(MillTray *tray)
{
    gint number = g_bit_nth_lsf(tray->idle, -1);

    if (number < 0)
        return MILL_TRAY_NONE;
    if (tray->fds[number] < 0) /* not to be sealed, so nobody can keep others from writing */
        tray->fds[number] = memfd_create("textmill-answers", MFD_CLOEXEC);
    if (tray->fds[number] < 0)
        return MILL_TRAY_NONE; /* a worker can make one of its own */
    tray->idle &= ~(1u << number);
    return (guint) number;
}

static void
tray_drop_idle(MillTray *tray)
{
    tray_close(tray, tray->idle);
    tray->files &= ~tray->idle;
    tray->idle = 0;
}

void
mill_tray_release(MillTray *tray, guint number)
{
    if (number == MILL_TRAY_NONE)
        return;
    tray->idle |= 1u << number;
    if (tray->retired)
        tray_drop_idle(tray);
}

void
mill_tray_retire(MillTray *tray)
{
    tray->retired = TRUE;
    tray_drop_idle(tray);
}

guint
mill_tray_count(const MillTray *tray)
{
    return (guint) __builtin_popcount(tray->files);
}

int
mill_tray_get_fd(const MillTray *tray, guint number)
{
    return tray->fds[number];
}

gboolean
mill_tray_read(const MillTray *tray, guint number, void *bytes, gsize size)
{
    guint8 *at = bytes;
    gsize done = 0;

    while (done < size) {
        ssize_t got = pread(tray->fds[number], at + done, size - done, (off_t) done);

        if (got == 0 || (got < 0 && errno != EINTR))
            return FALSE;
        done += (gsize) MAX(got, 0);
    }
    return TRUE;
}

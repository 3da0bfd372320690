/* tray.c - the memory files in which a worker's answers come. */
#include "results/tray.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct MillTray {
    guint n_refs;
    guint32 files;    /* bits of those that it may have */
    guint32 released; /* to be granted */
    guint32 granted;  /* the worker may write to them */
    gboolean retired;
    int fds[MILL_TRAY_FILES];
};

MillTray *
mill_tray_new(guint n_files)
{
    MillTray *tray = g_new(MillTray, 1);
    guint32 files = (1u << MIN(n_files, MILL_TRAY_FILES)) - 1;

    *tray = (MillTray){ .n_refs = 1, .files = files, .released = files };
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
        if ((files & 1u << i) == 0)
            continue;
        if (tray->fds[i] >= 0)
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

guint32
mill_tray_grant(MillTray *tray)
{
    guint32 files = tray->released;

    tray->released = 0;
    tray->granted |= files;
    return files;
}

void
mill_tray_revoke(MillTray *tray, guint32 files)
{
    tray->granted &= ~files;
    tray->released |= files;
}

gboolean
mill_tray_take(MillTray *tray, guint32 number, int fd)
{
    gboolean good = number < MILL_TRAY_FILES && (tray->granted & 1u << number) != 0;

    /* A file of another kind could let its reader wait for ever. */
    good = good && (fd >= 0 ? fcntl(fd, F_GET_SEALS) >= 0 : tray->fds[number] >= 0);
    if (!good && fd >= 0)
        close(fd);
    if (!good)
        return FALSE;
    if (fd >= 0 && tray->fds[number] >= 0)
        close(tray->fds[number]);
    if (fd >= 0)
        tray->fds[number] = fd;
    tray->granted &= ~(1u << number);
    return TRUE;
}

gboolean
mill_tray_read(const MillTray *tray, guint32 number, void *bytes, gsize size)
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

/* Files without an answer, of a worker that will not write another. */
static void
tray_drop_idle(MillTray *tray)
{
    guint32 idle = tray->released | tray->granted;

    tray_close(tray, idle);
    tray->files &= ~idle;
    tray->released = tray->granted = 0;
}

void
mill_tray_release(MillTray *tray, guint32 number)
{
    tray->released |= 1u << number;
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

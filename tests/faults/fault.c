/* fault.c - is loaded before the C library (LD_PRELOAD), and makes the system fail at a chosen
 * moment.
 *
 *     FAULT_AT=N        at the N-th change of the file system by the first process (from 1)
 *     FAULT_DO=kill     it is killed, before the change (default)
 *              group    its whole group is
 *              full     this change and all later ones find the disk full
 *     FAULT_COUNT=FILE  how many changes there were goes to FILE at the end
 *     FAULT_CLOCK=N     on its clock each change takes N microseconds and nothing else any time, so
 *                       that commits and syncs come after so many changes, however fast the machine
 *     FAULT_SYNCED=FILE what reached the disk is added to FILE: lines of inode, size, and a path
 *                       if the name did, too
 *     FAULT_OPEN=A:B    the first time that a file called A is opened, program B runs before
 *
 * Workers, the feeder and programs that a run starts are left alone.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXPORT           __attribute__((visibility("default")))
#define REAL(type, name) ((type) dlsym(RTLD_NEXT, name))

static pid_t first;
static long at, changes, cost;
static enum { KILL, GROUP, FULL } deed;
static char opened[256];
static const char *before_open;

__attribute__((constructor)) static void
fault_begin(void)
{
    const char *what = getenv("FAULT_DO");
    const char *open_at = getenv("FAULT_OPEN");

    first = getpid();
    at = getenv("FAULT_AT") ? atol(getenv("FAULT_AT")) : 0;
    cost = getenv("FAULT_CLOCK") ? atol(getenv("FAULT_CLOCK")) : 0;
    deed = !what || strcmp(what, "kill") == 0 ? KILL : strcmp(what, "group") == 0 ? GROUP : FULL;
    if (open_at && strchr(open_at, ':')) {
        before_open = strchr(open_at, ':') + 1;
        snprintf(opened, sizeof opened, "%.*s", (int) (before_open - 1 - open_at), open_at);
    }
    unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void
fault_end(void)
{
    const char *path = getenv("FAULT_COUNT");
    FILE *file = path && getpid() == first ? fopen(path, "w") : NULL;

    if (!file)
        return;
    fprintf(file, "%ld\n", changes);
    fclose(file);
}

/* Whether the change that is about to be made fails. */
static int
fault_now(void)
{
    if (getpid() != first)
        return 0;
    changes++;
    if (at == 0 || changes < at)
        return 0;
    if (deed != FULL)
        kill(deed == GROUP ? 0 : first, SIGKILL);
    errno = ENOSPC;
    return 1;
}

/* Memory files, pipes and terminals are no part of the file system. */
static int
fault_in_file(int fd)
{
    struct stat status;
    int before = errno;
    int fails =
        fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink > 0 && fault_now();

    if (!fails)
        errno = before;
    return fails;
}

EXPORT ssize_t
write(int fd, const void *bytes, size_t length)
{
    return fault_in_file(fd)
               ? -1
               : REAL(ssize_t(*)(int, const void *, size_t), "write")(fd, bytes, length);
}

EXPORT ssize_t
pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
    typedef ssize_t (*Call)(int, const void *, size_t, off64_t);

    return fault_in_file(fd) ? -1 : REAL(Call, "pwrite64")(fd, bytes, length, offset);
}

EXPORT ssize_t
writev(int fd, const struct iovec *pieces, int count)
{
    typedef ssize_t (*Call)(int, const struct iovec *, int);

    return fault_in_file(fd) ? -1 : REAL(Call, "writev")(fd, pieces, count);
}

EXPORT ssize_t
sendfile64(int to, int from, off64_t *offset, size_t length)
{
    typedef ssize_t (*Call)(int, int, off64_t *, size_t);

    return fault_in_file(to) ? -1 : REAL(Call, "sendfile64")(to, from, offset, length);
}

/* What makes room goes on when the disk is full. */
EXPORT int
ftruncate64(int fd, off64_t length)
{
    typedef int (*Call)(int, off64_t);

    return deed != FULL && fault_in_file(fd) ? -1 : REAL(Call, "ftruncate64")(fd, length);
}

EXPORT int
unlink(const char *path)
{
    return deed != FULL && fault_now() ? -1 : REAL(int (*)(const char *), "unlink")(path);
}

EXPORT int
unlinkat(int folder, const char *path, int flags)
{
    typedef int (*Call)(int, const char *, int);

    return deed != FULL && fault_now() ? -1 : REAL(Call, "unlinkat")(folder, path, flags);
}

EXPORT int
rename(const char *from, const char *to)
{
    typedef int (*Call)(const char *, const char *);

    return fault_now() ? -1 : REAL(Call, "rename")(from, to);
}

EXPORT int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    typedef int (*Call)(int, const char *, int, const char *);

    return fault_now() ? -1 : REAL(Call, "renameat")(from_folder, from, to_folder, to);
}

EXPORT int
linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    typedef int (*Call)(int, const char *, int, const char *, int);

    return fault_now() ? -1 : REAL(Call, "linkat")(from_folder, from, to_folder, to, flags);
}

EXPORT int
mkdirat(int folder, const char *path, mode_t mode)
{
    typedef int (*Call)(int, const char *, mode_t);

    return fault_now() ? -1 : REAL(Call, "mkdirat")(folder, path, mode);
}

static FILE *
fault_open_synced(void)
{
    const char *path = getenv("FAULT_SYNCED");

    return path && getpid() == first ? fopen(path, "a") : NULL;
}

static void
fault_note_file(int fd)
{
    FILE *file = fault_open_synced();
    struct stat status;

    if (!file)
        return;
    if (fstat(fd, &status) == 0)
        fprintf(file, "%lu %ld\n", (unsigned long) status.st_ino, (long) status.st_size);
    fclose(file);
}

static FILE *noting;

static int
fault_note(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void) place;
    if (type == FTW_F)
        fprintf(noting, "%lu %ld %s\n", (unsigned long) status->st_ino, (long) status->st_size,
                path);
    return 0;
}

/* All files below the folder @fd. */
static void
fault_note_folder(int fd)
{
    char link[64], path[PATH_MAX] = "";

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    noting = fault_open_synced();
    if (!noting)
        return;
    if (readlink(link, path, sizeof path - 1) > 0)
        nftw(path, fault_note, 16, FTW_PHYS);
    fclose(noting);
}

EXPORT int
fdatasync(int fd)
{
    int result = fault_in_file(fd)        ? -1
                 : getenv("FAULT_SYNCED") ? 0
                                          : REAL(int (*)(int), "fdatasync")(fd);

    if (result == 0)
        fault_note_file(fd);
    return result;
}

EXPORT int
fsync(int fd)
{
    int result = fault_in_file(fd)        ? -1
                 : getenv("FAULT_SYNCED") ? 0
                                          : REAL(int (*)(int), "fsync")(fd);

    if (result == 0)
        fault_note_file(fd);
    return result;
}

EXPORT int
syncfs(int fd)
{
    int result = fault_now() ? -1 : getenv("FAULT_SYNCED") ? 0 : REAL(int (*)(int), "syncfs")(fd);

    if (result == 0)
        fault_note_folder(fd);
    return result;
}

EXPORT int
clock_gettime(clockid_t clock, struct timespec *time)
{
    static int (*real)(clockid_t, struct timespec *);
    static long long begun;

    if (!real)
        real = REAL(int (*)(clockid_t, struct timespec *), "clock_gettime");
    int result = real(clock, time);

    if (result == 0 && clock == CLOCK_MONOTONIC && cost > 0 && getpid() == first) {
        if (begun == 0)
            begun = time->tv_sec * 1000000000LL + time->tv_nsec;
        long long now = begun + changes * cost * 1000LL;

        time->tv_sec = now / 1000000000LL;
        time->tv_nsec = now % 1000000000LL;
    }
    return result;
}

static void
fault_opening(const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;

    if (!before_open || getpid() != first || strcmp(name, opened) != 0)
        return;
    const char *program = before_open;
    int status;

    before_open = NULL;
    pid_t child = fork();

    if (child == 0) {
        execl(program, program, (char *) NULL);
        _exit(127);
    }
    if (waitpid(child, &status, 0) != child || status != 0)
        abort();
}

EXPORT int
open64(const char *path, int flags, ...)
{
    va_list more;

    va_start(more, flags);
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0;
    va_end(more);
    fault_opening(path);
    return REAL(int (*)(const char *, int, ...), "open64")(path, flags, mode);
}

/* files.c - result files: whole or not at all, and never outside of their folder. */
#include "results/files-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "document/document-private.h"
#include "pipeline/pattern.h"

MillFiles *
mill_files_new(int fd, const char *path)
{
    MillFiles *files = g_new0(MillFiles, 1);

    files->fd = fd;
    files->path = g_strdup(path);
    files->work_fd = -1;
    files->entered_fd = -1;
    return files;
}

static void
files_leave(MillFiles *files)
{
    if (files->entered_fd >= 0)
        close(files->entered_fd);
    files->entered_fd = -1;
    g_clear_pointer(&files->entered, g_free);
}

void
mill_files_abandon(MillFiles *files)
{
    files_leave(files);
    if (files->work_fd >= 0)
        close(files->work_fd);
    close(files->fd);
    files->fd = files->work_fd = -1;
}

void
mill_files_free(MillFiles *files)
{
    if (!files)
        return;
    files_leave(files);
    if (files->work_fd >= 0)
        close(files->work_fd);
    if (files->fd >= 0)
        close(files->fd);
    g_free(files->path);
    g_free(files);
}

int
mill_files_get_fd(const MillFiles *files)
{
    return files->fd;
}

const char *
mill_files_get_path(const MillFiles *files)
{
    return files->path;
}

gboolean
mill_files_fail(const MillFiles *files, const char *doing, const char *path, int reason,
                GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot %s '%s%s%s': %s", doing, files->path,
                path ? "/" : "", path ? path : "", g_strerror(reason));
    return FALSE;
}

gboolean
mill_files_is_local(int reason)
{
    return reason == ENOTDIR || reason == EISDIR || reason == ELOOP || reason == ENOTEMPTY ||
           reason == EEXIST || reason == ENAMETOOLONG || reason == EINVAL || reason == EILSEQ;
}

gboolean
mill_files_open_work(MillFiles *files, GError **error)
{
    if (files->work_fd >= 0)
        return TRUE;
    if (mkdirat(files->fd, MILL_WORK_FOLDER, 0777) == 0 || errno == EEXIST)
        files->work_fd =
            openat(files->fd, MILL_WORK_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return files->work_fd >= 0 || mill_files_fail(files, "use", MILL_WORK_FOLDER, errno, error);
}

/* The entries of the folder @fd, which stays open. NULL if it cannot be read. */
static DIR *
files_list(int fd)
{
    int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = copy < 0 ? NULL : fdopendir(copy);

    if (!stream && copy >= 0)
        close(copy);
    return stream;
}

static gboolean
files_is_dots(const char *name)
{
    return g_str_equal(name, ".") || g_str_equal(name, "..");
}

void
mill_files_each_work(MillFiles *files, MillFilesCall call, gpointer data)
{
    DIR *stream = files_list(files->work_fd);
    const struct dirent *item;

    while (stream && (item = readdir(stream)))
        if (!files_is_dots(item->d_name))
            call(item->d_name, data);
    if (stream)
        closedir(stream);
}

static void files_empty(int fd);

/* Deletes @name in the folder @fd; links are deleted, not followed. */
static void
files_delete(int fd, const char *name)
{
    if (unlinkat(fd, name, 0) == 0)
        return;
    int below = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (below < 0)
        return;
    files_empty(below);
    close(below);
    unlinkat(fd, name, AT_REMOVEDIR);
}

static void
files_empty(int fd)
{
    DIR *stream = files_list(fd);
    const struct dirent *item;

    while (stream && (item = readdir(stream)))
        if (!files_is_dots(item->d_name))
            files_delete(fd, item->d_name);
    if (stream)
        closedir(stream);
}

void
mill_files_remove_work(MillFiles *files, const char *name)
{
    if (files->work_fd >= 0)
        files_delete(files->work_fd, name);
}

void
mill_files_clear_work(MillFiles *files)
{
    if (files->work_fd >= 0)
        files_empty(files->work_fd);
}

void
mill_files_close_work(MillFiles *files)
{
    if (files->work_fd >= 0)
        close(files->work_fd);
    files->work_fd = -1;
    unlinkat(files->fd, MILL_WORK_FOLDER, AT_REMOVEDIR);
}

gboolean
mill_files_sync(MillFiles *files, GError **error)
{
    return syncfs(files->fd) == 0 || mill_files_fail(files, "write to", NULL, errno, error);
}

/* Opens the folder @name below @parent, or makes it first. Returns -1 with errno. */
static int
files_descend(int parent, const char *name, gboolean make)
{
    const int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(parent, name, flags);

    if (fd >= 0 || errno != ENOENT || !make)
        return fd;
    if (mkdirat(parent, name, 0777) < 0 && errno != EEXIST)
        return -1;
    return openat(parent, name, flags);
}

int
mill_files_enter(MillFiles *files, const char *path, gboolean make, const char **name)
{
    const char *slash = strrchr(path, '/');

    *name = slash ? slash + 1 : path;
    if (!slash)
        return files->fd;
    g_autofree char *folder = g_strndup(path, (gsize) (slash - path));

    if (g_strcmp0(folder, files->entered) == 0)
        return files->entered_fd;
    files_leave(files);
    g_auto(GStrv) parts = g_strsplit(folder, "/", -1);
    int at = files->fd;

    for (char **part = parts; *part; part++) {
        int next = files_descend(at, *part, make);
        int reason = errno;

        if (at != files->fd)
            close(at);
        errno = reason;
        if (next < 0)
            return -1;
        at = next;
    }
    files->entered = g_steal_pointer(&folder);
    files->entered_fd = at;
    return at;
}

gboolean
mill_files_check(MillFiles *files, const char *path, gboolean *local, GError **error)
{
    const char *name;
    int folder = mill_files_enter(files, path, TRUE, &name);
    int reason = folder < 0 ? errno : 0;
    struct stat status;

    if (reason == 0 && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
        reason = S_ISDIR(status.st_mode) ? EISDIR : 0;
    else if (reason == 0 && errno != ENOENT)
        reason = errno;
    *local = mill_files_is_local(reason);
    return reason == 0 || mill_files_fail(files, "write", path, reason, error);
}

gboolean
mill_files_move_in(MillFiles *files, const char *from, const char *path, GError **error)
{
    const char *name;
    int folder = mill_files_enter(files, path, TRUE, &name);

    return (folder >= 0 && renameat(AT_FDCWD, from, folder, name) == 0) || errno == ENOENT ||
           mill_files_fail(files, "write", path, errno, error);
}

/* Whether each component of @path is an ordinary name. */
static gboolean
files_is_inside(const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);

    for (char **part = parts; *part; part++)
        if (**part == '\0' || g_str_equal(*part, ".") || g_str_equal(*part, ".."))
            return FALSE;
    return *parts != NULL;
}

/* Removes the folder @path and those above it, as far as they are empty. */
static void
files_prune(MillFiles *files, const char *path)
{
    g_autofree char *folder = g_strdup(path);

    for (char *slash; (slash = strrchr(folder, '/'));) {
        const char *name;
        int parent;

        *slash = '\0';
        parent = mill_files_enter(files, folder, FALSE, &name);
        if (parent < 0 || unlinkat(parent, name, AT_REMOVEDIR) < 0)
            return;
        files_leave(files); /* it may be the one that is gone */
    }
}

gboolean
mill_files_remove(MillFiles *files, const char *path, GError **error)
{
    const char *name;

    if (!files_is_inside(path))
        return TRUE;
    int folder = mill_files_enter(files, path, FALSE, &name);

    if (folder < 0 || unlinkat(folder, name, 0) < 0) {
        if (errno == ENOENT || mill_files_is_local(errno))
            return TRUE;
        return mill_files_fail(files, "replace", path, errno, error);
    }
    files_prune(files, path);
    return TRUE;
}

/* files.c - result files: whole or not at all, and never outside of their folder. */
#include "run/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "run/pattern.h"

struct MillFiles {
    int fd;
    char *path;
    guint n_drafts;
    /* The folder that was entered last: documents of one folder come one after the other. */
    char *entered;
    int entered_fd;
};

MillFiles *
mill_files_new(int fd, const char *path)
{
    MillFiles *files = g_new0(MillFiles, 1);

    files->fd = fd;
    files->path = g_strdup(path);
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
    close(files->fd);
    files->fd = -1;
}

void
mill_files_free(MillFiles *files)
{
    if (!files)
        return;
    files_leave(files);
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

/* @path is below the folder; NULL for the folder itself. */
static gboolean
files_fail(const MillFiles *files, const char *doing, const char *path, int reason, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot %s '%s%s%s': %s", doing, files->path,
                path ? "/" : "", path ? path : "", g_strerror(reason));
    return FALSE;
}

/* Errors that a single name can have, in a folder that is otherwise fine. */
static gboolean
files_is_local(int reason)
{
    return reason == ENOTDIR || reason == EISDIR || reason == ELOOP || reason == ENOTEMPTY ||
           reason == EEXIST || reason == ENAMETOOLONG || reason == EINVAL || reason == EILSEQ;
}

void
mill_files_sweep(MillFiles *files)
{
    int fd = openat(files->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *item;

    while (stream && (item = readdir(stream)))
        if (g_str_has_prefix(item->d_name, MILL_TEMPORARY_PREFIX))
            unlinkat(files->fd, item->d_name, 0);
    if (stream)
        closedir(stream);
    else if (fd >= 0)
        close(fd);
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

/* The folder of the file @path as a descriptor that is borrowed until the next call, and the
 * file's own name in it. Returns -1 with errno. */
static int
files_enter(MillFiles *files, const char *path, gboolean make, const char **name)
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
mill_draft_open(MillDraft *draft, MillFiles *files, GError **error)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

    g_snprintf(draft->name, sizeof(draft->name), MILL_TEMPORARY_PREFIX "%u.tmp",
               files->n_drafts++ % 1000000);
    draft->fd = openat(files->fd, draft->name, flags, 0666);
    if (draft->fd < 0 && errno == EEXIST && unlinkat(files->fd, draft->name, 0) == 0)
        draft->fd = openat(files->fd, draft->name, flags, 0666);
    return draft->fd >= 0 || files_fail(files, "write to", NULL, errno, error);
}

gboolean
mill_draft_write(MillDraft *draft, MillFiles *files, const void *bytes, gsize length,
                 GError **error)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t written = write(draft->fd, at, length);

        if (written < 0 && errno != EINTR)
            return files_fail(files, "write to", NULL, errno, error);
        if (written > 0) {
            at += written;
            length -= (gsize) written;
        }
    }
    return TRUE;
}

char *
mill_draft_dup_path(const MillDraft *draft, const MillFiles *files)
{
    g_autofree char *folder = g_canonicalize_filename(files->path, NULL);

    return g_build_filename(folder, draft->name, NULL);
}

void
mill_draft_discard(MillDraft *draft, MillFiles *files)
{
    if (draft->fd < 0)
        return;
    close(draft->fd);
    draft->fd = -1;
    unlinkat(files->fd, draft->name, 0);
}

gboolean
mill_draft_publish(MillDraft *draft, MillFiles *files, const char *path, gboolean *local,
                   GError **error)
{
    const char *name;
    int folder = files_enter(files, path, TRUE, &name);
    int reason = folder < 0 ? errno : 0;

    /* Some file systems report a full disk only now. */
    if (close(draft->fd) < 0 && reason == 0 && errno != EINTR)
        reason = errno;
    draft->fd = -1;
    if (reason == 0 && renameat(files->fd, draft->name, folder, name) == 0)
        return TRUE;
    if (reason == 0)
        reason = errno;
    unlinkat(files->fd, draft->name, 0);
    if (local)
        *local = files_is_local(reason);
    return files_fail(files, "write", path, reason, error);
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
        parent = files_enter(files, folder, FALSE, &name);
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
    int folder = files_enter(files, path, FALSE, &name);

    if (folder < 0 || unlinkat(folder, name, 0) < 0) {
        if (errno == ENOENT || files_is_local(errno))
            return TRUE;
        return files_fail(files, "replace", path, errno, error);
    }
    files_prune(files, path);
    return TRUE;
}

/* files.c - result files: whole or not at all, and never outside of their folder. */
#include "results/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "document/document-private.h"
#include "pipeline/pattern.h"

struct MillFiles {
    int fd;
    int work_fd; /* of the work folder, or -1 */
    char *path;
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

gboolean
mill_files_open_work(MillFiles *files, GError **error)
{
    if (files->work_fd >= 0)
        return TRUE;
    if (mkdirat(files->fd, MILL_WORK_FOLDER, 0777) == 0 || errno == EEXIST)
        files->work_fd =
            openat(files->fd, MILL_WORK_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return files->work_fd >= 0 || files_fail(files, "use", MILL_WORK_FOLDER, errno, error);
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
    return syncfs(files->fd) == 0 || files_fail(files, "write to", NULL, errno, error);
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
mill_files_check(MillFiles *files, const char *path, gboolean *local, GError **error)
{
    const char *name;
    int folder = files_enter(files, path, TRUE, &name);
    int reason = folder < 0 ? errno : 0;
    struct stat status;

    if (reason == 0 && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
        reason = S_ISDIR(status.st_mode) ? EISDIR : 0;
    else if (reason == 0 && errno != ENOENT)
        reason = errno;
    *local = files_is_local(reason);
    return reason == 0 || files_fail(files, "write", path, reason, error);
}

gboolean
mill_files_move_in(MillFiles *files, const char *from, const char *path, GError **error)
{
    const char *name;
    int folder = files_enter(files, path, TRUE, &name);

    return (folder >= 0 && renameat(AT_FDCWD, from, folder, name) == 0) || errno == ENOENT ||
           files_fail(files, "write", path, errno, error);
}

gboolean
mill_draft_open(MillDraft *draft, MillFiles *files, const char *name, GError **error)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

    g_strlcpy(draft->name, name, sizeof draft->name);
    draft->fd = openat(files->work_fd, name, flags, 0666);
    if (draft->fd < 0 && errno == EEXIST && unlinkat(files->work_fd, name, 0) == 0)
        draft->fd = openat(files->work_fd, name, flags, 0666);
    if (draft->fd >= 0)
        return TRUE;
    *draft->name = '\0';
    return files_fail(files, "write to", MILL_WORK_FOLDER, errno, error);
}

/* Makes the file @path the draft @name again. */
static void
files_withdraw(MillFiles *files, const char *path, const char *name)
{
    const char *last;
    int folder = files_enter(files, path, FALSE, &last);

    if (folder >= 0)
        renameat(folder, last, files->work_fd, name); /* if it fails, there is no draft */
}

gboolean
mill_draft_reopen(MillDraft *draft, MillFiles *files, const char *name, const char *path,
                  gint64 size, GError **error)
{
    const int flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;
    struct stat status;

    g_strlcpy(draft->name, name, sizeof draft->name);
    draft->fd = openat(files->work_fd, name, flags);
    if (draft->fd < 0 && errno == ENOENT) {
        files_withdraw(files, path, name);
        draft->fd = openat(files->work_fd, name, flags);
    }
    if (draft->fd < 0 || fstat(draft->fd, &status) < 0)
        return files_fail(files, "go on with", path, errno, error);
    if (status.st_size < size) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "'%s/%s' has only %" G_GINT64_FORMAT " of the %" G_GINT64_FORMAT
                    " bytes that the ledger knows of",
                    files->path, path, (gint64) status.st_size, size);
        return FALSE;
    }
    if (ftruncate(draft->fd, size) < 0 || lseek(draft->fd, size, SEEK_SET) < 0)
        return files_fail(files, "go on with", path, errno, error);
    return TRUE;
}

static gboolean
files_copy(MillDraft *draft, MillFiles *files, const char *path, GError **error)
{
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t got = from < 0 ? -1 : 1;

    while (got > 0)
        got = sendfile(draft->fd, from, NULL, 1 << 30);
    int reason = errno;

    if (from >= 0)
        close(from);
    if (got == 0)
        return mill_draft_close(draft, files, error);
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot copy '%s': %s", path, g_strerror(reason));
    return FALSE;
}

gboolean
mill_draft_link(MillDraft *draft, MillFiles *files, const char *path, GError **error)
{
    if (unlinkat(files->work_fd, draft->name, 0) == 0 &&
        linkat(AT_FDCWD, path, files->work_fd, draft->name, 0) == 0)
        return mill_draft_close(draft, files, error);
    close(draft->fd);

    char name[sizeof draft->name];

    memcpy(name, draft->name, sizeof name);
    return mill_draft_open(draft, files, name, error) && files_copy(draft, files, path, error);
}

gint64
mill_draft_get_size(const MillDraft *draft, const MillFiles *files)
{
    struct stat status;

    return fstatat(files->work_fd, draft->name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_size
                                                                                   : 0;
}

char *
mill_draft_dup_sha256(const MillDraft *draft, const MillFiles *files, GError **error)
{
    int fd = openat(files->work_fd, draft->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    char *sha256 = fd < 0 ? NULL : mill_sha256_fd(fd);

    if (!sha256)
        files_fail(files, "read again in", MILL_WORK_FOLDER, errno, error);
    if (fd >= 0)
        close(fd);
    return sha256;
}

gboolean
mill_draft_close(MillDraft *draft, MillFiles *files, GError **error)
{
    int fd = draft->fd;

    draft->fd = -1;
    /* Some file systems report a full disk only now. */
    if (fd < 0 || close(fd) == 0 || errno == EINTR)
        return TRUE;
    return files_fail(files, "write to", NULL, errno, error);
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

    return g_build_filename(folder, MILL_WORK_FOLDER, draft->name, NULL);
}

void
mill_draft_discard(MillDraft *draft, MillFiles *files)
{
    if (draft->fd >= 0)
        close(draft->fd);
    if (*draft->name)
        unlinkat(files->work_fd, draft->name, 0);
    *draft = (MillDraft) MILL_DRAFT_NONE;
}

gboolean
mill_draft_publish(MillDraft *draft, MillFiles *files, const char *path, gboolean *local,
                   GError **error)
{
    const char *name;
    int folder = files_enter(files, path, TRUE, &name);
    int reason = folder < 0 ? errno : 0;

    /* Some file systems report a full disk only now. */
    if (draft->fd >= 0 && close(draft->fd) < 0 && reason == 0 && errno != EINTR)
        reason = errno;
    draft->fd = -1;
    if (reason == 0 && renameat(files->work_fd, draft->name, folder, name) < 0)
        reason = errno;
    if (reason != 0 && local)
        unlinkat(files->work_fd, draft->name, 0);
    *draft->name = '\0';
    if (local)
        *local = files_is_local(reason);
    return reason == 0 || files_fail(files, "write", path, reason, error);
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

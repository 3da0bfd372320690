/* draft.c - files that are being written, under a temporary name in the work folder. */
#include "results/files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "document/document-private.h"
#include "document/write-all.h"

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
    return mill_files_fail(files, "write to", MILL_WORK_FOLDER, errno, error);
}

gboolean
mill_draft_rename(MillDraft *draft, MillFiles *files, const char *name, GError **error)
{
    if (renameat(files->work_fd, draft->name, files->work_fd, name) < 0)
        return mill_files_fail(files, "write to", MILL_WORK_FOLDER, errno, error);
    g_strlcpy(draft->name, name, sizeof draft->name);
    return TRUE;
}

/* Makes the file @path the draft @name again. */
static void
files_withdraw(MillFiles *files, const char *path, const char *name)
{
    const char *last;
    int folder = mill_files_enter(files, path, FALSE, &last);

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
        return mill_files_fail(files, "go on with", path, errno, error);
    if (status.st_size < size) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "'%s/%s' has only %" G_GINT64_FORMAT " of the %" G_GINT64_FORMAT
                    " bytes that the ledger knows of",
                    files->path, path, (gint64) status.st_size, size);
        return FALSE;
    }
    if (ftruncate(draft->fd, size) < 0 || lseek(draft->fd, size, SEEK_SET) < 0)
        return mill_files_fail(files, "go on with", path, errno, error);
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
        mill_files_fail(files, "read again in", MILL_WORK_FOLDER, errno, error);
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
    return mill_files_fail(files, "write to", NULL, errno, error);
}

gboolean
mill_draft_write(MillDraft *draft, MillFiles *files, const void *bytes, gsize length,
                 GError **error)
{
    return mill_write_all(draft->fd, bytes, length) ||
           mill_files_fail(files, "write to", NULL, errno, error);
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
    int folder = mill_files_enter(files, path, TRUE, &name);
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
        *local = mill_files_is_local(reason);
    return reason == 0 || mill_files_fail(files, "write", path, reason, error);
}

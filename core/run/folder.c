/* folder.c - the results folder: whose it is, and what of an earlier run it holds. */
#include "run/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <textmill/error.h>

#include "run/ledger.h"
#include "run/pattern.h"

static void
folder_fail(GError **error, const char *doing, const char *path, int reason)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot %s '%s': %s", doing, path,
                g_strerror(reason));
}

/* Some file of the folder that a run did not leave, or NULL. (transfer full) */
static char *
folder_find_foreign(int fd)
{
    int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *item;
    char *found = NULL;

    while (stream && !found && (item = readdir(stream)))
        if (!g_str_equal(item->d_name, ".") && !g_str_equal(item->d_name, "..") &&
            !g_str_has_prefix(item->d_name, MILL_TEMPORARY_PREFIX))
            found = g_strdup(item->d_name);
    if (stream)
        closedir(stream);
    return found;
}

static gboolean
folder_check(int fd, const char *path, gboolean force, GError **error)
{
    g_autofree char *ledger = g_build_filename(path, MILL_LEDGER_NAME, NULL);
    g_autofree char *foreign = NULL;

    if (faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) < 0) {
        folder_fail(error, "write to", path, errno);
        return FALSE;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "another run is writing to '%s'", path);
        return FALSE;
    }
    if (force || mill_ledger_is(ledger))
        return TRUE;
    foreign = folder_find_foreign(fd);
    if (!foreign)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                "'%s' holds files that textmill did not write, such as '%s'; choose another "
                "folder, or use --force to write between them",
                path, foreign);
    return FALSE;
}

MillFiles *
mill_folder_open(const char *path, gboolean force, gboolean *made, GError **error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    *made = FALSE;
    if (fd < 0 && errno == ENOENT) {
        if (g_mkdir_with_parents(path, 0777) < 0) {
            folder_fail(error, "make the folder", path, errno);
            return NULL;
        }
        *made = TRUE;
        fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (fd < 0) {
        folder_fail(error, "open the folder", path, errno);
        return NULL;
    }
    g_autoptr(MillFiles) files = mill_files_new(fd, path);

    return folder_check(fd, path, force, error) ? g_steal_pointer(&files) : NULL;
}

/* What is being cleared; a file that collects documents is listed with each of them. */
typedef struct {
    MillFiles *files;
    GString *last; /* the file that was removed last */
} Clearing;

static gboolean
folder_remove(const char *path, gpointer data, GError **error)
{
    Clearing *clearing = data;

    if (g_str_equal(path, clearing->last->str))
        return TRUE;
    g_string_assign(clearing->last, path);
    return mill_files_remove(clearing->files, path, error);
}

gboolean
mill_folder_clear(MillFiles *files, GError **error)
{
    g_autoptr(GString) last = g_string_new(NULL);
    Clearing clearing = { files, last };

    mill_files_sweep(files);
    return mill_ledger_each_file(files, folder_remove, &clearing, error);
}

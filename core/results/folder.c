/* folder.c - the results folder: whose it is, and what of an earlier run it holds. */
#include "results/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <textmill/error.h>

#include "pipeline/pattern.h"
#include "results/ledger-read.h"

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

/* Workers of a run that was killed may have the lock a moment longer than it. */
#define FOLDER_TRIES 100
#define FOLDER_PAUSE (20 * 1000) /* microseconds */

static gboolean
folder_lock(int fd)
{
    for (guint i = 0; i < FOLDER_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
            return TRUE;
        g_usleep(FOLDER_PAUSE);
    }
    return FALSE;
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
    if (!folder_lock(fd)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "another run is writing to '%s'", path);
        return FALSE;
    }
    if (force || mill_ledger_is(ledger))
        return TRUE;
    foreign = folder_find_foreign(fd);
    if (!foreign)
        return TRUE;
    if (g_file_test(ledger, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' is no ledger: it is damaged, as by a power cut, or not textmill's; "
                    "choose another folder, or use --force to make all results anew, between the "
                    "files that are there",
                    ledger);
        return FALSE;
    }
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

typedef struct {
    MillFiles *files;
    const MillNames *kept; /* or NULL */
} Removing;

static gboolean
folder_remove(const Removing *removing, const char *name, GError **error)
{
    return (removing->kept && mill_names_has(removing->kept, name)) ||
           mill_files_remove(removing->files, name, error);
}

static gboolean
folder_remove_own(const MillLedgerResult *result, gpointer data, GError **error)
{
    return folder_remove(data, result->name, error);
}

static gboolean
folder_remove_shared(const MillLedgerFile *file, gpointer data, GError **error)
{
    return folder_remove(data, file->name, error);
}

gboolean
mill_folder_remove_listed(MillFiles *files, const MillNames *kept, GError **error)
{
    const char *path = mill_files_get_path(files);
    g_autofree char *ledger = g_build_filename(path, MILL_LEDGER_NAME, NULL);
    Removing removing = { files, kept };

    if (!mill_ledger_is(ledger))
        return TRUE;
    g_autoptr(MillLedgerReader) reader = mill_ledger_open(path, error);

    return reader && mill_ledger_each_own(reader, folder_remove_own, &removing, error) &&
           mill_ledger_each_shared(reader, folder_remove_shared, &removing, error);
}

gboolean
mill_folder_forgives(gboolean force, GError *wrong, GError **error)
{
    if (!g_error_matches(wrong, MILL_ERROR, MILL_ERROR_DATA)) {
        g_propagate_error(error, wrong);
        return FALSE;
    }
    if (!force)
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "%s: the ledger is damaged, as by a power cut; use --force to make all results "
                    "anew, between the files that are there",
                    wrong->message);
    g_error_free(wrong);
    return force;
}

gboolean
mill_folder_clear(MillFiles *files, gboolean force, GError **error)
{
    GError *wrong = NULL;

    mill_files_clear_work(files);
    return mill_folder_remove_listed(files, NULL, &wrong) ||
           mill_folder_forgives(force, wrong, error);
}

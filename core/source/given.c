/* given.c - what is given on the command line as an input. */
#include "source/given.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>
#include <textmill/types.h>

#include "source/glob.h"
#include "source/source.h"
#include "source/spool.h"
#include "source/unit.h"

void
mill_given_free(gpointer data)
{
    MillGiven *input = data;

    if (input->fd >= 0)
        close(input->fd);
    g_free(input->path);
    g_free(input->label);
    g_free(input->glob);
    g_free(input->problem);
    g_free(input);
}

char *
mill_source_escape(const char *name)
{
    const char *bad;
    GString *text = g_string_new(NULL);

    while (!g_utf8_validate(name, -1, &bad)) {
        g_string_append_len(text, name, bad - name);
        g_string_append_printf(text, "%%%02X", (guint) (guchar) *bad);
        name = bad + 1;
    }
    g_string_append(text, name);
    return g_string_free(text, FALSE);
}

static char *
given_basename(const char *path)
{
    g_autofree char *name = g_path_get_basename(path);

    if (g_str_equal(name, ".") || g_str_equal(name, "..")) {
        g_autofree char *real = realpath(path, NULL);

        g_free(name);
        name = g_path_get_basename(real ? real : "folder");
    }
    return g_str_equal(name, G_DIR_SEPARATOR_S) ? g_strdup("root") : mill_source_escape(name);
}

/* Reads the pipe @fd into memory. FALSE only if the run is to stop. */
static gboolean
given_spool(MillGiven *input, int fd, const volatile gint *stop, GError **error)
{
    g_autoptr(GError) local = NULL;

    if (input->streamed) {
        input->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
        return TRUE;
    }
    input->fd = mill_spool(fd, MILL_TEXT_MAX, stop, &input->size, &local);
    if (input->fd >= 0)
        return TRUE;
    if (g_error_matches(local, MILL_ERROR, MILL_ERROR_STOPPED)) {
        g_propagate_error(error, g_steal_pointer(&local));
        return FALSE;
    }
    input->size = 0;
    input->code = local->code;
    input->problem = g_strdup(local->message);
    return TRUE;
}

/* A regular file on standard input is read in place, from where its offset stands. */
static gboolean
given_take_stdin(MillGiven *input, const volatile gint *stop, GError **error)
{
    struct stat status;

    if (fstat(STDIN_FILENO, &status) < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "standard input is closed");
        return FALSE;
    }
    if (!S_ISREG(status.st_mode))
        return given_spool(input, STDIN_FILENO, stop, error);
    input->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    input->offset = MAX(lseek(STDIN_FILENO, 0, SEEK_CUR), 0);
    input->size = MAX(status.st_size - input->offset, 0);
    return TRUE;
}

static gboolean
given_take_pipe(MillGiven *input, const volatile gint *stop, GError **error)
{
    int fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot open '%s': %s", input->path,
                    g_strerror(errno));
        return FALSE;
    }
    gboolean taken = given_spool(input, fd, stop, error);

    close(fd);
    return taken;
}

MillGiven *
mill_given_look(const char *path, GString *wrong)
{
    MillGiven *input = g_new0(MillGiven, 1);
    struct stat status;
    const char *reason = NULL;
    g_autofree char *root = NULL;

    input->fd = -1;
    if (g_str_equal(path, "-")) {
        input->kind = MILL_GIVEN_STDIN;
        input->label = g_strdup("stdin");
        return input;
    }
    input->path = g_strdup(path);
    input->label = given_basename(path);
    int found = stat(path, &status);

    if (found < 0 && errno == ENOENT && mill_glob_split(path, &root, &input->glob)) {
        g_free(input->path);
        g_free(input->label);
        input->path = g_steal_pointer(&root);
        input->label = given_basename(input->path);
        found = stat(input->path, &status);
    }
    if (found < 0)
        reason = *path != '\0' ? g_strerror(errno) : "an empty name";
    else if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode) && !S_ISFIFO(status.st_mode))
        reason = "neither a file nor a folder nor a pipe";
    if (reason) {
        g_string_append_printf(wrong, "\n  '%s': %s", path, reason);
        input->code = MILL_ERROR_IO;
        input->problem = g_strdup_printf("cannot read '%s': %s", path, reason);
        return input;
    }
    input->kind = S_ISDIR(status.st_mode)   ? MILL_GIVEN_FOLDER
                  : S_ISREG(status.st_mode) ? MILL_GIVEN_FILE
                                            : MILL_GIVEN_PIPE;
    input->device = status.st_dev;
    input->inode = status.st_ino;
    input->size = status.st_size;
    input->mtime_ns = input->kind == MILL_GIVEN_FILE ? mill_unit_get_mtime(&status) : 0;
    return input;
}

gboolean
mill_given_take(MillGiven *given, const volatile gint *stop, GError **error)
{
    if (given->kind == MILL_GIVEN_STDIN)
        return given_take_stdin(given, stop, error);
    return given->kind != MILL_GIVEN_PIPE || given_take_pipe(given, stop, error);
}

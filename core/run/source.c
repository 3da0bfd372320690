/* source.c - what the inputs of a run yield: units, in a fixed order. */
#include "run/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>
#include <textmill/types.h>

#include "run/ledger.h"
#include "run/list.h"
#include "run/spool.h"
#include "run/walk.h"

typedef enum {
    INPUT_FILE,
    INPUT_FOLDER,
    INPUT_PIPE,
    INPUT_STDIN,
} InputKind;

typedef struct {
    InputKind kind;
    char *path;   /* as given; NULL for standard input */
    char *label;  /* the first part of its ids */
    dev_t device; /* of a folder */
    ino_t inode;
    int fd; /* the spooled bytes, or -1 */
    gint64 offset;
    gint64 size;
    gint64 mtime_ns; /* of a file */
    gint code;       /* of @problem */
    char *problem;
} Input;

/* A place in the inputs. */
typedef struct {
    guint next;
    MillWalk *walk;
    MillList *list;
    gint64 count;
} Cursor;

struct MillSource {
    GPtrArray *inputs; /* Input */
    Input *list;       /* the list of files that stands for inputs, or NULL */
    gboolean skips;
    dev_t skip_device;
    ino_t skip_inode;
    Cursor reading;
    Cursor counting;
};

static void
input_free(gpointer data)
{
    Input *input = data;

    if (input->fd >= 0)
        close(input->fd);
    g_free(input->path);
    g_free(input->label);
    g_free(input->problem);
    g_free(input);
}

void
mill_source_free(MillSource *source)
{
    if (!source)
        return;
    g_ptr_array_unref(source->inputs);
    g_clear_pointer(&source->reading.walk, mill_walk_free);
    g_clear_pointer(&source->counting.walk, mill_walk_free);
    g_clear_pointer(&source->reading.list, mill_list_free);
    g_clear_pointer(&source->counting.list, mill_list_free);
    g_clear_pointer(&source->list, input_free);
    g_free(source);
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
source_basename(const char *path)
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
source_spool(Input *input, int fd, const volatile gint *stop, GError **error)
{
    g_autoptr(GError) local = NULL;

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
source_take_stdin(Input *input, const volatile gint *stop, GError **error)
{
    struct stat status;

    if (fstat(STDIN_FILENO, &status) < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "standard input is closed");
        return FALSE;
    }
    if (!S_ISREG(status.st_mode))
        return source_spool(input, STDIN_FILENO, stop, error);
    input->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    input->offset = MAX(lseek(STDIN_FILENO, 0, SEEK_CUR), 0);
    input->size = MAX(status.st_size - input->offset, 0);
    return TRUE;
}

static gboolean
source_take_pipe(Input *input, const volatile gint *stop, GError **error)
{
    int fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot open '%s': %s", input->path,
                    g_strerror(errno));
        return FALSE;
    }
    gboolean taken = source_spool(input, fd, stop, error);

    close(fd);
    return taken;
}

/* Looks at the input @path. What is wrong with it goes to @wrong, a line each, and makes it a
 * document that cannot be read. */
static Input *
source_look(const char *path, GString *wrong)
{
    Input *input = g_new0(Input, 1);
    struct stat status;
    const char *reason = NULL;

    input->fd = -1;
    if (g_str_equal(path, "-")) {
        input->kind = INPUT_STDIN;
        input->label = g_strdup("stdin");
        return input;
    }
    input->path = g_strdup(path);
    input->label = source_basename(path);
    if (stat(path, &status) < 0)
        reason = *path != '\0' ? g_strerror(errno) : "an empty name";
    else if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode) && !S_ISFIFO(status.st_mode))
        reason = "neither a file nor a folder nor a pipe";
    if (reason) {
        g_string_append_printf(wrong, "\n  '%s': %s", path, reason);
        input->code = MILL_ERROR_IO;
        input->problem = g_strdup_printf("cannot read '%s': %s", path, reason);
        return input;
    }
    input->kind = S_ISDIR(status.st_mode)   ? INPUT_FOLDER
                  : S_ISREG(status.st_mode) ? INPUT_FILE
                                            : INPUT_PIPE;
    input->device = status.st_dev;
    input->inode = status.st_ino;
    input->size = status.st_size;
    input->mtime_ns = input->kind == INPUT_FILE ? mill_unit_get_mtime(&status) : 0;
    return input;
}

/* Strips the slashes at the end, so that paths read `folder/file`. */
static char *
source_trim(const char *path)
{
    gsize length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    return g_strndup(path, length);
}

static void
source_label(GPtrArray *inputs)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < inputs->len; i++) {
        Input *input = g_ptr_array_index(inputs, i);
        g_autofree char *label = g_strdup(input->label);

        for (guint n = 2; g_hash_table_contains(taken, input->label); n++) {
            g_free(input->label);
            input->label = g_strdup_printf("%s~%u", label, n);
        }
        g_hash_table_add(taken, input->label);
    }
}

static gboolean
source_check(GPtrArray *inputs, GString *wrong, GError **error)
{
    guint streams = 0;
    guint readable = 0;

    for (guint i = 0; i < inputs->len; i++) {
        const Input *input = g_ptr_array_index(inputs, i);

        streams += input->kind == INPUT_STDIN;
        readable += input->problem == NULL;
    }
    if (inputs->len == 0 || streams > 1) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "%s",
                    inputs->len == 0 ? "no input: name files, folders or '-'"
                                     : "'-' (standard input) can be read only once");
        return FALSE;
    }
    if (readable > 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the input:%s", wrong->str);
    return FALSE;
}

MillSource *
mill_source_new(const char *const *paths, GError **error)
{
    g_autoptr(MillSource) source = g_new0(MillSource, 1);
    g_autoptr(GString) wrong = g_string_new(NULL);

    source->inputs = g_ptr_array_new_with_free_func(input_free);
    for (; paths && *paths; paths++) {
        g_autofree char *path = source_trim(*paths);

        g_ptr_array_add(source->inputs, source_look(path, wrong));
    }
    if (!source_check(source->inputs, wrong, error))
        return NULL;
    source_label(source->inputs);
    return g_steal_pointer(&source);
}

MillSource *
mill_source_new_list(const char *path, GError **error)
{
    g_autoptr(MillSource) source = g_new0(MillSource, 1);
    g_autoptr(GString) wrong = g_string_new(NULL);

    source->inputs = g_ptr_array_new_with_free_func(input_free);
    source->list = source_look(path, wrong);
    if (wrong->len == 0 && source->list->kind != INPUT_FOLDER)
        return g_steal_pointer(&source);
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the list of files:%s",
                wrong->len > 0 ? wrong->str : " it is a folder");
    return NULL;
}

/* Opens the list, for two readers: each has a place of its own. */
static gboolean
source_open_list(MillSource *source, const volatile gint *stop, GError **error)
{
    Input *list = source->list;

    if (list->kind == INPUT_STDIN && !source_take_stdin(list, stop, error))
        return FALSE;
    if (list->kind == INPUT_PIPE && !source_take_pipe(list, stop, error))
        return FALSE;
    if (list->kind == INPUT_FILE)
        list->fd = open(list->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (list->fd < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the list of files: %s",
                    list->problem ? list->problem : g_strerror(errno));
        return FALSE;
    }
    source->reading.list = mill_list_new(list->fd, list->offset);
    source->counting.list = mill_list_new(list->fd, list->offset);
    return TRUE;
}

gboolean
mill_source_spool(MillSource *source, const volatile gint *stop, GError **error)
{
    if (source->list)
        return source_open_list(source, stop, error);
    for (guint i = 0; i < source->inputs->len; i++) {
        Input *input = g_ptr_array_index(source->inputs, i);

        if (input->kind == INPUT_STDIN && !source_take_stdin(input, stop, error))
            return FALSE;
        if (input->kind == INPUT_PIPE && !source_take_pipe(input, stop, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
mill_source_skip(MillSource *source, const struct stat *folder, GError **error)
{
    for (guint i = 0; i < source->inputs->len; i++) {
        const Input *input = g_ptr_array_index(source->inputs, i);

        if (input->kind != INPUT_FOLDER || input->device != folder->st_dev ||
            input->inode != folder->st_ino)
            continue;
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "the input '%s' is also the results folder; choose another with -o",
                    input->path);
        return FALSE;
    }
    source->skips = TRUE;
    source->skip_device = folder->st_dev;
    source->skip_inode = folder->st_ino;
    return TRUE;
}

static void
source_fill(MillUnit *unit, const Input *input)
{
    *unit = (MillUnit){
        .id = g_strdup(input->label),
        .path = g_strdup(input->path),
        .fd = input->fd,
        .offset = input->offset,
        .size = input->size,
        .file_size = input->kind == INPUT_FILE ? input->size : 0,
        .mtime_ns = input->mtime_ns,
        .code = input->code,
        .problem = g_strdup(input->problem),
    };
}

static void
source_fill_entry(const MillSource *source, MillUnit *unit, const Input *input,
                  const MillWalkEntry *entry)
{
    g_autofree char *relative = mill_source_escape(entry->relative);
    gboolean prefixed = source->inputs->len > 1 || *relative == '\0';

    *unit = (MillUnit){
        .id = prefixed ? g_build_filename(input->label, relative, NULL) : g_strdup(relative),
        .path = g_strdup(entry->path),
        .fd = -1,
        .size = entry->size,
        .file_size = entry->size,
        .mtime_ns = entry->mtime_ns,
        .code = entry->problem ? MILL_ERROR_IO : 0,
        .problem = g_strdup(entry->problem),
    };
}

/* The next file of the folder at @cursor; FALSE when it is done. A results folder of another run
 * may be read, but its ledger is no document. */
static gboolean
source_step(Cursor *cursor, MillWalkEntry *entry)
{
    while (mill_walk_next(cursor->walk, entry))
        if (entry->problem || !mill_ledger_is(entry->path))
            return TRUE;
    g_clear_pointer(&cursor->walk, mill_walk_free);
    return FALSE;
}

static void
source_open(const MillSource *source, Cursor *cursor, const Input *input)
{
    cursor->walk = mill_walk_new(input->path);
    if (source->skips)
        mill_walk_skip(cursor->walk, source->skip_device, source->skip_inode);
    if (cursor == &source->counting)
        mill_walk_set_quick(cursor->walk);
}

/* Moves @cursor on. FALSE at the end of all inputs. @unit may be NULL. */
static gboolean
source_advance(const MillSource *source, Cursor *cursor, MillUnit *unit)
{
    MillWalkEntry entry;

    for (;;) {
        if (cursor->list) {
            if (!mill_list_next(cursor->list, unit))
                return FALSE;
            break;
        }
        if (cursor->walk && source_step(cursor, &entry)) {
            if (unit)
                source_fill_entry(source, unit, source->inputs->pdata[cursor->next - 1], &entry);
            break;
        }
        if (cursor->next == source->inputs->len)
            return FALSE;
        const Input *input = g_ptr_array_index(source->inputs, cursor->next++);

        if (input->kind == INPUT_FOLDER) {
            source_open(source, cursor, input);
            continue;
        }
        if (unit)
            source_fill(unit, input);
        break;
    }
    if (unit)
        unit->index = cursor->count;
    cursor->count++;
    return TRUE;
}

gboolean
mill_source_next(MillSource *source, MillUnit *unit)
{
    return source_advance(source, &source->reading, unit);
}

gint64
mill_source_count(MillSource *source, guint limit, gboolean *done)
{
    *done = FALSE;
    for (guint i = 0; i < limit && !*done; i++)
        *done = !source_advance(source, &source->counting, NULL);
    return source->counting.count;
}

/* source-open.c - what is given as inputs, looked at and opened. */
#include "source/source-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>

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
        MillGiven *input = g_ptr_array_index(inputs, i);
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
        const MillGiven *input = g_ptr_array_index(inputs, i);

        streams += input->kind == MILL_GIVEN_STDIN;
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

    source->inputs = g_ptr_array_new_with_free_func(mill_given_free);
    for (; paths && *paths; paths++) {
        g_autofree char *path = source_trim(*paths);

        g_ptr_array_add(source->inputs, mill_given_look(path, wrong));
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

    source->inputs = g_ptr_array_new_with_free_func(mill_given_free);
    source->list = mill_given_look(path, wrong);
    if (wrong->len == 0 && source->list->kind != MILL_GIVEN_FOLDER)
        return g_steal_pointer(&source);
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the list of files:%s",
                wrong->len > 0 ? wrong->str : " it is a folder");
    return NULL;
}

/* Opens the list, for two readers: each has a place of its own. */
static gboolean
source_open_list(MillSource *source, const volatile gint *stop, GError **error)
{
    MillGiven *list = source->list;

    if (!mill_given_take(list, stop, error))
        return FALSE;
    if (list->kind == MILL_GIVEN_FILE)
        list->fd = open(list->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (list->fd < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the list of files: %s",
                    list->problem ? list->problem : g_strerror(errno));
        return FALSE;
    }
    if (source->replay && mill_source_is_pipe(list) && list->size == 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "the list of files came through a pipe and is gone: give it again, on standard "
                    "input or with --files-from");
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
        MillGiven *input = g_ptr_array_index(source->inputs, i);

        if (source->replay && mill_source_is_pipe(input))
            continue;
        if (!mill_given_take(input, stop, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
mill_source_skip(MillSource *source, const struct stat *folder, GError **error)
{
    for (guint i = 0; i < source->inputs->len; i++) {
        const MillGiven *input = g_ptr_array_index(source->inputs, i);

        if (input->kind != MILL_GIVEN_FOLDER || input->device != folder->st_dev ||
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

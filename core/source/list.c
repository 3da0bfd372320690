/* list.c - the files that a list names, one by one. */
#include "source/list.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "source/names.h"
#include "source/source.h"

#define LIST_CHUNK (64 * 1024)

struct MillList {
    int fd;
    gint64 offset; /* of what follows @chunk in the file */
    char *chunk;
    gsize at, length;
    gboolean started;
    char delimiter;
    GString *name;
    MillNames *ids;
};

MillList *
mill_list_new(int fd, gint64 offset)
{
    MillList *list = g_new0(MillList, 1);

    list->fd = fd;
    list->offset = offset;
    list->chunk = g_malloc(LIST_CHUNK);
    list->name = g_string_new(NULL);
    list->ids = mill_names_new();
    return list;
}

void
mill_list_free(MillList *list)
{
    if (!list)
        return;
    g_free(list->chunk);
    g_string_free(list->name, TRUE);
    mill_names_free(list->ids);
    g_free(list);
}

/* FALSE at the end of the list. */
static gboolean
list_read(MillList *list)
{
    ssize_t got;

    do
        got = pread(list->fd, list->chunk, LIST_CHUNK, (off_t) list->offset);
    while (got < 0 && errno == EINTR);
    list->at = 0;
    list->length = (gsize) MAX(got, 0);
    list->offset += (gint64) list->length;
    if (!list->started)
        list->delimiter = memchr(list->chunk, '\0', list->length) ? '\0' : '\n';
    list->started = TRUE;
    return list->length > 0;
}

/* Makes list->name the next one that is not empty. */
static gboolean
list_advance(MillList *list)
{
    g_string_truncate(list->name, 0);
    while (list->at < list->length || list_read(list)) {
        const char *start = list->chunk + list->at;
        gsize left = list->length - list->at;
        const char *end = memchr(start, list->delimiter, left);
        gsize piece = end ? (gsize) (end - start) : left;

        g_string_append_len(list->name, start, (gssize) piece);
        list->at += piece + (end != NULL);
        if (end && list->name->len > 0)
            return TRUE;
    }
    return list->name->len > 0;
}

static const char *
list_strip(const char *path)
{
    while (*path == '/' || (path[0] == '.' && path[1] == '/'))
        path++;
    return path;
}

/* Looks at the file at @path. Returns what is wrong with it, or NULL. */
static char *
list_look(const char *path, struct stat *status)
{
    if (stat(path, status) < 0) {
        int reason = errno;

        *status = (struct stat){ 0 };
        return g_strdup_printf("cannot read: %s", g_strerror(reason));
    }
    if (S_ISDIR(status->st_mode))
        return g_strdup("a folder; a list names files");
    return S_ISREG(status->st_mode) ? NULL : g_strdup("not a regular file");
}

gboolean
mill_list_next(MillList *list, MillUnit *unit)
{
    if (!list_advance(list))
        return FALSE;
    if (!unit)
        return TRUE;
    const char *path = list->name->str;
    g_autofree char *escaped = mill_source_escape(list_strip(path));
    struct stat status;
    char *problem = list_look(path, &status);

    *unit = (MillUnit){
        .id = mill_names_take(list->ids, *escaped ? escaped : "root"),
        .container = mill_container_new(path, -1, status.st_size, mill_unit_get_mtime(&status)),
        .size = status.st_size,
        .problem = problem,
        .code = problem ? MILL_ERROR_IO : 0,
    };
    return TRUE;
}

const char *
mill_list_get_name(const MillList *list)
{
    return list->name->str;
}

/* task.c - what the parent tells a worker. */
#include "run/task.h"

#include <string.h>

#define TASK_MAGIC 0x6d6c6c54

typedef struct {
    guint32 magic;
    guint32 n_units;
    guint64 id;
} TaskHead;

/* Followed by the strings, each with its NUL. */
typedef struct {
    guint64 id_size;
    guint64 path_size; /* 0: none */
    gint64 fd;
    gint64 offset;
    gint64 size;
    gint64 index;
    gint64 file_size;
    gint64 mtime_ns;
    gint64 chunk;
    MillRange head;
    guint8 format;
    guint8 part;
} TaskUnit;

static void
task_put(GByteArray *message, const void *bytes, gsize length)
{
    g_byte_array_append(message, bytes, (guint) length);
}

guint
mill_task_encode(GByteArray *message, guint64 id, const MillUnit *units, guint n_units)
{
    TaskHead head = { .magic = TASK_MAGIC, .id = id };

    g_byte_array_set_size(message, 0);
    task_put(message, &head, sizeof(head));
    for (; head.n_units < n_units; head.n_units++) {
        const MillUnit *unit = &units[head.n_units];
        TaskUnit item = {
            .id_size = strlen(unit->id) + 1,
            .path_size = unit->path ? strlen(unit->path) + 1 : 0,
            .fd = unit->fd,
            .offset = unit->offset,
            .size = unit->size,
            .index = unit->index,
            .file_size = unit->file_size,
            .mtime_ns = unit->mtime_ns,
            .chunk = unit->chunk,
            .head = unit->head,
            .format = unit->format,
            .part = unit->part,
        };

        if (head.n_units > 0 &&
            message->len + sizeof(item) + item.id_size + item.path_size > MILL_TASK_SIZE_MAX)
            break;
        task_put(message, &item, sizeof(item));
        task_put(message, unit->id, item.id_size);
        task_put(message, unit->path ? unit->path : "", item.path_size);
    }
    memcpy(message->data, &head, sizeof(head));
    return head.n_units;
}

/* The string of @size bytes at *@at, which moves on. FALSE if it is not there, whole. */
static gboolean
task_get_string(const guint8 **at, const guint8 *end, guint64 size, char **string)
{
    *string = NULL;
    if (size == 0)
        return TRUE;
    if (size > (guint64) (end - *at) || (*at)[size - 1] != '\0')
        return FALSE;
    *string = (char *) *at;
    *at += size;
    return TRUE;
}

static gboolean
task_get_unit(const guint8 **at, const guint8 *end, MillUnit *unit)
{
    TaskUnit item;

    if ((gsize) (end - *at) < sizeof(item))
        return FALSE;
    memcpy(&item, *at, sizeof(item));
    *at += sizeof(item);
    *unit = (MillUnit){
        .fd = (int) item.fd,
        .offset = item.offset,
        .size = item.size,
        .index = item.index,
        .file_size = item.file_size,
        .mtime_ns = item.mtime_ns,
        .chunk = item.chunk,
        .head = item.head,
        .format = item.format,
        .part = item.part,
    };
    return task_get_string(at, end, item.id_size, &unit->id) && unit->id &&
           task_get_string(at, end, item.path_size, &unit->path);
}

gboolean
mill_task_decode(const guint8 *message, gsize length, guint64 *id, GArray *units)
{
    const guint8 *at = message, *end = message + length;
    TaskHead head;

    g_array_set_size(units, 0);
    if (length < sizeof(head))
        return FALSE;
    memcpy(&head, at, sizeof(head));
    at += sizeof(head);
    *id = head.id;
    for (guint32 i = 0; i < head.n_units; i++) {
        MillUnit unit;

        if (!task_get_unit(&at, end, &unit))
            return FALSE;
        g_array_append_val(units, unit);
    }
    return head.magic == TASK_MAGIC && head.n_units > 0 && at == end;
}

/* task.c - what the parent tells a worker. */
#include "run/task.h"

#include <string.h>

#define TASK_MAGIC 0x6d6c6c54

typedef struct {
    guint32 magic;
    guint32 n_units;
    guint64 id;
    guint32 n_containers;
} TaskHead;

/* Before the first of its units. Followed by the path, with its NUL. */
typedef struct {
    guint64 path_size; /* 0: none */
    gint64 file_size;
    gint64 mtime_ns;
    gint64 chunk;
    gint64 fd;
} TaskContainer;

/* Followed by the id, with its NUL. */
typedef struct {
    guint64 id_size;
    gint64 offset;
    gint64 size;
    gint64 index;
    MillRange head;
    guint8 format;
    guint8 part;
    guint8 fresh; /* in another container than the unit before; that one stands first */
} TaskUnit;

static void
task_put(GByteArray *message, const void *bytes, gsize length)
{
    g_byte_array_append(message, bytes, (guint) length);
}

static gsize
task_measure(const char *string)
{
    return string ? strlen(string) + 1 : 0;
}

static void
task_put_container(GByteArray *message, const MillContainer *container)
{
    TaskContainer item = {
        .path_size = task_measure(container->path),
        .file_size = container->file_size,
        .mtime_ns = container->mtime_ns,
        .chunk = container->chunk,
        .fd = container->fd,
    };

    task_put(message, &item, sizeof(item));
    task_put(message, container->path, item.path_size);
}

static void
task_put_unit(GByteArray *message, const MillUnit *unit, gboolean fresh)
{
    TaskUnit item = {
        .id_size = task_measure(unit->id),
        .offset = unit->offset,
        .size = unit->size,
        .index = unit->index,
        .head = unit->head,
        .format = unit->format,
        .part = unit->part,
        .fresh = (guint8) fresh,
    };

    task_put(message, &item, sizeof(item));
    if (fresh)
        task_put_container(message, unit->container);
    task_put(message, unit->id, item.id_size);
}

guint
mill_task_encode(GByteArray *message, guint64 id, const MillUnit *units, guint n_units)
{
    TaskHead head = { .magic = TASK_MAGIC, .id = id };

    g_byte_array_set_size(message, 0);
    task_put(message, &head, sizeof(head));
    for (; head.n_units < n_units; head.n_units++) {
        const MillUnit *unit = &units[head.n_units];
        gboolean fresh = head.n_units == 0 || unit[-1].container != unit->container;
        guint before = message->len;

        task_put_unit(message, unit, fresh);
        if (head.n_units > 0 && message->len > MILL_TASK_SIZE_MAX) {
            g_byte_array_set_size(message, before);
            break;
        }
        head.n_containers += (guint32) fresh;
    }
    memcpy(message->data, &head, sizeof(head));
    return head.n_units;
}

/* The structure of @size bytes at *@at, which moves on. FALSE if it is not there, whole. */
static gboolean
task_get(const guint8 **at, const guint8 *end, void *item, gsize size)
{
    if ((gsize) (end - *at) < size)
        return FALSE;
    memcpy(item, *at, size);
    *at += size;
    return TRUE;
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

/* The next container; @containers have room for it. */
static gboolean
task_get_container(const guint8 **at, const guint8 *end, GArray *containers)
{
    MillContainer container = { 0 };
    TaskContainer item;

    if (!task_get(at, end, &item, sizeof(item)) ||
        !task_get_string(at, end, item.path_size, &container.path))
        return FALSE;
    container.file_size = item.file_size;
    container.mtime_ns = item.mtime_ns;
    container.chunk = item.chunk;
    container.fd = (int) item.fd;
    g_array_append_val(containers, container);
    return TRUE;
}

/* There are @n_containers in all, which do not move. */
static gboolean
task_get_unit(const guint8 **at, const guint8 *end, MillUnit *unit, GArray *containers,
              guint32 n_containers)
{
    TaskUnit item;

    if (!task_get(at, end, &item, sizeof(item)) ||
        (item.fresh &&
         (containers->len == n_containers || !task_get_container(at, end, containers))) ||
        containers->len == 0)
        return FALSE;
    *unit = (MillUnit){
        .container = &g_array_index(containers, MillContainer, containers->len - 1),
        .offset = item.offset,
        .size = item.size,
        .index = item.index,
        .head = item.head,
        .format = item.format,
        .part = item.part,
    };
    return task_get_string(at, end, item.id_size, &unit->id) && unit->id;
}

gboolean
mill_task_decode(const guint8 *message, gsize length, guint64 *id, GArray *units,
                 GArray *containers)
{
    const guint8 *at = message, *end = message + length;
    TaskHead head;

    g_array_set_size(units, 0);
    g_array_set_size(containers, 0);
    if (!task_get(&at, end, &head, sizeof(head)) || head.magic != TASK_MAGIC || head.n_units == 0 ||
        head.n_containers > length / sizeof(TaskContainer))
        return FALSE;
    *id = head.id;
    g_array_set_size(containers, head.n_containers); /* room for all */
    g_array_set_size(containers, 0);
    for (guint32 i = 0; i < head.n_units; i++) {
        MillUnit unit;

        if (!task_get_unit(&at, end, &unit, containers, head.n_containers))
            return FALSE;
        g_array_append_val(units, unit);
    }
    return at == end;
}

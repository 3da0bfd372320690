/* container.c - what items are in, shared by them. */
#include "source/container.h"

#include <unistd.h>

MillContainer *
mill_container_new(const char *path, int fd, gint64 file_size, gint64 mtime_ns)
{
    MillContainer *container = g_new(MillContainer, 1);

    *container = (MillContainer){
        .path = g_strdup(path),
        .file_size = file_size,
        .mtime_ns = mtime_ns,
        .fd = fd,
        .refs = 1,
    };
    return container;
}

MillContainer *
mill_container_new_chunk(const MillContainer *file, gint64 number, int fd)
{
    MillContainer *chunk = mill_container_new(file->path, fd, file->file_size, file->mtime_ns);

    chunk->chunk = number;
    return chunk;
}

MillContainer *
mill_container_ref(MillContainer *container)
{
    container->refs++;
    return container;
}

void
mill_container_unref(MillContainer *container)
{
    if (--container->refs > 0)
        return;
    if (container->chunk > 0)
        close(container->fd);
    g_free(container->path);
    g_free(container);
}

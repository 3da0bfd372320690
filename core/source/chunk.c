/* chunk.c - a sealed memory file that units share. */
#include "source/chunk.h"

#include <unistd.h>

MillChunk *
mill_chunk_new(gint64 number, int fd)
{
    MillChunk *chunk = g_new(MillChunk, 1);

    *chunk = (MillChunk){ .number = number, .fd = fd, .refs = 1 };
    return chunk;
}

MillChunk *
mill_chunk_ref(MillChunk *chunk)
{
    chunk->refs++;
    return chunk;
}

void
mill_chunk_unref(MillChunk *chunk)
{
    if (!chunk || --chunk->refs > 0)
        return;
    close(chunk->fd);
    g_free(chunk);
}

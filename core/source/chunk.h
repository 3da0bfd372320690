/* chunk.h - a sealed memory file that holds items which are in no file of their own. */
#ifndef MILL_SOURCE_CHUNK_H
#define MILL_SOURCE_CHUNK_H

#include <glib.h>

/* Shared by the units whose bytes are in it, and closed with the last of them. */
typedef struct {
    gint64 number; /* of the chunk in the run, from 1 */
    int fd;
    guint refs;
} MillChunk;

/* Takes over @fd. (transfer full) */
MillChunk *mill_chunk_new(gint64 number, int fd);
MillChunk *mill_chunk_ref(MillChunk *chunk);
void mill_chunk_unref(MillChunk *chunk); /* NULL is fine */

#endif

/* compress.h - gzip and zstd, a frame at a time.
 *
 * A frame (what gzip calls a member) is whole by itself, and frames one after the other are a file
 * that every program reads. Its bytes depend on the content and the library's version: no time, no
 * name, no number of threads goes into it.
 */
#ifndef MILL_PIPELINE_COMPRESS_H
#define MILL_PIPELINE_COMPRESS_H

#include <glib.h>

typedef enum {
    MILL_COMPRESSION_NONE,
    MILL_COMPRESSION_GZIP, /* .gz */
    MILL_COMPRESSION_ZSTD, /* .zst */
} MillCompression;

/* How a file is compressed whose name, or pattern, ends like @name. */
MillCompression mill_compression_find(const char *name);
/* The library that @compression needs and this textmill was built without; NULL: none. */
const char *mill_compression_find_lack(MillCompression compression);

typedef struct MillCompressor MillCompressor;

/* NULL for MILL_COMPRESSION_NONE. (transfer full) */
MillCompressor *mill_compressor_new(MillCompression compression);
void mill_compressor_free(MillCompressor *compressor); /* NULL is fine */
/* The frame of @length bytes, borrowed until the next call; NULL with MILL_ERROR_MEMORY. */
const GString *
mill_compressor_pack(MillCompressor *compressor, const void *bytes, gsize length, GError **error);

typedef struct MillExpander MillExpander;

/* Takes back what a compressor did. (transfer full) */
MillExpander *mill_expander_new(MillCompression compression);
void mill_expander_free(MillExpander *expander); /* NULL is fine */
/* Whether what it was given ends with a whole frame. */
gboolean mill_expander_is_whole(const MillExpander *expander);
/* Expands bytes from *@from, *@n_from of them, into @to, which has room for *@n_to. *@from and
 * *@n_from tell then what is left, *@n_to how many bytes were made; none, if more are needed. FALSE
 * with MILL_ERROR_DATA if the bytes are damaged. */
gboolean mill_expander_run(MillExpander *expander, const guint8 **from, gsize *n_from, guint8 *to,
                           gsize *n_to, GError **error);

/* All that @length bytes hold; NULL with MILL_ERROR_DATA if they are damaged or not complete.
 * (transfer full) */
GString *mill_expand(MillCompression compression, const void *bytes, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillCompressor, mill_compressor_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillExpander, mill_expander_free)

#endif

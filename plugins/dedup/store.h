/* store.h - bytes at offsets, of which a bounded number is in memory and the rest in a file.
 *
 * The file is made when memory does not suffice, has no name, and goes with the store. What was
 * never written reads as zeros.
 */
#ifndef DEDUP_STORE_H
#define DEDUP_STORE_H

#include <glib.h>

#define DEDUP_PAGE 1024 /* bytes */

typedef struct DedupStore DedupStore;

/* @folder: where the file would be, copied. @memory: bytes, of pages and what keeps them.
 * (transfer full) */
DedupStore *dedup_store_new(const char *folder, gsize memory);
void dedup_store_free(DedupStore *self); /* NULL is fine */

/* Page number @page, to be changed if @write. Borrowed until the next call for this store. NULL
 * with MILL_ERROR_IO if the file cannot be made, read or written. */
guint8 *dedup_store_page(DedupStore *self, guint64 page, gboolean write, GError **error);
/* Copies of @length bytes at @offset. FALSE as above. */
gboolean
dedup_store_read(DedupStore *self, guint64 offset, gpointer bytes, gsize length, GError **error);
gboolean dedup_store_write(DedupStore *self, guint64 offset, gconstpointer bytes, gsize length,
                           GError **error);
/* Whether some of it is in a file. */
gboolean dedup_store_has_file(const DedupStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DedupStore, dedup_store_free)

#endif

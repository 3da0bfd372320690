/* table.h - numbers by keys, in pages of a store: a linear hash table. */
#ifndef DEDUP_TABLE_H
#define DEDUP_TABLE_H

#include <glib.h>

typedef struct DedupTable DedupTable;

/* As of dedup_store_new(). (transfer full) */
DedupTable *dedup_table_new(const char *folder, gsize memory);
void dedup_table_free(DedupTable *self); /* NULL is fine */

/* Appends the numbers (guint32) that were added with @key to @numbers. */
gboolean dedup_table_find(DedupTable *self, guint32 key, GArray *numbers, GError **error);
/* Adds one, unless there are @most of @key already. */
gboolean dedup_table_add(DedupTable *self, guint32 key, guint32 number, guint most, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DedupTable, dedup_table_free)

#endif

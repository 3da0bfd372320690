/* align.h - which items of two sequences belong to each other. */
#ifndef MILL_CLI_ALIGN_H
#define MILL_CLI_ALIGN_H

#include <glib.h>

/* For each of the @n items of @a, the index of the equal item of @b that it belongs to, or -1;
 * indices ascend. Equal items have equal numbers, all below @n_symbols. Few items are left without
 * a partner, though not always the fewest there could be: the time does not grow with the square
 * of the lengths, whatever the input. (transfer full) */
gint *align_sequences(const guint *a, gsize n, const guint *b, gsize m, guint n_symbols);

/* The number of @string in @symbols, a hash table that copies its keys: align_symbols_new(). */
GHashTable *align_symbols_new(void);
guint align_number(GHashTable *symbols, const char *string);

#endif

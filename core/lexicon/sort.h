/* sort.h - puts keys in the order of their codes. */
#ifndef LEXICON_SORT_H
#define LEXICON_SORT_H

#include <glib.h>

/* Key k is codes[offsets[k]] up to codes[offsets[k + 1]]; codes are above 0. Sorts the @n numbers
 * of keys in @order by their keys, a prefix first, and equal keys by number. In place. */
void lex_sort_keys(const guint32 *codes, const guint32 *offsets, guint32 *order, guint32 n);

#endif

/* trie.h - a double-array trie over character codes.
 *
 * Keys are sequences of small integers (the codes of chars.h, frequent characters first). A node is
 * one 8-byte unit; the child of node n for code c is unit base(n) + c if its check is n. The array
 * is position-independent, so a compiled dictionary maps it as it is.
 *
 * Aoe, J.: "An efficient digital search algorithm by using a double-array structure", IEEE
 * Transactions on Software Engineering 15 (1989); placed level by level, so that the units every
 * look-up touches lie together.
 */
#ifndef LEXICON_TRIE_H
#define LEXICON_TRIE_H

#include <glib.h>

typedef struct {
    guint32 base;  /* where the children stand, with the flags below; of a leaf: its value */
    guint32 check; /* the parent's unit; LEX_NO_UNIT if the unit is free */
} LexUnit;

#define LEX_NO_UNIT       G_MAXUINT32
#define LEX_ROOT          0u
#define LEX_UNIT_LEAF     (1u << 31) /* a key ends here and none goes on */
#define LEX_UNIT_TERMINAL (1u << 30) /* a key ends here; its value is unit base + 0 */
#define LEX_UNIT_BASE     (LEX_UNIT_TERMINAL - 1)
#define LEX_VALUE_MAX     (LEX_UNIT_BASE - 1)

typedef struct {
    LexUnit *units;
    guint32 n_units;
} LexTrie;

/* The keys to build from, sorted by their codes: the i-th is key k = order[i], which is
 * codes[offsets[k]] up to codes[offsets[k + 1]]. Its value is i; of equal keys, the least. Codes
 * are from 1 to max_code; keys are not empty. */
typedef struct {
    const guint32 *codes;
    const guint32 *offsets;
    const guint32 *order;
    guint32 n_keys;
    guint32 max_code;
} LexKeys;

/* Builds the trie of @keys. Looking up any code up to max_code + 1 from any node stays inside the
 * array. Free with g_free(trie->units). */
void lex_trie_build(LexTrie *trie, const LexKeys *keys);

/* Whether a trie from anywhere (a file) can be walked with codes up to @max_code + 1 and gives
 * values below @n_values, without leaving the array. */
gboolean lex_trie_is_safe(const LexTrie *trie, guint32 max_code, guint32 n_values);

/* The child of @node (a unit number) for @code, or LEX_NO_UNIT. */
static inline guint32
lex_trie_child(const LexUnit *units, guint32 node, guint32 code)
{
    guint32 base = units[node].base;
    guint32 child = (base & LEX_UNIT_BASE) + code;

    return !(base & LEX_UNIT_LEAF) && units[child].check == node ? child : LEX_NO_UNIT;
}

/* The value of the key that ends at @node, which is a leaf or terminal. */
static inline guint32
lex_trie_value(const LexUnit *units, guint32 node)
{
    guint32 base = units[node].base;

    return (base & LEX_UNIT_LEAF ? base : units[base & LEX_UNIT_BASE].base) & LEX_UNIT_BASE;
}

#endif

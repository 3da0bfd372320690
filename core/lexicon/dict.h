/* dict.h - a dictionary ready for matching: character table, trie, forms, concepts, categories.
 *
 * A *form* is a string that is looked for (a term or one of its aliases, or a longer phrase that
 * excludes); a *concept* is what it stands for: a canonical term, a category and a weight. Several
 * forms may have one key once characters are folded; they stand next to each other.
 *
 * Everything is arrays of integers, without pointers, so that a dictionary can be written to a
 * file and mapped again (image.h).
 */
#ifndef LEXICON_DICT_H
#define LEXICON_DICT_H

#include "chars.h"
#include "trie.h"

struct LexEntries;
struct LexStemmer;

typedef struct {
    guint32 concept; /* its number, with the flags below */
    guint32 surface; /* the form as it was written: an offset into the strings */
} LexForm;

#define LEX_FORM_MORE    (1u << 31) /* the next form has the same key */
#define LEX_FORM_EXACT   (1u << 30) /* matches only as it was written, whatever is folded */
#define LEX_FORM_EXCLUDE (1u << 29) /* not a term: what lies inside it is not tagged */
#define LEX_FORM_CONCEPT ((1u << 29) - 1)
#define LEX_ANY_CONCEPT  LEX_FORM_CONCEPT /* an excluding form that concerns all terms */

typedef struct {
    guint32 term;     /* canonical; an offset into the strings */
    guint32 category; /* a path such as energy/wind; likewise; LEX_NO_STRING if none */
    float weight;     /* 1 unless the dictionary says otherwise */
} LexConcept;

#define LEX_NO_STRING G_MAXUINT32
#define LEX_TERM_MAX  4096 /* bytes of a form */

typedef struct {
    LexChars chars;
    LexTrie trie;
    guint64 *pairs; /* a bit for each hash of a key's first two codes */
    guint32 pairs_shift;
    guint32 max_codes; /* of the longest key */
    LexForm *forms;
    guint32 n_forms;
    LexConcept *concepts;
    guint32 n_concepts;
    char *strings; /* NUL-terminated, one after the other */
    gsize strings_length;
    guint folds;         /* LexFold */
    gboolean has_shared; /* some key has several forms */
    gboolean has_rules;  /* some form is exact or excludes */
    gboolean has_weight; /* some weight is not 1 */
    guint8 *hidden;      /* by concept: is not looked for; NULL if all are */
    gpointer backing;    /* GMappedFile that the arrays lie in, or NULL if each was allocated */
} LexDict;

/* Builds the dictionary of @entries, which is used up; forms that are there twice are reported.
 * @stemmer: forms are looked for by the stems of their words; or NULL. (transfer full) */
LexDict *
lex_dict_build(struct LexEntries *entries, const LexFolding *folding, struct LexStemmer *stemmer);
void lex_dict_free(LexDict *self); /* NULL is fine */

/* Looks only for terms of these categories (and of those below) from now on; all if there are none.
 * NULL-terminated. */
void lex_dict_keep_categories(LexDict *self, const char *const *categories);

/* Whether @category (or NULL) is one of @categories or lies below one. */
gboolean lex_category_is_in(const char *category, const char *const *categories);

/* Whether a dictionary from anywhere (a file) can be used without leaving its arrays. */
gboolean lex_dict_is_safe(const LexDict *self);

/* The bytes of LexDict.pairs. */
static inline gsize
lex_dict_pairs_size(guint32 shift)
{
    return ((gsize) 1 << (32 - shift)) / 8;
}

static inline const char *
lex_dict_string(const LexDict *self, guint32 offset)
{
    return offset == LEX_NO_STRING ? NULL : self->strings + offset;
}

/* The bit of two adjacent codes in LexDict.pairs. */
static inline guint32
lex_pair_hash(guint32 first, guint32 second, guint32 shift)
{
    return (first * 0x9e3779b1u + second * 0x85ebca6bu) >> shift;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LexDict, lex_dict_free)

#endif

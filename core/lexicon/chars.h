/* chars.h - what each character means to a dictionary: a code for the trie, and its class.
 *
 * Folding (case, width, …) happens in this table alone: characters that count as the same have
 * the same code, so matching folds for nothing and spans are always those of the original text.
 * The codes are dense, the dictionary's most frequent character being 1; characters that are in
 * no term share the code n_codes + 1.
 */
#ifndef LEXICON_CHARS_H
#define LEXICON_CHARS_H

#include <glib.h>

/* An entry of the table: a code and flags. */
#define LEX_CODE   ((1u << 21) - 1)
#define LEX_WORD   (1u << 31) /* a letter or digit of a script that writes spaces between words */
#define LEX_BLANK  (1u << 30) /* white space: a run of it counts as one character */
#define LEX_SINGLE (1u << 29) /* is a term by itself */

typedef enum {
    LEX_FOLD_CASE = 1 << 0,    /* simple case folding */
    LEX_FOLD_WIDTH = 1 << 1,   /* full-width and half-width forms, compatibility ideographs */
    LEX_FOLD_SPACE = 1 << 2,   /* a run of white space equals one space */
    LEX_FOLD_ACCENTS = 1 << 3, /* letters without their diacritics */
    LEX_FOLD_CHINESE =
        1 << 4, /* traditional and simplified characters: LexFolding.pairs has them */
} LexFold;

#define LEX_N_PAGES (0x110000 >> 6)

typedef struct {
    guint32 *pages;   /* LEX_N_PAGES: where in entries the page of 64 characters begins */
    guint32 *entries; /* n_pages * 64 */
    guint32 n_entries;
    guint32 n_codes;
} LexChars;

/* How a dictionary folds: the flags, and pairs of single characters (sorted by the first; each
 * becomes the second before case is folded) for foldings known elsewhere, such as OpenCC's. */
typedef struct {
    guint flags;
    const guint32 (*pairs)[2];
    gsize n_pairs;
} LexFolding;

/* The character that @c counts as. */
guint32 lex_fold_char(const LexFolding *folding, guint32 c);
/* Whether @c is part of words that are separated by spaces or punctuation. */
gboolean lex_is_word_char(guint32 c);

/* Counts characters of terms, then makes the table. */
typedef struct LexCharsBuilder LexCharsBuilder;
LexCharsBuilder *lex_chars_builder_new(const LexFolding *folding);
void lex_chars_builder_count(LexCharsBuilder *self, const char *term, gsize length);
/* Fills @chars, whose arrays are the caller's to free, and frees @self. */
void lex_chars_builder_finish(LexCharsBuilder *self, LexChars *chars);

/* The bytes of the character that begins with @lead. */
static inline guint
lex_char_length(guint8 lead)
{
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* The entry of the character at @p, which is advanced. The text must be UTF-8. */
static inline guint32
lex_chars_next(const guint32 *pages, const guint32 *entries, const guint8 **p)
{
    const guint8 *at = *p;
    guint32 lead = at[0];

    if (G_LIKELY(lead >= 0xe0 && lead < 0xf0)) {
        *p = at + 3;
        return entries[pages[(lead & 0x0f) << 6 | (at[1] & 0x3f)] + (at[2] & 0x3f)];
    }
    if (lead < 0x80) {
        *p = at + 1;
        return entries[pages[lead >> 6] + (lead & 0x3f)];
    }
    if (lead < 0xe0) {
        *p = at + 2;
        return entries[pages[lead & 0x1f] + (at[1] & 0x3f)];
    }
    *p = at + 4;
    return entries[pages[(lead & 0x07) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f)] +
                   (at[3] & 0x3f)];
}

/* The codes of @text into @codes, as the scanner sees them (runs of white space as one). Returns
 * how many; @codes has room for @length. */
guint32 lex_chars_encode(const LexChars *chars, const char *text, gsize length, guint32 *codes);

#endif

/* chars.c - folding, word characters, and the table from characters to codes. */
#include "chars.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    guint32 first;
    guint32 last;
} CharRange;

static gboolean
char_in(const CharRange *ranges, gsize n, guint32 c)
{
    for (gsize i = 0; i < n; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return TRUE;
    return FALSE;
}

/* Blocks whose characters may have case, width or be word characters. All others (ideographs,
 * kana, Hangul, symbols, and most of the scripts outside the basic plane) stand for themselves. */
static const CharRange char_alphabetic[] = {
    { 0x0000, 0x2e7f },   { 0xa4d0, 0xabff },   { 0xf900, 0xffff },
    { 0x10400, 0x104ff }, { 0x1e900, 0x1e95f },
};

/* Scripts inside those blocks that do not separate words by spaces, or (Hangul) glue endings to
 * them: Thai to Tibetan, Myanmar, Hangul jamo, Khmer, Tai, and half-width kana. */
static const CharRange char_unspaced[] = {
    { 0x0e00, 0x0fff }, { 0x1000, 0x109f }, { 0x1100, 0x11ff }, { 0x1780, 0x17ff },
    { 0x1950, 0x19ff }, { 0x1a20, 0x1aaf }, { 0xa960, 0xa97f }, { 0xa9e0, 0xa9ff },
    { 0xaa60, 0xaadf }, { 0xf900, 0xfaff }, { 0xff61, 0xffdf },
};

/* For characters of alphabetic blocks. */
static gboolean
char_is_of_word(guint32 c, GUnicodeType type)
{
    switch (type) {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_NON_SPACING_MARK:
        return !char_in(char_unspaced, G_N_ELEMENTS(char_unspaced), c);
    case G_UNICODE_OTHER_NUMBER: /* superscripts and subscripts: CO₂ is not CO */
        return c == 0xb2 || c == 0xb3 || c == 0xb9 || (c >= 0x2070 && c <= 0x209c);
    default:
        return c == '_';
    }
}

gboolean
lex_is_word_char(guint32 c)
{
    return char_in(char_alphabetic, G_N_ELEMENTS(char_alphabetic), c) &&
           char_is_of_word(c, g_unichar_type(c));
}

/* The one character that compatibility decomposition makes of @c, or @c. */
static guint32
char_decompose(guint32 c)
{
    gunichar parts[2];

    return g_unichar_fully_decompose(c, TRUE, parts, 2) == 1 ? parts[0] : c;
}

/* The letter without its marks, if @c is a letter and marks. */
static guint32
char_strip_accents(guint32 c)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize n = c < 0xc0 ? 1 : g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));

    if (n < 2)
        return c;
    for (gsize i = 1; i < n; i++)
        if (!g_unichar_ismark(parts[i]))
            return c;
    return parts[0];
}

/* Simple case folding: by way of upper case, so that ς, σ and Σ are one. The Turkish letters that
 * Unicode leaves alone there stay as they are. */
static guint32
char_fold_case(guint32 c)
{
    if (c < 0x80)
        return (guint32) g_ascii_tolower((char) c);
    if (c == 0x130 || c == 0x131 || !char_in(char_alphabetic, G_N_ELEMENTS(char_alphabetic), c))
        return c;
    return g_unichar_tolower(g_unichar_toupper(c));
}

static int
char_compare_pairs(const void *a, const void *b)
{
    const guint32 *x = a, *y = b;

    return (x[0] > y[0]) - (x[0] < y[0]);
}

guint32
lex_fold_char(const LexFolding *folding, guint32 c)
{
    guint flags = folding->flags;

    if ((flags & LEX_FOLD_SPACE) &&
        (c < 0x80 ? g_ascii_isspace((char) c) || c == '\v' : g_unichar_isspace(c) || c == 0x85))
        return ' ';
    if ((flags & LEX_FOLD_WIDTH) && ((c >= 0xf900 && c <= 0xfaff) || (c >= 0xff00 && c <= 0xffef)))
        c = char_decompose(c);
    if (folding->n_pairs > 0) {
        const guint32 *pair =
            bsearch(&c, folding->pairs, folding->n_pairs, sizeof(guint32[2]), char_compare_pairs);

        c = pair ? pair[1] : c;
    }
    if (flags & LEX_FOLD_ACCENTS)
        c = char_strip_accents(c);
    return flags & LEX_FOLD_CASE ? char_fold_case(c) : c;
}

struct LexCharsBuilder {
    LexFolding folding;
    guint32 *counts[LEX_N_PAGES / 16]; /* by folded character, a thousand to a block; or NULL */
    guint8 touched[LEX_N_PAGES];       /* pages that hold characters of terms */
    GArray *entries;
};

LexCharsBuilder *
lex_chars_builder_new(const LexFolding *folding)
{
    LexCharsBuilder *self = g_new0(LexCharsBuilder, 1);

    self->folding = *folding;
    return self;
}

/* The count of @c, or after char_assign_codes() its code; NULL if its block has none. */
static guint32 *
char_count(const LexCharsBuilder *self, guint32 c)
{
    guint32 *block = self->counts[c >> 10];

    return block ? &block[c & 1023] : NULL;
}

void
lex_chars_builder_count(LexCharsBuilder *self, const char *term, gsize length)
{
    const char *end = term + length;

    for (const char *p = term; p < end; p = g_utf8_next_char(p)) {
        guint32 folded = lex_fold_char(&self->folding, g_utf8_get_char(p));

        if (!self->counts[folded >> 10])
            self->counts[folded >> 10] = g_new0(guint32, 1024);
        self->counts[folded >> 10][folded & 1023]++;
        self->touched[folded >> 6] = 1;
    }
}

static int
char_compare_counts(const void *a, const void *b)
{
    const guint32 *x = a, *y = b;

    return x[0] != y[0] ? (x[0] < y[0]) - (x[0] > y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

/* Replaces each count by the character's code. Returns the number of codes. */
static guint32
char_assign_codes(LexCharsBuilder *self)
{
    g_autoptr(GArray) used = g_array_new(FALSE, FALSE, sizeof(guint32[2]));

    for (guint32 c = 0; c < 0x110000; c = self->touched[c >> 6] ? c + 1 : (c | 63) + 1)
        if (self->touched[c >> 6] && *char_count(self, c) > 0) {
            guint32 pair[2] = { *char_count(self, c), c };
            g_array_append_val(used, pair);
        }
    if (used->len > 0)
        qsort(used->data, used->len, sizeof(guint32[2]), char_compare_counts);
    for (guint i = 0; i < used->len; i++)
        *char_count(self, ((guint32(*)[2]) used->data)[i][1]) = i + 1;
    return used->len;
}

/* Adds a page of entries, or finds that it is one of the templates. Returns where it begins. */
static guint32
char_add_page(LexCharsBuilder *self, const guint32 page[64])
{
    guint32 *all = (guint32 *) self->entries->data;

    for (guint i = 0; i < 2; i++)
        if (memcmp(all + 64 * i, page, 64 * sizeof(guint32)) == 0)
            return 64 * i;
    g_array_append_vals(self->entries, page, 64);
    return self->entries->len - 64;
}

/* Whether nothing folds @c, seen by its type at once: most of the table. */
static gboolean
char_is_plain(const LexCharsBuilder *self, guint32 c, GUnicodeType type)
{
    if (c >= 0xf900 || (self->folding.flags & LEX_FOLD_ACCENTS) || self->folding.n_pairs > 0)
        return FALSE;
    switch (type) {
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_LETTER_NUMBER: /* Roman numerals have case, and so have letters in circles */
    case G_UNICODE_OTHER_SYMBOL:
    case G_UNICODE_CONTROL:
    case G_UNICODE_SPACE_SEPARATOR:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return FALSE;
    default:
        return TRUE;
    }
}

static guint32
char_entry(const LexCharsBuilder *self, guint32 c, guint32 unknown, gboolean alphabetic)
{
    GUnicodeType type = g_unichar_type(c);
    guint32 folded = char_is_plain(self, c, type) ? c : lex_fold_char(&self->folding, c);
    const guint32 *known = char_count(self, folded);
    guint32 code = known && *known > 0 ? *known : unknown;

    if ((self->folding.flags & LEX_FOLD_SPACE) && folded == ' ')
        return code | LEX_BLANK;
    return code | (alphabetic && char_is_of_word(c, type) ? LEX_WORD : 0);
}

void
lex_chars_builder_finish(LexCharsBuilder *self, LexChars *chars)
{
    guint32 n_codes = char_assign_codes(self);
    guint32 page[64];

    self->entries = g_array_new(FALSE, FALSE, sizeof(guint32));
    chars->pages = g_new0(guint32, LEX_N_PAGES);
    for (guint kind = 0; kind < 2; kind++) {
        for (guint i = 0; i < 64; i++)
            page[i] = (n_codes + 1) | (kind == 1 ? LEX_WORD : 0);
        g_array_append_vals(self->entries, page, 64);
    }
    for (gsize i = 0; i < self->folding.n_pairs; i++)
        self->touched[self->folding.pairs[i][0] >> 6] = 1;
    for (guint32 first = 0; first < 0x110000; first += 64) {
        gboolean alphabetic = char_in(char_alphabetic, G_N_ELEMENTS(char_alphabetic), first);

        if (!alphabetic && !self->touched[first >> 6] && first != 0x3000)
            continue;
        for (guint i = 0; i < 64; i++)
            page[i] = char_entry(self, first + i, n_codes + 1, alphabetic);
        chars->pages[first >> 6] = char_add_page(self, page);
    }
    chars->n_codes = n_codes;
    chars->n_entries = self->entries->len;
    chars->entries = (guint32 *) g_array_free(self->entries, FALSE);
    for (guint i = 0; i < G_N_ELEMENTS(self->counts); i++)
        g_free(self->counts[i]);
    g_free(self);
}

guint32
lex_chars_encode(const LexChars *chars, const char *text, gsize length, guint32 *codes)
{
    const guint8 *p = (const guint8 *) text;
    const guint8 *end = p + length;
    gboolean blank = FALSE;
    guint32 n = 0;

    while (p < end) {
        guint32 entry = lex_chars_next(chars->pages, chars->entries, &p);

        if ((entry & LEX_BLANK) && blank)
            continue;
        blank = (entry & LEX_BLANK) != 0;
        codes[n++] = entry & LEX_CODE;
    }
    return n;
}

/* normalize.c - Unicode normal forms, only where the text is not in one.
 *
 * Most characters of most texts cannot change: a table of lead bytes passes over them. For the
 * others the quick check of UAX #15 is made from GLib's composition data, character by character,
 * and only a sequence that fails it is normalised.
 */
#include "normalize.h"

#include <string.h>

void
normalize_mark_leads(UnicodeForm form, guint8 *table, guint8 mark)
{
    /* Scripts without combining marks and without singletons: Cyrillic from U+0400 to U+047F,
     * Armenian, all unified ideographs up to U+9FFF, and Hangul syllables. */
    static const guint8 stable[] = { 0xD0, 0xD1, 0xD3, 0xD4, 0xD5, 0xE4, 0xE5,
                                     0xE6, 0xE7, 0xE8, 0xE9, 0xEB, 0xEC, 0xEE };

    if (form == UNICODE_NONE)
        return;
    for (guint lead = form == UNICODE_NFC ? 0xCC : 0xC2; lead < 0xF5; lead++)
        table[lead] |= mark;
    for (gsize i = 0; i < G_N_ELEMENTS(stable); i++)
        table[stable[i]] &= (guint8) ~mark;
    if (form == UNICODE_NFKC)
        table[0xD6] |= mark;
}

/* Frequent characters of Chinese, Japanese and typography that NFC leaves alone, known by two
 * bytes. */
static gboolean
normalize_is_common(UnicodeForm form, const guint8 *p)
{
    if (form != UNICODE_NFC)
        return FALSE;
    if (p[0] == 0xE3)
        return p[1] == 0x80 ? p[2] < 0xAA : p[1] != 0x82;
    if (p[0] == 0xEF)
        return p[1] == 0xBC || p[1] == 0xBD;
    if (p[0] == 0xEA)
        return p[1] >= 0xB0;
    if (p[0] == 0xE2)
        return p[1] == 0x80 ? p[2] > 0x81 : p[1] >= 0x90 && p[1] < 0xAB;
    return FALSE;
}

/* Starters that can still join the character before them: vowel signs and Hangul jamo. */
static gboolean
normalize_joins_as_starter(gunichar c)
{
    static const gunichar signs[] = { 0x09BE,  0x09D7,  0x0B3E,  0x0B56, 0x0B57,  0x0BBE,
                                      0x0BD7,  0x0CC2,  0x0CD5,  0x0CD6, 0x0D3E,  0x0D57,
                                      0x0DCF,  0x0DDF,  0x102E,  0x1B35, 0x1133E, 0x11357,
                                      0x114B0, 0x114BA, 0x114BD, 0x115AF };

    if ((c >= 0x1161 && c <= 0x1175) || (c >= 0x11A8 && c <= 0x11C2))
        return TRUE;
    if (c < signs[0])
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        if (signs[i] == c)
            return TRUE;
    return FALSE;
}

/* Whether @c never reaches back to what stands before it. */
static gboolean
normalize_is_boundary(gunichar c)
{
    return c < 0x300 || (g_unichar_combining_class(c) == 0 && !normalize_joins_as_starter(c));
}

/* Whether the form replaces @c wherever it stands (quick check "no"). */
static gboolean
normalize_is_replaced(UnicodeForm form, gunichar c)
{
    gunichar first;
    gunichar second;
    gunichar joined;

    if (form == UNICODE_NFKC) {
        gunichar compatible[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
        gunichar canonical[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
        gsize n = g_unichar_fully_decompose(c, TRUE, compatible, G_N_ELEMENTS(compatible));

        if (n != g_unichar_fully_decompose(c, FALSE, canonical, G_N_ELEMENTS(canonical)) ||
            memcmp(compatible, canonical, n * sizeof *compatible) != 0)
            return TRUE;
    }
    if (!g_unichar_decompose(c, &first, &second))
        return FALSE;
    return second == 0 || !g_unichar_compose(first, second, &joined) || joined != c;
}

/* The combining class of the last mark that is part of @c itself: above for é. */
static gint
normalize_get_last_class(gunichar c)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize n = c < 0xC0 ? 0 : g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));

    return n > 1 ? g_unichar_combining_class(parts[n - 1]) : 0;
}

/* Whether a starter and the marks after it are in normal form already: marks in order, and none
 * that is free to join it. */
static gboolean
normalize_is_done(UnicodeForm form, const char *p, const char *end)
{
    gunichar starter = g_utf8_get_char(p);
    gint order = normalize_get_last_class(starter);
    gint blocked = 0; /* the class of the last mark that stands between */

    if (!normalize_is_boundary(starter) || normalize_is_replaced(form, starter))
        return FALSE;
    for (p = g_utf8_next_char(p); p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gint class = g_unichar_combining_class(c);
        gunichar joined;

        if ((class > 0 && class < order) || normalize_is_replaced(form, c))
            return FALSE;
        if (class != blocked || class == 0) {
            if (g_unichar_compose(starter, c, &joined))
                return FALSE;
        }
        order = blocked = class;
    }
    return TRUE;
}

gboolean
normalize_begins(const char *p)
{
    return normalize_is_boundary(g_utf8_get_char(p));
}

static const char *
normalize_find_start(const char *text, const char *at, gsize floor)
{
    const char *p = at;

    while (p > text + floor && !normalize_is_boundary(g_utf8_get_char(p)))
        p = g_utf8_prev_char(p);
    return p;
}

char *
normalize_at(UnicodeForm form, const char *text, gsize length, gsize at, gsize floor,
             MillSpan *range, gsize *new_length)
{
    const char *p = text + at;
    const char *end = g_utf8_next_char(p);
    gunichar c;
    char *fixed;

    *range = (MillSpan){ at, (gsize) (end - text) };
    if (normalize_is_common(form, (const guint8 *) p))
        return NULL;
    c = g_utf8_get_char(p);
    if (normalize_is_boundary(c) && !normalize_is_replaced(form, c))
        return NULL;

    p = normalize_find_start(text, p, floor);
    while (end < text + length && !normalize_is_boundary(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    *range = (MillSpan){ (gsize) (p - text), (gsize) (end - text) };
    if (normalize_is_done(form, p, end))
        return NULL;

    fixed = g_utf8_normalize(p, end - p, form == UNICODE_NFC ? G_NORMALIZE_NFC : G_NORMALIZE_NFKC);
    *new_length = strlen(fixed);
    if (*new_length == range->end - range->start && !memcmp(fixed, p, *new_length))
        g_clear_pointer(&fixed, g_free);
    return fixed;
}

/* segment.c - see segment.h. */
#include "segment.h"

/* Scripts that are written without spaces and in which a character is (nearly) a word. Hangul is
 * among them because its words carry their endings. */
static gboolean
is_ideograph(gunichar c)
{
    if (c < 0x1100)
        return FALSE;
    return (c >= 0x2E80 && c <= 0x2FDF) || c == 0x3005 || c == 0x3007 ||
           (c >= 0x3021 && c <= 0x3029) || (c >= 0x3031 && c <= 0x3035) ||
           (c >= 0x3041 && c <= 0x3096) || (c >= 0x309D && c <= 0x309F) ||
           (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x318E) ||
           (c >= 0x31A0 && c <= 0x31BF) || (c >= 0x31F0 && c <= 0x31FF) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xA000 && c <= 0xA48C) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFFDC) ||
           (c >= 0x1B000 && c <= 0x1B16F) || (c >= 0x20000 && c <= 0x3FFFD);
}

typedef enum {
    CLASS_BETWEEN,
    CLASS_WORD,
    CLASS_IDEOGRAPH,
} Class;

/* The class of the character at @at, and where the next one is. A combining mark continues what
 * stands before it. */
static Class
classify(const char *text, gsize length, gsize at, gsize *next)
{
    guchar byte = (guchar) text[at];

    if (byte < 0x80) {
        *next = at + 1;
        return g_ascii_isalnum((char) byte) ? CLASS_WORD : CLASS_BETWEEN;
    }

    gunichar c = g_utf8_get_char(text + at);

    *next = MIN((gsize) (g_utf8_next_char(text + at) - text), length);
    if (is_ideograph(c))
        return CLASS_IDEOGRAPH;
    return g_unichar_isalnum(c) || g_unichar_ismark(c) ? CLASS_WORD : CLASS_BETWEEN;
}

gboolean
segment_next(const char *text, gsize length, gsize at, Word *word, gsize *next)
{
    Class class = CLASS_BETWEEN;
    gsize behind = at;

    while (at < length && (class = classify(text, length, at, &behind)) == CLASS_BETWEEN)
        at = behind;
    if (at >= length)
        return FALSE;

    gsize end = behind;

    if (class == CLASS_IDEOGRAPH) {
        gboolean pair = behind < length && classify(text, length, behind, &end) == CLASS_IDEOGRAPH;

        *word = (Word){ at, pair ? end : behind, pair, !pair };
        *next = behind;
        return TRUE;
    }
    while (end < length && classify(text, length, end, &behind) == CLASS_WORD)
        end = behind;
    *word = (Word){ at, end, FALSE, FALSE };
    *next = end;
    return TRUE;
}

void
segment_append_word(GString *out, const char *text, gsize length)
{
    for (gsize at = 0; at < length;) {
        gsize start = at;

        /* U+FF01 to U+FF5E begin with EF BC or EF BD. */
        while (at < length && (guchar) text[at] != 0xEF)
            at++;
        g_string_append_len(out, text + start, (gssize) (at - start));
        if (at >= length)
            return;

        gunichar c = g_utf8_get_char(text + at);

        g_string_append_unichar(out, c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c);
        at += (gsize) g_unichar_to_utf8(c, NULL);
    }
}

void
segment_append(GString *out, const char *text, gsize length)
{
    Word word;

    for (gsize at = 0; segment_next(text, length, at, &word, &at);) {
        if (word.pair || word.single)
            g_string_append_len(out, text + word.start, (gssize) (word.end - word.start));
        else
            segment_append_word(out, text + word.start, word.end - word.start);
        g_string_append_c(out, ' ');
    }
}

void
segment_append_whole(GString *out, const char *text, gsize length)
{
    for (gsize at = 0, next; at < length; at = next) {
        gsize start = at;

        while (at < length && classify(text, length, at, &next) != CLASS_BETWEEN)
            at = next;
        if (at > start) {
            segment_append_word(out, text + start, at - start);
            g_string_append_c(out, ' ');
            next = at;
        }
    }
}

/* utf8.h - characters of text that the core has already checked to be UTF-8. */
#ifndef SECTIONS_UTF8_H
#define SECTIONS_UTF8_H

#include <glib.h>

/* Reads the character at @text (before @end) and returns its bytes. */
static inline gsize
utf8_read(const char *text, const char *end, gunichar *character)
{
    guchar lead = (guchar) *text;

    if (lead < 0x80) {
        *character = lead;
        return 1;
    }
    if (lead < 0xE0 && end - text >= 2) {
        *character = ((lead & 0x1Fu) << 6) | ((guchar) text[1] & 0x3Fu);
        return 2;
    }
    if (lead < 0xF0 && end - text >= 3) {
        *character =
            ((lead & 0x0Fu) << 12) | (((guchar) text[1] & 0x3Fu) << 6) | ((guchar) text[2] & 0x3Fu);
        return 3;
    }
    if (end - text >= 4) {
        *character = ((lead & 0x07u) << 18) | (((guchar) text[1] & 0x3Fu) << 12) |
                     (((guchar) text[2] & 0x3Fu) << 6) | ((guchar) text[3] & 0x3Fu);
        return 4;
    }
    *character = 0xFFFD;
    return (gsize) (end - text);
}

/* The start of the character that ends before @at. */
static inline const char *
utf8_before(const char *text, const char *at)
{
    do
        at--;
    while (at > text && ((guchar) *at & 0xC0) == 0x80);
    return at;
}

/* Characters between @text and @end. */
static inline gsize
utf8_count(const char *text, const char *end)
{
    gsize count = 0;

    for (; text < end; text++)
        count += ((guchar) *text & 0xC0) != 0x80;
    return count;
}

/* White space inside a line: ASCII, no-break space, U+2000..200B, U+202F, U+3000, U+FEFF. Returns
 * its bytes, or 0. Zero-width marks count, because scraped headings carry them. */
static inline gsize
utf8_space(const char *text, const char *end)
{
    guchar first = text < end ? (guchar) text[0] : 0;

    if (first == ' ' || first == '\t' || first == '\r' || first == '\f' || first == '\v')
        return 1;
    if (first == 0xC2 && end - text >= 2 && (guchar) text[1] == 0xA0)
        return 2;
    if (first == 0xE3 && end - text >= 3 && (guchar) text[1] == 0x80 && (guchar) text[2] == 0x80)
        return 3;
    if (first == 0xE2 && end - text >= 3 && (guchar) text[1] == 0x80 &&
        ((guchar) text[2] <= 0x8D || (guchar) text[2] == 0xAF))
        return 3;
    if (first == 0xEF && end - text >= 3 && (guchar) text[1] == 0xBB && (guchar) text[2] == 0xBF)
        return 3;
    return 0;
}

/* The first place at or after @text that is not white space. */
static inline const char *
utf8_skip_space(const char *text, const char *end)
{
    gsize length;

    while ((length = utf8_space(text, end)) > 0)
        text += length;
    return text;
}

/* The same, line feeds included. */
static inline const char *
utf8_skip_blank(const char *text, const char *end)
{
    gsize length;

    while (text < end && ((length = utf8_space(text, end)) > 0 || *text == '\n'))
        text += length > 0 ? length : 1;
    return text;
}

/* The end of the text before @end without the white space that closes it. */
static inline const char *
utf8_trim_end(const char *text, const char *end)
{
    while (end > text) {
        const char *last = utf8_before(text, end);

        if (utf8_space(last, end) == 0)
            break;
        end = last;
    }
    return end;
}

#endif

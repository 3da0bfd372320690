/* wide.c - UTF-16 and UTF-32 without a byte order mark.
 *
 * UTF-32 has its zero bytes in the same places in every character. UTF-16 is read in both byte
 * orders and asked how much of it is what texts are made of: letters of one alphabet, punctuation,
 * the most frequent characters of Chinese, Japanese and Korean. Other data hit those by chance
 * only, and so does UTF-16 in the wrong order.
 */
#include "wide.h"

#include <string.h>

#include <textmill/utf8.h>

#include "cjk.h"

#define UNITS_MAX      2048
#define UNITS_MIN      2
/* The share of usual characters in UTF-16, and in what could be UTF-8 (with NULs) as well. */
#define SHARE_MIN      0.4
#define SHARE_CLEAR    0.95
#define SHARE_OF_OTHER 0.5

static gboolean
wide_is_usual_cjk(gunichar c)
{
    for (guint language = CJK_SIMPLIFIED; language <= CJK_KOREAN; language++)
        if (cjk_cost((CjkLanguage) language, c) > 0)
            return TRUE;
    return (c >= 0x3001 && c < 0x3020) || (c >= 0xFF01 && c < 0xFF5F);
}

/* Blocks with at most 256 characters: half of UTF-16 in the right order is one high byte. */
static gboolean
wide_is_letter(gunichar c)
{
    return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r' || c == '\t' ||
           (c >= 0xC0 && c < 0x180) || (c >= 0x384 && c < 0x3CF) || (c >= 0x400 && c < 0x460) ||
           (c >= 0x5D0 && c < 0x5EB) || (c >= 0x621 && c < 0x653) || (c >= 0xE01 && c < 0xE5C) ||
           (c >= 0x2010 && c < 0x2027);
}

/* The share of usual characters among the first of the text; 0 if surrogates are not paired. */
static double
wide_share(const guint8 *data, gsize length, guint low)
{
    gsize units = MIN(length / 2, (gsize) UNITS_MAX);
    gsize usual = 0;
    gboolean expects_low = FALSE;

    for (gsize i = 0; i < units; i++) {
        gunichar c = (gunichar) data[i * 2 + low] | (gunichar) data[i * 2 + 1 - low] << 8;
        gboolean is_low = c >= 0xDC00 && c < 0xE000;

        if (is_low != expects_low)
            return 0;
        expects_low = c >= 0xD800 && c < 0xDC00;
        usual += wide_is_letter(c) || wide_is_usual_cjk(c);
    }
    return units >= UNITS_MIN ? (double) usual / (double) units : 0;
}

static const Encoding *
wide_find_utf32(const guint8 *data, gsize length)
{
    gsize characters = MIN(length / 4, (gsize) UNITS_MAX);
    gsize little = 0;
    gsize big = 0;

    for (gsize i = 0; i < characters; i++) {
        const guint8 *p = data + i * 4;

        little += p[3] == 0 && p[2] <= 0x10 && (p[0] | p[1] | p[2]) != 0;
        big += p[0] == 0 && p[1] <= 0x10 && (p[1] | p[2] | p[3]) != 0;
    }
    if (length % 4 != 0 || characters == 0 || little == big)
        return NULL;
    if (little == characters)
        return encoding_find("UTF-32LE");
    return big == characters ? encoding_find("UTF-32BE") : NULL;
}

const Encoding *
wide_find(const guint8 *data, gsize length)
{
    gsize head = MIN(length, (gsize) UNITS_MAX * 2);
    gboolean has_zeros = length > 0 && memchr(data, 0, head);
    gboolean could_be_utf8 = mill_utf8_valid_prefix((const char *) data, head) + 3 >= head;
    const Encoding *found;
    double little, big;

    if (could_be_utf8 && !has_zeros)
        return NULL;
    found = wide_find_utf32(data, length);
    if (found || length % 2 != 0)
        return found;
    little = wide_share(data, length, 0);
    big = wide_share(data, length, 1);
    if (MAX(little, big) < (could_be_utf8 ? SHARE_CLEAR : SHARE_MIN) ||
        MIN(little, big) > MAX(little, big) * SHARE_OF_OTHER)
        return NULL;
    return encoding_find(little > big ? "UTF-16LE" : "UTF-16BE");
}

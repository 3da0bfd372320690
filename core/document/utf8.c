/* utf8.c - validation, repair and counting of UTF-8.
 *
 * Where the processor has AVX2, most bytes have been seen in utf8-wide.c. The validator here
 * follows table 3-7 of the Unicode standard. ASCII goes eight bytes at a time, and pairs of
 * three-byte characters (nearly all of a Chinese text) six bytes at a time.
 */
#include "document/utf8.h"

#include "document/utf8-wide.h"

#include <string.h>

static inline guint64
utf8_load(const guint8 *bytes)
{
    guint64 word;

    memcpy(&word, bytes, sizeof word);
    return GUINT64_FROM_LE(word);
}

/* The length of the character at @bytes; 0 if it is not valid. */
static gsize
utf8_char(const guint8 *bytes, gsize length)
{
    guint8 lead = bytes[0];
    guint8 low = 0x80, high = 0xBF; /* what the second byte may be */
    gsize need;

    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    need = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead == 0xE0)
        low = 0xA0;
    else if (lead == 0xED)
        high = 0x9F;
    else if (lead == 0xF0)
        low = 0x90;
    else if (lead == 0xF4)
        high = 0x8F;
    if (length < need || bytes[1] < low || bytes[1] > high)
        return 0;
    for (gsize i = 2; i < need; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    }
    return need;
}

static const guint8 *
utf8_skip_ascii(const guint8 *at, const guint8 *end)
{
    while (end - at >= 32 &&
           !((utf8_load(at) | utf8_load(at + 8) | utf8_load(at + 16) | utf8_load(at + 24)) &
             G_GUINT64_CONSTANT(0x8080808080808080)))
        at += 32;
    while (end - at >= 8 && !(utf8_load(at) & G_GUINT64_CONSTANT(0x8080808080808080)))
        at += 8;
    while (at < end && *at < 0x80)
        at++;
    return at;
}

/* Skips pairs of three-byte characters. The leads E0 and ED restrict what follows them, so they
 * are left to utf8_char(): bits 0 and 13 of the mask are clear. */
static const guint8 *
utf8_skip_pairs(const guint8 *at, const guint8 *end)
{
    const guint64 mask = G_GUINT64_CONSTANT(0xC0C0F0C0C0F0);
    const guint64 pair = G_GUINT64_CONSTANT(0x8080E08080E0);

    while (end - at >= 8) {
        guint64 word = utf8_load(at);

        if ((word & mask) != pair ||
            !((0xDFFEu >> (word & 15)) & (0xDFFEu >> ((word >> 24) & 15)) & 1))
            break;
        at += 6;
    }
    return at;
}

gsize
mill_utf8_valid_prefix(const char *bytes, gsize length)
{
    const guint8 *begin = (const guint8 *) bytes;
    const guint8 *end = begin + length;
    const guint8 *at = begin + mill_utf8_wide_prefix(begin, length);

    while (at < end) {
        gsize size;

        if (*at < 0x80) {
            at = utf8_skip_ascii(at, end);
            continue;
        }
        at = utf8_skip_pairs(at, end);
        size = utf8_char(at, (gsize) (end - at));
        if (size == 0)
            break;
        at += size;
    }
    return (gsize) (at - begin);
}

gsize
mill_utf8_bad_length(const char *bytes, gsize length)
{
    /* What a character began with and could still have been completed goes as a whole; from the
     * third byte on, any continuation byte completes. */
    for (gsize bad = MIN(length, 3); bad > 1; bad--) {
        guint8 whole[4] = { 0x80, 0x80, 0x80, 0x80 };

        memcpy(whole, bytes, bad);
        if (utf8_char(whole, sizeof whole) > bad)
            return bad;
    }
    return 1;
}

char *
mill_utf8_repair(const char *bytes, gsize length, gsize *repaired_length)
{
    GString *text = g_string_sized_new(length + 16);

    for (;;) {
        gsize good = mill_utf8_valid_prefix(bytes, length);

        g_string_append_len(text, bytes, (gssize) good);
        bytes += good;
        length -= good;
        if (length == 0)
            break;
        gsize bad = mill_utf8_bad_length(bytes, length);

        g_string_append(text, "\xEF\xBF\xBD");
        bytes += bad;
        length -= bad;
    }
    *repaired_length = text->len;
    return g_string_free(text, FALSE);
}

gsize
mill_utf8_count(const char *text, gsize length)
{
    gsize count = 0;

    /* Blocks whose sums fit a byte let the compiler use byte-wide lanes. */
    while (length > 0) {
        gsize block = MIN(length, 255);
        guint8 starts = 0;

        for (gsize i = 0; i < block; i++)
            starts += (gint8) text[i] > (gint8) 0xBF;
        count += starts;
        text += block;
        length -= block;
    }
    return count;
}

char *
mill_utf8_repair_string(const char *string)
{
    gsize length = strlen(string);

    if (mill_utf8_valid_prefix(string, length) == length)
        return g_strndup(string, length);
    return mill_utf8_repair(string, length, &length);
}

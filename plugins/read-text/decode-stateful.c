/* decode-stateful.c - encodings that shift between states: ISO-2022, UTF-7, HZ, and any that only
 * iconv knows. Characters are fed to iconv one by one; these files are rare and small.
 */
#include <string.h>

#include "decode.h"

/* No escape sequence with its character is longer. */
#define FEED_MAX 16

/* Whether the bytes switch the state and stand for no character themselves. */
static gboolean
stateful_is_shift(guint8 byte)
{
    return byte == 0x1B || byte == 0x0E || byte == 0x0F;
}

/* The source bytes [@from, @to) became @text; they may be more than the last character's, where the
 * converter held something back. */
static void
stateful_emit(Decoding *self, gsize from, gsize to, const char *text, gsize length)
{
    if (length == 0)
        mill_edit_drop(self->edit, (MillSpan){ from, to });
    else if (length == 1 && *text == '\0')
        decode_nul(self, from, to - from);
    else if (length != 1 || to - from != 1 || self->data[from] != (guint8) *text)
        mill_edit_replace(self->edit, (MillSpan){ from, to }, text, (gssize) length);
}

/* Feeds the bytes at @at until some are used up; their number, or 0 if they are invalid. */
static gsize
stateful_feed(Decoding *self, Converter *converter, gsize at, char **out, char *out_end)
{
    for (gsize n = 1; n <= MIN((gsize) FEED_MAX, self->length - at); n++) {
        const guint8 *p = self->data + at;
        ConvertStatus status = converter_run(converter, &p, p + n, out, out_end);

        if (p > self->data + at)
            return (gsize) (p - self->data) - at;
        if (status == CONVERT_BAD)
            return 0;
    }
    return 0;
}

gboolean
decode_stateful(Decoding *self, Converter *converter, GError **error)
{
    gsize pending = self->start; /* the first byte that no output accounts for */
    gsize at = self->start;
    char buffer[64];

    while (at < self->length) {
        char *out = buffer;
        gsize used = stateful_feed(self, converter, at, &out, buffer + sizeof buffer);

        if (used == 0) {
            if (pending < at)
                mill_edit_drop(self->edit, (MillSpan){ pending, at });
            if (!decode_bad(self, at, 1, error))
                return FALSE;
            used = 1;
            pending = at + 1;
        } else if (out > buffer || (pending == at && stateful_is_shift(self->data[at]))) {
            stateful_emit(self, pending, at + used, buffer, (gsize) (out - buffer));
            pending = at + used;
        }
        at += used;
    }
    if (pending < at)
        mill_edit_drop(self->edit, (MillSpan){ pending, at });
    return TRUE;
}

/* One two-byte character of HZ: GB2312 without the high bits (RFC 1843). */
static gboolean
hz_decode_pair(Decoding *self, Converter *converter, gsize at, GError **error)
{
    guint8 pair[2] = { self->data[at] | 0x80, self->data[at + 1] | 0x80 };
    const guint8 *in = pair;
    char buffer[16];
    char *out = buffer;

    if (converter_run(converter, &in, pair + 2, &out, buffer + sizeof buffer) != CONVERT_DONE)
        return decode_bad(self, at, 2, error);
    mill_edit_replace(self->edit, (MillSpan){ at, at + 2 }, buffer, out - buffer);
    return TRUE;
}

/* What a tilde at @at and the byte after it mean: the bytes to skip, 0 if nothing. */
static gsize
hz_read_escape(Decoding *self, gsize at, gboolean *chinese)
{
    guint8 next = at + 1 < self->length ? self->data[at + 1] : 0;

    if (self->data[at] != '~' || (*chinese ? next != '}' : !next || !strchr("~{\n", next)))
        return 0;
    mill_edit_drop(self->edit, (MillSpan){ at, at + (next == '~' ? 1 : 2) });
    *chinese = next == '{';
    return 2;
}

gboolean
decode_hz(Decoding *self, Converter *converter, GError **error)
{
    gboolean chinese = FALSE;

    for (gsize at = self->start; at < self->length;) {
        guint8 byte = self->data[at];
        gsize used = hz_read_escape(self, at, &chinese);

        if (used == 0 && byte == '\n')
            chinese = FALSE;
        if (used == 0 && chinese && byte > 0x20 && byte < 0x7F && at + 1 < self->length) {
            if (!hz_decode_pair(self, converter, at, error))
                return FALSE;
            used = 2;
        } else if (used == 0 && byte == 0) {
            decode_nul(self, at, 1);
        } else if (used == 0 && byte >= 0x80) {
            if (!decode_bad(self, at, 1, error))
                return FALSE;
        }
        at += MAX(used, 1);
    }
    return TRUE;
}

/* decode.c - transfer encodings and charsets. */
#include "decode.h"

#include <errno.h>
#include <string.h>

#define CHARACTER_MAX 16 /* bytes that a character and the escapes before it may have */
#define REPLACEMENT   "\xEF\xBF\xBD"

struct Decoder {
    const guint8 *source;
    GByteArray *bytes; /* undone so far */
    GArray *places;    /* MillSpan: where each of them stood */
    guint invalid;
    char *unknown;
    char *charset; /* that was decoded last */
};

/* What labels mean in practice, as on the web: the wider charset of the same bytes. */
static const char *const wider[][2] = {
    { "us-ascii", NULL },
    { "ascii", NULL },
    { "utf8", "UTF-8" },
    { "gb2312", "GB18030" },
    { "gbk", "GB18030" },
    { "x-gbk", "GB18030" },
    { "iso-8859-1", "windows-1252" },
    { "latin1", "windows-1252" },
    { "iso-8859-9", "windows-1254" },
    { "shift_jis", "Windows-31J" },
    { "sjis", "Windows-31J" },
    { "x-sjis", "Windows-31J" },
    { "ks_c_5601-1987", "CP949" },
    { "euc-kr", "CP949" },
    { "big5", "BIG5-HKSCS" },
};

Decoder *
decoder_new(const guint8 *source)
{
    Decoder *self = g_new0(Decoder, 1);

    self->source = source;
    self->bytes = g_byte_array_new();
    self->places = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    return self;
}

void
decoder_free(Decoder *self)
{
    if (!self)
        return;
    g_byte_array_unref(self->bytes);
    g_array_unref(self->places);
    g_free(self->unknown);
    g_free(self->charset);
    g_free(self);
}

guint
decoder_get_invalid(const Decoder *self)
{
    return self->invalid;
}

const char *
decoder_get_unknown(const Decoder *self)
{
    return self->unknown;
}

const char *
decoder_get_charset(const Decoder *self)
{
    return self->charset;
}

static void
add_byte(Decoder *self, guint8 byte, gsize start, gsize end)
{
    MillSpan place = { start, end };

    g_byte_array_append(self->bytes, &byte, 1);
    g_array_append_val(self->places, place);
}

/* The end of the line break at @at, or @at if there is none. */
static gsize
skip_newline(const guint8 *source, gsize at, gsize end)
{
    gsize after = at < end && source[at] == '\r' ? at + 1 : at;

    return after < end && source[after] == '\n' ? after + 1 : at;
}

/* "=" and what follows. Returns where to go on. */
static gsize
add_escape(Decoder *self, gsize at, gsize end)
{
    const guint8 *p = self->source + at;
    gsize next = at + 1;

    if (end - at >= 3 && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
        add_byte(self, (guint8) (g_ascii_xdigit_value(p[1]) << 4 | g_ascii_xdigit_value(p[2])), at,
                 at + 3);
        return at + 3;
    }
    while (next < end && (self->source[next] == ' ' || self->source[next] == '\t'))
        next++;
    if (next == end || skip_newline(self->source, next, end) > next)
        return skip_newline(self->source, next, end); /* the line goes on */
    add_byte(self, '=', at, at + 1);
    return at + 1;
}

static void
add_quoted(Decoder *self, MillSpan span, gboolean word)
{
    for (gsize at = span.start; at < span.end;) {
        guint8 byte = self->source[at];

        if (byte == '=') {
            at = add_escape(self, at, span.end);
            continue;
        }
        add_byte(self, word && byte == '_' ? ' ' : byte, at, at + 1);
        at++;
    }
}

static gint
base64_value(guint8 digit)
{
    if (g_ascii_isupper(digit))
        return digit - 'A';
    if (g_ascii_islower(digit))
        return digit - 'a' + 26;
    if (g_ascii_isdigit(digit))
        return digit - '0' + 52;
    return digit == '+' || digit == '-' ? 62 : digit == '/' || digit == '_' ? 63 : -1;
}

/* The end of a series: nothing is behind the second digit that could share it. */
static void
end_base64(Decoder *self, guint n, const gsize places[4])
{
    if (n == 2)
        g_array_index(self->places, MillSpan, self->places->len - 1).end = places[1] + 1;
}

/* Four digits are three bytes. Two of the digits belong to two bytes each; as origins must not
 * overlap, a digit counts for the byte that has more of its bits: 1, 2 and 1. */
static void
add_base64(Decoder *self, MillSpan span)
{
    gsize places[4];
    guint32 bits = 0;
    guint n = 0;

    for (gsize at = span.start; at < span.end; at++) {
        gint value = base64_value(self->source[at]);

        if (self->source[at] == '=') { /* some mails have several series */
            end_base64(self, n, places);
            n = 0;
        }
        if (value < 0)
            continue;
        places[n++] = at;
        bits = bits << 6 | (guint32) value;
        if (n == 2)
            add_byte(self, (guint8) (bits >> 4), places[0], places[0] + 1);
        else if (n == 3)
            add_byte(self, (guint8) (bits >> 2), places[1], places[2] + 1);
        else if (n == 4)
            add_byte(self, (guint8) bits, places[3], places[3] + 1);
        n %= 4;
    }
    end_base64(self, n, places);
}

void
decoder_add(Decoder *self, MillSpan span, Transfer transfer)
{
    if (transfer == TRANSFER_BASE64)
        add_base64(self, span);
    else if (transfer == TRANSFER_NONE)
        for (gsize at = span.start; at < span.end; at++)
            add_byte(self, self->source[at], at, at + 1);
    else
        add_quoted(self, span, transfer == TRANSFER_WORD);
}

static MillSpan
place_of(const Decoder *self, gsize from, gsize to)
{
    return (MillSpan){ g_array_index(self->places, MillSpan, from).start,
                       g_array_index(self->places, MillSpan, to - 1).end };
}

static void
take_invalid(Decoder *self, gsize from, gsize to, TakeCharacter take, gpointer data)
{
    self->invalid++;
    take(data, REPLACEMENT, 3, place_of(self, from, to));
}

/* @text came from the bytes [@from, @to). */
static void
take_text(Decoder *self, const char *text, gsize length, gsize from, gsize to, TakeCharacter take,
          gpointer data)
{
    if (length > 0)
        take(data, text, length, place_of(self, from, to));
}

static void
flush_utf8(Decoder *self, TakeCharacter take, gpointer data)
{
    const char *bytes = (const char *) self->bytes->data;
    gsize length = self->bytes->len;

    for (gsize at = 0; at < length;) {
        gsize valid = at + mill_utf8_valid_prefix(bytes + at, length - at);

        for (gsize size; at < valid; at += size) {
            size = (gsize) (g_utf8_next_char(bytes + at) - (bytes + at));
            take(data, bytes + at, size, place_of(self, at, at + size));
        }
        if (at < length) {
            gsize bad = mill_utf8_bad_length(bytes + at, length - at);

            take_invalid(self, at, at + bad, take, data);
            at += bad;
        }
    }
}

/* Feeds the bytes from @at until some are used. Returns how many, 0 if they are invalid. */
static gsize
feed(const Decoder *self, GIConv converter, gsize at, char *text, gsize *written)
{
    for (gsize n = 1; n <= MIN((gsize) CHARACTER_MAX, self->bytes->len - at); n++) {
        char *in = (char *) self->bytes->data + at, *out = text;
        gsize in_left = n, out_left = CHARACTER_MAX;
        gsize result = g_iconv(converter, &in, &in_left, &out, &out_left);

        *written = CHARACTER_MAX - out_left;
        if (in_left < n)
            return n - in_left;
        if (result == (gsize) -1 && errno != EINVAL)
            return 0;
    }
    return 0;
}

/* Escape sequences make no character; and some converters hold a character back until they have
 * seen the next one. */
static void
flush_converted(Decoder *self, GIConv converter, TakeCharacter take, gpointer data)
{
    gsize pending = 0; /* the first byte that no character accounts for */
    char text[CHARACTER_MAX];
    gsize written, used;

    for (gsize at = 0; at < self->bytes->len; at += used) {
        guint8 byte = self->bytes->data[at];

        used = feed(self, converter, at, text, &written);
        if (used == 0) {
            take_invalid(self, at, at + 1, take, data);
            used = 1;
            pending = at + 1;
        } else if (written > 0) {
            take_text(self, text, written, pending, at + used, take, data);
            pending = at + used;
        } else if (pending == at && (byte == 0x1B || byte == 0x0E || byte == 0x0F)) {
            pending = at + used;
        }
    }
    char *out = text;
    gsize left = sizeof text;

    g_iconv(converter, NULL, NULL, &out, &left);
    if (pending < self->bytes->len)
        take_text(self, text, sizeof text - left, pending, self->bytes->len, take, data);
}

/* The name by which iconv knows @charset; NULL for what is UTF-8 or ASCII, or has no proper name.
 */
static const char *
find_converter_name(const char *charset)
{
    for (gsize i = 0; charset && i < G_N_ELEMENTS(wider); i++)
        if (g_ascii_strcasecmp(charset, wider[i][0]) == 0)
            charset = wider[i][1];
    return charset;
}

static gboolean
is_proper_name(const char *charset)
{
    gsize length = strspn(charset, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.:+");

    return length > 0 && length < 40 && charset[length] == '\0';
}

void
decoder_flush(Decoder *self, const char *charset, TakeCharacter take, gpointer data)
{
    const char *name = find_converter_name(charset);
    gboolean utf8 = name && g_ascii_strcasecmp(name, "UTF-8") == 0;
    GIConv converter = (GIConv) -1;

    if (!name && mill_utf8_valid_prefix((const char *) self->bytes->data, self->bytes->len) <
                     self->bytes->len)
        name = "windows-1252";
    if (name && !utf8 && is_proper_name(name))
        converter = g_iconv_open("UTF-8", name);
    if (converter != (GIConv) -1) {
        flush_converted(self, converter, take, data);
        g_iconv_close(converter);
    } else {
        if (name && !utf8 && !self->unknown)
            self->unknown = g_utf8_make_valid(name, -1);
        flush_utf8(self, take, data);
        name = "UTF-8";
    }
    g_free(self->charset);
    self->charset = g_strdup(name);
    g_byte_array_set_size(self->bytes, 0);
    g_array_set_size(self->places, 0);
}

/* convert.c - iconv with tables of our own for one-byte encodings.
 *
 * A table is faster, and right for windows-1258 and TCVN, where iconv joins letters and accents and
 * so loses track of which byte made what.
 */
#include "convert.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include <textmill/error.h>

struct Converter {
    EncodingKind kind;
    iconv_t iconv;
    char single[256][4];       /* ENCODING_SINGLE: the UTF-8 of each byte */
    guint8 single_length[256]; /* 0: no character */
};

static void
converter_fill_table(Converter *self)
{
    for (guint byte = 0; byte < 256; byte++) {
        char in = (char) byte;
        char *p = &in;
        char buffer[16];
        char *q = buffer;
        gsize in_left = 1;
        gsize out_left = sizeof buffer;
        gsize answer = iconv(self->iconv, &p, &in_left, &q, &out_left);

        iconv(self->iconv, NULL, NULL, &q, &out_left); /* what was held back to be joined */
        if (answer == (gsize) -1 || q == buffer || q - buffer > 4)
            continue;
        self->single_length[byte] = (guint8) (q - buffer);
        memcpy(self->single[byte], buffer, (gsize) (q - buffer));
    }
}

static Converter *
converter_open(const Encoding *encoding, GError **error)
{
    iconv_t opened =
        iconv_open("UTF-8", encoding->kind == ENCODING_HZ ? "EUC-CN" : encoding->iconv);
    Converter *self;

    if (opened == (iconv_t) -1) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_ENCODING,
                    "this system has no converter for %s (iconv: %s)", encoding->name,
                    g_strerror(errno));
        return NULL;
    }
    self = g_new0(Converter, 1);
    self->kind = encoding->kind;
    self->iconv = opened;
    if (self->kind == ENCODING_SINGLE)
        converter_fill_table(self);
    return self;
}

Converter *
converter_get(const Encoding *encoding, GError **error)
{
    static GHashTable *converters; /* by name */
    Converter *self;

    if (!converters)
        converters = g_hash_table_new(g_str_hash, g_str_equal);
    self = g_hash_table_lookup(converters, encoding->name);
    if (self) {
        converter_reset(self);
        return self;
    }
    self = converter_open(encoding, error);
    if (self)
        g_hash_table_insert(converters, g_strdup(encoding->name), self);
    return self;
}

void
converter_reset(Converter *self)
{
    iconv(self->iconv, NULL, NULL, NULL, NULL);
}

static ConvertStatus
converter_run_single(const Converter *self, const guint8 **in, const guint8 *end, char **out,
                     const char *out_end)
{
    const guint8 *p = *in;
    char *q = *out;
    ConvertStatus status = CONVERT_DONE;

    for (; p < end; p++) {
        if (out_end - q < 4) {
            status = CONVERT_FULL;
            break;
        }
        if (self->single_length[*p] == 0) {
            status = CONVERT_BAD;
            break;
        }
        memcpy(q, self->single[*p], 4);
        q += self->single_length[*p];
    }
    *in = p;
    *out = q;
    return status;
}

ConvertStatus
converter_run(Converter *self, const guint8 **in, const guint8 *end, char **out, char *out_end)
{
    gsize in_left = (gsize) (end - *in);
    gsize out_left = (gsize) (out_end - *out);

    if (self->kind == ENCODING_SINGLE)
        return converter_run_single(self, in, end, out, out_end);
    if (iconv(self->iconv, (char **) in, &in_left, out, &out_left) != (gsize) -1)
        return CONVERT_DONE;
    if (errno == E2BIG)
        return CONVERT_FULL;
    return errno == EINVAL ? CONVERT_SHORT : CONVERT_BAD;
}

gsize
encoding_char_length(EncodingKind kind, const guint8 *p, gsize available)
{
    gsize length = 1;
    guint8 lead = *p;

    switch (kind) {
    case ENCODING_UTF16LE:
        length = available >= 2 && (p[1] & 0xFC) == 0xD8 ? 4 : 2;
        break;
    case ENCODING_UTF16BE:
        length = (lead & 0xFC) == 0xD8 ? 4 : 2;
        break;
    case ENCODING_UTF32LE:
    case ENCODING_UTF32BE:
        length = 4;
        break;
    case ENCODING_GB18030:
        if (lead > 0x80)
            length = available >= 2 && p[1] >= 0x30 && p[1] <= 0x39 ? 4 : 2;
        break;
    case ENCODING_DOUBLE:
        length = lead > 0x80 ? 2 : 1;
        break;
    case ENCODING_SJIS:
        length = (lead > 0x80 && lead < 0xA0) || (lead >= 0xE0 && lead < 0xFD) ? 2 : 1;
        break;
    case ENCODING_EUC_JP:
        length = lead == 0x8F ? 3 : lead == 0x8E || lead > 0xA0 ? 2 : 1;
        break;
    case ENCODING_EUC_TW:
        length = lead == 0x8E ? 4 : lead > 0xA0 ? 2 : 1;
        break;
    default:
        break;
    }
    return MIN(length, available);
}

gsize
encoding_bad_length(EncodingKind kind, const guint8 *p, gsize available)
{
    gsize length = encoding_char_length(kind, p, available);

    switch (kind) {
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        return MIN(2, available); /* a surrogate without its other half */
    case ENCODING_UTF32LE:
    case ENCODING_UTF32BE:
        return length;
    case ENCODING_GB18030:
        if (length == 4)
            return 1; /* the digit after it is text */
        break;
    default:
        break;
    }
    for (gsize i = 1; i < length; i++)
        if (p[i] < 0x80)
            return i;
    return length;
}

/* decoder.c - pieces of a source file as text, by iconv. */
#include "run/decoder.h"

#include <iconv.h>
#include <string.h>

struct MillDecoder {
    iconv_t iconv;
    gboolean utf8;
    gsize unit;          /* all characters have a multiple of so many bytes */
    gboolean big;        /* units of two bytes: the first is the high one */
    char single[256][8]; /* a byte a character: its UTF-8 */
    gboolean is_single;
};

/* What the reader of plain text means by these names, as the Encoding Standard does. */
static const struct {
    const char *name;
    const char *iconv;
} supersets[] = {
    { "Big5", "BIG5-HKSCS" },
    { "EUC-KR", "UHC" },
    { "Shift_JIS", "CP932" },
    { "EUC-JP", "EUC-JP-MS" },
    { "x-mac-cyrillic", "MAC-CYRILLIC" },
    { "mac-centraleurope", "MAC-CENTRALEUROPE" },
};

static gboolean
decoder_is_stateful(const char *name)
{
    return g_str_has_prefix(name, "ISO-2022") || g_str_has_prefix(name, "HZ") ||
           g_str_has_prefix(name, "UTF-7");
}

static iconv_t
decoder_open(const char *name)
{
    const char *meant = name;

    for (gsize i = 0; i < G_N_ELEMENTS(supersets); i++)
        if (g_ascii_strcasecmp(name, supersets[i].name) == 0)
            meant = supersets[i].iconv;
    return iconv_open("UTF-8", meant);
}

/* iconv joins letters and accents of some one-byte encodings: byte by byte, it cannot. */
static void
decoder_fill_table(MillDecoder *self)
{
    for (guint byte = 0; byte < 256; byte++) {
        char in = (char) byte;
        char *from = &in;
        char *to = self->single[byte];
        gsize in_left = 1;
        gsize out_left = sizeof self->single[byte] - 1;

        iconv(self->iconv, &from, &in_left, &to, &out_left);
        iconv(self->iconv, NULL, NULL, &to, &out_left);
        *to = '\0';
    }
}

/* Whether every byte stands for a character of its own. */
static gboolean
decoder_is_single(const char *name)
{
    static const char *const prefixes[] = { "ISO-8859", "windows-", "KOI8",  "IBM", "mac", "x-mac",
                                            "VISCII",   "TCVN",     "PT154", "TIS", "CP",  NULL };

    for (gsize i = 0; prefixes[i]; i++)
        if (g_ascii_strncasecmp(name, prefixes[i], strlen(prefixes[i])) == 0 &&
            g_ascii_strcasecmp(name, "windows-31j") != 0 && g_ascii_strcasecmp(name, "CP932") != 0)
            return TRUE;
    return FALSE;
}

MillDecoder *
mill_decoder_get(const char *encoding)
{
    static GHashTable *decoders; /* by name; NULL for none */
    MillDecoder *self = NULL;
    iconv_t opened;

    if (!decoders)
        decoders = g_hash_table_new(g_str_hash, g_str_equal);
    if (g_hash_table_lookup_extended(decoders, encoding, NULL, (gpointer *) &self))
        return self;
    opened = decoder_is_stateful(encoding) ? (iconv_t) -1 : decoder_open(encoding);
    if (opened != (iconv_t) -1) {
        self = g_new0(MillDecoder, 1);
        self->iconv = opened;
        self->utf8 = g_ascii_strcasecmp(encoding, "UTF-8") == 0;
        self->unit = g_str_has_prefix(encoding, "UTF-16")   ? 2
                     : g_str_has_prefix(encoding, "UTF-32") ? 4
                                                            : 1;
        self->big = g_str_has_suffix(encoding, "BE");
        self->is_single = decoder_is_single(encoding);
        if (self->is_single)
            decoder_fill_table(self);
    }
    g_hash_table_insert(decoders, g_strdup(encoding), self);
    return self;
}

static gboolean
decoder_equals_single(const MillDecoder *self, const char *bytes, gsize size, const char *text,
                      gsize length)
{
    const char *end = text + length;

    for (gsize i = 0; i < size; i++) {
        const char *character = self->single[(guchar) bytes[i]];
        gsize n = strlen(character);

        if (n == 0 || n > (gsize) (end - text) || memcmp(character, text, n) != 0)
            return FALSE;
        text += n;
    }
    return text == end;
}

gboolean
mill_decoder_equals(MillDecoder *self, const char *bytes, gsize size, const char *text,
                    gsize length)
{
    char *from = (char *) bytes;

    if (self->utf8)
        return size == length && memcmp(bytes, text, size) == 0;
    if (self->is_single)
        return decoder_equals_single(self, bytes, size, text, length);
    iconv(self->iconv, NULL, NULL, NULL, NULL);
    while (size > 0) {
        char buffer[4096];
        char *to = buffer;
        gsize room = sizeof buffer;

        iconv(self->iconv, &from, &size, &to, &room);
        gsize made = (gsize) (to - buffer);

        /* Nothing made: a character that is none, or is cut off. */
        if (made == 0 || made > length || memcmp(buffer, text, made) != 0)
            return FALSE;
        text += made;
        length -= made;
    }
    return length == 0;
}

/* Whether a valid character that begins before @at goes on there. */
static gboolean
decoder_cuts_utf8(const char *bytes, gsize size, gsize at)
{
    if (at == 0 || at >= size || ((guchar) bytes[at] & 0xC0) != 0x80)
        return FALSE;
    for (gsize back = 1; back <= 3 && back <= at; back++) {
        const char *lead = bytes + at - back;
        gunichar c;

        if (((guchar) *lead & 0xC0) == 0x80)
            continue;
        c = g_utf8_get_char_validated(lead, (gssize) MIN(size - (at - back), 4));
        return c < 0x110000 && (gsize) g_utf8_skip[(guchar) *lead] > back;
    }
    return FALSE;
}

gboolean
mill_decoder_cuts(const MillDecoder *self, const char *bytes, gsize size, gsize at)
{
    if (self->utf8)
        return decoder_cuts_utf8(bytes, size, at);
    if (self->unit == 1 || at >= size)
        return FALSE;
    if (at % self->unit != 0)
        return TRUE;
    if (self->unit != 2 || at < 2 || at + 2 > size)
        return FALSE;
    /* Between the halves of a surrogate pair. */
    guchar before = (guchar) bytes[self->big ? at - 2 : at - 1];
    guchar behind = (guchar) bytes[self->big ? at : at + 1];

    return (before & 0xFC) == 0xD8 && (behind & 0xFC) == 0xDC;
}

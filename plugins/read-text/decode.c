/* decode.c - source bytes to UTF-8, as an edit.
 *
 * Bytes are converted a buffer at a time; then source and result are walked together, character by
 * character, and each run of characters with the same lengths on both sides becomes one
 * mill_edit_replace_units(). ASCII stays as it is and costs no edit at all.
 */
#include "decode.h"

#include <string.h>

#define CHUNK_IN  ((gsize) 64 * 1024)
#define CHUNK_OUT (CHUNK_IN * 4)

#define REPLACEMENT "\xEF\xBF\xBD"

gboolean
decode_bad(Decoding *self, gsize at, gsize length, GError **error)
{
    if (self->strict) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_ENCODING,
                    "byte 0x%02X at offset %" G_GSIZE_FORMAT " is not valid in %s", self->data[at],
                    at, self->encoding->name);
        return FALSE;
    }
    if (self->stats.invalid++ == 0)
        self->stats.first_invalid = at;
    mill_edit_replace(self->edit, (MillSpan){ at, at + length }, REPLACEMENT, 3);
    return TRUE;
}

void
decode_nul(Decoding *self, gsize at, gsize length)
{
    if (self->stats.nuls++ == 0)
        self->stats.first_nul = at;
    mill_edit_drop(self->edit, (MillSpan){ at, at + length });
}

/* A run of characters that are all `from` bytes in the source and `to` bytes in UTF-8. */
typedef struct {
    MillEdit *edit;
    gsize start; /* in the source */
    gsize from;
    gsize to;
    gsize count;
    const char *text;
} Run;

static void
run_flush(Run *run)
{
    if (run->count > 0)
        mill_edit_replace_units(run->edit, run->start, run->from, run->text, run->to, run->count);
    run->count = 0;
}

static inline void
run_add(Run *run, gsize at, gsize from, const char *text, gsize to)
{
    if (run->count == 0 || run->from != from || run->to != to) {
        run_flush(run);
        *run = (Run){ run->edit, at, from, to, 0, text };
    }
    run->count++;
}

static inline gsize
utf8_length(const char *p)
{
    guint8 lead = (guint8) *p;

    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Four characters of Big5-HKSCS are two code points: a letter and an accent. */
static gboolean
decode_is_pair(const guint8 *in, const char *out, const char *out_end)
{
    return in[0] == 0x88 && (in[1] == 0x62 || in[1] == 0x64 || in[1] == 0xA3 || in[1] == 0xA5) &&
           out_end - out >= 4 && (guint8) out[2] == 0xCC;
}

/* Turns the conversion of [@in, @in_end) into [@out, @out_end) into edits. */
static void
decode_walk(Decoding *self, const guint8 *in, const guint8 *in_end, const char *out,
            const char *out_end)
{
    EncodingKind kind = self->encoding->kind;
    gboolean ascii_is_same = kind < ENCODING_UTF16LE || kind > ENCODING_UTF32BE;
    Run run = { .edit = self->edit };

    while (in < in_end && out < out_end) {
        gsize at = (gsize) (in - self->data);
        gsize from = encoding_char_length(kind, in, (gsize) (in_end - in));
        gsize to = utf8_length(out);

        if (*out == '\0') {
            run_flush(&run);
            decode_nul(self, at, from);
        } else if (from == 1 && to == 1 && ascii_is_same && *in == (guint8) *out) {
            run_flush(&run);
        } else {
            if (kind == ENCODING_DOUBLE && from == 2 && decode_is_pair(in, out, out_end))
                to += 2;
            run_add(&run, at, from, out, to);
        }
        in += from;
        out += to;
    }
    run_flush(&run);
}

static gboolean
decode_chunks(Decoding *self, Converter *converter, GError **error)
{
    const guint8 *p = self->data + self->start;
    const guint8 *end = self->data + self->length;
    g_autofree char *buffer = g_malloc(CHUNK_OUT);

    while (p < end) {
        const guint8 *chunk = p;
        const guint8 *chunk_end = (gsize) (end - p) > CHUNK_IN ? p + CHUNK_IN : end;
        char *out = buffer;
        ConvertStatus status = converter_run(converter, &p, chunk_end, &out, buffer + CHUNK_OUT);

        decode_walk(self, chunk, p, buffer, out);
        if (status == CONVERT_BAD || (status == CONVERT_SHORT && chunk_end == end)) {
            gsize length = status == CONVERT_SHORT
                               ? (gsize) (end - p)
                               : encoding_bad_length(self->encoding->kind, p, (gsize) (end - p));

            if (!decode_bad(self, (gsize) (p - self->data), length, error))
                return FALSE;
            p += length;
            converter_reset(converter);
        }
    }
    return TRUE;
}

/* Drops the NULs among the bytes [@from, @to). */
static void
decode_nuls(Decoding *self, gsize from, gsize to)
{
    const guint8 *nul;

    while (from < to && (nul = memchr(self->data + from, 0, to - from))) {
        decode_nul(self, (gsize) (nul - self->data), 1);
        from = (gsize) (nul - self->data) + 1;
    }
}

static gboolean
decode_utf8(Decoding *self, GError **error)
{
    const char *text = (const char *) self->data;
    gsize at = self->start;

    while (at < self->length) {
        gsize valid = self->is_valid ? self->length - at
                                     : mill_utf8_valid_prefix(text + at, self->length - at);
        gsize bad;

        decode_nuls(self, at, at + valid);
        at += valid;
        if (at == self->length)
            break;
        bad = mill_utf8_bad_length(text + at, self->length - at);
        if (!decode_bad(self, at, bad, error))
            return FALSE;
        at += bad;
    }
    return TRUE;
}

gboolean
decode_run(Decoding *self, GError **error)
{
    Converter *converter;

    if (self->start > 0)
        mill_edit_drop(self->edit, (MillSpan){ 0, self->start });
    if (self->encoding->kind == ENCODING_UTF8)
        return decode_utf8(self, error);
    converter = converter_get(self->encoding, error);
    if (!converter)
        return FALSE;
    if (self->encoding->kind == ENCODING_STATEFUL)
        return decode_stateful(self, converter, error);
    if (self->encoding->kind == ENCODING_HZ)
        return decode_hz(self, converter, error);
    return decode_chunks(self, converter, error);
}

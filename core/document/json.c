/* json.c - writing JSON (RFC 8259).
 *
 * Strings go out in runs: a table (or, with SSE2 and AVX2, 16 or 32 comparisons at once) finds the
 * next byte that cannot be copied as it is.
 */
#include <textmill/json.h>

#include "document/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define JSON_INDENT_MAX 64 /* deeper levels are not indented further */

/* The bytes that cannot be copied as they are. E2 begins U+2028 and U+2029. */
static const gboolean json_special[256] = {
    [0x00 ... 0x1F] = TRUE, ['"'] = TRUE, ['\\'] = TRUE, [0x7F] = TRUE, [0xE2] = TRUE,
};

#ifdef __x86_64__
/* Where the processor can, long texts go in steps of 32: the place of the first such block that has
 * a special byte, or of the rest. */
__attribute__((target("avx2"))) static const char *
json_skip_plain(const char *at, const char *end)
{
    const __m256i control = _mm256_set1_epi8(0x1F), quote = _mm256_set1_epi8('"');
    const __m256i backslash = _mm256_set1_epi8('\\'), delete = _mm256_set1_epi8(0x7F);
    const __m256i separator = _mm256_set1_epi8((char) 0xE2);

    for (; end - at >= 32; at += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *) (gconstpointer) at);
        __m256i hits = _mm256_or_si256(
            _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_min_epu8(bytes, control), bytes),
                            _mm256_cmpeq_epi8(bytes, quote)),
            _mm256_or_si256(_mm256_cmpeq_epi8(bytes, separator),
                            _mm256_or_si256(_mm256_cmpeq_epi8(bytes, backslash),
                                            _mm256_cmpeq_epi8(bytes, delete))));

        if (!_mm256_testz_si256(hits, hits))
            break;
    }
    return at;
}

/* A bit for each of the sixteen bytes at @at that is special. */
static inline guint
json_find_specials(const char *at)
{
    const __m128i control = _mm_set1_epi8(0x1F), quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\'), delete = _mm_set1_epi8(0x7F);
    const __m128i separator = _mm_set1_epi8((char) 0xE2);
    __m128i bytes = _mm_loadu_si128((const __m128i *) (gconstpointer) at);
    __m128i hits = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes),
                                             _mm_cmpeq_epi8(bytes, quote)),
                                _mm_or_si128(_mm_cmpeq_epi8(bytes, separator),
                                             _mm_or_si128(_mm_cmpeq_epi8(bytes, backslash),
                                                          _mm_cmpeq_epi8(bytes, delete))));

    return (guint) _mm_movemask_epi8(hits);
}
#endif

/* The first special byte of [@at, @end), the rest of a valid text that begins at @text; @end if
 * there is none. */
static const char *
json_find_special(const char *text, const char *at, const char *end)
{
#ifdef __x86_64__
    guint mask;

    if (end - at >= 64 && __builtin_cpu_supports("avx2"))
        at = json_skip_plain(at, end);
    for (; end - at >= 16; at += 16)
        if ((mask = json_find_specials(at)))
            return at + __builtin_ctz(mask);
    if (end - text >= 16) { /* the last sixteen, without those that were looked at before */
        gsize rest = (gsize) (end - at);

        mask = json_find_specials(end - 16) >> (16 - rest);
        return mask ? at + __builtin_ctz(mask) : end;
    }
#endif
    while (at < end && !json_special[(guint8) *at])
        at++;
    return at;
}

/* g_string_append_len() for the many short pieces: mostly there is room. */
static inline void
json_put(GString *json, const char *bytes, gsize length)
{
    if (length >= json->allocated_len - json->len) {
        g_string_append_len(json, bytes, (gssize) length);
        return;
    }
    memcpy(json->str + json->len, bytes, length);
    json->len += length;
    json->str[json->len] = '\0';
}

static void
json_append_escape(GString *json, guint code)
{
    static const char hex[] = "0123456789abcdef";
    static const char short_form[] = "btn\0fr"; /* of U+0008 to U+000D */
    char escape[6] = {
        '\\', 'u', hex[code >> 12], hex[code >> 8 & 15], hex[code >> 4 & 15], hex[code & 15]
    };
    gsize length = 6;

    if (code == '"' || code == '\\') {
        escape[1] = (char) code;
        length = 2;
    } else if (code >= 8 && code <= 13 && code != 11) {
        escape[1] = short_form[code - 8];
        length = 2;
    }
    json_put(json, escape, length);
}

/* Appends valid UTF-8. */
static void
json_append_valid(GString *json, const char *text, gsize length)
{
    const char *end = text + length;
    const char *run = text;
    const char *at = text;

    while ((at = json_find_special(text, at, end)) < end) {
        gboolean separator = (guint8) *at == 0xE2;

        /* E2 80 A8 and E2 80 A9 */
        if (separator && ((guint8) at[1] != 0x80 || ((guint8) at[2] & 0xFE) != 0xA8)) {
            at += 3;
            continue;
        }
        json_put(json, run, (gsize) (at - run));
        json_append_escape(json, separator ? 0x2028u + (at[2] & 1) : (guint8) *at);
        at += separator ? 3 : 1;
        run = at;
    }
    json_put(json, run, (gsize) (end - run));
}

void
mill_json_append_string(GString *json, const char *string, gssize length)
{
    gsize left;

    g_return_if_fail(json && (string || length == 0));
    left = length < 0 ? strlen(string) : (gsize) length;
    g_string_append_c(json, '"');
    while (left > 0) {
        gsize valid = mill_utf8_valid_prefix(string, left);

        json_append_valid(json, string, valid);
        string += valid;
        left -= valid;
        if (left > 0) {
            gsize bad = mill_utf8_bad_length(string, left);

            g_string_append(json, "\\ufffd");
            string += bad;
            left -= bad;
        }
    }
    g_string_append_c(json, '"');
}

/* The strings of values are valid. */
static void
json_append_known(GString *json, const char *string, gsize length)
{
    g_string_append_c(json, '"');
    json_append_valid(json, string, length);
    g_string_append_c(json, '"');
}

void
mill_json_append_key(GString *json, const char *key)
{
    mill_json_append_string(json, key, -1);
    g_string_append_c(json, ':');
}

void
mill_json_append_int(GString *json, gint64 number)
{
    char digits[20];
    gsize at = sizeof digits;
    guint64 rest = number < 0 ? 0 - (guint64) number : (guint64) number;

    do
        digits[--at] = (char) ('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        g_string_append_c(json, '-');
    json_put(json, digits + at, sizeof digits - at);
}

void
mill_json_append_double(GString *json, double number)
{
    static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isfinite(number)) {
        g_string_append(json, "null");
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_ascii_formatd(digits, sizeof digits, formats[i], number);
        if (g_ascii_strtod(digits, NULL) == number)
            break;
    }
    g_string_append(json, digits);
    if (!strpbrk(digits, ".e"))
        g_string_append(json, ".0");
}

static void
json_append_items(GString *json, const MillValue *value)
{
    gboolean is_map = mill_value_get_type(value) == MILL_TYPE_MAP;
    gsize length = mill_value_get_length(value);

    g_string_append_c(json, is_map ? '{' : '[');
    for (gsize i = 0; i < length; i++) {
        if (i > 0)
            g_string_append_c(json, ',');
        if (is_map) {
            const char *key = mill_value_get_key(value, i);

            json_append_known(json, key, strlen(key));
            g_string_append_c(json, ':');
        }
        mill_json_append_value(json, mill_value_get_item(value, i));
    }
    g_string_append_c(json, is_map ? '}' : ']');
}

void
mill_json_append_value(GString *json, const MillValue *value)
{
    const char *text;
    gsize length;

    switch (mill_value_get_type(value)) {
    case MILL_TYPE_BOOL:
        g_string_append(json, mill_value_get_bool(value) ? "true" : "false");
        break;
    case MILL_TYPE_INT:
        mill_json_append_int(json, mill_value_get_int(value));
        break;
    case MILL_TYPE_DOUBLE:
        mill_json_append_double(json, mill_value_get_double(value));
        break;
    case MILL_TYPE_STRING:
        text = mill_value_get_string(value, &length);
        json_append_known(json, text, length);
        break;
    case MILL_TYPE_LIST:
    case MILL_TYPE_MAP:
        json_append_items(json, value);
        break;
    default:
        g_string_append(json, "null");
    }
}

static gboolean
json_is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static gsize
json_skip_space(const char *json, gsize length, gsize at)
{
    while (at < length && json_is_space(json[at]))
        at++;
    return at;
}

/* Behind the string that begins at @at. */
static gsize
json_skip_string(const char *json, gsize length, gsize at)
{
    for (at++; at < length && json[at] != '"'; at++) {
        if (json[at] == '\\')
            at++;
    }
    return MIN(at + 1, length);
}

static void
json_new_line(GString *out, guint spaces, gsize depth)
{
    gsize width = spaces * MIN(depth, JSON_INDENT_MAX);

    if (spaces == 0)
        return;
    g_string_append_c(out, '\n');
    while (width-- > 0)
        g_string_append_c(out, ' ');
}

GString *
mill_json_indent(const char *json, gsize length, guint spaces)
{
    GString *out = g_string_sized_new(length + length / 4);
    gsize depth = 0;

    g_return_val_if_fail(json || length == 0, out);
    for (gsize at = json_skip_space(json, length, 0); at < length;
         at = json_skip_space(json, length, at)) {
        char byte = json[at];
        gsize from = at;

        at = byte == '"' ? json_skip_string(json, length, at) : at + 1;
        if ((byte == '}' || byte == ']') && depth > 0)
            json_new_line(out, spaces, --depth);
        g_string_append_len(out, json + from, (gssize) (at - from));
        if (byte == '{' || byte == '[') {
            gsize next = json_skip_space(json, length, at);

            if (next < length && (json[next] == '}' || json[next] == ']')) {
                g_string_append_c(out, json[next]);
                at = next + 1;
            } else {
                json_new_line(out, spaces, ++depth);
            }
        } else if (byte == ',') {
            json_new_line(out, spaces, depth);
        } else if (byte == ':' && spaces > 0) {
            g_string_append_c(out, ' ');
        }
    }
    return out;
}

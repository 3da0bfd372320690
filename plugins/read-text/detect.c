/* detect.c - which encoding bytes are in: the order in which evidence counts. */
#include "detect.h"

#include <string.h>

#include <textmill/utf8.h>

#include "declared.h"
#include "guess.h"
#include "wide.h"

gsize
detect_bom(const guint8 *data, gsize length, const Encoding **encoding)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *name;
    } marks[] = {
        { "\xEF\xBB\xBF", 3, "UTF-8" },    { "\xFF\xFE\0\0", 4, "UTF-32LE" },
        { "\0\0\xFE\xFF", 4, "UTF-32BE" }, { "\xFF\xFE", 2, "UTF-16LE" },
        { "\xFE\xFF", 2, "UTF-16BE" },     { "\x84\x31\x95\x33", 4, "GB18030" },
        { "+/v8-", 5, "UTF-7" },
    };

    *encoding = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (length >= marks[i].length && !memcmp(data, marks[i].bytes, marks[i].length)) {
            *encoding = encoding_find(marks[i].name);
            return marks[i].length;
        }
    return 0;
}

/* Encodings that look like ASCII. */
static const char *
detect_seven_bits(const guint8 *data, gsize length)
{
    const char *text = (const char *) data;
    const guint8 *escape = memchr(data, 0x1B, length);

    if (escape) {
        gsize left = length - (gsize) (escape - data);

        if (memmem(text, length, "\x1B$)C", 4))
            return "ISO-2022-KR";
        if (memmem(text, length, "\x1B$)A", 4))
            return "ISO-2022-CN";
        if (left >= 3 && (escape[1] == '$' || escape[1] == '('))
            return "ISO-2022-JP";
    }
    if (memmem(text, length, "~{", 2) && memmem(text, length, "~}", 2))
        return "HZ-GB-2312";
    return NULL;
}

static gboolean
detect_is_ascii(const guint8 *data, gsize length)
{
    guint8 bits = 0;

    for (gsize i = 0; i < length; i++)
        bits |= data[i];
    return bits < 0x80;
}

Detection
detect_encoding(const guint8 *data, gsize length, const Encoding *hint, const Encoding *fallback)
{
    Detection found = { .reason = DETECT_BOM };
    const Encoding *declared;
    const char *seven;

    found.bom = detect_bom(data, length, &found.encoding);
    if (found.bom > 0)
        return found;

    found.reason = DETECT_ZEROS;
    found.encoding = wide_find(data, length);
    if (found.encoding)
        return found;

    if (mill_utf8_valid_prefix((const char *) data, length) == length) {
        seven = detect_is_ascii(data, length) ? detect_seven_bits(data, length) : NULL;
        found.reason = seven ? DETECT_ESCAPES : DETECT_UTF8;
        found.encoding = encoding_find(seven ? seven : "UTF-8");
        return found;
    }

    if (guess_is_damaged_utf8(data, length)) {
        found.reason = DETECT_GUESS;
        found.encoding = encoding_find("UTF-8");
        return found;
    }
    declared = declared_find(data, length);
    if (!declared)
        declared = hint;
    found.encoding = guess_encoding(data, length, declared);
    found.reason = found.encoding == declared ? DETECT_DECLARED : DETECT_GUESS;
    found.declared = found.encoding == declared ? NULL : declared;
    if (!found.encoding) {
        found.reason = DETECT_FALLBACK;
        found.encoding = fallback;
    }
    return found;
}

/* raw.h - appending bytes to a result: the inner loop of every writer. */
#ifndef WRITING_RAW_H
#define WRITING_RAW_H

#include <string.h>
#include <textmill/types.h>

/* Appends @length bytes without looking at them. In line, because most calls are of a few bytes. */
static inline void
write_raw(GString *out, const char *bytes, gsize length)
{
    gsize at = out->len;

    if (at + length < out->allocated_len) {
        out->len = at + length;
        out->str[out->len] = '\0';
    } else {
        g_string_set_size(out, at + length);
    }
    memcpy(out->str + at, bytes, length);
}

#define write_literal(out, literal) write_raw(out, "" literal, sizeof(literal) - 1)

static inline void
write_string(GString *out, const GString *string)
{
    write_raw(out, string->str, string->len);
}

static inline void
write_number(GString *out, gsize number)
{
    char digits[24];
    char *p = digits + sizeof digits;

    do {
        *--p = (char) ('0' + number % 10);
        number /= 10;
    } while (number > 0);
    write_raw(out, p, (gsize) (digits + sizeof digits - p));
}

/* The JSON `"start":N,"end":N`. */
static inline void
write_range(GString *out, MillSpan span)
{
    write_literal(out, "\"start\":");
    write_number(out, span.start);
    write_literal(out, ",\"end\":");
    write_number(out, span.end);
}

#endif

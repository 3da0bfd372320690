/* html.c - writing HTML in which hostile text stays text. */
#include "html.h"

#include <stdarg.h>
#include <string.h>

#include "writing/raw.h"

/* Bytes that html_text() has to look at; all others stand for themselves. */
static const guint8 special[256] = {
    [0x00 ... 0x08] = 1, [0x0B ... 0x1F] = 1, [0x7F] = 1, ['&'] = 1,  ['<'] = 1,
    ['>'] = 1,           ['"'] = 1,           ['\''] = 1, [0xE2] = 1, [0xD8] = 1,
};

static gboolean
turns_direction(gunichar c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C;
}

/* What stands for the character at @at, or NULL for itself; @buffer has room for a code point. */
static const char *
replacement(const char *at, char buffer[16])
{
    guchar byte = (guchar) *at;
    gunichar c;

    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        break;
    }
    if (byte < 0x80) {
        c = byte == 0x7F ? 0x2421 : 0x2400 + (gunichar) byte;
        buffer[g_unichar_to_utf8(c, buffer)] = '\0';
        return buffer;
    }
    c = g_utf8_get_char(at);
    if (!turns_direction(c))
        return NULL;
    g_snprintf(buffer, 16, "[U+%04X]", c);
    return buffer;
}

gboolean
html_text(GString *html, const char *text, gssize length)
{
    const char *end = text + (length < 0 ? strlen(text) : (gsize) length);
    const char *kept = text;
    gboolean exact = TRUE;
    char buffer[16];

    for (const char *at = text; at < end; at++) {
        if (!special[(guchar) *at])
            continue;
        const char *instead = replacement(at, buffer);

        if (!instead)
            continue;
        exact = exact && *instead == '&';
        write_raw(html, kept, (gsize) (at - kept));
        write_raw(html, instead, strlen(instead));
        at += g_utf8_skip[(guchar) *at] - 1;
        kept = at + 1;
    }
    if (kept < end)
        write_raw(html, kept, (gsize) (end - kept));
    return exact;
}

void
html_json(GString *html, const char *text, gsize length)
{
    g_string_append(html, "&quot;");
    for (const char *at = text, *next; at < text + length; at = next) {
        gunichar c = g_utf8_get_char(at);

        next = g_utf8_next_char(at);
        if (c < ' ' || c == 0x7F || turns_direction(c))
            g_string_append_printf(html, "\\u%04x", c);
        else if (c == '"')
            g_string_append(html, "\\&quot;");
        else if (c == '\\')
            g_string_append(html, "\\\\");
        else
            html_text(html, at, next - at);
    }
    g_string_append(html, "&quot;");
}

void
html_integer(GString *html, gint64 number)
{
    char digits[24];
    char *at = digits + sizeof digits;
    guint64 rest = number < 0 ? 0 - (guint64) number : (guint64) number;

    do
        *--at = (char) ('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--at = '-';
    write_raw(html, at, (gsize) (digits + sizeof digits - at));
}

void
html_format(GString *html, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    for (const char *at = format; *at != '\0'; at++) {
        const char *percent = strchr(at, '%');
        gsize plain = percent ? (gsize) (percent - at) : strlen(at);

        write_raw(html, at, plain);
        at += plain;
        if (*at++ == '\0')
            break;
        if (*at == 's') {
            const char *text = va_arg(values, const char *);

            html_text(html, text ? text : "", -1);
        } else if (*at == 'd') {
            html_integer(html, va_arg(values, gint));
        } else if (*at == 'u') {
            html_integer(html, va_arg(values, guint));
        } else if (*at == 'G') {
            html_integer(html, (gint64) va_arg(values, gsize));
        } else {
            g_string_append_c(html, '%');
        }
    }
    va_end(values);
}

void
html_number(GString *html, gint64 number)
{
    char digits[32];
    char *at = digits + sizeof digits;
    guint64 rest = number < 0 ? 0 - (guint64) number : (guint64) number;

    for (guint n = 1;; n++) {
        *--at = (char) ('0' + rest % 10);
        if ((rest /= 10) == 0)
            break;
        if (n % 3 == 0)
            *--at = ',';
    }
    if (number < 0)
        *--at = '-';
    write_raw(html, at, (gsize) (digits + sizeof digits - at));
}

gboolean
html_double(GString *html, double number)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    double size = number < 0 ? -number : number;
    gint64 thousandths = size < 1e6 ? (gint64) (size * 1000) : 0;

    if (size < 1e9 && number == (double) (gint64) number) {
        html_integer(html, (gint64) number);
        return TRUE;
    }
    if (thousandths > 0 && (double) thousandths / 1000 == size) { /* 18.5, and most others */
        if (number < 0)
            write_literal(html, "-");
        html_integer(html, thousandths / 1000);
        buffer[0] = '.';
        buffer[1] = (char) ('0' + thousandths / 100 % 10);
        buffer[2] = (char) ('0' + thousandths / 10 % 10);
        buffer[3] = (char) ('0' + thousandths % 10);
        write_raw(html, buffer, thousandths % 10 ? 4 : thousandths % 100 ? 3 : 2);
        return TRUE;
    }
    g_string_append(html, g_ascii_formatd(buffer, sizeof buffer, "%.10g", number));
    return g_ascii_strtod(buffer, NULL) == number;
}

void
html_percent(GString *html, gint64 part, gint64 whole, gint64 least)
{
    gint64 tenths = CLAMP(part * 1000 / MAX(whole, 1), least, 1000);

    html_integer(html, tenths / 10);
    if (tenths % 10 > 0) {
        g_string_append_c(html, '.');
        g_string_append_c(html, (char) ('0' + tenths % 10));
    }
    g_string_append_c(html, '%');
}

gboolean
html_shortened(GString *html, const char *text, gsize length, gint most)
{
    const char *end = text + length;
    const char *at = text;
    const char *fits = text; /* with room for the "…" */
    gint width = 0;

    while (length > (gsize) most && at < end) { /* no character is wider than it has bytes */
        gunichar c = g_utf8_get_char(at);

        width += g_unichar_iswide(c) ? 2 : 1;
        if (width > most) {
            html_text(html, text, fits - text);
            g_string_append(html, "…");
            return FALSE;
        }
        at = g_utf8_next_char(at);
        if (width < most)
            fits = at;
    }
    return html_text(html, text, (gssize) length);
}

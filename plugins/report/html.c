/* html.c - writing HTML in which hostile text stays text. */
#include "html.h"

#include <stdarg.h>
#include <string.h>

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
    case '\t':
    case '\n':
        return NULL;
    default:
        break;
    }
    if (byte < 0x20 || byte == 0x7F) {
        c = byte == 0x7F ? 0x2421 : 0x2400 + (gunichar) byte;
        buffer[g_unichar_to_utf8(c, buffer)] = '\0';
        return buffer;
    }
    if (byte != 0xE2 && byte != 0xD8)
        return NULL;
    c = g_utf8_get_char(at);
    if (!turns_direction(c))
        return NULL;
    g_snprintf(buffer, 16, "[U+%04X]", c);
    return buffer;
}

void
html_text(GString *html, const char *text, gssize length)
{
    const char *end = text + (length < 0 ? strlen(text) : (gsize) length);
    const char *kept = text;
    char buffer[16];

    for (const char *at = text; at < end;) {
        const char *next = at + g_utf8_skip[(guchar) *at];
        const char *instead = replacement(at, buffer);

        if (instead) {
            g_string_append_len(html, kept, at - kept);
            g_string_append(html, instead);
            kept = next;
        }
        at = next;
    }
    g_string_append_len(html, kept, end - kept);
}

void
html_format(GString *html, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    for (const char *at = format; *at != '\0'; at++) {
        const char *percent = strchr(at, '%');

        if (!percent) {
            g_string_append(html, at);
            break;
        }
        g_string_append_len(html, at, percent - at);
        at = percent + 1;
        if (*at == 's') {
            const char *text = va_arg(values, const char *);

            html_text(html, text ? text : "", -1);
        } else if (*at == 'd') {
            g_string_append_printf(html, "%d", va_arg(values, gint));
        } else if (*at == 'u') {
            g_string_append_printf(html, "%u", va_arg(values, guint));
        } else if (*at == 'G') {
            g_string_append_printf(html, "%" G_GSIZE_FORMAT, va_arg(values, gsize));
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
    gsize length = (gsize) g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, number);

    for (gsize i = 0; i < length; i++) {
        g_string_append_c(html, digits[i]);
        if ((length - i) % 3 == 1 && i + 1 < length && digits[i] != '-')
            g_string_append_c(html, ',');
    }
}

void
html_double(GString *html, double number)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append(html, g_ascii_formatd(buffer, sizeof buffer, "%.10g", number));
}

/* terminal.c - see terminal.h. */
#include <textmill/terminal.h>

#include "document/utf8.h"

#include <string.h>

static gboolean
terminal_is_hidden(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);

    return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_SURROGATE ||
           type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* How many bytes at @text are one character (@c), or, with @c 0 and FALSE, are none. */
static gboolean
terminal_next(const char *text, const char *end, gunichar *c, gsize *length)
{
    *c = g_utf8_get_char_validated(text, end - text);
    *length = 1;
    /* GLib takes a NUL for the end of the text. */
    if (*text != '\0' && (*c == (gunichar) -1 || *c == (gunichar) -2))
        return FALSE;
    if (*text == '\0')
        *c = 0;
    else
        *length = (gsize) (g_utf8_next_char(text) - text);
    return TRUE;
}

static void
terminal_append_run(GString *out, const char *text, const char *end, guint flags)
{
    while (text < end) {
        gunichar c;
        gsize length;

        if (!terminal_next(text, end, &c, &length))
            g_string_append_printf(out, "<%02X>", (guint8) *text);
        else if (terminal_is_hidden(c) || ((flags & MILL_TERMINAL_SPACES) && c != ' ' &&
                                           g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR))
            g_string_append_printf(out, "<U+%04X>", c);
        else
            g_string_append_len(out, text, (gssize) length);
        text += length;
    }
}

void
mill_terminal_append(GString *out, const char *text, gssize length, guint flags, guint max)
{
    const char *end = text + (length < 0 ? strlen(text) : (gsize) length);
    const char *head = text, *tail = end;

    if (max > 0) {
        for (guint i = 0; i < max / 2 && head < end; i++)
            for (head++; head < end && !mill_utf8_is_start(*head); head++)
                continue;
        for (guint i = 0; i < max - max / 2 && tail > head; i++)
            for (tail--; tail > head && !mill_utf8_is_start(*tail); tail--)
                continue;
    }
    if (max == 0 || tail <= head) {
        terminal_append_run(out, text, end, flags);
        return;
    }
    terminal_append_run(out, text, head, flags);
    g_string_append(out, "…");
    terminal_append_run(out, tail, end, flags);
}

gsize
mill_terminal_width(const char *text, gssize length)
{
    const char *end = text + (length < 0 ? strlen(text) : (gsize) length);
    gsize width = 0;

    while (text < end) {
        gunichar c;
        gsize bytes;

        if (!terminal_next(text, end, &c, &bytes))
            width++;
        else if (!g_unichar_iszerowidth(c))
            width += g_unichar_iswide(c) ? 2 : 1;
        text += bytes;
    }
    return width;
}

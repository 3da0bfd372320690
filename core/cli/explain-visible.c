/* explain-visible - text for people: nothing in it acts on a terminal, and nothing hides. */
#include "cli/explain.h"

static gboolean
is_hidden(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);

    return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_SURROGATE ||
           type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static void
append_char(GString *out, gunichar c, gboolean marked)
{
    if (is_hidden(c) || (marked && c != ' ' && g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR))
        g_string_append_printf(out, "<U+%04X>", c);
    else
        g_string_append_unichar(out, c);
}

static void
append_run(GString *out, const char *text, const char *end, gboolean marked)
{
    for (const char *next; text < end; text = next) {
        gunichar c = g_utf8_get_char_validated(text, end - text);
        if (c == (gunichar) -1 || c == (gunichar) -2) {
            g_string_append_printf(out, "<%02X>", (guint8) *text);
            next = text + 1;
            continue;
        }
        append_char(out, c, marked);
        next = g_utf8_next_char(text);
    }
}

void
explain_append_visible(GString *out, const char *text, gsize length, gboolean marked, guint max)
{
    const char *end = text + length;
    const char *head_end = text;
    const char *tail = end;
    guint half = max / 2;

    if (max > 0) {
        for (guint i = 0; i < half && head_end < end; i++)
            head_end = g_utf8_next_char(head_end);
        for (guint i = 0; i < max - half && tail > head_end; i++)
            tail = g_utf8_find_prev_char(head_end, tail);
    }
    if (max == 0 || tail <= head_end || !tail) {
        append_run(out, text, end, marked);
        return;
    }
    append_run(out, text, head_end, marked);
    g_string_append(out, "…");
    append_run(out, tail, end, marked);
}

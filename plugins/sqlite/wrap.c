/* wrap.c - see wrap.h. */
#include "wrap.h"

#include <string.h>

#include <textmill/plugin.h>

/* Unless it takes more columns than this. */
#define MARK_MAX 24

/* The bytes of the escape sequence at @text (ESC [ … m), 0 if there is none. */
static gsize
wrap_escape_length(const char *text)
{
    const char *end = text[0] == '\033' && text[1] == '[' ? strchr(text, 'm') : NULL;

    return end ? (gsize) (end + 1 - text) : 0;
}

static gboolean
wrap_may_break(gunichar before, gunichar after)
{
    GUnicodeType left = g_unichar_type(before), right = g_unichar_type(after);

    if (before == 0 || after == ' ' || g_unichar_iszerowidth(after))
        return FALSE;
    if (before == ' ')
        return TRUE;
    if (!g_unichar_iswide(before) && !g_unichar_iswide(after))
        return FALSE;
    return left != G_UNICODE_OPEN_PUNCTUATION && left != G_UNICODE_INITIAL_PUNCTUATION &&
           right != G_UNICODE_CLOSE_PUNCTUATION && right != G_UNICODE_FINAL_PUNCTUATION &&
           right != G_UNICODE_OTHER_PUNCTUATION;
}

/* The end of the line that begins at @at: behind the last place where it may break, or where it is
 * full; @end if the rest fits. */
static const char *
wrap_find_end(const char *at, const char *end, guint width)
{
    const char *start = at, *stop = NULL, *mark = NULL; /* that what was found begins with */
    gunichar before = 0;
    gsize used = 0, marked = 0;

    while (at < end) {
        gsize length = wrap_escape_length(at);
        gunichar character = g_utf8_get_char(at);

        if (length > 0 || character == '[') {
            mark = length > 0 && length != strlen(WRAP_MARK) ? NULL : at;
            marked = used;
        }
        if (length > 0) {
            at += length;
            continue;
        }
        if (wrap_may_break(before, character) &&
            (!mark || used == marked || used > marked + MARK_MAX))
            stop = at;
        if (character == ']')
            mark = NULL;
        length = (gsize) (g_utf8_next_char(at) - at);
        used += mill_terminal_width(at, (gssize) length);
        if (used > width && character != ' ')
            return stop ? stop : at > start ? at : at + length;
        before = character;
        at += length;
    }
    return end;
}

void
wrap_line(GString *out, gsize start, guint width, guint indent)
{
    g_autofree char *line = g_strdup(out->str + start);
    const char *at = line, *end = line + strlen(line);
    gboolean first = TRUE;

    if (width == 0)
        return;
    indent = MIN(indent, width / 2);
    g_string_truncate(out, start);
    while (at < end) {
        const char *stop = wrap_find_end(at, end, first ? width : width - indent);
        gsize length = (gsize) (stop - at);

        while (stop < end && length > 0 && at[length - 1] == ' ')
            length--;
        if (!first)
            g_string_append_printf(out, "\n%*s", (int) indent, "");
        g_string_append_len(out, at, (gssize) length);
        first = FALSE;
        at = stop;
    }
}

/* styled - lines for a terminal. */
#include "cli/styled.h"

#include <stdarg.h>
#include <string.h>

static const char *const sequences[] = {
    [STYLE_PLAIN] = "",
    [STYLE_BOLD] = "\033[1m",
    [STYLE_DIM] = "\033[2m",
    [STYLE_MARK] = "\033[7m",
    [STYLE_GONE] = "\033[31m",
    [STYLE_COME] = "\033[32m",
    [STYLE_ENTITY] = "\033[4m",
    [STYLE_TAG] = "\033[1;36m",
    "\033[1;33m",
    "\033[1;35m",
    "\033[1;32m",
    "\033[1;34m",
    "\033[1;31m",
};

const char *
style_begin(guint style, gboolean colour)
{
    return colour && style < G_N_ELEMENTS(sequences) ? sequences[style] : "";
}

const char *
style_end(gboolean colour)
{
    return colour ? "\033[0m" : "";
}

StyledLine *
styled_line_new(void)
{
    StyledLine *self = g_new(StyledLine, 1);

    self->text = g_string_new(NULL);
    self->styles = g_byte_array_new();
    return self;
}

void
styled_line_free(StyledLine *self)
{
    if (!self)
        return;
    g_string_free(self->text, TRUE);
    g_byte_array_unref(self->styles);
    g_free(self);
}

/* Gives what was appended to the text @style. */
static void
fill_styles(StyledLine *self, guint style)
{
    guint before = self->styles->len;

    g_byte_array_set_size(self->styles, (guint) self->text->len);
    if (self->styles->len > before)
        memset(self->styles->data + before, (int) style, self->styles->len - before);
}

void
styled_line_add(StyledLine *self, guint style, const char *text, gssize length)
{
    mill_terminal_append(self->text, text, length, 0, 0);
    fill_styles(self, style);
}

void
styled_line_format(StyledLine *self, guint style, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append_vprintf(self->text, format, arguments);
    va_end(arguments);
    fill_styles(self, style);
}

void
styled_line_pad(StyledLine *self, gsize width)
{
    gsize own = mill_terminal_width(self->text->str, (gssize) self->text->len);

    if (own < width)
        styled_line_format(self, STYLE_PLAIN, "%*s", (int) (width - own), "");
}

static void
truncate_line(StyledLine *self, gsize length)
{
    g_string_truncate(self->text, length);
    g_byte_array_set_size(self->styles, (guint) length);
}

/* How many bytes of @text from @at fill at most @width columns. */
static gsize
measure(const GString *text, gsize at, gsize width)
{
    gsize used = 0, end = at;

    while (end < text->len) {
        gsize bytes = (gsize) (g_utf8_next_char(text->str + end) - (text->str + end));
        gsize columns = mill_terminal_width(text->str + end, (gssize) bytes);

        if (used + columns > width)
            break;
        used += columns;
        end += bytes;
    }
    return end - at;
}

void
styled_line_fit(StyledLine *self, gsize width)
{
    if (mill_terminal_width(self->text->str, (gssize) self->text->len) <= width)
        return;
    truncate_line(self, measure(self->text, 0, width > 0 ? width - 1 : 0));
    styled_line_format(self, STYLE_DIM, "…");
}

/* Prints the bytes [@start, @end). */
static void
print_range(const StyledLine *self, FILE *stream, gboolean colour, gsize start, gsize end)
{
    while (start < end) {
        guint8 style = self->styles->data[start];
        gsize stop = start + 1;

        while (stop < end && self->styles->data[stop] == style)
            stop++;
        fputs(style_begin(style, colour), stream);
        fwrite(self->text->str + start, 1, stop - start, stream);
        fputs(style == STYLE_PLAIN ? "" : style_end(colour), stream);
        start = stop;
    }
}

void
styled_line_print(StyledLine *self, FILE *stream, gboolean colour)
{
    gsize length = self->text->len;

    while (length > 0 && self->text->str[length - 1] == ' ')
        length--;
    print_range(self, stream, colour, 0, length);
    fputc('\n', stream);
    truncate_line(self, 0);
}

static gboolean
may_break(gunichar before, gunichar after)
{
    GUnicodeType left = g_unichar_type(before), right = g_unichar_type(after);

    if (g_unichar_iszerowidth(after) || after == ' ')
        return FALSE;
    if (before == ' ')
        return TRUE;
    if (!g_unichar_iswide(before) && !g_unichar_iswide(after))
        return FALSE;
    return left != G_UNICODE_OPEN_PUNCTUATION && left != G_UNICODE_INITIAL_PUNCTUATION &&
           right != G_UNICODE_CLOSE_PUNCTUATION && right != G_UNICODE_FINAL_PUNCTUATION &&
           right != G_UNICODE_OTHER_PUNCTUATION;
}

/* Where the line that begins at @start ends, if it may take @width columns. */
static gsize
find_break(const GString *text, gsize start, gsize width)
{
    gsize full = start + measure(text, start, width);

    while (full < text->len && text->str[full] == ' ') /* not printed at the end of a line */
        full++;
    if (full >= text->len)
        return text->len;
    for (gsize at = full; at > start; at = (gsize) (g_utf8_prev_char(text->str + at) - text->str)) {
        gunichar before = g_utf8_get_char(g_utf8_prev_char(text->str + at));

        if (may_break(before, g_utf8_get_char(text->str + at)))
            return at;
    }
    if (full > start)
        return full;
    return (gsize) (g_utf8_next_char(text->str + start) - text->str);
}

void
styled_line_wrap(StyledLine *self, FILE *stream, gboolean colour, gsize width, guint indent)
{
    gsize at = 0;

    indent = MIN(indent, (guint) width / 2);
    do {
        gsize end = find_break(self->text, at, at == 0 ? width : width - indent);
        gsize shown = end;

        while (shown > at && self->text->str[shown - 1] == ' ')
            shown--;
        if (at > 0)
            fprintf(stream, "%*s", (int) indent, "");
        print_range(self, stream, colour, at, shown);
        fputc('\n', stream);
        at = end;
    } while (at < self->text->len);
    truncate_line(self, 0);
}

/* blocks.c - a plain text's paragraphs. */
#include "writing/blocks.h"

#include <string.h>

const char *const line_break_names[] = { "auto", "paragraph", "soft", NULL };

gsize
blocks_line_end(const char *text, gsize from, gsize to)
{
    const char *end = memchr(text + from, '\n', to - from);

    return end ? (gsize) (end - text) : to;
}

static gboolean
blocks_is_blank(const char *text, gsize from, gsize to)
{
    while (from < to && g_ascii_isspace(text[from]))
        from++;
    return from == to;
}

static gsize
blocks_count_columns(const char *line, gsize length)
{
    gsize columns = 0;

    for (gsize i = 0; i < length; i++) {
        guint8 byte = (guint8) line[i];

        columns += ((byte & 0xC0) != 0x80) + (byte >= 0xE3 && byte <= 0xEF);
    }
    return columns;
}

/* Whether the lines [@from, @to) were broken to fit a width: all but the last are about as long as
 * the longest, which is what a page or screen holds. */
static gboolean
blocks_is_wrapped(const char *text, gsize from, gsize to)
{
    gsize longest = 0;
    gsize shortest = G_MAXSIZE;

    while (from < to) {
        gsize end = blocks_line_end(text, from, to);
        gsize columns = blocks_count_columns(text + from, end - from);

        longest = MAX(longest, columns);
        if (end < to)
            shortest = MIN(shortest, columns);
        from = end + 1;
    }
    return longest >= 40 && longest <= 120 && shortest != G_MAXSIZE && shortest * 4 >= longest * 3;
}

/* Finds the next lines without a blank one between them: they begin at `at` and end at `group`. */
static gboolean
blocks_find_group(Blocks *self)
{
    gsize end = self->at;

    for (; self->at < self->to; self->at = end + 1) {
        end = blocks_line_end(self->text, self->at, self->to);
        if (!blocks_is_blank(self->text, self->at, end))
            break;
    }
    if (self->at >= self->to)
        return FALSE;
    for (self->group = end; end < self->to; self->group = end) {
        gsize next = end + 1;

        end = blocks_line_end(self->text, next, self->to);
        if (blocks_is_blank(self->text, next, end))
            break;
    }
    return TRUE;
}

gboolean
blocks_next(Blocks *self, MillSpan *block)
{
    if (self->at >= self->group) {
        if (!blocks_find_group(self))
            return FALSE;
        if (self->lines == LINES_SOFT ||
            (self->lines == LINES_AUTO && blocks_is_wrapped(self->text, self->at, self->group))) {
            *block = (MillSpan){ self->at, self->group };
            self->at = self->group + 1;
            return TRUE;
        }
    }
    *block = (MillSpan){ self->at, blocks_line_end(self->text, self->at, self->group) };
    self->at = block->end + 1;
    return TRUE;
}

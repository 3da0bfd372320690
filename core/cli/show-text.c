/* show-text - the text, with its headings, tags and entities highlighted. Without colour, tags
 * stand in brackets.
 */
#include "cli/show.h"

#include <string.h>

static void
paint(guint8 *styles, const Result *result, MillSpan span, guint style)
{
    gsize end = MIN(span.end, result->length);

    if (span.start < end)
        memset(styles + span.start, (int) style, end - span.start);
}

/* The style of each byte of the text. (transfer full) */
static guint8 *
paint_text(Show *self)
{
    const Result *result = self->result;
    guint8 *styles = g_malloc0(result->length + 1);
    const MillValue *entities = mill_value_get(mill_value_get(result->root, "layers"), "entity");

    for (guint i = 0; i < result->sections->len; i++)
        paint(styles, result, g_array_index(result->sections, ResultSection, i).heading,
              STYLE_BOLD);
    for (gsize i = 0; i < mill_value_get_length(entities); i++)
        paint(styles, result, result_span(result, mill_value_get_item(entities, i)), STYLE_ENTITY);
    for (guint i = 0; i < result->tags->len; i++) {
        const ResultTag *tag = &g_array_index(result->tags, ResultTag, i);

        paint(styles, result, tag->span, show_category_style(self, tag->category));
    }
    return styles;
}

/* Appends the bytes [@start, @end), which have one style. */
static void
add_stretch(Show *self, guint style, gsize start, gsize end)
{
    gboolean brackets = !self->colour && style >= STYLE_TAG;

    styled_line_format(self->line, style, brackets ? "[" : "%s", "");
    styled_line_add(self->line, style, self->result->text + start, (gssize) (end - start));
    styled_line_format(self->line, style, brackets ? "]" : "%s", "");
}

static void
show_line(Show *self, const guint8 *styles, gsize start, gsize end)
{
    while (start < end) {
        gsize stop = start + 1;

        while (stop < end && styles[stop] == styles[start])
            stop++;
        add_stretch(self, styles[start], start, stop);
        start = stop;
    }
    styled_line_wrap(self->line, stdout, self->colour, self->width, 0);
}

void
show_text(Show *self)
{
    const Result *result = self->result;

    if (!result->has_text || result->length == 0)
        return;
    show_title(self, "Text");

    g_autofree guint8 *styles = paint_text(self);

    for (gsize at = 0; at < result->length;) {
        const char *newline = memchr(result->text + at, '\n', result->length - at);
        gsize end = newline ? (gsize) (newline - result->text) : result->length;

        show_line(self, styles, at, end);
        at = end + 1;
    }
}

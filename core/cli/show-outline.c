/* show-outline - the tree of sections, with sizes as bars. */
#include "cli/show.h"

#include <string.h>

#define MAX_INDENT 24
#define BAR        8 /* columns */
#define NUMBERS    (8 + 2 + BAR + 2 + 9)

typedef struct {
    GByteArray *last; /* of each section: whether it is the last child of its parent */
    GArray *sizes;    /* gsize: characters */
    GArray *tags;     /* gsize */
    gsize largest;
} Outline;

static ResultSection *
get_section(const Show *self, guint index)
{
    return &g_array_index(self->result->sections, ResultSection, index);
}

/* The first tag at or behind the byte @offset; tags are in the order of their starts. */
static gsize
find_tag(const GArray *tags, gsize offset)
{
    gsize low = 0, high = tags->len;

    while (low < high) {
        gsize middle = (low + high) / 2;

        if (g_array_index(tags, ResultTag, middle).span.start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
outline_measure(Outline *outline, const Show *self)
{
    const Result *result = self->result;

    for (guint i = 0; i < result->sections->len; i++) {
        MillSpan span = get_section(self, i)->span;
        gsize size = result->has_text
                         ? mill_utf8_count(result->text + span.start, span.end - span.start)
                         : 0;
        gsize tags = find_tag(result->tags, span.end) - find_tag(result->tags, span.start);

        g_array_append_val(outline->sizes, size);
        g_array_append_val(outline->tags, tags);
        outline->largest = MAX(outline->largest, size);
    }
}

static void
outline_find_last(Outline *outline, const Show *self)
{
    guint n = self->result->sections->len;
    g_autofree gboolean *seen = g_new0(gboolean, n + 1); /* by parent + 1 */

    g_byte_array_set_size(outline->last, n);
    for (guint i = n; i-- > 0;) {
        gint parent = get_section(self, i)->parent;

        outline->last->data[i] = !seen[parent + 1];
        seen[parent + 1] = TRUE;
    }
}

/* The lines that lead to the section, from the root down. */
static void
add_branches(Show *self, const Outline *outline, guint index)
{
    GString *branches = g_string_new(NULL);
    guint depth = 0;

    if (get_section(self, index)->parent >= 0)
        g_string_append(branches, outline->last->data[index] ? "└─ " : "├─ ");
    for (gint up = get_section(self, index)->parent; up >= 0 && depth < MAX_INDENT;
         up = get_section(self, (guint) up)->parent, depth++)
        if (get_section(self, (guint) up)->parent >= 0)
            g_string_prepend(branches, outline->last->data[up] ? "   " : "│  ");
    styled_line_format(self->line, STYLE_DIM, "%s", branches->str);
    g_string_free(branches, TRUE);
}

static void
add_bar(Show *self, gsize size, gsize largest)
{
    static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    gsize filled = largest > 0 ? (size * BAR * 8 + largest - 1) / largest : 0;

    for (gsize i = 0; i < filled / 8; i++)
        styled_line_format(self->line, STYLE_TAG, "█");
    styled_line_format(self->line, STYLE_TAG, "%s", eighths[filled % 8]);
}

static void
show_section(Show *self, const Outline *outline, guint index)
{
    const ResultSection *section = get_section(self, index);
    gboolean numbers = self->width >= NUMBERS + 20; /* there is room for them */
    gsize room = numbers ? self->width - NUMBERS : self->width + 2;
    gsize tags = g_array_index(outline->tags, gsize, index);
    g_autofree char *size = show_format_count(g_array_index(outline->sizes, gsize, index));

    add_branches(self, outline, index);
    if (*section->label)
        styled_line_add(self->line, STYLE_BOLD, section->label, -1);
    if (*section->label && *section->title)
        styled_line_format(self->line, STYLE_PLAIN, " ");
    styled_line_add(self->line, STYLE_PLAIN, section->title, -1);
    if (!*section->label && !*section->title)
        styled_line_format(self->line, STYLE_DIM, "(without a title)");
    styled_line_fit(self->line, room - 2);
    if (numbers && self->result->has_text) {
        styled_line_pad(self->line, room + 8 - strlen(size));
        styled_line_format(self->line, STYLE_PLAIN, "%s  ", size);
        add_bar(self, g_array_index(outline->sizes, gsize, index), outline->largest);
    }
    if (numbers && tags > 0) {
        styled_line_pad(self->line, room + 8 + 2 + BAR + 2);
        styled_line_format(self->line, STYLE_DIM, "%" G_GSIZE_FORMAT " tag%s", tags,
                           tags == 1 ? "" : "s");
    }
    styled_line_print(self->line, stdout, self->colour);
}

void
show_outline(Show *self)
{
    Outline outline = {
        .last = g_byte_array_new(),
        .sizes = g_array_new(FALSE, FALSE, sizeof(gsize)),
        .tags = g_array_new(FALSE, FALSE, sizeof(gsize)),
    };

    if (self->result->sections->len > 0) {
        show_title(self, "Outline, with sizes in characters");
        outline_measure(&outline, self);
        outline_find_last(&outline, self);
        for (guint i = 0; i < self->result->sections->len; i++)
            show_section(self, &outline, i);
    }
    g_byte_array_unref(outline.last);
    g_array_unref(outline.sizes);
    g_array_unref(outline.tags);
}

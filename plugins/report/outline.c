/* outline.c - the table of contents, with a bar for each section's size. */
#include "parts.h"

#define BAR 64 /* px that the largest section of a level takes */

void
append_heading(GString *html, const Section *section)
{
    if (section->label && *section->label != '\0') {
        html_format(html, "<span class=\"label\">%s</span>", section->label);
        if (section->title && *section->title != '\0')
            g_string_append_c(html, ' ');
    }
    if (section->title)
        html_text(html, section->title, -1);
}

#define MAX_DEPTH 16

/* The size of the largest section of each level. */
static void
measure_levels(const View *view, gint64 largest[MAX_DEPTH + 1])
{
    for (gint level = 0; level <= MAX_DEPTH; level++)
        largest[level] = 1;
    for (guint i = 0; i < view->sections->len; i++) {
        const Section *section = &g_array_index(view->sections, Section, i);
        gint level = MIN(section->level, MAX_DEPTH);

        largest[level] = MAX(largest[level], section->chars);
    }
}

static void
outline_entry(GString *html, const Section *section, gint64 largest)
{
    gint width = (gint) MAX(1, section->chars * BAR / largest);

    html_format(html, "<div><a href=\"#s%G\">", (gsize) section->id);
    append_heading(html, section);
    html_format(html,
                "</a><svg class=\"bar\" width=\"%d\" height=\"6\" aria-hidden=\"true\"><rect "
                "width=\"%d\" height=\"6\" rx=\"2\"/></svg><span class=\"size\">",
                BAR, width);
    html_number(html, section->chars);
    g_string_append(html, "</span></div>");
}

void
part_outline(GString *html, const View *view)
{
    gint64 largest[MAX_DEPTH + 1];
    gint depth = 0;

    if (view->sections->len == 0)
        return;
    measure_levels(view, largest);
    g_string_append(html, "<nav class=\"outline\" aria-label=\"Outline\"><details open><summary>"
                          "Outline <small>(size in characters)</small></summary>");
    for (guint i = 0; i < view->sections->len; i++) {
        const Section *section = &g_array_index(view->sections, Section, i);

        if (section->level > depth)
            g_string_append(html, "<ol>");
        for (; depth > section->level; depth--)
            g_string_append(html, "</li></ol>");
        if (depth == section->level)
            g_string_append(html, "</li>");
        depth = section->level;
        html_format(html, "<li class=\"%s\">",
                    g_strcmp0(section->kind, "box") == 0 ? "in-box" : "part");
        outline_entry(html, section, largest[MIN(section->level, MAX_DEPTH)]);
    }
    for (; depth > 0; depth--)
        g_string_append(html, "</li></ol>");
    g_string_append(html, "</details></nav>\n");
}

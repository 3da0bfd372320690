/* outline.c - the table of contents, with a bar for each section's size. */
#include "parts.h"

#include "writing/raw.h"

#define BAR       52 /* px that the largest section takes, as the style sheet has it, too */
#define MAX_DEPTH 16

void
append_heading(GString *html, const Section *section)
{
    gboolean label = section->label && *section->label != '\0';

    if (label) {
        write_literal(html, "<span class=\"label\">");
        html_text(html, section->label, -1);
        write_literal(html, "</span>");
    }
    if (section->title && *section->title != '\0') {
        if (label)
            write_literal(html, " ");
        html_text(html, section->title, -1);
    } else if (!label) {
        html_format(html, "%s %G", section->kind ? section->kind : "section", (gsize) section->id);
    }
}

void
append_section_link(GString *html, const Section *section)
{
    write_literal(html, "<a href=\"#s");
    html_integer(html, section->id);
    write_literal(html, "\">");
    append_heading(html, section);
    write_literal(html, "</a>");
}

/* All bars have one scale: what is twice as long has twice as much text. */
static void
outline_entry(GString *html, const Section *section, gint64 largest)
{
    gint width = (gint) MAX(1, section->chars * BAR / largest);

    write_literal(html, "<div>");
    append_section_link(html, section);
    write_literal(html, "<svg class=\"bar\" width=\"");
    html_integer(html, width);
    write_literal(html, "\" height=\"6\" aria-hidden=\"true\"></svg><span class=\"size\">");
    html_number(html, section->chars);
    write_literal(html, "</span></div>");
}

static const char *
outline_class(const Section *section)
{
    if (g_strcmp0(section->kind, "box") == 0)
        return " class=\"in-box\"";
    return g_strcmp0(section->kind, "figure") == 0 || g_strcmp0(section->kind, "table") == 0
               ? " class=\"in-figure\""
               : "";
}

void
part_outline(GString *html, const View *view)
{
    gint open[MAX_DEPTH]; /* levels of the lists that are open */
    gint depth = 0;
    gint64 largest = 1;

    if (view->sections->len == 0)
        return;
    for (guint i = 0; i < view->sections->len; i++)
        largest = MAX(largest, view_section(view, i)->chars);
    html_format(html,
                "<nav class=\"outline\" id=\"outline\" aria-labelledby=\"outline-title\">"
                "<h2 id=\"outline-title\">Outline <small>and characters in each section</small>"
                "</h2>\n<div lang=\"%s\">",
                view->language);
    for (guint i = 0; i < view->sections->len; i++) {
        const Section *section = view_section(view, i);

        while (depth > 1 && section->level <= open[depth - 2]) {
            g_string_append(html, "</li></ol>");
            depth--;
        }
        if (depth == 0 || (section->level > open[depth - 1] && depth < MAX_DEPTH)) {
            g_string_append(html, "<ol>");
            open[depth++] = section->level;
        } else {
            g_string_append(html, "</li>");
            open[depth - 1] = MIN(open[depth - 1], section->level);
        }
        write_literal(html, "\n<li");
        g_string_append(html, outline_class(section));
        write_literal(html, ">");
        outline_entry(html, section, largest);
    }
    for (; depth > 0; depth--)
        g_string_append(html, "</li></ol>");
    g_string_append(html, "</div></nav>\n");
}

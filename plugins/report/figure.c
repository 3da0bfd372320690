/* figure.c - the frame of a chart, and bars. */
#include "figure.h"

void
figure_begin(GString *html, const char *title, const char *tells, gint height)
{
    html_format(html,
                "<figure class=\"panel chart\"><figcaption>%s</figcaption>\n<svg role=\"img\" "
                "aria-label=\"%s. %s. The numbers are in the table below.\" width=\"100%%\" "
                "height=\"%d\">\n",
                title, title, tells, height);
}

void
figure_table(GString *html, const char *const *columns)
{
    g_string_append(html, "</svg>\n<details><summary>Table</summary><div class=\"scroll\" "
                          "tabindex=\"0\" role=\"group\" aria-label=\"Data of the chart\">"
                          "<table><thead><tr>");
    for (; *columns; columns++)
        html_format(html, "<th scope=\"col\">%s</th>", *columns);
    g_string_append(html, "</tr></thead><tbody>\n");
}

void
figure_end(GString *html)
{
    g_string_append(html, "</tbody></table></div></details></figure>\n");
}

#define NAME_COLUMNS 56 /* what fits beside the number; a narrow screen cuts it */

void
figure_bar(GString *html, gint y, const char *name, gsize length, const char *class, gint64 value,
           gint64 most)
{
    html_format(html, "<g><title>");
    html_text(html, name, (gssize) length);
    html_format(html, "</title><svg width=\"82%%\" height=\"20\" y=\"%d\"><text y=\"15\">", y);
    html_shortened(html, name, length, NAME_COLUMNS);
    html_format(html, "</text></svg><text class=\"end\" x=\"100%%\" y=\"%d\">", y + 15);
    html_number(html, value);
    html_format(html,
                "</text><rect class=\"track\" y=\"%d\" width=\"100%%\" height=\"6\" rx=\"3\"/>"
                "<rect class=\"%s\" y=\"%d\" height=\"6\" rx=\"3\" width=\"",
                y + 22, class, y + 22);
    html_percent(html, value, most, 8);
    g_string_append(html, "\"/></g>\n");
}

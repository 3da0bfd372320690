/* figure.h - charts: a picture, and behind it its data as a table. */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include "html.h"

/* Begins a chart. @height in px; the picture is as wide as there is room, so lengths along x are
 * percentages. @tells is what the picture shows, for those who do not see it. */
void figure_begin(GString *html, const char *title, const char *tells, gint height);
/* Ends the picture and begins the table, with these column heads (NULL-terminated). */
void figure_table(GString *html, const char *const *columns);
void figure_end(GString *html);
/* A row of a bar chart at @y: name at the left, number at the right, the bar under both. */
#define FIGURE_ROW 36
void figure_bar(GString *html, gint y, const char *name, gsize length, const char *class,
                gint64 value, gint64 most);

#endif

/* charts.c - pictures of the document as inline SVG, each with its data as a table behind it. */
#include "parts.h"

#include <string.h>

#define ROW          22  /* px of a bar with its gap */
#define LABEL        150 /* px for the names at the left */
#define WIDTH        560
#define MOST_TERMS   20
#define MOST_COLUMNS 24

static void
open_figure(GString *html, const char *title, gint height)
{
    html_format(html,
                "<figure class=\"panel chart\"><figcaption>%s</figcaption><div class=\"scroll\" "
                "tabindex=\"0\" role=\"region\" aria-label=\"%s\"><svg role=\"img\" "
                "aria-label=\"%s, as a table below\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                "height=\"%d\">\n",
                title, title, title, WIDTH, height, WIDTH, height);
}

static void
open_data(GString *html, const char *const *columns)
{
    g_string_append(html, "</svg></div><details><summary>Data</summary><div class=\"scroll\" "
                          "tabindex=\"0\" role=\"region\" aria-label=\"Data\"><table><thead><tr>");
    for (; *columns; columns++)
        html_format(html, "<th scope=\"col\">%s</th>", *columns);
    g_string_append(html, "</tr></thead><tbody>\n");
}

static void
close_figure(GString *html)
{
    g_string_append(html, "</tbody></table></div></details></figure>\n");
}

/* A name that fits its place: at most @most characters, wide ones counting double. */
static char *
shorten(const char *name, gint most)
{
    GString *kept = g_string_new(NULL);
    gint width = 0;

    for (; name && *name != '\0'; name = g_utf8_next_char(name)) {
        gunichar c = g_utf8_get_char(name);

        width += g_unichar_iswide(c) ? 2 : 1;
        if (width > most) {
            g_string_append(kept, "…");
            break;
        }
        g_string_append_unichar(kept, c);
    }
    return g_string_free(kept, FALSE);
}

static void
append_bar(GString *html, gint row, const char *name, const char *class, gint64 value, gint64 most)
{
    g_autofree char *label = shorten(name, 20);
    gint y = row * ROW;
    gint width = (gint) (value * (WIDTH - LABEL - 60) / MAX(most, 1));

    html_format(html, "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>", LABEL - 8, y + 15, label);
    html_format(html,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                "rx=\"3\"><title>%s</title></rect>",
                class, LABEL, y + 3, MAX(width, 1), ROW - 6, name);
    html_format(html, "<text x=\"%d\" y=\"%d\">", LABEL + MAX(width, 1) + 6, y + 15);
    html_number(html, value);
    g_string_append(html, "</text>\n");
}

/* --- terms ---------------------------------------------------------------------------------- */

static void
chart_terms(GString *html, const View *view)
{
    guint n = MIN(view->terms->len, MOST_TERMS);

    if (n == 0)
        return;

    const Term *terms = (const Term *) (gpointer) view->terms->data;

    open_figure(html, "Most frequent terms", (gint) n * ROW + 4);
    for (guint i = 0; i < n; i++)
        append_bar(html, (gint) i, terms[i].term, view_colour(view, terms[i].category),
                   terms[i].count, terms[0].count);
    open_data(html, (const char *const[]){ "term", "category", "count", NULL });
    for (guint i = 0; i < view->terms->len; i++)
        html_format(html, "<tr><td>%s</td><td>%s</td><td class=\"n\">%u</td></tr>\n", terms[i].term,
                    terms[i].category, terms[i].count);
    close_figure(html);
}

/* --- categories by section ------------------------------------------------------------------ */

static const Section *
top_section(const View *view, guint column)
{
    return &g_array_index(view->sections, Section, g_array_index(view->tops, guint, column));
}

static guint
heat_at(const View *view, guint row, guint column)
{
    return view->heat[row * view->tops->len + column];
}

static void
append_heat_cell(GString *html, const View *view, guint row, guint column, guint most)
{
    const Category *category = &g_array_index(view->categories, Category, row);
    const Section *section = top_section(view, column);
    guint count = heat_at(view, row, column);
    gint step = (WIDTH - LABEL) / MAX((gint) MIN(view->tops->len, MOST_COLUMNS), 1);
    gint width = CLAMP(step, 16, 64);
    gint x = LABEL + (gint) column * width;
    char opacity[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd(opacity, sizeof opacity, "%.2f", count == 0 ? 0.04 : 0.2 + 0.8 * count / most);
    html_format(html,
                "<rect class=\"heat\" fill-opacity=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
                "height=\"%d\"><title>%s · %s %s: %u</title></rect>",
                opacity, x, (gint) row * ROW + 2, width - 2, ROW - 4, category->name,
                section->label, section->title, count);
}

static void
chart_heat(GString *html, const View *view)
{
    guint rows = view->categories->len;
    guint columns = MIN(view->tops->len, MOST_COLUMNS);
    guint most = 1;

    if (rows == 0 || columns < 2)
        return;
    for (guint row = 0; row < rows; row++)
        for (guint column = 0; column < columns; column++)
            most = MAX(most, heat_at(view, row, column));
    open_figure(html, "Categories by section", (gint) rows * ROW + 4);
    for (guint row = 0; row < rows; row++) {
        g_autofree char *label = shorten(g_array_index(view->categories, Category, row).name, 20);

        html_format(html, "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>", LABEL - 8,
                    (gint) row * ROW + 15, label);
        for (guint column = 0; column < columns; column++)
            append_heat_cell(html, view, row, column, most);
        g_string_append_c(html, '\n');
    }
    g_string_append(html, "</svg></div><details><summary>Data</summary><div class=\"scroll\" "
                          "tabindex=\"0\" role=\"region\" aria-label=\"Data\"><table><thead><tr>"
                          "<th scope=\"col\">section</th>");
    for (guint row = 0; row < rows; row++)
        html_format(html, "<th scope=\"col\">%s</th>",
                    g_array_index(view->categories, Category, row).name);
    g_string_append(html, "</tr></thead><tbody>\n");
    for (guint column = 0; column < view->tops->len; column++) {
        g_string_append(html, "<tr><th scope=\"row\">");
        append_heading(html, top_section(view, column));
        g_string_append(html, "</th>");
        for (guint row = 0; row < rows; row++)
            html_format(html, "<td class=\"n\">%u</td>", heat_at(view, row, column));
        g_string_append(html, "</tr>\n");
    }
    close_figure(html);
}

/* --- targets by year ------------------------------------------------------------------------ */

typedef struct {
    gint64 year;
    const char *name;       /* what is measured */
    const char *comparator; /* or NULL */
    const char *unit;       /* or NULL */
    double value;
    char *link; /* of the record in the text */
} Target;

static gint
compare_targets(gconstpointer a, gconstpointer b)
{
    const Target *left = a;
    const Target *right = b;

    if (left->year != right->year)
        return left->year < right->year ? -1 : 1;
    return g_strcmp0(left->link, right->link);
}

static void
clear_target(gpointer data)
{
    g_free(((Target *) data)->link);
}

/* The records of all layers that have a year and a value. */
static GArray *
collect_targets(const View *view)
{
    GArray *targets = g_array_new(FALSE, FALSE, sizeof(Target));

    g_array_set_clear_func(targets, clear_target);
    for (gsize i = 0; i < mill_document_get_n_layers(view->document); i++) {
        MillLayer *layer = mill_document_get_layer_at(view->document, i);
        MillColumn year = mill_layer_find_column(layer, "year");
        MillColumn value = mill_layer_find_column(layer, "value");
        MillColumn name = mill_layer_find_column(layer, "indicator");
        MillColumn unit = mill_layer_find_column(layer, "unit");
        MillColumn comparator = mill_layer_find_column(layer, "comparator");

        if (!g_str_has_prefix(mill_layer_get_name(layer), "record.") || year == MILL_NO_COLUMN ||
            value == MILL_NO_COLUMN)
            continue;
        for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
            Target target = {
                .year = mill_layer_get_int(layer, row, year),
                .name = mill_layer_get_string(layer, row, name, NULL),
                .comparator = mill_layer_get_string(layer, row, comparator, NULL),
                .unit = mill_layer_get_string(layer, row, unit, NULL),
                .value = mill_layer_get_double(layer, row, value),
            };

            if (target.year < 1000 || target.year > 2999)
                continue;
            target.link =
                g_strdup_printf("%s-%" G_GSIZE_FORMAT, mill_layer_get_name(layer), row + 1);
            g_array_append_val(targets, target);
        }
    }
    g_array_sort(targets, compare_targets);
    return targets;
}

static void
append_target(GString *html, const Target *target, gint x, gint y)
{
    html_format(html, "<a href=\"#%s\"><circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"6\"/><title>",
                target->link, x, y);
    html_format(html, "%s %s ", target->name, target->comparator);
    html_double(html, target->value);
    html_format(html, " %s</title></a>\n", target->unit);
}

static void
chart_targets(GString *html, const View *view)
{
    g_autoptr(GArray) targets = collect_targets(view);
    const Target *all = (const Target *) (gpointer) targets->data;
    gint most = 0;
    gint height = 0;

    if (targets->len == 0)
        return;

    gint64 first = all[0].year;
    gint64 years = all[targets->len - 1].year - first;

    for (guint i = 0, run = 0; i < targets->len; i++) {
        run = i > 0 && all[i].year == all[i - 1].year ? run + 1 : 1;
        most = MAX(most, (gint) run);
    }

    gint columns = CLAMP((most + 11) / 12, 1, 6); /* dots side by side in one year */

    height = (most + columns - 1) / columns * 15 + 34;
    open_figure(html, "Dated targets", height);
    html_format(html, "<line class=\"axis\" x1=\"10\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", WIDTH - 10,
                height - 22, height - 22);
    for (guint i = 0, run = 0; i < targets->len; i++) {
        gint x = 50 + (gint) (years > 0 ? (all[i].year - first) * (WIDTH - 150) / years : 200);

        run = i > 0 && all[i].year == all[i - 1].year ? run + 1 : 0;
        if (run == 0)
            html_format(html, "<text class=\"mid\" x=\"%d\" y=\"%d\">%d</text>", x, height - 6,
                        (gint) all[i].year);
        append_target(html, &all[i], x + (gint) run % columns * 15,
                      height - 32 - (gint) run / columns * 15);
    }
    open_data(html, (const char *const[]){ "year", "indicator", "", "value", "unit", NULL });
    for (guint i = 0; i < targets->len; i++) {
        html_format(html, "<tr><td class=\"n\">%d</td><td><a href=\"#%s\">%s</a></td><td>%s</td>",
                    (gint) all[i].year, all[i].link, all[i].name ? all[i].name : "?",
                    all[i].comparator);
        g_string_append(html, "<td class=\"n\">");
        html_double(html, all[i].value);
        html_format(html, "</td><td>%s</td></tr>\n", all[i].unit);
    }
    close_figure(html);
}

/* --- section lengths ------------------------------------------------------------------------ */

static void
chart_lengths(GString *html, const View *view)
{
    guint n = MIN(view->tops->len, 40);
    gint64 most = 1;

    if (n < 2)
        return;
    for (guint i = 0; i < n; i++)
        most = MAX(most, top_section(view, i)->chars);
    open_figure(html, "Section lengths (characters)", (gint) n * ROW + 4);
    for (guint i = 0; i < n; i++) {
        const Section *section = top_section(view, i);
        g_autofree char *name = g_strdup_printf("%s %s", section->label ? section->label : "",
                                                section->title ? section->title : "");

        append_bar(html, (gint) i, g_strstrip(name), "plain", section->chars, most);
    }
    open_data(html, (const char *const[]){ "section", "characters", NULL });
    for (guint i = 0; i < view->sections->len; i++) {
        const Section *section = &g_array_index(view->sections, Section, i);

        g_string_append(html, "<tr><td>");
        append_heading(html, section);
        g_string_append(html, "</td><td class=\"n\">");
        html_number(html, section->chars);
        g_string_append(html, "</td></tr>\n");
    }
    close_figure(html);
}

void
part_charts(GString *html, const View *view)
{
    g_string_append(html, "<div class=\"charts\">\n");
    chart_terms(html, view);
    chart_heat(html, view);
    chart_targets(html, view);
    chart_lengths(html, view);
    g_string_append(html, "</div>\n");
}

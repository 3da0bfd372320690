/* charts.c - pictures of the document as inline SVG, each with its data as a table behind it. */
#include "parts.h"

#include <string.h>

#define MOST_TERMS    12
#define MOST_SECTIONS 24

static const char *const look_classes[N_LOOKS] = { "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7" };

/* "Most: wind 6, coal 5, storage 3." */
static char *
tell_terms(const GArray *terms)
{
    GString *told = g_string_new("Most frequent:");

    for (guint i = 0; i < MIN(terms->len, 3); i++) {
        const Term *term = &g_array_index(terms, Term, i);

        g_string_append_printf(told, "%s %s %u", i > 0 ? "," : "", term->term, term->count);
    }
    return g_string_free(told, FALSE);
}

/* --- terms ---------------------------------------------------------------------------------- */

static void
append_term_bars(GString *html, const GArray *terms, gboolean plain)
{
    guint most = 1;

    for (guint i = 0; i < MIN(terms->len, MOST_TERMS); i++)
        most = MAX(most, g_array_index(terms, Term, i).count);
    for (guint i = 0; i < MIN(terms->len, MOST_TERMS); i++) {
        const Term *term = &g_array_index(terms, Term, i);

        figure_bar(html, (gint) i * FIGURE_ROW, term->term, strlen(term->term),
                   plain ? "plain" : look_classes[term->look], term->count, most);
    }
}

static void
chart_terms(GString *html, const View *view)
{
    const GArray *terms = view->terms;
    gint height = (gint) MIN(terms->len, MOST_TERMS) * FIGURE_ROW;
    g_autofree char *tells = tell_terms(terms);

    if (terms->len == 0)
        return;
    figure_begin(html, "Tagged terms", tells, height);
    append_term_bars(html, terms, FALSE);
    figure_table(html, (const char *const[]){ "term", "category", "count", NULL });
    for (guint i = 0; i < terms->len; i++) {
        const Term *term = &g_array_index(terms, Term, i);

        html_format(html, "<tr><td lang=\"%s\">%s</td><td>%s</td><td class=\"n\">%u</td></tr>\n",
                    view->language, term->term,
                    term->look == N_LOOKS - 1 && view->categories->len > N_LOOKS
                        ? "others"
                        : g_array_index(view->categories, Group, term->look).name,
                    term->count);
    }
    figure_end(html);
}

static void
chart_keywords(GString *html, const View *view)
{
    const GArray *keywords = view->keywords;
    gint height = (gint) MIN(keywords->len, MOST_TERMS) * FIGURE_ROW;
    g_autofree char *tells = tell_terms(keywords);

    if (keywords->len == 0)
        return;
    figure_begin(html, "Keywords, best first", tells, height);
    append_term_bars(html, keywords, TRUE);
    figure_table(html, (const char *const[]){ "keyword", "score", "count", NULL });
    for (guint i = 0; i < keywords->len; i++) {
        const Term *term = &g_array_index(keywords, Term, i);

        html_format(html, "<tr><td lang=\"%s\">%s</td><td class=\"n\">", view->language,
                    term->term);
        html_double(html, term->score);
        html_format(html, "</td><td class=\"n\">%u</td></tr>\n", term->count);
    }
    figure_end(html);
}

/* --- categories by section ------------------------------------------------------------------ */

#define HEAT_ROW   26
#define HEAT_LABEL 44 /* percent of the width for the names of sections */
#define HEAT_STEPS 5

static guint
n_looks(const View *view)
{
    return MIN(view->categories->len, N_LOOKS);
}

static const char *
look_name(const View *view, guint look)
{
    return look == N_LOOKS - 1 && view->categories->len > N_LOOKS
               ? "others"
               : g_array_index(view->categories, Group, look).name;
}

/* The left edge of column @look in tenths of a percent. */
static guint
heat_x(const View *view, guint look)
{
    return HEAT_LABEL * 10 + look * (1000 - HEAT_LABEL * 10) / n_looks(view);
}

static char *
section_name(const Section *section)
{
    g_autoptr(GString) name = g_string_new(NULL);

    if (section->label)
        g_string_append(name, section->label);
    if (section->title)
        g_string_append_printf(name, "%s%s", name->len > 0 ? " " : "", section->title);
    return g_strdup(name->str);
}

/* The room that the slanted names of the categories need. */
static gint
heat_head(const View *view)
{
    gint longest = 3;

    for (guint look = 0; look < n_looks(view); look++) {
        const char *name = look_name(view, look);

        longest = MAX(longest, (gint) strlen(name));
    }
    return 18 + 5 * MIN(longest, 15);
}

static void
append_heat_head(GString *html, const View *view)
{
    for (guint look = 0; look < n_looks(view); look++) {
        guint x = (heat_x(view, look) + heat_x(view, look + 1)) / 2;
        const char *name = look_name(view, look);

        g_string_append_printf(html,
                               "<svg class=\"over\" x=\"%u.%u%%\" y=\"%d\" width=\"1\" "
                               "height=\"1\"><text transform=\"rotate(42)\">",
                               x / 10, x % 10, heat_head(view) - 6);
        html_shortened(html, name, strlen(name), 15);
        g_string_append(html, "</text></svg>\n");
    }
}

static void
append_heat_cell(GString *html, const View *view, guint top, guint look, guint most)
{
    guint count = view->heat[top * N_LOOKS + look];
    guint x = heat_x(view, look);
    guint end = heat_x(view, look + 1);
    gint y = heat_head(view) + (gint) top * HEAT_ROW;

    g_string_append_printf(html,
                           "<rect class=\"cell c%u h%u\" x=\"%u.%u%%\" y=\"%d\" width=\"%u.%u%%\" "
                           "height=\"%d\"/>",
                           look, count == 0 ? 0 : 1 + (count - 1) * HEAT_STEPS / most, x / 10,
                           x % 10, y, (end - x) / 10, (end - x) % 10, HEAT_ROW);
    if (count > 0)
        g_string_append_printf(html, "<text class=\"mid\" x=\"%u.%u%%\" y=\"%d\">%u</text>",
                               (x + end) / 20, (x + end) / 2 % 10, y + 18, count);
}

static void
append_heat_rows(GString *html, const View *view, guint rows)
{
    guint most = 1;

    for (guint i = 0; i < rows * N_LOOKS; i++)
        most = MAX(most, view->heat[i]);
    for (guint top = 0; top < rows; top++) {
        g_autofree char *name = section_name(view_top(view, top));

        html_format(
            html, "<g><title>%s</title><svg width=\"%d%%\" height=\"%d\" y=\"%d\"><text y=\"18\">",
            name, HEAT_LABEL - 2, HEAT_ROW, heat_head(view) + (gint) top * HEAT_ROW);
        html_shortened(html, name, strlen(name), 30);
        g_string_append(html, "</text></svg></g>");
        for (guint look = 0; look < n_looks(view); look++)
            append_heat_cell(html, view, top, look, most);
        g_string_append_c(html, '\n');
    }
}

static void
append_heat_table(GString *html, const View *view)
{
    const char *columns[N_LOOKS + 2] = { "section" };

    for (guint look = 0; look < n_looks(view); look++)
        columns[look + 1] = look_name(view, look);
    figure_table(html, columns);
    for (guint top = 0; top < view->tops->len; top++) {
        html_format(html, "<tr><th scope=\"row\" lang=\"%s\">", view->language);
        append_section_link(html, view_top(view, top));
        g_string_append(html, "</th>");
        for (guint look = 0; look < n_looks(view); look++)
            html_format(html, "<td class=\"n\">%u</td>", view->heat[top * N_LOOKS + look]);
        g_string_append(html, "</tr>\n");
    }
}

/* The title of a chart that has room for some of the sections only. */
static const char *
first_sections(const View *view, const char *title, char buffer[128])
{
    if (view->tops->len <= MOST_SECTIONS)
        return title;
    g_snprintf(buffer, 128, "%s (the first %d of %u sections)", title, MOST_SECTIONS,
               view->tops->len);
    return buffer;
}

static void
chart_heat(GString *html, const View *view)
{
    guint rows = MIN(view->tops->len, MOST_SECTIONS);
    char title[128];

    if (view->categories->len == 0 || rows < 2)
        return;
    figure_begin(html, first_sections(view, "Categories by section", title),
                 "How many tags of each category stand in each section",
                 heat_head(view) + (gint) rows * HEAT_ROW);
    append_heat_head(html, view);
    append_heat_rows(html, view, rows);
    append_heat_table(html, view);
    figure_end(html);
}

/* --- section lengths ------------------------------------------------------------------------ */

static void
chart_lengths(GString *html, const View *view)
{
    guint n = MIN(view->tops->len, MOST_SECTIONS);
    gint64 most = 1;
    char title[128];
    g_autofree char *tells = NULL;

    if (n < 2)
        return;
    for (guint i = 0; i < view->tops->len; i++)
        most = MAX(most, view_top(view, i)->chars);
    tells = g_strdup_printf("%u sections, the longest of %" G_GINT64_FORMAT " characters",
                            view->tops->len, most);
    figure_begin(html, first_sections(view, "Section lengths in characters", title), tells,
                 (gint) n * FIGURE_ROW);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = section_name(view_top(view, i));

        figure_bar(html, (gint) i * FIGURE_ROW, name, strlen(name), "plain",
                   view_top(view, i)->chars, most);
    }
    figure_table(html, (const char *const[]){ "section", "characters", NULL });
    for (guint i = 0; i < view->tops->len; i++) {
        const Section *section = view_top(view, i);

        html_format(html, "<tr><td lang=\"%s\">", view->language);
        append_section_link(html, section);
        g_string_append(html, "</td><td class=\"n\">");
        html_number(html, section->chars);
        g_string_append(html, "</td></tr>\n");
    }
    figure_end(html);
}

void
part_charts(GString *html, const View *view)
{
    chart_targets(html, view);
    chart_keywords(html, view);
    chart_heat(html, view);
    chart_terms(html, view);
    chart_lengths(html, view);
}

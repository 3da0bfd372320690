/* run-page.c - the page of a run: what failed first, then how the documents are distributed, then
 * each of them. */
#include "run-view.h"

#include <string.h>

#include "figure.h"
#include "html.h"
#include "page.h"

static const char *const count_names[N_COUNTS] = { "characters", "sections", "tags", "records",
                                                   "diagnostics" };

static gint64
all_documents(const RunView *self)
{
    return self->exported + self->dropped + self->quarantined;
}

/* --- header: totals and ledger -------------------------------------------------------------- */

static gint64
append_outcome(GString *html, const char *name, gint64 count, gint64 before, gint64 all)
{
    if (count == 0)
        return before;
    html_format(html, "<rect class=\"%s\" height=\"12\" x=\"", name);
    html_percent(html, before, all, 0);
    g_string_append(html, "\" width=\"");
    html_percent(html, count, all, 2);
    g_string_append(html, "\"/>");
    return before + count;
}

static void
append_header(GString *html, const RunView *self, const char *title)
{
    gint64 all = all_documents(self);
    gint64 before = 0;

    html_format(html, "<header>\n<h1 dir=\"auto\">%s</h1>\n<ul class=\"numbers\">\n", title);
    page_number(html, "documents", all, NULL);
    page_number(html, "exported", self->exported, "documents");
    page_number(html, "dropped", self->dropped, self->dropped > 0 ? "failures" : NULL);
    page_number(html, "quarantined", self->quarantined, self->quarantined > 0 ? "failures" : NULL);
    for (guint i = 0; i < N_COUNTS; i++)
        if (self->totals[i] > 0)
            page_number(html, count_names[i], self->totals[i], NULL);
    g_string_append(html, "</ul>\n");
    if (all > 0) {
        g_string_append(html, "<svg class=\"outcome\" width=\"100%\" height=\"12\" "
                              "aria-hidden=\"true\">");
        before = append_outcome(html, "quarantined", self->quarantined, before, all);
        before = append_outcome(html, "dropped", self->dropped, before, all);
        append_outcome(html, "exported", self->exported, before, all);
        g_string_append(html, "</svg>\n");
    }
    g_string_append(html, "</header>\n");
}

/* --- failures ------------------------------------------------------------------------------- */

static gint
compare_keys(gconstpointer a, gconstpointer b, gpointer table)
{
    const char *left = *(const char *const *) a;
    const char *right = *(const char *const *) b;
    gint64 more = *(gint64 *) g_hash_table_lookup(table, right) -
                  *(gint64 *) g_hash_table_lookup(table, left);

    return more != 0 ? (more > 0 ? 1 : -1) : strcmp(left, right);
}

/* The keys of @table that begin with @prefix, most frequent first. (transfer container) */
static GPtrArray *
sorted_keys(GHashTable *table, const char *prefix)
{
    GPtrArray *keys = g_ptr_array_sized_new(g_hash_table_size(table));
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        if (g_str_has_prefix(key, prefix))
            g_ptr_array_add(keys, key);
    g_ptr_array_sort_with_data(keys, compare_keys, table);
    return keys;
}

#define MOST_REASONS 20

/* "12 quarantined in tags: encoding". */
static void
append_reasons(GString *html, const RunView *self, const char *outcome)
{
    g_autoptr(GPtrArray) keys = sorted_keys(self->reasons, outcome);

    for (guint i = 0; i < MIN(keys->len, MOST_REASONS); i++) {
        const char *key = g_ptr_array_index(keys, i);
        g_auto(GStrv) words = g_strsplit(key, "\n", 3);

        g_string_append(html, "<li><b>");
        html_number(html, *(gint64 *) g_hash_table_lookup(self->reasons, key));
        html_format(html, "</b> %s", words[0]);
        if (*words[1])
            html_format(html, " in %s", words[1]);
        if (*words[2])
            html_format(html, ": <code>%s</code>", words[2]);
        g_string_append(html, "</li>\n");
    }
}

static void
append_failures(GString *html, const RunView *self)
{
    static const char *const columns[] = { "document", "outcome", "step", "code", "reason" };

    if (self->dropped + self->quarantined == 0) {
        g_string_append(html, all_documents(self) > 0
                                  ? "<p class=\"panel\">All documents were exported: none was "
                                    "dropped, none failed.</p>\n"
                                  : "<p class=\"panel\">The run had no documents.</p>\n");
        return;
    }
    html_format(html,
                "<section class=\"panel %s\" id=\"failures\" aria-labelledby=\"failures-title\">"
                "<h2 id=\"failures-title\">Not exported <small>",
                self->quarantined > 0 ? "failures" : "losses");
    html_number(html, self->dropped + self->quarantined);
    g_string_append(html, "</small></h2>\n");
    g_string_append(html, "<ul>\n");
    append_reasons(html, self, "quarantined");
    append_reasons(html, self, "dropped");
    g_string_append(html, "</ul>\n");
    g_string_append(html, "<div class=\"scroll short\" tabindex=\"0\" role=\"group\" aria-label=\""
                          "Table of documents that were not exported\"><table class=\"sortable\">"
                          "<thead><tr>");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        html_format(html, "<th scope=\"col\">%s</th>", columns[i]);
    g_string_append(html, "</tr></thead><tbody>\n");
    g_string_append_len(html, self->failed->str, (gssize) self->failed->len);
    g_string_append_len(html, self->turned->str, (gssize) self->turned->len);
    g_string_append(html, "</tbody></table></div></section>\n");
}

/* --- distributions -------------------------------------------------------------------------- */

#define PLOT_HEIGHT 130
#define PLOT_TOP    18
#define PLOT_BASE   (PLOT_HEIGHT - 20)

/* The least number of a size: 0, 1, 2, 4, …, and in short: 512, 1k, 2k, …, 1M. */
static void
append_least(GString *html, guint size)
{
    gint64 least = size == 0 ? 0 : (gint64) 1 << (size - 1);

    if (least >= 1 << 20)
        html_format(html, "%GM", (gsize) (least >> 20));
    else if (least >= 1 << 10)
        html_format(html, "%Gk", (gsize) (least >> 10));
    else
        html_integer(html, least);
}

static void
append_column(GString *html, guint count, guint most, guint index, guint n, guint size)
{
    gint height = count == 0 ? 0 : MAX(1, (gint) ((gint64) count * (PLOT_BASE - PLOT_TOP) / most));
    guint step = (n + 9) / 10; /* between labels, so that they have room */

    g_string_append(html, "<svg class=\"open\" x=\""); /* labels may be wider than columns */
    html_percent(html, index, n, 0);
    g_string_append(html, "\" width=\"");
    html_percent(html, 1, n, 0);
    html_format(html,
                "\" height=\"%d\"><rect class=\"plain\" x=\"8%%\" width=\"84%%\" y=\"%d\" "
                "height=\"%d\" rx=\"2\"/>",
                PLOT_HEIGHT, PLOT_BASE - height, height);
    if (count > 0 && n <= 16)
        html_format(html, "<text class=\"mid\" x=\"50%%\" y=\"%d\">%u</text>",
                    PLOT_BASE - height - 5, count);
    if (index % step == 0) {
        html_format(html, "<text class=\"mid soft\" x=\"50%%\" y=\"%d\">", PLOT_HEIGHT - 4);
        append_least(html, size);
        g_string_append(html, "</text>");
    }
    g_string_append(html, "</svg>\n");
}

static void
append_distribution(GString *html, const RunView *self, Count count)
{
    const guint *sizes = self->sizes[count];
    guint first = 0, last = N_SIZES - 1, most = 1;
    g_autofree char *title = g_strdup_printf("Documents by %s", count_names[count]);
    g_autofree char *tells = NULL;

    if (self->totals[count] == 0)
        return;
    while (sizes[first] == 0)
        first++;
    while (sizes[last] == 0)
        last--;
    for (guint size = first; size <= last; size++)
        most = MAX(most, sizes[size]);
    tells = g_strdup_printf("The most common size has %u documents", most);
    figure_begin(html, title, tells, PLOT_HEIGHT);
    for (guint size = first; size <= last; size++)
        append_column(html, sizes[size], most, size - first, last - first + 1, size);
    figure_table(html, (const char *const[]){ count_names[count], "documents", NULL });
    for (guint size = first; size <= last; size++) {
        g_string_append(html, "<tr><td>");
        html_number(html, size == 0 ? 0 : (gint64) 1 << (size - 1));
        g_string_append(html, size > 1 ? " to " : "");
        if (size > 1)
            html_number(html, ((gint64) 1 << size) - 1);
        html_format(html, "</td><td class=\"n\">%u</td></tr>\n", sizes[size]);
    }
    figure_end(html);
}

#define SHOWN_TERMS  12
#define LISTED_TERMS 200

static void
append_terms(GString *html, const RunView *self)
{
    g_autoptr(GPtrArray) keys = sorted_keys(self->terms, "");
    guint n = MIN(keys->len, SHOWN_TERMS);

    if (n == 0)
        return;
    gint64 most = *(gint64 *) g_hash_table_lookup(self->terms, g_ptr_array_index(keys, 0));

    figure_begin(html, "Terms by documents that have them among their first",
                 g_ptr_array_index(keys, 0), (gint) n * FIGURE_ROW);
    for (guint i = 0; i < n; i++) {
        const char *key = g_ptr_array_index(keys, i);

        figure_bar(html, (gint) i * FIGURE_ROW, key, strlen(key), "plain",
                   *(gint64 *) g_hash_table_lookup(self->terms, key), most);
    }
    figure_table(html, (const char *const[]){ "term", "documents", NULL });
    for (guint i = 0; i < MIN(keys->len, LISTED_TERMS); i++) {
        const char *key = g_ptr_array_index(keys, i);

        html_format(html, "<tr><td>%s</td><td class=\"n\">", key);
        html_number(html, *(gint64 *) g_hash_table_lookup(self->terms, key));
        g_string_append(html, "</td></tr>\n");
    }
    figure_end(html);
}

/* --- documents ------------------------------------------------------------------------------ */

static void
append_documents(GString *html, const RunView *self)
{
    g_string_append(html, "<section class=\"panel\" id=\"documents\" "
                          "aria-labelledby=\"documents-title\" tabindex=\"-1\">"
                          "<h2 id=\"documents-title\">Documents <small>");
    html_number(html, self->exported);
    g_string_append(html, "</small></h2>\n");
    if (self->listed < self->exported) {
        g_string_append(html, "<p>The first ");
        html_number(html, self->listed);
        g_string_append(html, " are listed; <code>ledger.sqlite</code> tells of all.</p>\n");
    }
    if (self->listed == 0) {
        g_string_append(html, "<p class=\"empty\">None.</p></section>\n");
        return;
    }
    g_string_append(html, "<div class=\"search\" role=\"search\"><label for=\"search\">Find in "
                          "titles, names and terms</label><input type=\"search\" id=\"search\" "
                          "autocomplete=\"off\"><output id=\"found\" for=\"search\"></output></div>"
                          "\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\""
                          "Table of documents\"><table class=\"sortable\" id=\"list\"><thead><tr>"
                          "<th scope=\"col\">document</th>");
    for (guint i = 0; i < N_COUNTS; i++)
        html_format(html, "<th scope=\"col\" class=\"n\">%s</th>", count_names[i]);
    g_string_append(html, "</tr></thead><tbody>\n");
    g_string_append_len(html, self->rows->str, (gssize) self->rows->len);
    g_string_append(html, "</tbody></table></div></section>\n");
}

static void
append_provenance(GString *html, const RunView *self, const MillProvenance *made)
{
    if (!made || !made->pipeline_sha256)
        return;
    html_format(html,
                "<section class=\"panel\" aria-labelledby=\"provenance-title\"><h2 "
                "id=\"provenance-title\">Provenance</h2><dl class=\"list\"><dt>pipeline</dt><dd>%s"
                "</dd><dt>its SHA-256</dt><dd>%s</dd><dt>made by</dt><dd>textmill %s</dd>",
                made->pipeline, made->pipeline_sha256, made->textmill);
    if (made->began > 0) {
        g_autoptr(GDateTime) began = g_date_time_new_from_unix_utc(made->began);
        g_autofree char *shown = began ? g_date_time_format(began, "%Y-%m-%d %H:%M:%S UTC") : NULL;

        html_format(html, "<dt>run began</dt><dd>%s</dd>", shown);
    }
    if (self->listed > 0)
        g_string_append(html, "<dt>sources</dt><dd>the SHA-256 of each is the title of its "
                              "document's cell above</dd>");
    g_string_append(html, "</dl></section>\n");
}

void
run_view_show(const RunView *self, GString *html, const char *title, const MillProvenance *made)
{
    append_header(html, self, title);
    g_string_append(html, "<main class=\"wide\">\n");
    append_failures(html, self);
    g_string_append(html, "<div class=\"charts\">\n");
    for (guint i = 0; i < N_COUNTS; i++)
        append_distribution(html, self, (Count) i);
    append_terms(html, self);
    g_string_append(html, "</div>\n");
    append_documents(html, self);
    append_provenance(html, self, made);
    g_string_append(html, "</main>\n");
}

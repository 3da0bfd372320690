/* report-index - one HTML page for a run: all documents in a table that can be searched.
 *
 * A sink: each worker sends a document's row, and the parent puts the rows in input order behind
 * the totals. A row links to the page that the step `report` made of the document, if it is there.
 * Like that page, this one loads nothing and is readable without its script.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "html.h"
#include "page.h"

/* The sizes whose frequencies are drawn: less than 1,000 characters, less than 2,000, … */
#define N_SIZES 12

typedef struct {
    const char *title;
    const char *title_key;
    /* The run's. */
    Page page;
    FILE *file;
    GString *rows;
    gint64 documents, last_number, chars, sections, tags, records, diagnostics;
    guint sizes[N_SIZES];
} Index;

static const MillOption index_options[] = {
    MILL_OPTION_STRING(Index, title, NULL, "title of the page (default: the pipeline's name)"),
    MILL_OPTION_STRING(Index, title_key, "title", "metadata that gives a document its title"),
    MILL_OPTIONS_END,
};

/* --- one document, in the worker ------------------------------------------------------------ */

/* What the worker tells the parent: the numbers, and behind them the title. */
typedef struct {
    gint64 chars, sections, tags, records, diagnostics;
} Numbers;

static gint64
count_rows(MillDocument *document, const char *layer)
{
    return (gint64) mill_layer_get_length(mill_document_get_layer(document, layer));
}

static gint64
count_records(MillDocument *document)
{
    gint64 records = 0;

    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);

        if (g_str_has_prefix(mill_layer_get_name(layer), "record."))
            records += (gint64) mill_layer_get_length(layer);
    }
    return records;
}

static gboolean
index_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const Index *self = options;
    GString *bytes = mill_output_part(output, NULL, NULL);
    const char *title =
        mill_value_get_string(mill_document_get_meta(document, self->title_key), NULL);
    const Numbers numbers = {
        .chars = mill_document_count_chars(document),
        .sections = count_rows(document, "section"),
        .tags = count_rows(document, "tag"),
        .records = count_records(document),
        .diagnostics = (gint64) mill_document_get_n_diagnostics(document),
    };

    g_string_append_len(bytes, (const char *) &numbers, sizeof numbers);
    g_string_append(bytes, title ? title : "");
    return TRUE;
}

/* --- all documents, in the parent ----------------------------------------------------------- */

static gboolean
index_open(gpointer options, const char *path, GError **error)
{
    Index *self = options;

    self->file = fopen(path, "wb");
    if (!self->file) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    self->rows = g_string_new(NULL);
    self->documents = self->chars = self->sections = self->tags = 0;
    self->records = self->diagnostics = 0;
    self->last_number = -1;
    memset(self->sizes, 0, sizeof self->sizes);
    return TRUE;
}

static void
append_name(GString *html, const MillPart *part, const char *title, gsize length)
{
    const char *link = NULL;

    for (gsize i = 0; i < part->n_files && !link; i++)
        if (g_str_has_suffix(part->files[i], ".html"))
            link = part->files[i];
    if (link) {
        g_autofree char *escaped = g_uri_escape_string(link, "/", FALSE);

        html_format(html, "<a href=\"%s\">", escaped);
    }
    if (length > 0)
        html_text(html, title, (gssize) length);
    else
        html_text(html, part->document, -1);
    g_string_append(html, link ? "</a>" : "");
    if (length > 0)
        html_format(html, " <small>%s</small>", part->document);
}

static void
append_cell(GString *html, gint64 number)
{
    g_string_append_printf(html, "<td class=\"n\">%" G_GINT64_FORMAT "</td>", number);
}

static gboolean
index_store(gpointer options, const MillPart *part, GError **error)
{
    Index *self = options;
    Numbers numbers;
    guint size = 0;

    if (part->length < sizeof numbers)
        return TRUE;
    memcpy(&numbers, part->bytes, sizeof numbers);
    g_string_append(self->rows, "<tr><td dir=\"auto\">");
    append_name(self->rows, part, part->bytes + sizeof numbers, part->length - sizeof numbers);
    g_string_append(self->rows, "</td>");
    append_cell(self->rows, numbers.chars);
    append_cell(self->rows, numbers.sections);
    append_cell(self->rows, numbers.tags);
    append_cell(self->rows, numbers.records);
    append_cell(self->rows, numbers.diagnostics);
    g_string_append(self->rows, "</tr>\n");
    self->documents++;
    self->last_number = part->number;
    self->chars += numbers.chars;
    self->sections += numbers.sections;
    self->tags += numbers.tags;
    self->records += numbers.records;
    self->diagnostics += numbers.diagnostics;
    for (gint64 limit = 1000; size < N_SIZES - 1 && numbers.chars >= limit; limit *= 2)
        size++;
    self->sizes[size]++;
    return TRUE;
}

static void
append_total(GString *html, const char *name, gint64 number)
{
    html_format(html, "<div><dt>%s</dt><dd>", name);
    html_number(html, number);
    g_string_append(html, "</dd></div>");
}

static void
append_totals(GString *html, const Index *self, const char *title)
{
    html_format(html, "<header><h1 dir=\"auto\">%s</h1>\n<dl class=\"meta\">", title);
    append_total(html, "documents", self->documents);
    append_total(html, "characters", self->chars);
    append_total(html, "sections", self->sections);
    append_total(html, "tags", self->tags);
    append_total(html, "records", self->records);
    append_total(html, "diagnostics", self->diagnostics);
    g_string_append(html, "</dl>\n");
    if (self->last_number + 1 > self->documents)
        html_format(html,
                    "<p class=\"missing\"><strong>%G</strong> documents before the last were "
                    "dropped or failed; <code>ledger.jsonl</code> says which and why.</p>\n",
                    (gsize) (self->last_number + 1 - self->documents));
    g_string_append(html, "</header>\n");
}

static void
append_sizes(GString *html, const Index *self)
{
    guint most = 1;

    for (guint i = 0; i < N_SIZES; i++)
        most = MAX(most, self->sizes[i]);
    g_string_append(html, "<figure class=\"panel chart\"><figcaption>Documents by length "
                          "(characters)</figcaption><svg role=\"img\" aria-label=\"Documents by "
                          "length, as a table below\" viewBox=\"0 0 720 150\" width=\"720\" "
                          "height=\"150\">\n");
    for (guint i = 0; i < N_SIZES; i++) {
        gint height = (gint) (self->sizes[i] * 100 / most);
        gint x = (gint) i * 60;

        html_format(html,
                    "<rect class=\"plain\" x=\"%d\" y=\"%d\" width=\"48\" height=\"%d\" "
                    "rx=\"2\"/><text class=\"mid\" x=\"%d\" y=\"%d\">%u</text>"
                    "<text class=\"mid\" x=\"%d\" y=\"143\">%s%dk</text>\n",
                    x + 6, 125 - height, height, x + 30, 120 - height, self->sizes[i], x + 30,
                    i == N_SIZES - 1 ? "≥" : "<", i == N_SIZES - 1 ? 1 << (i - 1) : 1 << i);
    }
    g_string_append(html, "</svg><details><summary>Data</summary><table><thead><tr><th "
                          "scope=\"col\">characters</th><th scope=\"col\">documents</th></tr>"
                          "</thead><tbody>\n");
    for (guint i = 0; i < N_SIZES; i++)
        html_format(html, "<tr><td>%s%dk</td><td class=\"n\">%u</td></tr>\n",
                    i == N_SIZES - 1 ? "≥" : "<", i == N_SIZES - 1 ? 1 << (i - 1) : 1 << i,
                    self->sizes[i]);
    g_string_append(html, "</tbody></table></details></figure>\n");
}

static void
append_table(GString *html, const Index *self)
{
    static const char *const columns[] = { "document", "characters", "sections",
                                           "tags",     "records",    "diagnostics" };

    g_string_append(html, "<section class=\"panel\" aria-labelledby=\"documents\"><h2 "
                          "id=\"documents\">Documents</h2>\n<label class=\"search\">Find in titles "
                          "and names <input type=\"search\" id=\"search\"></label>"
                          "<p id=\"found\" role=\"status\"></p>\n"
                          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                          "aria-label=\"Table of documents\"><table class=\"sortable\" "
                          "id=\"list\"><thead><tr>");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        html_format(html, "<th scope=\"col\">%s</th>", columns[i]);
    g_string_append(html, "</tr></thead><tbody>\n");
    g_string_append_len(html, self->rows->str, (gssize) self->rows->len);
    g_string_append(html, "</tbody></table></div></section>\n");
}

static gboolean
index_finish(gpointer options, MillOutput *output, GError **error)
{
    Index *self = options;
    g_autoptr(GString) html = g_string_sized_new(self->rows->len + 32768);
    const char *title = self->title ? self->title : self->page.pipeline;
    FILE *file = g_steal_pointer(&self->file);

    page_begin(&self->page, html, title, NULL);
    append_totals(html, self, title);
    g_string_append(html, "<main class=\"wide\">\n");
    append_sizes(html, self);
    append_table(html, self);
    g_string_append(html, "</main>\n");
    page_end(&self->page, html);
    g_string_free(g_steal_pointer(&self->rows), TRUE);

    gboolean written = fwrite(html->str, 1, html->len, file) == html->len;

    if (fclose(file) == 0 && written)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "the page could not be written: %s",
                g_strerror(errno));
    return FALSE;
}

static void
index_abandon(gpointer options)
{
    Index *self = options;

    if (self->file)
        fclose(g_steal_pointer(&self->file));
    if (self->rows)
        g_string_free(g_steal_pointer(&self->rows), TRUE);
}

/* --- the step ------------------------------------------------------------------------------- */

static gboolean
index_configure(gpointer options, MillContext *context, GError **error)
{
    Index *self = options;

    page_init(&self->page, mill_context_get_pipeline(context));
    return TRUE;
}

static void
index_close(gpointer options)
{
    Index *self = options;

    index_abandon(self);
    page_clear(&self->page);
}

static const char *const index_reads[] = { "section", "tag", "record.*", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "report-index",
    .summary = "A page for the run: totals, and all documents to search",
    .role = MILL_ROLE_SINK,
    .options = index_options,
    .options_size = sizeof(Index),
    .reads = index_reads,
    .file = "index.html",
    .configure = index_configure,
    .encode = index_encode,
    .close = index_close,
    .open = index_open,
    .store = index_store,
    .finish = index_finish,
    .abandon = index_abandon,
)

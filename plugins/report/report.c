/* report - one self-contained HTML page a document, for people.
 *
 * The page holds the outline with sizes, charts, the text with its highlights, records as tables,
 * diagnostics and the provenance. It loads nothing: the style sheet and the script are inside, and
 * a Content-Security-Policy with their hashes forbids everything else. It is readable without the
 * script, which only adds sorting, the line that tells origins, and keys to walk the highlights.
 *
 * What the cleanup took away can be shown in place, because the step reads the layer `removed`.
 */
#include <string.h>

#include "page.h"
#include "parts.h"

typedef struct {
    const char *title_key;
    gboolean removed;
    Page page;
} Report;

static const MillOption report_options[] = {
    MILL_OPTION_STRING(Report, title_key, "title", "metadata that gives the page its title"),
    MILL_OPTION_BOOL(Report, removed, TRUE, "let the reader show what the steps took away"),
    MILL_OPTIONS_END,
};

/* --- the page ------------------------------------------------------------------------------- */

/* "zh" where a fifth of the characters are Chinese and none are kana, "ja" with kana, else none. */
static const char *
guess_language(const View *view)
{
    const char *told =
        mill_value_get_string(mill_document_get_meta(view->document, "language"), NULL);
    gsize han = 0;
    gsize kana = 0;
    gsize n = 0;

    if (told)
        return told;
    for (const char *at = view->text; n < 4000 && at < view->text + view->length;
         at = g_utf8_next_char(at), n++) {
        gunichar c = g_utf8_get_char(at);

        han += c >= 0x4E00 && c <= 0x9FFF;
        kana += c >= 0x3041 && c <= 0x30FE;
    }
    if (kana * 20 > n)
        return "ja";
    return han * 5 > n ? "zh" : NULL;
}

static void
append_summary(GString *html, const View *view, const char *title)
{
    MillValue *metadata = mill_document_get_metadata(view->document);

    html_format(
        html,
        "<a class=\"skip\" href=\"#text\">Skip to the text</a>\n<header><h1 dir=\"auto\">%s</h1>\n<dl class=\"meta\">",
        title);
    for (gsize i = 0; i < mill_value_get_length(metadata); i++) {
        const char *value = mill_value_get_string(mill_value_get_item(metadata, i), NULL);

        if (value && strcmp(value, title) != 0)
            html_format(html, "<div><dt>%s</dt><dd dir=\"auto\">%s</dd></div>",
                        mill_value_get_key(metadata, i), value);
    }
    g_string_append(html, "<div><dt>characters</dt><dd>");
    html_number(html, view->chars);
    html_format(html, "</dd></div><div><dt>sections</dt><dd>%u</dd></div></dl></header>\n",
                view->sections->len);
}

/* The legend is made of check boxes that the style sheet acts on, so it works without the script.
 */
static void
append_legend(const Report *self, GString *html, const View *view)
{
    g_string_append(html, "<fieldset class=\"legend\" id=\"legend\"><legend>Show</legend>\n");
    for (guint i = 0; i < view->categories->len && i < N_COLOURS; i++) {
        const Category *category = &g_array_index(view->categories, Category, i);
        gboolean rest = i == N_COLOURS - 1 && view->categories->len > N_COLOURS;

        html_format(html,
                    "<label><input type=\"checkbox\" id=\"show-c%u\" checked><span class=\"c%u\">%s"
                    "</span> <small>%u</small></label>\n",
                    i, i, rest ? "all others" : category->name, category->count);
    }
    if (mill_document_get_layer(view->document, "entity"))
        g_string_append(html, "<label><input type=\"checkbox\" id=\"show-entity\" checked>"
                              "<span class=\"entity\">entities</span></label>\n");
    if (self->removed && view->removals->len > 0)
        html_format(html,
                    "<label><input type=\"checkbox\" id=\"show-removed\"><del>what was taken away"
                    "</del> <small>%u</small></label>\n",
                    view->removals->len);
    g_string_append(html, "</fieldset>\n");
}

static const char *
page_title(const Report *self, MillDocument *document)
{
    const char *title =
        mill_value_get_string(mill_document_get_meta(document, self->title_key), NULL);

    return title ? title : mill_document_get_id(document);
}

static gboolean
report_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const Report *self = options;
    GString *html = mill_output_part(output, NULL, NULL);
    const char *title = page_title(self, document);
    View *view = view_new(document);

    if (!self->removed)
        g_array_set_size(view->removals, 0);
    page_begin(&self->page, html, title, guess_language(view));
    append_summary(html, view, title);
    g_string_append(html, view->sections->len > 0 ? "<div class=\"columns\">\n"
                                                  : "<div class=\"one\">\n");
    part_outline(html, view);
    g_string_append(html, "<main>\n");
    part_charts(html, view);
    append_legend(self, html, view);
    part_prose(html, view);
    part_tables(html, view);
    part_provenance(html, view, self->page.pipeline);
    g_string_append(html,
                    "</main></div>\n<p class=\"origin\" id=\"origin\" role=\"status\"></p>\n");
    page_end(&self->page, html);
    view_free(view);
    return TRUE;
}

/* --- the step ------------------------------------------------------------------------------- */

static gboolean
report_configure(gpointer options, MillContext *context, GError **error)
{
    Report *self = options;

    page_init(&self->page, mill_context_get_pipeline(context));
    return TRUE;
}

static void
report_close(gpointer options)
{
    Report *self = options;

    page_clear(&self->page);
}

static const char *const report_reads[] = {
    "section", "tag", "entity", "record.*", "removed", NULL
};

/* clang-format off */
MILL_PLUGIN(
    .name = "report",
    .summary = "A page to read: outline, charts, highlighted text, tables",
    .role = MILL_ROLE_WRITER,
    .options = report_options,
    .options_size = sizeof(Report),
    .reads = report_reads,
    .file = "{stem}.html",
    .configure = report_configure,
    .encode = report_encode,
    .close = report_close,
)

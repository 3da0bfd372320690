/* report - one self-contained HTML page a document, for people.
 *
 * The page holds the outline with sizes, charts, the text with its highlights, records as tables,
 * diagnostics and the provenance. It loads nothing: the style sheet and the script are inside, and
 * a Content-Security-Policy with their hashes forbids everything else. It is readable without the
 * script, which adds sorting, the note that tells origins, the outline that follows, and keys to
 * walk the highlights.
 *
 * What the steps took away can be shown in place, because the step reads the layer `removed`.
 */
#include <string.h>

#include "page.h"
#include "parts.h"

/* Above this many bytes of text a browser lays out what is near the window only. */
#define LONG_TEXT 200000

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

/* --- header --------------------------------------------------------------------------------- */

static void
append_metadata_value(GString *html, MillValue *value)
{
    g_autoptr(GString) json = NULL;
    const char *string = mill_value_get_string(value, NULL);

    if (string) {
        html_text(html, string, -1);
        return;
    }
    if (mill_value_get_type(value) == MILL_TYPE_LIST) {
        for (gsize i = 0; i < mill_value_get_length(value); i++) {
            g_string_append(html, i > 0 ? " · " : "");
            append_metadata_value(html, mill_value_get_item(value, i));
        }
        return;
    }
    json = g_string_new(NULL);
    mill_json_append_value(json, value);
    html_text(html, json->str, (gssize) json->len);
}

static void
append_metadata(GString *html, const View *view, const char *title)
{
    MillValue *metadata = mill_document_get_metadata(view->document);

    g_string_append(html, "<dl class=\"meta\">\n");
    for (gsize i = 0; i < mill_value_get_length(metadata); i++) {
        MillValue *value = mill_value_get_item(metadata, i);

        if (g_strcmp0(mill_value_get_string(value, NULL), title) == 0)
            continue;
        html_format(html, "<div><dt>%s</dt><dd dir=\"auto\" lang=\"%s\">",
                    mill_value_get_key(metadata, i), view->language);
        append_metadata_value(html, value);
        g_string_append(html, "</dd></div>\n");
    }
    g_string_append(html, "</dl>\n");
}

static void
append_numbers(GString *html, const View *view)
{
    gint64 tags = 0;
    gint64 entities = 0;

    for (guint i = 0; i < view->categories->len; i++)
        tags += g_array_index(view->categories, Group, i).count;
    for (guint i = 0; i < view->kinds->len; i++)
        entities += g_array_index(view->kinds, Group, i).count;
    g_string_append(html, "<ul class=\"numbers\">\n");
    page_number(html, "characters", view->chars, "text");
    if (view->sections->len > 0)
        page_number(html, "sections", view->sections->len, "outline");
    if (tags > 0)
        page_number(html, "tags", tags, "text");
    if (entities > 0)
        page_number(html, "entities", entities, "text");
    for (guint i = 0; i < view->records->len; i++) {
        MillLayer *layer = g_ptr_array_index(view->records, i);
        g_autofree char *name =
            g_strdup_printf("records: %s", mill_layer_get_name(layer) + strlen("record."));
        g_autofree char *link = g_strdup_printf("records-%u", i);

        page_number(html, name, (gint64) mill_layer_get_length(layer), link);
    }
    page_number(html, "diagnostics", (gint64) mill_document_get_n_diagnostics(view->document),
                "diagnostics");
    g_string_append(html, "</ul>\n");
}

static void
append_header(GString *html, const View *view, const char *title)
{
    html_format(html, "<header>\n<h1 dir=\"auto\" lang=\"%s\">%s</h1>\n", view->language, title);
    append_metadata(html, view, title);
    append_numbers(html, view);
    g_string_append(html, "</header>\n");
}

/* --- the page ------------------------------------------------------------------------------- */

static const char *
page_title(const Report *self, MillDocument *document)
{
    const char *title =
        mill_value_get_string(mill_document_get_meta(document, self->title_key), NULL);

    return title && *title != '\0' ? title : mill_document_get_id(document);
}

/* Which step found the tags and entities is said once, for the script. */
static void
append_finders(GString *html, const View *view)
{
    static const char *const layers[] = { "tag", "entity" };

    for (gsize i = 0; i < G_N_ELEMENTS(layers); i++) {
        const char *step = mill_layer_get_step(mill_document_get_layer(view->document, layers[i]));

        if (step)
            html_format(html, " data-%s=\"%s\"", layers[i], step);
    }
}

static void
append_text(GString *html, const View *view)
{
    html_format(html,
                "<div class=\"reading\">\n<article class=\"prose%s\" id=\"text\" tabindex=\"0\" "
                "lang=\"%s\" aria-label=\"Text\" data-source=\"%s\"",
                view->length > LONG_TEXT ? " long" : "", view->language,
                mill_document_get_id(view->document));
    append_finders(html, view);
    g_string_append(html, ">\n");
    part_prose(html, view);
    if (view->blank)
        g_string_append(html, "<p class=\"empty\">This document has no text.</p>\n");
    g_string_append(html, "</article>\n<div class=\"beside\">\n");
    part_legend(html, view);
    g_string_append(html,
                    "<p class=\"origin\" id=\"origin\" role=\"status\"></p>\n</div>\n</div>\n");
}

static gboolean
report_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const Report *self = options;
    GString *html = mill_output_part(output, NULL, NULL);
    const char *title = page_title(self, document);
    View *view = view_new(document, self->removed);

    page_begin(&self->page, html, title, view->sections->len > 0 ? "document" : "document flat",
               "text");
    append_header(html, view, title);
    g_string_append(html, "<div class=\"columns\">\n");
    part_outline(html, view);
    g_string_append(html, "<main>\n<div class=\"charts\">\n");
    part_charts(html, view);
    g_string_append(html, "</div>\n");
    append_text(html, view);
    part_records(html, view);
    part_diagnostics(html, view);
    part_provenance(html, view, self->page.made);
    g_string_append(html, "</main>\n</div>\n");
    page_end(&self->page, html);
    view_free(view);
    return TRUE;
}

/* --- the step ------------------------------------------------------------------------------- */

static gboolean
report_configure(gpointer options, MillContext *context, GError **error)
{
    Report *self = options;

    page_init(&self->page, context);
    return TRUE;
}

static void
report_close(gpointer options)
{
    Report *self = options;

    page_clear(&self->page);
}

static const char *const report_reads[] = { "section",  "tag",     "entity", "keyword",
                                            "record.*", "removed", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "report",
    .summary = "A page to read: outline, charts, highlighted text, tables",
    .role = MILL_ROLE_WRITER,
    .version = "2",
    .options = report_options,
    .options_size = sizeof(Report),
    .reads = report_reads,
    .file = "{stem}.html",
    .configure = report_configure,
    .encode = report_encode,
    .close = report_close,
)

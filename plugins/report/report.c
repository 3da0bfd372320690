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

#include "parts.h"

typedef struct {
    const char *title_key;
    gboolean removed;
    char *style;
    char *script;
    char *policy;
    char *pipeline;
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
append_head(const Report *self, GString *html, const View *view, const char *title)
{
    const char *language = guess_language(view);

    g_string_append(html, "<!DOCTYPE html>\n<html");
    if (language)
        html_format(html, " lang=\"%s\"", language);
    html_format(html,
                ">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"generator\" content=\"textmill %s\">\n<title>%s</title>\n",
                self->policy, mill_version(), title);
    g_string_append_printf(html, "<style>%s</style>\n</head>\n<body>\n", self->style);
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
    append_head(self, html, view, title);
    append_summary(html, view, title);
    g_string_append(html, "<div class=\"columns\">\n");
    part_outline(html, view);
    g_string_append(html, "<main>\n");
    part_charts(html, view);
    append_legend(self, html, view);
    part_prose(html, view);
    part_tables(html, view);
    part_provenance(html, view, self->pipeline);
    g_string_append_printf(html,
                           "</main></div>\n<p class=\"origin\" id=\"origin\" role=\"status\"></p>\n"
                           "<script>%s</script>\n</body>\n</html>\n",
                           self->script);
    view_free(view);
    return TRUE;
}

/* --- the step ------------------------------------------------------------------------------- */

/* The source expression of CSP Level 3 that allows exactly this inline content. */
static char *
hash_source(const char *content)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof digest;

    g_checksum_update(checksum, (const guchar *) content, -1);
    g_checksum_get_digest(checksum, digest, &length);

    g_autofree char *base64 = g_base64_encode(digest, length);

    return g_strdup_printf("'sha256-%s'", base64);
}

static char *
load_data(MillContext *context, const char *name, GError **error)
{
    g_autofree char *path = mill_context_find_data(context, name);
    char *content = NULL;

    if (!path)
        mill_context_fail(context, NULL, "install textmill's data files", "%s is missing", name);
    else
        g_file_get_contents(path, &content, NULL, error);
    return content;
}

static gboolean
report_configure(gpointer options, MillContext *context, GError **error)
{
    Report *self = options;

    self->style = load_data(context, "report.css", error);
    self->script = self->style ? load_data(context, "report.js", error) : NULL;
    if (!self->script)
        return FALSE;

    g_autofree char *style = hash_source(self->style);
    g_autofree char *script = hash_source(self->script);

    self->policy = g_strdup_printf("default-src 'none'; style-src %s; script-src %s; "
                                   "base-uri 'none'; form-action 'none'",
                                   style, script);
    self->pipeline = g_strdup(mill_context_get_pipeline(context));
    return TRUE;
}

static void
report_close(gpointer options)
{
    Report *self = options;

    g_free(self->style);
    g_free(self->script);
    g_free(self->policy);
    g_free(self->pipeline);
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

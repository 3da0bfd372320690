/* page.c - head, style sheet, script and policy of a page. */
#include "page.h"

#include "html.h"
#include "page-files.h"

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

void
page_init(Page *self, const MillContext *context)
{
    g_autofree char *style = hash_source(page_css);
    g_autofree char *script = hash_source(page_js);

    self->policy = g_strdup_printf("default-src 'none'; style-src %s; script-src %s; "
                                   "base-uri 'none'; form-action 'none'",
                                   style, script);
    self->pipeline = mill_context_get_pipeline(context);
    self->made = mill_context_get_provenance(context);
}

void
page_clear(Page *self)
{
    g_clear_pointer(&self->policy, g_free);
}

void
page_begin(const Page *self, GString *html, const char *title, const char *kind, const char *main)
{
    html_format(html,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<meta name=\"generator\" content=\"textmill %s\">\n",
                self->policy, mill_version());
    if (self->made && self->made->pipeline_sha256)
        html_format(html, "<meta name=\"textmill:pipeline-sha256\" content=\"%s\">\n",
                    self->made->pipeline_sha256);
    html_format(html, "<title>%s</title>\n", title);
    g_string_append_printf(html, "<style>%s</style>\n</head>\n", page_css);
    html_format(html, "<body class=\"%s\">\n<a class=\"skip\" href=\"#%s\">Skip to the %s</a>\n",
                kind, main, main);
}

void
page_end(const Page *self, GString *html)
{
    html_format(html, "<footer>Made by textmill %s", mill_version());
    if (self->pipeline)
        html_format(html, " with the pipeline %s", self->pipeline);
    g_string_append(html, ". This page loads nothing.</footer>\n");
    g_string_append_printf(html, "<script>%s</script>\n</body>\n</html>\n", page_js);
}

void
page_number(GString *html, const char *name, gint64 number, const char *link)
{
    g_string_append(html, "<li>");
    if (link)
        html_format(html, "<a href=\"#%s\">", link);
    g_string_append(html, "<b>");
    html_number(html, number);
    html_format(html, "</b> %s", name);
    g_string_append(html, link ? "</a></li>\n" : "</li>\n");
}

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
page_init(Page *self, const char *pipeline)
{
    g_autofree char *style = hash_source(page_css);
    g_autofree char *script = hash_source(page_js);

    self->policy = g_strdup_printf("default-src 'none'; style-src %s; script-src %s; "
                                   "base-uri 'none'; form-action 'none'",
                                   style, script);
    self->pipeline = g_strdup(pipeline);
}

void
page_clear(Page *self)
{
    g_clear_pointer(&self->policy, g_free);
    g_clear_pointer(&self->pipeline, g_free);
}

void
page_begin(const Page *self, GString *html, const char *title, const char *language)
{
    g_string_append(html, "<!DOCTYPE html>\n<html");
    if (language)
        html_format(html, " lang=\"%s\"", language);
    html_format(html,
                ">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"generator\" content=\"textmill %s\">\n<title>%s</title>\n",
                self->policy, mill_version(), title);
    g_string_append_printf(html, "<style>%s</style>\n</head>\n<body>\n", page_css);
}

void
page_end(const Page *self, GString *html)
{
    g_string_append_printf(html, "<script>%s</script>\n</body>\n</html>\n", page_js);
}

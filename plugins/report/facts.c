/* facts.c - what a data engineer asks: diagnostics, sources, and what each step did. */
#include "parts.h"

#include <string.h>

/* --- diagnostics ---------------------------------------------------------------------------- */

static void
append_diagnostic(GString *html, const View *view, gsize index)
{
    MillDiagnostic it;

    mill_document_get_diagnostic(view->document, index, &it);
    html_format(html, "<li class=\"%s\"><b>%s</b> <code>%s</code> ",
                mill_severity_name(it.severity), mill_severity_name(it.severity), it.code);
    if (it.has_span)
        html_format(html, "<a href=\"#d%G\">%s</a>", index + 1, it.message);
    else
        html_text(html, it.message, -1);
    if (it.step)
        html_format(html, " <small>said by %s</small>", it.step);
    g_string_append(html, "</li>\n");
}

void
part_diagnostics(GString *html, const View *view)
{
    gsize n = mill_document_get_n_diagnostics(view->document);

    html_format(html,
                "<section class=\"panel\" id=\"diagnostics\" aria-labelledby=\"diagnostics-title\">"
                "<h2 id=\"diagnostics-title\">Diagnostics <small>%G</small></h2>",
                n);
    if (n == 0) {
        g_string_append(html, "<p class=\"empty\">No step had anything to remark.</p></section>\n");
        return;
    }
    g_string_append(html, "<ul class=\"diagnostics\">\n");
    for (gsize i = 0; i < n; i++)
        append_diagnostic(html, view, i);
    g_string_append(html, "</ul></section>\n");
}

/* --- provenance ----------------------------------------------------------------------------- */

static void
append_fact(GString *html, const char *name, const char *value)
{
    if (value && *value != '\0')
        html_format(html, "<dt>%s</dt><dd>%s</dd>\n", name, value);
}

static void
append_sources(GString *html, const View *view, const MillProvenance *made)
{
    g_autoptr(GString) size = g_string_new(NULL);

    html_number(size, (gint64) mill_document_get_source_size(view->document));
    g_string_append(size, " bytes");
    g_string_append(html, "<dl class=\"list\">\n");
    append_fact(html, "source", mill_document_get_path(view->document));
    append_fact(html, "size", size->str);
    append_fact(html, "encoding", mill_document_get_encoding(view->document));
    append_fact(html, "SHA-256", mill_document_get_source_sha256(view->document));
    if (made) {
        g_autofree char *version = g_strdup_printf("textmill %s", made->textmill);

        append_fact(html, "pipeline", made->pipeline);
        append_fact(html, "its SHA-256", made->pipeline_sha256);
        append_fact(html, "made by", version);
    }
    if (made && made->began > 0) {
        g_autoptr(GDateTime) began = g_date_time_new_from_unix_utc(made->began);
        g_autofree char *shown = began ? g_date_time_format(began, "%Y-%m-%d %H:%M:%S UTC") : NULL;

        append_fact(html, "run began", shown);
    }
    g_string_append(html, "</dl>\n");
}

/* How many code points @step took away. */
static gint64
count_removed(const View *view, guint step)
{
    gint64 chars = 0;

    for (guint i = 0; i < view->removals->len; i++) {
        const Removal *removal = &g_array_index(view->removals, Removal, i);

        if (removal->look == step)
            chars += (gint64) mill_utf8_count(removal->text, strlen(removal->text));
    }
    return chars;
}

static void
append_work(GString *html, const char *step, const char *what, gint64 count)
{
    html_format(html, "<tr><td>%s</td><td>%s</td><td class=\"n\">", step ? step : "", what);
    html_number(html, count);
    g_string_append(html, "</td></tr>\n");
}

/* What there is of each step's work in this document. */
static void
append_steps(GString *html, const View *view)
{
    g_string_append(html, "<h3>What the steps did</h3><div class=\"scroll\" tabindex=\"0\" "
                          "role=\"group\" aria-label=\"Table of what the steps did\"><table>"
                          "<thead><tr><th scope=\"col\">step</th><th scope=\"col\">what</th>"
                          "<th scope=\"col\" class=\"n\">count</th></tr></thead><tbody>\n");
    for (guint i = 0; i < view->removers->len; i++) {
        const Group *step = &g_array_index(view->removers, Group, i);

        append_work(html, step->name, "places where text was taken away", step->count);
        append_work(html, step->name, "characters taken away", count_removed(view, i));
    }
    for (gsize i = 0; i < mill_document_get_n_layers(view->document); i++) {
        MillLayer *layer = mill_document_get_layer_at(view->document, i);
        g_autofree char *what =
            g_strdup_printf("annotations in the layer %s", mill_layer_get_name(layer));

        if (strcmp(mill_layer_get_name(layer), "removed") != 0)
            append_work(html, mill_layer_get_step(layer), what,
                        (gint64) mill_layer_get_length(layer));
    }
    g_string_append(html, "</tbody></table></div>\n");
}

void
part_provenance(GString *html, const View *view, const MillProvenance *made)
{
    g_string_append(html, "<section class=\"panel\" id=\"provenance\" "
                          "aria-labelledby=\"provenance-title\"><h2 id=\"provenance-title\">"
                          "Provenance</h2>\n");
    append_sources(html, view, made);
    if (mill_document_get_n_layers(view->document) > 0)
        append_steps(html, view);
    g_string_append(html, "</section>\n");
}

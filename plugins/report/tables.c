/* tables.c - what the steps found, as tables: records, terms, diagnostics; and the provenance. */
#include "parts.h"

#include <string.h>

/* --- cells ---------------------------------------------------------------------------------- */

/* A value as people read it. */
static void
append_value(GString *html, const MillValue *value)
{
    GString *json;

    switch (mill_value_get_type(value)) {
    case MILL_TYPE_NULL:
        return;
    case MILL_TYPE_INT:
        g_string_append_printf(html, "%" G_GINT64_FORMAT, mill_value_get_int(value));
        return;
    case MILL_TYPE_DOUBLE:
        html_double(html, mill_value_get_double(value));
        return;
    case MILL_TYPE_STRING:
        html_text(html, mill_value_get_string(value, NULL), -1);
        return;
    default:
        json = g_string_new(NULL);
        mill_json_append_value(json, value);
        html_text(html, json->str, (gssize) json->len);
        g_string_free(json, TRUE);
    }
}

static gboolean
is_number(MillType type)
{
    return type == MILL_TYPE_INT || type == MILL_TYPE_DOUBLE;
}

/* A CSV field (RFC 4180) that no spreadsheet takes for a formula. */
static void
append_csv_field(GString *csv, const char *text)
{
    g_string_append_c(csv, '"');
    if (*text != '\0' && strchr("=+-@\t\r", *text) && !g_ascii_isdigit(text[1]))
        g_string_append_c(csv, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            g_string_append_c(csv, '"');
        g_string_append_c(csv, *text);
    }
    g_string_append_c(csv, '"');
}

/* --- records -------------------------------------------------------------------------------- */

static void
append_csv_link(GString *html, MillLayer *layer, const char *text, const char *name)
{
    g_autoptr(GString) csv = g_string_new("\xEF\xBB\xBF\"text\"");
    gsize n_columns = mill_layer_get_n_columns(layer);

    for (gsize column = 0; column < n_columns; column++) {
        g_string_append_c(csv, ',');
        append_csv_field(csv, mill_layer_get_column_name(layer, (MillColumn) column));
    }
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);
        g_autofree char *found = g_strndup(text + span.start, span.end - span.start);

        g_string_append(csv, "\r\n");
        append_csv_field(csv, found);
        for (gsize column = 0; column < n_columns; column++) {
            g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, (MillColumn) column);
            g_autoptr(GString) cell = g_string_new(NULL);
            gsize length;
            const char *string = mill_value_get_string(value, &length);

            if (!string && value && mill_value_get_type(value) != MILL_TYPE_NULL)
                mill_json_append_value(cell, value);
            g_string_append_c(csv, ',');
            append_csv_field(csv, string ? string : cell->str);
        }
    }
    g_string_append(csv, "\r\n");

    g_autofree char *base64 = g_base64_encode((const guchar *) csv->str, csv->len);

    html_format(html, "<a class=\"button\" download=\"%s.csv\" href=\"data:text/csv;base64,", name);
    g_string_append(html, base64);
    g_string_append(html, "\">Download CSV</a>");
}

static void
append_record_row(GString *html, MillLayer *layer, const char *text, gsize row)
{
    MillSpan span = mill_layer_get_span(layer, row);
    gsize n_columns = mill_layer_get_n_columns(layer);

    html_format(html, "<tr><td class=\"quote\"><a href=\"#%s-%G\">", mill_layer_get_name(layer),
                row + 1);
    html_text(html, text + span.start, (gssize) (span.end - span.start));
    g_string_append(html, "</a></td>");
    for (gsize column = 0; column < n_columns; column++) {
        g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, (MillColumn) column);

        g_string_append(html, is_number(mill_layer_get_column_type(layer, (MillColumn) column))
                                  ? "<td class=\"n\">"
                                  : "<td>");
        append_value(html, value);
        g_string_append(html, "</td>");
    }
    g_string_append(html, "</tr>\n");
}

static void
append_records(GString *html, const View *view, MillLayer *layer)
{
    const char *name = mill_layer_get_name(layer) + strlen("record.");

    html_format(
        html,
        "<section class=\"panel\" aria-labelledby=\"records-%s\"><h2 id=\"records-%s\">Records: %s "
        "<small>%G</small></h2>",
        name, name, name, mill_layer_get_length(layer));
    append_csv_link(html, layer, view->text, name);
    html_format(
        html,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of %s\"><table class=\"sortable\"><thead><tr><th scope=\"col\">text</th>",
        name);
    for (gsize column = 0; column < mill_layer_get_n_columns(layer); column++)
        html_format(html, "<th scope=\"col\">%s</th>",
                    mill_layer_get_column_name(layer, (MillColumn) column));
    g_string_append(html, "</tr></thead><tbody>\n");
    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        append_record_row(html, layer, view->text, row);
    g_string_append(html, "</tbody></table></div></section>\n");
}

/* --- diagnostics ---------------------------------------------------------------------------- */

static void
append_diagnostics(GString *html, const View *view)
{
    gsize n = mill_document_get_n_diagnostics(view->document);

    if (n == 0)
        return;
    html_format(
        html,
        "<section class=\"panel\" aria-labelledby=\"diagnostics\"><h2 id=\"diagnostics\">Diagnostics <small>%G</small></h2><ul class=\"diagnostics\">\n",
        n);
    for (gsize i = 0; i < n; i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(view->document, i, &diagnostic);
        html_format(html, "<li class=\"%s\"><b>%s</b> <code>%s</code> %s <small>%s</small></li>\n",
                    mill_severity_name(diagnostic.severity),
                    mill_severity_name(diagnostic.severity), diagnostic.code, diagnostic.message,
                    diagnostic.step);
    }
    g_string_append(html, "</ul></section>\n");
}

void
part_tables(GString *html, const View *view)
{
    for (gsize i = 0; i < mill_document_get_n_layers(view->document); i++) {
        MillLayer *layer = mill_document_get_layer_at(view->document, i);

        if (g_str_has_prefix(mill_layer_get_name(layer), "record.") &&
            mill_layer_get_length(layer) > 0)
            append_records(html, view, layer);
    }
    append_diagnostics(html, view);
}

/* --- provenance ----------------------------------------------------------------------------- */

static void
append_fact(GString *html, const char *name, const char *value)
{
    if (value && *value != '\0')
        html_format(html, "<dt>%s</dt><dd>%s</dd>\n", name, value);
}

void
part_provenance(GString *html, const View *view, const char *pipeline)
{
    g_autofree char *size = g_strdup_printf(
        "%" G_GSIZE_FORMAT " bytes", g_bytes_get_size(mill_document_get_source(view->document)));
    g_autofree char *made = g_strdup_printf("textmill %s", mill_version());

    g_string_append(
        html,
        "<section class=\"panel\" aria-labelledby=\"provenance\"><h2 id=\"provenance\">Provenance</h2><dl>\n");
    append_fact(html, "source", mill_document_get_path(view->document));
    append_fact(html, "size", size);
    append_fact(html, "encoding", mill_document_get_encoding(view->document));
    append_fact(html, "SHA-256", mill_document_get_source_sha256(view->document));
    append_fact(html, "pipeline", pipeline);
    append_fact(html, "made by", made);
    g_string_append(html, "</dl></section>\n");
}

/* records.c - records as tables that sort, with links into the text and a CSV download. */
#include "parts.h"

#include <string.h>

#include "writing/raw.h"

/* --- cells ---------------------------------------------------------------------------------- */

/* Whether @column holds numbers, as its first value tells if it may hold anything. */
static gboolean
is_number(MillLayer *layer, MillColumn column)
{
    MillType type = mill_layer_get_column_type(layer, column);

    for (gsize row = 0;
         (type == MILL_TYPE_LIST || type == MILL_TYPE_MAP) && row < mill_layer_get_length(layer);
         row++) {
        g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, column);

        if (value)
            return mill_value_get_type(value) == MILL_TYPE_INT ||
                   mill_value_get_type(value) == MILL_TYPE_DOUBLE;
    }
    return type == MILL_TYPE_INT || type == MILL_TYPE_DOUBLE;
}

/* An attribute as people read it; nothing where nothing is set. */
static void
append_plain(GString *plain, MillLayer *layer, gsize row, MillColumn column)
{
    g_autoptr(MillValue) value = NULL;
    gsize length;
    const char *string;

    switch (mill_layer_get_column_type(layer, column)) {
    case MILL_TYPE_STRING:
        string = mill_layer_get_string(layer, row, column, &length);
        if (string)
            write_raw(plain, string, length);
        return;
    case MILL_TYPE_INT:
        if (mill_layer_has(layer, row, column))
            html_integer(plain, mill_layer_get_int(layer, row, column));
        return;
    case MILL_TYPE_DOUBLE:
        if (mill_layer_has(layer, row, column))
            html_double(plain, mill_layer_get_double(layer, row, column));
        return;
    default:
        value = mill_layer_dup_value(layer, row, column);
        if ((string = mill_value_get_string(value, &length)))
            g_string_append_len(plain, string, (gssize) length);
        else if (value && mill_value_get_type(value) != MILL_TYPE_NULL)
            mill_json_append_value(plain, value);
    }
}

static void
append_cell(GString *html, MillLayer *layer, gsize row, MillColumn column, GString *buffer)
{
    g_string_truncate(buffer, 0);
    append_plain(buffer, layer, row, column);
    html_text(html, buffer->str, (gssize) buffer->len);
}

/* --- download ------------------------------------------------------------------------------- */

static void
append_csv(GString *csv, MillLayer *layer, const char *text)
{
    gsize n_columns = mill_layer_get_n_columns(layer);
    g_autoptr(GString) cell = g_string_new(NULL);

    g_string_append(csv, "\xEF\xBB\xBF\"text\"");
    for (gsize column = 0; column < n_columns; column++) {
        const char *name = mill_layer_get_column_name(layer, (MillColumn) column);

        g_string_append_c(csv, ',');
        html_csv_field(csv, name, strlen(name));
    }
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        g_string_append(csv, "\r\n");
        html_csv_field(csv, text + span.start, span.end - span.start);
        for (gsize column = 0; column < n_columns; column++) {
            g_string_truncate(cell, 0);
            append_plain(cell, layer, row, (MillColumn) column);
            write_literal(csv, ",");
            html_csv_field(csv, cell->str, cell->len);
        }
    }
    g_string_append(csv, "\r\n");
}

static void
append_download(GString *html, MillLayer *layer, const char *text, const char *name)
{
    g_autoptr(GString) csv = g_string_new(NULL);

    append_csv(csv, layer, text);

    g_autofree char *base64 = g_base64_encode((const guchar *) csv->str, csv->len);

    html_format(html, "<a class=\"button\" download=\"%s.csv\" href=\"data:text/csv;base64,", name);
    g_string_append(html, base64);
    g_string_append(html, "\">Download as CSV</a>");
}

/* --- table ---------------------------------------------------------------------------------- */

typedef struct {
    MillColumn column;
    gboolean number;
} Shown;

/* The columns in which any row has something, except the section's, which is shown by its name. */
static GArray *
used_columns(MillLayer *layer)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(Shown));

    for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++) {
        MillColumn column = (MillColumn) i;
        gboolean used = FALSE;

        if (g_str_equal(mill_layer_get_column_name(layer, column), "section"))
            continue;
        for (gsize row = 0; !used && row < mill_layer_get_length(layer); row++)
            used = mill_layer_has(layer, row, column);
        if (used) {
            Shown shown = { column, is_number(layer, column) };

            g_array_append_val(columns, shown);
        }
    }
    return columns;
}

static void
append_head(GString *html, MillLayer *layer, const GArray *columns, gboolean sections)
{
    g_string_append(html, "<thead><tr><th scope=\"col\">text</th>");
    for (guint i = 0; i < columns->len; i++) {
        const Shown *shown = &g_array_index(columns, Shown, i);

        g_string_append(html,
                        shown->number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        html_format(html, "%s</th>", mill_layer_get_column_name(layer, shown->column));
    }
    g_string_append(html, sections ? "<th scope=\"col\">section</th>" : "");
    g_string_append(html, "</tr></thead><tbody>\n");
}

#define QUOTE_COLUMNS 160

static void
append_row(GString *html, const View *view, guint table, gsize row, const GArray *columns,
           GString *buffer)
{
    MillLayer *layer = g_ptr_array_index(view->records, table);
    MillColumn id = mill_layer_find_column(layer, "section");
    MillSpan span = mill_layer_get_span(layer, row);

    html_format(html, "<tr><td class=\"quote\" lang=\"%s\"><a href=\"#r%u-%G\">", view->language,
                table, row + 1);
    if (span.end > span.start)
        html_shortened(html, view->text + span.start, span.end - span.start, QUOTE_COLUMNS);
    else
        g_string_append(html, "in the text");
    g_string_append(html, "</a></td>");
    for (guint i = 0; i < columns->len; i++) {
        const Shown *shown = &g_array_index(columns, Shown, i);

        if (shown->number)
            write_literal(html, "<td class=\"n\">");
        else
            write_literal(html, "<td>");
        append_cell(html, layer, row, shown->column, buffer);
        write_literal(html, "</td>");
    }
    if (id != MILL_NO_COLUMN) {
        const Section *section = view_section_by_id(view, mill_layer_get_int(layer, row, id));

        html_format(html, "<td lang=\"%s\">", view->language);
        if (section)
            append_section_link(html, section);
        g_string_append(html, "</td>");
    }
    g_string_append(html, "</tr>\n");
}

static void
append_records(GString *html, const View *view, guint table)
{
    MillLayer *layer = g_ptr_array_index(view->records, table);
    const char *name = mill_layer_get_name(layer) + strlen("record.");
    g_autoptr(GArray) columns = used_columns(layer);
    g_autoptr(GString) buffer = g_string_new(NULL);

    html_format(
        html,
        "<section class=\"panel\" id=\"records-%u\" aria-labelledby=\"records-%u-title\">"
        "<div class=\"head\"><h2 id=\"records-%u-title\">Records: %s <small>%G</small></h2>",
        table, table, table, name, mill_layer_get_length(layer));
    append_download(html, layer, view->text, name);
    html_format(html,
                "</div><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table of "
                "%s\"><table class=\"sortable\">",
                name);
    append_head(html, layer, columns, mill_layer_find_column(layer, "section") != MILL_NO_COLUMN);
    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        append_row(html, view, table, row, columns, buffer);
    g_string_append(html, "</tbody></table></div></section>\n");
}

void
part_records(GString *html, const View *view)
{
    for (guint i = 0; i < view->records->len; i++)
        append_records(html, view, i);
}

/* records.c - records as tables that sort, with links into the text.
 *
 * The page's script makes the CSV download of the table that is there, so the page holds the data
 * once. Where a cell does not show its value to the letter, `data-v` has it, and `data-csv` of the
 * table has the columns.
 */
#include "parts.h"

#include <math.h>
#include <string.h>

#include "writing/raw.h"

typedef struct {
    MillColumn column;
    MillType type;
    gboolean number;
    gboolean wide;
} Shown;

typedef struct {
    GString *html;
    const View *view;
    MillLayer *layer;
    guint number;        /* of the table */
    GArray *columns;     /* Shown */
    MillColumn section;  /* whose name is shown in the last column; or MILL_NO_COLUMN */
    gint64 last_section; /* whose cell is this: */
    GString *last_cell;
    GString *row; /* how each row begins */
} Table;

#define QUOTE_COLUMNS 160
/* Chinese breaks anywhere, so a browser makes a column of names two characters wide if it may. What
 * has texts of so many bytes in its first rows is given more. */
#define WIDE_TEXT     24
#define WIDE_ROWS     100
/* A table of more rows has columns of one width, so that a browser lays out only those groups of
 * rows that are near the window. */
#define LONG_TABLE    250
#define GROUP         100

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

/* Whether @column has longer texts. */
static gboolean
is_wide(MillLayer *layer, MillColumn column)
{
    MillType type = mill_layer_get_column_type(layer, column);
    gsize rows = MIN(mill_layer_get_length(layer), WIDE_ROWS);
    g_autoptr(GString) json = g_string_new(NULL);
    gsize length = 0;

    for (gsize row = 0; length < WIDE_TEXT && row < rows; row++) {
        if (type == MILL_TYPE_STRING) {
            if (!mill_layer_get_string(layer, row, column, &length))
                length = 0;
        } else if (type == MILL_TYPE_LIST || type == MILL_TYPE_MAP) {
            g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, column);

            g_string_truncate(json, 0);
            if (value)
                mill_json_append_value(json, value);
            length = json->len;
        }
    }
    return length >= WIDE_TEXT;
}

/* Appends ` data-v="…"`: the text as a string of JSON. */
static void
append_exact(GString *html, const char *text, gsize length)
{
    write_literal(html, " data-v=\"");
    html_json(html, text, length);
    write_literal(html, "\"");
}

/* The rest of a cell whose tag is open. */
static void
append_text(GString *html, const char *text, gsize length)
{
    gsize begin = html->len;

    write_literal(html, ">");
    if (html_text(html, text, (gssize) length))
        return;
    g_string_truncate(html, begin);
    append_exact(html, text, length);
    write_literal(html, ">");
    html_text(html, text, (gssize) length);
}

/* What is no number is nothing, as in JSON. */
static void
append_double(GString *html, double number)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    gsize begin = html->len;

    write_literal(html, ">");
    if (!isfinite(number) || html_double(html, number))
        return;
    g_string_truncate(html, begin);
    g_ascii_formatd(buffer, sizeof buffer, "%.17g", number);
    append_exact(html, buffer, strlen(buffer));
    write_literal(html, ">");
    html_double(html, number);
}

static void
append_value(GString *html, MillValue *value)
{
    g_autoptr(GString) json = NULL;
    gsize length;
    const char *string;

    switch (value ? mill_value_get_type(value) : MILL_TYPE_NULL) {
    case MILL_TYPE_NULL:
        write_literal(html, ">");
        return;
    case MILL_TYPE_INT:
        write_literal(html, ">");
        html_integer(html, mill_value_get_int(value));
        return;
    case MILL_TYPE_DOUBLE:
        append_double(html, mill_value_get_double(value));
        return;
    case MILL_TYPE_STRING:
        string = mill_value_get_string(value, &length);
        append_text(html, string, length);
        return;
    default:
        json = g_string_new(NULL);
        mill_json_append_value(json, value);
        if (mill_value_get_length(value) > 0) {
            append_text(html, json->str, json->len);
        } else { /* an empty list is nothing to look at */
            append_exact(html, json->str, json->len);
            write_literal(html, ">");
        }
    }
}

static void
append_cell(GString *html, MillLayer *layer, gsize row, const Shown *shown)
{
    g_autoptr(MillValue) value = NULL;
    gsize length;
    const char *string;

    if (shown->number)
        write_literal(html, "<td class=\"n\"");
    else
        write_literal(html, "<td");
    switch (shown->type) {
    case MILL_TYPE_STRING:
        string = mill_layer_get_string(layer, row, shown->column, &length);
        if (string)
            append_text(html, string, length);
        else
            write_literal(html, ">");
        return;
    case MILL_TYPE_INT:
        write_literal(html, ">");
        if (mill_layer_has(layer, row, shown->column))
            html_integer(html, mill_layer_get_int(layer, row, shown->column));
        return;
    default:
        value = mill_layer_dup_value(layer, row, shown->column);
        append_value(html, value);
    }
}

/* What the record was found in, with a link to it. */
static void
append_quote(const Table *self, gsize row)
{
    MillSpan span = mill_layer_get_span(self->layer, row);
    const char *text = self->view->text + span.start;
    gsize length = span.end - span.start;
    GString *html = self->html;
    gsize begin = html->len;

    for (guint exact = 0; exact < 2; exact++) {
        g_string_truncate(html, begin);
        if (exact)
            append_exact(html, text, length);
        write_literal(html, "><a href=\"#r");
        write_number(html, self->number);
        write_literal(html, "-");
        write_number(html, row + 1);
        write_literal(html, "\">");
        if (html_shortened(html, text, length, QUOTE_COLUMNS) && length > 0)
            break;
    }
    if (length == 0)
        write_literal(html, "in the text");
    write_literal(html, "</a>");
}

/* Rows that follow each other mostly stand in one section. */
static void
append_section(Table *self, gsize row)
{
    gint64 id = mill_layer_get_int(self->layer, row, self->section);
    const Section *section;

    if (id != self->last_section || self->last_cell->len == 0) {
        section = view_section_by_id(self->view, id);
        self->last_section = id;
        g_string_truncate(self->last_cell, 0);
        html_format(self->last_cell, "<td lang=\"%s\"", self->view->language);
        if (section) {
            g_string_append_c(self->last_cell, '>');
            append_section_link(self->last_cell, section);
        } else if (mill_layer_has(self->layer, row, self->section)) {
            g_string_append(self->last_cell, " data-v=\"&quot;");
            html_integer(self->last_cell, id);
            g_string_append(self->last_cell, "&quot;\">");
        } else {
            g_string_append_c(self->last_cell, '>');
        }
    }
    write_string(self->html, self->last_cell);
}

/* A cell ends where the next one begins. */
static void
append_row(Table *self, gsize row)
{
    write_string(self->html, self->row);
    append_quote(self, row);
    for (guint i = 0; i < self->columns->len; i++)
        append_cell(self->html, self->layer, row, &g_array_index(self->columns, Shown, i));
    if (self->section != MILL_NO_COLUMN)
        append_section(self, row);
    write_literal(self->html, "</tr>\n");
}

static MillColumn
section_column(MillLayer *layer)
{
    MillColumn column = mill_layer_find_column(layer, "section");

    return column != MILL_NO_COLUMN && mill_layer_get_column_type(layer, column) == MILL_TYPE_INT
               ? column
               : MILL_NO_COLUMN;
}

/* --- table ---------------------------------------------------------------------------------- */

/* The columns in which any row has something, except the section's, which is shown by its name. */
static GArray *
used_columns(MillLayer *layer, MillColumn section)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(Shown));

    for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++) {
        MillColumn column = (MillColumn) i;
        gboolean used = FALSE;

        for (gsize row = 0; column != section && !used && row < mill_layer_get_length(layer); row++)
            used = mill_layer_has(layer, row, column);
        if (used) {
            Shown shown = { column, mill_layer_get_column_type(layer, column),
                            is_number(layer, column), is_wide(layer, column) };

            g_array_append_val(columns, shown);
        }
    }
    return columns;
}

/* The columns of the layer as the download has them: a JSON list of names, each with the number of
 * the cell in a row if there is one. */
static void
append_csv_columns(const Table *self)
{
    GString *html = self->html;
    guint cell = 0;

    g_string_append(html, " data-csv=\"[");
    for (gsize i = 0; i < mill_layer_get_n_columns(self->layer); i++) {
        const char *name = mill_layer_get_column_name(self->layer, (MillColumn) i);

        g_string_append(html, i > 0 ? ",[" : "[");
        html_json(html, name, strlen(name));
        if (cell < self->columns->len &&
            g_array_index(self->columns, Shown, cell).column == (MillColumn) i)
            g_string_append_printf(html, ",%u", ++cell);
        else if ((MillColumn) i == self->section)
            g_string_append_printf(html, ",%u", self->columns->len + 1);
        g_string_append_c(html, ']');
    }
    g_string_append(html, "]\"");
}

static void
append_head(const Table *self)
{
    GString *html = self->html;

    g_string_append(html, "<thead><tr><th scope=\"col\">text</th>");
    for (guint i = 0; i < self->columns->len; i++) {
        const Shown *shown = &g_array_index(self->columns, Shown, i);

        g_string_append(html, shown->number ? "<th scope=\"col\" class=\"n\">"
                              : shown->wide ? "<th scope=\"col\" class=\"wide\">"
                                            : "<th scope=\"col\">");
        html_format(html, "%s</th>", mill_layer_get_column_name(self->layer, shown->column));
    }
    g_string_append(html, self->section != MILL_NO_COLUMN
                              ? "<th scope=\"col\" class=\"wide\">section</th>"
                              : "");
    g_string_append(html, "</tr></thead><tbody>\n");
}

static void
append_table(Table *self)
{
    const char *name = mill_layer_get_name(self->layer) + strlen("record.");
    gsize n = mill_layer_get_length(self->layer);
    gboolean is_long = n > LONG_TABLE;

    html_format(
        self->html,
        "<section class=\"panel\" id=\"records-%u\" aria-labelledby=\"records-%u-title\">"
        "<div class=\"head\"><h2 id=\"records-%u-title\">Records: %s <small>%G</small></h2></div>"
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table of %s\">",
        self->number, self->number, self->number, name, n, name);
    html_format(self->html,
                is_long ? "<noscript><table class=\"sortable rows\" data-name=\"%s\""
                        : "<table class=\"sortable\" data-name=\"%s\"",
                name);
    append_csv_columns(self);
    g_string_append_c(self->html, '>');
    append_head(self);
    for (gsize row = 0; row < n; row++) {
        if (is_long && row > 0 && row % GROUP == 0)
            g_string_append(self->html, "</tbody><tbody>\n");
        append_row(self, row);
    }
    g_string_append(self->html, is_long ? "</tbody></table></noscript></div></section>\n"
                                        : "</tbody></table></div></section>\n");
}

void
part_records(GString *html, const View *view)
{
    for (guint i = 0; i < view->records->len; i++) {
        MillLayer *layer = g_ptr_array_index(view->records, i);
        MillColumn section = section_column(layer);
        g_autoptr(GArray) columns = used_columns(layer, section);
        g_autoptr(GString) cell = g_string_new(NULL);
        g_autoptr(GString) row = g_string_new(NULL);
        Table table = { .html = html,
                        .view = view,
                        .layer = layer,
                        .number = i,
                        .columns = columns,
                        .section = section,
                        .last_cell = cell,
                        .row = row };

        html_format(row, "<tr><td class=\"quote\" lang=\"%s\"", view->language);
        append_table(&table);
    }
}

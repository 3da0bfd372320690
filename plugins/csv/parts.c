/* parts.c - the tables of documents, sections and tags. */
#include "parts.h"

#include "writing/made.h"

/* Between the titles of a section's path. */
#define PATH_SEPARATOR " > "

gboolean
csv_has_part(const CsvWriter *self, const char *name)
{
    return g_strv_contains(self->parts, name);
}

Table
csv_begin(const CsvWriter *self, MillDocument *document, MillOutput *output, const char *name,
          const GArray *columns)
{
    g_autoptr(GString) head = g_string_new(self->bom ? "\xEF\xBB\xBF" : NULL);
    Table names = { &self->style, head, FALSE };

    if (self->comment) {
        g_string_append(head, "# ");
        made_append_line(head, self->made, self->joined ? NULL : document);
        g_string_append(head, self->style.newline);
    }
    for (guint i = 0; self->header && i < columns->len; i++)
        table_add_string(&names, g_array_index(columns, CsvColumn, i).name);
    if (self->header)
        table_end_row(&names);
    return (Table){ &self->style, mill_output_part(output, name, head->str), FALSE };
}

static gint64
csv_count_rows(const MillDocument *document, const char *name)
{
    MillLayer *layer = mill_document_get_layer(document, name);

    return layer ? (gint64) mill_layer_get_length(layer) : 0;
}

void
csv_write_document(const CsvWriter *self, MillDocument *document, MillOutput *output)
{
    Table table = csv_begin(self, document, output, "documents", self->document_columns);

    table_add_string(&table, mill_document_get_id(document));
    table_add_string(&table, mill_document_get_path(document));
    table_add_int(&table, (gint64) mill_document_get_source_size(document));
    table_add_string(&table, mill_document_get_source_sha256(document));
    table_add_string(&table, mill_document_get_encoding(document));
    table_add_int(&table, mill_document_count_chars(document));
    table_add_int(&table, csv_count_rows(document, "section"));
    table_add_int(&table, csv_count_rows(document, "tag"));
    table_add_int(&table, (gint64) mill_document_get_n_diagnostics(document));
    table_add_value(&table, mill_document_get_metadata(document));
    table_add_string(&table, mill_version());
    table_add_string(&table, self->made ? self->made->pipeline : NULL);
    table_add_string(&table, self->made ? self->made->pipeline_sha256 : NULL);
    for (gsize i = 0; self->metadata[i]; i++)
        table_add_value(&table, mill_document_get_meta(document, self->metadata[i]));
    table_end_row(&table);
}

/* The titles from the outermost section down to @row. */
static void
csv_append_path(MillLayer *layer, gsize row, MillColumn label, MillColumn title, GString *path)
{
    MillSpan span = mill_layer_get_span(layer, row);

    for (gssize at = -1; (at = mill_layer_next_covering(layer, span, at)) >= 0;) {
        const char *words[] = { mill_layer_get_string(layer, (gsize) at, label, NULL),
                                mill_layer_get_string(layer, (gsize) at, title, NULL) };

        if (path->len > 0)
            g_string_append(path, PATH_SEPARATOR);
        g_string_append(path, words[0] ? words[0] : "");
        g_string_append(path, words[0] && words[1] ? " " : "");
        g_string_append(path, words[1] ? words[1] : "");
        if ((gsize) at == row)
            return;
    }
}

void
csv_write_sections(const CsvWriter *self, MillDocument *document, MillOutput *output)
{
    MillLayer *layer = mill_document_get_layer(document, "section");
    MillColumn columns[7];
    g_autoptr(GString) path = g_string_new(NULL);

    if (!layer && !self->csvw)
        return;

    Table table = csv_begin(self, document, output, "sections", self->section_columns);

    if (!layer)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        columns[i] = mill_layer_find_column(
            layer, g_array_index(self->section_columns, CsvColumn, i + 1).name);
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        table_add_string(&table, mill_document_get_id(document));
        for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
            table_add_attribute(&table, layer, row, columns[i]);
        g_string_truncate(path, 0);
        csv_append_path(layer, row, mill_layer_find_column(layer, "label"),
                        mill_layer_find_column(layer, "title"), path);
        table_add_text(&table, path->str, path->len);
        table_add_places(&table, document, mill_layer_get_span(layer, row));
        table_end_row(&table);
    }
}

void
csv_write_tags(const CsvWriter *self, MillDocument *document, MillOutput *output)
{
    MillLayer *layer = mill_document_get_layer(document, "tag");
    const char *text = mill_document_get_text(document, NULL);
    MillColumn term, category, section;

    if (!layer && !self->csvw)
        return;

    Table table = csv_begin(self, document, output, "tags", self->tag_columns);

    if (!layer)
        return;
    term = mill_layer_find_column(layer, "term");
    category = mill_layer_find_column(layer, "category");
    section = mill_layer_find_column(layer, "section");
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        table_add_string(&table, mill_document_get_id(document));
        table_add_attribute(&table, layer, row, term);
        table_add_attribute(&table, layer, row, category);
        table_add_text(&table, text + span.start, span.end - span.start);
        table_add_attribute(&table, layer, row, section);
        table_add_places(&table, document, span);
        table_end_row(&table);
    }
}

/* parts.c - the tables of documents, sections and tags. */
#include "parts.h"

const char *const csv_document_columns[] = {
    "document", "path",        "bytes",    "sha256",   "encoding", "characters",      "sections",
    "tags",     "diagnostics", "metadata", "textmill", "pipeline", "pipeline_sha256", NULL
};
const char *const csv_section_columns[] = { "document",   "id",    "parent", "level",
                                            "kind",       "label", "number", "title",
                                            "path",       "start", "end",    "origin_start",
                                            "origin_end", NULL };
const char *const csv_tag_columns[] = { "document", "term", "category",     "text",       "section",
                                        "start",    "end",  "origin_start", "origin_end", NULL };

/* Between the titles of a section's path. */
#define PATH_SEPARATOR " > "

char *
csv_make_header(const CsvWriter *self, const char *const *names, const char *const *more)
{
    GString *text = g_string_new(self->bom ? "\xEF\xBB\xBF" : NULL);
    Table table = { &self->style, text, FALSE };

    if (self->header) {
        for (gsize i = 0; names[i]; i++)
            table_add_string(&table, names[i]);
        for (gsize i = 0; more && more[i]; i++)
            table_add_string(&table, more[i]);
        table_end_row(&table);
    }
    return g_string_free(text, FALSE);
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
    Table table = { &self->style, mill_output_part(output, "documents", self->document_header),
                    FALSE };

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
    Table table = { &self->style, NULL, FALSE };

    if (!layer)
        return;
    table.out = mill_output_part(output, "sections", self->section_header);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        columns[i] = mill_layer_find_column(layer, csv_section_columns[i + 1]);
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
    Table table = { &self->style, NULL, FALSE };
    MillColumn term, category, section;

    if (!layer)
        return;
    table.out = mill_output_part(output, "tags", self->tag_header);
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

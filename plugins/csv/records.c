/* records.c - the tables of records.
 *
 * Records of a type have the columns that their script set, which can differ from one document to
 * the next. In a document's own file that does no harm. Where documents share a file, all rows
 * need the same columns: those that the option `columns` lists, or else a table in long form, one
 * row a field.
 */
#include <string.h>

#include "parts.h"

static gint
records_compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The names of the fields that the table of @layer gets, in order; sorted if nobody says an order,
 * since that in which a script set them is chance. Names are borrowed. */
static GPtrArray *
records_list_fields(const MillLayer *layer, const MillValue *wanted)
{
    GPtrArray *names = g_ptr_array_new();

    for (gsize i = 0; i < mill_value_get_length(wanted); i++)
        g_ptr_array_add(names,
                        (gpointer) mill_value_get_string(mill_value_get_item(wanted, i), NULL));
    for (gsize i = 0; !wanted && i < mill_layer_get_n_columns(layer); i++) {
        const char *name = mill_layer_get_column_name(layer, (MillColumn) i);

        if (!g_str_equal(name, "section"))
            g_ptr_array_add(names, (gpointer) name);
    }
    if (!wanted)
        g_ptr_array_sort(names, records_compare_names);
    g_ptr_array_add(names, NULL);
    return names;
}

/* The data type of CSV on the Web of what table_add_attribute() writes. */
static const char *
records_type(const CsvWriter *self, const MillLayer *layer, MillColumn column)
{
    if (self->joined || !layer || column == MILL_NO_COLUMN)
        return "any";
    switch (mill_layer_get_column_type(layer, column)) {
    case MILL_TYPE_BOOL:
        return "boolean";
    case MILL_TYPE_INT:
        return "integer";
    case MILL_TYPE_DOUBLE:
        return "double";
    case MILL_TYPE_STRING:
        return "string";
    default:
        return "any";
    }
}

GArray *
csv_list_record_columns(const CsvWriter *self, const char *name, const MillLayer *layer)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(CsvColumn));
    g_autoptr(GPtrArray) names = records_list_fields(layer, mill_value_get(self->columns, name));

    for (guint i = 0; i + 1 < names->len; i++) {
        const char *field = g_ptr_array_index(names, i);
        const MillColumn column = layer ? mill_layer_find_column(layer, field) : MILL_NO_COLUMN;
        const CsvColumn described = { .name = field,
                                      .type = records_type(self, layer, column),
                                      .given = TRUE };

        g_array_append_val(fields, described);
    }
    return csv_columns_of_records(fields);
}

/* One row a record. */
static void
records_write_wide(const CsvWriter *self, MillDocument *document, MillLayer *layer,
                   const MillValue *wanted, MillOutput *output)
{
    const char *text = mill_document_get_text(document, NULL);
    g_autoptr(GPtrArray) names = records_list_fields(layer, wanted);
    const char *name = mill_layer_get_name(layer) + strlen(CSV_RECORD);
    g_autoptr(GArray) columns = csv_list_record_columns(self, name, layer);
    g_autofree char *part = g_strconcat("records.", name, NULL);
    Table table = csv_begin(self, document, output, part, columns);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        table_add_string(&table, mill_document_get_id(document));
        for (guint i = 0; i + 1 < names->len; i++)
            table_add_attribute(&table, layer, row,
                                mill_layer_find_column(layer, g_ptr_array_index(names, i)));
        table_add_attribute(&table, layer, row, mill_layer_find_column(layer, "section"));
        table_add_text(&table, text + span.start, span.end - span.start);
        table_add_places(&table, document, span);
        table_end_row(&table);
    }
}

/* One row a field that is set. */
static void
records_write_long(const CsvWriter *self, MillDocument *document, MillLayer *layer,
                   MillOutput *output)
{
    g_autoptr(GPtrArray) names = records_list_fields(layer, NULL);
    Table table = csv_begin(self, document, output, "records", self->field_columns);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        for (guint i = 0; i + 1 < names->len; i++) {
            const char *name = g_ptr_array_index(names, i);
            MillColumn column = mill_layer_find_column(layer, name);

            if (!mill_layer_has(layer, row, column))
                continue;
            table_add_string(&table, mill_document_get_id(document));
            table_add_string(&table, mill_layer_get_name(layer) + strlen(CSV_RECORD));
            table_add_int(&table, (gint64) row + 1);
            table_add_string(&table, name);
            table_add_attribute(&table, layer, row, column);
            table_add_places(&table, document, mill_layer_get_span(layer, row));
            table_end_row(&table);
        }
}

/* Tables that documents share are there even if none of them has such records. */
static void
records_begin_all(const CsvWriter *self, MillDocument *document, MillOutput *output)
{
    csv_begin(self, document, output, "records", self->field_columns);
    for (gsize i = 0; i < mill_value_get_length(self->columns); i++) {
        const char *name = mill_value_get_key(self->columns, i);
        g_autoptr(GArray) columns = csv_list_record_columns(self, name, NULL);
        g_autofree char *part = g_strconcat("records.", name, NULL);

        csv_begin(self, document, output, part, columns);
    }
}

void
csv_write_records(const CsvWriter *self, MillDocument *document, MillOutput *output)
{
    if (self->csvw && self->joined)
        records_begin_all(self, document, output);
    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);
        const char *name = mill_layer_get_name(layer);
        const MillValue *wanted;

        if (!g_str_has_prefix(name, CSV_RECORD))
            continue;
        wanted = mill_value_get(self->columns, name + strlen(CSV_RECORD));
        if (self->joined && !wanted)
            records_write_long(self, document, layer, output);
        else
            records_write_wide(self, document, layer, wanted, output);
    }
}

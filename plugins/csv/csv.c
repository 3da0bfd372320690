/* csv - write documents, sections, tags and records as tables for spreadsheets and data tools.
 *
 * Each table is a part of its own, so that `file: "{part}.csv"` collects each over all documents;
 * every row begins with the document's id. Fields are quoted as RFC 4180 wants it. `safe` is for
 * people who open the tables in a spreadsheet: text that would be run as a formula gets an
 * apostrophe in front.
 */
#include "parts.h"

#include <string.h>

static const char *const part_names[] = { "documents", "sections", "tags", "records", NULL };
static const char *const delimiter_choices[] = { "comma", "tab", "semicolon", NULL };
static const char *const line_end_choices[] = { "crlf", "lf", NULL };

static const MillOption csv_options[] = {
    MILL_OPTION_LIST(CsvWriter, parts, "documents,sections,tags,records", part_names,
                     "tables to write"),
    MILL_OPTION_CHOICE(CsvWriter, delimiter, 0, delimiter_choices, "what stands between fields"),
    MILL_OPTION_BOOL(CsvWriter, safe, FALSE,
                     "put an apostrophe before text that a spreadsheet would run as a formula"),
    MILL_OPTION_BOOL(CsvWriter, header, TRUE, "begin each file with the names of its columns"),
    MILL_OPTION_BOOL(CsvWriter, bom, FALSE,
                     "begin each file with a byte order mark, by which Excel knows UTF-8"),
    MILL_OPTION_CHOICE(CsvWriter, line_end, 0, line_end_choices, "how lines end"),
    MILL_OPTION_BOOL(CsvWriter, comment, FALSE,
                     "begin each file with a line that says what made it, after a #"),
    MILL_OPTION_BOOL(CsvWriter, csvw, FALSE,
                     "describe the tables in csv-metadata.json (W3C CSV on the Web)"),
    MILL_OPTION_LIST(CsvWriter, metadata, "title,date,source", NULL,
                     "metadata keys that are columns of their own in documents"),
    MILL_OPTION_VALUE(CsvWriter, columns,
                      "fields of record types, in order, such as { indicator: [year, value] }"),
    MILL_OPTIONS_END,
};

/* Whether documents share a file: its name has nothing of theirs. */
static gboolean
csv_is_joined(const char *pattern)
{
    static const char *const own[] = { "{id}", "{dir}", "{name}", "{stem}", "{ext}", "{index}" };

    for (gsize i = 0; pattern && i < G_N_ELEMENTS(own); i++)
        if (strstr(pattern, own[i]))
            return FALSE;
    return pattern != NULL;
}

static gboolean
csv_check_columns(const CsvWriter *self, MillContext *context)
{
    if (!self->columns)
        return TRUE;
    if (mill_value_get_type(self->columns) != MILL_TYPE_MAP)
        return mill_context_fail(context, "columns", "write { indicator: [year, value] }",
                                 "'columns' must be a map of record types");
    for (gsize i = 0; i < mill_value_get_length(self->columns); i++) {
        const MillValue *list = mill_value_get_item(self->columns, i);
        gboolean fine = mill_value_get_type(list) == MILL_TYPE_LIST;

        for (gsize j = 0; fine && j < mill_value_get_length(list); j++)
            fine = mill_value_get_string(mill_value_get_item(list, j), NULL) != NULL;
        if (!fine)
            return mill_context_fail(context, "columns", NULL,
                                     "the columns of '%s' must be a list of field names",
                                     mill_value_get_key(self->columns, i));
    }
    return TRUE;
}

static gboolean
csv_configure(gpointer options, MillContext *context, GError **error)
{
    CsvWriter *self = options;

    self->made = mill_context_get_provenance(context);
    self->style.separator = ",\t;"[self->delimiter];
    self->style.newline = self->line_end == 0 ? "\r\n" : "\n";
    self->style.safe = self->safe;
    self->joined = csv_is_joined(mill_context_get_file(context));
    self->style.hash = self->comment || self->csvw;
    self->file =
        mill_context_get_file(context) ? g_path_get_basename(mill_context_get_file(context)) : NULL;
    self->document_columns = csv_columns_of_documents(self->metadata);
    self->section_columns = csv_columns_of_sections();
    self->tag_columns = csv_columns_of_tags();
    self->field_columns = csv_columns_of_fields();
    return csv_check_columns(self, context) && (!self->csvw || csv_describe_check(self, context));
}

static void
csv_close(gpointer options)
{
    CsvWriter *self = options;

    g_clear_pointer(&self->document_columns, g_array_unref);
    g_clear_pointer(&self->section_columns, g_array_unref);
    g_clear_pointer(&self->tag_columns, g_array_unref);
    g_clear_pointer(&self->field_columns, g_array_unref);
    g_free(self->file);
    g_free(self->description);
}

static gboolean
csv_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    static void (*const writers[])(const CsvWriter *, MillDocument *,
                                   MillOutput *) = { csv_write_document, csv_write_sections,
                                                     csv_write_tags, csv_write_records };
    CsvWriter *self = options;

    for (gsize i = 0; part_names[i]; i++)
        if (csv_has_part(self, part_names[i]))
            writers[i](self, document, output);
    if (self->csvw)
        csv_describe(self, document, output);
    return TRUE;
}

MILL_PLUGIN(.name = "csv", .summary = "Write documents, sections, tags and records as tables",
            .role = MILL_ROLE_WRITER, .options = csv_options, .options_size = sizeof(CsvWriter),
            .file = "{stem}.{part}.csv", .configure = csv_configure, .encode = csv_encode,
            .close = csv_close, )

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
    self->document_header = csv_make_header(self, csv_document_columns, self->metadata);
    self->section_header = csv_make_header(self, csv_section_columns, NULL);
    self->tag_header = csv_make_header(self, csv_tag_columns, NULL);
    self->field_header = csv_make_header(self, csv_field_columns, NULL);
    return csv_check_columns(self, context);
}

static void
csv_close(gpointer options)
{
    CsvWriter *self = options;

    g_free(self->document_header);
    g_free(self->section_header);
    g_free(self->tag_header);
    g_free(self->field_header);
}

static gboolean
csv_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    static void (*const writers[])(const CsvWriter *, MillDocument *,
                                   MillOutput *) = { csv_write_document, csv_write_sections,
                                                     csv_write_tags, csv_write_records };
    const CsvWriter *self = options;

    for (gsize i = 0; part_names[i]; i++)
        if (g_strv_contains(self->parts, part_names[i]))
            writers[i](self, document, output);
    return TRUE;
}

MILL_PLUGIN(.name = "csv", .summary = "Write documents, sections, tags and records as tables",
            .role = MILL_ROLE_WRITER, .options = csv_options, .options_size = sizeof(CsvWriter),
            .file = "{stem}.{part}.csv", .configure = csv_configure, .encode = csv_encode,
            .close = csv_close, )

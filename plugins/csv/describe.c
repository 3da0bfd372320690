/* describe.c - the tables described as W3C's "CSV on the Web" has it (tabular metadata).
 *
 * `csv-metadata.json` is where readers look for it: in the folder of the tables. It names each
 * table with its columns, their data types, keys, and what made them. All tables that it names are
 * there, if only as their header.
 */
#include "parts.h"
#include "writing/made.h"
#include "writing/xml.h"

#include <string.h>

#define METADATA_PART "./csv-metadata.json"
#define LONGEST_NAME  240

/* Whether two documents might share a folder, so that their files get other names than those that
 * are written here. */
static gboolean
describe_may_collide(const char *pattern)
{
    return !strstr(pattern, "{id}") && !strstr(pattern, "{index}") &&
           !(strstr(pattern, "{dir}") && strstr(pattern, "{name}"));
}

gboolean
csv_describe_check(const CsvWriter *self, MillContext *context)
{
    const char *file = self->file;
    const char *brace = file ? strchr(file, '{') : NULL;
    gboolean known =
        file && (!brace || (g_str_has_prefix(brace, "{part}") && !strchr(brace + 1, '{')));

    if (!known || (!self->joined && describe_may_collide(mill_context_get_file(context))))
        return mill_context_fail(
            context, "csvw",
            "write file: \"{id}/{part}.csv\" (a folder for each document) or "
            "\"tables/{part}.csv\" (all documents together)",
            "the names of the tables must be known beforehand: only {part} may stand in the "
            "file's name, and its folder must be the document's own, or that of all");
    if (g_str_has_suffix(file, ".gz") || g_str_has_suffix(file, ".zst"))
        return mill_context_fail(context, "csvw", "write a name without .gz or .zst",
                                 "CSV on the Web knows no compressed tables");
    return TRUE;
}

/* --- pieces of JSON -------------------------------------------------------------------------- */

static void
describe_string(GString *json, const char *key, const char *value)
{
    if (!value)
        return;
    g_string_append_printf(json, ",\"%s\":", key);
    mill_json_append_string(json, value, -1);
}

static void
describe_sha256(GString *json, const char *sha256)
{
    if (sha256)
        g_string_append_printf(json, ",\"dc:identifier\":\"sha256:%s\"", sha256);
}

/* What the core calls the file of @part, as the end of an IRI. */
static void
describe_url(const CsvWriter *self, GString *json, const char *part)
{
    const char *place = strstr(self->file, "{part}");
    const char *dot = strrchr(self->file, '.');
    const char *end = self->file + strlen(self->file);
    g_autoptr(GString) name = g_string_new(NULL);
    g_autoptr(GString) iri = g_string_new(NULL);

    if (place)
        g_string_append_printf(name, "%.*s%s%s", (int) (place - self->file), self->file, part,
                               place + strlen("{part}"));
    else
        g_string_append_printf(name, "%.*s.%s%s",
                               (int) ((dot > self->file ? dot : end) - self->file), self->file,
                               part, dot > self->file ? dot : "");
    for (char *c = name->str; *c; c++)
        if (*c == '/' || (guint8) *c < 0x20 || *c == 0x7f)
            *c = '_';
    iri_append(iri, name->str);
    mill_json_append_string(json, iri->str, (gssize) iri->len);
}

/* --- a table --------------------------------------------------------------------------------- */

/* Whether @name can be the name of a column as it is; others have a title only, of which readers
 * make a name. */
static gboolean
describe_is_name(const char *name)
{
    if (!g_ascii_isalpha(*name))
        return FALSE;
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && *name != '_')
            return FALSE;
    return TRUE;
}

/* Whether another column is called so as well. */
static gboolean
describe_is_ambiguous(const GArray *columns, guint at)
{
    for (guint i = 0; i < columns->len; i++)
        if (i != at && g_str_equal(g_array_index(columns, CsvColumn, i).name,
                                   g_array_index(columns, CsvColumn, at).name))
            return TRUE;
    return FALSE;
}

static void
describe_columns(GString *json, const GArray *columns)
{
    for (guint i = 0; i < columns->len; i++) {
        const CsvColumn *column = &g_array_index(columns, CsvColumn, i);

        g_string_append(json, i > 0 ? ",\n    {\"titles\":" : "\n    {\"titles\":");
        mill_json_append_string(json, column->name, -1);
        if (column->given && describe_is_ambiguous(columns, i))
            g_string_append_printf(json, ",\"name\":\"column.%u\"", i + 1);
        else if (describe_is_name(column->name))
            g_string_append_printf(json, ",\"name\":\"%s\"", column->name);
        g_string_append_printf(json, ",\"datatype\":\"%s\"", column->type);
        if (column->required)
            g_string_append(json, ",\"required\":true");
        describe_string(json, "dc:description", column->about);
        g_string_append_c(json, '}');
    }
}

static void
describe_table(const CsvWriter *self, GString *json, const char *part, const char *about,
               const char *key, const GArray *columns)
{
    gboolean first = json->str[json->len - 1] == '[';

    g_string_append(json, first ? "\n  {\"url\":" : ",\n  {\"url\":");
    describe_url(self, json, part);
    describe_string(json, "dc:description", about);
    g_string_append(json, ",\"tableSchema\":{\"columns\":[");
    describe_columns(json, columns);
    g_string_append_c(json, ']');
    if (key)
        g_string_append_printf(json, ",\"primaryKey\":%s", key);
    if (csv_has_part(self, "documents") && !g_str_equal(part, "documents")) {
        g_string_append(json, ",\n    \"foreignKeys\":[{\"columnReference\":\"document\","
                              "\"reference\":{\"resource\":");
        describe_url(self, json, "documents");
        g_string_append(json, ",\"columnReference\":\"document\"}}]");
    }
    g_string_append(json, "}}");
}

static void
describe_records(const CsvWriter *self, GString *json, const char *name, const MillLayer *layer)
{
    g_autoptr(GArray) columns = csv_list_record_columns(self, name, layer);
    g_autofree char *part = g_strconcat("records.", name, NULL);
    g_autofree char *about = g_strdup_printf("the records of type %s", name);

    /* The core cuts such a file name. */
    if (strlen(part) + strlen(self->file) > LONGEST_NAME)
        return;
    describe_table(self, json, part, about, NULL, columns);
}

static void
describe_all_records(const CsvWriter *self, MillDocument *document, GString *json)
{
    if (self->joined) {
        describe_table(self, json, "records", "the fields of other records, a row each", NULL,
                       self->field_columns);
        for (gsize i = 0; i < mill_value_get_length(self->columns); i++)
            describe_records(self, json, mill_value_get_key(self->columns, i), NULL);
        return;
    }
    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);
        const char *name = mill_layer_get_name(layer);

        if (g_str_has_prefix(name, CSV_RECORD))
            describe_records(self, json, name + strlen(CSV_RECORD), layer);
    }
}

/* --- all of them ----------------------------------------------------------------------------- */

static void
describe_made(const CsvWriter *self, MillDocument *document, GString *json)
{
    const MillProvenance *made = self->made;
    g_autofree char *time = made_dup_time(made);

    g_string_append(json, ",\n \"dc:creator\":{\"dc:title\":\"textmill\"");
    describe_string(json, "schema:softwareVersion", mill_version());
    g_string_append_c(json, '}');
    if (made && made->pipeline) {
        g_string_append(json, ",\n \"prov:wasGeneratedBy\":{\"dc:title\":");
        mill_json_append_string(json, made->pipeline, -1);
        describe_sha256(json, made->pipeline_sha256);
        g_string_append_c(json, '}');
    }
    if (!self->joined) {
        g_string_append(json, ",\n \"dc:source\":{\"dc:title\":");
        mill_json_append_string(json, mill_document_get_path(document), -1);
        describe_sha256(json, mill_document_get_source_sha256(document));
        g_string_append_c(json, '}');
    }
    describe_string(json, "dc:created", time);
}

static void
describe_dialect(const CsvWriter *self, GString *json)
{
    const char *newline = self->line_end == 0 ? "\\r\\n" : "\\n";
    const char *separator = self->style.separator == '\t' ? "\\t" : NULL;

    g_string_append_printf(json, ",\n \"dialect\":{\"encoding\":\"utf-8\",\"delimiter\":\"");
    if (separator)
        g_string_append(json, separator);
    else
        g_string_append_c(json, self->style.separator);
    g_string_append_printf(json, "\",\"lineTerminators\":[\"%s\"],\"header\":%s,\"skipRows\":%d}",
                           newline, self->header ? "true" : "false", self->comment ? 1 : 0);
}

static char *
describe_make(const CsvWriter *self, MillDocument *document)
{
    GString *json = g_string_new("{\"@context\":\"http://www.w3.org/ns/csvw\"");

    describe_made(self, document, json);
    describe_dialect(self, json);
    g_string_append(json, ",\n \"tables\":[");
    if (csv_has_part(self, "documents"))
        describe_table(self, json, "documents", "a row for each document", "\"document\"",
                       self->document_columns);
    if (csv_has_part(self, "sections"))
        describe_table(self, json, "sections", "a row for each section of a document",
                       "[\"document\",\"id\"]", self->section_columns);
    if (csv_has_part(self, "tags"))
        describe_table(self, json, "tags", "a row for each occurrence of a term", NULL,
                       self->tag_columns);
    if (csv_has_part(self, "records"))
        describe_all_records(self, document, json);
    g_string_append(json, "]}\n");
    return g_string_free(json, FALSE);
}

/* It is what the file begins with, and nothing follows: so a file that documents share has it
 * once. */
void
csv_describe(CsvWriter *self, MillDocument *document, MillOutput *output)
{
    g_autofree char *own = self->joined ? NULL : describe_make(self, document);

    if (self->joined && !self->description)
        self->description = describe_make(self, document);
    mill_output_part(output, METADATA_PART, own ? own : self->description);
}

/* read-json - read a document back from the JSON that the steps json and jsonl write.
 *
 * Text, metadata, layers and diagnostics are as they were. If the file has `origins`
 * (json with `origins: true`), the document goes on pointing into the source that it was first made
 * from, and `source` speaks of that one; else the JSON file is its source, and origins are bytes of
 * that. Fields that this version does not know are left out, with a diagnostic that names them.
 */
#include "read.h"

#include <string.h>

#define FORMAT 1

static gboolean
read_refuse(GError **error, const char *problem)
{
    g_set_error_literal(error, MILL_ERROR, MILL_ERROR_DATA, problem);
    return FALSE;
}

static gboolean
read_check_format(const MillValue *root, GError **error)
{
    const MillValue *made = mill_value_get(root, "textmill");
    gint64 format = mill_value_get_int(mill_value_get(made, "format"));

    if (mill_value_get_type(root) != MILL_TYPE_MAP || mill_value_get_type(made) != MILL_TYPE_MAP)
        return read_refuse(error, "this JSON is no document of textmill: it has no object "
                                  "'textmill'; the steps json and jsonl write such");
    if (format == FORMAT)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "this document has format %" G_GINT64_FORMAT "; textmill %s reads format %d: "
                "%smake it anew with this one",
                format, mill_version(), FORMAT, format > FORMAT ? "update textmill, or " : "");
    return FALSE;
}

/* Number @at of the list, if it is there and not negative. */
static gboolean
read_count(const MillValue *list, gsize at, gsize *count)
{
    const MillValue *item = mill_value_get_item(list, at);

    *count = (gsize) mill_value_get_int(item);
    return mill_value_get_type(item) == MILL_TYPE_INT && mill_value_get_int(item) >= 0;
}

/* (transfer full); NULL if one of them is not what it should be. */
static MillOriginRun *
read_runs(const MillValue *origins)
{
    gsize n = mill_value_get_length(origins);
    g_autofree MillOriginRun *runs = g_new0(MillOriginRun, n + 1);

    for (gsize i = 0; i < n; i++) {
        const MillValue *item = mill_value_get_item(origins, i);
        gsize length = mill_value_get_length(item);

        if (mill_value_get_type(item) != MILL_TYPE_LIST || (length != 3 && length != 5) ||
            !read_count(item, 0, &runs[i].text) || !read_count(item, 1, &runs[i].source) ||
            !read_count(item, 2, &runs[i].count))
            return NULL;
        runs[i].text_unit = runs[i].source_unit = 1;
        if (length == 5 && (!read_count(item, 3, &runs[i].text_unit) ||
                            !read_count(item, 4, &runs[i].source_unit)))
            return NULL;
    }
    return g_steal_pointer(&runs);
}

/* The text, with origins in the source that the document was first made from. */
static gboolean
read_restore(const JsonReader *self, const MillValue *origins, GError **error)
{
    const MillValue *source = mill_value_get(self->root, "source");
    g_autofree MillOriginRun *runs = read_runs(origins);
    MillRestoration restoration = {
        .runs = runs,
        .n_runs = mill_value_get_length(origins),
        .source_sha256 = mill_value_get_string(mill_value_get(source, "sha256"), NULL),
        .path = mill_value_get_string(mill_value_get(source, "path"), NULL),
        .encoding = mill_value_get_string(mill_value_get(source, "encoding"), NULL),
    };

    if (!runs || mill_value_get_type(origins) != MILL_TYPE_LIST)
        return read_refuse(error, "'origins' must be a list of lists of three or five numbers");
    if (mill_value_get_int(mill_value_get(source, "bytes")) < 0)
        return read_refuse(error, "'bytes' of 'source' is negative");
    restoration.source_size = (gsize) mill_value_get_int(mill_value_get(source, "bytes"));
    restoration.text =
        mill_value_get_string(mill_value_get(self->root, "text"), &restoration.length);
    return mill_document_restore(self->document, &restoration, error);
}

static gboolean
read_text(const JsonReader *self, const char *bytes, gsize length, GError **error)
{
    const MillValue *origins = mill_value_get(self->root, "origins");

    if (mill_value_get_type(mill_value_get(self->root, "text")) != MILL_TYPE_STRING)
        return read_refuse(error, "this document has no text: write it with 'text: true'");
    if (origins)
        return read_restore(self, origins, error);
    if (!json_read_text(self->document, bytes, length, error))
        return FALSE;
    mill_document_set_encoding(self->document, "UTF-8");
    return TRUE;
}

static gboolean
read_unit(const MillValue *root, OffsetUnit *unit, GError **error)
{
    const MillValue *value = mill_value_get(mill_value_get(root, "textmill"), "offsets");
    const char *name = mill_value_get_string(value, NULL);

    *unit = OFFSET_BYTES;
    if (!value)
        return TRUE;
    for (guint i = 0; name && offset_unit_names[i]; i++) {
        if (g_str_equal(offset_unit_names[i], name)) {
            *unit = (OffsetUnit) i;
            return TRUE;
        }
    }
    return read_refuse(error, "'offsets' of 'textmill' is none of bytes, codepoints and utf16");
}

/* The layers of the object @field, whose names begin with @prefix. */
static gboolean
read_group(JsonReader *self, const char *field, const char *prefix, GError **error)
{
    const MillValue *group = mill_value_get(self->root, field);

    for (gsize i = 0; i < mill_value_get_length(group); i++) {
        const char *key = mill_value_get_key(group, i);
        g_autofree char *name = g_strconcat(prefix, key ? key : "", NULL);
        g_autofree char *where = g_strdup_printf("%s.%s", field, key ? key : "");

        if (!key) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "'%s' must be an object", field);
            return FALSE;
        }
        if (!json_read_rows(self, name, where, mill_value_get_item(group, i), FALSE, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_layers(JsonReader *self, GError **error)
{
    const MillValue *sections = mill_value_get(self->root, "sections");
    const MillValue *tags = mill_value_get(self->root, "tags");

    if (sections && !json_read_rows(self, "section", "sections", sections, FALSE, error))
        return FALSE;
    if (tags && !json_read_rows(self, "tag", "tags", tags, TRUE, error))
        return FALSE;
    return read_group(self, "records", "record.", error) && read_group(self, "layers", "", error);
}

static gboolean
read_diagnostics(const JsonReader *self, GError **error)
{
    const MillValue *list = mill_value_get(self->root, "diagnostics");

    for (gsize i = 0; i < mill_value_get_length(list); i++) {
        const MillValue *item = mill_value_get_item(list, i);
        const char *severity = mill_value_get_string(mill_value_get(item, "severity"), NULL);
        MillDiagnostic diagnostic = {
            .severity = MILL_SEVERITY_NOTE,
            .code = mill_value_get_string(mill_value_get(item, "code"), NULL),
            .message = mill_value_get_string(mill_value_get(item, "message"), NULL),
            .step = mill_value_get_string(mill_value_get(item, "step"), NULL),
        };

        while (diagnostic.severity < MILL_SEVERITY_ERROR &&
               g_strcmp0(severity, mill_severity_name(diagnostic.severity)) != 0)
            diagnostic.severity++;
        if (!diagnostic.code || !diagnostic.message ||
            g_strcmp0(severity, mill_severity_name(diagnostic.severity)) != 0) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                        "diagnostics[%" G_GSIZE_FORMAT "] has no severity, code or message", i);
            return FALSE;
        }
        diagnostic.has_span = json_read_span(self, item, &diagnostic.span);
        mill_document_restore_diagnostic(self->document, &diagnostic);
    }
    return TRUE;
}

/* Nothing is lost in silence. */
static void
read_report_unknown(const JsonReader *self)
{
    static const char *const known[] = { "textmill", "id",          "source", "metadata", "text",
                                         "origins",  "sections",    "tags",   "keywords", "records",
                                         "layers",   "diagnostics", NULL };

    for (gsize i = 0; i < mill_value_get_length(self->root); i++)
        if (!g_strv_contains(known, mill_value_get_key(self->root, i)))
            mill_document_diagnose(self->document, MILL_SEVERITY_NOTE, "unknown-field", NULL,
                                   "the field '%s' is not known and was left out",
                                   mill_value_get_key(self->root, i));
}

static MillVerdict
read_json_process(gpointer options, MillDocument *document, GError **error)
{
    gsize length;
    const char *bytes = g_bytes_get_data(mill_document_get_source(document), &length);
    g_autoptr(MillValue) root = mill_json_parse(bytes ? bytes : "", (gssize) length, error);
    JsonReader self = { .document = document, .root = root };
    const MillValue *metadata = mill_value_get(root, "metadata");
    OffsetUnit unit;
    gsize text_length;
    const char *text;
    gboolean good;

    if (!root || !read_check_format(root, error) || !read_unit(root, &unit, error) ||
        !read_text(&self, bytes, length, error))
        return MILL_FAIL;
    for (gsize i = 0; mill_value_get_key(metadata, i); i++)
        mill_document_set_meta(document, mill_value_get_key(metadata, i),
                               mill_value_get_item(metadata, i));
    text = mill_document_get_text(document, &text_length);
    offset_index_init(&self.offsets, unit, text, text_length);
    good = read_layers(&self, error) && read_diagnostics(&self, error);
    offset_index_clear(&self.offsets);
    if (good)
        read_report_unknown(&self);
    return good ? MILL_KEEP : MILL_FAIL;
}

static const char *const read_json_writes[] = { "*", NULL };

MILL_PLUGIN(.name = "read-json", .summary = "Read documents back from what json and jsonl write",
            .role = MILL_ROLE_READER, .writes = read_json_writes, .process = read_json_process, )

/* encode.c - a document as one JSON object; docs/json-format.md describes each field. */
#include <string.h>

#include "encode.h"
#include "keywords.h"
#include "rows.h"

#include "writing/made.h"
#include "writing/raw.h"

#define RECORD_PREFIX "record."

gboolean
json_configure(gpointer self, MillContext *context, GError **error)
{
    JsonWriter *writer = self;

    writer->made = mill_context_get_provenance(context);
    writer->filter = layer_filter_new(writer->layers);
    return TRUE;
}

/* What every object begins with. Made when the first one is: the pipeline's checksum is not known
 * before. */
static void
json_make_head(JsonWriter *self)
{
    self->made_by = g_string_new("{\"textmill\":{\"format\":");
    mill_json_append_int(self->made_by, JSON_FORMAT);
    g_string_append(self->made_by, ",\"version\":");
    mill_json_append_string(self->made_by, mill_version(), -1);
    if (!self->made || !self->made->pipeline)
        g_string_append(self->made_by, ",\"pipeline\":\"\"");
    made_append_json(self->made_by, self->made, "");
    if (self->offsets != OFFSET_BYTES) {
        g_string_append(self->made_by, ",\"offsets\":");
        mill_json_append_string(self->made_by, offset_unit_names[self->offsets], -1);
    }
    g_string_append_c(self->made_by, '}');
}

void
json_close(gpointer self)
{
    JsonWriter *writer = self;

    if (writer->made_by)
        g_string_free(writer->made_by, TRUE);
    g_clear_pointer(&writer->filter, layer_filter_free);
}

static void
json_append_source(JsonEncoder *self)
{
    GString *json = self->json;
    const char *encoding = mill_document_get_encoding(self->document);
    gsize bytes = mill_document_get_source_size(self->document);

    write_literal(json, ",\"id\":");
    mill_json_append_string(json, mill_document_get_id(self->document), -1);
    write_literal(json, ",\"source\":{\"path\":");
    mill_json_append_string(json, mill_document_get_path(self->document), -1);
    write_literal(json, ",\"bytes\":");
    mill_json_append_int(json, (gint64) bytes);
    write_literal(json, ",\"sha256\":");
    mill_json_append_string(json, mill_document_get_source_sha256(self->document), -1);
    write_literal(json, ",\"encoding\":");
    if (encoding)
        mill_json_append_string(json, encoding, -1);
    else
        write_literal(json, "null");
    write_literal(json, "},\"metadata\":");
    mill_json_append_value(json, mill_document_get_metadata(self->document));
}

/* Appends `,"name":` and the rows of @layer, if the document has it and it is wanted. */
static void
json_append_layer(JsonEncoder *self, const JsonWriter *writer, const char *name, const char *field,
                  const RowForm *form)
{
    MillLayer *layer = mill_document_get_layer(self->document, name);

    if (!layer_filter_wants(writer->filter, layer))
        return;
    write_literal(self->json, ",");
    mill_json_append_key(self->json, field);
    json_append_rows(self, layer, form);
}

static void
json_append_terms(JsonEncoder *self, const JsonWriter *writer)
{
    MillLayer *layer = mill_document_get_layer(self->document, "keyword");

    if (!layer)
        layer = mill_document_get_layer(self->document, "tag");
    if (!layer_filter_wants(writer->filter, layer))
        return;
    write_literal(self->json, ",\"keywords\":");
    json_append_keywords(self->json, layer);
}

static gboolean
json_is_record(const char *name)
{
    return g_str_has_prefix(name, RECORD_PREFIX);
}

static gboolean
json_is_other(const char *name)
{
    return !json_is_record(name) && !g_str_equal(name, "section") && !g_str_equal(name, "tag");
}

/* Appends `,"field":{"name":[…],…}` of all wanted layers whose name @belongs; names are written
 * without their first @prefix bytes. */
static void
json_append_group(JsonEncoder *self, const JsonWriter *writer, const char *field,
                  gboolean (*belongs)(const char *name), gsize prefix)
{
    gsize n_layers = mill_document_get_n_layers(self->document);
    gboolean any = FALSE;

    for (gsize i = 0; i < n_layers; i++) {
        MillLayer *layer = mill_document_get_layer_at(self->document, i);
        const char *name = mill_layer_get_name(layer);

        if (!belongs(name) || !layer_filter_wants(writer->filter, layer))
            continue;
        write_literal(self->json, ",");
        if (!any) {
            mill_json_append_key(self->json, field);
            write_literal(self->json, "{");
        }
        any = TRUE;
        mill_json_append_key(self->json, name + prefix);
        json_append_rows(self, layer, &row_form_other);
    }
    if (any)
        write_literal(self->json, "}");
}

static void
json_append_diagnostic(JsonEncoder *self, const MillDiagnostic *diagnostic)
{
    GString *json = self->json;

    write_literal(json, "{\"severity\":");
    mill_json_append_string(json, mill_severity_name(diagnostic->severity), -1);
    write_literal(json, ",\"code\":");
    mill_json_append_string(json, diagnostic->code, -1);
    write_literal(json, ",\"message\":");
    mill_json_append_string(json, diagnostic->message, -1);
    write_literal(json, ",\"step\":");
    if (diagnostic->step)
        mill_json_append_string(json, diagnostic->step, -1);
    else
        write_literal(json, "null");
    if (diagnostic->has_span) {
        write_literal(json, ",");
        json_append_span(self, diagnostic->span);
    }
    write_literal(json, "}");
}

static void
json_append_diagnostics(JsonEncoder *self)
{
    gsize n_diagnostics = mill_document_get_n_diagnostics(self->document);

    write_literal(self->json, ",\"diagnostics\":[");
    for (gsize i = 0; i < n_diagnostics; i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(self->document, i, &diagnostic);
        if (i > 0)
            write_literal(self->json, ",");
        json_append_diagnostic(self, &diagnostic);
    }
    write_literal(self->json, "]");
}

/* `,"origins":[[text,source,count],[text,source,count,text unit,source unit],…]` */
static void
json_append_origins(JsonEncoder *self)
{
    gsize n_runs;
    g_autofree MillOriginRun *runs = mill_document_dup_origin_runs(self->document, &n_runs);

    write_literal(self->json, ",\"origins\":[");
    for (gsize i = 0; i < n_runs; i++) {
        const gsize numbers[] = { runs[i].text, runs[i].source, runs[i].count, runs[i].text_unit,
                                  runs[i].source_unit };
        gsize n = runs[i].text_unit == 1 && runs[i].source_unit == 1 ? 3 : 5;

        for (gsize j = 0; j < n; j++) {
            write_raw(self->json, j > 0 ? "," : i > 0 ? ",[" : "[", j == 0 && i > 0 ? 2 : 1);
            write_number(self->json, numbers[j]);
        }
        write_literal(self->json, "]");
    }
    write_literal(self->json, "]");
}

static void
json_append_object(JsonEncoder *self, const JsonWriter *writer)
{
    GString *json = self->json;

    write_string(json, writer->made_by);
    json_append_source(self);
    if (writer->text) {
        write_literal(json, ",\"text\":");
        mill_json_append_string(json, self->text, (gssize) self->length);
    }
    if (writer->origins)
        json_append_origins(self);
    json_append_layer(self, writer, "section", "sections", &row_form_section);
    json_append_layer(self, writer, "tag", "tags", &row_form_tag);
    json_append_terms(self, writer);
    json_append_group(self, writer, "records", json_is_record, strlen(RECORD_PREFIX));
    json_append_group(self, writer, "layers", json_is_other, 0);
    json_append_diagnostics(self);
    write_literal(json, "}");
}

void
json_append_document(JsonWriter *self, MillDocument *document, GString *json)
{
    JsonEncoder encoder = { .document = document, .json = json };
    gsize start = json->len;

    if (!self->made_by)
        json_make_head(self);
    encoder.text = mill_document_get_text(document, &encoder.length);
    offset_index_init(&encoder.offsets, (OffsetUnit) self->offsets, encoder.text, encoder.length);
    json_append_object(&encoder, self);
    offset_index_clear(&encoder.offsets);

    if (self->indent > 0) {
        GString *indented =
            mill_json_indent(json->str + start, json->len - start, (guint) self->indent);

        g_string_truncate(json, start);
        g_string_append_len(json, indented->str, (gssize) indented->len);
        g_string_free(indented, TRUE);
    }
    g_string_append_c(json, '\n');
}

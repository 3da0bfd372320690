/* header.c - where the document came from, and what made the file. */
#include "tei.h"

#include "writing/attribute.h"
#include "writing/made.h"
#include "writing/raw.h"
#include "writing/xml.h"

/* Appends `<NAME>text</NAME>`. */
static void
header_append(GString *out, const char *name, const char *text, gsize length)
{
    g_string_append_printf(out, "<%s>", name);
    xml_append(out, text, length, FALSE);
    g_string_append_printf(out, "</%s>", name);
}

static const char *
header_get_meta(const TeiWriter *self, const char *key, gsize *length)
{
    return mill_value_get_string(mill_document_get_meta(self->document, key), length);
}

/* The metadata that a bibliography has, then where the bytes were. */
static void
header_append_source(TeiWriter *self)
{
    static const struct {
        const char *key, *element;
    } fields[] = {
        { "title", "title" },
        { "author", "author" },
        { "source", "publisher" },
        { "date", "date" },
    };
    GString *out = self->out;

    write_literal(out, "<sourceDesc><bibl>");
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        gsize length;
        const char *value = header_get_meta(self, fields[i].key, &length);

        if (value)
            header_append(out, fields[i].element, value, length);
    }
    write_literal(out, "<idno type=\"id\">");
    xml_append_string(out, mill_document_get_id(self->document), FALSE);
    write_literal(out, "</idno><idno type=\"path\">");
    xml_append_string(out, mill_document_get_path(self->document), FALSE);
    write_literal(out, "</idno><idno type=\"sha256\">");
    xml_append_string(out, mill_document_get_source_sha256(self->document), FALSE);
    write_literal(out, "</idno></bibl></sourceDesc>");
}

/* All metadata, as notes. */
static void
header_append_notes(TeiWriter *self)
{
    const MillValue *metadata = mill_document_get_metadata(self->document);
    gsize n = mill_value_get_length(metadata);

    for (gsize i = 0; i < n; i++) {
        const MillValue *value = mill_value_get_item(metadata, i);
        gsize length;
        const char *string = mill_value_get_string(value, &length);

        write_raw(self->out, i == 0 ? "<notesStmt><note" : "<note", i == 0 ? 16 : 5);
        tei_append_type(self->out, mill_value_get_key(metadata, i));
        write_literal(self->out, ">");
        if (string) {
            xml_append(self->out, string, length, FALSE);
        } else {
            g_autoptr(GString) json = g_string_new(NULL);

            mill_json_append_value(json, value);
            xml_append(self->out, json->str, json->len, FALSE);
        }
        write_literal(self->out, "</note>");
    }
    if (n > 0)
        write_literal(self->out, "</notesStmt>");
}

static void
header_append_encoding(TeiWriter *self)
{
    const MillProvenance *made = self->style->made;
    GString *out = self->out;

    write_literal(out, "<encodingDesc><projectDesc><p>Made by <name type=\"software\">textmill ");
    xml_append_string(out, mill_version(), FALSE);
    write_literal(out, "</name>");
    if (made && made->pipeline) {
        write_literal(out, " with the pipeline <name type=\"pipeline\">");
        xml_append_string(out, made->pipeline, FALSE);
        write_literal(out, "</name>");
    }
    if (made && made->pipeline_sha256) {
        write_literal(out, ", <idno type=\"pipeline_sha256\">");
        xml_append_string(out, made->pipeline_sha256, FALSE);
        write_literal(out, "</idno>");
    }
    write_literal(out, ".</p></projectDesc>");
    for (guint i = 0; i < self->category_names->len; i++) {
        const char *name = g_ptr_array_index(self->category_names, i);

        g_string_append_printf(out, "%s<category xml:id=\"category.%u\">",
                               i == 0 ? "<classDecl><taxonomy>" : "", i + 1);
        header_append(out, "catDesc", name, strlen(name));
        write_literal(out, "</category>");
    }
    if (self->category_names->len > 0)
        write_literal(out, "</taxonomy></classDecl>");
    write_literal(out, "</encodingDesc>\n");
}

/* The terms of the layer `keyword`, each once, as they appear. */
static void
header_append_profile(TeiWriter *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "keyword");
    MillColumn term = find_column(layer, "term", MILL_TYPE_STRING);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    gboolean any = FALSE;

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        gpointer id = GUINT_TO_POINTER(mill_layer_get_string_id(layer, row, term));
        gsize length;
        const char *value = mill_layer_get_string(layer, row, term, &length);

        if (!value || !g_hash_table_add(seen, id))
            continue;
        if (!any)
            write_literal(self->out, "<profileDesc><textClass><keywords>");
        any = TRUE;
        header_append(self->out, "term", value, length);
    }
    if (any)
        write_literal(self->out, "</keywords></textClass></profileDesc>\n");
}

void
tei_append_header(TeiWriter *self)
{
    GString *out = self->out;
    gsize length;
    const char *title = header_get_meta(self, "title", &length);
    g_autofree char *time = made_dup_time(self->style->made);

    if (!title) {
        title = mill_document_get_id(self->document);
        length = strlen(title);
    }
    write_literal(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n"
                       "<fileDesc><titleStmt>");
    header_append(out, "title", title, length);
    write_literal(out, "</titleStmt><publicationStmt><p>Not published.</p></publicationStmt>");
    header_append_notes(self);
    header_append_source(self);
    write_literal(out, "</fileDesc>\n");
    header_append_encoding(self);
    header_append_profile(self);
    if (time)
        g_string_append_printf(
            out, "<revisionDesc><change when=\"%s\">Exported.</change></revisionDesc>\n", time);
    write_literal(out, "</teiHeader>\n");
}

/* web.c - W3C Web Annotation Data Model (REC 2017-02-23) as JSON-LD.
 *
 * Words of our own stand in the namespace `textmill:`, which the context declares, so that a
 * processor keeps them. What is the same in every annotation of a document or layer is quoted
 * once.
 */
#include "annotations.h"

#include "writing/made.h"
#include "writing/raw.h"
#include "writing/xml.h"

/* What is the same for all annotations of a layer. */
typedef struct {
    AnnotationLayer columns;
    GString *head;     /* `{"id":"IRI#LAYER-`: the row's number follows */
    GString *type;     /* what follows the number: type, layer, motivation */
    const char *close; /* of the target: `"source":"IRI"}}` */
    gboolean others;   /* it has columns beyond those that everybody knows */
} WebLayer;

static void
web_append_collection(Annotator *self, const GString *iri, gsize total)
{
    GString *out = self->out;

    write_literal(out, "{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\","
                       "{\"textmill\":\"urn:textmill:\"}],\"id\":\"");
    write_string(out, iri);
    write_literal(out, "#annotations\",\"type\":\"AnnotationCollection\",\"label\":");
    mill_json_append_string(out, mill_document_get_id(self->document), -1);
    write_literal(out, ",\"generator\":{\"id\":\"urn:textmill:");
    write_raw(out, mill_version(), strlen(mill_version()));
    write_literal(out, "\",\"type\":\"Software\",\"name\":\"textmill ");
    write_raw(out, mill_version(), strlen(mill_version()));
    write_literal(out, "\"");
    made_append_json(out, self->style->made, "textmill:");
    write_literal(out, "},\"textmill:source_sha256\":");
    mill_json_append_string(out, mill_document_get_source_sha256(self->document), -1);
    write_literal(out, ",\"total\":");
    write_number(out, total);
    write_literal(out, ",\"first\":{\"id\":\"");
    write_string(out, iri);
    write_literal(out, "#page-1\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[");
}

static const char *
web_motivation(const AnnotationLayer *layer)
{
    if (layer->term != MILL_NO_COLUMN)
        return "tagging";
    if (layer->kind != MILL_NO_COLUMN || layer->category != MILL_NO_COLUMN)
        return "classifying";
    return mill_layer_get_n_columns(layer->layer) > 0 ? "describing" : "highlighting";
}

static WebLayer
web_layer_make(MillLayer *layer, const GString *iri, const GString *close)
{
    const char *name = mill_layer_get_name(layer);
    WebLayer self = {
        .columns = annotation_layer(layer),
        .head = g_string_new("{\"id\":\""),
        .type = g_string_new("\",\"type\":\"Annotation\",\"textmill:layer\":"),
        .close = close->str,
    };

    write_string(self.head, iri);
    write_literal(self.head, "#");
    iri_append(self.head, name);
    write_literal(self.head, "-");
    mill_json_append_string(self.type, name, -1);
    write_literal(self.type, ",\"motivation\":\"");
    g_string_append(self.type, web_motivation(&self.columns));
    write_literal(self.type, "\",");
    for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++)
        self.others |= annotation_is_other(&self.columns, (MillColumn) i);
    return self;
}

static void
web_layer_clear(WebLayer *self)
{
    g_string_free(self->head, TRUE);
    g_string_free(self->type, TRUE);
}

/* A body of the text in @column, if it is set. */
static gboolean
web_append_body(Annotator *self, const WebLayer *layer, gsize row, MillColumn column,
                const char *purpose, gboolean any)
{
    gsize length;
    const char *value;

    if (!mill_layer_has(layer->columns.layer, row, column))
        return any;
    value = mill_layer_get_string(layer->columns.layer, row, column, &length);
    if (any)
        write_literal(self->out, ",");
    write_literal(self->out, "{\"type\":\"TextualBody\",\"purpose\":\"");
    write_raw(self->out, purpose, strlen(purpose));
    write_literal(self->out, "\",\"value\":");
    mill_json_append_string(self->out, value, (gssize) length);
    write_literal(self->out, "}");
    return TRUE;
}

/* Attributes that the model has no words for, as one body of JSON. */
static gboolean
web_append_others(Annotator *self, const WebLayer *layer, gsize row, gboolean any)
{
    g_string_truncate(self->scratch, 0);
    annotation_append_attributes(self, &layer->columns, row, FALSE, self->scratch);
    if (self->scratch->len == 2)
        return any;
    if (any)
        write_literal(self->out, ",");
    write_literal(self->out, "{\"type\":\"TextualBody\",\"purpose\":\"describing\","
                             "\"format\":\"application/json\",\"value\":");
    mill_json_append_string(self->out, self->scratch->str, (gssize) self->scratch->len);
    write_literal(self->out, "}");
    return TRUE;
}

static void
web_append_bodies(Annotator *self, const WebLayer *layer, gsize row)
{
    const AnnotationLayer *columns = &layer->columns;
    gsize start = self->out->len;
    gboolean any = FALSE;

    write_literal(self->out, "\"body\":[");
    any = web_append_body(self, layer, row, columns->term, "tagging", any);
    any = web_append_body(self, layer, row, columns->category, "classifying", any);
    any = web_append_body(self, layer, row, columns->kind, "classifying", any);
    any = web_append_body(self, layer, row, columns->title, "describing", any);
    if (layer->others)
        any = web_append_others(self, layer, row, any);
    if (any)
        write_literal(self->out, "],");
    else
        g_string_truncate(self->out, start);
}

/* The offset that is @count characters before or after @at. */
static gsize
web_step(const Annotator *self, gsize at, gint64 count, gboolean back)
{
    while (count-- > 0 && (back ? at > 0 : at < self->length)) {
        do
            at += back ? (gsize) -1 : 1;
        while (at > 0 && at < self->length && ((guint8) self->text[at] & 0xC0) == 0x80);
    }
    return at;
}

static void
web_append_text(Annotator *self, const char *key, gsize start, gsize end)
{
    write_raw(self->out, key, strlen(key));
    mill_json_append_string(self->out, self->text + start, (gssize) (end - start));
}

static void
web_append_target(Annotator *self, const WebLayer *layer, MillSpan span)
{
    gint64 context = self->style->context;
    MillSpan place = { offset_index_map(&self->offsets, span.start),
                       offset_index_map(&self->offsets, span.end) };

    write_literal(self->out, "\"target\":{\"type\":\"SpecificResource\",\"selector\":"
                             "[{\"type\":\"TextPositionSelector\",");
    write_range(self->out, place);
    if (self->style->quote > 0 && place.end - place.start <= (gsize) self->style->quote) {
        web_append_text(self, "},{\"type\":\"TextQuoteSelector\",\"exact\":", span.start, span.end);
        web_append_text(self, ",\"prefix\":", web_step(self, span.start, context, TRUE),
                        span.start);
        web_append_text(self, ",\"suffix\":", span.end, web_step(self, span.end, context, FALSE));
    }
    if (self->style->origins) {
        write_literal(self->out, "},{\"type\":\"DataPositionSelector\",");
        write_range(self->out, mill_document_get_origin(self->document, span));
    }
    write_literal(self->out, "}],");
    write_raw(self->out, layer->close, strlen(layer->close));
}

static void
web_append_layer(Annotator *self, const WebLayer *layer)
{
    gsize n_rows = mill_layer_get_length(layer->columns.layer);

    for (gsize row = 0; row < n_rows; row++) {
        if (self->count++ > 0)
            write_literal(self->out, ",");
        write_string(self->out, layer->head);
        write_number(self->out, row + 1);
        write_string(self->out, layer->type);
        web_append_bodies(self, layer, row);
        web_append_target(self, layer, mill_layer_get_span(layer->columns.layer, row));
    }
}

/* The IRI of the document, as it stands in JSON. */
static GString *
web_make_iri(const Annotator *self)
{
    GString *iri = g_string_new(NULL);
    g_autoptr(GString) quoted = g_string_new(NULL);

    mill_json_append_string(quoted, self->style->base ? self->style->base : "", -1);
    g_string_append_len(iri, quoted->str + 1, (gssize) quoted->len - 2);
    iri_append(iri, mill_document_get_id(self->document));
    return iri;
}

void
web_append(Annotator *self)
{
    gsize n_layers = mill_document_get_n_layers(self->document), total = 0;
    GString *iri = web_make_iri(self);
    g_autoptr(GString) close = g_string_new("\"source\":\"");

    write_string(close, iri);
    write_literal(close, "\"}}");
    for (gsize i = 0; i < n_layers; i++) {
        MillLayer *layer = mill_document_get_layer_at(self->document, i);

        if (layer_filter_wants(self->style->filter, layer))
            total += mill_layer_get_length(layer);
    }
    web_append_collection(self, iri, total);
    for (gsize i = 0; i < n_layers; i++) {
        MillLayer *layer = mill_document_get_layer_at(self->document, i);

        if (layer_filter_wants(self->style->filter, layer)) {
            WebLayer made = web_layer_make(layer, iri, close);

            web_append_layer(self, &made);
            web_layer_clear(&made);
        }
    }
    write_literal(self->out, "]}}\n");
    g_string_free(iri, TRUE);
}

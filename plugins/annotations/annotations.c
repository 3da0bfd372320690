/* annotations - write annotations by themselves: as W3C Web Annotations, or as brat reads them.
 *
 * Both count code points of the text as the last step left it. `web` is JSON-LD: a collection with
 * one annotation for each row of the layers; a target has the place in the text, a quote with what
 * stands around it, by which it is found again in another edition, and the bytes of the source
 * file. `brat` is stand-off: NAME.ann and NAME.txt.
 */
#include "annotations.h"

#include "writing/attribute.h"
#include "writing/raw.h"

static const char *const format_choices[] = { "web", "brat", NULL };

static const MillOption annotations_options[] = {
    MILL_OPTION_CHOICE(Annotations, format, FORMAT_WEB, format_choices,
                       "W3C Web Annotation (JSON-LD), or brat stand-off"),
    MILL_OPTION_LIST(Annotations, layers, "*", NULL,
                     "layers to write, as names or patterns such as record.*"),
    MILL_OPTION_STRING(Annotations, base, "",
                       "web: what stands before the document's id in IRIs, such as "
                       "https://example.org/plans/"),
    MILL_OPTION_INT(Annotations, quote, 500, 0, G_MAXINT32,
                    "web: quote spans of up to so many characters; 0 quotes none"),
    MILL_OPTION_INT(Annotations, context, 32, 0, 1000, "web: characters before and after a quote"),
    MILL_OPTION_BOOL(Annotations, origins, TRUE, "web: tell the bytes of the source file, too"),
    MILL_OPTION_BOOL(Annotations, comment, TRUE,
                     "brat: say in a note what made the file; web always says it"),
    MILL_OPTIONS_END,
};

/* Whether documents share a file: its name has nothing of theirs. */
static gboolean
annotations_is_joined(const char *pattern)
{
    static const char *const own[] = { "{id}", "{dir}", "{name}", "{stem}", "{ext}", "{index}" };

    for (gsize i = 0; pattern && i < G_N_ELEMENTS(own); i++)
        if (strstr(pattern, own[i]))
            return FALSE;
    return pattern != NULL;
}

static gboolean
annotations_configure(gpointer options, MillContext *context, GError **error)
{
    Annotations *self = options;

    self->filter = layer_filter_new(self->layers);
    self->made = mill_context_get_provenance(context);
    if (self->format == FORMAT_BRAT && annotations_is_joined(mill_context_get_file(context)))
        return mill_context_fail(context, "format", "name the files {stem}.{part}",
                                 "brat needs files for each document: offsets count from the "
                                 "beginning of the file");
    return TRUE;
}

static void
annotations_close(gpointer options)
{
    layer_filter_free(((Annotations *) options)->filter);
}

AnnotationLayer
annotation_layer(MillLayer *layer)
{
    return (AnnotationLayer){
        .layer = layer,
        .term = find_column(layer, "term", MILL_TYPE_STRING),
        .category = find_column(layer, "category", MILL_TYPE_STRING),
        .kind = find_column(layer, "kind", MILL_TYPE_STRING),
        .title = find_column(layer, "title", MILL_TYPE_STRING),
        .heading = find_column(layer, "heading", MILL_TYPE_SPAN),
    };
}

gboolean
annotation_is_other(const AnnotationLayer *layer, MillColumn column)
{
    return column != layer->term && column != layer->category && column != layer->kind &&
           column != layer->title;
}

void
annotation_append_attributes(const Annotator *self, const AnnotationLayer *layer, gsize row,
                             gboolean all, GString *json)
{
    gsize n_columns = mill_layer_get_n_columns(layer->layer);
    gboolean any = FALSE;

    write_literal(json, "{");
    for (gsize i = 0; i < n_columns; i++) {
        MillColumn column = (MillColumn) i;

        if ((!all && !annotation_is_other(layer, column)) ||
            !mill_layer_has(layer->layer, row, column))
            continue;
        if (any)
            write_literal(json, ",");
        any = TRUE;
        mill_json_append_key(json, mill_layer_get_column_name(layer->layer, column));
        write_attribute(json, layer->layer, row, column,
                        mill_layer_get_column_type(layer->layer, column), &self->offsets);
    }
    write_literal(json, "}");
}

static gboolean
annotations_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const Annotations *style = options;
    gboolean brat = style->format == FORMAT_BRAT;
    Annotator self = {
        .style = style,
        .document = document,
        .out = mill_output_part(output, brat ? "ann" : "jsonld", NULL),
        .scratch = g_string_new(NULL),
    };

    self.text = mill_document_get_text(document, &self.length);
    offset_index_init(&self.offsets, OFFSET_CODEPOINTS, self.text, self.length);
    if (brat)
        brat_append(&self);
    else
        web_append(&self);
    if (brat)
        write_raw(mill_output_part(output, "txt", NULL), self.text, self.length);
    offset_index_clear(&self.offsets);
    g_string_free(self.scratch, TRUE);
    return TRUE;
}

MILL_PLUGIN(.name = "annotations", .summary = "Write annotations as JSON-LD (W3C) or for brat",
            .role = MILL_ROLE_WRITER, .version = "2", .options = annotations_options,
            .options_size = sizeof(Annotations), .file = "{stem}.{part}",
            .configure = annotations_configure, .encode = annotations_encode,
            .close = annotations_close, )

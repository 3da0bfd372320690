/* portrait.c - a document as a list of hashes. */
#include "validate/portrait.h"

#include <string.h>

typedef struct {
    char *name;
    guint64 hash;
} Feature;

struct MillPortrait {
    GArray *features; /* Feature */
};

static void
feature_clear(gpointer data)
{
    g_free(((Feature *) data)->name);
}

MillPortrait *
mill_portrait_new(void)
{
    MillPortrait *portrait = g_new(MillPortrait, 1);

    portrait->features = g_array_new(FALSE, FALSE, sizeof(Feature));
    g_array_set_clear_func(portrait->features, feature_clear);
    return portrait;
}

void
mill_portrait_free(MillPortrait *portrait)
{
    if (!portrait)
        return;
    g_array_unref(portrait->features);
    g_free(portrait);
}

/* FNV-1a: Fowler, Noll, Vo; 64 bits. */
static guint64
portrait_hash(const char *bytes, gsize length)
{
    guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);

    for (gsize i = 0; i < length; i++)
        hash = (hash ^ (guint8) bytes[i]) * G_GUINT64_CONSTANT(0x100000001b3);
    return hash;
}

void
mill_portrait_add(MillPortrait *portrait, const char *feature, const char *bytes, gsize length)
{
    Feature own = { g_strdup(feature), portrait_hash(bytes, length) };

    g_array_append_val(portrait->features, own);
}

static void
portrait_add_json(MillPortrait *portrait, const char *feature, const GString *json)
{
    mill_portrait_add(portrait, feature, json->str, json->len);
}

static void
portrait_append_span(GString *json, const MillDocument *document, MillSpan span)
{
    MillSpan origin = mill_document_get_origin(document, span);

    g_string_append_printf(
        json, "%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " (%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT ") ",
        span.start, span.end, origin.start, origin.end);
}

static void
portrait_add_column(MillPortrait *portrait, const MillLayer *layer, MillColumn column)
{
    g_autofree char *feature =
        g_strdup_printf("layer '%s', column '%s'", mill_layer_get_name(layer),
                        mill_layer_get_column_name(layer, column));
    g_autoptr(GString) json = g_string_new(NULL);

    g_string_append_printf(json, "%d:", (int) mill_layer_get_column_type(layer, column));
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, column);

        if (value)
            mill_json_append_value(json, value);
        g_string_append_c(json, ',');
    }
    portrait_add_json(portrait, feature, json);
}

static void
portrait_add_layer(MillPortrait *portrait, const MillDocument *document, const MillLayer *layer)
{
    g_autofree char *feature = g_strdup_printf("layer '%s'", mill_layer_get_name(layer));
    g_autoptr(GString) json = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        portrait_append_span(json, document, mill_layer_get_span(layer, row));
    portrait_add_json(portrait, feature, json);
    for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++)
        portrait_add_column(portrait, layer, (MillColumn) i);
}

static void
portrait_add_diagnostics(MillPortrait *portrait, const MillDocument *document)
{
    g_autoptr(GString) json = g_string_new(NULL);

    for (gsize i = 0; i < mill_document_get_n_diagnostics(document); i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        g_string_append_printf(json, "%d %s %s ", (int) diagnostic.severity, diagnostic.code,
                               diagnostic.message);
        portrait_append_span(json, document, diagnostic.span);
    }
    portrait_add_json(portrait, "diagnostics", json);
}

void
mill_portrait_add_document(MillPortrait *portrait, MillDocument *document)
{
    const char *encoding = mill_document_get_encoding(document);
    const char *reason = mill_document_get_drop_reason(document);
    g_autoptr(GString) json = g_string_new(NULL);
    gsize length;
    const char *text = mill_document_get_text(document, &length);

    mill_portrait_add(portrait, "text", text, length);
    g_string_append_printf(json, "%s %s", encoding ? encoding : "", reason ? reason : "");
    portrait_add_json(portrait, "encoding or reason", json);
    g_string_truncate(json, 0);
    mill_json_append_value(json, mill_document_get_metadata(document));
    portrait_add_json(portrait, "metadata", json);
    for (gsize i = 0; i < mill_document_get_n_layers(document); i++)
        portrait_add_layer(portrait, document, mill_document_get_layer_at(document, i));
    portrait_add_diagnostics(portrait, document);
}

void
mill_portrait_add_output(MillPortrait *portrait, const MillOutput *output)
{
    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const char *part = mill_output_get_part_name(output, i);
        const char *preamble = mill_output_get_preamble(output, i);
        const GString *bytes = mill_output_get_bytes(output, i);
        g_autofree char *feature = part ? g_strdup_printf("output '%s'", part) : g_strdup("output");
        g_autofree char *beginning = g_strconcat(feature, ", preamble", NULL);

        mill_portrait_add(portrait, feature, bytes->str, bytes->len);
        if (preamble)
            mill_portrait_add(portrait, beginning, preamble, strlen(preamble));
    }
}

static const Feature *
portrait_find(const MillPortrait *portrait, const char *name)
{
    for (guint i = 0; i < portrait->features->len; i++)
        if (g_str_equal(g_array_index(portrait->features, Feature, i).name, name))
            return &g_array_index(portrait->features, Feature, i);
    return NULL;
}

gboolean
mill_portrait_has(const MillPortrait *portrait, const char *feature)
{
    return portrait_find(portrait, feature) != NULL;
}

/* Calls for the features of @a that @b does not have; of those that differ, only if @differing. */
static void
portrait_each(const MillPortrait *a, const MillPortrait *b, gboolean differing,
              MillPortraitCall call, gpointer data)
{
    for (guint i = 0; i < a->features->len; i++) {
        const Feature *own = &g_array_index(a->features, Feature, i);
        const Feature *other = portrait_find(b, own->name);

        if (!other || (differing && other->hash != own->hash))
            call(own->name, data);
    }
}

void
mill_portrait_each_change(const MillPortrait *a, const MillPortrait *b, MillPortraitCall call,
                          gpointer data)
{
    portrait_each(a, b, TRUE, call, data);
    portrait_each(b, a, FALSE, call, data);
}

static void
portrait_note_first(const char *feature, gpointer data)
{
    const char **first = data;

    if (!*first)
        *first = feature;
}

const char *
mill_portrait_compare(const MillPortrait *a, const MillPortrait *b)
{
    const char *first = NULL;

    mill_portrait_each_change(a, b, portrait_note_first, &first);
    return first;
}

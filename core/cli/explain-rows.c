/* explain-rows - which annotations a step added, changed or removed.
 *
 * Rows have no identity across an edit, so they are compared by what they say: the attributes,
 * spans left aside because the core moves those. A layer that gained rows has new ones; beyond
 * that, rows that say something no row said before have been changed.
 */
#include "cli/explain.h"

#include <string.h>

#define MAX_SAMPLES 5
/* Characters of the covered text that a sample shows. */
#define SAMPLE_TEXT 40

struct ExplainRows {
    GHashTable *layers; /* name → GHashTable of row text → count */
    GHashTable *sizes;  /* name → rows */
};

static void
append_attributes(GString *out, const MillLayer *layer, gsize row)
{
    gsize n_columns = mill_layer_get_n_columns(layer);

    for (MillColumn column = 0; column < (MillColumn) n_columns; column++) {
        if (!mill_layer_has(layer, row, column) ||
            mill_layer_get_column_type(layer, column) == MILL_TYPE_SPAN)
            continue;
        g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, column);
        if (out->len > 0)
            g_string_append_c(out, ' ');
        g_string_append_printf(out, "%s=", mill_layer_get_column_name(layer, column));
        mill_json_append_value(out, value);
    }
}

static char *
row_text(const MillLayer *layer, gsize row)
{
    GString *text = g_string_new(NULL);

    append_attributes(text, layer, row);
    return g_string_free(text, FALSE);
}

static GHashTable *
count_rows(const MillLayer *layer)
{
    GHashTable *rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        char *text = row_text(layer, row);
        gsize count = GPOINTER_TO_SIZE(g_hash_table_lookup(rows, text));
        g_hash_table_replace(rows, text, GSIZE_TO_POINTER(count + 1));
    }
    return rows;
}

ExplainRows *
explain_rows_new(const MillDocument *document)
{
    ExplainRows *self = g_new0(ExplainRows, 1);

    self->layers =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
    self->sizes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);
        const char *name = mill_layer_get_name(layer);
        g_hash_table_replace(self->layers, g_strdup(name), count_rows(layer));
        g_hash_table_replace(self->sizes, g_strdup(name),
                             GSIZE_TO_POINTER(mill_layer_get_length(layer)));
    }
    return self;
}

void
explain_rows_free(ExplainRows *self)
{
    if (!self)
        return;
    g_hash_table_unref(self->layers);
    g_hash_table_unref(self->sizes);
    g_free(self);
}

void
explain_layer_free(gpointer data)
{
    ExplainLayer *layer = data;

    g_free(layer->name);
    g_ptr_array_unref(layer->samples);
    g_free(layer);
}

static void
add_sample(ExplainLayer *self, const MillDocument *document, const MillLayer *layer, gsize row,
           const char *attributes)
{
    MillSpan span = mill_layer_get_span(layer, row);
    const char *text = mill_document_get_text(document, NULL);
    GString *sample = g_string_new(NULL);
    gsize end = span.start + strcspn(text + span.start, "\n");

    mill_terminal_append(sample, text + span.start, (gssize) (MIN(end, span.end) - span.start), 0,
                         SAMPLE_TEXT);
    if (end < span.end)
        g_string_append(sample, "…");
    g_string_append(sample, "  ");
    mill_terminal_append(sample, attributes, -1, 0, 0);
    g_ptr_array_add(self->samples, g_string_free(sample, FALSE));
}

/* Consumes equal rows of @before; what is left over is new or changed. */
static gsize
collect_news(ExplainLayer *self, const MillDocument *document, const MillLayer *layer,
             GHashTable *before)
{
    gsize news = 0;

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        g_autofree char *text = row_text(layer, row);
        gsize count = before ? GPOINTER_TO_SIZE(g_hash_table_lookup(before, text)) : 0;
        if (count > 0) {
            g_hash_table_replace(before, g_strdup(text), GSIZE_TO_POINTER(count - 1));
            continue;
        }
        if (self->samples->len < MAX_SAMPLES)
            add_sample(self, document, layer, row, text);
        news++;
    }
    return news;
}

static ExplainLayer *
compare_layer(const ExplainRows *before, const MillDocument *document, const MillLayer *layer)
{
    const char *name = mill_layer_get_name(layer);
    ExplainLayer *self = g_new0(ExplainLayer, 1);
    gsize old = GPOINTER_TO_SIZE(g_hash_table_lookup(before->sizes, name));

    self->name = g_strdup(name);
    self->samples = g_ptr_array_new_with_free_func(g_free);
    self->total = mill_layer_get_length(layer);
    self->added = self->total > old ? self->total - old : 0;
    self->removed = old > self->total ? old - self->total : 0;
    gsize news = collect_news(self, document, layer, g_hash_table_lookup(before->layers, name));
    self->changed = news > self->added ? news - self->added : 0;
    return self;
}

void
explain_rows_compare(const ExplainRows *before, const MillDocument *document, GPtrArray *layers)
{
    GHashTableIter iter;
    gpointer name;

    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);
        ExplainLayer *change = compare_layer(before, document, layer);
        gboolean is_new = !g_hash_table_contains(before->sizes, change->name);
        if (is_new || change->added + change->removed + change->changed > 0)
            g_ptr_array_add(layers, change);
        else
            explain_layer_free(change);
    }
    g_hash_table_iter_init(&iter, before->sizes);
    for (gpointer size; g_hash_table_iter_next(&iter, &name, &size);) {
        if (mill_document_get_layer(document, name))
            continue;
        ExplainLayer *gone = g_new0(ExplainLayer, 1);
        gone->name = g_strdup(name);
        gone->removed = GPOINTER_TO_SIZE(size);
        gone->samples = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(layers, gone);
    }
}

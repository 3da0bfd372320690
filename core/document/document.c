/* document.c - a document's making, its text, metadata, layers and origins. */
#include "document/document-private.h"

#include "document/probe.h"
#include "document/utf8.h"

#include <string.h>

const char *
mill_document_keep(MillDocument *self, const char *text)
{
    gsize length = strlen(text);

    if (mill_utf8_valid_prefix(text, length) == length)
        return mill_strings_store(&self->strings, text, length);

    g_autofree char *repaired = mill_utf8_repair(text, length, &length);

    return mill_strings_store(&self->strings, repaired, length);
}

/* Every record of a file makes a document: what most of them do without is allocated when it is
 * needed. */
MillDocument *
mill_document_new(const char *id, GBytes *source)
{
    MillDocument *self;

    g_return_val_if_fail(id && source, NULL);
    self = MILL_NEW0(MillDocument);
    self->id = mill_document_keep(self, id);
    self->source = g_bytes_ref(source);
    self->text = mill_text_get_empty();
    self->chars = -1;
    self->metadata = mill_value_new_map();
    return self;
}

MillDocument *
mill_document_new_text(const char *id, const char *text, gssize length, GError **error)
{
    gsize size = length < 0 ? strlen(text) : (gsize) length;
    g_autoptr(GBytes) source = g_bytes_new(text, size);
    g_autoptr(MillDocument) self = mill_document_new(id, source);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(self);

    if (!mill_edit_apply(edit, error))
        return NULL;
    mill_document_set_encoding(self, "UTF-8");
    return g_steal_pointer(&self);
}

void
mill_document_free(MillDocument *self)
{
    if (!self)
        return;
    g_bytes_unref(self->source);
    mill_text_free(self->text);
    mill_origin_clear(&self->origin);
    mill_strings_clear(&self->strings);
    mill_value_unref(self->metadata);
    g_clear_pointer(&self->layers, g_ptr_array_unref);
    g_clear_pointer(&self->diagnostics, g_array_unref);
    g_clear_pointer(&self->metrics, g_array_unref);
    g_free(self->drop_reason);
    g_free(self);
}

const char *
mill_document_get_id(const MillDocument *self)
{
    return self->id;
}

const char *
mill_document_get_path(const MillDocument *self)
{
    return self->path ? self->path : self->id;
}

/* One that is the same stays: others are given up only with the document. */
static void
document_replace(MillDocument *self, const char **place, const char *value)
{
    if (g_strcmp0(*place, value) != 0)
        *place = value ? mill_document_keep(self, value) : NULL;
}

void
mill_document_set_path(MillDocument *self, const char *path)
{
    document_replace(self, &self->path, path);
}

GBytes *
mill_document_get_source(const MillDocument *self)
{
    return self->source;
}

const char *
mill_document_get_source_sha256(MillDocument *self)
{
    if (*self->sha256 == '\0') {
        gsize length;
        const void *bytes = g_bytes_get_data(self->source, &length);

        mill_sha256_write(bytes, length, self->sha256);
    }
    return self->sha256;
}

const char *
mill_document_get_encoding(const MillDocument *self)
{
    return self->encoding;
}

void
mill_document_set_encoding(MillDocument *self, const char *encoding)
{
    document_replace(self, &self->encoding, encoding);
}

const char *
mill_document_get_text(const MillDocument *self, gsize *length)
{
    if (length)
        *length = self->length;
    return self->text;
}

gint64
mill_document_count_chars(MillDocument *self)
{
    if (self->chars < 0)
        self->chars = (gint64) mill_utf8_count(self->text, self->length);
    return self->chars;
}

gboolean
mill_document_has_text(const MillDocument *self)
{
    return self->has_text;
}

gboolean
mill_document_fix_span(const MillDocument *self, MillSpan *span)
{
    MillSpan fixed = { MIN(span->start, self->length), MIN(span->end, self->length) };

    while (!mill_utf8_is_border(self->text, self->length, fixed.start))
        fixed.start--;
    if (span->end <= span->start)
        fixed.end = fixed.start;
    while (!mill_utf8_is_border(self->text, self->length, fixed.end))
        fixed.end++;
    if (fixed.start == span->start && fixed.end == span->end)
        return TRUE;
    *span = fixed;
    return FALSE;
}

MillValue *
mill_document_get_metadata(const MillDocument *self)
{
    return self->metadata;
}

MillValue *
mill_document_get_meta(const MillDocument *self, const char *key)
{
    return mill_value_get(self->metadata, key);
}

void
mill_document_set_meta(MillDocument *self, const char *key, MillValue *value)
{
    if (value)
        mill_value_set(self->metadata, key, value);
    else
        mill_value_remove(self->metadata, key);
}

void
mill_document_set_meta_string(MillDocument *self, const char *key, const char *value)
{
    g_autoptr(MillValue) string = value ? mill_value_new_string(value, -1) : NULL;

    mill_document_set_meta(self, key, string);
}

MillLayer *
mill_document_get_layer(const MillDocument *self, const char *name)
{
    g_return_val_if_fail(name, NULL);
    for (gsize i = 0; i < mill_document_get_n_layers(self); i++) {
        MillLayer *layer = mill_document_layer(self, i);

        if (strcmp(layer->name, name) == 0)
            return layer;
    }
    return NULL;
}

MillLayer *
mill_document_add_layer(MillDocument *self, const char *name)
{
    MillLayer *layer = mill_document_get_layer(self, name);

    if (!layer) {
        if (!self->layers)
            self->layers = g_ptr_array_new_with_free_func((GDestroyNotify) mill_layer_free);
        layer = mill_layer_new(self, name);
        g_ptr_array_add(self->layers, layer);
    }
    return layer;
}

gsize
mill_document_get_n_layers(const MillDocument *self)
{
    return self->layers ? self->layers->len : 0;
}

MillLayer *
mill_document_get_layer_at(const MillDocument *self, gsize index)
{
    return index < mill_document_get_n_layers(self) ? mill_document_layer(self, index) : NULL;
}

gboolean
mill_document_remove_layer(MillDocument *self, const char *name)
{
    MillLayer *layer = mill_document_get_layer(self, name);

    return layer && g_ptr_array_remove(self->layers, layer);
}

static MillSpan
fit_span(const MillDocument *self, MillSpan span)
{
    span.end = MIN(span.end, self->length);
    span.start = MIN(span.start, span.end);
    return span;
}

MillSpan
mill_document_get_origin(const MillDocument *self, MillSpan span)
{
    guint *hint = &((MillDocument *) self)->origin_hint; /* nobody sees it but the next question */

    return mill_origin_get(&self->origin, fit_span(self, span), hint);
}

MillSpan *
mill_document_dup_origins(const MillDocument *self, MillSpan span, gsize *n_ranges)
{
    return mill_origin_dup_ranges(&self->origin, fit_span(self, span), n_ranges);
}

gsize
mill_document_locate(const MillDocument *self, gsize offset, gboolean *exact)
{
    gboolean found;
    gsize at = mill_origin_locate(&self->origin, offset, &found);

    while (!mill_utf8_is_border(self->text, self->length, at))
        at--;
    if (exact)
        *exact = found;
    return at;
}

void
mill_document_set_edit_watch(MillDocument *self, MillEditWatch watch, gpointer data)
{
    self->watch = watch;
    self->watch_data = data;
}

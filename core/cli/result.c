/* result - a document's JSON, checked and with its rows in arrays. */
#include "cli/result.h"

#include <string.h>

const char *
result_string(const MillValue *value, const char *key)
{
    const char *string = mill_value_get_string(mill_value_get(value, key), NULL);

    return string ? string : "";
}

/* Byte offsets of all units (code points or UTF-16 units) of the text, and its end. */
static void
result_index_offsets(Result *self, gboolean utf16)
{
    GArray *offsets = g_array_sized_new(FALSE, FALSE, sizeof(guint32), (guint) self->length + 1);

    for (guint32 at = 0; at < self->length;) {
        gunichar c = g_utf8_get_char(self->text + at);

        g_array_append_val(offsets, at);
        if (utf16 && c > 0xFFFF)
            g_array_append_val(offsets, at);
        at += (guint32) g_unichar_to_utf8(c, NULL);
    }
    guint32 end = (guint32) self->length;
    g_array_append_val(offsets, end);
    self->n_offsets = offsets->len;
    self->offsets = (guint32 *) (gpointer) g_array_free(offsets, FALSE);
}

/* A byte offset that lies in the text and not inside of a character; without a text, as it is. */
static gsize
result_offset(const Result *self, gint64 offset)
{
    if (offset <= 0 || !self->has_text)
        return (gsize) MAX(offset, 0);
    if (self->offsets)
        return self->offsets[MIN((gsize) offset, self->n_offsets - 1)];

    gsize at = MIN((gsize) offset, self->length);

    while (at > 0 && at < self->length && ((guint8) self->text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

MillSpan
result_span(const Result *self, const MillValue *value)
{
    gsize start = result_offset(self, mill_value_get_int(mill_value_get(value, "start")));
    gsize end = result_offset(self, mill_value_get_int(mill_value_get(value, "end")));

    return (MillSpan){ start, MAX(start, end) };
}

gboolean
result_origin(const MillValue *value, MillSpan *origin)
{
    const MillValue *map = mill_value_get(value, "origin");
    gint64 start = mill_value_get_int(mill_value_get(map, "start"));
    gint64 end = mill_value_get_int(mill_value_get(map, "end"));

    *origin = (MillSpan){ (gsize) MAX(start, 0), (gsize) MAX(end, MAX(start, 0)) };
    return map != NULL;
}

static void
result_load_sections(Result *self)
{
    const MillValue *rows = mill_value_get(self->root, "sections");
    g_autoptr(GHashTable) places = g_hash_table_new(g_int64_hash, g_int64_equal);
    gsize n = mill_value_get_length(rows);

    self->sections = g_array_sized_new(FALSE, TRUE, sizeof(ResultSection), (guint) n);
    for (gsize i = 0; i < n; i++) {
        const MillValue *row = mill_value_get_item(rows, i);
        gint64 parent = mill_value_get_int(mill_value_get(row, "parent"));
        gpointer place;
        ResultSection section = {
            .id = mill_value_get_int(mill_value_get(row, "id")),
            .level = mill_value_get_int(mill_value_get(row, "level")),
            .parent = -1,
            .kind = result_string(row, "kind"),
            .label = result_string(row, "label"),
            .title = result_string(row, "title"),
            .span = result_span(self, row),
            .heading = result_span(self, mill_value_get(row, "heading")),
        };

        result_origin(row, &section.origin);
        if (g_hash_table_lookup_extended(places, &parent, NULL, &place))
            section.parent = GPOINTER_TO_INT(place);
        g_array_append_val(self->sections, section);
        /* The array was made large enough, so it stays where it is. */
        g_hash_table_insert(places, &g_array_index(self->sections, ResultSection, i).id,
                            GINT_TO_POINTER((gint) i));
    }
}

static void
result_load_tags(Result *self)
{
    const MillValue *rows = mill_value_get(self->root, "tags");
    gsize n = mill_value_get_length(rows);

    self->tags = g_array_sized_new(FALSE, TRUE, sizeof(ResultTag), (guint) n);
    for (gsize i = 0; i < n; i++) {
        const MillValue *row = mill_value_get_item(rows, i);
        ResultTag tag = {
            .term = result_string(row, "term"),
            .category = result_string(row, "category"),
            .span = result_span(self, row),
        };

        result_origin(row, &tag.origin);
        g_array_append_val(self->tags, tag);
    }
}

/* Takes @root over. */
static Result *
result_new(MillValue *root)
{
    Result *self = g_new0(Result, 1);
    const char *unit = result_string(mill_value_get(root, "textmill"), "offsets");
    const char *text = mill_value_get_string(mill_value_get(root, "text"), &self->length);

    self->root = root;
    self->id = result_string(root, "id");
    self->has_text = text != NULL;
    self->text = text ? text : "";
    if (strcmp(unit, "codepoints") == 0 || strcmp(unit, "utf16") == 0)
        result_index_offsets(self, strcmp(unit, "utf16") == 0);
    result_load_sections(self);
    result_load_tags(self);
    return self;
}

/* Whether the JSON @root is a result, and of a format that this program knows. */
static gboolean
result_check(const MillValue *root, GError **error)
{
    const MillValue *head = mill_value_get(root, "textmill");
    const MillValue *format = mill_value_get(head, "format");
    const char *version = result_string(head, "version");

    if (mill_value_get_type(format) != MILL_TYPE_INT ||
        mill_value_get_type(mill_value_get(root, "id")) != MILL_TYPE_STRING) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "this is JSON, but no result of textmill, which has an object 'textmill' with "
                    "a 'format', and an 'id'");
        return FALSE;
    }
    if (mill_value_get_int(format) == RESULT_FORMAT)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "this result has format %" G_GINT64_FORMAT "%s%s, but textmill %s reads format %d; "
                "%smake the result anew with this one",
                mill_value_get_int(format), *version ? ", by textmill " : "", version,
                mill_version(), RESULT_FORMAT,
                mill_value_get_int(format) > RESULT_FORMAT ? "update textmill, or " : "");
    return FALSE;
}

Result *
result_new_json(const char *json, gsize length, GError **error)
{
    g_autoptr(MillValue) root = mill_json_parse(json, (gssize) length, error);

    return root && result_check(root, error) ? result_new(g_steal_pointer(&root)) : NULL;
}

/* --- from a document ------------------------------------------------------------------------ */

static MillValue *
range_new(MillSpan span)
{
    MillValue *range = mill_value_new_map();

    mill_value_set_int(range, "start", (gint64) span.start);
    mill_value_set_int(range, "end", (gint64) span.end);
    return range;
}

static MillValue *
attribute_new(MillLayer *layer, gsize row, MillColumn column)
{
    if (!mill_layer_has(layer, row, column))
        return mill_value_new_null();
    if (mill_layer_get_column_type(layer, column) == MILL_TYPE_SPAN)
        return range_new(mill_layer_get_span_attribute(layer, row, column));
    return mill_layer_dup_value(layer, row, column);
}

static MillValue *
rows_new(MillDocument *document, MillLayer *layer)
{
    MillValue *rows = mill_value_new_list();

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        g_autoptr(MillValue) map = mill_value_new_map();
        MillSpan span = mill_layer_get_span(layer, row);
        g_autoptr(MillValue) origin = range_new(mill_document_get_origin(document, span));

        for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++) {
            g_autoptr(MillValue) value = attribute_new(layer, row, (MillColumn) i);
            const char *name = mill_layer_get_column_name(layer, (MillColumn) i);
            gboolean taken = g_str_equal(name, "start") || g_str_equal(name, "end") ||
                             g_str_equal(name, "origin");
            g_autofree char *key = g_strconcat(name, taken ? "_" : "", NULL);

            mill_value_set(map, key, value);
        }
        mill_value_set_int(map, "start", (gint64) span.start);
        mill_value_set_int(map, "end", (gint64) span.end);
        mill_value_set(map, "origin", origin);
        mill_value_append(rows, map);
    }
    return rows;
}

static void
add_layers(MillDocument *document, MillValue *root)
{
    g_autoptr(MillValue) records = mill_value_new_map();
    g_autoptr(MillValue) layers = mill_value_new_map();

    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);
        const char *name = mill_layer_get_name(layer);
        g_autoptr(MillValue) rows = rows_new(document, layer);

        if (strcmp(name, "section") == 0)
            mill_value_set(root, "sections", rows);
        else if (strcmp(name, "tag") == 0)
            mill_value_set(root, "tags", rows);
        else if (g_str_has_prefix(name, "record."))
            mill_value_set(records, name + strlen("record."), rows);
        else
            mill_value_set(layers, name, rows);
    }
    mill_value_set(root, "records", records);
    mill_value_set(root, "layers", layers);
}

static void
add_diagnostics(MillDocument *document, MillValue *root)
{
    g_autoptr(MillValue) list = mill_value_new_list();

    for (gsize i = 0; i < mill_document_get_n_diagnostics(document); i++) {
        g_autoptr(MillValue) map = mill_value_new_map();
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        mill_value_set_string(map, "severity", mill_severity_name(diagnostic.severity));
        mill_value_set_string(map, "code", diagnostic.code);
        mill_value_set_string(map, "message", diagnostic.message);
        mill_value_set_string(map, "step", diagnostic.step);
        mill_value_append(list, map);
    }
    mill_value_set(root, "diagnostics", list);
}

/* Occurrences of the layer `keyword`, each term once, in the order of their places. */
static void
add_keywords(MillDocument *document, MillValue *root)
{
    MillLayer *layer = mill_document_get_layer(document, "keyword");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn score = mill_layer_find_column(layer, "score");
    g_autoptr(MillValue) list = mill_value_new_list();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    if (!layer)
        return;
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        const char *word = mill_layer_get_string(layer, row, term, NULL);
        MillValue *map = word ? g_hash_table_lookup(seen, word) : NULL;

        if (map) {
            mill_value_set_int(map, "count", mill_value_get_int(mill_value_get(map, "count")) + 1);
        } else if (word) {
            g_autoptr(MillValue) fresh = mill_value_new_map();

            mill_value_set_string(fresh, "term", word);
            mill_value_set_int(fresh, "count", 1);
            mill_value_set_double(fresh, "score", mill_layer_get_double(layer, row, score));
            mill_value_append(list, fresh);
            g_hash_table_insert(seen, (gpointer) word, fresh);
        }
    }
    mill_value_set(root, "keywords", list);
}

Result *
result_new_document(MillDocument *document)
{
    MillValue *root = mill_value_new_map();
    g_autoptr(MillValue) source = mill_value_new_map();
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    g_autoptr(MillValue) string = mill_value_new_string(text, (gssize) length);

    mill_value_set_string(root, "id", mill_document_get_id(document));
    mill_value_set_string(source, "path", mill_document_get_path(document));
    mill_value_set_int(source, "bytes", (gint64) mill_document_get_source_size(document));
    mill_value_set_string(source, "encoding", mill_document_get_encoding(document));
    mill_value_set(root, "source", source);
    mill_value_set(root, "metadata", mill_document_get_metadata(document));
    mill_value_set(root, "text", string);
    add_layers(document, root);
    add_keywords(document, root);
    add_diagnostics(document, root);
    return result_new(root);
}

void
result_free(Result *self)
{
    if (!self)
        return;
    g_array_unref(self->sections);
    g_array_unref(self->tags);
    g_free(self->offsets);
    mill_value_unref(self->root);
    g_free(self);
}

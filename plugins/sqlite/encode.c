/* encode.c - see encode.h.
 *
 * Other steps may have made any layer, or none of those they should; what reaches the database
 * keeps its rules (unique section ids, parents and sections that exist) whatever they did.
 */
#include "encode.h"

#include "schema.h"

#include <string.h>

#define RECORD_PREFIX "record."

#define TEXT_MAX   ((gsize) 900000000)
#define SEARCH_MAX ((gsize) 350000000)

MillColumn
encode_find_column(MillLayer *layer, const char *name, MillType type)
{
    MillColumn column = mill_layer_find_column(layer, name);

    if (column != MILL_NO_COLUMN && mill_layer_get_column_type(layer, column) != type)
        return MILL_NO_COLUMN;
    return column;
}

/* --- annotations ----------------------------------------------------------------------------- */

/* The section that the row names, if there is one of that id. */
static void
add_section_id(Encoder *self, MillLayer *layer, gsize row, MillColumn column)
{
    gint64 id = mill_layer_get_int(layer, row, column);

    if (mill_layer_has(layer, row, column) && encode_find_section(self, id) >= 0)
        rows_int(self->out, id);
    else
        rows_null(self->out);
}

static void
add_places(Encoder *self, MillSpan span)
{
    rows_span(self->out, span);
    rows_span(self->out, mill_document_get_origin(self->document, span));
}

static void
add_span_text(Encoder *self, MillSpan span)
{
    rows_text(self->out, self->text + span.start, (gssize) (span.end - span.start));
}

/* All columns that are set, but those in @but, as a JSON object. */
static void
add_fields(Encoder *self, MillLayer *layer, gsize row, const char *const *but)
{
    GString *json = self->scratch;

    g_string_assign(json, "{");
    for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++) {
        const char *name = mill_layer_get_column_name(layer, (MillColumn) i);
        gsize length;

        if (g_strv_contains(but, name) || !mill_layer_has(layer, row, (MillColumn) i))
            continue;
        if (json->len > 1)
            g_string_append_c(json, ',');
        mill_json_append_key(json, name);
        if (mill_layer_get_column_type(layer, (MillColumn) i) == MILL_TYPE_STRING) {
            const char *string = mill_layer_get_string(layer, row, (MillColumn) i, &length);

            mill_json_append_string(json, string, (gssize) length);
        } else {
            g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, (MillColumn) i);

            mill_json_append_value(json, value);
        }
    }
    g_string_append_c(json, '}');
    rows_text(self->out, json->str, (gssize) json->len);
}

static void
add_tags(Encoder *self, MillLayer *layer)
{
    MillColumn term = encode_find_column(layer, "term", MILL_TYPE_STRING);
    MillColumn category = encode_find_column(layer, "category", MILL_TYPE_STRING);
    MillColumn section = encode_find_column(layer, "section", MILL_TYPE_INT);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        rows_begin(self->out, TABLE_TAGS);
        add_section_id(self, layer, row, section);
        if (mill_layer_has(layer, row, term))
            rows_attribute(self->out, layer, row, term);
        else
            add_span_text(self, span);
        rows_attribute(self->out, layer, row, category);
        add_span_text(self, span);
        add_places(self, span);
    }
}

static void
add_entities(Encoder *self, MillLayer *layer)
{
    static const char *const but[] = { "kind", "value", "number", "unit", "section", NULL };
    MillColumn section = encode_find_column(layer, "section", MILL_TYPE_INT);
    MillColumn columns[4];

    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        columns[i] = mill_layer_find_column(layer, but[i]);
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        rows_begin(self->out, TABLE_ENTITIES);
        add_section_id(self, layer, row, section);
        for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
            rows_attribute(self->out, layer, row, columns[i]);
        add_fields(self, layer, row, but);
        add_span_text(self, span);
        add_places(self, span);
    }
}

static void
add_records(Encoder *self, MillLayer *layer)
{
    static const char *const but[] = { "section", NULL };
    const char *kind = mill_layer_get_name(layer) + strlen(RECORD_PREFIX);
    MillColumn section = encode_find_column(layer, "section", MILL_TYPE_INT);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        rows_begin(self->out, TABLE_RECORDS);
        add_section_id(self, layer, row, section);
        rows_text(self->out, kind, -1);
        add_fields(self, layer, row, but);
        add_span_text(self, span);
        add_places(self, span);
    }
}

static void
add_annotations(Encoder *self, MillLayer *layer)
{
    static const char *const but[] = { NULL };

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        rows_begin(self->out, TABLE_ANNOTATIONS);
        rows_text(self->out, mill_layer_get_name(layer), -1);
        add_fields(self, layer, row, but);
        add_places(self, mill_layer_get_span(layer, row));
    }
}

/* --- keywords -------------------------------------------------------------------------------- */

typedef struct {
    gsize row;
    gint64 count;
    double score;
} Keyword;

static gint
compare_keywords(gconstpointer a, gconstpointer b)
{
    const Keyword *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Occurrences become terms; equal strings have one id. */
static void
add_keywords(Encoder *self, MillLayer *layer)
{
    MillColumn term = encode_find_column(layer, "term", MILL_TYPE_STRING);
    MillColumn score = encode_find_column(layer, "score", MILL_TYPE_DOUBLE);
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
    g_autoptr(GArray) keywords = g_array_new(FALSE, FALSE, sizeof(Keyword));

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        gpointer id = GUINT_TO_POINTER(mill_layer_get_string_id(layer, row, term));
        guint place = id ? GPOINTER_TO_UINT(g_hash_table_lookup(places, id)) : 0;

        if (id && place == 0) {
            Keyword fresh = { row, 0, mill_layer_get_double(layer, row, score) };

            g_array_append_val(keywords, fresh);
            place = keywords->len;
            g_hash_table_insert(places, id, GUINT_TO_POINTER(place));
        }
        if (place > 0)
            g_array_index(keywords, Keyword, place - 1).count++;
    }
    g_array_sort(keywords, compare_keywords);
    for (guint i = 0; i < keywords->len; i++) {
        const Keyword *keyword = &g_array_index(keywords, Keyword, i);

        rows_begin(self->out, TABLE_KEYWORDS);
        rows_int(self->out, i + 1);
        rows_attribute(self->out, layer, keyword->row, term);
        rows_int(self->out, keyword->count);
        rows_attribute(self->out, layer, keyword->row, score);
    }
}

/* --- the document ---------------------------------------------------------------------------- */

static void
add_document(Encoder *self)
{
    GString *out = self->out;

    rows_begin(out, TABLE_DOCUMENTS);
    rows_text(out, self->title, -1);
    rows_text(out, mill_document_get_path(self->document), -1);
    rows_int(out, (gint64) mill_document_get_source_size(self->document));
    rows_text(out, mill_document_get_source_sha256(self->document), -1);
    rows_text(out, mill_document_get_encoding(self->document), -1);
    rows_int(out, mill_document_count_chars(self->document));
    rows_text(out, self->step->text ? self->text : NULL, (gssize) self->length);
}

static void
add_value(Encoder *self, const MillValue *value)
{
    gsize length;
    const char *string = mill_value_get_string(value, &length);

    switch (mill_value_get_type(value)) {
    case MILL_TYPE_NULL:
        rows_null(self->out);
        return;
    case MILL_TYPE_BOOL:
        rows_int(self->out, mill_value_get_bool(value) ? 1 : 0);
        return;
    case MILL_TYPE_INT:
        rows_int(self->out, mill_value_get_int(value));
        return;
    case MILL_TYPE_DOUBLE:
        rows_double(self->out, mill_value_get_double(value));
        return;
    case MILL_TYPE_STRING:
        rows_text(self->out, string, (gssize) length);
        return;
    default:
        g_string_truncate(self->scratch, 0);
        mill_json_append_value(self->scratch, value);
        rows_text(self->out, self->scratch->str, (gssize) self->scratch->len);
    }
}

static void
add_metadata(Encoder *self)
{
    MillValue *metadata = mill_document_get_metadata(self->document);

    for (gsize i = 0; i < mill_value_get_length(metadata); i++) {
        rows_begin(self->out, TABLE_METADATA);
        rows_text(self->out, mill_value_get_key(metadata, i), -1);
        add_value(self, mill_value_get_item(metadata, i));
    }
}

static void
add_diagnostics(Encoder *self)
{
    for (gsize i = 0; i < mill_document_get_n_diagnostics(self->document); i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(self->document, i, &diagnostic);
        rows_begin(self->out, TABLE_DIAGNOSTICS);
        rows_text(self->out, mill_severity_name(diagnostic.severity), -1);
        rows_text(self->out, diagnostic.code, -1);
        rows_text(self->out, diagnostic.message, -1);
        rows_text(self->out, diagnostic.step, -1);
        if (diagnostic.has_span) {
            rows_span(self->out, diagnostic.span);
        } else {
            rows_null(self->out);
            rows_null(self->out);
        }
    }
}

/* The layer `removed` is there only if another step asked for it, so it is stored only if it is
 * named: what is stored must not depend on what else reads the document. */
static gboolean
is_wanted(const SqliteStep *step, const char *name)
{
    if (strcmp(name, "removed") == 0)
        return g_strv_contains(step->layers, name);
    for (guint i = 0; i < step->patterns->len; i++)
        if (g_pattern_spec_match_string(step->patterns->pdata[i], name))
            return TRUE;
    return FALSE;
}

static void
add_layer(Encoder *self, MillLayer *layer)
{
    const char *name = mill_layer_get_name(layer);

    if (strcmp(name, "section") == 0 || !is_wanted(self->step, name))
        return;
    if (strcmp(name, "tag") == 0)
        add_tags(self, layer);
    else if (strcmp(name, "keyword") == 0)
        add_keywords(self, layer);
    else if (strcmp(name, "entity") == 0)
        add_entities(self, layer);
    else if (g_str_has_prefix(name, RECORD_PREFIX))
        add_records(self, layer);
    else
        add_annotations(self, layer);
}

static void
encode_all(Encoder *self)
{
    add_document(self);
    add_metadata(self);
    encode_add_sections(self);
    for (gsize i = 0; i < mill_document_get_n_layers(self->document); i++)
        add_layer(self, mill_document_get_layer_at(self->document, i));
    add_diagnostics(self);
    encode_passages(self);
}

/* SQLite takes no value of more than a billion bytes, and the words of a text are up to two and a
 * half times as long as the text. */
static gboolean
check_length(const SqliteStep *step, gsize length, GError **error)
{
    gsize limit = step->search ? SEARCH_MAX : step->text ? TEXT_MAX : G_MAXSIZE;

    if (length <= limit)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                "the text has %zu bytes, and the database takes %zu%s", length, limit,
                step->search ? " with `search: true`" : " with `text: true`");
    return FALSE;
}

gboolean
sqlite_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const SqliteStep *step = options;
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autoptr(GHashTable) by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
    Encoder self = {
        .step = step,
        .document = document,
        .title = mill_value_get_string(mill_document_get_meta(document, step->title_key), NULL),
        .out = mill_output_part(output, NULL, NULL),
        .scratch = scratch,
        .by_id = by_id,
    };

    self.text = mill_document_get_text(document, &self.length);
    if (!check_length(step, self.length, error))
        return FALSE;
    encode_load_sections(&self);
    encode_all(&self);
    g_array_unref(self.sections);
    return TRUE;
}

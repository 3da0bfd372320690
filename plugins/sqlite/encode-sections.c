/* encode-sections.c - the sections of a document: unique ids, parents that exist, and paths. */
#include "encode.h"

#include "schema.h"

#define SEPARATOR " › "

static const char *
get_string(MillLayer *layer, gsize row, const char *name)
{
    MillColumn column = encode_find_column(layer, name, MILL_TYPE_STRING);
    const char *string = mill_layer_get_string(layer, row, column, NULL);

    return string ? string : "";
}

static EncodeSection *
get_section(const Encoder *self, guint index)
{
    return &g_array_index(self->sections, EncodeSection, index);
}

gint
encode_find_section(const Encoder *self, gint64 id)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(self->by_id, &id)) - 1;
}

static char *
make_path(const Encoder *self, const EncodeSection *section)
{
    g_autoptr(GString) path =
        g_string_new(section->up >= 0 ? get_section(self, (guint) section->up)->path : NULL);

    if (path->len > 0 && (*section->label || *section->title))
        g_string_append(path, SEPARATOR);
    g_string_append(path, section->label);
    if (*section->label && *section->title)
        g_string_append_c(path, ' ');
    g_string_append(path, section->title);
    return g_string_free(g_steal_pointer(&path), FALSE);
}

static void
section_clear(gpointer section)
{
    g_free(((EncodeSection *) section)->path);
}

/* All ids that rows have; keys are gint64 *. (transfer full) */
static GHashTable *
collect_ids(MillLayer *layer, MillColumn column)
{
    GHashTable *ids = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        gint64 id = mill_layer_get_int(layer, row, column);

        g_hash_table_add(ids, g_memdup2(&id, sizeof id));
    }
    return ids;
}

void
encode_load_sections(Encoder *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "section");
    MillColumn id = encode_find_column(layer, "id", MILL_TYPE_INT);
    MillColumn parent = encode_find_column(layer, "parent", MILL_TYPE_INT);
    MillColumn level = encode_find_column(layer, "level", MILL_TYPE_INT);
    g_autoptr(GHashTable) taken = collect_ids(layer, id);
    gsize n = mill_layer_get_length(layer);
    gint64 fresh = 0;

    self->sections = g_array_sized_new(FALSE, TRUE, sizeof(EncodeSection), (guint) n);
    g_array_set_clear_func(self->sections, section_clear);
    for (gsize row = 0; row < n; row++) {
        EncodeSection section = {
            .id = mill_layer_get_int(layer, row, id),
            .level = mill_layer_has(layer, row, level) ? mill_layer_get_int(layer, row, level) : 1,
            .label = get_string(layer, row, "label"),
            .title = get_string(layer, row, "title"),
            .up = encode_find_section(self, mill_layer_get_int(layer, row, parent)),
            .span = mill_layer_get_span(layer, row),
            .row = row,
        };

        if (section.id <= 0 || encode_find_section(self, section.id) >= 0) {
            do
                fresh++;
            while (g_hash_table_contains(taken, &fresh));
            section.id = fresh;
        }
        section.parent = section.up >= 0 ? get_section(self, (guint) section.up)->id : 0;
        section.path = make_path(self, &section);
        g_array_append_val(self->sections, section);
        g_hash_table_insert(self->by_id, &get_section(self, self->sections->len - 1)->id,
                            GINT_TO_POINTER((gint) self->sections->len));
    }
}

static void
add_section(Encoder *self, MillLayer *layer, const EncodeSection *section)
{
    GString *out = self->out;
    MillColumn heading = encode_find_column(layer, "heading", MILL_TYPE_SPAN);

    rows_begin(out, TABLE_SECTIONS);
    rows_int(out, section->id);
    if (section->parent > 0)
        rows_int(out, section->parent);
    else
        rows_null(out);
    rows_int(out, section->level);
    rows_attribute(out, layer, section->row, encode_find_column(layer, "kind", MILL_TYPE_STRING));
    rows_attribute(out, layer, section->row, encode_find_column(layer, "label", MILL_TYPE_STRING));
    rows_attribute(out, layer, section->row, encode_find_column(layer, "number", MILL_TYPE_INT));
    rows_attribute(out, layer, section->row, encode_find_column(layer, "title", MILL_TYPE_STRING));
    rows_text(out, section->path, -1);
    if (mill_layer_has(layer, section->row, heading)) {
        rows_span(out, mill_layer_get_span_attribute(layer, section->row, heading));
    } else {
        rows_null(out);
        rows_null(out);
    }
    rows_span(out, section->span);
    rows_span(out, mill_document_get_origin(self->document, section->span));
}

void
encode_add_sections(Encoder *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "section");

    for (guint i = 0; i < self->sections->len; i++)
        add_section(self, layer, get_section(self, i));
}

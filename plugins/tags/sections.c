/* sections.c - one sweep over sections and tags, both in text order, with the sections that are
 * open on a stack.
 */
#include "sections.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    guint32 row; /* of the section layer */
    guint32 term_id;
    const char *term;
} SectionTag;

struct TagSections {
    MillLayer *layer;
    MillColumn id;
    gsize n_rows;
    gsize next;       /* the first row that is not open yet */
    GArray *open;     /* rows (gsize) that began before the last tag, outermost first */
    guint n_covering; /* of these, that contain the last tag */
    GArray *tags;     /* SectionTag */
};

TagSections *
tag_sections_new(MillLayer *layer)
{
    TagSections *self = g_new0(TagSections, 1);

    mill_layer_sort(layer);
    self->layer = layer;
    self->id = mill_layer_find_column(layer, "id");
    self->n_rows = mill_layer_get_length(layer);
    self->open = g_array_new(FALSE, FALSE, sizeof(gsize));
    self->tags = g_array_new(FALSE, FALSE, sizeof(SectionTag));
    return self;
}

void
tag_sections_free(TagSections *self)
{
    if (!self)
        return;
    g_array_unref(self->open);
    g_array_unref(self->tags);
    g_free(self);
}

/* Opens the sections that begin at or before @offset and closes those that end there. */
static void
section_advance(TagSections *self, gsize offset)
{
    for (; self->next < self->n_rows; self->next++) {
        MillSpan span = mill_layer_get_span(self->layer, self->next);

        if (span.start > offset)
            break;
        if (span.end > offset)
            g_array_append_val(self->open, self->next);
    }
    while (self->open->len > 0) {
        gsize top = g_array_index(self->open, gsize, self->open->len - 1);

        if (mill_layer_get_span(self->layer, top).end > offset)
            break;
        g_array_set_size(self->open, self->open->len - 1);
    }
}

gint64
tag_sections_add(TagSections *self, MillSpan span, guint32 term_id, const char *term)
{
    section_advance(self, span.start);
    self->n_covering = 0;
    for (guint i = self->open->len; i-- > 0;) {
        gsize row = g_array_index(self->open, gsize, i);

        if (mill_layer_get_span(self->layer, row).end < span.end)
            continue;

        SectionTag tag = { .row = (guint32) row, .term_id = term_id, .term = term };

        g_array_append_val(self->tags, tag);
        self->n_covering = i + 1;
        return mill_layer_has(self->layer, row, self->id)
                   ? mill_layer_get_int(self->layer, row, self->id)
                   : -1;
    }
    return -1;
}

const gsize *
tag_sections_get_covering(const TagSections *self, guint *n_rows)
{
    *n_rows = self->n_covering;
    return (const gsize *) (gpointer) self->open->data;
}

static int
section_compare(const void *a, const void *b)
{
    const SectionTag *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->term_id > y->term_id) - (x->term_id < y->term_id);
}

/* Adds the counts of the tags [first, last), which are of one section, to its map. */
static void
section_set_counts(TagSections *self, MillColumn column, const SectionTag *first,
                   const SectionTag *last)
{
    g_autoptr(MillValue) before = mill_layer_dup_value(self->layer, first->row, column);
    g_autoptr(MillValue) map = mill_value_new_map();

    for (gsize i = 0; i < mill_value_get_length(before); i++)
        mill_value_set(map, mill_value_get_key(before, i), mill_value_get_item(before, i));
    for (const SectionTag *tag = first; tag < last;) {
        const SectionTag *run = tag;

        while (tag < last && tag->term_id == run->term_id)
            tag++;
        mill_value_set_int(map, run->term,
                           mill_value_get_int(mill_value_get(map, run->term)) + (tag - run));
    }
    mill_layer_set_value(self->layer, first->row, column, map);
}

gboolean
tag_sections_count(TagSections *self, const char *layer_name, GError **error)
{
    const char *name = strcmp(layer_name, "tag") == 0 ? "tags" : layer_name;
    MillColumn column = mill_layer_add_column(self->layer, name, MILL_TYPE_MAP);
    SectionTag *tags = (SectionTag *) self->tags->data;
    SectionTag *end = tags + self->tags->len;

    if (column == MILL_NO_COLUMN) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED,
                    "layer 'section' has a column '%s' of another type; choose another `layer`",
                    name);
        return FALSE;
    }
    if (tags < end)
        qsort(tags, self->tags->len, sizeof(SectionTag), section_compare);
    for (SectionTag *first = tags; first < end;) {
        SectionTag *last = first;

        while (last < end && last->row == first->row)
            last++;
        section_set_counts(self, column, first, last);
        first = last;
    }
    return TRUE;
}

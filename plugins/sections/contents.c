/* contents.c - see contents.h. */
#include "contents.h"

#include "doubles.h"

/* The sections of so many entries are looked for; more is no table of contents. */
#define CONTENTS_MAX 2000

typedef struct {
    MillColumn label, number, title, section;
} Columns;

/* The id of the section whose heading is number @heading, or 0. */
static gint64
contents_find_id(const GArray *sections, gint heading)
{
    guint low = 0, high = sections->len;

    while (low < high) { /* sections stand in the order of their headings */
        guint middle = (low + high) / 2;

        if ((gint) g_array_index(sections, Section, middle).heading < heading)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sections->len && (gint) g_array_index(sections, Section, low).heading == heading
               ? (gint64) low + 1
               : 0;
}

static void
contents_write_entry(MillLayer *layer, const Columns *columns, const char *text,
                     const Heading *entry, gint64 section)
{
    gsize row = mill_layer_add(layer, (MillSpan){ entry->start, entry->end });

    if (entry->label_end > entry->label_start)
        mill_layer_set_string(layer, row, columns->label, text + entry->label_start,
                              entry->label_end - entry->label_start);
    if (entry->match.number >= 0)
        mill_layer_set_int(layer, row, columns->number, entry->match.number);
    if (entry->title_end > entry->title_start)
        mill_layer_set_string(layer, row, columns->title, text + entry->title_start,
                              entry->title_end - entry->title_start);
    if (section > 0)
        mill_layer_set_int(layer, row, columns->section, section);
}

/* Only where the table is otherwise right does a missing section mean anything. */
static void
contents_warn(MillDocument *document, const MillLayer *layer, MillColumn section)
{
    gsize found = 0, length = mill_layer_get_length(layer);

    for (gsize row = 0; row < length; row++)
        found += mill_layer_has(layer, row, section);
    for (gsize row = 0; found * 2 > length && row < length; row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        if (!mill_layer_has(layer, row, section))
            mill_document_diagnose(document, MILL_SEVERITY_WARNING, "toc-missing", &span,
                                   "the table of contents has an entry without a section");
    }
}

void
contents_write(MillDocument *document, const Scan *scan, const GArray *headings,
               const GArray *sections)
{
    MillLayer *layer = NULL;
    Columns columns = { 0 };

    mill_document_remove_layer(document, "toc");
    for (guint i = 0; i < headings->len; i++) {
        const Heading *entry = &g_array_index(headings, Heading, i);

        if (entry->state != HEADING_TOC)
            continue;
        if (!layer) {
            layer = mill_document_add_layer(document, "toc");
            columns.label = mill_layer_add_column(layer, "label", MILL_TYPE_STRING);
            columns.number = mill_layer_add_column(layer, "number", MILL_TYPE_INT);
            columns.title = mill_layer_add_column(layer, "title", MILL_TYPE_STRING);
            columns.section = mill_layer_add_column(layer, "section", MILL_TYPE_INT);
        }
        contents_write_entry(
            layer, &columns, scan->text, entry,
            mill_layer_get_length(layer) < CONTENTS_MAX
                ? contents_find_id(sections, doubles_find_announced(scan, headings, i))
                : 0);
    }
    if (layer)
        contents_warn(document, layer, columns.section);
}

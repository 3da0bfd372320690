/* dress.c - the layers and metadata that other steps might have left on a document. */
#include <string.h>

#include "validate/hostile.h"

#define DRESS_CHARACTERS 12 /* so many characters at each end get annotations of their own */
#define DRESS_MANY       30000
#define DRESS_DEPTH      60

/* What steps agree on (docs/architecture.md), all columns in every layer. */
static const char *const layers[] = { "section", "tag",     "keyword",      "metadata",
                                      "toc",     "chunk",   "paragraph",    "sentence",
                                      "entity",  "removed", "record.check", NULL };

typedef struct {
    const char *name;
    MillType type;
} Column;

static const Column columns[] = {
    { "id", MILL_TYPE_INT },          { "parent", MILL_TYPE_INT },   { "level", MILL_TYPE_INT },
    { "kind", MILL_TYPE_STRING },     { "label", MILL_TYPE_STRING }, { "number", MILL_TYPE_INT },
    { "title", MILL_TYPE_STRING },    { "heading", MILL_TYPE_SPAN }, { "term", MILL_TYPE_STRING },
    { "category", MILL_TYPE_STRING }, { "section", MILL_TYPE_INT },  { "score", MILL_TYPE_DOUBLE },
    { "key", MILL_TYPE_STRING },      { "path", MILL_TYPE_LIST },    { "type", MILL_TYPE_STRING },
    { "value", MILL_TYPE_STRING },    { "step", MILL_TYPE_STRING },  { "text", MILL_TYPE_STRING },
    { "start", MILL_TYPE_INT },       { "end", MILL_TYPE_INT },
};

static gsize
dress_next(const char *text, gsize length, gsize at)
{
    do
        at++;
    while (at < length && ((guint8) text[at] & 0xC0) == 0x80);
    return MIN(at, length);
}

static void
dress_add(GArray *spans, gsize start, gsize end)
{
    MillSpan span = { start, end };

    g_array_append_val(spans, span);
}

/* The whole, nothing at either end, each of the first characters, and what overlaps and nests. */
static GArray *
dress_spans(const MillDocument *document)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    gsize length, at = 0;
    const char *text = mill_document_get_text(document, &length);

    dress_add(spans, 0, length);
    dress_add(spans, 0, 0);
    dress_add(spans, length, length);
    for (guint i = 0; i < DRESS_CHARACTERS && at < length; i++) {
        gsize next = dress_next(text, length, at);
        gsize second = dress_next(text, length, next);

        dress_add(spans, at, next);
        dress_add(spans, at, second);
        dress_add(spans, next, length);
        dress_add(spans, 0, next);
        at = next;
    }
    return spans;
}

/* Values that are the same in each row are made once. */
typedef struct {
    MillValue *list;
    MillValue *map;
} Shared;

static void
dress_set(MillLayer *layer, gsize row, MillColumn column, const Shared *shared)
{
    MillSpan span = mill_layer_get_span(layer, row);

    switch (mill_layer_get_column_type(layer, column)) {
    case MILL_TYPE_INT:
        mill_layer_set_int(layer, row, column, (gint64) row + 1);
        break;
    case MILL_TYPE_STRING:
        mill_layer_set_string(layer, row, column, row % 2 ? "energy/wind" : "第一章 \"总则\"\n<&>",
                              -1);
        break;
    case MILL_TYPE_DOUBLE:
        mill_layer_set_double(layer, row, column, 0.1 * (double) row);
        break;
    case MILL_TYPE_SPAN:
        mill_layer_set_span_attribute(layer, row, column, (MillSpan){ span.start, span.end });
        break;
    case MILL_TYPE_LIST:
        mill_layer_set_value(layer, row, column, shared->list);
        break;
    default:
        mill_layer_set_value(layer, row, column, shared->map);
        break;
    }
}

/* All attributes of all rows. */
static void
dress_rows(MillLayer *layer, MillColumn first, MillColumn end)
{
    g_autoptr(MillValue) list = mill_value_new_list();
    g_autoptr(MillValue) map = mill_value_new_map();
    const Shared shared = { list, map };

    mill_value_append_string(list, "first");
    mill_value_set_int(map, "wind", 2);
    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        for (MillColumn column = first; column < end; column++)
            dress_set(layer, row, column, &shared);
}

/* Every section is the child of the first one, so the tree is a tree. */
static void
dress_nest(MillLayer *layer, gsize row)
{
    MillColumn parent = mill_layer_find_column(layer, "parent");
    MillColumn level = mill_layer_find_column(layer, "level");

    if (row == 0)
        mill_layer_unset(layer, row, parent);
    else
        mill_layer_set_int(layer, row, parent, 1);
    mill_layer_set_int(layer, row, level, row == 0 ? 1 : 2);
}

/* Numbers are counts in sections and measures in entities. */
static void
dress_layer(MillDocument *document, const char *name, const GArray *spans)
{
    MillLayer *layer = mill_document_add_layer(document, name);

    if (g_str_equal(name, "entity"))
        mill_layer_add_column(layer, "number", MILL_TYPE_DOUBLE);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        mill_layer_add_column(layer, columns[i].name, columns[i].type);
    for (guint i = 0; i < spans->len; i++)
        mill_layer_add(layer, g_array_index(spans, MillSpan, i));
    mill_layer_sort(layer);
    dress_rows(layer, 0, (MillColumn) mill_layer_get_n_columns(layer));
    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        dress_nest(layer, row);
}

/* Columns missing, of another type, or saying what cannot be: a section that is its own parent,
 * a kind that nobody knows, ids that are not there. */
static void
dress_layer_oddly(MillDocument *document, const char *name, const GArray *spans)
{
    MillLayer *layer = mill_document_add_layer(document, name);
    MillColumn id = mill_layer_add_column(layer, "id", MILL_TYPE_INT);
    MillColumn parent = mill_layer_add_column(layer, "parent", MILL_TYPE_INT);
    MillColumn level = mill_layer_add_column(layer, "level", MILL_TYPE_INT);
    MillColumn title = mill_layer_add_column(layer, "title", MILL_TYPE_INT);
    MillColumn kind = mill_layer_add_column(layer, "kind", MILL_TYPE_STRING);

    mill_layer_add_column(layer, "number", MILL_TYPE_STRING);
    for (guint i = 0; i < spans->len; i++) {
        gsize row = mill_layer_add(layer, g_array_index(spans, MillSpan, i));

        mill_layer_set_int(layer, row, id, i % 3 == 0 ? -1 : (gint64) i);
        mill_layer_set_int(layer, row, parent, i % 2 ? (gint64) i : G_MAXINT64);
        mill_layer_set_int(layer, row, level, i % 5 == 0 ? G_MININT64 : 1000000);
        mill_layer_set_int(layer, row, title, 7);
        mill_layer_set_string(layer, row, kind, "\x01 no such kind", -1);
    }
}

static void
dress_many(MillDocument *document)
{
    MillLayer *tags = mill_document_add_layer(document, "tag");
    MillColumn term = mill_layer_add_column(tags, "term", MILL_TYPE_STRING);
    gsize length, at = 0;
    const char *text = mill_document_get_text(document, &length);

    for (guint i = 0; i < DRESS_MANY && length > 0; i++) {
        gsize next = dress_next(text, length, at);
        gsize row = mill_layer_add(tags, (MillSpan){ at, next });

        mill_layer_set_string(tags, row, term, text + at, (gssize) (next - at));
        at = next < length ? next : 0;
    }
}

static void
dress_metadata(MillDocument *document)
{
    g_autoptr(MillValue) deep = mill_value_new_list();
    g_autoptr(MillValue) infinite = mill_value_new_double(G_MAXDOUBLE * 10);
    g_autoptr(MillValue) least = mill_value_new_int(G_MININT64);
    g_autoptr(MillValue) nothing = mill_value_new_null();
    g_autoptr(MillValue) nuls = mill_value_new_string("a\0b", 3);

    for (guint i = 0; i < DRESS_DEPTH; i++) {
        g_autoptr(MillValue) outer = i % 2 ? mill_value_new_list() : mill_value_new_map();

        if (i % 2)
            mill_value_append(outer, deep);
        else
            mill_value_set(outer, "inner", deep);
        mill_value_unref(deep);
        deep = g_steal_pointer(&outer);
    }
    mill_document_set_meta(document, "deep", deep);
    mill_document_set_meta(document, "infinite", infinite);
    mill_document_set_meta(document, "least", least);
    mill_document_set_meta(document, "nothing", nothing);
    mill_document_set_meta(document, "nuls", nuls);
    mill_document_set_meta(document, "title", nothing); /* a string, usually */
    mill_document_set_meta(document, "date", least);
    mill_document_set_meta_string(document, "", "an empty key");
    mill_document_set_meta_string(document, "a key, with \"quotes\"\n", "行政区划\t=1+1");
}

/* The counts of terms, which a stage may be about to add. */
static void
dress_counts(MillDocument *document)
{
    MillLayer *sections = mill_document_get_layer(document, "section");
    MillColumn column = mill_layer_add_column(sections, "tags", MILL_TYPE_MAP);

    dress_rows(sections, column, column + 1);
}

void
mill_hostile_dress(MillDocument *document, guint flags, const MillStepType *type)
{
    g_autoptr(GArray) spans = dress_spans(document);
    const char *const *reads = type->reads;

    for (guint i = 0; (flags & MILL_HOSTILE_LAYERS) && layers[i]; i++) {
        if (!(flags & MILL_HOSTILE_ODD))
            dress_layer(document, layers[i], spans);
        else if (!type->writes || !g_strv_contains(type->writes, layers[i]))
            dress_layer_oddly(document, layers[i], spans);
    }
    for (; (flags & MILL_HOSTILE_LAYERS) && reads && *reads; reads++)
        if (!strchr(*reads, '*') && !mill_document_get_layer(document, *reads))
            dress_layer(document, *reads, spans);
    if ((flags & MILL_HOSTILE_LAYERS) && type->role >= MILL_ROLE_WRITER)
        dress_counts(document);
    if (flags & MILL_HOSTILE_MANY)
        dress_many(document);
    if (flags & MILL_HOSTILE_METADATA)
        dress_metadata(document);
}

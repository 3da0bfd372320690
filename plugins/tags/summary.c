/* summary.c - each occurrence is counted for its term and all categories above, in the document and
 * all sections around it; sorting brings equal ones together.
 */
#include "summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SUMMARY_DOCUMENT    0 /* the place that is no section; section row r is place r + 1 */
#define SUMMARY_NO_CATEGORY G_MAXUINT32

typedef struct {
    char *path;
    guint32 parent; /* SUMMARY_NO_CATEGORY at the top */
} SummaryCategory;

/* One occurrence, as one place counts it for one thing. */
typedef struct {
    guint32 place;
    guint32 thing;   /* a concept, or behind them a category */
    guint32 order;   /* of the occurrence */
    gboolean is_own; /* in the body of the place itself, not of a section inside it */
} SummaryItem;

/* A thing counted in a place. */
typedef struct {
    guint32 thing;
    guint32 first; /* order of its first occurrence */
    guint32 own;
    guint32 total;
} SummaryRow;

struct TagSummary {
    const LexDict *dict;
    const double *idf;           /* by concept; NULL: no scores */
    GArray *categories;          /* SummaryCategory */
    guint32 *concept_categories; /* by concept */
    GArray *items;               /* SummaryItem */
    GArray *spans;               /* MillSpan of each occurrence */
};

typedef struct {
    MillLayer *layer;
    MillColumn section, term, category, count, total, first, density, weight, tf_idf;
} SummaryLayer;

static void
summary_category_clear(gpointer data)
{
    g_free(((SummaryCategory *) data)->path);
}

/* The number of the category with the first @length bytes of @path, made with all above it if it
 * is new. */
static guint32
summary_add_category(TagSummary *self, GHashTable *numbers, const char *path, gsize length)
{
    g_autofree char *key = g_strndup(path, length);
    guint32 number = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, key));
    const char *slash = strrchr(key, '/');
    SummaryCategory category = { .parent = SUMMARY_NO_CATEGORY };

    if (number > 0)
        return number - 1;
    if (slash)
        category.parent = summary_add_category(self, numbers, path, (gsize) (slash - key));
    category.path = g_strdup(key);
    g_array_append_val(self->categories, category);
    g_hash_table_insert(numbers, g_steal_pointer(&key), GUINT_TO_POINTER(self->categories->len));
    return self->categories->len - 1;
}

TagSummary *
tag_summary_new(const LexDict *dict, const double *idf)
{
    TagSummary *self = g_new0(TagSummary, 1);
    g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    self->dict = dict;
    self->idf = idf;
    self->categories = g_array_new(FALSE, FALSE, sizeof(SummaryCategory));
    g_array_set_clear_func(self->categories, summary_category_clear);
    self->concept_categories = g_new(guint32, dict->n_concepts + 1);
    for (guint32 i = 0; i < dict->n_concepts; i++) {
        const char *path = lex_dict_string(dict, dict->concepts[i].category);

        self->concept_categories[i] =
            path ? summary_add_category(self, numbers, path, strlen(path)) : SUMMARY_NO_CATEGORY;
    }
    self->items = g_array_new(FALSE, FALSE, sizeof(SummaryItem));
    self->spans = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    return self;
}

void
tag_summary_free(TagSummary *self)
{
    if (!self)
        return;
    g_array_unref(self->categories);
    g_free(self->concept_categories);
    g_array_unref(self->items);
    g_array_unref(self->spans);
    g_free(self);
}

void
tag_summary_add(TagSummary *self, guint32 concept, MillSpan span, const gsize *rows, guint n_rows)
{
    guint32 order = self->spans->len;

    g_array_append_val(self->spans, span);
    for (guint i = 0; i <= n_rows; i++) {
        SummaryItem item = {
            .place = i == 0 ? SUMMARY_DOCUMENT : (guint32) rows[i - 1] + 1,
            .thing = concept,
            .order = order,
            .is_own = i == n_rows,
        };

        g_array_append_val(self->items, item);
        for (guint32 category = self->concept_categories[concept]; category != SUMMARY_NO_CATEGORY;
             category = g_array_index(self->categories, SummaryCategory, category).parent) {
            item.thing = self->dict->n_concepts + category;
            g_array_append_val(self->items, item);
        }
    }
}

static int
summary_compare_items(const void *a, const void *b)
{
    const SummaryItem *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->thing != y->thing)
        return x->thing < y->thing ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* The most frequent first, of equals what is named first, then the term before its categories. */
static int
summary_compare_rows(const void *a, const void *b)
{
    const SummaryRow *x = a, *y = b;

    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->thing > y->thing) - (x->thing < y->thing);
}

static gboolean
summary_open_layer(SummaryLayer *self, MillDocument *document, const TagSummary *summary,
                   GError **error)
{
    MillLayer *layer = mill_document_add_layer(document, "record.tag_summary");

    self->layer = layer;
    self->section = mill_layer_add_column(layer, "section", MILL_TYPE_INT);
    self->term = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);
    self->category = mill_layer_add_column(layer, "category", MILL_TYPE_STRING);
    self->count = mill_layer_add_column(layer, "count", MILL_TYPE_INT);
    self->total = mill_layer_add_column(layer, "total", MILL_TYPE_INT);
    self->first = mill_layer_add_column(layer, "first", MILL_TYPE_SPAN);
    self->density = mill_layer_add_column(layer, "density", MILL_TYPE_DOUBLE);
    if (summary->dict->has_weight)
        self->weight = mill_layer_add_column(layer, "weight", MILL_TYPE_DOUBLE);
    if (summary->idf)
        self->tf_idf = mill_layer_add_column(layer, "tf_idf", MILL_TYPE_DOUBLE);
    if (self->section != MILL_NO_COLUMN && self->term != MILL_NO_COLUMN &&
        self->category != MILL_NO_COLUMN && self->count != MILL_NO_COLUMN &&
        self->total != MILL_NO_COLUMN && self->first != MILL_NO_COLUMN &&
        self->density != MILL_NO_COLUMN && self->weight != MILL_NO_COLUMN &&
        self->tf_idf != MILL_NO_COLUMN)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED,
                "layer 'record.tag_summary' has columns of other types already");
    return FALSE;
}

static void
summary_forget(TagSummary *self)
{
    g_array_set_size(self->items, 0);
    g_array_set_size(self->spans, 0);
}

/* Where a place lies, and its section's id (-1 of the document). */
typedef struct {
    MillSpan span;
    gint64 id;
    glong n_chars;
} SummaryPlace;

static SummaryPlace
summary_get_place(guint32 place, MillDocument *document, const MillLayer *sections)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    SummaryPlace found = { .span = { 0, length }, .id = -1 };

    if (place != SUMMARY_DOCUMENT) {
        MillColumn id = mill_layer_find_column(sections, "id");

        found.span = mill_layer_get_span(sections, place - 1);
        found.id = mill_layer_has(sections, place - 1, id)
                       ? mill_layer_get_int(sections, place - 1, id)
                       : -1;
    }
    found.n_chars =
        g_utf8_strlen(text + found.span.start, (gssize) (found.span.end - found.span.start));
    return found;
}

/* tf · idf of a term; 0 of a category. */
static double
summary_weigh(const TagSummary *self, const SummaryRow *row)
{
    return row->thing < self->dict->n_concepts ? row->total * self->idf[row->thing] : 0;
}

/* What the weights of a place are divided by, so that long documents have no advantage: the length
 * of their vector (Salton and Buckley 1988, "tfc"). */
static double
summary_get_norm(const TagSummary *self, const GArray *rows)
{
    double squares = 0;

    for (guint i = 0; i < rows->len; i++) {
        double weight = summary_weigh(self, &g_array_index(rows, SummaryRow, i));

        squares += weight * weight;
    }
    return squares > 0 ? sqrt(squares) : 1;
}

/* @norm: 0 where there are no scores. */
static void
summary_write_row(const TagSummary *self, const SummaryLayer *out, const SummaryPlace *place,
                  const SummaryRow *row, double norm)
{
    gsize at = mill_layer_add(out->layer, place->span);
    const LexConcept *concept =
        row->thing < self->dict->n_concepts ? &self->dict->concepts[row->thing] : NULL;
    const char *category = concept ? lex_dict_string(self->dict, concept->category)
                                   : g_array_index(self->categories, SummaryCategory,
                                                   row->thing - self->dict->n_concepts)
                                         .path;

    if (place->id >= 0)
        mill_layer_set_int(out->layer, at, out->section, place->id);
    if (concept)
        mill_layer_set_string(out->layer, at, out->term, lex_dict_string(self->dict, concept->term),
                              -1);
    if (category)
        mill_layer_set_string(out->layer, at, out->category, category, -1);
    mill_layer_set_int(out->layer, at, out->count, row->own);
    mill_layer_set_int(out->layer, at, out->total, row->total);
    mill_layer_set_span_attribute(out->layer, at, out->first,
                                  g_array_index(self->spans, MillSpan, row->first));
    mill_layer_set_double(out->layer, at, out->density,
                          1000.0 * row->total / (double) MAX(place->n_chars, 1));
    if (self->dict->has_weight && concept)
        mill_layer_set_double(out->layer, at, out->weight, row->total * (double) concept->weight);
    /* Rounded, because logarithms differ in their last bit from machine to machine. */
    if (norm > 0 && concept)
        mill_layer_set_double(out->layer, at, out->tf_idf,
                              round(summary_weigh(self, row) / norm * 1e6) / 1e6);
}

/* Adds up the items [first, last), which are of one place, and writes a row for each thing. */
static void
summary_write_place(const TagSummary *self, const SummaryLayer *out, const SummaryPlace *place,
                    const SummaryItem *first, const SummaryItem *last, GArray *rows)
{
    g_array_set_size(rows, 0);
    for (const SummaryItem *item = first; item < last; item++) {
        SummaryRow *row = item > first && item[-1].thing == item->thing
                              ? &g_array_index(rows, SummaryRow, rows->len - 1)
                              : NULL;

        if (!row) {
            g_array_set_size(rows, rows->len + 1);
            row = &g_array_index(rows, SummaryRow, rows->len - 1);
            *row = (SummaryRow){ .thing = item->thing, .first = item->order };
        }
        row->own += item->is_own;
        row->total++;
    }
    qsort(rows->data, rows->len, sizeof(SummaryRow), summary_compare_rows);
    double norm = self->idf && first->place == SUMMARY_DOCUMENT ? summary_get_norm(self, rows) : 0;

    for (guint i = 0; i < rows->len; i++)
        summary_write_row(self, out, place, &g_array_index(rows, SummaryRow, i), norm);
}

gboolean
tag_summary_write(TagSummary *self, MillDocument *document, const MillLayer *sections,
                  GError **error)
{
    SummaryLayer out = { 0 };
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(SummaryRow));
    SummaryItem *items = (SummaryItem *) (gpointer) self->items->data;
    const SummaryItem *end = items + self->items->len;

    if (!summary_open_layer(&out, document, self, error)) {
        summary_forget(self);
        return FALSE;
    }
    if (items < end)
        qsort(items, self->items->len, sizeof(SummaryItem), summary_compare_items);
    for (const SummaryItem *first = items; first < end;) {
        const SummaryItem *last = first;
        SummaryPlace place = summary_get_place(first->place, document, sections);

        while (last < end && last->place == first->place)
            last++;
        summary_write_place(self, &out, &place, first, last, rows);
        first = last;
    }
    summary_forget(self);
    return TRUE;
}

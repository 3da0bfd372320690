/* layer-order.c - text order, and the queries that rest on it.
 *
 * Order is start ascending, then end descending, so that what contains comes before what is
 * contained. The covering queries need the next (or previous) row whose end reaches far enough;
 * a tree of maxima with 16 children a node, laid out level by level, finds it in O(log n)
 * whether spans nest or not.
 */
#include "document/layer-private.h"

#include <string.h>

#define FANOUT     16
#define MAX_LEVELS 9 /* 16^8 rows are more than fit */

typedef struct {
    guint64 key;
    guint32 row;
} SortItem;

static inline guint64
order_key(MillSpan32 span)
{
    return (guint64) span.start << 32 | (guint32) ~span.end;
}

static gboolean
order_is_sorted(const MillSpan32 *spans, gsize length)
{
    for (gsize i = 1; i < length; i++) {
        if (order_key(spans[i - 1]) > order_key(spans[i]))
            return FALSE;
    }
    return TRUE;
}

/* Least significant digit first (Knuth 5.2.5, Algorithm R) with bytes as digits: stable. A digit
 * that all keys share is passed over, which leaves 4 to 6 passes for usual texts. */
static SortItem *
radix_sort(SortItem *items, SortItem *spare, gsize length)
{
    for (guint shift = 0; shift < 64; shift += 8) {
        gsize counts[256] = { 0 };
        gsize sum = 0;
        SortItem *swap = items;

        for (gsize i = 0; i < length; i++)
            counts[(items[i].key >> shift) & 0xFF]++;
        if (counts[(items[0].key >> shift) & 0xFF] == length)
            continue;
        for (guint digit = 0; digit < 256; digit++) {
            gsize count = counts[digit];

            counts[digit] = sum;
            sum += count;
        }
        for (gsize i = 0; i < length; i++)
            spare[counts[(items[i].key >> shift) & 0xFF]++] = items[i];
        items = spare;
        spare = swap;
    }
    return items;
}

/* For few rows, where counting digits would cost more than the sort. */
static void
insertion_sort(SortItem *items, gsize length)
{
    for (gsize i = 1; i < length; i++) {
        SortItem item = items[i];
        gsize at = i;

        for (; at > 0 && items[at - 1].key > item.key; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

void
mill_layer_sort(MillLayer *self)
{
    g_return_if_fail(self);
    if (self->sorted)
        return;
    self->sorted = TRUE;
    if (order_is_sorted(self->spans, self->length))
        return;

    gsize n = self->length;
    g_autofree SortItem *items = g_new(SortItem, n * 2);
    g_autofree guint32 *order = g_new(guint32, n);
    SortItem *sorted = items;

    for (gsize i = 0; i < n; i++)
        items[i] = (SortItem){ order_key(self->spans[i]), (guint32) i };
    if (n < 64)
        insertion_sort(items, n);
    else
        sorted = radix_sort(items, items + n, n);
    for (gsize i = 0; i < n; i++)
        order[i] = sorted[i].row;
    mill_layer_reorder(self, order, n, FALSE);
}

/* The first row whose start is at or after @offset. */
static gsize
first_from(const MillLayer *self, gsize offset)
{
    gsize low = 0, high = self->length;

    while (low < high) {
        gsize middle = low + (high - low) / 2;

        if (self->spans[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

gsize
mill_layer_lower_bound(MillLayer *self, gsize offset)
{
    if (!self)
        return 0;
    mill_layer_sort(self);
    return first_from(self, offset);
}

/* The tree of maxima: level 0 are the rows themselves. */
typedef struct {
    const MillSpan32 *spans;
    const guint32 *maxima[MAX_LEVELS]; /* [0] is not used */
    gsize lengths[MAX_LEVELS];
    guint top;
} EndTree;

static inline guint32
tree_get(const EndTree *tree, guint level, gsize at)
{
    return level == 0 ? tree->spans[at].end : tree->maxima[level][at];
}

static void
tree_fill(const EndTree *tree, guint level, guint32 *maxima)
{
    for (gsize i = 0; i < tree->lengths[level]; i++) {
        gsize end = MIN((i + 1) * FANOUT, tree->lengths[level - 1]);
        guint32 max = 0;

        for (gsize child = i * FANOUT; child < end; child++)
            max = MAX(max, tree_get(tree, level - 1, child));
        maxima[i] = max;
    }
}

/* Describes the tree of @self in @tree, and makes it if the rows have changed. */
static void
tree_open(MillLayer *self, EndTree *tree)
{
    gsize total = 0;
    gboolean fresh = !self->ends;
    guint32 *level;

    *tree = (EndTree){ .spans = self->spans, .lengths = { self->length } };
    while (tree->lengths[tree->top] > FANOUT) {
        gsize length = (tree->lengths[tree->top] + FANOUT - 1) / FANOUT;

        tree->lengths[++tree->top] = length;
        total += length;
    }
    if (fresh && total > 0)
        self->ends = g_new(guint32, total);
    level = self->ends;
    for (guint i = 1; i <= tree->top; i++) {
        tree->maxima[i] = level;
        if (fresh)
            tree_fill(tree, i, level);
        level += tree->lengths[i];
    }
}

/* The first row from @at on that ends at or after @end; -1 if there is none. */
static gssize
tree_next(const EndTree *tree, gsize at, gsize end)
{
    guint level = 0;

    while (at < tree->lengths[level]) {
        if (tree_get(tree, level, at) >= end) {
            if (level == 0)
                return (gssize) at;
            level--;
            at *= FANOUT;
            continue;
        }
        at++;
        while (level < tree->top && at % FANOUT == 0) {
            at /= FANOUT;
            level++;
        }
    }
    return -1;
}

/* The last row before @at that ends at or after @end; -1 if there is none. */
static gssize
tree_previous(const EndTree *tree, gsize at, gsize end)
{
    guint level = 0;

    while (at > 0) {
        if (tree_get(tree, level, at - 1) >= end) {
            if (level == 0)
                return (gssize) at - 1;
            at = MIN(at * FANOUT, tree->lengths[level - 1]);
            level--;
            continue;
        }
        at--;
        while (level < tree->top && at % FANOUT == 0 && at > 0) {
            at /= FANOUT;
            level++;
        }
    }
    return -1;
}

gssize
mill_layer_next_covering(MillLayer *self, MillSpan span, gssize row)
{
    EndTree tree;
    gssize next;

    g_return_val_if_fail(row >= -1, -1);
    if (!self)
        return -1;
    mill_layer_sort(self);
    tree_open(self, &tree);
    next = tree_next(&tree, (gsize) (row + 1), span.end);
    return next >= 0 && self->spans[next].start <= span.start ? next : -1;
}

gssize
mill_layer_innermost(MillLayer *self, MillSpan span)
{
    EndTree tree;

    if (!self)
        return -1;
    mill_layer_sort(self);
    tree_open(self, &tree);
    return tree_previous(&tree, first_from(self, span.start + 1), span.end);
}

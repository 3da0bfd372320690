/* sort.c - multikey quicksort.
 *
 * Bentley, J. and Sedgewick, R.: "Fast algorithms for sorting and searching strings", SODA 1997:
 * partition by one code into less, equal and greater; only the equal part goes on to the next code.
 */
#include "sort.h"

#define SORT_FEW 12 /* keys that are sorted by insertion */

typedef struct {
    const guint32 *codes;
    const guint32 *offsets;
} SortKeys;

static inline guint32
sort_code(const SortKeys *keys, guint32 key, guint32 depth)
{
    guint32 at = keys->offsets[key] + depth;

    return at < keys->offsets[key + 1] ? keys->codes[at] : 0;
}

static gboolean
sort_is_less(const SortKeys *keys, guint32 a, guint32 b, guint32 depth)
{
    for (;; depth++) {
        guint32 x = sort_code(keys, a, depth), y = sort_code(keys, b, depth);

        if (x != y)
            return x < y;
        if (x == 0)
            return a < b;
    }
}

static void
sort_few(const SortKeys *keys, guint32 *order, guint32 n, guint32 depth)
{
    for (guint32 i = 1; i < n; i++) {
        guint32 key = order[i];
        guint32 at = i;

        for (; at > 0 && sort_is_less(keys, key, order[at - 1], depth); at--)
            order[at] = order[at - 1];
        order[at] = key;
    }
}

static guint32
sort_middle(guint32 a, guint32 b, guint32 c)
{
    if (a < b)
        return b < c ? b : MAX(a, c);
    return a < c ? a : MAX(b, c);
}

static inline void
sort_swap(guint32 *order, guint32 a, guint32 b)
{
    guint32 key = order[a];

    order[a] = order[b];
    order[b] = key;
}

static int
sort_compare_numbers(gconstpointer a, gconstpointer b, gpointer data)
{
    const guint32 *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* A run of keys that agree in the codes before @depth. */
typedef struct {
    guint32 *order;
    guint32 n;
    guint32 depth;
} SortRun;

static void sort_run(const SortKeys *keys, SortRun run);

/* Sorts the two smaller runs and returns the largest, so that the stack stays flat. */
static SortRun
sort_smaller_runs(const SortKeys *keys, SortRun runs[3])
{
    guint largest = runs[1].n > runs[0].n ? 1 : 0;

    largest = runs[2].n > runs[largest].n ? 2 : largest;
    for (guint i = 0; i < 3; i++)
        if (i != largest)
            sort_run(keys, runs[i]);
    return runs[largest];
}

static void
sort_run(const SortKeys *keys, SortRun run)
{
    while (run.n > SORT_FEW) {
        guint32 *order = run.order;
        guint32 pivot = sort_middle(sort_code(keys, order[0], run.depth),
                                    sort_code(keys, order[run.n / 2], run.depth),
                                    sort_code(keys, order[run.n - 1], run.depth));
        guint32 less = 0, at = 0, greater = run.n;

        while (at < greater) {
            guint32 code = sort_code(keys, order[at], run.depth);

            if (code < pivot)
                sort_swap(order, less++, at++);
            else if (code > pivot)
                sort_swap(order, at, --greater);
            else
                at++;
        }
        /* Keys that end here are equal (and none is less). */
        if (pivot == 0)
            g_qsort_with_data(order, (gint) greater, sizeof(guint32), sort_compare_numbers, NULL);

        SortRun runs[] = { { order, less, run.depth },
                           { order + less, pivot == 0 ? 0 : greater - less, run.depth + 1 },
                           { order + greater, run.n - greater, run.depth } };
        run = sort_smaller_runs(keys, runs);
    }
    sort_few(keys, run.order, run.n, run.depth);
}

void
lex_sort_keys(const guint32 *codes, const guint32 *offsets, guint32 *order, guint32 n)
{
    SortKeys keys = { codes, offsets };

    sort_run(&keys, (SortRun){ order, n, 0 });
}

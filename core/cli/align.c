/* align - items that are unique in both sequences are anchors (patience diff); between them, the
 * shortest edit is looked for as long as it is short (Myers).
 */
#include "cli/align.h"

#include <string.h>

/* The longest edit script that is looked for, and how deep anchors may nest. */
#define MAX_EDITS 200
#define MAX_DEPTH 100

typedef struct {
    const guint *a, *b;
    gint *match;    /* of each item of a */
    guint *count_a; /* of each symbol, in the stretch at hand; 0 between calls */
    guint *count_b;
    guint *place_b; /* where it was seen last */
} Aligner;

typedef struct {
    gsize a, b;
} Pair;

GHashTable *
align_symbols_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

guint
align_number(GHashTable *symbols, const char *string)
{
    gpointer number;

    if (g_hash_table_lookup_extended(symbols, string, NULL, &number))
        return GPOINTER_TO_UINT(number);
    guint fresh = g_hash_table_size(symbols);

    g_hash_table_insert(symbols, g_strdup(string), GUINT_TO_POINTER(fresh));
    return fresh;
}

/* The pairs of items that are unique on both sides, in the order of a. (transfer full) */
static GArray *
find_unique(Aligner *self, gsize a, gsize a_end, gsize b, gsize b_end)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(Pair));

    for (gsize i = a; i < a_end; i++)
        self->count_a[self->a[i]]++;
    for (gsize i = b; i < b_end; i++) {
        self->count_b[self->b[i]]++;
        self->place_b[self->b[i]] = (guint) i;
    }
    for (gsize i = a; i < a_end; i++)
        if (self->count_a[self->a[i]] == 1 && self->count_b[self->a[i]] == 1) {
            Pair pair = { i, self->place_b[self->a[i]] };

            g_array_append_val(pairs, pair);
        }
    for (gsize i = a; i < a_end; i++)
        self->count_a[self->a[i]] = 0;
    for (gsize i = b; i < b_end; i++)
        self->count_b[self->b[i]] = 0;
    return pairs;
}

/* Keeps the longest run of @pairs whose places in b ascend. */
static void
keep_ascending(GArray *pairs)
{
    g_autofree guint *tails = g_new(guint, pairs->len + 1);
    g_autofree gint *before = g_new(gint, pairs->len + 1);
    guint length = 0;

    for (guint i = 0; i < pairs->len; i++) {
        guint low = 0, high = length;

        while (low < high) {
            guint middle = (low + high) / 2;

            if (g_array_index(pairs, Pair, tails[middle]).b < g_array_index(pairs, Pair, i).b)
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low > 0 ? (gint) tails[low - 1] : -1;
        tails[low] = i;
        length = MAX(length, low + 1);
    }
    g_autofree Pair *kept = g_new(Pair, length + 1);
    gint at = length > 0 ? (gint) tails[length - 1] : -1;

    for (guint i = length; i-- > 0; at = before[at])
        kept[i] = g_array_index(pairs, Pair, at);
    g_array_set_size(pairs, length);
    if (length > 0)
        memcpy(pairs->data, kept, length * sizeof(Pair));
}

/* Walks the furthest places back from the end of the edit of length @d. */
static void
walk_back(Aligner *self, gsize a, gsize b, gint n, gint m, gint d, gint *const *history)
{
    gint x = n, y = m;

    for (; d >= 0; d--) {
        const gint *v = history[d] + MAX_EDITS + 1;
        gint k = x - y;
        gboolean down = k == -d || (k != d && v[k - 1] < v[k + 1]);
        gint from = d == 0 ? 0 : down ? v[k + 1] : v[k - 1] + 1;

        for (; x > from; x--, y--)
            self->match[a + (gsize) x - 1] = (gint) b + y - 1;
        if (d > 0 && down)
            y--;
        else if (d > 0)
            x--;
    }
}

/* Matches the stretch if an edit of at most MAX_EDITS items leads from one to the other. */
static void
match_shortest(Aligner *self, gsize a, gsize a_end, gsize b, gsize b_end)
{
    gint n = (gint) (a_end - a), m = (gint) (b_end - b), last = -1;
    gint *history[MAX_EDITS + 1];
    gint room[2 * MAX_EDITS + 3] = { 0 };
    gint *v = room + MAX_EDITS + 1;

    for (gint d = 0; d <= MAX_EDITS && last < 0; d++) {
        history[d] = g_memdup2(room, sizeof room);
        for (gint k = -d; k <= d && last < 0; k += 2) {
            gboolean down = k == -d || (k != d && v[k - 1] < v[k + 1]);
            gint x = d == 0 ? 0 : down ? v[k + 1] : v[k - 1] + 1, y = x - k;

            while (x < n && y >= 0 && y < m && self->a[a + (gsize) x] == self->b[b + (gsize) y])
                x++, y++;
            v[k] = x;
            if (x >= n && y >= m)
                last = d;
        }
        if (last >= 0)
            walk_back(self, a, b, n, m, d, history);
        if (last >= 0 || d == MAX_EDITS)
            for (gint i = 0; i <= d; i++)
                g_free(history[i]);
    }
}

static void
align(Aligner *self, gsize a, gsize a_end, gsize b, gsize b_end, guint depth)
{
    for (; a < a_end && b < b_end && self->a[a] == self->b[b]; a++, b++)
        self->match[a] = (gint) b;
    for (; a < a_end && b < b_end && self->a[a_end - 1] == self->b[b_end - 1]; a_end--, b_end--)
        self->match[a_end - 1] = (gint) b_end - 1;
    if (a == a_end || b == b_end)
        return;

    g_autoptr(GArray) pairs = find_unique(self, a, a_end, b, b_end);

    keep_ascending(pairs);
    if (pairs->len == 0 || depth == MAX_DEPTH) {
        match_shortest(self, a, a_end, b, b_end);
        return;
    }
    for (guint i = 0; i < pairs->len; i++) {
        Pair pair = g_array_index(pairs, Pair, i);

        align(self, a, pair.a, b, pair.b, depth + 1);
        self->match[pair.a] = (gint) pair.b;
        a = pair.a + 1;
        b = pair.b + 1;
    }
    align(self, a, a_end, b, b_end, depth + 1);
}

gint *
align_sequences(const guint *a, gsize n, const guint *b, gsize m, guint n_symbols)
{
    g_autofree guint *counts = g_new0(guint, 3 * (gsize) n_symbols + 1);
    Aligner self = {
        .a = a,
        .b = b,
        .match = g_new(gint, n + 1),
        .count_a = counts,
        .count_b = counts + n_symbols,
        .place_b = counts + 2 * (gsize) n_symbols,
    };

    for (gsize i = 0; i < n; i++)
        self.match[i] = -1;
    align(&self, 0, n, 0, m, 0);
    return self.match;
}

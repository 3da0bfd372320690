/* counts.c - counts of values. */
#include "counts.h"

#include <string.h>

struct StatsCounts {
    GHashTable *counts; /* value → StatsCount */
    guint most;
    guint halvings; /* of the limit, which begins with all hashes */
};

static void
count_free(gpointer data)
{
    StatsCount *count = data;

    g_free(count->value);
    g_free(count);
}

StatsCounts *
stats_counts_new(guint most)
{
    StatsCounts *self = g_new0(StatsCounts, 1);

    self->counts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, count_free);
    self->most = most;
    return self;
}

void
stats_counts_free(StatsCounts *self)
{
    if (!self)
        return;
    g_hash_table_unref(self->counts);
    g_free(self);
}

/* FNV-1a with a finish, of which the high bits are good. */
static guint64
counts_hash(const char *value)
{
    guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);

    for (; *value != '\0'; value++)
        hash = (hash ^ (guint8) *value) * G_GUINT64_CONSTANT(0x100000001b3);
    hash = (hash ^ (hash >> 32)) * G_GUINT64_CONSTANT(0xd6e8feb86659fd93);
    return hash ^ (hash >> 32);
}

static gboolean
counts_is_in(const StatsCounts *self, const char *value)
{
    return self->halvings == 0 ||
           (self->halvings < 64 && counts_hash(value) >> (64 - self->halvings) == 0);
}

static gboolean
counts_is_out(gpointer key, gpointer value, gpointer data)
{
    return !counts_is_in(data, key);
}

void
stats_counts_limit(StatsCounts *self, guint halvings)
{
    if (halvings <= self->halvings)
        return;
    self->halvings = halvings;
    g_hash_table_foreach_remove(self->counts, counts_is_out, self);
}

void
stats_counts_add(StatsCounts *self, const char *value, guint64 count, guint64 documents)
{
    StatsCount *counted;

    if (!counts_is_in(self, value))
        return;
    counted = g_hash_table_lookup(self->counts, value);
    if (!counted) {
        counted = g_new0(StatsCount, 1);
        counted->value = g_strdup(value);
        g_hash_table_insert(self->counts, counted->value, counted);
    }
    counted->count += count;
    counted->documents += documents;
    while (g_hash_table_size(self->counts) > self->most && self->halvings < 64)
        stats_counts_limit(self, self->halvings + 1);
}

gboolean
stats_counts_is_complete(const StatsCounts *self)
{
    return self->halvings == 0;
}

guint
stats_counts_get_halvings(const StatsCounts *self)
{
    return self->halvings;
}

static gint
counts_compare(gconstpointer a, gconstpointer b)
{
    const StatsCount *x = *(const StatsCount *const *) a, *y = *(const StatsCount *const *) b;

    if (x->documents != y->documents)
        return x->documents > y->documents ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->value, y->value);
}

GPtrArray *
stats_counts_list(const StatsCounts *self)
{
    GPtrArray *list = g_ptr_array_new();
    GHashTableIter iter;
    gpointer count;

    g_hash_table_iter_init(&iter, self->counts);
    while (g_hash_table_iter_next(&iter, NULL, &count))
        g_ptr_array_add(list, count);
    g_ptr_array_sort(list, counts_compare);
    return list;
}

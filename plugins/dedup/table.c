/* table.c - a linear hash table (Litwin 1980) whose buckets are pages.
 *
 * A bucket's first page is that of its number; further ones are in a second store, chained. When
 * the table is three quarters full, the next bucket in turn is split into two, so no insertion
 * takes long.
 */
#include "table.h"

#include "store.h"

typedef struct {
    guint32 key;
    guint32 number;
} TableEntry;

#define TABLE_ENTRIES ((DEDUP_PAGE - 2 * sizeof(guint32)) / sizeof(TableEntry))

typedef struct {
    guint32 n;
    guint32 next; /* of the pages in `more`, from 1; 0: none */
    TableEntry entries[TABLE_ENTRIES];
} TablePage;

G_STATIC_ASSERT(sizeof(TablePage) == DEDUP_PAGE);

struct DedupTable {
    DedupStore *first;
    DedupStore *more;
    guint32 n_more; /* pages that were ever made */
    guint32 spare;  /* the first that is free, from 1; 0: none */
    guint64 round;  /* buckets when this round of splits began: a power of two */
    guint64 split;  /* buckets that were split in it */
    guint64 n_entries;
    GArray *moving; /* TableEntry: of the bucket that is split */
};

DedupTable *
dedup_table_new(const char *folder, gsize memory)
{
    DedupTable *self = g_new0(DedupTable, 1);

    self->first = dedup_store_new(folder, memory - memory / 8);
    self->more = dedup_store_new(folder, memory / 8);
    self->round = 1;
    self->moving = g_array_new(FALSE, FALSE, sizeof(TableEntry));
    return self;
}

void
dedup_table_free(DedupTable *self)
{
    if (!self)
        return;
    dedup_store_free(self->first);
    dedup_store_free(self->more);
    g_array_unref(self->moving);
    g_free(self);
}

static guint64
table_get_bucket(const DedupTable *self, guint32 key)
{
    guint64 bucket = key & (self->round - 1);

    return bucket < self->split ? key & (2 * self->round - 1) : bucket;
}

/* Page @next of a chain, or if that is 0 the first of @bucket. */
static TablePage *
table_page(DedupTable *self, guint64 bucket, guint32 next, gboolean write, GError **error)
{
    return (TablePage *) (gpointer) (next > 0
                                         ? dedup_store_page(self->more, next - 1, write, error)
                                         : dedup_store_page(self->first, bucket, write, error));
}

gboolean
dedup_table_find(DedupTable *self, guint32 key, GArray *numbers, GError **error)
{
    guint64 bucket = table_get_bucket(self, key);
    guint32 next = 0;

    do {
        const TablePage *page = table_page(self, bucket, next, FALSE, error);

        if (!page)
            return FALSE;
        for (guint32 i = 0; i < page->n; i++)
            if (page->entries[i].key == key)
                g_array_append_val(numbers, page->entries[i].number);
        next = page->next;
    } while (next > 0);
    return TRUE;
}

/* An empty page for the end of a chain; 0 with @error set. */
static guint32
table_make_page(DedupTable *self, GError **error)
{
    guint32 next = self->spare > 0 ? self->spare : self->n_more + 1;
    TablePage *page = table_page(self, 0, next, TRUE, error);

    if (!page)
        return 0;
    if (self->spare > 0)
        self->spare = page->next;
    else
        self->n_more++;
    page->n = 0;
    page->next = 0;
    return next;
}

/* Puts @entry at the end of its bucket, unless @most are there. */
static gboolean
table_put(DedupTable *self, const TableEntry *entry, guint most, gboolean *added, GError **error)
{
    guint64 bucket = table_get_bucket(self, entry->key);
    guint same = 0;

    *added = FALSE;
    for (guint32 at = 0;;) {
        TablePage *page = table_page(self, bucket, at, FALSE, error);

        if (!page)
            return FALSE;
        for (guint32 i = 0; i < page->n && most < G_MAXUINT; i++)
            same += page->entries[i].key == entry->key;
        if (same >= most)
            return TRUE;
        if (page->next > 0) {
            at = page->next;
            continue;
        }
        if (page->n == TABLE_ENTRIES) {
            guint32 next = table_make_page(self, error);

            page = next > 0 ? table_page(self, bucket, at, TRUE, error) : NULL;
            if (!page)
                return FALSE;
            page->next = at = next;
        }
        page = table_page(self, bucket, at, TRUE, error);
        if (!page)
            return FALSE;
        page->entries[page->n++] = *entry;
        *added = TRUE;
        return TRUE;
    }
}

/* Takes all entries out of @bucket; its further pages become free. */
static gboolean
table_take(DedupTable *self, guint64 bucket, GError **error)
{
    guint32 at = 0;

    g_array_set_size(self->moving, 0);
    do {
        TablePage *page = table_page(self, bucket, at, TRUE, error);

        if (!page)
            return FALSE;
        g_array_append_vals(self->moving, page->entries, page->n);
        guint32 next = page->next;

        page->n = 0;
        page->next = 0;
        if (at > 0) {
            page->next = self->spare;
            self->spare = at;
        }
        at = next;
    } while (at > 0);
    return TRUE;
}

static gboolean
table_grow(DedupTable *self, GError **error)
{
    gboolean added;

    if (!table_take(self, self->split, error))
        return FALSE;
    if (++self->split == self->round) {
        self->round *= 2;
        self->split = 0;
    }
    for (guint i = 0; i < self->moving->len; i++)
        if (!table_put(self, &g_array_index(self->moving, TableEntry, i), G_MAXUINT, &added, error))
            return FALSE;
    return TRUE;
}

gboolean
dedup_table_add(DedupTable *self, guint32 key, guint32 number, guint most, GError **error)
{
    const TableEntry entry = { .key = key, .number = number };
    gboolean added;

    if (!table_put(self, &entry, most, &added, error))
        return FALSE;
    self->n_entries += added;
    return self->n_entries * 4 < (self->round + self->split) * TABLE_ENTRIES * 3 ||
           table_grow(self, error);
}

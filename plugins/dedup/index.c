/* index.c - the documents that were kept. */
#include "index.h"

#include <string.h>

#include <textmill/error.h>

#include "store.h"
#include "table.h"

/* What is stored of a record before its sketch. */
typedef struct {
    guint8 digest[DEDUP_DIGEST];
    guint64 id_offset;
    guint32 id_length;
    guint32 has_sketch;
} IndexRecord;

struct DedupIndex {
    DedupIndexOptions options;
    DedupTable *table;
    DedupStore *records;
    DedupStore *ids;
    guint64 n_records;
    guint64 ids_length;
    GArray *found; /* guint32: numbers of records */
};

DedupIndex *
dedup_index_new(const DedupIndexOptions *options)
{
    DedupIndex *self = g_new0(DedupIndex, 1);

    self->options = *options;
    /* Each look goes to the table, and only one that finds something to the others. */
    self->table = dedup_table_new(options->folder, options->memory / 4 * 3);
    self->records = dedup_store_new(options->folder, options->memory / 16 * 3);
    self->ids = dedup_store_new(options->folder, options->memory / 16);
    self->found = g_array_new(FALSE, FALSE, sizeof(guint32));
    return self;
}

void
dedup_index_free(DedupIndex *self)
{
    if (!self)
        return;
    dedup_table_free(self->table);
    dedup_store_free(self->records);
    dedup_store_free(self->ids);
    g_array_unref(self->found);
    g_free(self);
}

guint64
dedup_index_get_length(const DedupIndex *self)
{
    return self->n_records;
}

static gsize
index_record_size(const DedupIndex *self)
{
    return sizeof(IndexRecord) + self->options.bins * sizeof(guint16);
}

/* The key of the digest, or of band @band - 1. */
static guint32
index_key(const DedupIndex *self, const DedupRecord *record, guint band)
{
    guint32 key;

    if (band > 0)
        return dedup_sketch_key(record->sketch, band - 1, self->options.rows);
    memcpy(&key, record->digest, sizeof key);
    return key;
}

static guint
index_count_keys(const DedupIndex *self, const DedupRecord *record)
{
    return 1 + (record->has_sketch ? self->options.bands : 0);
}

static int
index_compare(gconstpointer a, gconstpointer b)
{
    guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

    return (x > y) - (x < y);
}

static gboolean
index_read(DedupIndex *self, guint64 number, IndexRecord *head, guint16 *sketch, GError **error)
{
    guint64 offset = number * index_record_size(self);

    return dedup_store_read(self->records, offset, head, sizeof *head, error) &&
           dedup_store_read(self->records, offset + sizeof *head, sketch,
                            self->options.bins * sizeof(guint16), error);
}

/* Compares @record with the one of @number. */
static gboolean
index_judge(DedupIndex *self, const DedupRecord *record, guint32 number, DedupMatch *match,
            IndexRecord *best, GError **error)
{
    guint16 sketch[DEDUP_MAX_BINS];
    IndexRecord head;

    if (!index_read(self, number, &head, sketch, error))
        return FALSE;
    if (memcmp(head.digest, record->digest, DEDUP_DIGEST) == 0) {
        match->identical = TRUE;
        match->similarity = 1;
        *best = head;
    } else if (head.has_sketch && record->has_sketch) {
        double similarity = dedup_sketch_compare(sketch, record->sketch, self->options.bins);

        if (similarity >= self->options.threshold && similarity > match->similarity) {
            match->similarity = similarity;
            *best = head;
        }
    }
    return TRUE;
}

gboolean
dedup_index_find(DedupIndex *self, const DedupRecord *record, DedupMatch *match, GError **error)
{
    const guint32 *numbers;
    IndexRecord best = { 0 };

    *match = (DedupMatch){ 0 };
    g_array_set_size(self->found, 0);
    for (guint i = 0; i < index_count_keys(self, record); i++)
        if (!dedup_table_find(self->table, index_key(self, record, i), self->found, error))
            return FALSE;
    g_array_sort(self->found, index_compare);
    numbers = (const guint32 *) (gpointer) self->found->data;
    for (guint i = 0; i < self->found->len && !match->identical; i++)
        if ((i == 0 || numbers[i] != numbers[i - 1]) &&
            !index_judge(self, record, numbers[i], match, &best, error))
            return FALSE;
    if (match->similarity == 0)
        return TRUE;
    g_autofree char *id = g_malloc0((gsize) best.id_length + 1);

    if (!dedup_store_read(self->ids, best.id_offset, id, best.id_length, error))
        return FALSE;
    match->id = g_steal_pointer(&id);
    return TRUE;
}

gboolean
dedup_index_add(DedupIndex *self, const DedupRecord *record, GError **error)
{
    guint64 offset = self->n_records * index_record_size(self);
    IndexRecord head = { .id_offset = self->ids_length,
                         .id_length = (guint32) record->id_length,
                         .has_sketch = record->has_sketch };

    if (self->n_records == G_MAXUINT32) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT, "more than %u documents", G_MAXUINT32);
        return FALSE;
    }
    memcpy(head.digest, record->digest, DEDUP_DIGEST);
    if (!dedup_store_write(self->records, offset, &head, sizeof head, error) ||
        !dedup_store_write(self->records, offset + sizeof head, record->sketch,
                           self->options.bins * sizeof(guint16), error) ||
        !dedup_store_write(self->ids, head.id_offset, record->id, record->id_length, error))
        return FALSE;
    for (guint i = 0; i < index_count_keys(self, record); i++)
        if (!dedup_table_add(self->table, index_key(self, record, i), (guint32) self->n_records,
                             DEDUP_SAME_KEY, error))
            return FALSE;
    self->n_records++;
    self->ids_length += record->id_length;
    return TRUE;
}

gboolean
dedup_index_get(DedupIndex *self, guint64 number, DedupRecord *record, GString *id, GError **error)
{
    IndexRecord head;

    if (!index_read(self, number, &head, record->sketch, error))
        return FALSE;
    g_string_set_size(id, head.id_length);
    if (!dedup_store_read(self->ids, head.id_offset, id->str, head.id_length, error))
        return FALSE;
    memcpy(record->digest, head.digest, DEDUP_DIGEST);
    record->has_sketch = head.has_sketch != 0;
    record->id = id->str;
    record->id_length = id->len;
    return TRUE;
}

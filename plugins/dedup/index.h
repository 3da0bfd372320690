/* index.h - the documents that were kept, to be found by digest and by the bands of their sketches.
 *
 * A hash table that grows by a bucket at a time (linear hashing, Litwin 1980), beside the sketches
 * and the ids; all three keep in memory what fits, and the rest in temporary files.
 */
#ifndef DEDUP_INDEX_H
#define DEDUP_INDEX_H

#include "shingles.h"
#include "sketch.h"

/* Of entries with one key, as many are kept: a band that so many different texts have tells
 * nothing, and looking through it must not take longer with each. */
#define DEDUP_SAME_KEY 64

typedef struct {
    const char *folder; /* of temporary files */
    gsize memory;       /* bytes */
    guint bins;         /* of a sketch; 0: digests only */
    guint bands, rows;  /* of it */
    double threshold;   /* the least similarity */
} DedupIndexOptions;

/* What is known of a document. */
typedef struct {
    const char *id;
    gsize id_length;
    guint8 digest[DEDUP_DIGEST];
    gboolean has_sketch; /* a text without words has none */
    guint16 sketch[DEDUP_MAX_BINS];
} DedupRecord;

/* The kept document that another one is like. */
typedef struct {
    char *id; /* (transfer full); NULL: there is none */
    gboolean identical;
    double similarity;
} DedupMatch;

typedef struct DedupIndex DedupIndex;

/* (transfer full) */
DedupIndex *dedup_index_new(const DedupIndexOptions *options);
void dedup_index_free(DedupIndex *self); /* NULL is fine */

/* The identical document, or the most similar one of at least the threshold, of equals the one
 * that was added first. All these are FALSE with MILL_ERROR_IO if a temporary file fails. */
gboolean
dedup_index_find(DedupIndex *self, const DedupRecord *record, DedupMatch *match, GError **error);
gboolean dedup_index_add(DedupIndex *self, const DedupRecord *record, GError **error);

guint64 dedup_index_get_length(const DedupIndex *self);
/* Record number @number, with its id in @id. */
gboolean
dedup_index_get(DedupIndex *self, guint64 number, DedupRecord *record, GString *id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DedupIndex, dedup_index_free)

#endif

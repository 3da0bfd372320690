/* counts.h - how often each of many values occurs, and in how many documents, in bounded memory.
 *
 * Of more values than there is room for, those are counted whose hash is below a limit, which is
 * halved until they fit. What is counted is counted exactly, and which values those are depends on
 * the values alone, not on the order in which they come.
 */
#ifndef CORPUS_STATS_COUNTS_H
#define CORPUS_STATS_COUNTS_H

#include <glib.h>

typedef struct {
    char *value;
    guint64 count;
    guint64 documents;
} StatsCount;

typedef struct StatsCounts StatsCounts;

/* @most: values that are kept. (transfer full) */
StatsCounts *stats_counts_new(guint most);
void stats_counts_free(StatsCounts *self); /* NULL is fine */

void stats_counts_add(StatsCounts *self, const char *value, guint64 count, guint64 documents);
/* Whether no value was left out. */
gboolean stats_counts_is_complete(const StatsCounts *self);
/* How many times the limit was halved: about one in 2^n values is counted. */
guint stats_counts_get_halvings(const StatsCounts *self);
/* Makes room as if the limit had been halved @halvings times. */
void stats_counts_limit(StatsCounts *self, guint halvings);
/* All of them (const StatsCount *, borrowed), those of the most documents first. (transfer
 * container) */
GPtrArray *stats_counts_list(const StatsCounts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(StatsCounts, stats_counts_free)

#endif

/* totals.h - what is counted of documents, and its form between processes.
 *
 * A state is lines: `NAME TAB number TAB number TAB value`. Sums are added; values are counted.
 */
#ifndef CORPUS_STATS_TOTALS_H
#define CORPUS_STATS_TOTALS_H

#include "counts.h"

/* Numbers that are added up. */
typedef enum {
    STATS_DOCUMENTS,
    STATS_BYTES, /* of the sources */
    STATS_CHARACTERS,
    STATS_SECTIONS,
    STATS_TAGS,
    STATS_RECORDS,
    STATS_N_SUMS,
} StatsSum;

/* Values that are counted. */
typedef enum {
    STATS_LANGUAGES,
    STATS_ENCODINGS,
    STATS_RECORD_KINDS,
    STATS_CATEGORIES,
    STATS_TERMS,
    STATS_N_LISTS,
} StatsList;

/* Lengths in characters, by powers of two: number 0 is for empty documents, number n for those of
 * 2^(n-1) to 2^n - 1. */
#define STATS_N_LENGTHS 65

typedef struct {
    guint64 sums[STATS_N_SUMS];
    guint64 shortest; /* G_MAXUINT64 without documents */
    guint64 longest;
    guint64 lengths[STATS_N_LENGTHS];
    StatsCounts *lists[STATS_N_LISTS];
} StatsTotals;

extern const char *const stats_sum_names[STATS_N_SUMS];
extern const char *const stats_list_names[STATS_N_LISTS];

void stats_totals_init(StatsTotals *self, guint most);
void stats_totals_clear(StatsTotals *self); /* of zeros is fine */

/* One more document of @characters. */
void stats_totals_add_length(StatsTotals *self, guint64 characters);
/* Appends all of it as a state. */
void stats_totals_save(const StatsTotals *self, GString *state);
/* Adds a state. FALSE with MILL_ERROR_DATA if it is damaged. */
gboolean stats_totals_merge(StatsTotals *self, const char *state, gsize length, GError **error);

void stats_totals_print_json(const StatsTotals *self, GString *out);
void stats_totals_print_csv(const StatsTotals *self, GString *out);
/* The number of documents, then `term TAB documents` a line, sorted: what the step tags reads. */
void stats_totals_print_frequencies(const StatsTotals *self, GString *out);

#endif

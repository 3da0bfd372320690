/* tally.h - what a step has done: counts, and how long it took as a histogram. Tallies of tasks and
 * of workers add up, in any order.
 *
 * The buckets of the histogram grow with the time, eight for each doubling, so a quantile is right
 * within 6.25 % from nanoseconds to half an hour.
 */
#ifndef MILL_RESULTS_TALLY_H
#define MILL_RESULTS_TALLY_H

#include <textmill/types.h>

#define MILL_TALLY_BUCKETS 312

/* Unsigned: workers send them, and a worker that has gone mad may send anything. */
typedef struct {
    guint64 documents;
    guint64 dropped;
    guint64 failed;
    guint64 nanoseconds;
    guint64 bytes; /* that the step was given: of the text, of the source for a reader */
    guint32 times[MILL_TALLY_BUCKETS];
} MillTally;

/* Adds a document. */
void mill_tally_note(MillTally *tally, MillVerdict verdict, gint64 nanoseconds, gsize bytes);
void mill_tally_add(MillTally *tally, const MillTally *other);
/* The nanoseconds that the fraction @quantile (0 to 1) of the documents did not exceed; 0 if there
 * were none. */
gint64 mill_tally_get_quantile(const MillTally *tally, double quantile);

#endif

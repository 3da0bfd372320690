/* tally.c - what a step has done, as counts and a histogram. */
#include "results/tally.h"

#include <math.h>

#define TALLY_STEPS 8 /* buckets for each doubling; below, one for each nanosecond */
#define TALLY_BITS  3

static guint
tally_get_bucket(guint64 nanoseconds)
{
    if (nanoseconds < TALLY_STEPS)
        return (guint) nanoseconds;
    guint exponent = 63 - (guint) __builtin_clzll(nanoseconds);
    guint step = (guint) (nanoseconds >> (exponent - TALLY_BITS)) % TALLY_STEPS;

    return MIN((exponent - TALLY_BITS + 1) * TALLY_STEPS + step, MILL_TALLY_BUCKETS - 1);
}

/* The middle of the bucket, in nanoseconds. */
static gint64
tally_get_middle(guint bucket)
{
    if (bucket < TALLY_STEPS)
        return bucket;
    guint shift = bucket / TALLY_STEPS - 1;
    gint64 low = (gint64) (TALLY_STEPS + bucket % TALLY_STEPS) << shift;

    return low + ((G_GINT64_CONSTANT(1) << shift) >> 1);
}

void
mill_tally_note(MillTally *tally, MillVerdict verdict, gint64 nanoseconds, gsize bytes)
{
    guint64 time = (guint64) MAX(nanoseconds, 0);

    tally->documents++;
    tally->dropped += verdict == MILL_DROP;
    tally->failed += verdict == MILL_FAIL;
    tally->nanoseconds += time;
    tally->bytes += bytes;
    tally->times[tally_get_bucket(time)]++;
}

void
mill_tally_add(MillTally *tally, const MillTally *other)
{
    tally->documents += other->documents;
    tally->dropped += other->dropped;
    tally->failed += other->failed;
    tally->nanoseconds += other->nanoseconds;
    tally->bytes += other->bytes;
    for (guint i = 0; i < MILL_TALLY_BUCKETS; i++)
        tally->times[i] += other->times[i];
}

gint64
mill_tally_get_quantile(const MillTally *tally, double quantile)
{
    guint64 total = 0, seen = 0;

    for (guint i = 0; i < MILL_TALLY_BUCKETS; i++)
        total += tally->times[i];
    if (total == 0)
        return 0;
    guint64 rank = (guint64) MAX(ceil(quantile * (double) total), 1);

    for (guint i = 0; i < MILL_TALLY_BUCKETS; i++) {
        seen += tally->times[i];
        if (seen >= rank)
            return tally_get_middle(i);
    }
    return tally_get_middle(MILL_TALLY_BUCKETS - 1);
}

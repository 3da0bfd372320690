/* sketch.c - sketches of sets of shingles. */
#include "sketch.h"

#include <math.h>
#include <string.h>

#define SKETCH_RECALL 0.99
#define SKETCH_GOLDEN G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)

void
dedup_sketch_make(const guint64 *shingles, gsize n, guint16 *sketch, guint bins)
{
    guint64 least[DEDUP_MAX_BINS];
    guint empty = bins;

    g_return_if_fail(n > 0 && bins > 0 && bins <= DEDUP_MAX_BINS);
    memset(least, 0xff, bins * sizeof(guint64));
    /* In the first rounds each shingle falls into a random bin; those after them fill one bin
     * each, so there is an end. What an earlier round put into a bin is less than what later ones
     * would. */
    for (guint round = 0; empty > 0; round++) {
        guint64 seed = SKETCH_GOLDEN * (round + 1);

        for (gsize i = 0; i < n; i++) {
            guint64 hash = dedup_mix(shingles[i] ^ seed);
            guint bin = round < bins ? (guint) (((hash & G_MAXUINT32) * bins) >> 32) : round - bins;
            guint64 value = (guint64) round << 32 | hash >> 32;

            if (value < least[bin]) {
                empty -= least[bin] == G_MAXUINT64;
                least[bin] = value;
            }
        }
    }
    for (guint i = 0; i < bins; i++)
        sketch[i] = (guint16) (dedup_mix(least[i] + SKETCH_GOLDEN * (i + 1)) >> 48);
}

double
dedup_sketch_compare(const guint16 *a, const guint16 *b, guint bins)
{
    guint equal = 0;

    for (guint i = 0; i < bins; i++)
        equal += a[i] == b[i];
    return (double) equal / bins;
}

void
dedup_sketch_choose(guint bins, double threshold, guint *bands, guint *rows)
{
    *rows = 1;
    for (guint r = 2; r <= bins; r++) {
        const guint b = bins / r;

        if (1 - pow(1 - pow(threshold, r), b) >= SKETCH_RECALL)
            *rows = r;
    }
    *bands = bins / *rows;
}

guint32
dedup_sketch_key(const guint16 *sketch, guint band, guint rows)
{
    guint64 key = SKETCH_GOLDEN * (band + 1);

    for (guint i = 0; i < rows; i++)
        key = dedup_mix(key + sketch[band * rows + i]);
    return (guint32) (key >> 32);
}

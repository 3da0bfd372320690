/* sketch.h - a few hundred bytes from which the similarity of two texts is estimated.
 *
 * The similarity is that of Jaccard: of all shingles that two texts have, the share that both have.
 * A sketch is the least hash of the shingles in each of some bins (MinHash, Broder 1997), by the
 * method of Dahlgaard, Knudsen and Thorup, "Fast Similarity Sketching" (FOCS 2017), which takes
 * one hash a shingle where a text is long, and is no worse than one of independent hashes.
 * The share of bins in which two sketches agree estimates the similarity s, with a standard
 * deviation of at most sqrt(s (1 - s) / bins).
 */
#ifndef DEDUP_SKETCH_H
#define DEDUP_SKETCH_H

#include <glib.h>

#define DEDUP_MAX_BINS 1024

/* A hash of @x, all bits of which are as good as random: SplitMix64's finaliser. */
static inline guint64
dedup_mix(guint64 x)
{
    x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* The sketch of the @n shingles (hashes; some may be equal; at least one) into @sketch, which has
 * room for @bins. */
void dedup_sketch_make(const guint64 *shingles, gsize n, guint16 *sketch, guint bins);
/* The estimated similarity. */
double dedup_sketch_compare(const guint16 *a, const guint16 *b, guint bins);

/* How sketches are found again: cut into *@bands bands of *@rows bins each. Two texts of similarity
 * s have a band in common with the probability S(s) = 1 - (1 - s^rows)^bands. Takes the greatest
 * number of rows with which S(threshold) is at least 0.99. */
void dedup_sketch_choose(guint bins, double threshold, guint *bands, guint *rows);
/* The key of band number @band. */
guint32 dedup_sketch_key(const guint16 *sketch, guint band, guint rows);

#endif

/* singlebyte.h - how likely a sample is in one of the encodings of a byte a character. */
#ifndef READ_TEXT_SINGLEBYTE_H
#define READ_TEXT_SINGLEBYTE_H

#include "encodings.h"

/* What is counted once for all encodings. */
typedef struct {
    guint words[256];  /* bytes of words that are not all ASCII, and of single other bytes */
    GArray *bytes;     /* guint8: those that occur there, most frequent first */
    guint ascii[256];  /* letters of words that are */
    GArray *pairs;     /* BytePair: neighbours of which one at least is not ASCII */
    gboolean is_dense; /* too many bytes of 0x80 and above for Latin letters */
    float *preference; /* of each language: what its ASCII words cost more than the best's */
} ByteCounts;

typedef struct {
    guint8 first, second;
    guint count;
} BytePair;

void byte_counts_init(ByteCounts *self, const guint8 *sample, gsize length);
void byte_counts_clear(ByteCounts *self);
/* Whether nearly all words are ASCII, so that a script other than Latin is unlikely. */
gboolean byte_counts_is_ascii(const ByteCounts *self);

/* What the sample costs in @encoding and the language that fits it best, in nats; G_MAXFLOAT if
 * that is more than @limit. */
float singlebyte_cost(const Encoding *encoding, const ByteCounts *counts, float limit);

#endif

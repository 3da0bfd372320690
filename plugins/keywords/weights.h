/* weights.h - the numbers of the statistical scorer. They were found on one half of public sets of
 * documents with keywords and checked on the other (docs/quality.md). */
#ifndef KEYWORDS_WEIGHTS_H
#define KEYWORDS_WEIGHTS_H

#include "candidates.h"

#define KW_N_LENGTHS 10

typedef struct {
    gboolean by_chars; /* length: by characters, not words */
    double length[KW_N_LENGTHS];
    double count;    /* exponent */
    double nested;   /* share of the occurrences inside of longer phrases that do not count */
    double place;    /* decay over the whole document */
    double distance; /* decay over hundreds of words */
    double words;    /* exponent of the mean frequency of the words */
    double company;  /* decay with the variety of neighbours */
    double general;  /* factor for each general word */
    double title;    /* factors */
    double acronym;
    double capital;
    double idf; /* exponent, where document frequencies are given */
} KwWeights;

const KwWeights *kw_weights_for(const KwText *text);

#endif

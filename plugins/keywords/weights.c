/* weights.c - by script, and by how long the document is. */
#include "weights.h"

#include <string.h>

#define WEIGHTS_LONG 800 /* tokens */

/* English papers. */
static const KwWeights weights_long = {
    .length = { 0.1, 0.8, 0.85, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2 },
    .count = 0.8,
    .nested = 0.2,
    .place = 3,
    .distance = 0.4,
    .words = 0.1,
    .company = -0.6,
    .general = 0.8,
    .title = 2.2,
    .acronym = 1.6,
    .capital = 1.2,
    .idf = 1,
};

/* English abstracts and paragraphs. */
static const KwWeights weights_short = {
    .length = { 0.4, 1.15, 1, 0.4, 0.4, 0.4, 0.3, 0.2, 0.2, 0.2 },
    .count = 0.6,
    .nested = 0.7,
    .place = 0,
    .distance = 0.25,
    .words = 0.45,
    .company = 0.7,
    .general = 0.88,
    .title = 1.2,
    .acronym = 3,
    .capital = 1.5,
    .idf = 1,
};

/* Chinese; by characters. */
static const KwWeights weights_unspaced = {
    .by_chars = TRUE,
    .length = { 0.2, 0.36, 0.82, 1.3, 0.8, 0.65, 0.85, 0.7, 0.8, 0.8 },
    .count = 1,
    .nested = 0.25,
    .place = 0,
    .distance = 0.2,
    .words = 0.25,
    .company = 0.05,
    .general = 0.82,
    .title = 4.5,
    .acronym = 0.7,
    .capital = 1.6,
    .idf = 1,
};

/* Other languages. Most write compounds as one word or join words by a preposition, so single words
 * say more than in English. Not measured: there was no set at hand. */
static const KwWeights weights_other = {
    .length = { 1, 0.8, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2 },
    .count = 1,
    .nested = 0.3,
    .place = 0.3,
    .distance = 0.1,
    .words = 0.3,
    .company = 0.3,
    .general = 0.5,
    .title = 2,
    .acronym = 1.5,
    .capital = 1,
    .idf = 1,
};

const KwWeights *
kw_weights_for(const KwText *text)
{
    static const char *const unspaced[] = { "zh", "ja", "th", NULL };

    if (g_strv_contains(unspaced, text->language))
        return &weights_unspaced;
    if (strcmp(text->language, "en") != 0)
        return &weights_other;
    return text->n_tokens > WEIGHTS_LONG ? &weights_long : &weights_short;
}

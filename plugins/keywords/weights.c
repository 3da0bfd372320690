/* weights.c - by script, and by how long the document is. */
#include "weights.h"

#define WEIGHTS_LONG 800 /* tokens */

static const KwWeights weights_long = {
    .length = { 0.6, 1, 0.9, 0.6, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2 },
    .count = 0.8,
    .nested = 0.3,
    .place = 1,
    .distance = 0.1,
    .words = 0.5,
    .company = 0.5,
    .general = 0.5,
    .title = 2,
    .acronym = 1.2,
    .capital = 1,
    .idf = 1,
};

static const KwWeights weights_short = {
    .length = { 0.5, 1, 1, 0.8, 0.6, 0.4, 0.3, 0.2, 0.2, 0.2 },
    .count = 0.6,
    .nested = 0.3,
    .place = 0.3,
    .distance = 0,
    .words = 0.5,
    .company = 0.3,
    .general = 0.5,
    .title = 1.5,
    .acronym = 1.2,
    .capital = 1.2,
    .idf = 1,
};

static const KwWeights weights_unspaced = {
    .by_chars = TRUE,
    .length = { 0.2, 0.5, 0.7, 1, 1, 1, 0.9, 0.9, 0.8, 0.7 },
    .count = 1,
    .nested = 0.5,
    .place = 0.3,
    .distance = 0,
    .words = 0.3,
    .company = 0.3,
    .general = 0.5,
    .title = 2,
    .acronym = 1,
    .capital = 1,
    .idf = 1,
};

/* Languages that write compounds as one word: phrases of several words are rarely names. */
static const KwWeights weights_compound = {
    .length = { 1, 0.7, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2 },
    .count = 1,
    .nested = 0.3,
    .place = 0.3,
    .distance = 0.05,
    .words = 0.3,
    .company = 0.3,
    .general = 0.5,
    .title = 1.5,
    .acronym = 1.2,
    .capital = 1,
    .idf = 1,
};

const KwWeights *
kw_weights_for(const KwText *text)
{
    static const char *const unspaced[] = { "zh", "ja", "th", NULL };
    static const char *const compound[] = { "de", "nl", NULL };

    if (g_strv_contains(unspaced, text->language))
        return &weights_unspaced;
    if (g_strv_contains(compound, text->language))
        return &weights_compound;
    return text->n_tokens > WEIGHTS_LONG ? &weights_long : &weights_short;
}

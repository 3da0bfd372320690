/* stats.h - a dictionary in figures, for `textmill dict stats`. */
#ifndef TAGS_STATS_H
#define TAGS_STATS_H

#include "lexicon/dict.h"

/* Appends what @dict holds, and a table of its categories with their terms. */
void tags_append_stats(const LexDict *dict, GString *output);

#endif

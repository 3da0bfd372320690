/* scores.h - how much each term tells of a document, by the number of documents that have it. */
#ifndef TAGS_SCORES_H
#define TAGS_SCORES_H

#include "lexicon/dict.h"

#include <textmill/report.h>

/* Reads the file @path, which corpus-stats writes: the number N of documents, then `term TAB
 * documents` a line. The inverse document frequency ln(N / n) of each concept of @dict; a term that
 * is not in the file counts as one of a single document. NULL with errors in @report if the file
 * is malformed. (transfer full) */
double *tags_scores_load(const char *path, const LexDict *dict, MillReport *report);

#endif

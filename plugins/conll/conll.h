/* conll.h - what the files of the step share. */
#ifndef CONLL_H
#define CONLL_H

#include <textmill/plugin.h>

#include "keywords/segment.h"

typedef struct {
    gsize start;
    gsize end;
} ConllWord;

/* words.c: appends the words (ConllWord) of [@start, @end): letters and digits that stand together,
 * words of scripts without spaces as @segmenter cuts them, and any other character that is no blank
 * by itself. */
void conll_cut(KwSegmenter *segmenter, const char *text, gsize start, gsize end, GArray *words);
/* The end of the blanks that begin at @at. */
gsize conll_skip_blanks(const char *text, gsize at, gsize end);

#endif

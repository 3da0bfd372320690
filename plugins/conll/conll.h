/* conll.h - what the files of the step share. */
#ifndef CONLL_H
#define CONLL_H

#include <textmill/plugin.h>

#include "keywords/segment.h"

typedef struct {
    gsize start;
    gsize end;
    gsize after; /* where the blanks behind it end */
} ConllWord;

/* words.c: the words of a document, in the order of its text. */
typedef struct {
    KwSegmenter *segmenter; /* borrowed; NULL: every character by itself */
    MillLayer *layer;       /* of words, or NULL */
    gsize next;             /* its first row that does not end before what was asked for */
    const char *text;
    gsize length;
    const guint8 *classes; /* of characters */
    ConllWord *found;      /* (transfer full) */
    gsize n, capacity;     /* of them */
} ConllWords;

/* Puts the words of [@start, @end) into `found`: those of the layer, and what it leaves out cut
 * here, so that nothing but blanks stands between words. */
void conll_words_find(ConllWords *self, gsize start, gsize end);

/* rows.c: the lines of words. A column of MISC tells the annotations of one layer: */
typedef struct {
    MillLayer *layer;
    GString *name; /* "|Tag=" */
    MillColumn value, other;
    gsize next;    /* the first row that does not end before the word */
    MillSpan span; /* of that row; behind every text if there is none */
} ConllMark;

/* A number that mostly grows by less than ten, ready to be copied: half of what a line holds. Its
 * digits stay in one register: the first one is the lowest byte. */
typedef struct {
    gsize value;
    guint64 digits;
    guint length; /* more than 8: not in digits */
} ConllDecimal;

typedef struct {
    MillDocument *document;
    const char *text;
    gsize length;
    gboolean origins;
    GArray *marks; /* ConllMark */
    GString *out;
    gsize at;     /* the byte up to which code points are counted */
    gsize points; /* how many */
    ConllDecimal number, start, end, origin_start, origin_end;
} ConllRows;

/* @marks: names of layers. Words are asked for in the order of the text. */
void conll_rows_init(ConllRows *self, MillDocument *document, const char *const *marks,
                     gboolean origins, GString *out);
/* The lines of a sentence; the blanks from @before to its first word are told as well. */
void conll_rows_append(ConllRows *self, const ConllWord *words, gsize n, gsize before);
void conll_rows_clear(ConllRows *self);

#endif

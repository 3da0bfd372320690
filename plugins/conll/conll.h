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
    MillColumn value, other;
    gsize next;        /* the row behind the one that is shown */
    MillSpan span;     /* of the row: the first that does not end before the word; behind every
                          text if there is none */
    GString *shown;    /* "|Tag=B-energy/wind" */
    gsize name_length; /* of "|Tag=B-" */
} ConllMark;

/* The hundreds of numbers that mostly grow by less than ten, ready to be copied. Zeroed is fine. */
typedef struct {
    guint64 digits; /* the first one is the lowest byte */
    guint32 base;
    guint32 length; /* of digits: at most 8 */
} ConllDecimal;

typedef struct {
    MillDocument *document;
    const char *text;
    gsize length;
    gboolean origins;
    GArray *marks; /* ConllMark */
    gsize marked;  /* where the first of them begins */
    GString *out;
    gsize room;      /* enough for the lines at hand */
    gboolean breaks; /* some forms of theirs may hold line breaks or tabs */
    gsize at;        /* the byte up to which code points are counted */
    gsize points;    /* how many */
    ConllDecimal number, place, origin;
} ConllRows;

/* @marks: names of layers. Words are asked for in the order of the text. */
void conll_rows_init(ConllRows *self, MillDocument *document, const char *const *marks,
                     gboolean origins, GString *out);
/* The lines of a sentence; the blanks from @before to its first word are told as well. @breaks:
 * there are line breaks or tabs inside of words. */
void
conll_rows_append(ConllRows *self, const ConllWord *words, gsize n, gsize before, gboolean breaks);
void conll_rows_clear(ConllRows *self);

#endif

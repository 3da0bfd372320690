/* segment.h - text cut into the words of the search index.
 *
 * SQLite's tokenizer takes a run of ideographs for one word, so that a word inside of it is never
 * found. Here such a run becomes the overlapping pairs of its characters, and its last character
 * alone: 生态文明 is indexed as 生态 态文 文明 明. Each character begins exactly one word, so
 *
 * - a word of two characters is one word of the index, which any program finds;
 * - a longer one is a phrase of pairs; a single character is the prefix of a pair.
 *
 * Words of other scripts stay as they are; SQLite folds their case and accents.
 */
#ifndef SQLITE_SEGMENT_H
#define SQLITE_SEGMENT_H

#include <textmill/plugin.h>

/* A word of a text: the bytes [start, end). A pair of ideographs, the last one of a run, or a word
 * of other characters. */
typedef struct {
    gsize start;
    gsize end;
    gboolean pair;   /* of ideographs */
    gboolean single; /* the last ideograph of a run (or its only one) */
} Word;

/* The word that begins at or behind @at in the @length bytes of UTF-8 at @text. The next one is
 * looked for at @next. FALSE if there is none. */
gboolean segment_next(const char *text, gsize length, gsize at, Word *word, gsize *next);

/* Appends the words of @text, each with a space behind it. */
void segment_append(GString *out, const char *text, gsize length);
/* The same, but runs of ideographs stay whole: 第十二章 is then found as it is written. */
void segment_append_whole(GString *out, const char *text, gsize length);
/* Appends the bytes of a word; full-width letters and digits become ordinary ones. */
void segment_append_word(GString *out, const char *text, gsize length);

#endif

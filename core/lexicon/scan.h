/* scan.h - finds the forms of a dictionary in a text, in one pass. */
#ifndef LEXICON_SCAN_H
#define LEXICON_SCAN_H

#include "dict.h"
#include "stem.h"

typedef struct {
    guint32 start; /* bytes of the text */
    guint32 end;
    guint32 form; /* in LexDict.forms */
} LexMatch;

typedef enum {
    LEX_SCAN_ALL = 1 << 0,   /* every occurrence; otherwise leftmost-longest ones */
    LEX_SCAN_WORDS = 1 << 1, /* a match does not begin or end inside a word */
} LexScanFlags;

typedef struct LexScanner LexScanner;

/* Borrows @dict, and @stemmer if the dictionary was built with one (then matches are of whole words
 * whatever @flags say); otherwise it is NULL. A scanner holds the buffers of one scan at a time.
 * (transfer full) */
LexScanner *lex_scanner_new(const LexDict *dict, LexStemmer *stemmer, guint flags);
void lex_scanner_free(LexScanner *self); /* NULL is fine */

/* Hands the matches in @text (UTF-8) to @sink, in batches, by start and then longest first. Forms
 * that share a span come one after the other. */
typedef void (*LexSink)(const LexMatch *matches, gsize n, gpointer data);
void
lex_scanner_scan(LexScanner *self, const char *text, gsize length, LexSink sink, gpointer data);

/* Has @stopped (or NULL) asked every few thousand characters whether to end the scan early. */
void lex_scanner_set_stop(LexScanner *self, gboolean (*stopped)(gpointer data), gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LexScanner, lex_scanner_free)

#endif

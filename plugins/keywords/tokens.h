/* tokens.h - a document as a row of words.
 *
 * Words of alphabetic scripts are runs of letters and digits; hyphens separate words that stay
 * together ("self-scheduling" is two), a hyphen at the end of a line joins the halves of one. Runs
 * of scripts without spaces are cut by a segmenter. Punctuation breaks phrases, and so does the end
 * of a line that is much shorter than its neighbours: a heading, or the end of a paragraph.
 */
#ifndef KEYWORDS_TOKENS_H
#define KEYWORDS_TOKENS_H

#include "segment.h"
#include "words.h"

typedef enum {
    KW_TOKEN_BREAK = 1 << 0,    /* no phrase goes on from the token before */
    KW_TOKEN_SENTENCE = 1 << 1, /* the first of a sentence */
    KW_TOKEN_GLUED = 1 << 2,    /* joined to the token before by a hyphen */
    KW_TOKEN_CAPITAL = 1 << 3,  /* begins with a capital */
    KW_TOKEN_ACRONYM = 1 << 4,  /* capitals throughout, two or more */
    KW_TOKEN_NUMBER = 1 << 5,   /* begins with a digit */
    KW_TOKEN_UNSPACED = 1 << 6, /* of a script without spaces */
    KW_TOKEN_TITLE = 1 << 7,    /* in the document's title */
    KW_TOKEN_BACK = 1 << 8,     /* in the list of references */
} KwTokenFlags;

typedef struct {
    guint32 start; /* bytes of the text */
    guint32 end;
    guint32 word;  /* its folded form, in the words of the document */
    guint16 flags; /* KwTokenFlags */
    guint16 chars; /* characters, at most 65,535 */
} KwToken;

/* Appends the tokens (KwToken) of @text to @tokens, and their folded forms to @words. */
void kw_tokens_read(const char *text, gsize length, KwSegmenter *segmenter, KwWords *words,
                    GArray *tokens);

#endif

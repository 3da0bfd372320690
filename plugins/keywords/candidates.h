/* candidates.h - the phrases of a document that could be keywords, with what was counted of them.
 *
 * A phrase is a run of words without a break and without a stop word. Words are compared by their
 * stems, so "Ramsey graphs" and "Ramsey graph" are one phrase. Phrases are found length by length:
 * one of n words is the one of its first n - 1 words and its last word, which makes a table of two
 * numbers instead of strings; in very long documents only what occurs twice is made longer, so the
 * table stays small beside the text.
 */
#ifndef KEYWORDS_CANDIDATES_H
#define KEYWORDS_CANDIDATES_H

#include "tokens.h"

#define KW_NONE G_MAXUINT32

/* A document, read. All arrays are borrowed. */
typedef struct {
    const char *text;
    gsize length;
    const KwToken *tokens;
    guint32 n_tokens;
    const KwWords *words;
    const guint32 *stems;     /* by word: the number of its stem, below n_stems */
    const guint8 *word_flags; /* by word: KwWordFlags */
    const char *language;     /* code, or "" */
    guint32 n_stems;
    guint max_words;    /* of a phrase */
    gboolean has_words; /* scripts without spaces were cut into words */
} KwText;

typedef struct {
    guint32 prefix; /* the phrase without its last word; KW_NONE for a single word */
    guint32 suffix; /* without its first */
    guint32 stem;   /* of its last word */
    guint32 count;
    guint32 longer; /* the greatest count of a phrase that is one word longer */
    guint32 first;  /* the first token of its first occurrence */
    guint32 in_title;
    guint32 capital; /* occurrences whose first word has a capital inside of a sentence */
    guint32 acronym; /* occurrences that are an acronym */
    guint16 n_tokens;
    guint16 n_words; /* without those joined by hyphens */
    guint16 chars;
    guint8 general; /* of its words are general ones */
    guint8 valid;
    double score; /* higher is better; 0 and below: none */
} KwCandidate;

typedef struct {
    GArray *candidates; /* KwCandidate */
    GArray *slots;      /* guint32: number + 1 */
    GArray *at;         /* guint32 by token: the phrase of the length at hand that begins there */
    GArray *before;
} KwCandidates;

void kw_candidates_init(KwCandidates *self);
void kw_candidates_clear(KwCandidates *self);
void kw_candidates_find(KwCandidates *self, const KwText *text);

/* Calls @visit for each place where a phrase stands, in text order by length. */
typedef void (*KwVisit)(guint32 candidate, guint32 first_token, gpointer data);
void kw_candidates_visit(KwCandidates *self, const KwText *text, KwVisit visit, gpointer data);

static inline KwCandidate *
kw_candidate(const KwCandidates *self, guint32 number)
{
    return &g_array_index(self->candidates, KwCandidate, number);
}

#endif

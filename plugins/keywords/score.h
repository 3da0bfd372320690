/* score.h - the scorers: each gives every valid phrase a score, higher being better. */
#ifndef KEYWORDS_SCORE_H
#define KEYWORDS_SCORE_H

#include "candidates.h"
#include "frequencies.h"

/* Count x length x inverse document frequency. @frequencies: or NULL. */
void kw_score_tfidf(KwCandidates *candidates, const KwText *text, const KwFrequencies *frequencies);
/* Words by their rank in the graph of words that stand near each other; phrases by their words. */
void kw_score_textrank(KwCandidates *candidates, const KwText *text);
/* From the document alone: place, spread, casing, company and frequency. @frequencies: or NULL. */
void kw_score_statistical(KwCandidates *candidates, const KwText *text,
                          const KwFrequencies *frequencies);

/* Whether the phrase stands anywhere by itself, and not only inside a longer one that occurs as
 * often. */
static inline gboolean
kw_candidate_stands_alone(const KwCandidate *candidate)
{
    return candidate->valid && (candidate->count < 2 || candidate->longer < candidate->count);
}

#endif

/* tfidf.c - count x length x inverse document frequency.
 *
 * Salton, G. and Buckley, C.: "Term-weighting approaches in automatic text retrieval",
 * Information Processing & Management 24 (1988). Frequencies of phrases are those of the file; what
 * it does not have counts as found in one document. Longer phrases weigh more, as they are rarer
 * than their words for no other reason than their length.
 */
#include "score.h"

#include <math.h>

void
kw_score_tfidf(KwCandidates *candidates, const KwText *text, const KwFrequencies *frequencies)
{
    g_autoptr(GString) phrase = g_string_new(NULL);

    for (guint32 i = 0; i < candidates->candidates->len; i++) {
        KwCandidate *candidate = kw_candidate(candidates, i);
        double idf = 1;

        candidate->score = 0;
        if (!kw_candidate_stands_alone(candidate))
            continue;
        if (frequencies) {
            kw_phrase_fold(text, text->tokens + candidate->first, candidate->n_tokens, phrase);
            idf = kw_frequencies_get_idf(frequencies, phrase->str, phrase->len);
        }
        candidate->score = candidate->count * sqrt(candidate->n_words) * idf;
    }
}

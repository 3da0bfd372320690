/* statistical.c - keywords from what the document itself shows.
 *
 * In the manner of YAKE (Campos, R. et al.: "YAKE! Keyword extraction from single documents using
 * multiple local features", Information Sciences 509, 2020), with its features: how often, how
 * early, how written, and in how varied company. Instead of YAKE's formula for single words,
 * whose product punishes phrases, a phrase is weighed as a whole: its own count, with what is left
 * of it outside of longer phrases (the C-value of Frantzi, Ananiadou and Mima, 2000), its place,
 * its length, and how often its words occur at all.
 */
#include "score.h"

#include "weights.h"

#include <math.h>
#include <string.h>

/* What is known of a word (stem). */
typedef struct {
    guint32 count;
    guint32 left;  /* different words before it, within phrases */
    guint32 right; /* and behind it */
} Word;

static void
statistical_read_words(const KwCandidates *candidates, const KwText *text, Word *words)
{
    for (guint32 i = 0; i < candidates->candidates->len; i++) {
        const KwCandidate *candidate = kw_candidate(candidates, i);

        if (candidate->n_tokens == 1)
            words[candidate->stem].count = candidate->count;
        if (candidate->n_tokens == 2) {
            words[candidate->stem].left++;
            words[text->stems[text->tokens[candidate->first].word]].right++;
        }
    }
}

/* The mean of the logarithms of how often the words of the phrase occur. */
static double
statistical_words(const KwText *text, const KwCandidate *candidate, const Word *words)
{
    double sum = 0;

    for (guint i = 0; i < candidate->n_tokens; i++)
        sum += log(1 + words[text->stems[text->tokens[candidate->first + i].word]].count);
    return sum / candidate->n_tokens;
}

/* How varied the company of its words is on the average: from 0 (always the same) to 1. */
static double
statistical_company(const KwText *text, const KwCandidate *candidate, const Word *words)
{
    double sum = 0;

    for (guint i = 0; i < candidate->n_tokens; i++) {
        const Word *word = &words[text->stems[text->tokens[candidate->first + i].word]];

        sum += (double) (word->left + word->right) / (2.0 * MAX(word->count, 1));
    }
    return MIN(1, sum / candidate->n_tokens);
}

static double
statistical_length(const KwWeights *w, const KwCandidate *candidate)
{
    if (w->by_chars)
        return w->length[MIN(candidate->chars, KW_N_LENGTHS) - 1];
    return w->length[MIN(candidate->n_words, KW_N_LENGTHS) - 1];
}

static double
statistical_phrase(const KwWeights *w, const KwText *text, const KwCandidate *candidate,
                   const Word *words)
{
    double own = candidate->count - w->nested * candidate->longer;
    double place = (double) candidate->first / MAX(text->n_tokens, 1);
    double score = pow(MAX(own, 0.3), w->count) * statistical_length(w, candidate);

    score *= exp(-w->place * place) * exp(-w->distance * log(1 + candidate->first / 100.0));
    score *= pow(statistical_words(text, candidate, words), w->words);
    score *= exp(-w->company * statistical_company(text, candidate, words));
    score *= pow(w->general, candidate->n_tokens == candidate->general ? 2 : candidate->general);
    if (candidate->in_title > 0)
        score *= w->title;
    if (candidate->acronym * 2 > candidate->count)
        score *= w->acronym;
    else if (candidate->capital * 2 > candidate->count)
        score *= w->capital;
    return score;
}

void
kw_score_statistical(KwCandidates *candidates, const KwText *text, const KwFrequencies *frequencies)
{
    const KwWeights *weights = kw_weights_for(text);
    g_autofree Word *words = g_new0(Word, text->n_stems + 1);
    g_autoptr(GString) phrase = g_string_new(NULL);

    statistical_read_words(candidates, text, words);
    for (guint32 i = 0; i < candidates->candidates->len; i++) {
        KwCandidate *candidate = kw_candidate(candidates, i);

        candidate->score = 0;
        if (!kw_candidate_stands_alone(candidate) || candidate->count < (text->has_words ? 1 : 2))
            continue;
        candidate->score = statistical_phrase(weights, text, candidate, words);
        if (frequencies) {
            kw_phrase_fold(text, text->tokens + candidate->first, candidate->n_tokens, phrase);
            candidate->score *=
                pow(kw_frequencies_get_idf(frequencies, phrase->str, phrase->len), weights->idf);
        }
    }
}

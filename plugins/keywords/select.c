/* select.c - best first; a phrase that is a part of a better one, or has a better one as its part,
 * is left out where the two say the same. */
#include "rows.h"

#include <string.h>

#define SELECT_LOOK 40 /* candidates looked at for each that is wanted */

typedef struct {
    guint32 number;
    guint32 first;
    guint32 n_tokens;
    double score;
} Ranked;

static gint
ranked_compare(gconstpointer a, gconstpointer b)
{
    const Ranked *x = a;
    const Ranked *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->n_tokens > y->n_tokens ? -1 : x->n_tokens < y->n_tokens;
}

/* Whether the words of @part stand next to each other in @whole. */
static gboolean
select_contains(const KwText *text, const KwCandidate *whole, const KwCandidate *part)
{
    for (guint at = 0; at + part->n_tokens <= whole->n_tokens; at++) {
        guint i = 0;

        while (i < part->n_tokens && text->stems[text->tokens[whole->first + at + i].word] ==
                                         text->stems[text->tokens[part->first + i].word])
            i++;
        if (i == part->n_tokens)
            return TRUE;
    }
    return FALSE;
}

/* Whether @candidate says what @better says already: one holds the other, and the shorter seldom
 * stands without the longer. */
static gboolean
select_repeats(const KwText *text, const KwCandidate *better, const KwCandidate *candidate)
{
    if (better->n_tokens >= candidate->n_tokens)
        return candidate->count * 2 <= better->count * 3 &&
               select_contains(text, better, candidate);
    return better->count * 2 <= candidate->count * 3 && select_contains(text, candidate, better);
}

GArray *
kw_select(KwCandidates *candidates, const KwText *text, guint max)
{
    GArray *chosen = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(Ranked));

    for (guint32 i = 0; i < candidates->candidates->len; i++) {
        const KwCandidate *candidate = kw_candidate(candidates, i);
        Ranked entry = { i, candidate->first, candidate->n_tokens, candidate->score };

        if (candidate->score > 0)
            g_array_append_val(ranked, entry);
    }
    g_array_sort(ranked, ranked_compare);
    for (guint i = 0; i < ranked->len && i < max * SELECT_LOOK && chosen->len < max; i++) {
        guint32 number = g_array_index(ranked, Ranked, i).number;
        const KwCandidate *candidate = kw_candidate(candidates, number);
        gboolean repeats = FALSE;

        for (guint j = 0; j < chosen->len && !repeats; j++)
            repeats = select_repeats(
                text, kw_candidate(candidates, g_array_index(chosen, guint32, j)), candidate);
        if (!repeats)
            g_array_append_val(chosen, number);
    }
    return chosen;
}

/* suggest.c - which known word somebody probably meant.
 *
 * Optimal string alignment distance (Damerau 1964; Boytsov 2011, section 2.1): insertions,
 * deletions, substitutions and swaps of neighbours. A difference of case, or between '-', '_' and
 * ' ', costs a tenth of an edit.
 */
#include <textmill/report.h>

#include <string.h>

#define SUGGEST_EDIT   10 /* cost of one edit; SUGGEST_LIKE is that of a difference in writing */
#define SUGGEST_LIKE   1
#define SUGGEST_MAX    64 /* code points; longer words are not misspelt names */
#define SUGGEST_PREFIX 3

static gunichar
suggest_fold(gunichar c)
{
    return c == '_' || c == ' ' ? '-' : g_unichar_tolower(c);
}

static guint
suggest_cost(gunichar a, gunichar b)
{
    if (a == b)
        return 0;
    return suggest_fold(a) == suggest_fold(b) ? SUGGEST_LIKE : SUGGEST_EDIT;
}

static guint
suggest_distance(const gunichar *a, glong a_length, const gunichar *b, glong b_length)
{
    guint rows[3][SUGGEST_MAX + 1];
    guint *before = rows[0], *previous = rows[1], *current = rows[2];

    for (glong j = 0; j <= b_length; j++)
        previous[j] = (guint) j * SUGGEST_EDIT;
    for (glong i = 1; i <= a_length; i++) {
        current[0] = (guint) i * SUGGEST_EDIT;
        for (glong j = 1; j <= b_length; j++) {
            guint best = previous[j - 1] + suggest_cost(a[i - 1], b[j - 1]);

            best = MIN(best, previous[j] + SUGGEST_EDIT);
            best = MIN(best, current[j - 1] + SUGGEST_EDIT);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = MIN(best, before[j - 2] + SUGGEST_EDIT);
            current[j] = best;
        }

        guint *oldest = before;

        before = previous;
        previous = current;
        current = oldest;
    }
    return previous[b_length];
}

/* One edit for up to four characters, two from five, then one more for every three. */
static guint
suggest_threshold(glong length)
{
    return (guint) MAX(1, (length + 1) / 3) * SUGGEST_EDIT + 2 * SUGGEST_LIKE;
}

/* The only candidate that @word begins, or NULL. */
static const char *
suggest_by_prefix(const char *word, const char *const *candidates)
{
    const char *found = NULL;

    for (; *candidates; candidates++) {
        if (!g_str_has_prefix(*candidates, word))
            continue;
        if (found)
            return NULL;
        found = *candidates;
    }
    return found;
}

const char *
mill_suggest(const char *word, const char *const *candidates)
{
    glong length = 0;
    const char *best = NULL;

    if (!word || !candidates || !g_utf8_validate(word, -1, NULL))
        return NULL;

    g_autofree gunichar *word_points = g_utf8_to_ucs4_fast(word, -1, &length);

    if (length == 0 || length > SUGGEST_MAX)
        return NULL;

    guint best_distance = suggest_threshold(length) + 1;
    glong best_length = 0;

    for (const char *const *candidate = candidates; *candidate; candidate++) {
        glong candidate_length = 0;
        g_autofree gunichar *points = g_utf8_to_ucs4_fast(*candidate, -1, &candidate_length);

        if (candidate_length > SUGGEST_MAX)
            continue;

        guint distance = suggest_distance(word_points, length, points, candidate_length);

        /* Everything replaced is not a misspelling, however short the word. */
        if (distance >= (guint) MAX(length, candidate_length) * SUGGEST_EDIT)
            continue;
        /* Of equals, the one of about the same length: letters are swapped more often than lost. */
        if (distance < best_distance ||
            (best && distance == best_distance &&
             ABS(candidate_length - length) < ABS(best_length - length))) {
            best = *candidate;
            best_distance = distance;
            best_length = candidate_length;
        }
    }
    return best || length < SUGGEST_PREFIX ? best : suggest_by_prefix(word, candidates);
}

/* textrank.c - words by their rank among the words that stand near them.
 *
 * Mihalcea, R. and Tarau, P.: "TextRank: Bringing Order into Texts", EMNLP 2004: words within a
 * window are joined by an edge, whose weight is how often they are; ranks come from the power
 * iteration of PageRank with a damping of 0.85. A phrase has the sum of the ranks of its words,
 * times the logarithm of how often it occurs: without that, the longest phrases of a paper would
 * win.
 */
#include "language.h"
#include "score.h"

#include <math.h>
#include <string.h>

#define TEXTRANK_WINDOW     4  /* tokens ahead */
#define TEXTRANK_ROUNDS     30 /* at most */
#define TEXTRANK_DAMPING    0.85
#define TEXTRANK_PRECISION  1e-6
#define TEXTRANK_ONCE       0.1 /* what the logarithm is raised by, so that one occurrence counts */
#define TEXTRANK_TOKENS_MAX 2000000u /* more add no knowledge, only memory */

/* Edges in both directions, as lists: those of word i are [starts[i], starts[i + 1]). */
typedef struct {
    guint32 *starts;
    guint32 *others;
    guint32 n;
} Graph;

static gboolean
textrank_is_word(const KwText *text, guint32 token)
{
    const KwToken *at = &text->tokens[token];

    return !(text->word_flags[at->word] & KW_WORD_STOP) &&
           !(at->flags & (KW_TOKEN_NUMBER | KW_TOKEN_BACK)) && at->chars > 1;
}

typedef void (*EdgeVisit)(Graph *graph, guint32 a, guint32 b, guint32 *cursor);

static void
textrank_each_edge(const KwText *text, Graph *graph, EdgeVisit visit, guint32 *cursor)
{
    guint32 n_tokens = MIN(text->n_tokens, TEXTRANK_TOKENS_MAX);

    for (guint32 i = 0; i < n_tokens; i++) {
        if (!textrank_is_word(text, i))
            continue;
        for (guint32 j = i + 1; j < n_tokens && j <= i + TEXTRANK_WINDOW; j++) {
            guint32 a = text->stems[text->tokens[i].word];
            guint32 b = text->stems[text->tokens[j].word];

            if (text->tokens[j].flags & KW_TOKEN_SENTENCE)
                break;
            if (a != b && textrank_is_word(text, j))
                visit(graph, a, b, cursor);
        }
    }
}

static void
textrank_count(Graph *graph, guint32 a, guint32 b, guint32 *cursor)
{
    graph->starts[a + 1]++;
    graph->starts[b + 1]++;
}

static void
textrank_join(Graph *graph, guint32 a, guint32 b, guint32 *cursor)
{
    graph->others[cursor[a]++] = b;
    graph->others[cursor[b]++] = a;
}

static void
textrank_iterate(const Graph *graph, double *ranks, double *fresh)
{
    for (guint round = 0; round < TEXTRANK_ROUNDS; round++) {
        double change = 0;

        for (guint32 i = 0; i < graph->n; i++) {
            double sum = 0;

            for (guint32 e = graph->starts[i]; e < graph->starts[i + 1]; e++) {
                guint32 other = graph->others[e];

                sum += ranks[other] / (graph->starts[other + 1] - graph->starts[other]);
            }
            fresh[i] = 1 - TEXTRANK_DAMPING + TEXTRANK_DAMPING * sum;
            change += fabs(fresh[i] - ranks[i]);
        }
        memcpy(ranks, fresh, graph->n * sizeof(double));
        if (change < TEXTRANK_PRECISION * graph->n)
            break;
    }
}

/* The rank of each word (stem). (transfer full) */
static double *
textrank_ranks(const KwText *text)
{
    Graph graph = { .n = text->n_stems };
    g_autofree guint32 *starts = g_new0(guint32, graph.n + 2);
    g_autofree guint32 *cursor = g_new(guint32, graph.n + 1);
    double *ranks = g_new(double, graph.n + 1);
    g_autofree double *fresh = g_new(double, graph.n + 1);

    graph.starts = starts;
    textrank_each_edge(text, &graph, textrank_count, NULL);
    for (guint32 i = 0; i < graph.n; i++) {
        starts[i + 1] += starts[i];
        ranks[i] = 1;
    }

    g_autofree guint32 *others = g_new(guint32, starts[graph.n] + 1);

    graph.others = others;
    memcpy(cursor, starts, graph.n * sizeof(guint32));
    textrank_each_edge(text, &graph, textrank_join, cursor);
    textrank_iterate(&graph, ranks, fresh);
    return ranks;
}

void
kw_score_textrank(KwCandidates *candidates, const KwText *text)
{
    g_autofree double *ranks = textrank_ranks(text);

    for (guint32 i = 0; i < candidates->candidates->len; i++) {
        KwCandidate *candidate = kw_candidate(candidates, i);

        candidate->score = 0;
        if (!kw_candidate_stands_alone(candidate))
            continue;
        for (guint n = 0; n < candidate->n_tokens; n++)
            candidate->score += ranks[text->stems[text->tokens[candidate->first + n].word]];
        candidate->score *= log(candidate->count) + TEXTRANK_ONCE;
    }
}

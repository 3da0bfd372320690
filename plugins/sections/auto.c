/* auto.c - see auto.h. */
#include "auto.h"

#include "decide.h"

/* The order of priority counts as evidence only between schemes that do about equally well. */
#define AUTO_CLOSE 0.9
/* A scheme whose sign stands at the beginning of the text is that much likelier. */
#define AUTO_SIGN  2.0

static gboolean
auto_is_better(const GPtrArray *selectors, const Verdict *a, const Verdict *b)
{
    gint first = selector_get_scheme(g_ptr_array_index(selectors, a->selector))->priority;
    gint second = selector_get_scheme(g_ptr_array_index(selectors, b->selector))->priority;

    /* Nothing but a title: the least special scheme will do. */
    if (a->evidence == 0 && b->evidence == 0)
        return first < second;
    if (first != second && a->headings > 0 && b->headings > 0)
        return first > second ? a->evidence >= b->evidence * AUTO_CLOSE
                              : a->evidence * AUTO_CLOSE > b->evidence;
    return a->evidence > b->evidence;
}

gint
auto_choose(const GPtrArray *selectors, const Scan *scan, GArray *headings, GArray *verdicts)
{
    Verdict best = { 0 };
    gint chosen = -1;

    if (verdicts)
        g_array_set_size(verdicts, 0);
    for (guint i = 0; i < selectors->len; i++) {
        Verdict verdict = { .selector = i };

        if (selectors->len > 1 && !decide_has_sign(g_ptr_array_index(selectors, i), scan))
            continue;
        verdict.evidence =
            decide(g_ptr_array_index(selectors, i), scan, headings, &verdict.headings);
        if (selectors->len > 1 && !decide_has_needed(g_ptr_array_index(selectors, i), headings))
            verdict.headings = 0;
        if (selector_get_scheme(g_ptr_array_index(selectors, i))->signs->len > 0)
            verdict.evidence *= AUTO_SIGN;
        if (verdict.headings > 0 && (chosen < 0 || auto_is_better(selectors, &verdict, &best))) {
            best = verdict;
            chosen = (gint) i;
        }
        if (verdicts)
            g_array_append_val(verdicts, verdict);
    }
    if (chosen >= 0 && (guint) chosen != selectors->len - 1)
        decide(g_ptr_array_index(selectors, chosen), scan, headings, NULL);
    return chosen;
}

/* auto.c - see auto.h. */
#include "auto.h"

#include "decide.h"

/* The order of priority counts as evidence only between schemes that do about equally well. */
#define AUTO_CLOSE 0.9
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

/* How many bytes at the beginning of a text tell its script. */
#define AUTO_SCRIPT_BYTES 8192

/* Whether the text may be in @script. Han: a tenth of its bytes are leads of ideographs or kana,
 * that is a third of its characters. Latin: a fifth are letters, or it is not Han. */
static gboolean
auto_is_in_script(const Scan *scan, guint script)
{
    gsize length = MIN(scan->length, AUTO_SCRIPT_BYTES);
    gsize han = 0, letters = 0;

    for (gsize i = 0; script != SCRIPT_ANY && i < length; i++) {
        guchar byte = (guchar) scan->text[i];

        letters += g_ascii_isalpha(byte) != 0;
        han += (byte >= 0xE4 && byte <= 0xE9) ||
               (byte == 0xE3 && i + 1 < length && (guchar) scan->text[i + 1] > 0x80);
    }
    if (script == SCRIPT_HAN)
        return han * 10 >= length;
    return script == SCRIPT_ANY || letters * 5 >= length || han * 10 < length;
}

/* A choice in progress. */
typedef struct {
    const GPtrArray *selectors;
    const Scan *scan;
    GArray *headings;
    GArray *verdicts;
    Verdict best;
    gint chosen;
    gint last; /* whose headings are in `headings` */
} Choice;

static const Scheme *
auto_get_scheme(const Choice *self, guint index)
{
    return selector_get_scheme(g_ptr_array_index(self->selectors, index));
}

static void
auto_try(Choice *self, guint index)
{
    const Selector *selector = g_ptr_array_index(self->selectors, index);
    Verdict verdict = { .selector = index };

    verdict.evidence = decide(selector, self->scan, self->headings, &verdict.headings);
    self->last = (gint) index;
    if (self->selectors->len > 1 && !decide_has_needed(selector, self->headings))
        verdict.headings = 0;
    if (verdict.headings > 0 &&
        (self->chosen < 0 || auto_is_better(self->selectors, &verdict, &self->best))) {
        self->best = verdict;
        self->chosen = (gint) index;
    }
    g_array_append_val(self->verdicts, verdict);
}

/* A scheme whose sign stands at the beginning of the text needs no more than some headings. */
static void
auto_try_signs(Choice *self)
{
    for (guint i = 0; i < self->selectors->len; i++)
        if (auto_get_scheme(self, i)->signs->len > 0 &&
            decide_has_sign(g_ptr_array_index(self->selectors, i), self->scan))
            auto_try(self, i);
}

gint
auto_choose(const GPtrArray *selectors, const Scan *scan, GArray *headings, GArray *verdicts)
{
    Choice self = { selectors, scan, headings, verdicts, { 0 }, -1, -1 };

    g_array_set_size(verdicts, 0);
    if (selectors->len > 1)
        auto_try_signs(&self);
    if (self.best.evidence == 0)
        for (guint i = 0; i < selectors->len; i++)
            if (selectors->len == 1 || (auto_get_scheme(&self, i)->signs->len == 0 &&
                                        auto_is_in_script(scan, auto_get_scheme(&self, i)->script)))
                auto_try(&self, i);
    if (self.chosen >= 0 && self.chosen != self.last)
        decide(g_ptr_array_index(selectors, self.chosen), scan, headings, NULL);
    return self.chosen;
}

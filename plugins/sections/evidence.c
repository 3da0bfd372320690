/* evidence.c - see evidence.h.
 *
 * For each rule, from the outermost rank inwards, the candidates are read as a sequence. A chain
 * through them earns what its members weigh by their look, gains for each step to the next number,
 * and pays for gaps, for numbers that go back, and for beginning late; the best chain wins
 * (dynamic programming over pairs, as in any weighted longest increasing subsequence, with a
 * window, because headings far apart are linked by those in between). What is not in the best chain
 * is no heading, unless its look alone is sure.
 */
#include "evidence.h"

#define EVIDENCE_WINDOW 12

/* Weights and costs, in the same coin. A doubtful line needs a chain: alone it is below zero. */
#define WEIGHT_SURE     4.0
#define WEIGHT_LIKELY   1.5
#define WEIGHT_DOUBTFUL (-0.4)
#define GAIN_NEXT       1.0
#define COST_LATE       2.0 /* the first number is not 1, */
#define COST_LATE_FIRST 0.1 /* or not, but nothing stands before: the text begins in the middle */
#define COST_GAP        0.7 /* for each number left out, */
#define COST_GAP_MOST   2.5 /* at most */
#define COST_BACK       3.0 /* a number that goes back */
#define COST_AGAIN      0.3 /* begins with 1 again under the same heading */
#define COST_REPEAT     2.0
#define COST_ANEW       8.0 /* the same for decimal numbers: rather a list than a section */
#define COST_LISTED     4.0 /* the next number follows at once: an item of a list, or of contents */
#define COST_INDENT     1.5 /* two of the same depth with different indentation */

/* What an accepted heading says for its scheme: marks and labels say much, blank lines little. */
#define EVIDENCE_MARK     4.0
#define EVIDENCE_FORM     0.8
#define EVIDENCE_LABELLED 0.2 /* a form, but a label was there: another scheme's heading */
#define EVIDENCE_SURE     4.0
#define EVIDENCE_LIKELY   2.0
#define EVIDENCE_DOUBTFUL 0.7

typedef struct {
    guint heading;  /* index */
    guint scope;    /* the heading of lower rank that it stands under; equal: the same */
    gboolean child; /* the first subdivision of that heading: A.1 under Appendix A */
    double weight;
    double best; /* of a chain that ends here */
    gint from;   /* the member before, or -1 */
} Link;

/* The candidates of one rule. */
typedef struct {
    const Rule *rule;
    GArray *headings;
    GArray *links; /* Link */
} Series;

static Link *
series_link(const Series *self, guint index)
{
    return &g_array_index(self->links, Link, index);
}

static Heading *
series_heading(const Series *self, const Link *link)
{
    return &g_array_index(self->headings, Heading, link->heading);
}

static gboolean
evidence_is_numbered(const Heading *heading)
{
    return heading->match.number >= 0;
}

static double
evidence_weigh(const Rule *rule, const Heading *heading)
{
    double weight = rule->trust == TRUST_SURE     ? WEIGHT_SURE
                    : rule->trust == TRUST_LIKELY ? WEIGHT_LIKELY
                                                  : WEIGHT_DOUBTFUL;

    /* "（一）稳增长。实施…": a short first sentence is a title; the label alone says less. */
    if (heading->run_in)
        weight -= heading->lead ? 0.0 : 1.0;
    else if (heading->before && heading->after)
        weight += 0.3;
    if (heading->listed && (rule->by_depth || rule->trust == TRUST_DOUBTFUL))
        weight -= COST_LISTED;
    if (heading->continues)
        weight -= heading->after ? 1.0 : 2.0;
    return weight;
}

/* 1.2 → 1.2.1, 1.3 or 2: the place where two paths part decides. */
static double
evidence_step_dotted(const PatternMatch *a, const PatternMatch *b)
{
    guint same = 0;
    gint64 jump;

    while (same < a->depth && same < b->depth && a->path[same] == b->path[same])
        same++;
    if (same == b->depth)
        return -COST_BACK; /* the same, or an ancestor again */
    if (same == a->depth) {
        jump = (gint64) b->path[same] - 1;
        if (b->depth > a->depth + 1)
            jump += b->depth - a->depth - 1;
    } else {
        jump = (gint64) b->path[same] - (gint64) a->path[same] - 1;
        if (b->depth > same + 1)
            jump += b->depth - same - 1;
    }
    if (jump < 0)
        return b->depth == 1 && b->path[0] == 1 ? -COST_ANEW : -COST_BACK;
    return jump == 0 ? GAIN_NEXT : -MIN(COST_GAP * (double) jump, COST_GAP_MOST);
}

static double
evidence_step_number(const Rule *rule, const Heading *a, const Heading *b, gboolean same_scope)
{
    gint64 jump = b->match.number - a->match.last;

    if (rule->by_depth && a->match.depth + b->match.depth > 2)
        return evidence_step_dotted(&a->match, &b->match);
    if (jump == 1)
        return GAIN_NEXT;
    if (jump == 0 && (b->match.suffix || a->match.suffix))
        return GAIN_NEXT;
    if (jump > 1)
        return -MIN(COST_GAP * (double) (jump - 1), COST_GAP_MOST);
    if (!same_scope && !rule->runs_on)
        return b->match.number <= 1 ? 0.0 : -COST_LATE;
    if (b->match.number <= 1)
        return rule->by_depth ? -COST_ANEW : -COST_AGAIN;
    return jump == 0 ? -COST_REPEAT : -COST_BACK;
}

/* What the step from @a to @b gains or costs. */
static double
evidence_step(const Series *self, const Link *a, const Link *b)
{
    const Heading *from = series_heading(self, a);
    const Heading *to = series_heading(self, b);
    double step =
        b->child ? GAIN_NEXT : evidence_step_number(self->rule, from, to, a->scope == b->scope);

    return from->indent == to->indent || from->match.depth != to->match.depth ? step
                                                                              : step - COST_INDENT;
}

static double
evidence_start(const Series *self, const Link *link)
{
    const Heading *heading = series_heading(self, link);

    if (link->child ||
        (heading->match.number <= 1 && (!self->rule->by_depth || heading->match.depth == 1)))
        return 0.0;
    return link->scope == 0 ? -COST_LATE_FIRST : -COST_LATE;
}

/* Whether each step is to the next number, or to 1 under another heading: then there is nothing to
 * decide, which is how most documents are. */
static gboolean
evidence_is_perfect(const Series *self)
{
    for (guint i = 0; i < self->links->len; i++) {
        const Link *link = series_link(self, i);
        double step = i > 0 ? evidence_step(self, link - 1, link) : evidence_start(self, link);

        if (step < 0 || link->weight + step <= 0)
            return FALSE;
    }
    return TRUE;
}

/* Lets @link follow on the chain that ends in link @from, if that is better than what it has. */
static void
evidence_try(const Series *self, Link *link, gint from)
{
    const Link *other = series_link(self, (guint) from);
    double sum = other->best + link->weight + evidence_step(self, other, link);

    if (sum > link->best) {
        link->best = sum;
        link->from = from;
    }
}

static void
evidence_chain(const Series *self)
{
    gint top = -1; /* the best chain that ends before the window */

    for (guint i = 0; i < self->links->len; i++) {
        Link *link = series_link(self, i);
        guint first = i > EVIDENCE_WINDOW ? i - EVIDENCE_WINDOW : 0;

        link->best = link->weight + evidence_start(self, link);
        link->from = -1;
        if (first > 0 &&
            (top < 0 || series_link(self, first - 1)->best > series_link(self, (guint) top)->best))
            top = (gint) first - 1;
        if (top >= 0)
            evidence_try(self, link, top);
        for (guint j = first; j < i; j++)
            evidence_try(self, link, (gint) j);
    }
}

/* A 17 alone is no heading. */
static gboolean
evidence_is_lone(const Series *self, const Link *link)
{
    return link->from < 0 && !link->child && self->rule->trust != TRUST_SURE &&
           series_heading(self, link)->match.number > 1;
}

/* Accepts the members of the best chain, and rejects the rest where looks alone do not do. */
static void
evidence_settle(const Series *self)
{
    gint at = -1;
    double best = 0;

    for (guint i = 0; i < self->links->len; i++) {
        const Link *link = series_link(self, i);
        gboolean sure = self->rule->trust == TRUST_SURE && link->weight >= WEIGHT_SURE;

        series_heading(self, link)->state = sure ? HEADING_ACCEPTED : HEADING_REJECTED;
        if (link->best > best) {
            best = link->best;
            at = (gint) i;
        }
    }
    if (at >= 0 && evidence_is_lone(self, series_link(self, (guint) at)))
        return;
    for (; at >= 0; at = series_link(self, (guint) at)->from)
        series_heading(self, series_link(self, (guint) at))->state = HEADING_ACCEPTED;
}

static void
evidence_accept_all(const Series *self)
{
    for (guint i = 0; i < self->links->len; i++)
        series_heading(self, series_link(self, i))->state = HEADING_ACCEPTED;
}

/* Whether @heading numbers on from what it stands under: A.1 from Appendix A, 2.1 from Chapter 2.
 */
static gboolean
evidence_is_child(const Rule *rule, const Heading *heading, const Heading *outer)
{
    guint depth = heading->match.depth;

    return rule->by_depth && depth > 1 && heading->match.path[depth - 1] <= 1 &&
           outer->match.number == heading->match.path[depth - 2];
}

/* The open headings of rule @index, with what they stand under: the headings accepted so far. */
static void
evidence_collect(Series *self, guint index)
{
    guint scope = 0;

    g_array_set_size(self->links, 0);
    for (guint i = 0; i < self->headings->len; i++) {
        const Heading *heading = &g_array_index(self->headings, Heading, i);

        if (heading->state == HEADING_ACCEPTED && heading->rule != index)
            scope = i + 1;
        if (heading->state != HEADING_OPEN || heading->rule != index)
            continue;

        Link link = {
            .heading = i, .scope = scope, .weight = evidence_weigh(self->rule, heading), .from = -1
        };

        link.child =
            scope > 0 && evidence_is_child(self->rule, heading,
                                           &g_array_index(self->headings, Heading, scope - 1));
        g_array_append_val(self->links, link);
    }
}

/* C is 3 after B, and 100 after XCIX. */
static void
evidence_choose_system(const Series *self)
{
    for (guint i = 1; i < self->links->len; i++) {
        Heading *heading = series_heading(self, series_link(self, i));
        const Heading *before = series_heading(self, series_link(self, i - 1));

        if (heading->match.other == before->match.last + 1)
            heading->match.number = heading->match.last = heading->match.other;
    }
}

static void
evidence_decide_rule(const Selector *selector, guint index, GArray *headings, GArray *links)
{
    Series self = { selector_get_rule(selector, index), headings, links };

    evidence_collect(&self, index);
    if (links->len == 0)
        return;
    evidence_choose_system(&self);
    if (!evidence_is_numbered(series_heading(&self, series_link(&self, 0))) ||
        evidence_is_perfect(&self)) {
        evidence_accept_all(&self);
        return;
    }
    evidence_chain(&self);
    evidence_settle(&self);
}

/* How the accepted headings of a rule stand to each other. */
typedef struct {
    guint count;
    gboolean deep; /* some have decimal numbers of two parts or more */
} Company;

static double
evidence_of(const Rule *rule, const Heading *heading, const Company *company)
{
    double evidence = rule->trust == TRUST_SURE     ? EVIDENCE_SURE
                      : rule->trust == TRUST_LIKELY ? EVIDENCE_LIKELY
                                                    : EVIDENCE_DOUBTFUL;

    /* Captions stand in texts of any kind. */
    if (rule->forms & FORM_EMPHASISED)
        return 0;
    if (heading->label_end == heading->label_start)
        return rule->forms & (FORM_ATX | FORM_SETEXT | FORM_ADORNED) ? EVIDENCE_MARK
               : heading->labelled                                   ? EVIDENCE_LABELLED
                                                                     : EVIDENCE_FORM;
    /* A number by itself, or a list of them without 1.1, may be anything. */
    if (heading->match.number >= 0 && (company->count < 2 || (rule->by_depth && !company->deep)))
        evidence = MIN(evidence, EVIDENCE_DOUBTFUL);
    return heading->run_in ? evidence / 2 : evidence;
}

double
evidence_weigh_scheme(const Selector *selector, const GArray *headings)
{
    const Scheme *scheme = selector_get_scheme(selector);
    g_autofree Company *companies = g_new0(Company, scheme->rules->len + 1);
    double sum = 0;

    for (guint i = 0; i < headings->len; i++) {
        const Heading *heading = &g_array_index(headings, Heading, i);

        if (heading->state != HEADING_ACCEPTED)
            continue;
        companies[heading->rule].count++;
        companies[heading->rule].deep |= heading->match.depth > 1;
    }
    for (guint i = 0; i < headings->len; i++) {
        const Heading *heading = &g_array_index(headings, Heading, i);

        if (heading->state == HEADING_ACCEPTED && heading->rule != scheme->title_rule)
            sum += evidence_of(selector_get_rule(selector, heading->rule), heading,
                               &companies[heading->rule]);
    }
    return sum;
}

void
evidence_decide(const Selector *selector, GArray *headings)
{
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(Link));
    const Scheme *scheme = selector_get_scheme(selector);
    guint64 seen = 0;
    gint rank = -1;

    for (guint i = 0; i < headings->len; i++)
        seen |= G_GUINT64_CONSTANT(1) << MIN(g_array_index(headings, Heading, i).rule, 63);
    /* Outer ranks first, so that inner ones know what they stand under. */
    for (guint done = 0; done < scheme->rules->len;) {
        gint next = G_MAXINT;

        for (guint i = 0; i < scheme->rules->len; i++) {
            const Rule *rule = selector_get_rule(selector, i);

            if (rule->rank > rank)
                next = MIN(next, rule->rank);
        }
        for (guint i = 0; i < scheme->rules->len; i++) {
            if (selector_get_rule(selector, i)->rank != next)
                continue;
            done++;
            if (seen >> MIN(i, 63) & 1)
                evidence_decide_rule(selector, i, headings, links);
        }
        rank = next;
    }
}

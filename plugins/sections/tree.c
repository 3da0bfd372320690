/* tree.c - see tree.h. */
#include "tree.h"

#include "marks.h"
#include "utf8.h"

/* An open section: where in `sections`, and up to which offset it can reach. */
typedef struct {
    guint section;
    gint rank;
    guint quote; /* block quotes around its heading */
    gsize limit;
} Open;

/* A block quote of Markdown: the lines [first, end) are in it. */
typedef struct {
    guint32 first;
    guint32 end;
} Quote;

typedef struct {
    const Selector *selector;
    const Scan *scan;
    GArray *headings;
    GArray *sections;
    GArray *open;
    Quote quotes[QUOTE_MAX + 1]; /* by depth: the one that was last looked at */
} Tree;

/* Gives the ranks of the rules that are ordered by appearance to those rules in the order in which
 * they appear: a law may put its Kapitel under its Teile or the other way round. */
static void
tree_order_by_appearance(Tree *self)
{
    const Scheme *scheme = selector_get_scheme(self->selector);
    guint n_rules = scheme->rules->len;
    g_autofree gint *ranks = g_new(gint, n_rules + 1);
    g_autofree guint *order = g_new(guint, n_rules + 1);
    g_autofree gint *given = g_new0(gint, n_rules + 1);
    guint found = 0;

    for (guint i = 0; i < self->headings->len; i++) {
        const Heading *heading = &g_array_index(self->headings, Heading, i);
        const Rule *rule = selector_get_rule(self->selector, heading->rule);

        if (heading->state != HEADING_ACCEPTED || !rule->appearance || given[heading->rule])
            continue;
        given[heading->rule] = 1;
        order[found] = heading->rule;
        ranks[found++] = rule->rank;
    }
    if (found < 2)
        return;
    /* A few rules at most: insertion sort. */
    for (guint i = 1; i < found; i++)
        for (guint j = i; j > 0 && ranks[j - 1] > ranks[j]; j--) {
            gint swap = ranks[j];

            ranks[j] = ranks[j - 1];
            ranks[j - 1] = swap;
        }
    for (guint i = 0; i < found; i++)
        given[order[i]] = ranks[i];
    for (guint i = 0; i < self->headings->len; i++) {
        Heading *heading = &g_array_index(self->headings, Heading, i);

        if (selector_get_rule(self->selector, heading->rule)->appearance && given[heading->rule])
            heading->rank = (gint16) given[heading->rule];
    }
}

/* Headings that stand beside another kind take its rank: a law's annex is as deep as its articles.
 */
static void
tree_rank_beside(Tree *self)
{
    const Scheme *scheme = selector_get_scheme(self->selector);
    g_autofree gint *ranks = g_new(gint, scheme->rules->len + 1); /* of the last such heading */

    for (guint i = 0; i < scheme->rules->len; i++)
        ranks[i] = -1;
    for (guint i = 0; i < self->headings->len; i++) {
        Heading *heading = &g_array_index(self->headings, Heading, i);
        const Rule *rule = selector_get_rule(self->selector, heading->rule);

        if (heading->state != HEADING_ACCEPTED)
            continue;
        if (ranks[heading->rule] >= 0)
            heading->rank = (gint16) ranks[heading->rule];
        for (guint j = 0; j < scheme->rules->len; j++)
            if (g_strcmp0(selector_get_rule(self->selector, j)->beside, rule->kind) == 0)
                ranks[j] = heading->rank;
    }
}

static gboolean
tree_has_beside(const Tree *self)
{
    const Scheme *scheme = selector_get_scheme(self->selector);

    for (guint i = 0; i < scheme->rules->len; i++)
        if (selector_get_rule(self->selector, i)->beside)
            return TRUE;
    return FALSE;
}

static gsize
tree_trim(const Tree *self, gsize start, gsize end)
{
    const char *text = self->scan->text;
    const char *stop = text + end;

    for (;;) {
        const char *trimmed = utf8_trim_end(text + start, stop);

        while (trimmed > text + start && trimmed[-1] == '\n')
            trimmed--;
        if (trimmed == stop)
            return (gsize) (stop - text);
        stop = trimmed;
    }
}

static void
tree_close(Tree *self, gsize end)
{
    const Open *open = &g_array_index(self->open, Open, self->open->len - 1);
    Section *section = &g_array_index(self->sections, Section, open->section);
    const Heading *heading = &g_array_index(self->headings, Heading, section->heading);

    section->end = MAX(heading->end, tree_trim(self, heading->end, MIN(end, open->limit)));
    g_array_set_size(self->open, self->open->len - 1);
}

/* Where the block quote ends that @heading stands in. */
static gsize
tree_find_quote_end(Tree *self, const Heading *heading)
{
    Quote *quote = &self->quotes[heading->quote];
    gsize n_lines = scan_get_n_lines(self->scan);

    if (heading->line < quote->first || heading->line >= quote->end) {
        guint depth = heading->quote;

        *quote = (Quote){ heading->line, heading->line };
        while (depth >= heading->quote && ++quote->end < n_lines) {
            MillSpan line = scan_get_line(self->scan, quote->end);

            marks_skip_quotes(self->scan->text + line.start, self->scan->text + line.end, &depth);
        }
    }
    return quote->end < n_lines ? scan_get_line(self->scan, quote->end).start : self->scan->length;
}

/* Whether the innermost open section ends before @heading. */
static gboolean
tree_must_close(const Tree *self, const Heading *heading)
{
    const Open *open;

    if (self->open->len == 0)
        return FALSE;
    open = &g_array_index(self->open, Open, self->open->len - 1);
    /* What is in a quote is no part of the outline around it, so it ends nothing there. */
    return open->limit <= heading->start ||
           (open->rank >= heading->rank && open->quote >= heading->quote);
}

/* Where the next accepted heading behind @index of @rank or a lower one starts. */
static gsize
tree_find_next(const Tree *self, guint index, gint rank)
{
    for (guint i = index + 1; i < self->headings->len; i++) {
        const Heading *heading = &g_array_index(self->headings, Heading, i);

        if (heading->state == HEADING_ACCEPTED && heading->rank <= rank)
            return heading->start;
    }
    return self->scan->length;
}

static void
tree_open(Tree *self, guint index)
{
    const Heading *heading = &g_array_index(self->headings, Heading, index);
    const Rule *rule = selector_get_rule(self->selector, heading->rule);
    const Open *outer =
        self->open->len > 0 ? &g_array_index(self->open, Open, self->open->len - 1) : NULL;
    Section section = {
        .heading = index,
        .parent = outer ? (gint) outer->section : -1,
        .level = self->open->len + 1,
    };
    Open open = {
        .section = self->sections->len,
        .rank = heading->rank,
        .quote = heading->quote,
        .limit = outer ? outer->limit : self->scan->length,
    };

    if (heading->quote > 0)
        open.limit = MIN(open.limit, tree_find_quote_end(self, heading));
    if (rule->bare)
        open.limit = heading->end;
    else if (rule->interrupts) {
        gsize limit = MIN(open.limit, tree_find_next(self, index, heading->rank));
        gsize start =
            outer ? g_array_index(self->headings, Heading,
                                  g_array_index(self->sections, Section, outer->section).heading)
                        .end
                  : 0;

        open.limit = box_find_end(self->selector, self->scan, self->headings, index, start, limit);
    }
    g_array_append_val(self->sections, section);
    g_array_append_val(self->open, open);
}

void
tree_build(const Selector *selector, const Scan *scan, GArray *headings, GArray *sections)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(Open));
    Tree self = {
        .selector = selector,
        .scan = scan,
        .headings = headings,
        .sections = sections,
        .open = open,
    };

    g_array_set_size(sections, 0);
    tree_order_by_appearance(&self);
    if (tree_has_beside(&self))
        tree_rank_beside(&self);
    for (guint i = 0; i < headings->len; i++) {
        const Heading *heading = &g_array_index(headings, Heading, i);

        if (heading->state != HEADING_ACCEPTED)
            continue;
        while (tree_must_close(&self, heading))
            tree_close(&self, heading->start);
        tree_open(&self, i);
    }
    while (open->len > 0)
        tree_close(&self, scan->length);
}

/* select.c - reads each find by the rules of a scheme. The first rule that fits a line wins. */
#include <string.h>

#include "extend.h"
#include "heading.h"
#include "title.h"
#include "utf8.h"

struct Selector {
    const Scheme *scheme;
    HeadingLimits limits;
    GPtrArray *by_pattern; /* finder's pattern index → GArray of rule indices, or NULL */
    GArray *by_form;       /* rule indices */
};

Selector *
selector_new(const Finder *finder, const Scheme *scheme, const HeadingLimits *limits)
{
    Selector *self = g_new0(Selector, 1);

    self->scheme = scheme;
    self->limits = *limits;
    self->by_pattern = g_ptr_array_new_with_free_func((GDestroyNotify) g_array_unref);
    self->by_form = g_array_new(FALSE, FALSE, sizeof(guint16));
    for (guint i = 0; i < scheme->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(scheme->rules, i);
        guint16 number = (guint16) i;

        if (rule->forms)
            g_array_append_val(self->by_form, number);
        for (guint j = 0; j < rule->labels->len; j++) {
            guint index = finder_find_pattern(finder, g_ptr_array_index(rule->labels, j));

            if (index >= self->by_pattern->len)
                g_ptr_array_set_size(self->by_pattern, (gint) index + 1);
            if (!self->by_pattern->pdata[index])
                self->by_pattern->pdata[index] = g_array_new(FALSE, FALSE, sizeof(guint16));
            g_array_append_val((GArray *) self->by_pattern->pdata[index], number);
        }
    }
    return self;
}

void
selector_free(Selector *selector)
{
    if (!selector)
        return;
    for (guint i = 0; i < selector->by_pattern->len; i++)
        if (selector->by_pattern->pdata[i])
            g_array_unref(selector->by_pattern->pdata[i]);
    g_ptr_array_set_free_func(selector->by_pattern, NULL);
    g_ptr_array_unref(selector->by_pattern);
    g_array_unref(selector->by_form);
    g_free(selector);
}

const Scheme *
selector_get_scheme(const Selector *selector)
{
    return selector->scheme;
}

const Rule *
selector_get_rule(const Selector *selector, guint index)
{
    return g_ptr_array_index(selector->scheme->rules, index);
}

/* The most characters that a title may have. */
static guint
select_most(const Selector *self, const Rule *rule)
{
    return self->limits.max_title ? self->limits.max_title : rule->max;
}

static gboolean
select_fits_length(const Selector *self, const Rule *rule, const char *start, const char *end)
{
    guint least = self->limits.min_title ? self->limits.min_title : rule->min;
    guint most = select_most(self, rule);
    gsize bytes = (gsize) (end - start);

    if (bytes > (gsize) most * 4)
        return FALSE;

    gsize count = utf8_count(start, end);

    return count >= least && count <= most;
}

/* The heading has the line for itself: what follows the label is a title or nothing. */
static gboolean
select_as_line(const Selector *self, const Rule *rule, const char *text, Heading *heading,
               const char *end)
{
    const char *title = text + heading->title_start;
    const char *stop = title_strip_leader(title, end, &heading->paged);

    heading->title_end = (guint32) (stop - text);
    heading->end = (guint32) (end - text);
    if (title == stop)
        return rule->title != TITLE_REQUIRED;
    if (rule->title == TITLE_NONE || !select_fits_length(self, rule, title, stop))
        return FALSE;
    if (!title_has_ending(rule->endings, title, stop))
        return FALSE;
    /* "Section 4.2 of …": behind a word and its number, a small letter goes on with a sentence. */
    if (!rule->by_depth && rule->forms == 0 && title_goes_on(text + heading->label_end, stop))
        return FALSE;
    /* Behind a # in Markdown, a sentence is a title as well; so it is in a caption. */
    if (rule->trust == TRUST_SURE && rule->forms & FORM_ATX && text[heading->start] == '#')
        return TRUE;
    if (rule->forms & FORM_EMPHASISED && heading->label_start > heading->start)
        return TRUE;
    return title_is_title(title, stop, rule->forms != 0);
}

/* Text follows on the line: the title ends at the first of the rule's signs, if that comes soon. */
static gboolean
select_as_run_in(const Selector *self, const Rule *rule, const char *text, Heading *heading,
                 const char *end)
{
    const char *title = text + heading->title_start;
    guint most = select_most(self, rule);
    gsize sign = 0;
    const char *stop =
        rule->title == TITLE_NONE ? NULL : title_find_end(title, end, rule->end_signs, most, &sign);

    heading->run_in = TRUE;
    if (stop && stop > title) {
        heading->title_end = (guint32) (stop - text);
        heading->end = (guint32) (stop + sign - text);
        heading->lead = stop + sign < end;
        return TRUE;
    }
    heading->title_start = heading->title_end = heading->end = heading->label_end;
    return rule->title != TITLE_REQUIRED;
}

static gboolean
select_read(const Selector *self, const Scan *scan, const Find *find, guint16 index,
            Heading *heading)
{
    const Rule *rule = selector_get_rule(self, index);
    const char *text = scan->text;
    const char *end = text + find->end;
    const char *title = text + find->label_end;

    if (rule->indent >= 0 && find->indent > (guint) rule->indent)
        return FALSE;
    if (rule->unpaged && scan->pages->len > 0)
        return FALSE;
    *heading = (Heading){
        .line = find->line,
        .last_line = find->line,
        .start = find->start,
        .label_start = find->forms & FORM_EMPHASISED ? find->inner : find->start,
        .label_end = find->pattern != FIND_FORM      ? find->label_end
                     : find->forms & FORM_EMPHASISED ? find->inner
                                                     : find->start,
        .quote = find->quote,
        .rule = index,
        .rank = (gint16) rule->rank,
        .level = rule->forms & FORM_ADORNED ? find->style : find->level,
        .indent = find->indent,
        .before = scan_is_blank(scan, (gssize) find->line - 1),
        .match = find->match,
    };
    heading->after = scan_is_blank(scan, (gssize) find->line + 1);
    if (rule->below && find->label_end == find->end && rule->title != TITLE_NONE &&
        extend_below(scan, find, select_most(self, rule), heading))
        return (rule->alone & ALONE_BEFORE) == 0 || heading->before;
    if (((rule->alone & ALONE_BEFORE) && !heading->before) ||
        ((rule->alone & ALONE_AFTER) && !heading->after))
        return FALSE;
    if (find->pattern != FIND_FORM)
        title = title_skip_separator(title, end, &heading->spaced);
    if (rule->spaced && title < end && !heading->spaced && find->pattern != FIND_FORM)
        return FALSE;
    heading->title_start = (guint32) (title - text);
    if ((rule->place & PLACE_LINE) && select_as_line(self, rule, text, heading, end)) {
        if (find->forms & FORM_EMPHASISED)
            heading->end = find->outer_end;
        else if (rule->wraps)
            extend_wrapped(scan, find, select_most(self, rule), heading);
        return TRUE;
    }
    heading->title_start = (guint32) (title - text);
    return (rule->place & PLACE_RUN_IN) && select_as_run_in(self, rule, text, heading, end);
}

/* Whether a heading by @rule may stand in such a place. */
static gboolean
select_is_placed(const Rule *rule, const Scan *scan, const Find *find)
{
    guint emphasised = find->forms & FORM_EMPHASISED;
    gsize length = find->name_end - find->name;

    if (find->quote > 0 && !rule->quoted)
        return FALSE;
    if (find->pattern == FIND_FORM ? (rule->forms & find->forms) == 0
                                   : (rule->forms & FORM_EMPHASISED) != emphasised)
        return FALSE;
    return length == 0 || (strlen(rule->kind) == length &&
                           memcmp(rule->kind, scan->text + find->name, length) == 0);
}

/* The best reading of @find: the lowest rule that fits, below @limit. Returns @limit if none. */
static guint16
select_find(const Selector *self, const Scan *scan, const Find *find, guint16 limit,
            Heading *heading)
{
    GArray *rules = find->pattern == FIND_FORM              ? self->by_form
                    : find->pattern < self->by_pattern->len ? self->by_pattern->pdata[find->pattern]
                                                            : NULL;

    for (guint i = 0; rules && i < rules->len; i++) {
        guint16 index = g_array_index(rules, guint16, i);
        Heading reading;

        if (index >= limit)
            break;
        if (!select_is_placed(selector_get_rule(self, index), scan, find))
            continue;
        if (!select_read(self, scan, find, index, &reading))
            continue;
        *heading = reading;
        return index;
    }
    return limit;
}

/* What the lines around say. */
static void
select_look_around(const Scan *scan, const Rule *rule, const GArray *headings, Heading *heading)
{
    if (rule->by_depth)
        heading->rank = (gint16) (heading->rank + heading->match.depth - 1);
    if (rule->forms & (FORM_ATX | FORM_SETEXT | FORM_ADORNED))
        heading->rank = (gint16) (heading->rank + heading->level - 1);
    /* The line before may be prose that goes on here, unless it may be a heading too. */
    if (!heading->before &&
        (headings->len == 0 ||
         g_array_index(headings, Heading, headings->len - 1).last_line + 1 < heading->line)) {
        MillSpan last = scan_get_content(scan, (gssize) heading->line - 1);

        heading->continues = !title_ends_sentence(scan->text + last.start, scan->text + last.end);
    }
}

/* Whether @heading, the next number after @before at the same depth, follows with nothing between.
 */
static void
select_compare(const Scan *scan, Heading *before, const Heading *heading)
{
    if (before->rule != heading->rule || before->run_in || before->match.number < 0 ||
        before->match.depth != heading->match.depth ||
        heading->match.number != before->match.last + 1)
        return;
    for (guint32 line = before->last_line + 1; line < heading->line; line++)
        if (!scan_is_blank(scan, line))
            return;
    before->listed = TRUE;
}

/* Whether @line is a part of the heading before it. */
static gboolean
select_is_taken(const GArray *headings, guint32 line)
{
    return headings->len > 0 &&
           g_array_index(headings, Heading, headings->len - 1).last_line >= line;
}

void
selector_select(const Selector *selector, const Scan *scan, GArray *headings)
{
    gsize n_finds = scan->finds->len;

    g_array_set_size(headings, 0);
    for (gsize i = 0; i < n_finds;) {
        guint32 line = g_array_index(scan->finds, Find, i).line;
        guint16 best = G_MAXUINT16;
        gboolean labelled = FALSE;
        Heading heading;

        for (; i < n_finds && g_array_index(scan->finds, Find, i).line == line; i++) {
            const Find *find = &g_array_index(scan->finds, Find, i);

            labelled |= find->pattern != FIND_FORM && !(find->forms & FORM_EMPHASISED);
            if (find->pattern == FIND_FORM && best != G_MAXUINT16)
                continue; /* a label says more than blank lines */
            best = select_find(selector, scan, find, best, &heading);
        }
        if (best == G_MAXUINT16 || select_is_taken(headings, line))
            continue;
        select_look_around(scan, selector_get_rule(selector, best), headings, &heading);
        heading.labelled = labelled && heading.label_end == heading.label_start;
        if (headings->len > 0)
            select_compare(scan, &g_array_index(headings, Heading, headings->len - 1), &heading);
        g_array_append_val(headings, heading);
    }
}

/* doubles.c - see doubles.h.
 *
 * A table of contents is known by its heading (目录, Contents), by page numbers behind dots, or by
 * being a row of headings without text between, all of which come again later.
 */
#include "doubles.h"

#include "title.h"
#include "utf8.h"

/* A line longer than this is text, not the rest of an entry. */
#define ENTRY_MAX_BYTES 240
/* An unmarked table of contents has at least so many entries, */
#define RUN_MIN         3
/* and begins among the first headings. */
#define RUN_REACH       300

static Heading *
doubles_at(const GArray *headings, guint index)
{
    return &g_array_index(headings, Heading, index);
}

/* What a heading is called: its title, or all of it if it has no number. */
static const char *
doubles_name(const char *text, const Heading *heading)
{
    return text + (heading->match.number < 0 ? heading->label_start : heading->title_start);
}

/* Whether two headings are called the same but for white space; with @prefix, also if one name is
 * only the beginning of the other. */
static gboolean
doubles_same_name(const char *text, const Heading *a, const Heading *b, gboolean prefix)
{
    const char *x = doubles_name(text, a), *x_end = text + MAX(a->title_end, a->label_end);
    const char *y = doubles_name(text, b), *y_end = text + MAX(b->title_end, b->label_end);

    for (;;) {
        x = utf8_skip_space(x, x_end);
        y = utf8_skip_space(y, y_end);
        if (x >= x_end || y >= y_end)
            return prefix || (x >= x_end && y >= y_end);
        if (*x++ != *y++)
            return FALSE;
    }
}

static gboolean
doubles_same_number(const Heading *a, const Heading *b)
{
    if (a->rule != b->rule || a->match.number != b->match.number ||
        a->match.suffix != b->match.suffix || a->match.depth != b->match.depth)
        return FALSE;
    for (guint i = 0; a->match.depth > 1 && i < a->match.depth; i++)
        if (a->match.path[i] != b->match.path[i])
            return FALSE;
    return TRUE;
}

static gboolean
doubles_is_same(const Scan *scan, const Heading *a, const Heading *b)
{
    return doubles_same_number(a, b) && doubles_same_name(scan->text, a, b, FALSE);
}

/* Whether there is text between the lines of two headings: more than short lines, which may be
 * entries of another look or the rest of a long one. */
static gboolean
doubles_has_text(const Scan *scan, guint32 first, guint32 stop, gboolean strict)
{
    for (guint32 line = first; line < stop; line++) {
        MillSpan span = scan_get_content(scan, line);

        if (span.start == span.end)
            continue;
        if (strict || span.end - span.start > ENTRY_MAX_BYTES ||
            title_ends_sentence(scan->text + span.start, scan->text + span.end))
            return TRUE;
    }
    return FALSE;
}

/* The first heading of the same number behind @index, if there is only one; or -1. */
static gint
doubles_find_only(const GArray *headings, guint index)
{
    const Heading *entry = doubles_at(headings, index);
    gint found = -1;

    for (guint i = index + 1; entry->match.number >= 0 && i < headings->len; i++) {
        const Heading *heading = doubles_at(headings, i);

        if (heading->state != HEADING_ACCEPTED || !doubles_same_number(entry, heading))
            continue;
        if (found >= 0)
            return -1;
        found = (gint) i;
    }
    return found;
}

gint
doubles_find_announced(const Scan *scan, const GArray *headings, guint index)
{
    const Heading *entry = doubles_at(headings, index);

    for (guint i = index + 1; i < headings->len; i++) {
        const Heading *heading = doubles_at(headings, i);

        if (heading->state != HEADING_TOC && doubles_same_number(entry, heading) &&
            doubles_same_name(scan->text, entry, heading, entry->match.number >= 0))
            return (gint) i;
    }
    return doubles_find_only(headings, index);
}

static gboolean
doubles_comes_again(const Scan *scan, const GArray *headings, guint index, guint from)
{
    for (guint i = from; i < headings->len; i++)
        if (doubles_is_same(scan, doubles_at(headings, index), doubles_at(headings, i)))
            return TRUE;
    return FALSE;
}

/* The headings behind the one at @toc that are its entries: up to the first text, or the place
 * where the first entry comes again. Returns the index behind the last entry. */
static guint
doubles_end_contents(const Scan *scan, const GArray *headings, guint toc)
{
    guint end = toc + 1;

    while (end < headings->len) {
        const Heading *heading = doubles_at(headings, end);
        const Heading *before = doubles_at(headings, end - 1);

        if (heading->run_in ||
            doubles_has_text(scan, before->last_line + 1, heading->line, FALSE) ||
            (end > toc + 1 && doubles_is_same(scan, doubles_at(headings, toc + 1), heading)))
            break;
        end++;
    }
    /* The last is followed by text: unless it comes again, it is the heading of that text. */
    if (end > toc + 1 && !doubles_comes_again(scan, headings, end - 1, end) &&
        (end == headings->len ||
         !doubles_is_same(scan, doubles_at(headings, toc + 1), doubles_at(headings, end))))
        end--;
    return end;
}

static void
doubles_mark_contents(const Selector *selector, const Scan *scan, GArray *headings)
{
    gint rule = selector_get_scheme(selector)->toc_rule;

    for (guint i = 0; rule >= 0 && i < headings->len; i++) {
        guint end;

        if (doubles_at(headings, i)->rule != rule)
            continue;
        end = doubles_end_contents(scan, headings, i);
        for (guint j = i + 1; j < end; j++)
            doubles_at(headings, j)->state = HEADING_TOC;
    }
}

/* How many headings from @first on stand in a row with no text between. */
static guint
doubles_measure_run(const Scan *scan, const GArray *headings, guint first)
{
    guint count = 1;

    for (; first + count < headings->len; count++) {
        const Heading *before = doubles_at(headings, first + count - 1);
        const Heading *heading = doubles_at(headings, first + count);

        if (heading->state != HEADING_OPEN || heading->run_in || heading->match.number < 0 ||
            doubles_has_text(scan, before->last_line + 1, heading->line, TRUE))
            break;
    }
    return count;
}

/* A row of headings that all come again is a table of contents without a heading of its own. */
static void
doubles_mark_runs(const Scan *scan, GArray *headings)
{
    guint n = MIN(headings->len, RUN_REACH);

    for (guint i = 0; i < n;) {
        guint count, again = 0;

        if (doubles_at(headings, i)->state != HEADING_OPEN || doubles_at(headings, i)->run_in ||
            doubles_at(headings, i)->match.number < 0) {
            i++;
            continue;
        }
        count = doubles_measure_run(scan, headings, i);
        /* The last may belong to the text that follows. */
        if (count > RUN_MIN && !doubles_comes_again(scan, headings, i + count - 1, i + count))
            count--;
        for (guint j = i; count >= RUN_MIN && j < i + count; j++)
            again += doubles_comes_again(scan, headings, j, i + count);
        for (guint j = i; again >= RUN_MIN && again * 5 >= count * 4 && j < i + count; j++)
            doubles_at(headings, j)->state = HEADING_TOC;
        i += count;
    }
}

/* The same heading again while its section is still open: it runs at the head of the pages. */
static void
doubles_reject_running(const Selector *selector, const Scan *scan, GArray *headings)
{
    guint n_rules = selector_get_scheme(selector)->rules->len;
    g_autofree guint *last = g_new0(guint, n_rules + 1);

    for (guint i = 0; i < headings->len; i++) {
        Heading *heading = doubles_at(headings, i);
        guint before = last[heading->rule];

        if (heading->state != HEADING_OPEN || heading->run_in || heading->match.number < 0)
            continue;
        if (before > 0 && doubles_is_same(scan, doubles_at(headings, before - 1), heading))
            heading->state = HEADING_REJECTED;
        else
            last[heading->rule] = i + 1;
    }
}

void
doubles_mark(const Selector *selector, const Scan *scan, GArray *headings)
{
    for (guint i = 0; i < headings->len; i++)
        if (doubles_at(headings, i)->paged)
            doubles_at(headings, i)->state = HEADING_TOC;
    doubles_mark_contents(selector, scan, headings);
    doubles_mark_runs(scan, headings);
    doubles_reject_running(selector, scan, headings);
}

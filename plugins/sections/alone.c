/* alone.c - see alone.h. */
#include "alone.h"

#include <string.h>

#include "forms.h"
#include "utf8.h"

/* More paragraphs than this, of a hundred, cannot be headings: a poem, a list, a chat. */
#define ALONE_MOST 60
/* With more flush lines than this, of a hundred, the margin says nothing. */
#define FLUSH_MOST 40

static gboolean
alone_is_by_form(const Selector *selector, const Heading *heading)
{
    return heading->state == HEADING_OPEN && heading->label_end == heading->label_start &&
           (selector_get_rule(selector, heading->rule)->forms & FORMS_ALONE);
}

/* "Version: 3.0", "发版日期：2019 年": a colon with something on both sides. */
static gboolean
alone_is_field(const Scan *scan, const Heading *heading)
{
    const char *text = scan->text + heading->title_start;
    const char *end = scan->text + heading->title_end;
    const char *colon = memmem(text, (gsize) (end - text), "：", 3);

    if (!colon)
        colon = memmem(text, (gsize) (end - text), ": ", 2);
    return colon && colon > text && colon + 3 < end;
}

/* Fields come in rows; a single title may well have a colon. */
static void
alone_reject_fields(const Selector *selector, const Scan *scan, GArray *headings)
{
    Heading *before = NULL;

    for (guint i = 0; i < headings->len; i++) {
        Heading *heading = &g_array_index(headings, Heading, i);
        gboolean field =
            heading->label_end == heading->label_start && alone_is_field(scan, heading);

        if (field && before && heading->line <= before->line + 2) {
            if (alone_is_by_form(selector, before))
                before->state = HEADING_REJECTED;
            if (alone_is_by_form(selector, heading))
                heading->state = HEADING_REJECTED;
        }
        before = field ? heading : NULL;
    }
}

/* The first and the last line with text of a page: they run at its head and foot. */
static gboolean
alone_is_at_edge(const Scan *scan, guint32 line)
{
    guint low = 0, high = scan->pages->len;
    gssize edge;

    while (low < high) { /* the first page that begins behind @line */
        guint middle = (low + high) / 2;

        if (g_array_index(scan->pages, guint32, middle) <= line)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0) {
        edge = g_array_index(scan->pages, guint32, low - 1);
        while (scan_is_blank(scan, edge) && edge < (gssize) line)
            edge++;
        if (edge == (gssize) line)
            return TRUE;
    }
    if (low == scan->pages->len)
        return FALSE;
    for (edge = (gssize) g_array_index(scan->pages, guint32, low) - 1;
         edge > (gssize) line && scan_is_blank(scan, edge);)
        edge--;
    return edge == (gssize) line;
}

void
alone_judge(const Selector *selector, const Scan *scan, GArray *headings)
{
    guint count = 0;
    gboolean flush = scan->n_flush * 100 > scan->n_filled * FLUSH_MOST;

    for (guint i = 0; i < headings->len; i++)
        count += alone_is_by_form(selector, &g_array_index(headings, Heading, i));
    if (count == 0)
        return;
    for (guint i = 0; i < headings->len; i++) {
        Heading *heading = &g_array_index(headings, Heading, i);

        if (!alone_is_by_form(selector, heading))
            continue;
        if (count * 100 > scan->n_paragraphs * ALONE_MOST ||
            alone_is_at_edge(scan, heading->line) ||
            (flush && selector_get_rule(selector, heading->rule)->forms == FORM_MARGIN))
            heading->state = HEADING_REJECTED;
    }
    alone_reject_fields(selector, scan, headings);
}

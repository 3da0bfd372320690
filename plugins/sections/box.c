/* box.c - where a box ends and the section that it interrupted goes on.
 *
 * Nothing marks that place, so the box's own order has to tell. With numbered items, the box ends
 * behind the last item of its sequence. Without, its paragraphs are compared with those of the
 * section before it: plans and reports open each paragraph of a section with a short sentence that
 * serves as its title, or do not, and a box seldom does as its section.
 */
#include "title.h"
#include "tree.h"
#include "utf8.h"

/* A first sentence of at most so many characters, with more behind it, is a lead. */
#define LEAD_MAX 24

typedef struct {
    const Selector *selector;
    const Scan *scan;
    const GArray *headings;
    guint index; /* of the box's heading */
    gsize limit;
} Box;

/* "优化产业布局。按照……": the paragraph in @line opens with a short sentence. */
static gboolean
box_is_lead(const Scan *scan, gsize line)
{
    MillSpan span = scan_get_content(scan, (gssize) line);
    const char *text = scan->text + span.start;
    const char *end = scan->text + span.end;
    gsize sign;
    const gunichar signs[] = { 0x3002, 0xFF0C, ',', 0xFF1B, ';', 0 };
    const char *stop = title_find_end(text, end, signs, LEAD_MAX, &sign);

    return stop && g_str_has_prefix(stop, "。") && stop + sign < end;
}

/* Whether more of the paragraphs between @start and @line are leads than not; -1 if there are none.
 */
static gint
box_section_leads(const Scan *scan, gsize start, gsize line)
{
    gint leads = 0, count = 0;

    for (gsize i = line; i > 0 && scan_get_line(scan, i - 1).start >= start && count < 8; i--) {
        if (scan_is_blank(scan, (gssize) i - 1))
            continue;
        count++;
        leads += box_is_lead(scan, i - 1);
    }
    return count == 0 ? -1 : leads * 2 > count;
}

/* The first line with text behind line @line, or the number of lines. */
static gsize
box_next_paragraph(const Scan *scan, gsize line)
{
    gsize n_lines = scan_get_n_lines(scan);

    for (line++; line < n_lines && scan_is_blank(scan, (gssize) line);)
        line++;
    return line;
}

static gsize
box_offset(const Box *self, gsize line)
{
    if (line >= scan_get_n_lines(self->scan))
        return self->limit;
    return MIN(self->limit, scan_get_line(self->scan, line).start);
}

/* The last heading of the box's own sequence of items, or the box itself: the items number on from
 * the first, and one that begins again belongs to the section. */
static guint
box_find_last_item(const Box *self)
{
    guint last = self->index;

    for (guint i = self->index + 1; i < self->headings->len; i++) {
        const Heading *heading = &g_array_index(self->headings, Heading, i);
        const Heading *before = &g_array_index(self->headings, Heading, last);

        if (heading->start >= self->limit)
            break;
        if (heading->state != HEADING_ACCEPTED ||
            selector_get_rule(self->selector, heading->rule)->bare)
            continue;
        if (last != self->index && heading->rank <= before->rank &&
            (heading->rank < before->rank || heading->match.number <= before->match.last))
            break;
        last = i;
    }
    return last;
}

/* Without items: paragraphs that go with the first, as long as they do not look like the section's.
 */
static gsize
box_find_end_by_style(const Box *self, gsize section_start)
{
    const Heading *box = &g_array_index(self->headings, Heading, self->index);
    gsize first = box_next_paragraph(self->scan, box->last_line);
    gboolean joined = first == box->last_line + 1;
    gint section = box_section_leads(self->scan, section_start, box->line);
    gboolean leads;

    if (box_offset(self, first) >= self->limit)
        return self->limit;
    leads = box_is_lead(self->scan, first);
    for (gsize line = first;;) {
        gsize next = box_next_paragraph(self->scan, line);

        if (box_offset(self, next) >= self->limit)
            return self->limit;
        if (!(joined && next == line + 1)) {
            gboolean lead = box_is_lead(self->scan, next);
            gboolean goes_on = section == 1 && !leads ? !lead : leads && section != 1 && lead;

            if (!goes_on)
                return box_offset(self, next);
        }
        line = next;
    }
}

gsize
box_find_end(const Selector *selector, const Scan *scan, const GArray *headings, guint index,
             gsize section_start, gsize limit)
{
    Box self = { selector, scan, headings, index, limit };
    guint last = box_find_last_item(&self);
    const Heading *item = &g_array_index(headings, Heading, last);

    if (last == index)
        return box_find_end_by_style(&self, section_start);
    if (!item->run_in)
        return limit; /* text under an item that has its line for itself: nothing tells its end */
    return box_offset(&self, box_next_paragraph(scan, item->last_line));
}

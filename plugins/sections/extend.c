/* extend.c - see extend.h. */
#include "extend.h"

#include "forms.h"
#include "title.h"
#include "utf8.h"

/* A title does not take more lines than this. */
#define EXTEND_LINES 4

/* Whether a label was found on @line, which lies behind @find. */
static gboolean
extend_has_label(const Scan *scan, const Find *find, guint32 line)
{
    const Find *end = &g_array_index(scan->finds, Find, 0) + scan->finds->len;

    for (find++; find < end && find->line <= line; find++)
        if (find->line == line && find->pattern != FIND_FORM)
            return TRUE;
    return FALSE;
}

/* The title-like line number @line, at most @most characters long; an empty span if it is not. */
static MillSpan
extend_read_line(const Scan *scan, const Find *find, guint32 line, guint most)
{
    MillSpan span = scan_get_content(scan, line);
    const char *start = scan->text + span.start;
    const char *end = scan->text + span.end;

    if (span.start == span.end || span.end - span.start > (gsize) most * 4 ||
        utf8_count(start, end) > most || extend_has_label(scan, find, line) ||
        forms_is_markup(start, end) || *start == '(' || !title_is_title(start, end, TRUE) ||
        title_ends_sentence(start, end))
        return (MillSpan){ 0, 0 };
    return span;
}

static gboolean
extend_is_bracketed(const Scan *scan, guint32 line)
{
    MillSpan span = scan_get_content(scan, line);

    return span.end - span.start > 2 && scan->text[span.start] == '(' &&
           scan->text[span.end - 1] == ')';
}

gboolean
extend_below(const Scan *scan, const Find *find, guint most, Heading *heading)
{
    guint32 line = heading->line + 1;
    MillSpan span;

    if (extend_is_bracketed(scan, line)) /* (normative) */
        line++;
    if (scan_is_blank(scan, line))
        line++;
    span = extend_read_line(scan, find, line, most);
    /* Text goes on in the next line; a title does not. */
    if (span.start == span.end ||
        (!scan_is_blank(scan, (gssize) line + 1) && !extend_has_label(scan, find, line + 1)))
        return FALSE;
    heading->last_line = line;
    heading->title_start = (guint32) span.start;
    heading->title_end = heading->end = (guint32) span.end;
    heading->after = scan_is_blank(scan, (gssize) line + 1);
    heading->spaced = TRUE;
    return TRUE;
}

/* The column at which the text offset @at stands in its line. */
static gsize
extend_column(const Scan *scan, guint32 line, gsize at)
{
    return utf8_count(scan->text + scan_get_line(scan, line).start, scan->text + at);
}

/* Lines indented to where the title begins, as tables of contents and RFCs have it. */
static gboolean
extend_hanging(const Scan *scan, guint most, Heading *heading)
{
    gsize column = extend_column(scan, heading->line, heading->title_start);
    guint32 line = heading->line + 1;

    if (column == 0)
        return FALSE;
    for (; line < heading->line + EXTEND_LINES; line++) {
        MillSpan span = scan_get_content(scan, line);

        if (span.start == span.end || extend_column(scan, line, span.start) != column)
            break;
    }
    if (line == heading->line + 1 || !scan_is_blank(scan, line))
        return FALSE;

    MillSpan last = scan_get_content(scan, (gssize) line - 1);

    if (utf8_count(scan->text + heading->title_start, scan->text + last.end) > most)
        return FALSE;
    heading->last_line = line - 1;
    heading->title_end = heading->end = (guint32) last.end;
    return TRUE;
}

void
extend_wrapped(const Scan *scan, const Find *find, guint most, Heading *heading)
{
    MillSpan span;

    if (heading->after || heading->title_end == heading->title_start)
        return;
    if (!extend_hanging(scan, most, heading)) {
        gsize used = utf8_count(scan->text + heading->title_start, scan->text + heading->title_end);

        if (!heading->before || used >= most || !scan_is_blank(scan, (gssize) heading->line + 2))
            return;
        span = extend_read_line(scan, find, heading->line + 1, most - (guint) used);
        if (span.start == span.end ||
            title_ends_sentence(scan->text + heading->title_start, scan->text + heading->title_end))
            return;
        heading->last_line = heading->line + 1;
        heading->title_end = heading->end = (guint32) span.end;
    }
    heading->after = TRUE;
}

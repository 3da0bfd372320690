/* scan.c - lines by number, for everything that looks around a find. */
#include "finder.h"
#include "utf8.h"

Scan *
scan_new(void)
{
    Scan *scan = g_new0(Scan, 1);

    scan->lines = g_array_new(FALSE, FALSE, sizeof(guint32));
    scan->finds = g_array_new(FALSE, FALSE, sizeof(Find));
    scan->pages = g_array_new(FALSE, FALSE, sizeof(guint32));
    scan->styles = g_array_new(FALSE, FALSE, sizeof(guint32));
    return scan;
}

void
scan_free(Scan *scan)
{
    if (!scan)
        return;
    g_array_unref(scan->lines);
    g_array_unref(scan->finds);
    g_array_unref(scan->pages);
    g_array_unref(scan->styles);
    g_free(scan);
}

gsize
scan_get_n_lines(const Scan *scan)
{
    return scan->lines->len - 1;
}

MillSpan
scan_get_line(const Scan *scan, gsize line)
{
    gsize start = g_array_index(scan->lines, guint32, line);
    gsize end = g_array_index(scan->lines, guint32, line + 1);

    if (end > start && scan->text[end - 1] == '\n')
        end--;
    return (MillSpan){ start, end };
}

MillSpan
scan_get_content(const Scan *scan, gssize line)
{
    MillSpan span = { 0, 0 };

    if (line < 0 || (gsize) line >= scan_get_n_lines(scan))
        return span;
    span = scan_get_line(scan, (gsize) line);

    const char *end = scan->text + span.end;
    const char *start = utf8_skip_space(scan->text + span.start, end);

    span.start = (gsize) (start - scan->text);
    span.end = (gsize) (utf8_trim_end(start, end) - scan->text);
    return span;
}

gboolean
scan_is_blank(const Scan *scan, gssize line)
{
    if (line < 0 || (gsize) line >= scan_get_n_lines(scan))
        return TRUE;

    MillSpan span = scan_get_line(scan, (gsize) line);

    return utf8_skip_space(scan->text + span.start, scan->text + span.end) == scan->text + span.end;
}

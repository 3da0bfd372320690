/* report-format.c - a message as a person reads it: place, text, the line with a caret, a hint. */
#include "config/report-private.h"

#include <textmill/document.h>

#include <string.h>

#define FORMAT_TAB   4
/* Lines wider than this many columns are shown in part, around the caret. */
#define FORMAT_WIDTH 100
/* Columns of a long line that are shown before the caret. */
#define FORMAT_LEAD  40

typedef struct {
    const char *place, *severity[MILL_SEVERITY_ERROR + 1], *caret, *gutter, *end;
} FormatColours;

static const FormatColours format_plain = { "", { "", "", "" }, "", "", "" };
static const FormatColours format_ansi = {
    "\033[1m", { "\033[1;36m", "\033[1;35m", "\033[1;31m" }, "\033[1;32m", "\033[2m", "\033[0m"
};

/* Columns that @c takes when it starts at @column. */
static guint
format_width(gunichar c, guint column)
{
    if (c == '\t')
        return FORMAT_TAB - column % FORMAT_TAB;
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

/* A line as columns: where the marked part begins and ends, and how wide all of it is. */
typedef struct {
    guint start, end, width;
} FormatLayout;

static FormatLayout
format_measure(const char *line, const MillMark *mark)
{
    FormatLayout layout = { 0 };
    guint number = 1, last = mark->column + MAX(mark->length, 1);

    for (const char *p = line; *p; p = g_utf8_next_char(p), number++) {
        if (number == mark->column)
            layout.start = layout.width;
        layout.width += format_width(g_utf8_get_char(p), layout.width);
        if (number < last)
            layout.end = layout.width;
    }
    if (number <= mark->column) /* just behind the line, such as a missing bracket */
        layout.start = layout.width;
    layout.end = MAX(layout.end, layout.start + 1);
    return layout;
}

/* Appends the columns [from, to) of @line with tabs as spaces; nothing in it can act on a terminal.
 */
static void
format_append_columns(GString *out, const char *line, guint from, guint to)
{
    guint column = 0;

    for (const char *p = line; *p && column < to; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        guint width = format_width(c, column);

        if (column >= from && column + width <= to) {
            if (c == '\t')
                g_string_append_printf(out, "%*s", (int) width, "");
            else
                g_string_append_unichar(out, g_unichar_iscntrl(c) ? 0xFFFD : c);
        } else if (column < to && column + width > from) {
            for (guint i = MAX(column, from); i < MIN(column + width, to); i++)
                g_string_append_c(out, ' '); /* half of a wide character */
        }
        column += width;
    }
}

static void
format_append_line(GString *out, const MillReportEntry *entry, const FormatColours *colours)
{
    const MillMark *mark = &entry->message.mark;
    FormatLayout layout = format_measure(entry->line, mark);
    guint from = 0, to = layout.width;
    const char *before = "", *after = "";

    if (layout.width > FORMAT_WIDTH) {
        from = layout.start > FORMAT_LEAD ? layout.start - FORMAT_LEAD : 0;
        to = MIN(layout.width, from + FORMAT_WIDTH);
        before = from > 0 ? "…" : "";
        after = to < layout.width ? "…" : "";
    }
    g_string_append_printf(out, "%s%5u |%s %s", colours->gutter, mark->line, colours->end, before);
    format_append_columns(out, entry->line, from, to);
    g_string_append_printf(out, "%s\n", after);
    if (mark->column == 0)
        return;

    guint indent = layout.start - from + (from > 0 ? 1 : 0);
    guint tildes = MIN(layout.end, MAX(to, layout.start + 1)) - layout.start - 1;

    g_string_append_printf(out, "%s      |%s %*s%s^", colours->gutter, colours->end, (int) indent,
                           "", colours->caret);
    for (guint i = 0; i < tildes; i++)
        g_string_append_c(out, '~');
    g_string_append_printf(out, "%s\n", colours->end);
}

void
mill_report_format_entry(GString *out, const MillReportEntry *entry, gboolean colour)
{
    const FormatColours *colours = colour ? &format_ansi : &format_plain;
    const MillMessage *message = &entry->message;
    const MillMark *mark = &message->mark;

    g_string_append(out, colours->place);
    if (mark->file)
        g_string_append_printf(out, "%s:", mark->file);
    if (mark->file && mark->line > 0)
        g_string_append_printf(out, "%u:", mark->line);
    if (mark->file && mark->line > 0 && mark->column > 0)
        g_string_append_printf(out, "%u:", mark->column);
    g_string_append_printf(out, "%s%s%s%s:%s %s\n", colours->end, mark->file ? " " : "",
                           colours->severity[message->severity],
                           mill_severity_name(message->severity), colours->end, message->message);
    if (entry->line)
        format_append_line(out, entry, colours);
    if (message->hint)
        g_string_append_printf(out, "%s\n", message->hint);
}

static void
format_append_omitted(GString *out, const MillReport *report, const MillReportEntry *entry)
{
    guint omitted = mill_report_get_omitted(report, entry->file);
    const char *file = entry->message.mark.file;

    if (omitted > 0)
        g_string_append_printf(out, "%s%s… and %u more\n", file ? file : "", file ? ": " : "",
                               omitted);
}

char *
mill_report_format(const MillReport *report, gboolean colour)
{
    GString *out = g_string_new(NULL);
    gsize n_entries = mill_report_get_length(report);

    for (gsize i = 0; i < n_entries; i++) {
        const MillReportEntry *entry = mill_report_get_entry(report, i);
        const MillReportEntry *next = mill_report_get_entry(report, i + 1);

        mill_report_format_entry(out, entry, colour);
        if (!next || next->file != entry->file)
            format_append_omitted(out, report, entry);
    }
    return g_string_free(out, FALSE);
}

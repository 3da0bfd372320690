/* forms.c - see forms.h. */
#include "forms.h"

#include <string.h>

#include "title.h"
#include "utf8.h"

/* Longer fences count as this long, so that there are few kinds of blocks. */
#define FENCE_MAX 8

/* The number of @sign in a row at @at. */
static gsize
forms_run(const char *at, const char *stop, char sign)
{
    const char *start = at;

    while (at < stop && *at == sign)
        at++;
    return (gsize) (at - start);
}

/* The offset behind the line that closes a fence of at least @length signs, or 0. */
static gsize
forms_end_fence(const Scan *scan, const char *at, char sign, gsize length)
{
    const char *end = scan->text + scan->length;

    while (at < end) {
        const char *stop = memchr(at, '\n', (gsize) (end - at));
        const char *content;
        gsize run;

        stop = stop ? stop : end;
        content = utf8_skip_space(at, stop);
        run = forms_run(content, stop, sign);
        if (run >= length && utf8_skip_space(content + run, stop) == stop)
            return (gsize) (stop - scan->text) + (stop < end);
        at = stop + 1;
    }
    return 0;
}

gsize
forms_end_block(Scan *scan, const char *content, const char *stop)
{
    const char *end = scan->text + scan->length;
    char sign = *content;
    gsize run, close = 0;
    guint kind;

    if (sign == '<') {
        if (stop - content < 4 || memcmp(content, "<!--", 4) != 0 || (scan->hopeless & 1) ||
            memmem(content, (gsize) (stop - content), "-->", 3))
            return 0;

        const char *comment = memmem(stop, (gsize) (end - stop), "-->", 3);
        const char *feed = comment ? memchr(comment, '\n', (gsize) (end - comment)) : NULL;

        if (!comment)
            scan->hopeless |= 1;
        return comment ? feed ? (gsize) (feed + 1 - scan->text) : scan->length : 0;
    }
    run = MIN(forms_run(content, stop, sign), FENCE_MAX);
    kind = 1u << (run + (sign == '~' ? FENCE_MAX + 1 : 0));
    if (run < 3 || (scan->hopeless & kind) ||
        (sign == '`' && memchr(content + run, '`', (gsize) (stop - content) - run) &&
         forms_run(content, stop, sign) == run))
        return 0;
    if (stop < end)
        close = forms_end_fence(scan, stop + 1, sign, run);
    if (close == 0)
        scan->hopeless |= kind;
    return close;
}

void
forms_add(Scan *scan, guint32 line, const char *start, const char *end, guint forms, guint level,
          guint indent)
{
    Find find = {
        .line = line,
        .start = (guint32) (start - scan->text),
        .label_end = (guint32) (start - scan->text),
        .end = (guint32) (end - scan->text),
        .pattern = FIND_FORM,
        .indent = (guint16) MIN(indent, G_MAXUINT16 - 1),
        .forms = (guint16) forms,
        .level = (guint8) level,
        .match = { .number = -1, .last = -1, .other = -1, .depth = 1 },
    };

    g_array_append_val(scan->finds, find);
}

/* "## Title ##" (CommonMark 4.2). */
void
forms_add_atx(Scan *scan, guint32 line, const char *content, const char *stop, guint indent)
{
    gsize level = forms_run(content, stop, '#');
    const char *title = content + level;
    const char *end = utf8_trim_end(title, stop);
    const char *close = end;
    Find *find;

    if (level > 6 || indent > 3 || (title < stop && utf8_space(title, stop) == 0))
        return;
    while (close > title && close[-1] == '#')
        close--;
    if (close < end && (close == title || utf8_space(close - 1, end) > 0))
        end = utf8_trim_end(title, close);
    forms_add(scan, line, content, end, FORM_ATX, (guint) level, indent);
    find = &g_array_index(scan->finds, Find, scan->finds->len - 1);
    title = utf8_skip_space(title, MAX(end, title));
    find->label_end = (guint32) (title - scan->text);
    find->end = MAX(find->end, find->label_end);
}

/* The number of the style (sign, and whether there is a line above too), by first appearance:
 * reStructuredText gives levels no other way. */
static guint
forms_style(Scan *scan, char sign, gboolean above)
{
    guint32 style = (guint32) (guchar) sign | (above ? 256u : 0);

    for (guint i = 0; i < scan->styles->len; i++)
        if (g_array_index(scan->styles, guint32, i) == style)
            return i + 1;
    g_array_append_val(scan->styles, style);
    return scan->styles->len;
}

/* Whether @line is a row of @sign only. */
static gboolean
forms_is_row(const Scan *scan, gssize line, char sign)
{
    MillSpan span = scan_get_content(scan, line);
    gsize length = span.end - span.start;

    return length >= 2 && forms_run(scan->text + span.start, scan->text + span.end, sign) == length;
}

void
forms_add_adorned(Scan *scan, guint wanted, guint32 line, const char *content, const char *stop)
{
    const char *end = utf8_trim_end(content, stop);
    char sign = *content;
    gsize row = forms_run(content, stop, sign);
    MillSpan title = scan_get_content(scan, (gssize) line - 1);
    gsize width = utf8_count(scan->text + title.start, scan->text + title.end);
    guint forms = 0;
    gboolean above;

    if (content + row != end || title.start == title.end || width > 200 ||
        forms_is_row(scan, (gssize) line - 1, scan->text[title.start]))
        return;
    above = forms_is_row(scan, (gssize) line - 2, sign);
    /* A paragraph of several lines over a row is a table or a quotation, no heading. */
    if (!above && !scan_is_blank(scan, (gssize) line - 2))
        return;
    if ((wanted & FORM_SETEXT) && (sign == '=' || sign == '-') && !above)
        forms |= FORM_SETEXT;
    if ((wanted & FORM_ADORNED) && row >= 3 && row + 2 >= MIN(width, 40))
        forms |= FORM_ADORNED;
    if (forms == 0)
        return;
    forms_add(scan, line - 1, scan->text + title.start, scan->text + title.end, forms,
              sign == '=' ? 1 : 2, 0);
    if (forms & FORM_ADORNED)
        g_array_index(scan->finds, Find, scan->finds->len - 1).style =
            (guint8) MIN(forms_style(scan, sign, above), G_MAXUINT8);
}

/* Lists, quotations, tables, markup, links and pictures begin so; titles do not. */
gboolean
forms_is_markup(const char *at, const char *end)
{
    gsize digits = 0;

    switch (*at) {
    case '-':
    case '+':
    case '*':
        return end - at < 2 || at[1] == ' ' || at[1] == '\t' || (*at == '*' && at[1] == '*');
    case '_':
        return end[-1] == '_';
    case '\xe2': /* —— and bullets */
        return end - at >= 3 && (memcmp(at, "—", 3) == 0 || memcmp(at, "•", 3) == 0 ||
                                 memcmp(at, "●", 3) == 0 || memcmp(at, "■", 3) == 0);
    case '>':
    case '|':
    case '<':
    case ':':
        return TRUE;
    case '!':
        return end - at >= 2 && at[1] == '[';
    case '{':
        return end - at >= 2 && (at[1] == '{' || at[1] == '%' || at[1] == '#');
    case '[':
        return memmem(at, (gsize) (end - at), "]:", 2) != NULL || end[-1] == ')' || end[-1] == ']';
    default:
        break;
    }
    while (at + digits < end && g_ascii_isdigit(at[digits]))
        digits++;
    return digits > 0 && at + digits + 1 < end && (at[digits] == '.' || at[digits] == ')') &&
           at[digits + 1] == ' ';
}

/* What the characters of a line tell. */
typedef struct {
    gboolean letters;  /* there are some */
    gboolean gap;      /* columns: three blanks in a row, or a tab */
    gboolean capitals; /* at least four ASCII capitals and no small letter */
} Look;

static Look
forms_look(const char *at, const char *end)
{
    guint capitals = 0, small = 0, wide = 0, blanks = 0;
    Look look = { 0 };

    for (; at < end; at++) {
        guchar byte = (guchar) *at;

        blanks = byte == ' ' ? blanks + 1 : 0;
        look.gap |= blanks == 3 || byte == '\t';
        capitals += byte >= 'A' && byte <= 'Z';
        small += byte >= 'a' && byte <= 'z';
        wide += byte >= 0xC3;
    }
    look.letters = capitals + small + wide > 0;
    look.capitals = capitals >= 4 && small == 0 && wide == 0;
    return look;
}

gboolean
forms_may_be_title(const char *at, const char *end)
{
    Look look = forms_look(at, end);

    return at < end && title_may_end_so(at, end) && look.letters && !look.gap &&
           !forms_is_markup(at, end);
}

/* Two blank lines at least on both sides; the edges of the text count as such. The lines behind
 * @line are not known to the scan yet, so they are read from the text. */
static gboolean
forms_is_apart(const Scan *scan, guint32 line)
{
    const char *end = scan->text + scan->length;
    const char *at = scan->text + scan_get_line(scan, line).end;
    guint feeds = 0;

    if (!scan_is_blank(scan, (gssize) line - 2))
        return FALSE;
    while (at < end && feeds < 3) {
        gsize space = utf8_space(at, end);

        if (space == 0 && *at != '\n')
            break;
        feeds += *at == '\n';
        at += space > 0 ? space : 1;
    }
    return feeds >= 3 || at == end;
}

static guint
forms_indent(const Scan *scan, guint32 line, gsize start)
{
    guint columns = 0;

    for (gsize at = scan_get_line(scan, line).start; at < start; at++)
        columns += scan->text[at] == '\t'            ? 4
                   : scan->text[at] == ' '           ? 1
                   : (guchar) scan->text[at] == 0xE3 ? 2
                                                     : 0;
    return columns;
}

void
forms_add_isolated(Scan *scan, guint wanted, gsize most, guint32 line)
{
    MillSpan raw = scan_get_line(scan, line);

    if (raw.end - raw.start > most)
        return;

    MillSpan span = scan_get_content(scan, line);
    const char *start = scan->text + span.start;
    const char *end = scan->text + span.end;
    guint indent, forms = 0;
    Look look;

    if (start == end || !title_may_end_so(start, end) || forms_is_markup(start, end))
        return;
    look = forms_look(start, end);
    if (!look.letters || look.gap)
        return;
    indent = forms_indent(scan, line, span.start);
    if (indent < 4)
        forms |= FORM_ISOLATED;
    if (indent == 0)
        forms |= FORM_MARGIN;
    if (indent >= 8)
        forms |= FORM_CENTRED;
    if ((wanted & FORM_APART) && forms_is_apart(scan, line))
        forms |= FORM_APART;
    if (look.capitals)
        forms |= FORM_CAPITALS;
    if (forms & wanted)
        forms_add(scan, line, start, end, forms & wanted, 1, indent);
}

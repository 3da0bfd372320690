/* characters.c - one scan over the text for all rules about single characters.
 *
 * A table marks the bytes that some rule may be interested in, and only what they begin is looked
 * at in full. Nothing is allocated for a clean text.
 */
#include "characters.h"

#include <string.h>

#define LOOK_CHARACTER   1
#define LOOK_NORMAL_FORM 2

typedef struct {
    const CharacterRules *rules;
    MillEdit *edit;
    CharacterCounts *counts;
    const char *text;
    const char *end;
    const char *line; /* a line's start that no line feed shows: the text's, or after U+2028 */
    gsize done;       /* where the last change ended */
    gboolean again;   /* a change brought characters together that another pass must look at */
} Scan;

void
characters_prepare(CharacterRules *rules)
{
    guint8 *table = rules->marks.table;

    rules->marks = (Marks){ 0 };
    normalize_mark_leads(rules->form, table, LOOK_NORMAL_FORM);
    for (guint byte = 0; byte < 0x20 && rules->controls; byte++)
        if (!strchr("\t\n\v\f\r", (int) byte) || byte == 0)
            table[byte] |= LOOK_CHARACTER;
    if (rules->newlines)
        table['\r'] = table['\v'] = table['\f'] = LOOK_CHARACTER;
    if (rules->controls)
        table[0x7F] = LOOK_CHARACTER;
    if (rules->spaces != SPACES_KEEP || rules->indent != INDENT_KEEP) {
        table[' '] = table['\t'] = LOOK_CHARACTER;
        table[0xE3] |= LOOK_CHARACTER;
    }
    table[0xC2] |= LOOK_CHARACTER;
    table[0xE1] |= LOOK_CHARACTER;
    table[0xE2] |= LOOK_CHARACTER;
    if (rules->zero_width || rules->bom || rules->width != WIDTH_KEEP)
        table[0xEF] |= LOOK_CHARACTER;
    if (rules->zero_width)
        table[0xD8] |= LOOK_CHARACTER;
    marks_prepare(&rules->marks);
}

static gboolean
scan_is_line_start(const Scan *scan, const char *p)
{
    return p == scan->line || p[-1] == '\n' || p[-1] == '\r';
}

static void
scan_drop(Scan *scan, const char *from, const char *to, gsize *count)
{
    if (scan_is_line_start(scan, from))
        scan->line = to;
    mill_edit_drop(scan->edit,
                   (MillSpan){ (gsize) (from - scan->text), (gsize) (to - scan->text) });
    scan->done = (gsize) (to - scan->text);
    (*count)++;
}

static void
scan_replace(Scan *scan, const char *from, const char *to, const char *text, gsize *count)
{
    mill_edit_replace(
        scan->edit, (MillSpan){ (gsize) (from - scan->text), (gsize) (to - scan->text) }, text, -1);
    scan->done = (gsize) (to - scan->text);
    (*count)++;
}

/* White space. */

/* The length of the horizontal space at @p, 0 if there is none. The text ends with a NUL, so
 * looking ahead is safe. */
static gsize
space_length(const char *p)
{
    const guint8 *b = (const guint8 *) p;

    switch (b[0]) {
    case ' ':
    case '\t':
        return 1;
    case 0xC2:
        return b[1] == 0xA0 ? 2 : 0;
    case 0xE1:
        return b[1] == 0x9A && b[2] == 0x80 ? 3 : 0;
    case 0xE2:
        if (b[1] == 0x80)
            return b[2] <= 0x8A || b[2] == 0xAF ? 3 : 0;
        return b[1] == 0x81 && b[2] == 0x9F ? 3 : 0;
    case 0xE3:
        return b[1] == 0x80 && b[2] == 0x80 ? 3 : 0;
    default:
        return 0;
    }
}

/* The length of the line break at @p that is not a line feed, 0 if there is none. */
static gsize
break_length(const char *p)
{
    const guint8 *b = (const guint8 *) p;

    if (b[0] == '\r')
        return b[1] == '\n' ? 2 : 1;
    if (b[0] == '\v' || b[0] == '\f')
        return 1;
    if (b[0] == 0xC2)
        return b[1] == 0x85 ? 2 : 0;
    return b[0] == 0xE2 && b[1] == 0x80 && (b[2] == 0xA8 || b[2] == 0xA9) ? 3 : 0;
}

/* The length of the invisible character at @p, 0 if there is none: soft hyphen, zero-width space,
 * byte order mark, joiners, and the marks that reorder or hide text. */
static gsize
invisible_length(const char *p)
{
    const guint8 *b = (const guint8 *) p;

    switch (b[0]) {
    case 0xC2:
        return b[1] == 0xAD ? 2 : 0;
    case 0xD8:
        return b[1] == 0x9C ? 2 : 0;
    case 0xE1:
        return b[1] == 0xA0 && b[2] == 0x8E ? 3 : 0;
    case 0xE2:
        if (b[1] == 0x80)
            return (b[2] >= 0x8B && b[2] <= 0x8F) || (b[2] >= 0xAA && b[2] <= 0xAE) ? 3 : 0;
        return b[1] == 0x81 && b[2] >= 0xA0 && b[2] <= 0xAF ? 3 : 0;
    case 0xEF:
        return b[1] == 0xBB && b[2] == 0xBF ? 3 : 0;
    default:
        return 0;
    }
}

/* Scripts in which joiners make a difference: those after Hebrew, but not the East Asian ones. */
static gboolean
scan_is_joined_script(gunichar c)
{
    return c >= 0x0600 && !(c >= 0x2000 && c <= 0x20CF) && !(c >= 0x2E80 && c <= 0xA4CF) &&
           !(c >= 0xAC00 && c <= 0xFAFF) && !(c >= 0xFEFF && c <= 0xFFEF);
}

/* Whether the zero-width joiner or non-joiner at @p does its work, in Persian, Indic or emoji. */
static gboolean
scan_is_joiner(const Scan *scan, const char *p)
{
    const guint8 *b = (const guint8 *) p;

    if (b[0] != 0xE2 || b[1] != 0x80 || (b[2] != 0x8C && b[2] != 0x8D))
        return FALSE;
    return p > scan->text && p + 3 < scan->end &&
           scan_is_joined_script(g_utf8_get_char(g_utf8_prev_char(p))) &&
           scan_is_joined_script(g_utf8_get_char(p + 3));
}

/* The length of the control character at @p, 0 if there is none; an escape is taken with the
 * terminal's control sequence that it begins: ESC [ parameters letter. */
static gsize
control_length(const char *p)
{
    const guint8 *b = (const guint8 *) p;
    gsize length = 2;

    if (b[0] == 0xC2)
        return b[1] >= 0x80 && b[1] <= 0x9F ? 2 : 0;
    if (b[0] != 0x1B)
        return (b[0] < 0x20 && (b[0] == 0 || !strchr("\t\n\v\f\r", b[0]))) || b[0] == 0x7F;
    if (b[1] != '[')
        return 1;
    while (b[length] >= 0x20 && b[length] < 0x40)
        length++;
    return b[length] >= 0x40 && b[length] < 0x7F ? length + 1 : 1;
}

/* The length of what some rule drops at @p, wherever it stands. */
static gsize
scan_vanishing_length(const Scan *scan, const char *p)
{
    gsize length = scan->rules->controls && break_length(p) == 0 ? control_length(p) : 0;

    if (length == 0 && scan->rules->zero_width && !scan_is_joiner(scan, p))
        length = invisible_length(p);
    return length;
}

/* The run of spaces at @p (with characters among them that go anyway). */
static const char *
scan_span_spaces(const Scan *scan, const char *p, gboolean *wide)
{
    gsize length;

    *wide = FALSE;
    for (; p < scan->end; p += length) {
        length = space_length(p);
        *wide |= length > 1;
        if (length == 0)
            length = scan_vanishing_length(scan, p);
        if (length == 0)
            break;
    }
    return p;
}

static const char *
scan_skip_spaces(const char *p)
{
    gsize length;

    while ((length = space_length(p)) > 0)
        p += length;
    return p;
}

static const char *
scan_spaces(Scan *scan, const char *p)
{
    const CharacterRules *rules = scan->rules;
    gsize *count = &scan->counts->spaces;
    gboolean wide;
    const char *end = scan_span_spaces(scan, p, &wide);
    gboolean ends_line = end == scan->end || *end == '\n' || break_length(end) > 0;

    if (ends_line && rules->spaces != SPACES_KEEP) {
        scan_drop(scan, p, end, count);
    } else if (scan_is_line_start(scan, p)) {
        if (rules->indent == INDENT_KEEP || (rules->indent == INDENT_WIDE && !wide))
            return scan_skip_spaces(p);
        scan_drop(scan, p, end, count);
    } else if (rules->spaces == SPACES_COLLAPSE && !(end == p + 1 && *p == ' ')) {
        if (*p == ' ')
            scan_drop(scan, p + 1, end, count);
        else
            scan_replace(scan, p, end, " ", count);
    }
    return end;
}

/* Line breaks and invisible characters. */

static const char *
scan_break(Scan *scan, const char *p, gsize length)
{
    const char *end = p + length;

    if (*p == '\r' && length == 2)
        scan_drop(scan, p, p + 1, &scan->counts->newlines);
    else
        scan_replace(scan, p, end, "\n", &scan->counts->newlines);
    scan->line = end;
    return end;
}

static const char *
scan_invisible(Scan *scan, const char *p, gsize length)
{
    gboolean mark = p == scan->text && length == 3 && (guint8) *p == 0xEF;

    if (mark ? scan->rules->bom : scan->rules->zero_width && !scan_is_joiner(scan, p))
        scan_drop(scan, p, p + length, &scan->counts->zero_width);
    return p + length;
}

/* Full-width forms. */

/* The ASCII character that the full-width form at @p stands for, if the rules want it; else 0. */
static char
wide_to_ascii(const CharacterRules *rules, const char *p)
{
    const guint8 *b = (const guint8 *) p;
    guint8 ascii = 0;

    if (b[0] == 0xEF && b[1] == 0xBC && b[2] >= 0x81)
        ascii = (guint8) (b[2] - 0x60);
    else if (b[0] == 0xEF && b[1] == 0xBD && b[2] <= 0x9E)
        ascii = (guint8) (b[2] - 0x20);
    if (rules->width == WIDTH_ASCII || (rules->width == WIDTH_ALNUM && g_ascii_isalnum(ascii)))
        return (char) ascii;
    return 0;
}

/* A run of them becomes one edit, so that each keeps its own origin. NULL if @p is not one. */
static const char *
scan_wide(Scan *scan, const char *p)
{
    const char *start = p;
    char narrow[256];
    gsize n = 0;

    while (p < scan->end && n < sizeof narrow && (narrow[n] = wide_to_ascii(scan->rules, p))) {
        p += 3;
        n++;
    }
    if (n == 0)
        return NULL;
    mill_edit_replace_units(scan->edit, (gsize) (start - scan->text), 3, narrow, 1, n);
    scan->done = (gsize) (p - scan->text);
    scan->counts->width += n;
    return p;
}

static const char *
scan_normal_form(Scan *scan, const char *p)
{
    MillSpan range;
    gsize length;
    gsize floor = scan->done;
    g_autofree char *fixed =
        normalize_at(scan->rules->form, scan->text, (gsize) (scan->end - scan->text),
                     (gsize) (p - scan->text), floor, &range, &length);

    scan->again |= floor > 0 && range.start == floor && !normalize_begins(scan->text + floor);
    if (fixed) {
        mill_edit_replace(scan->edit, range, fixed, (gssize) length);
        scan->done = range.end;
        scan->counts->unicode++;
        scan->again |= scan->rules->form == UNICODE_NFKC;
    }
    return scan->text + range.end;
}

/* Deals with the character at @p; returns where to go on. */
static const char *
scan_character(Scan *scan, const char *p)
{
    const CharacterRules *rules = scan->rules;
    gsize length;

    if ((rules->spaces != SPACES_KEEP || rules->indent != INDENT_KEEP) && space_length(p) > 0)
        return scan_spaces(scan, p);
    if (rules->newlines && (length = break_length(p)) > 0)
        return scan_break(scan, p, length);
    if (rules->controls && (length = control_length(p)) > 0) {
        scan_drop(scan, p, p + length, &scan->counts->controls);
        return p + length;
    }
    if ((length = invisible_length(p)) > 0)
        return scan_invisible(scan, p, length);
    if (rules->width != WIDTH_KEEP) {
        const char *next = scan_wide(scan, p);

        if (next)
            return next;
    }
    if (rules->marks.table[(guint8) *p] & LOOK_NORMAL_FORM)
        return scan_normal_form(scan, p);
    return p + 1; /* the rest of the character is of no interest */
}

gboolean
characters_clean(const CharacterRules *rules, MillEdit *edit, const char *text, gsize length,
                 CharacterCounts *counts)
{
    Scan scan = {
        .rules = rules,
        .edit = edit,
        .counts = counts,
        .text = text,
        .end = text + length,
        .line = text,
    };
    const char *p = text;

    while ((p = marks_next(&rules->marks, text, p, scan.end)) < scan.end) {
        if (rules->marks.table[(guint8) *p] == LOOK_NORMAL_FORM)
            p = scan_normal_form(&scan, p);
        else
            p = scan_character(&scan, p);
    }
    return scan.again;
}

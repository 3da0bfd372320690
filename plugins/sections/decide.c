/* decide.c - see decide.h. */
#include "decide.h"

#include <string.h>

#include "alone.h"
#include "doubles.h"
#include "evidence.h"
#include "forms.h"
#include "title.h"
#include "utf8.h"

/* Signs of a scheme stand in so many bytes at the beginning. */
#define SIGN_REACH 3000

/* The first line with text, if it may be a title by @rule; an empty span if not. Tags before it do
 * not count. */
static MillSpan
decide_read_title(const Rule *rule, const Scan *scan, gsize *line)
{
    MillSpan span = { 0, 0 };
    const char *start, *end, *stop = scan->text + scan->length;

    for (*line = 0; *line < scan_get_n_lines(scan); (*line)++) {
        span = scan_get_content(scan, (gssize) *line);
        if (span.start < span.end && scan->text[span.start] != '<')
            break;
    }
    start = scan->text + span.start;
    end = scan->text + span.end;
    if (span.end - span.start > (gsize) rule->max * 4 || utf8_count(start, end) > rule->max ||
        !title_is_title(start, end, TRUE) || !forms_may_be_title(start, end) ||
        !title_has_ending(rule->endings, start, end) || utf8_skip_blank(end, stop) == stop)
        return (MillSpan){ 0, 0 };
    return span;
}

/* Makes the first line of the text a heading, if it may be the document's title. */
static void
decide_title(const Selector *selector, const Scan *scan, GArray *headings)
{
    const Scheme *scheme = selector_get_scheme(selector);
    gsize line;
    MillSpan span;

    if (scheme->title_rule < 0)
        return;
    span = decide_read_title(selector_get_rule(selector, (guint) scheme->title_rule), scan, &line);
    if (span.start == span.end)
        return;
    if (headings->len > 0 && g_array_index(headings, Heading, 0).line == line) {
        const Heading *first = &g_array_index(headings, Heading, 0);

        if (first->label_end > first->label_start)
            return;
        g_array_remove_index(headings, 0);
    }

    Heading title = {
        .line = (guint32) line,
        .last_line = (guint32) line,
        .start = (guint32) span.start,
        .end = (guint32) span.end,
        .label_start = (guint32) span.start,
        .label_end = (guint32) span.start,
        .title_start = (guint32) span.start,
        .title_end = (guint32) span.end,
        .rule = (guint16) scheme->title_rule,
        .before = TRUE,
        .after = scan_is_blank(scan, (gssize) line + 1),
        .match = { .number = -1, .last = -1, .other = -1, .depth = 1 },
    };

    g_array_prepend_val(headings, title);
}

gboolean
decide_has_sign(const Selector *selector, const Scan *scan)
{
    const GPtrArray *signs = selector_get_scheme(selector)->signs;

    for (guint i = 0; i < signs->len; i++) {
        const char *sign = g_ptr_array_index(signs, i);

        if (memmem(scan->text, MIN(scan->length, SIGN_REACH), sign, strlen(sign)))
            return TRUE;
    }
    return signs->len == 0;
}

/* Whether there is an accepted heading of one of @kinds (char *). */
static gboolean
decide_has_kind(const Selector *selector, const GArray *headings, GPtrArray *kinds)
{
    for (guint i = 0; kinds->len > 0 && i < headings->len; i++) {
        const Heading *heading = &g_array_index(headings, Heading, i);
        const char *kind = selector_get_rule(selector, heading->rule)->kind;

        if (heading->state == HEADING_ACCEPTED &&
            g_ptr_array_find_with_equal_func(kinds, kind, g_str_equal, NULL))
            return TRUE;
    }
    return FALSE;
}

gboolean
decide_has_needed(const Selector *selector, const GArray *headings)
{
    GPtrArray *needs = selector_get_scheme(selector)->needs;

    return needs->len == 0 || decide_has_kind(selector, headings, needs);
}

/* Rejects the headings of rules that do not go with others that are there. */
static void
decide_without(const Selector *selector, GArray *headings)
{
    const Scheme *scheme = selector_get_scheme(selector);

    for (guint i = 0; i < scheme->rules->len; i++) {
        const Rule *rule = selector_get_rule(selector, i);

        if (rule->without->len == 0 || !decide_has_kind(selector, headings, rule->without))
            continue;
        for (guint j = 0; j < headings->len; j++)
            if (g_array_index(headings, Heading, j).rule == i)
                g_array_index(headings, Heading, j).state = HEADING_REJECTED;
    }
}

double
decide(const Selector *selector, const Scan *scan, GArray *headings, guint *accepted)
{
    selector_select(selector, scan, headings);
    decide_title(selector, scan, headings);
    doubles_mark(selector, scan, headings);
    alone_judge(selector, scan, headings);
    evidence_decide(selector, headings);
    decide_without(selector, headings);
    if (accepted) {
        *accepted = 0;
        for (guint i = 0; i < headings->len; i++)
            *accepted += g_array_index(headings, Heading, i).state == HEADING_ACCEPTED;
    }
    return evidence_weigh_scheme(selector, headings);
}

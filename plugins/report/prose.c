/* prose.c - the text as prose: headings, boxes, paragraphs, highlights, and what was taken away. */
#include "parts.h"

#include <string.h>

#define MAX_OPEN 8 /* highlights inside each other */

typedef struct {
    GString *html;
    const View *view;
    guint mark;    /* the first that has not been passed */
    guint removal; /* the same of removals */
} Prose;

static void
append_origin(Prose *self, MillSpan span)
{
    MillSpan origin = mill_document_get_origin(self->view->document, span);

    html_format(self->html, " data-o=\"%G–%G\"", origin.start, origin.end);
}

/* --- inside a paragraph --------------------------------------------------------------------- */

static void
append_removal(Prose *self, const Removal *removal)
{
    html_format(self->html,
                "<del class=\"rm\" data-s=\"%s\" data-o=\"%G–%G\" title=\"removed by %s\">",
                removal->step, removal->source.start, removal->source.end, removal->step);
    html_text(self->html, removal->text, -1);
    g_string_append(self->html, "</del>");
}

static void
open_mark(Prose *self, const Mark *mark, MillSpan span)
{
    gboolean tag = mark->class[0] == 'c';

    html_format(self->html, tag ? "<mark class=\"%s\"" : "<span class=\"%s\"", mark->class);
    if (mark->id)
        html_format(self->html, " id=\"%s\"", mark->id);
    append_origin(self, span);
    html_format(self->html, mark->term ? " title=\"%s: %s\">" : " title=\"%s\">", mark->note,
                mark->term);
}

/* The next place in @span, after @at, at which something opens or closes. */
static gsize
next_event(const Prose *self, gsize at, gsize end)
{
    if (self->mark < self->view->marks->len)
        end = MIN(end, MAX(at, g_array_index(self->view->marks, Mark, self->mark).span.start));
    if (self->removal < self->view->removals->len)
        end = MIN(end, MAX(at, g_array_index(self->view->removals, Removal, self->removal).at));
    return end;
}

/* Marks that begin before @at belong to text that has been written: what is left of them is not
 * highlighted again. */
static void
skip_marks(Prose *self, gsize at)
{
    while (self->mark < self->view->marks->len &&
           g_array_index(self->view->marks, Mark, self->mark).span.start < at)
        self->mark++;
}

static void
append_inline(Prose *self, MillSpan span)
{
    struct {
        gsize end;
        const char *tag;
    } open[MAX_OPEN];
    guint depth = 0;
    gsize at = span.start;

    skip_marks(self, at);
    while (at < span.end || depth > 0) {
        gsize limit = depth > 0 ? open[depth - 1].end : span.end;
        gsize next = next_event(self, at, limit);

        html_text(self->html, self->view->text + at, (gssize) (next - at));
        at = next;
        if (self->removal < self->view->removals->len &&
            g_array_index(self->view->removals, Removal, self->removal).at <= at) {
            append_removal(self, &g_array_index(self->view->removals, Removal, self->removal++));
        } else if (at == limit && depth > 0) {
            g_string_append(self->html, open[--depth].tag);
        } else if (at < span.end && self->mark < self->view->marks->len) {
            const Mark *mark = &g_array_index(self->view->marks, Mark, self->mark);

            if (mark->span.start > at)
                continue;
            self->mark++;
            if (depth == MAX_OPEN || mark->span.end <= at)
                continue;
            open[depth].end = MIN(mark->span.end, limit);
            open[depth].tag = mark->class[0] == 'c' ? "</mark>" : "</span>";
            open_mark(self, mark, (MillSpan){ at, open[depth].end });
            depth++;
        }
    }
}

/* --- paragraphs ----------------------------------------------------------------------------- */

static MillSpan
trim(const char *text, MillSpan span)
{
    while (span.start < span.end && g_unichar_isspace(g_utf8_get_char(text + span.start)))
        span.start += (gsize) g_utf8_skip[(guchar) text[span.start]];
    while (span.end > span.start) {
        const char *last = g_utf8_prev_char(text + span.end);

        if (!g_unichar_isspace(g_utf8_get_char(last)))
            break;
        span.end = (gsize) (last - text);
    }
    return span;
}

/* What was taken away between paragraphs stands as paragraphs of its own. */
static void
append_removals_before(Prose *self, gsize offset)
{
    while (self->removal < self->view->removals->len &&
           g_array_index(self->view->removals, Removal, self->removal).at < offset) {
        g_string_append(self->html, "<p class=\"rm-p\">");
        append_removal(self, &g_array_index(self->view->removals, Removal, self->removal++));
        g_string_append(self->html, "</p>\n");
    }
}

static void
append_paragraph(Prose *self, MillSpan span)
{
    append_removals_before(self, span.start + 1);
    g_string_append(self->html, "<p dir=\"auto\"");
    append_origin(self, span);
    g_string_append_c(self->html, '>');
    append_inline(self, span);
    g_string_append(self->html, "</p>\n");
}

/* The paragraphs of @range: those of the layer `paragraph`'s rule are not needed here, a line is
 * one. */
static void
append_body(Prose *self, MillSpan range)
{
    const char *text = self->view->text;

    while (range.start < range.end) {
        const char *newline = memchr(text + range.start, '\n', range.end - range.start);
        gsize end = newline ? (gsize) (newline - text) : range.end;
        MillSpan line = trim(text, (MillSpan){ range.start, end });

        if (line.end > line.start)
            append_paragraph(self, line);
        range.start = MIN(end + 1, range.end);
    }
}

/* --- sections ------------------------------------------------------------------------------- */

static void
open_section(Prose *self, const Section *section)
{
    gboolean box = g_strcmp0(section->kind, "box") == 0;
    gint level = CLAMP(section->level + 1, 2, 6);

    append_removals_before(self, section->heading.start + 1);
    html_format(self->html,
                box ? "<aside class=\"box\" aria-labelledby=\"s%G\">\n"
                    : "<section aria-labelledby=\"s%G\">\n",
                (gsize) section->id);
    html_format(self->html, "<h%d id=\"s%G\" dir=\"auto\"", level, (gsize) section->id);
    append_origin(self, section->heading);
    g_string_append_c(self->html, '>');
    append_inline(self, section->heading);
    html_format(self->html, "</h%d>\n", level);
}

void
part_prose(GString *html, const View *view)
{
    Prose self = { .html = html, .view = view };
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    gsize at = 0;

    g_string_append(html,
                    "<article class=\"prose\" id=\"text\" tabindex=\"0\" aria-label=\"Text\">\n");
    for (guint i = 0; i <= view->sections->len; i++) {
        const Section *next =
            i < view->sections->len ? &g_array_index(view->sections, Section, i) : NULL;
        gsize start = next ? next->span.start : view->length;

        while (open->len > 0) {
            const Section *inner =
                &g_array_index(view->sections, Section, g_array_index(open, guint, open->len - 1));

            if (next && inner->span.end > start)
                break;
            append_body(&self, (MillSpan){ at, MAX(at, inner->span.end) });
            at = MAX(at, inner->span.end);
            g_string_append(html,
                            g_strcmp0(inner->kind, "box") == 0 ? "</aside>\n" : "</section>\n");
            g_array_set_size(open, open->len - 1);
        }
        append_body(&self, (MillSpan){ at, MAX(at, start) });
        at = MAX(at, start);
        if (next) {
            open_section(&self, next);
            at = MAX(at, next->heading.end);
            g_array_append_val(open, i);
        }
    }
    append_removals_before(&self, G_MAXSIZE);
    g_string_append(html, "</article>\n");
}

/* prose.c - the text as prose: headings, boxes, captions, paragraphs, highlights, and what was
 * taken away.
 *
 * Marks may begin and end anywhere, elements only inside each other. A mark that goes on where what
 * it stands in ends is closed there and opened again behind it.
 */
#include "parts.h"

#include <string.h>

#include "writing/raw.h"

#define MAX_OPEN 8 /* highlights inside each other; what is more is not shown */

/* A mark of which something is still to be shown. */
typedef struct {
    const Mark *mark;
    gsize end;      /* of what is shown now */
    gboolean shown; /* its beginning was */
} Open;

typedef struct {
    GString *html;
    const View *view;
    guint mark;    /* the first that has not been reached */
    guint removal; /* the same of removals */
    Open rest[MAX_OPEN];
    guint n_rest;
} Prose;

static void
append_origin(Prose *self, MillSpan span)
{
    MillSpan origin = mill_document_get_origin(self->view->document, span);
    GString *html = self->html;

    write_literal(html, " data-o=\"");
    write_number(html, origin.start);
    write_literal(html, "–");
    write_number(html, origin.end);
    write_literal(html, "\"");
}

/* --- inside a paragraph --------------------------------------------------------------------- */

static const Removal *
next_removal(const Prose *self)
{
    return self->removal < self->view->removals->len
               ? &g_array_index(self->view->removals, Removal, self->removal)
               : NULL;
}

static const Mark *
next_mark(const Prose *self)
{
    return self->mark < self->view->marks->len ? &g_array_index(self->view->marks, Mark, self->mark)
                                               : NULL;
}

static void
append_removal(Prose *self)
{
    const Removal *removal = next_removal(self);
    const Group *step = &g_array_index(self->view->removers, Group,
                                       MIN(removal->look, self->view->removers->len - 1));

    html_format(self->html, "<del class=\"r%u\" data-s=\"%s\" data-o=\"%G–%G\">",
                MIN(removal->look, N_LOOKS - 1), step->name, removal->source.start,
                removal->source.end);
    html_text(self->html, removal->text, -1);
    write_literal(self->html, "</del>");
    self->removal++;
}

/* Links lead to records and to the places of diagnostics. */
static void
append_id(Prose *self, const Mark *mark)
{
    if (mark->kind != MARK_RECORD && mark->kind != MARK_DIAGNOSTIC)
        return;
    write_literal(self->html, " id=\"");
    if (mark->kind == MARK_RECORD) {
        write_literal(self->html, "r");
        write_number(self->html, mark->table);
        write_literal(self->html, "-");
    } else {
        write_literal(self->html, "d");
    }
    write_number(self->html, mark->number);
    write_literal(self->html, "\"");
}

static void
append_title(Prose *self, const Mark *mark)
{
    GString *html = self->html;

    write_literal(html, " title=\"");
    if (mark->note)
        html_text(html, mark->note, -1);
    if (mark->term) {
        if (mark->note)
            write_literal(html, ": ");
        html_text(html, mark->term, -1);
    }
    write_literal(html, "\"");
}

/* Both are as long. */
static const char *
mark_tag(const Mark *mark)
{
    return mark->kind == MARK_TAG ? "</mark>" : "</span>";
}

static void
open_mark(Prose *self, const Open *open, MillSpan span)
{
    static const char *const starts[] = {
        [MARK_TAG] = "<mark class=\"c",
        [MARK_ENTITY] = "<span class=\"ent k",
        [MARK_RECORD] = "<span class=\"record",
        [MARK_DIAGNOSTIC] = "<span class=\"diagnostic",
    };
    const Mark *mark = open->mark;

    write_raw(self->html, starts[mark->kind], strlen(starts[mark->kind]));
    if (mark->kind == MARK_TAG || mark->kind == MARK_ENTITY)
        write_number(self->html, mark->look);
    write_literal(self->html, "\"");
    if (!open->shown)
        append_id(self, mark);
    append_origin(self, span);
    if (mark->kind == MARK_RECORD) {
        MillLayer *layer = g_ptr_array_index(self->view->records, mark->table);
        const char *step = mill_layer_get_step(layer);

        write_literal(self->html, " data-by=\"");
        html_text(self->html, step ? step : "", -1);
        write_literal(self->html, "\"");
    }
    append_title(self, mark);
    write_literal(self->html, ">");
}

/* Something that cannot be shown is still a place that links lead to. */
static void
append_place(Prose *self, const Mark *mark)
{
    if (mark->kind != MARK_RECORD && mark->kind != MARK_DIAGNOSTIC)
        return;
    write_literal(self->html, "<span");
    append_id(self, mark);
    write_literal(self->html, "></span>");
}

static void
keep_for_later(Prose *self, Open open)
{
    if (self->n_rest < MAX_OPEN)
        self->rest[self->n_rest++] = open;
    else if (!open.shown)
        append_place(self, open.mark);
}

/* Marks that began before @at, in what is not shown, such as the space between paragraphs. */
static void
catch_up(Prose *self, gsize at)
{
    const Mark *mark;

    for (; (mark = next_mark(self)) && mark->span.start < at; self->mark++) {
        if (mark->span.end > at)
            keep_for_later(self, (Open){ .mark = mark });
        else
            append_place(self, mark);
    }
}

/* The next place in [@at, @end] at which something opens or closes. */
static gsize
next_event(const Prose *self, gsize at, gsize end)
{
    const Mark *mark = next_mark(self);
    const Removal *removal = next_removal(self);

    if (mark)
        end = MIN(end, MAX(at, mark->span.start));
    if (removal)
        end = MIN(end, MAX(at, removal->at));
    return end;
}

typedef struct {
    Open open[MAX_OPEN];
    guint depth;
    gsize end; /* of the paragraph */
} Stack;

static gsize
stack_limit(const Stack *stack)
{
    return stack->depth > 0 ? stack->open[stack->depth - 1].end : stack->end;
}

static void
stack_push(Prose *self, Stack *stack, Open open, gsize at)
{
    gsize limit = stack_limit(stack);

    if (stack->depth == MAX_OPEN || limit <= at || open.mark->span.end <= at) {
        if (!open.shown)
            append_place(self, open.mark);
        return;
    }
    open.end = MIN(open.mark->span.end, limit);
    open_mark(self, &open, (MillSpan){ at, open.end });
    open.shown = TRUE;
    stack->open[stack->depth++] = open;
}

static void
stack_pop(Prose *self, Stack *stack, gsize at)
{
    Open closed = stack->open[--stack->depth];

    write_raw(self->html, mark_tag(closed.mark), strlen("</mark>"));
    if (closed.mark->span.end > at)
        keep_for_later(self, closed);
}

/* Opens again what goes on at @at. */
static void
resume(Prose *self, Stack *stack, gsize at)
{
    Open rest[MAX_OPEN];
    guint n = self->n_rest;

    if (n == 0 || at >= stack_limit(stack))
        return;
    memcpy(rest, self->rest, sizeof rest);
    self->n_rest = 0;
    for (guint i = 0; i < n; i++)
        stack_push(self, stack, rest[i], at);
}

static void
append_inline(Prose *self, MillSpan span)
{
    Stack stack = { .end = span.end };
    gsize at = span.start;

    catch_up(self, at);
    while (at < span.end || stack.depth > 0) {
        gsize limit;
        gsize next;

        resume(self, &stack, at);
        limit = stack_limit(&stack);
        next = next_event(self, at, limit);
        if (next > at)
            html_text(self->html, self->view->text + at, (gssize) (next - at));
        at = next;
        if (next_removal(self) && next_removal(self)->at <= at && at < span.end) {
            append_removal(self);
        } else if (at == limit && stack.depth > 0) {
            stack_pop(self, &stack, at);
        } else if (next_mark(self) && next_mark(self)->span.start <= at && at < span.end) {
            stack_push(self, &stack, (Open){ .mark = next_mark(self) }, at);
            self->mark++;
        }
    }
    /* The end of a line that was cut off, not lines that stood below. */
    while (next_removal(self) && next_removal(self)->at == span.end &&
           !strchr(next_removal(self)->text, '\n'))
        append_removal(self);
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
    while (next_removal(self) && next_removal(self)->at < offset) {
        html_format(self->html, "<p class=\"gone\" dir=\"auto\">");
        append_removal(self);
        write_literal(self->html, "</p>\n");
    }
}

static void
append_paragraph(Prose *self, MillSpan span)
{
    append_removals_before(self, span.start + 1);
    write_literal(self->html, "<p dir=\"auto\"");
    append_origin(self, span);
    write_literal(self->html, ">");
    append_inline(self, span);
    write_literal(self->html, "</p>\n");
}

/* The paragraphs of @range: a line is one. */
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

static gboolean
section_is(const Section *section, const char *kind)
{
    return g_strcmp0(section->kind, kind) == 0;
}

static const char *
section_end(const Section *section)
{
    return section_is(section, "box") ? "</aside>\n" : "</section>\n";
}

/* Where the text has a caption, it is a caption. */
static gboolean
has_caption(const Section *section)
{
    return section_is(section, "figure") || section_is(section, "table");
}

static void
open_section(Prose *self, const Section *section)
{
    gint level = CLAMP(section->level + 1, 2, 6);
    MillSpan heading = trim(self->view->text, section->heading);

    append_removals_before(self, section->heading.start + 1);
    g_string_append(self->html,
                    section_is(section, "box") ? "<aside class=\"box\">\n" : "<section>\n");
    if (heading.start == heading.end) {
        html_format(self->html, "<span id=\"s%G\"></span>\n", (gsize) section->id);
        return;
    }
    if (has_caption(section))
        html_format(self->html, "<figure class=\"%s\"><figcaption id=\"s%G\" dir=\"auto\"",
                    section->kind, (gsize) section->id);
    else
        html_format(self->html, "<h%d id=\"s%G\" dir=\"auto\"", level, (gsize) section->id);
    append_origin(self, heading);
    write_literal(self->html, ">");
    append_inline(self, heading);
    if (has_caption(section))
        write_literal(self->html, "</figcaption></figure>\n");
    else
        html_format(self->html, "</h%d>\n", level);
}

/* Closes what ends before @next begins (NULL: everything), with the text that is left in it.
 * Returns how far the text is written. */
static gsize
close_sections(Prose *self, GArray *open, const Section *next, gsize at)
{
    while (open->len > 0) {
        const Section *inner = view_section(self->view, g_array_index(open, guint, open->len - 1));

        if (next && inner->span.end > next->span.start)
            break;
        append_body(self, (MillSpan){ at, MAX(at, inner->span.end) });
        at = MAX(at, inner->span.end);
        g_string_append(self->html, section_end(inner));
        g_array_set_size(open, open->len - 1);
    }
    return at;
}

void
part_prose(GString *html, const View *view)
{
    Prose self = { .html = html, .view = view };
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    gsize at = 0;

    for (guint i = 0; i <= view->sections->len; i++) {
        const Section *next = i < view->sections->len ? view_section(view, i) : NULL;
        gsize start = next ? next->span.start : view->length;

        at = close_sections(&self, open, next, at);
        append_body(&self, (MillSpan){ at, MAX(at, start) });
        at = MAX(at, start);
        if (next) {
            open_section(&self, next);
            at = MAX(at, next->heading.end);
            g_array_append_val(open, i);
        }
    }
    append_removals_before(&self, G_MAXSIZE);
    catch_up(&self, G_MAXSIZE);
    for (guint i = 0; i < self.n_rest; i++)
        if (!self.rest[i].shown)
            append_place(&self, self.rest[i].mark);
}

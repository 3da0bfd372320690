/* query-print.c - hits for people and for programs. */
#include "query.h"
#include "snippet.h"
#include "wrap.h"

#include <string.h>

#define BOLD "\033[1m"
#define DIM  "\033[2m"
#define END  "\033[0m"

/* Characters of a snippet. */
#define SNIPPET   160
/* Bytes of a title or a path from which on it is shown like text: some are whole paragraphs. */
#define LONG_NAME 800

/* What follows a line's beginning stands behind as many spaces. */
#define INDENT 3

typedef struct {
    GString *out;
    const Query *query;
    const MillTerminal *terminal;
} Printer;

static const char *
colour(const Printer *self, const char *sequence)
{
    return self->terminal->colour ? sequence : "";
}

/* Appends the bytes [@from, @to) of @text on one line, made safe. */
static void
append_text(GString *out, const char *text, gsize from, gsize to)
{
    g_autofree char *line = g_strndup(text + from, to - from);

    mill_terminal_append(out, g_strdelimit(line, "\n\r\t", ' '), -1, 0, 0);
}

/* What of @match is shown, where @shown is; whether anything is. */
static gboolean
clip(MillSpan *match, MillSpan shown)
{
    match->start = MAX(match->start, shown.start);
    match->end = MIN(match->end, shown.end);
    return match->start < match->end;
}

/* Appends @span of @text, what was looked for in column @column marked: in colour, or in brackets.
 * @base is the style of the rest. */
static void
append_marked(Printer *self, const char *text, MillSpan span, const GArray *matches,
              const char *base)
{
    gsize at = span.start;

    g_string_append(self->out, colour(self, base));
    for (guint i = 0; i < matches->len; i++) {
        MillSpan match = g_array_index(matches, MillSpan, i);

        if (!clip(&match, span))
            continue;
        append_text(self->out, text, at, match.start);
        g_string_append(self->out, self->terminal->colour ? END WRAP_MARK : "[");
        append_text(self->out, text, match.start, match.end);
        g_string_append(self->out, self->terminal->colour ? END : "]");
        g_string_append(self->out, colour(self, base));
        at = match.end;
    }
    append_text(self->out, text, at, span.end);
    g_string_append(self->out, *base ? colour(self, END) : "");
}

static void
append_column(Printer *self, guint column, const char *text, const char *base)
{
    gsize length = strlen(text);
    g_autoptr(GArray) matches = snippet_find(self->query, column, text, length);

    if (length < LONG_NAME) {
        append_marked(self, text, (MillSpan){ 0, length }, matches, base);
        return;
    }

    MillSpan span = snippet_choose(matches, text, length, SNIPPET);

    g_string_append(self->out, span.start > 0 ? "…" : "");
    append_marked(self, text, span, matches, base);
    g_string_append(self->out, span.end < length ? "…" : "");
}

/* Wraps the line that begins at @start of the output, and ends it. */
static void
end_line(Printer *self, gsize start)
{
    wrap_line(self->out, start, self->terminal->width, INDENT);
    g_string_append_c(self->out, '\n');
}

static void
append_snippet(Printer *self, const Hit *hit)
{
    g_autoptr(GArray) matches = snippet_find(self->query, 3, hit->text, hit->length);
    MillSpan span = snippet_choose(matches, hit->text, hit->length, SNIPPET);
    gsize start;

    while (span.start < span.end && g_ascii_isspace(hit->text[span.start]))
        span.start++;
    while (span.end > span.start && g_ascii_isspace(hit->text[span.end - 1]))
        span.end--;
    start = self->out->len;
    g_string_append_printf(self->out, "   %s", span.start > 0 ? "…" : "");
    append_marked(self, hit->text, span, matches, "");
    g_string_append(self->out, span.end < hit->length ? "…" : "");
    end_line(self, start);
}

/* The names among the tags of the passage that have what was looked for. (transfer full) */
static GPtrArray *
find_tags(const Query *query, const Hit *hit)
{
    static const char separator[] = { HIT_TAG_END, '\0' };
    g_auto(GStrv) names = g_strsplit(hit->tags ? hit->tags : "", separator, -1);
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);

    for (char **name = names; *name; name++) {
        g_autoptr(GArray) matches = snippet_find(query, 2, *name, strlen(*name));

        if (matches->len > 0)
            g_ptr_array_add(found, g_strdup(*name));
    }
    return found;
}

/* The tags by which the passage was found although its text does not have their words. */
static void
append_tags(Printer *self, const Hit *hit)
{
    g_autoptr(GPtrArray) found = find_tags(self->query, hit);
    gsize start = self->out->len;
    guint n = 0;

    for (guint i = 0; i < found->len; i++) {
        const char *name = found->pdata[i];

        if (hit->text && memmem(hit->text, hit->length, name, strlen(name)))
            continue;
        if (n++ == 0)
            g_string_append_printf(self->out, "   %stagged%s ", colour(self, DIM),
                                   colour(self, END));
        else
            g_string_append(self->out, ", ");
        append_column(self, 2, name, "");
    }
    if (n > 0)
        end_line(self, start);
}

void
query_print_hit(GString *out, const Query *query, const Hit *hit, guint number,
                const MillTerminal *terminal)
{
    Printer self = { out, query, terminal };
    gsize start;

    g_string_append(out, number > 1 ? "\n" : "");
    start = out->len;
    g_string_append_printf(out, "%u. ", number);
    g_string_append(out, colour(&self, BOLD));
    mill_terminal_append(out, hit->document, -1, 0, 0);
    g_string_append(out, colour(&self, END));
    if (hit->title) {
        g_string_append(out, "  ");
        append_column(&self, 0, hit->title, "");
    }
    end_line(&self, start);
    if (hit->section_path && *hit->section_path) {
        start = out->len;
        g_string_append(out, "   ");
        append_column(&self, 1, hit->section_path, DIM);
        end_line(&self, start);
    }
    append_tags(&self, hit);
    if (hit->text)
        append_snippet(&self, hit);
}

void
query_print_total(GString *out, const Total *total, guint shown)
{
    if (total->passages == 0) {
        g_string_append(out,
                        "Nothing found in texts and tags; title: and section: look into those.\n");
        return;
    }
    g_string_append_printf(
        out, "\n%" G_GINT64_FORMAT " passage%s in %" G_GINT64_FORMAT " document%s", total->passages,
        total->passages == 1 ? "" : "s", total->documents, total->documents == 1 ? "" : "s");
    if (shown < total->passages)
        g_string_append_printf(out, ", the best %u shown (--limit shows more)", shown);
    g_string_append(out, ".\n");
}

static void
append_json_string(GString *out, const char *key, const char *string)
{
    mill_json_append_key(out, key);
    if (string)
        mill_json_append_string(out, string, -1);
    else
        g_string_append(out, "null");
    g_string_append_c(out, ',');
}

static void
append_json_snippet(GString *out, const Query *query, const Hit *hit)
{
    g_autoptr(GArray) matches = snippet_find(query, 3, hit->text, hit->length);
    MillSpan span = snippet_choose(matches, hit->text, hit->length, SNIPPET);
    gboolean any = FALSE;

    g_string_append(out, "{\"text\":");
    mill_json_append_string(out, hit->text + span.start, (gssize) (span.end - span.start));
    g_string_append_printf(out, ",\"start\":%zu,\"end\":%zu,\"matches\":[",
                           hit->span.start + span.start, hit->span.start + span.end);
    for (guint i = 0; i < matches->len; i++) {
        MillSpan match = g_array_index(matches, MillSpan, i);

        if (!clip(&match, span))
            continue;
        g_string_append_printf(out, "%s{\"start\":%zu,\"end\":%zu}", any ? "," : "",
                               hit->span.start + match.start, hit->span.start + match.end);
        any = TRUE;
    }
    g_string_append(out, "]}");
}

void
query_append_json(GString *out, const Query *query, const Hit *hit)
{
    g_string_append_c(out, '{');
    append_json_string(out, "document", hit->document);
    append_json_string(out, "title", hit->title);
    append_json_string(out, "path", hit->path);
    g_string_append(out, "\"section\":");
    if (hit->section_path) {
        g_string_append_printf(out, "{\"id\":%" G_GINT64_FORMAT ",\"path\":", hit->section);
        mill_json_append_string(out, hit->section_path, -1);
        g_string_append_c(out, '}');
    } else {
        g_string_append(out, "null");
    }
    g_string_append_printf(out, ",\"start\":%zu,\"end\":%zu,\"score\":", hit->span.start,
                           hit->span.end);
    mill_json_append_double(out, hit->score);

    g_autoptr(GPtrArray) tags = find_tags(query, hit);

    g_string_append(out, ",\"tags\":[");
    for (guint i = 0; i < tags->len; i++) {
        g_string_append(out, i > 0 ? "," : "");
        mill_json_append_string(out, tags->pdata[i], -1);
    }
    g_string_append_c(out, ']');
    g_string_append(out, ",\"snippet\":");
    if (hit->text)
        append_json_snippet(out, query, hit);
    else
        g_string_append(out, "null");
    g_string_append_c(out, '}');
}

/* explain-hunks - the changes of an edit as old lines and new lines.
 *
 * A hunk is the smallest run of whole lines of the old text whose replacement is whole lines too;
 * changes that share a line share a hunk.
 */
#include "cli/explain.h"

#include <string.h>

void
explain_line_free(gpointer data)
{
    ExplainLine *line = data;

    g_string_free(line->text, TRUE);
    g_array_unref(line->marks);
    g_free(line);
}

void
explain_hunk_free(gpointer data)
{
    ExplainHunk *hunk = data;

    g_ptr_array_unref(hunk->lines);
    g_free(hunk);
}

static gsize
line_start(const char *text, gsize at)
{
    const char *newline = memrchr(text, '\n', at);

    return newline ? (gsize) (newline - text) + 1 : 0;
}

static gsize
line_end(const char *text, gsize length, gsize at)
{
    const char *newline = memchr(text + at, '\n', length - at);

    return newline ? (gsize) (newline - text) + 1 : length;
}

/* Where the lines end that @change touches. A change that ends behind a newline takes no more
 * when it leaves whole lines. */
static gsize
change_end(const char *text, gsize length, const MillChange *change)
{
    gsize start = change->old_span.start;
    gsize end = change->old_span.end;
    gboolean old_is_whole =
        (start == 0 || text[start - 1] == '\n') && end > start && text[end - 1] == '\n';
    gboolean new_is_whole = change->length == 0 || change->text[change->length - 1] == '\n';

    return old_is_whole && new_is_whole ? end : line_end(text, length, end);
}

/* The part of @mark that is in the line [start, end), whose newline is at @content. A newline that
 * comes or goes while the rest of its line stays is shown as a character. */
static void
add_mark(ExplainLine *line, MillSpan mark, gsize start, gsize content, gsize end)
{
    MillSpan own = { MAX(mark.start, start) - start, MIN(mark.end, content) - start };

    if (mark.start <= start && mark.end >= content && (content > start || mark.end >= end))
        line->whole = TRUE;
    else if (mark.end > content && content < end) {
        g_string_append(line->text, "↵");
        own.end = line->text->len;
    }
    if (own.start < own.end)
        g_array_append_val(line->marks, own);
}

/* Adds @text as lines; @marks are byte ranges of it, ascending. */
static void
add_lines(ExplainHunk *hunk, char sign, const GString *text, const GArray *marks)
{
    guint first = 0;

    for (gsize start = 0, end; start < text->len; start = end) {
        end = line_end(text->str, text->len, start);
        gsize content = text->str[end - 1] == '\n' ? end - 1 : end;
        ExplainLine *line = g_new0(ExplainLine, 1);

        line->sign = sign;
        line->text = g_string_new_len(text->str + start, (gssize) (content - start));
        line->marks = g_array_new(FALSE, FALSE, sizeof(MillSpan));
        while (first < marks->len && g_array_index(marks, MillSpan, first).end <= start)
            first++;
        for (guint i = first; i < marks->len; i++) {
            MillSpan mark = g_array_index(marks, MillSpan, i);
            if (mark.start >= end)
                break;
            add_mark(line, mark, start, content, end);
        }
        g_ptr_array_add(hunk->lines, line);
    }
}

/* The hunk of @changes, which lie within the lines [start, end) of @text. */
static ExplainHunk *
make_hunk(const char *text, MillSpan lines, guint number, const MillChange *changes,
          gsize n_changes)
{
    ExplainHunk *hunk = g_new0(ExplainHunk, 1);
    g_autoptr(GString) old =
        g_string_new_len(text + lines.start, (gssize) (lines.end - lines.start));
    g_autoptr(GString) new = g_string_new(NULL);
    g_autoptr(GArray) old_marks = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    g_autoptr(GArray) new_marks = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    gsize done = lines.start;

    for (gsize i = 0; i < n_changes; i++) {
        MillSpan gone = changes[i].old_span;
        MillSpan old_mark = { gone.start - lines.start, gone.end - lines.start };
        g_string_append_len(new, text + done, (gssize) (gone.start - done));
        MillSpan new_mark = { new->len, new->len + changes[i].length };
        g_string_append_len(new, changes[i].text, (gssize) changes[i].length);
        g_array_append_val(old_marks, old_mark);
        g_array_append_val(new_marks, new_mark);
        done = gone.end;
    }
    g_string_append_len(new, text + done, (gssize) (lines.end - done));

    hunk->line = number;
    hunk->lines = g_ptr_array_new_with_free_func(explain_line_free);
    add_lines(hunk, '-', old, old_marks);
    add_lines(hunk, '+', new, new_marks);
    return hunk;
}

static guint
count_newlines(const char *text, gsize start, gsize end)
{
    guint count = 0;

    for (const char *p = text + start; (p = memchr(p, '\n', (gsize) (text + end - p))); p++)
        count++;
    return count;
}

gsize
explain_hunks(const char *text, gsize length, const MillChange *changes, gsize n_changes, gsize max,
              GPtrArray *hunks)
{
    gsize n_hunks = 0;
    gsize counted = 0; /* newlines before this offset are in @number */
    guint number = 1;

    for (gsize first = 0, next; first < n_changes; first = next) {
        MillSpan lines = {
            line_start(text, changes[first].old_span.start),
            change_end(text, length, &changes[first]),
        };
        for (next = first + 1; next < n_changes; next++) {
            if (changes[next].old_span.start >= lines.end)
                break;
            lines.end = MAX(lines.end, change_end(text, length, &changes[next]));
        }
        if (n_hunks++ >= max)
            continue;
        number += count_newlines(text, counted, lines.start);
        counted = lines.start;
        g_ptr_array_add(hunks, make_hunk(text, lines, number, changes + first, next - first));
    }
    return n_hunks;
}

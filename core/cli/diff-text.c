/* diff-text - the lines and the sections of two results, aligned. */
#include "cli/align.h"
#include "cli/diff.h"

#include <string.h>

/* --- lines ----------------------------------------------------------------------------------- */

/* The places of the lines, and their numbers. */
typedef struct {
    const char *text;
    GArray *spans;   /* of MillSpan */
    GArray *numbers; /* of guint */
} Lines;

static Lines
cut_lines(const Result *result, GHashTable *symbols)
{
    Lines lines = {
        .text = result->text,
        .spans = g_array_new(FALSE, FALSE, sizeof(MillSpan)),
        .numbers = g_array_new(FALSE, FALSE, sizeof(guint)),
    };

    for (gsize at = 0; at < result->length;) {
        const char *newline = memchr(result->text + at, '\n', result->length - at);
        MillSpan span = { at, newline ? (gsize) (newline - result->text) : result->length };
        /* NULs would end the key early. */
        g_autofree char *line = g_strndup(result->text + span.start, span.end - span.start);
        gsize length = strlen(line);
        g_autofree char *key =
            length == span.end - span.start
                ? NULL
                : g_compute_checksum_for_data(G_CHECKSUM_SHA256,
                                              (const guchar *) result->text + span.start,
                                              span.end - span.start);
        guint number = align_number(symbols, key ? key : line);

        g_array_append_val(lines.spans, span);
        g_array_append_val(lines.numbers, number);
        at = span.end + 1;
    }
    return lines;
}

static void
clear_lines(Lines *lines)
{
    g_array_unref(lines->spans);
    g_array_unref(lines->numbers);
}

static ExplainLine *
add_line(ExplainHunk *hunk, char sign, const Lines *lines, guint index)
{
    MillSpan span = g_array_index(lines->spans, MillSpan, index);
    ExplainLine *line = g_new0(ExplainLine, 1);

    line->sign = sign;
    line->text = g_string_new_len(lines->text + span.start, (gssize) (span.end - span.start));
    line->marks = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    line->whole = TRUE;
    g_ptr_array_add(hunk->lines, line);
    return line;
}

static gboolean
is_inside(const GString *text, gsize at)
{
    return at < text->len && ((guchar) text->str[at] & 0xC0) == 0x80;
}

/* Marks what differs between a line and the one that took its place, if something is the same. */
static void
mark_change(ExplainLine *old, ExplainLine *new)
{
    gsize least = MIN(old->text->len, new->text->len), start = 0, end = 0;

    while (start < least && old->text->str[start] == new->text->str[start])
        start++;
    while (start > 0 && (is_inside(old->text, start) || is_inside(new->text, start)))
        start--;
    while (end < least - start &&
           old->text->str[old->text->len - 1 - end] == new->text->str[new->text->len - 1 - end])
        end++;
    while (end > 0 && (is_inside(old->text, old->text->len - end) ||
                       is_inside(new->text, new->text->len - end)))
        end--;
    if (start + end == 0)
        return;

    MillSpan gone = { start, old->text->len - end }, come = { start, new->text->len - end };

    old->whole = new->whole = FALSE;
    if (gone.start < gone.end)
        g_array_append_val(old->marks, gone);
    if (come.start < come.end)
        g_array_append_val(new->marks, come);
}

/* The lines [@i, @i_end) became [@j, @j_end). */
static void
add_hunk(DocumentDiff *self, const Lines *old, guint i, guint i_end, const Lines *new, guint j,
         guint j_end)
{
    ExplainHunk *hunk = g_new0(ExplainHunk, 1);
    guint n_old = i_end - i, n_new = j_end - j;

    hunk->line = i + 1;
    hunk->lines = g_ptr_array_new_with_free_func(explain_line_free);
    for (; i < i_end; i++)
        add_line(hunk, '-', old, i);
    for (; j < j_end; j++)
        add_line(hunk, '+', new, j);
    for (guint k = 0; n_old == n_new && k < n_old; k++)
        mark_change(hunk->lines->pdata[k], hunk->lines->pdata[n_old + k]);
    self->lines_removed += n_old;
    self->lines_added += n_new;
    g_ptr_array_add(self->hunks, hunk);
}

void
diff_text(DocumentDiff *self)
{
    gboolean both = self->old->has_text && self->new->has_text;

    if (!both ||
        (self->old->length ==
         self->new->length &&memcmp(self->old->text, self->new->text, self->old->length) == 0))
        return;

    g_autoptr(GHashTable) symbols = align_symbols_new();
    Lines old = cut_lines(self->old, symbols), new = cut_lines(self->new, symbols);
    g_autofree gint *match = align_sequences(
        (guint *) (gpointer) old.numbers->data, old.numbers->len,
        (guint *) (gpointer) new.numbers->data, new.numbers->len, g_hash_table_size(symbols));

    for (guint i = 0, j = 0; i < old.spans->len || j < new.spans->len; i++, j++) {
        guint i_end = i, j_end;

        while (i_end < old.spans->len && match[i_end] < 0)
            i_end++;
        j_end = i_end < old.spans->len ? (guint) match[i_end] : new.spans->len;
        if (i < i_end || j < j_end)
            add_hunk(self, &old, i, i_end, &new, j, j_end);
        i = i_end;
        j = j_end;
    }
    clear_lines(&old);
    clear_lines(&new);
}

/* --- sections -------------------------------------------------------------------------------- */

static const ResultSection *
get_section(const Result *result, guint index)
{
    return &g_array_index(result->sections, ResultSection, index);
}

static guint *
number_sections(const Result *result, GHashTable *symbols)
{
    guint *numbers = g_new(guint, result->sections->len + 1);

    for (guint i = 0; i < result->sections->len; i++) {
        const ResultSection *section = get_section(result, i);
        g_autofree char *key = g_strjoin("\n", section->label, section->title, NULL);

        numbers[i] = align_number(symbols, key);
    }
    return numbers;
}

static void
add_section(DocumentDiff *self, DiffChange change, const ResultSection *old,
            const ResultSection *new)
{
    DiffSection section = { change, old, new };

    g_array_append_val(self->sections, section);
}

/* Whether @old became @new under another heading: it begins at the same byte of the source, or has
 * the same label or the same title. */
static gboolean
is_retitled(const DocumentDiff *self, const ResultSection *old, const ResultSection *new)
{
    if (!self->source && old->origin.end > 0)
        return old->origin.start == new->origin.start;
    return (*old->label && strcmp(old->label, new->label) == 0) ||
           (*old->title && strcmp(old->title, new->title) == 0);
}

/* The sections [@i, @i_end) became [@j, @j_end). */
static void
add_section_changes(DocumentDiff *self, guint i, guint i_end, guint j, guint j_end)
{
    for (; i < i_end; i++) {
        guint found = j;

        while (found < j_end &&
               !is_retitled(self, get_section(self->old, i), get_section(self->new, found)))
            found++;
        if (found == j_end) {
            add_section(self, DIFF_REMOVED, get_section(self->old, i), NULL);
            continue;
        }
        for (; j < found; j++)
            add_section(self, DIFF_ADDED, NULL, get_section(self->new, j));
        add_section(self, DIFF_RETITLED, get_section(self->old, i), get_section(self->new, j++));
    }
    for (; j < j_end; j++)
        add_section(self, DIFF_ADDED, NULL, get_section(self->new, j));
}

void
diff_sections(DocumentDiff *self)
{
    guint n = self->old->sections->len, m = self->new->sections->len;
    g_autoptr(GHashTable) symbols = align_symbols_new();
    g_autofree guint *old = number_sections(self->old, symbols);
    g_autofree guint *new = number_sections(self->new, symbols);
    g_autofree gint *match = align_sequences(old, n, new, m, g_hash_table_size(symbols));

    for (guint i = 0, j = 0; i < n || j < m; i++, j++) {
        guint i_end = i, j_end;

        while (i_end < n && match[i_end] < 0)
            i_end++;
        j_end = i_end < n ? (guint) match[i_end] : m;
        add_section_changes(self, i, i_end, j, j_end);
        if (i_end < n) {
            const ResultSection *a = get_section(self->old, i_end);
            const ResultSection *b = get_section(self->new, j_end);

            if (a->level != b->level || strcmp(a->kind, b->kind) != 0)
                add_section(self, DIFF_MOVED, a, b);
        }
        i = i_end;
        j = j_end;
    }
}

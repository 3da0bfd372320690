/* boilerplate.c - finds the lines of a web page that are not the document's.
 *
 * What keeps the text safe is where patterns may act. The head reaches from the first line to the
 * first line that reads like running text (or that the pack says is the text's) and that no
 * pattern knows; the tail likewise from the last line up. So a head or tail pattern never sees a
 * line with text on its outer side, and a line that no pattern knows is dropped only as part of
 * `before` and `after`, which are for such short lines.
 */
#include "boilerplate.h"

#include <string.h>

/* A head or tail has no more lines than this which no pattern knows. */
#define STRANGERS_MAX 60
#define TITLE_MIN     4
#define TITLE_MAX     120

typedef struct {
    const PatternSet *patterns;
    MillDocument *document;
    Lines *lines;
    gboolean drop_headline;
    MillLayer *metadata; /* made when there is something for it */
    GHashTable *set; /* metadata key → the number of the pattern that set it, from 1; or NULL */
} Finder;

static const char *
finder_text(const Finder *self, const Line *line)
{
    return self->lines->text + line->start;
}

/* The first pattern among those for @where that knows @line, or NULL. */
static const Pattern *
finder_match(const Finder *self, const Line *line, guint where)
{
    gsize bytes = line->end - line->start;
    gsize chars = 0; /* counted when first needed; a line that is asked about is not blank */

    for (guint i = 0; i < self->patterns->patterns->len; i++) {
        const Pattern *pattern = g_ptr_array_index(self->patterns->patterns, i);

        if (!(pattern->where & where) || bytes > (gsize) pattern->longest * 4)
            continue;
        if (chars == 0)
            chars = lines_count_chars(self->lines, line);
        if (chars <= pattern->longest &&
            regex_match(pattern->regex, finder_text(self, line), bytes))
            return pattern;
    }
    return NULL;
}

/* Whether the pack says that the line belongs to the text. */
static gboolean
finder_is_body(const Finder *self, const Line *line)
{
    for (guint i = 0; i < self->patterns->body->len; i++)
        if (regex_match(g_ptr_array_index(self->patterns->body, i), finder_text(self, line),
                        line->end - line->start))
            return TRUE;
    return FALSE;
}

/* Metadata. */

static void
finder_annotate(Finder *self, const char *key, MillSpan span)
{
    MillColumn column;
    gsize row;

    if (!self->metadata)
        self->metadata = mill_document_add_layer(self->document, "metadata");
    column = mill_layer_add_column(self->metadata, "key", MILL_TYPE_STRING);
    row = mill_layer_add(self->metadata, span);
    mill_layer_set_string(self->metadata, row, column, key, -1);
}

/* Whether @pattern may set @key: nobody has, or a pattern that comes after it in its pack. What the
 * reader knew stays. */
static gboolean
finder_may_set(Finder *self, const char *key, const Pattern *pattern)
{
    guint number = 1;
    gpointer holder;

    while (g_ptr_array_index(self->patterns->patterns, number - 1) != pattern)
        number++;
    if (!self->set)
        self->set = g_hash_table_new(g_str_hash, g_str_equal);
    holder = g_hash_table_lookup(self->set, key);
    if (holder ? GPOINTER_TO_UINT(holder) <= number
               : mill_document_get_meta(self->document, key) != NULL)
        return FALSE;
    g_hash_table_insert(self->set, (gpointer) key, GUINT_TO_POINTER(number));
    return TRUE;
}

static void
finder_set(Finder *self, const Pattern *pattern, const Line *line)
{
    for (guint i = 0; i < pattern->setters->len; i++) {
        const Setter *setter = g_ptr_array_index(pattern->setters, i);
        g_autoptr(MillValue) value = NULL;
        MillSpan span;

        value = setter_make(setter, pattern, finder_text(self, line), &span);
        if (!value || !finder_may_set(self, setter->key, pattern))
            continue;
        mill_document_set_meta(self->document, setter->key, value);
        if (pattern->drop == DROP_NONE && span.end > span.start)
            finder_annotate(self, setter->key,
                            (MillSpan){ line->start + span.start, line->start + span.end });
    }
}

/* The nearest line above line number @at that no pattern knows is the title, if it is as long as
 * titles are. */
static Line *
finder_find_title(const Finder *self, guint at)
{
    while (at-- > 0) {
        Line *line = lines_at(self->lines, at);
        gsize chars = lines_count_chars(self->lines, line);

        if (line->matched || lines_is_blank(self->lines, line))
            continue;
        return chars >= TITLE_MIN && chars <= TITLE_MAX ? line : NULL;
    }
    return NULL;
}

static void
finder_set_title(Finder *self, guint at)
{
    Line *line = finder_find_title(self, at);

    if (!line)
        return;
    if (!mill_document_get_meta(self->document, "title")) {
        g_autoptr(MillValue) title =
            mill_value_new_string(finder_text(self, line), (gssize) (line->end - line->start));

        mill_document_set_meta(self->document, "title", title);
    }
    line->matched = TRUE;
    if (self->drop_headline)
        line->drop = "headline";
    else
        finder_annotate(self, "title", (MillSpan){ line->start, line->end });
}

/* Drops. */

static void
finder_drop(Finder *self, guint from, guint to, const char *reason)
{
    for (guint i = from; i < to; i++) {
        Line *line = lines_at(self->lines, i);

        if (!line->drop && !lines_is_blank(self->lines, line))
            line->drop = reason;
    }
}

/* Everything above line number @at but a title. */
static void
finder_drop_before(Finder *self, guint at, const char *reason)
{
    for (guint i = 0; i < at; i++)
        if (!lines_at(self->lines, i)->matched)
            finder_drop(self, i, i + 1, reason);
}

static guint
finder_find_paragraph_end(const Finder *self, guint at)
{
    while (at < self->lines->lines->len && !lines_is_blank(self->lines, lines_at(self->lines, at)))
        at++;
    return at;
}

/* Does what @pattern says about line number @at. */
static void
finder_apply(Finder *self, const Pattern *pattern, guint at)
{
    Line *line = lines_at(self->lines, at);

    finder_set(self, pattern, line);
    if (pattern->title_before)
        finder_set_title(self, at);
    line->matched = TRUE;
    switch (pattern->drop) {
    case DROP_LINE:
        finder_drop(self, at, at + 1, pattern->name);
        break;
    case DROP_PARAGRAPH:
        finder_drop(self, at, finder_find_paragraph_end(self, at), pattern->name);
        break;
    case DROP_BEFORE:
        finder_drop_before(self, at, pattern->name);
        finder_drop(self, at, at + 1, pattern->name);
        break;
    case DROP_AFTER:
        finder_drop(self, at, self->lines->lines->len, pattern->name);
        break;
    case DROP_NONE:
        break;
    }
}

/* Looks at one line of the head or tail. FALSE if the region ends before it. */
static gboolean
finder_step(Finder *self, guint at, guint where, guint *strangers)
{
    Line *line = lines_at(self->lines, at);
    const Pattern *pattern;

    if (line->drop || line->matched || lines_is_blank(self->lines, line))
        return TRUE;
    if (finder_is_body(self, line))
        return FALSE;
    pattern = finder_match(self, line, where | WHERE_ANYWHERE);
    if (pattern) {
        finder_apply(self, pattern, at);
        return TRUE;
    }
    return !lines_is_sentence(self->lines, line) && ++*strangers <= STRANGERS_MAX;
}

void
boilerplate_find(const PatternSet *patterns, MillDocument *document, Lines *lines,
                 gboolean drop_headline)
{
    Finder finder = {
        .patterns = patterns,
        .document = document,
        .lines = lines,
        .drop_headline = drop_headline,
    };
    guint n = lines->lines->len;
    guint head = 0;
    guint tail = n;
    guint strangers = 0;

    while (head < n && finder_step(&finder, head, WHERE_HEAD, &strangers))
        head++;
    strangers = 0;
    while (tail > 0 && finder_step(&finder, tail - 1, WHERE_TAIL, &strangers))
        tail--;
    for (guint i = head; i < tail; i++) {
        const Line *line = lines_at(lines, i);
        const Pattern *pattern = NULL;

        if (!line->drop && !lines_is_blank(lines, line))
            pattern = finder_match(&finder, line, WHERE_ANYWHERE);
        if (pattern)
            finder_apply(&finder, pattern, i);
    }
    g_clear_pointer(&finder.set, g_hash_table_unref);
}

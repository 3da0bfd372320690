/* lines.c - the text as lines, each kept or dropped for a reason. */
#include "lines.h"

#include <string.h>

/* Lines beyond this many bytes are never running heads. */
#define REPEATED_LONGEST 120

void
lines_init(Lines *self, const char *text, gsize length)
{
    const char *p = text;
    const char *end = text + length;
    Line some[32]; /* found, and not in the list yet */
    guint n = 0;

    *self = (Lines){ text, length, g_array_new(FALSE, FALSE, sizeof(Line)) };
    while (p < end) {
        const char *newline = memchr(p, '\n', (gsize) (end - p));
        const char *stop = newline ? newline : end;

        some[n++] = (Line){ (guint32) (p - text), (guint32) (stop - text), NULL, FALSE };
        p = stop + 1;
        if (n == G_N_ELEMENTS(some) || p >= end) {
            g_array_append_vals(self->lines, some, n);
            n = 0;
        }
    }
}

void
lines_clear(Lines *self)
{
    g_clear_pointer(&self->lines, g_array_unref);
}

/* A NUL shows as little as a blank. */
static gboolean
lines_is_blank_byte(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' || byte == '\f' ||
           byte == '\0';
}

gboolean
lines_is_blank(const Lines *self, const Line *line)
{
    for (gsize i = line->start; i < line->end; i++)
        if (!lines_is_blank_byte(self->text[i]))
            return FALSE;
    return TRUE;
}

gsize
lines_count_chars(const Lines *self, const Line *line)
{
    gsize count = 0;

    for (gsize i = line->start; i < line->end; i++)
        count += (signed char) self->text[i] >= -64;
    return count;
}

/* Columns of a terminal, roughly: East Asian characters are twice as wide. */
static gsize
lines_count_columns(const Lines *self, const Line *line)
{
    gsize count = 0;

    for (gsize i = line->start; i < line->end; i++) {
        guint8 byte = (guint8) self->text[i];

        count += (byte & 0xC0) != 0x80;
        count += byte >= 0xE3 && byte <= 0xEF;
    }
    return count;
}

static gboolean
lines_ends_in_stop(const Lines *self, const Line *line)
{
    static const char *const stops[] = {
        ".", "!", "?", ";", ":", "！", "？", "；", "：", "”", "\""
    };

    for (gsize i = 0; i < G_N_ELEMENTS(stops); i++) {
        gsize length = strlen(stops[i]);

        if (line->end - line->start >= length &&
            !memcmp(self->text + line->end - length, stops[i], length))
            return TRUE;
    }
    return FALSE;
}

gboolean
lines_is_sentence(const Lines *self, const Line *line)
{
    gsize columns;

    if (memmem(self->text + line->start, line->end - line->start, "。", strlen("。")))
        return TRUE;
    columns = lines_count_columns(self, line);
    return columns > 160 || (columns >= 25 && lines_ends_in_stop(self, line));
}

void
lines_drop_adjacent(Lines *self)
{
    const Line *last = NULL;

    for (guint i = 0; i < self->lines->len; i++) {
        Line *line = lines_at(self, i);

        if (line->drop || lines_is_blank(self, line))
            continue;
        if (last && last->end - last->start == line->end - line->start &&
            !memcmp(self->text + last->start, self->text + line->start, line->end - line->start))
            line->drop = "repeated";
        else
            last = line;
    }
}

/* What lines that are equal but for digits have in common. */
typedef struct {
    char *shape;
    guint first; /* line */
    gsize count;
    gboolean differs; /* some have other digits than the first */
} Repeat;

static void
repeat_free(gpointer data)
{
    g_free(((Repeat *) data)->shape);
    g_free(data);
}

/* The line with each run of digits as one 0; NULL if it cannot be a running head. */
static char *
repeat_make_shape(const Lines *self, const Line *line)
{
    g_autofree char *shape = NULL;
    gsize n = 0;

    if (line->drop || line->end - line->start > REPEATED_LONGEST || lines_is_blank(self, line))
        return NULL;
    shape = g_malloc(line->end - line->start + 1);
    for (gsize i = line->start; i < line->end; i++) {
        char c = self->text[i];

        if (!g_ascii_isdigit(c))
            shape[n++] = c;
        else if (n == 0 || shape[n - 1] != '0')
            shape[n++] = '0';
    }
    shape[n] = '\0';
    return g_steal_pointer(&shape);
}

/* Fills @of_line with the repeat that each line belongs to, or NULL; @repeats owns them. */
static void
repeat_count(const Lines *self, GHashTable *repeats, Repeat **of_line)
{
    for (guint i = 0; i < self->lines->len; i++) {
        const Line *line = lines_at(self, i);
        g_autofree char *shape = repeat_make_shape(self, line);
        Repeat *repeat = shape ? g_hash_table_lookup(repeats, shape) : NULL;

        if (shape && !repeat) {
            repeat = g_new0(Repeat, 1);
            repeat->shape = g_steal_pointer(&shape);
            repeat->first = i;
            g_hash_table_insert(repeats, repeat->shape, repeat);
        }
        if (repeat) {
            const Line *first = lines_at(self, repeat->first);

            repeat->count++;
            repeat->differs |= first->end - first->start != line->end - line->start ||
                               memcmp(self->text + first->start, self->text + line->start,
                                      line->end - line->start) != 0;
        }
        of_line[i] = repeat;
    }
}

void
lines_drop_repeated(Lines *self, gsize min)
{
    g_autofree Repeat **of_line = g_new0(Repeat *, self->lines->len);
    g_autoptr(GHashTable) repeats =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, repeat_free);

    repeat_count(self, repeats, of_line);
    for (guint i = 0; i < self->lines->len; i++) {
        const Repeat *repeat = of_line[i];

        if (repeat && repeat->count >= min && (repeat->differs || repeat->first != i))
            lines_at(self, i)->drop = "repeated";
    }
}

/* The drop under way, which grows until something is kept. */
typedef struct {
    MillEdit *edit;
    MillSpan span;
} Dropper;

static void
dropper_add(Dropper *self, gsize start, gsize end)
{
    if (self->span.end == start && self->span.end > self->span.start) {
        self->span.end = end;
        return;
    }
    if (self->span.end > self->span.start)
        mill_edit_drop(self->edit, self->span);
    self->span = (MillSpan){ start, end };
}

/* Blank lines at the end stand behind the last line that stays. */
static guint
lines_find_last(const Lines *self)
{
    guint n = self->lines->len;

    while (n > 0 && (lines_at(self, n - 1)->drop || lines_is_blank(self, lines_at(self, n - 1))))
        n--;
    return n;
}

gsize
lines_write(const Lines *self, gint64 max_blank, MillEdit *edit)
{
    Dropper dropper = { .edit = edit };
    guint last = lines_find_last(self);
    gint64 blanks = G_MAXINT64; /* in a row; before the first line, any is too many */
    gsize dropped = 0;

    for (guint i = 0; i < self->lines->len; i++) {
        const Line *line = lines_at(self, i);
        gsize next = MIN((gsize) line->end + 1, self->length);

        if (line->drop) {
            dropper_add(&dropper, line->start, next);
        } else if (max_blank < 0 || !lines_is_blank(self, line)) {
            blanks = 0;
        } else if (blanks >= max_blank || i >= last) {
            dropper_add(&dropper, line->start, next);
            dropped++;
        } else {
            blanks++;
        }
    }
    if (dropper.span.end > dropper.span.start)
        mill_edit_drop(edit, dropper.span);
    return dropped;
}

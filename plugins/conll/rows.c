/* rows.c - a line for each word.
 *
 * A line is some twenty times its word, so it is put together in a place that is known to be large
 * enough, in copies of fixed size, and numbers are counted on rather than written anew.
 */
#include "conll.h"

#include "writing/attribute.h"
#include "writing/raw.h"

#define ROOM 256 /* more than a line has besides its form, its blanks and its marks */

static void
decimal_set(ConllDecimal *self, gsize value)
{
    self->value = value;
    self->digits = 0;
    self->length = 0;
    do {
        self->digits = self->digits << 8 | ('0' + value % 10);
        self->length++;
        value /= 10;
    } while (value > 0);
}

static inline void
decimal_move(ConllDecimal *self, gsize value)
{
    gsize step = value - self->value;
    guint last = 8 * (self->length - 1);

    if (step > 9 || self->length > 8 || self->length < 2) {
        decimal_set(self, value);
        return;
    }
    self->digits += (guint64) step << last;
    self->value = value;
    if (self->digits >> last <= '9')
        return;
    self->digits -= (guint64) 10 << last;
    self->digits += (guint64) 1 << (last - 8);
    if ((self->digits >> (last - 8) & 0xFF) > '9')
        decimal_set(self, value);
}

/* The same where @value is mostly that of @other. */
static inline void
decimal_follow(ConllDecimal *self, const ConllDecimal *other, gsize value)
{
    if (value == other->value)
        *self = *other;
    else
        decimal_move(self, value);
}

/* May write more than it counts: there is room. */
static inline char *
put_decimal(char *p, const ConllDecimal *decimal)
{
    guint64 digits = GUINT64_TO_LE(decimal->digits);
    gsize value = decimal->value;

    if (G_LIKELY(decimal->length <= sizeof digits))
        memcpy(p, &digits, sizeof digits);
    else
        for (guint i = decimal->length; i > 0; value /= 10)
            p[--i] = (char) ('0' + value % 10);
    return p + decimal->length;
}

static inline char *
put_bytes(char *p, const char *bytes, gsize length)
{
    memcpy(p, bytes, length);
    return p + length;
}

#define put_literal(p, literal) put_bytes(p, "" literal, sizeof(literal) - 1)

static inline char *
rows_reserve(ConllRows *self, gsize bytes)
{
    gsize length = self->out->len;

    if (length + bytes >= self->out->allocated_len) {
        g_string_set_size(self->out, length + bytes);
        self->out->len = length;
    }
    return self->out->str + length;
}

static inline void
rows_commit(ConllRows *self, const char *p)
{
    self->out->len = (gsize) (p - self->out->str);
}

/* A value inside of MISC: as UDPipe escapes it. */
static void
rows_append_value(ConllRows *self, const char *text, gsize length)
{
    static const char from[] = " \t\r\n|\\", to[] = "strnp\\";

    for (gsize i = 0; i < length; i++) {
        const char *found = text[i] ? strchr(from, text[i]) : NULL;

        if (found)
            g_string_append_c(self->out, '\\');
        g_string_append_c(self->out, found ? to[found - from] : text[i]);
    }
}

static void
rows_count_points(ConllRows *self, gsize to)
{
    for (; self->at < to; self->at++)
        self->points += (signed char) self->text[self->at] >= -64;
}

/* Counts the code points of a form of one to eight bytes, of which eight can be read, all at once;
 * whether there are control characters in it. */
static inline gboolean
form_look(const char *form, gsize length, gsize *points)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    guint64 bytes, inner;

    memcpy(&bytes, form, sizeof bytes);
    bytes = GUINT64_FROM_LE(bytes) << (64 - 8 * length);
    inner = bytes >> 7 & ~(bytes >> 6) & ones; /* 10xxxxxx: inside of a character */
    *points += length - (inner * ones >> 56);
    bytes |= length < 8 ? (ones << 5) >> (8 * length) : 0; /* no control characters */
    return ((bytes - (ones << 5)) & ~bytes & ones << 7) != 0;
}

/* The form, which stands on one line but may have blanks inside. */
static inline char *
rows_put_form(ConllRows *self, char *p, const ConllWord *word)
{
    gsize length = word->end - word->start;
    const char *form = self->text + word->start;

    if (self->at < word->start)
        rows_count_points(self, word->start);
    decimal_follow(&self->start, &self->end, self->points);
    if (length <= 8 && word->start + 8 <= self->length) {
        gboolean controls = form_look(form, length, &self->points);

        memcpy(p, form, 8);
        self->at = word->end;
        decimal_move(&self->end, self->points);
        if (G_LIKELY(!controls))
            return p + length;
    } else {
        memcpy(p, form, length);
        rows_count_points(self, word->end);
        decimal_move(&self->end, self->points);
    }
    for (gsize i = 0; i < length; i++)
        if (p[i] == '\t' || p[i] == '\n' || p[i] == '\r')
            p[i] = ' ';
    return p + length;
}

/* The blanks around a word, if they are not one simple one behind it. */
static char *
rows_put_spaces(ConllRows *self, char *p, const ConllWord *word, gsize before)
{
    if (word->after == word->end)
        p = put_literal(p, "SpaceAfter=No|");
    rows_commit(self, p);
    if (word->after > word->end + 1 || (word->after > word->end && self->text[word->end] != ' ')) {
        write_literal(self->out, "SpacesAfter=");
        rows_append_value(self, self->text + word->end, word->after - word->end);
        write_literal(self->out, "|");
    }
    if (before < word->start) {
        write_literal(self->out, "SpacesBefore=");
        rows_append_value(self, self->text + before, word->start - before);
        write_literal(self->out, "|");
    }
    return rows_reserve(self, ROOM);
}

static inline char *
rows_put_origin(ConllRows *self, char *p, const ConllWord *word)
{
    MillSpan origin =
        mill_document_get_origin(self->document, (MillSpan){ word->start, word->end });

    decimal_follow(&self->origin_start, &self->origin_end, origin.start);
    decimal_move(&self->origin_end, origin.end);
    p = put_decimal(put_literal(p, "|Origin="), &self->origin_start);
    *p++ = ':';
    return put_decimal(p, &self->origin_end);
}

static void
mark_advance(ConllMark *self)
{
    static const MillSpan none = { G_MAXSIZE, G_MAXSIZE };

    self->span = self->next < mill_layer_get_length(self->layer)
                     ? mill_layer_get_span(self->layer, self->next++)
                     : none;
}

/* `|Tag=B-energy/wind`: of the first annotation that covers the word's beginning. */
static void
rows_append_mark(ConllRows *self, const ConllMark *mark, const ConllWord *word)
{
    gsize length, row = mark->next - 1;
    const char *value = mill_layer_get_string(mark->layer, row, mark->value, &length);

    if (!value)
        value = mill_layer_get_string(mark->layer, row, mark->other, &length);
    write_string(self->out, mark->name);
    g_string_append(self->out, mark->span.start >= word->start ? "B-" : "I-");
    if (value)
        rows_append_value(self, value, length);
}

static inline char *
rows_put_marks(ConllRows *self, char *p, const ConllWord *word)
{
    for (guint i = 0; i < self->marks->len; i++) {
        ConllMark *mark = &g_array_index(self->marks, ConllMark, i);

        while (mark->span.end <= word->start)
            mark_advance(mark);
        if (mark->span.start >= word->end)
            continue;
        rows_commit(self, p);
        rows_append_mark(self, mark, word);
        p = rows_reserve(self, ROOM);
    }
    return p;
}

static void
rows_append_word(ConllRows *self, const ConllWord *word, gsize before)
{
    char *p = rows_reserve(self, ROOM + word->end - word->start);

    p = put_decimal(p, &self->number);
    *p++ = '\t';
    p = rows_put_form(self, p, word);
    p = put_literal(p, "\t_\t_\t_\t_\t_\t_\t_\t");
    if (word->after == word->end && before == word->start)
        p = put_literal(p, "SpaceAfter=No|TokenRange=");
    else
        p = put_literal(rows_put_spaces(self, p, word, before), "TokenRange=");
    p = put_decimal(p, &self->start);
    *p++ = ':';
    p = put_decimal(p, &self->end);
    if (self->origins)
        p = rows_put_origin(self, p, word);
    p = rows_put_marks(self, p, word);
    *p++ = '\n';
    *p = '\0';
    rows_commit(self, p);
}

void
conll_rows_append(ConllRows *self, const ConllWord *words, gsize n, gsize before)
{
    for (gsize i = 0; i < n; i++) {
        decimal_move(&self->number, i + 1);
        rows_append_word(self, &words[i], i == 0 ? before : words[i].start);
    }
}

void
conll_rows_init(ConllRows *self, MillDocument *document, const char *const *marks, gboolean origins,
                GString *out)
{
    *self = (ConllRows){ .document = document, .origins = origins, .out = out };
    self->text = mill_document_get_text(document, &self->length);
    self->marks = g_array_new(FALSE, FALSE, sizeof(ConllMark));
    decimal_set(&self->number, 0);
    decimal_set(&self->start, 0);
    decimal_set(&self->end, 0);
    decimal_set(&self->origin_start, 0);
    decimal_set(&self->origin_end, 0);
    for (; *marks; marks++) {
        MillLayer *layer = mill_document_get_layer(document, *marks);
        ConllMark mark = { .layer = layer, .name = NULL };

        if (!layer || **marks == '\0')
            continue;
        mark.name = g_string_new("|");
        for (const char *p = *marks; *p; p++)
            g_string_append_c(mark.name, g_ascii_isalnum(*p) ? *p : '_');
        mark.name->str[1] = g_ascii_toupper(mark.name->str[1]);
        g_string_append_c(mark.name, '=');
        mark.value = find_column(layer, "category", MILL_TYPE_STRING);
        if (mark.value == MILL_NO_COLUMN)
            mark.value = find_column(layer, "kind", MILL_TYPE_STRING);
        mark.other = find_column(layer, "term", MILL_TYPE_STRING);
        g_array_append_val(self->marks, mark);
    }
}

void
conll_rows_clear(ConllRows *self)
{
    for (guint i = 0; i < self->marks->len; i++)
        g_string_free(g_array_index(self->marks, ConllMark, i).name, TRUE);
    g_array_free(self->marks, TRUE);
}

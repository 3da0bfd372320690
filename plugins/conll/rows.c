/* rows.c - a line for each word.
 *
 * A line is some twenty times its word, so room for it is made once, and it is put together there
 * in copies of fixed size. A number is its hundreds, which stay for many lines, and two digits of a
 * table.
 */
#include "conll.h"

#include "writing/attribute.h"
#include "writing/raw.h"

#define ROOM  256 /* more than a line has besides its form, its blanks and its marks */
#define BATCH 64  /* lines that room is made for at once */

/* The two digits of each number below a hundred. */
static const char pairs[] = "00010203040506070809"
                            "10111213141516171819"
                            "20212223242526272829"
                            "30313233343536373839"
                            "40414243444546474849"
                            "50515253545556575859"
                            "60616263646566676869"
                            "70717273747576777879"
                            "80818283848586878889"
                            "90919293949596979899";

/* A hundred numbers, @value among them. Returned in registers: were it written through a pointer,
 * the bytes of the line might change it, and it would be read again and again. */
static G_GNUC_NO_INLINE ConllDecimal
decimal_at(gsize value)
{
    ConllDecimal self = { .base = (guint32) (value - value % 100) };

    for (gsize rest = value / 100; rest > 0; rest /= 10) {
        self.digits = self.digits << 8 | ('0' + rest % 10);
        self.length++;
    }
    return self;
}

/* May write up to ten bytes, whatever it counts. Positions are less than 2^32 (MILL_TEXT_MAX). */
static inline char *
put_decimal(char *p, ConllDecimal *self, gsize value)
{
    gsize rest = value - self->base;
    guint64 digits;

    if (G_UNLIKELY(value < 10)) {
        *p = (char) ('0' + value);
        return p + 1;
    }
    if (G_UNLIKELY(rest >= 100)) {
        *self = decimal_at(value);
        rest = value % 100;
    }
    digits = GUINT64_TO_LE(self->digits);
    memcpy(p, &digits, sizeof digits);
    memcpy(p + self->length, pairs + 2 * rest, 2);
    return p + self->length + 2;
}

static inline char *
put_bytes(char *p, const char *bytes, gsize length)
{
    memcpy(p, bytes, length);
    return p + length;
}

#define put_literal(p, literal) put_bytes(p, "" literal, sizeof(literal) - 1)

/* A value inside of MISC: as UDPipe escapes it. At most twice @length. */
static char *
put_value(char *p, const char *text, gsize length)
{
    static const char escapes[0x80] = {
        [' '] = 's', ['\t'] = 't', ['\r'] = 'r', ['\n'] = 'n', ['|'] = 'p', ['\\'] = '\\',
    };

    for (gsize i = 0; i < length; i++) {
        guint8 byte = (guint8) text[i];

        if (G_UNLIKELY(byte < sizeof escapes && escapes[byte])) {
            *p++ = '\\';
            byte = (guint8) escapes[byte];
        }
        *p++ = (char) byte;
    }
    return p;
}

/* Room for @bytes behind @p, where the text written so far ends. */
static G_GNUC_NO_INLINE char *
grow(GString *out, const char *p, gsize bytes)
{
    gsize length = (gsize) (p - out->str);

    g_string_set_size(out, length + bytes);
    return out->str + length;
}

static inline char *
reserve(GString *out, char *p, gsize bytes)
{
    return G_LIKELY(p + bytes < out->str + out->allocated_len) ? p : grow(out, p, bytes);
}

/* The code points in one to eight bytes, of which eight can be read. */
static inline gsize
count_points(const char *form, gsize length)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    guint64 bytes;

    memcpy(&bytes, form, sizeof bytes);
    bytes = GUINT64_FROM_LE(bytes) << (64 - 8 * length);
    return length - ((bytes >> 7 & ~(bytes >> 6) & ones) * ones >> 56); /* without 10xxxxxx */
}

static inline char *
rows_put_form(ConllRows *self, char *p, const ConllWord *word)
{
    gsize length = word->end - word->start;
    const char *form = self->text + word->start;

    self->at = word->end;
    if (G_LIKELY(length <= 8 && word->start + 8 <= self->length)) {
        self->points += count_points(form, length);
        memcpy(p, form, 8);
    } else {
        self->points += mill_utf8_count(form, length);
        memcpy(p, form, length);
    }
    return p + length;
}

/* A form stands on one line, but may have blanks inside. */
static G_GNUC_NO_INLINE void
join_lines(char *form, const char *end)
{
    for (; form < end; form++)
        if (*form == '\t' || *form == '\n' || *form == '\r')
            *form = ' ';
}

/* The blanks around a word, if they are not one simple one behind it. */
static G_GNUC_NO_INLINE char *
put_spaces(char *p, const char *text, const ConllWord *word, gsize before)
{
    gsize behind = word->after - word->end;

    if (behind == 0) {
        p = put_literal(p, "SpaceAfter=No|");
    } else if (behind > 1 || text[word->end] != ' ') {
        p = put_value(put_literal(p, "SpacesAfter="), text + word->end, behind);
        *p++ = '|';
    }
    if (before < word->start) {
        p = put_value(put_literal(p, "SpacesBefore="), text + before, word->start - before);
        *p++ = '|';
    }
    return p;
}

static inline char *
rows_put_origin(ConllRows *self, char *p, const ConllWord *word)
{
    MillSpan origin =
        mill_document_get_origin(self->document, (MillSpan){ word->start, word->end });

    p = put_decimal(put_literal(p, "|Origin="), &self->origin, origin.start);
    *p++ = ':';
    return put_decimal(p, &self->origin, origin.end);
}

/* Goes on to the next annotation, and writes what its words are told. */
static void
mark_advance(ConllMark *self)
{
    gsize length, row = self->next;
    const char *value;

    g_string_truncate(self->shown, self->name_length);
    if (row >= mill_layer_get_length(self->layer)) {
        self->span = (MillSpan){ G_MAXSIZE, G_MAXSIZE };
        return;
    }
    self->next++;
    self->span = mill_layer_get_span(self->layer, row);
    value = mill_layer_get_string(self->layer, row, self->value, &length);
    if (!value)
        value = mill_layer_get_string(self->layer, row, self->other, &length);
    if (value) {
        g_string_set_size(self->shown, self->name_length + 2 * length);
        g_string_truncate(self->shown,
                          (gsize) (put_value(self->shown->str + self->name_length, value, length) -
                                   self->shown->str));
    }
}

/* `|Tag=B-energy/wind`: of the first annotation that covers the word's beginning. Leaves @room. */
static G_GNUC_NO_INLINE char *
put_marks(char *p, GString *out, const GArray *marks, const ConllWord *word, gsize room)
{
    for (guint i = 0; i < marks->len; i++) {
        ConllMark *mark = &g_array_index(marks, ConllMark, i);

        while (mark->span.end <= word->start)
            mark_advance(mark);
        if (mark->span.start >= word->end)
            continue;
        p = reserve(out, p, mark->shown->len + room);
        memcpy(p, mark->shown->str, mark->shown->len);
        p[mark->name_length - 2] = mark->span.start >= word->start ? 'B' : 'I';
        p += mark->shown->len;
    }
    return p;
}

/* Words that end before this are told nothing. */
static gsize
marks_begin(const GArray *marks)
{
    gsize begin = G_MAXSIZE;

    for (guint i = 0; i < marks->len; i++)
        begin = MIN(begin, g_array_index(marks, ConllMark, i).span.start);
    return begin;
}

static inline char *
rows_put_word(ConllRows *self, char *p, const ConllWord *word, gsize before)
{
    gsize start;
    char *form;

    if (G_UNLIKELY(self->at < word->start))
        self->points += mill_utf8_count(self->text + self->at, word->start - self->at);
    start = self->points;
    form = p;
    p = rows_put_form(self, p, word);
    if (G_UNLIKELY(self->breaks))
        join_lines(form, p);
    p = put_literal(p, "\t_\t_\t_\t_\t_\t_\t_\t");
    if (G_LIKELY(word->after == word->end && before == word->start))
        p = put_literal(p, "SpaceAfter=No|TokenRange=");
    else
        p = put_literal(put_spaces(p, self->text, word, before), "TokenRange=");
    p = put_decimal(p, &self->place, start);
    *p++ = ':';
    p = put_decimal(p, &self->place, self->points);
    if (self->origins)
        p = rows_put_origin(self, p, word);
    if (G_UNLIKELY(word->end > self->marked)) {
        p = put_marks(p, self->out, self->marks, word, self->room);
        self->marked = marks_begin(self->marks);
    }
    *p++ = '\n';
    return p;
}

/* Works on a copy of @rows that nothing points to: as far as a compiler knows no byte of a line can
 * change it, and it stays in registers. */
void
conll_rows_append(ConllRows *rows, const ConllWord *words, gsize n, gsize before, gboolean breaks)
{
    ConllRows self = *rows;
    char *p = self.out->str + self.out->len;

    self.breaks = breaks;
    for (gsize i = 0, stop; i < n; i = stop) {
        stop = MIN(n, i + BATCH);
        if (i > 0)
            before = words[i].start;
        self.room = 2 * (words[stop - 1].after - before) + BATCH * ROOM;
        p = reserve(self.out, p, self.room);
        for (gsize k = i; k < stop; k++) {
            p = put_decimal(p, &self.number, k + 1);
            *p++ = '\t';
            p = rows_put_word(&self, p, &words[k], k > i ? words[k].start : before);
        }
    }
    *p = '\0';
    self.out->len = (gsize) (p - self.out->str);
    *rows = self;
}

static void
rows_add_mark(ConllRows *self, const char *name)
{
    MillLayer *layer = mill_document_get_layer(self->document, name);
    ConllMark mark = { .layer = layer, .shown = NULL };

    if (!layer || *name == '\0')
        return;
    mark.shown = g_string_new("|");
    for (const char *p = name; *p; p++)
        g_string_append_c(mark.shown, g_ascii_isalnum(*p) ? *p : '_');
    mark.shown->str[1] = g_ascii_toupper(mark.shown->str[1]);
    g_string_append(mark.shown, "=B-");
    mark.name_length = mark.shown->len;
    mark.value = find_column(layer, "category", MILL_TYPE_STRING);
    if (mark.value == MILL_NO_COLUMN)
        mark.value = find_column(layer, "kind", MILL_TYPE_STRING);
    mark.other = find_column(layer, "term", MILL_TYPE_STRING);
    g_array_append_val(self->marks, mark);
}

void
conll_rows_init(ConllRows *self, MillDocument *document, const char *const *marks, gboolean origins,
                GString *out)
{
    *self = (ConllRows){ .document = document, .origins = origins, .out = out };
    self->text = mill_document_get_text(document, &self->length);
    self->marks = g_array_new(FALSE, FALSE, sizeof(ConllMark));
    for (; *marks; marks++)
        rows_add_mark(self, *marks);
}

void
conll_rows_clear(ConllRows *self)
{
    for (guint i = 0; i < self->marks->len; i++)
        g_string_free(g_array_index(self->marks, ConllMark, i).shown, TRUE);
    g_array_free(self->marks, TRUE);
}

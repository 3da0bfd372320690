/* words.c - the words of a sentence, with all that stands between them. */
#include "conll.h"

#include "keywords/classes.h"

/* The length of the blank at @at; 0 if there is none. Beyond ASCII those are U+00A0, U+1680, some
 * from U+2000 to U+205F, and U+3000. */
static inline gsize
words_blank(const char *text, gsize at)
{
    guint8 byte = (guint8) text[at];
    gunichar c;

    if (G_LIKELY(byte < 0x80))
        return byte <= ' ' && g_ascii_isspace((char) byte) ? 1 : 0;
    if (byte == 0xE3)
        return memcmp(text + at + 1, "\x80\x80", 2) == 0 ? 3 : 0;
    if (byte != 0xC2 && byte != 0xE1 && byte != 0xE2)
        return 0;
    c = g_utf8_get_char(text + at);
    return g_unichar_isspace(c) ? c < 0x800 ? 2 : 3 : 0;
}

/* The end of the blanks that begin at @at. */
static inline gsize
words_skip_blanks(const char *text, gsize at, gsize end)
{
    gsize blank;

    while (at < end && (blank = words_blank(text, at)) > 0)
        at += blank;
    return at;
}

static inline KwClass
words_class(const ConllWords *self, gsize at, gsize end)
{
    const char *p = self->text + at;

    return at < end ? kw_class(self->classes, kw_next_char(&p)) : KW_BREAK;
}

static inline gsize
words_next(const ConllWords *self, gsize at)
{
    return (gsize) (g_utf8_next_char(self->text + at) - self->text);
}

static void
words_grow(ConllWords *self)
{
    self->capacity = MAX(2 * self->capacity, 64);
    self->found = g_renew(ConllWord, self->found, self->capacity);
}

static inline void
words_append(ConllWords *self, gsize start, gsize end)
{
    if (G_UNLIKELY(self->n == self->capacity))
        words_grow(self);
    self->found[self->n++] =
        (ConllWord){ start, end, words_skip_blanks(self->text, end, self->length) };
}

/* Whether the character at @at joins what stands around it to one word: 2.5, don't. */
static gboolean
words_joins(const ConllWords *self, gsize at, gsize end, KwClass before)
{
    KwClass behind = words_class(self, words_next(self, at), end);

    if (self->text[at] == '.' || self->text[at] == ',')
        return before == KW_DIGIT && behind == KW_DIGIT;
    return words_class(self, at, end) == KW_QUOTE && KW_IS_WORD(before) && before != KW_DIGIT &&
           KW_IS_WORD(behind) && behind != KW_DIGIT;
}

/* The end of the word of letters and digits that begins at @at. */
static gsize
words_end(const ConllWords *self, gsize at, gsize end)
{
    KwClass before = KW_BREAK;

    while (at < end) {
        KwClass class = words_class(self, at, end);

        if (!KW_IS_WORD(class) && class != KW_SOFT && !words_joins(self, at, end, before))
            break;
        before = class;
        at = words_next(self, at);
    }
    return at;
}

/* Words of a run of Chinese, Japanese, Thai, … */
static void
words_cut_run(ConllWords *self, gsize at, gsize end)
{
    const char *text = self->text;
    gboolean han = words_class(self, at, end) == KW_HAN;
    gsize stop = at;
    KwClass class;

    while (stop < end && (class = words_class(self, stop, end), KW_IS_UNSPACED(class)) &&
           (class == KW_HAN) == han)
        stop = words_next(self, stop);
    while (at < stop) {
        guint n;
        const guint32 *ends = kw_segmenter_cut(self->segmenter, text + at, stop - at, han, &n);
        gsize start = at;

        for (guint i = 0; i < n; i++) {
            words_append(self, at, start + ends[i]);
            at = start + ends[i];
        }
    }
}

/* Appends letters and digits that stand together, words of scripts without spaces, and any other
 * character that is no blank by itself. */
static void
words_cut(ConllWords *self, gsize start, gsize end)
{
    gsize at = words_skip_blanks(self->text, start, end);

    while (at < end) {
        const char *next = self->text + at;
        KwClass class = kw_class(self->classes, kw_next_char(&next));

        if (KW_IS_UNSPACED(class) && self->segmenter)
            words_cut_run(self, at, end);
        else if (KW_IS_WORD(class))
            words_append(self, at, words_end(self, at, end));
        else
            words_append(self, at, (gsize) (next - self->text));
        at = self->found[self->n - 1].after;
    }
}

/* A word of the layer that goes on behind @end is left for what follows, too. */
static void
words_take(ConllWords *self, gsize start, gsize end)
{
    gsize n = mill_layer_get_length(self->layer), last = start;

    for (; self->next < n; self->next++) {
        MillSpan span = mill_layer_get_span(self->layer, self->next);
        gsize from = MAX(span.start, start), to = MIN(span.end, end);

        if (span.start >= end)
            break;
        if (from >= last && to > from) {
            if (from > last)
                words_cut(self, last, from);
            /* It may begin with blanks, which then are not behind the one before it. */
            if (self->n > 0 && self->found[self->n - 1].after > from)
                self->found[self->n - 1].after = from;
            words_append(self, from, to);
            last = to;
        }
        if (span.end > end)
            break;
    }
    if (last < end)
        words_cut(self, last, end);
}

void
conll_words_find(ConllWords *self, gsize start, gsize end)
{
    self->n = 0;
    self->classes = kw_classes();
    if (self->layer)
        words_take(self, start, end);
    else
        words_cut(self, start, end);
}

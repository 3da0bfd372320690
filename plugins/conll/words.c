/* words.c - the words of a sentence, with all that stands between them. */
#include "conll.h"

#include "keywords/classes.h"

gsize
conll_skip_blanks(const char *text, gsize at, gsize end)
{
    while (at < end && g_unichar_isspace(g_utf8_get_char(text + at)))
        at = (gsize) (g_utf8_next_char(text + at) - text);
    return at;
}

static KwClass
word_class(const char *text, gsize at, gsize end)
{
    return at < end ? kw_class(kw_classes(), g_utf8_get_char(text + at)) : KW_BREAK;
}

/* Whether the character at @at joins what stands around it to one word: 2.5, don't. */
static gboolean
word_joins(const char *text, gsize at, gsize end, KwClass before)
{
    gsize next = (gsize) (g_utf8_next_char(text + at) - text);
    KwClass behind = word_class(text, next, end);

    if (text[at] == '.' || text[at] == ',')
        return before == KW_DIGIT && behind == KW_DIGIT;
    return word_class(text, at, end) == KW_QUOTE && KW_IS_WORD(before) && before != KW_DIGIT &&
           KW_IS_WORD(behind) && behind != KW_DIGIT;
}

/* The end of the word of letters and digits that begins at @at. */
static gsize
word_end(const char *text, gsize at, gsize end)
{
    KwClass before = KW_BREAK;

    while (at < end) {
        KwClass class = word_class(text, at, end);

        if (!KW_IS_WORD(class) && class != KW_SOFT && !word_joins(text, at, end, before))
            break;
        before = class;
        at = (gsize) (g_utf8_next_char(text + at) - text);
    }
    return at;
}

/* Words of a run of Chinese, Japanese, Thai, …; where it ends. */
static gsize
word_cut_run(KwSegmenter *segmenter, const char *text, gsize at, gsize end, GArray *words)
{
    gboolean han = word_class(text, at, end) == KW_HAN;
    gsize stop = at;

    while (stop < end && KW_IS_UNSPACED(word_class(text, stop, end)) &&
           (word_class(text, stop, end) == KW_HAN) == han)
        stop = (gsize) (g_utf8_next_char(text + stop) - text);
    while (at < stop) {
        guint n;
        const guint32 *ends = kw_segmenter_cut(segmenter, text + at, stop - at, han, &n);
        gsize start = at;

        for (guint i = 0; i < n; i++) {
            ConllWord word = { at, start + ends[i] };

            g_array_append_val(words, word);
            at = word.end;
        }
    }
    return stop;
}

void
conll_cut(KwSegmenter *segmenter, const char *text, gsize start, gsize end, GArray *words)
{
    gsize at = conll_skip_blanks(text, start, end);

    while (at < end) {
        KwClass class = word_class(text, at, end);
        ConllWord word = { at, at };

        if (KW_IS_UNSPACED(class)) {
            at = word_cut_run(segmenter, text, at, end, words);
        } else {
            word.end = KW_IS_WORD(class) ? word_end(text, at, end)
                                         : (gsize) (g_utf8_next_char(text + at) - text);
            g_array_append_val(words, word);
            at = word.end;
        }
        at = conll_skip_blanks(text, at, end);
    }
}

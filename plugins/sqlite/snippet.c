/* snippet.c - see snippet.h. Finds words as the index does: cut the same way, folded the same way.
 */
#include "snippet.h"

#include "segment.h"

#include <string.h>

/* So many are enough to look at. */
#define MAX_MATCHES 10000

typedef struct {
    MillSpan span;
    char *folded;
} TextWord;

static void
clear_word(gpointer word)
{
    g_free(((TextWord *) word)->folded);
}

static GArray *
cut_text(const char *text, gsize length)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(TextWord));
    Word word;

    g_array_set_clear_func(words, clear_word);
    for (gsize at = 0; segment_next(text, length, at, &word, &at);) {
        TextWord own = { { word.start, word.end },
                         query_fold(text + word.start, word.end - word.start) };

        g_array_append_val(words, own);
    }
    return words;
}

static gboolean
matches_at(const Needle *needle, const GArray *words, guint at)
{
    guint n = needle->words->len;

    if (at + n > words->len)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        const char *wanted = needle->words->pdata[i];
        const char *there = g_array_index(words, TextWord, at + i).folded;

        if (needle->prefix && i + 1 == n ? !g_str_has_prefix(there, wanted)
                                         : strcmp(there, wanted) != 0)
            return FALSE;
    }
    return TRUE;
}

/* What the needle covers: of a pair that it only begins, its beginning. */
static MillSpan
cover(const Needle *needle, const GArray *words, guint at)
{
    const TextWord *last = &g_array_index(words, TextWord, at + needle->words->len - 1);
    const char *wanted = needle->words->pdata[needle->words->len - 1];
    MillSpan span = { g_array_index(words, TextWord, at).span.start, last->span.end };

    if (needle->prefix && strlen(wanted) == 3 && (guchar) *wanted >= 0xE3 &&
        strlen(last->folded) == 6)
        span.end = last->span.start + 3;
    return span;
}

GArray *
snippet_find(const Query *query, guint column, const char *text, gsize length)
{
    GArray *matches = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    g_autoptr(GArray) words = cut_text(text, length);
    gsize done = 0;

    for (guint at = 0; at < words->len && matches->len < MAX_MATCHES; at++) {
        MillSpan best = { 0, 0 };

        for (guint i = 0; i < query->needles->len; i++) {
            const Needle *needle = query->needles->pdata[i];

            if (!(needle->columns & 1u << column) || !matches_at(needle, words, at))
                continue;

            MillSpan span = cover(needle, words, at);

            if (span.end > best.end)
                best = span;
        }
        if (best.end <= done)
            continue;
        if (matches->len > 0 && best.start <= done) {
            g_array_index(matches, MillSpan, matches->len - 1).end = best.end;
        } else {
            g_array_append_val(matches, best);
        }
        done = best.end;
    }
    return matches;
}

static gsize
go_back(const char *text, gsize at, guint characters)
{
    for (; characters > 0 && at > 0; characters--)
        at = (gsize) (g_utf8_prev_char(text + at) - text);
    return at;
}

static gsize
go_on(const char *text, gsize length, gsize at, guint characters)
{
    for (; characters > 0 && at < length; characters--)
        at = (gsize) (g_utf8_next_char(text + at) - text);
    return MIN(at, length);
}

MillSpan
snippet_choose(const GArray *matches, const char *text, gsize length, guint characters)
{
    guint best = 0, most = 0;
    gsize start, end;

    if (matches->len == 0)
        return (MillSpan){ 0, go_on(text, length, 0, characters) };
    for (guint i = 0, j = 0; i < matches->len; i++) {
        gsize limit =
            go_on(text, length, g_array_index(matches, MillSpan, i).start, characters * 3 / 4);

        while (j < matches->len && g_array_index(matches, MillSpan, j).end <= limit)
            j++;
        if (j - MIN(i, j) > most) {
            most = j - i;
            best = i;
        }
    }
    start = go_back(text, g_array_index(matches, MillSpan, best).start, characters / 4);
    end = go_on(text, length, start, characters);
    return (MillSpan){ start, end };
}

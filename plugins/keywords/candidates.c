/* candidates.c - phrases by length, in a table of (prefix, last word). */
#include "candidates.h"

#include "language.h"

#include <string.h>

#define CANDIDATES_MANY               200000u /* tokens; longer documents grow only what occurs twice */
#define CANDIDATES_CHARS_MAX          80
#define CANDIDATES_UNSPACED_CHARS_MAX 12
#define CANDIDATES_JOINED_MAX         3 /* words that hyphens add beyond max_words */

void
kw_candidates_init(KwCandidates *self)
{
    self->candidates = g_array_new(FALSE, FALSE, sizeof(KwCandidate));
    self->slots = g_array_new(FALSE, TRUE, sizeof(guint32));
    self->at = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->before = g_array_new(FALSE, FALSE, sizeof(guint32));
}

void
kw_candidates_clear(KwCandidates *self)
{
    g_clear_pointer(&self->candidates, g_array_unref);
    g_clear_pointer(&self->slots, g_array_unref);
    g_clear_pointer(&self->at, g_array_unref);
    g_clear_pointer(&self->before, g_array_unref);
}

static guint32
candidates_hash(guint32 prefix, guint32 stem)
{
    guint32 hash = prefix * 0x9e3779b1u ^ stem * 0x85ebca6bu;

    return hash ^ hash >> 15;
}

static void
candidates_grow(KwCandidates *self)
{
    guint32 n = MAX(self->slots->len * 2, 1024);
    guint32 *slots;

    g_array_set_size(self->slots, 0);
    g_array_set_size(self->slots, n);
    slots = (guint32 *) (gpointer) self->slots->data;
    memset(slots, 0, n * sizeof(guint32));
    for (guint32 i = 0; i < self->candidates->len; i++) {
        const KwCandidate *candidate = kw_candidate(self, i);
        guint32 slot = candidates_hash(candidate->prefix, candidate->stem) & (n - 1);

        while (slots[slot])
            slot = (slot + 1) & (n - 1);
        slots[slot] = i + 1;
    }
}

/* The phrase of @prefix and @stem, or KW_NONE where it is not there and is not to be made. */
static guint32
candidates_get(KwCandidates *self, guint32 prefix, guint32 stem, gboolean make)
{
    const guint32 *slots = (const guint32 *) (gpointer) self->slots->data;
    guint32 mask = self->slots->len - 1;
    guint32 slot = candidates_hash(prefix, stem) & mask;

    for (; slots[slot]; slot = (slot + 1) & mask) {
        const KwCandidate *candidate = kw_candidate(self, slots[slot] - 1);

        if (candidate->prefix == prefix && candidate->stem == stem)
            return slots[slot] - 1;
    }
    if (!make)
        return KW_NONE;

    KwCandidate fresh = { .prefix = prefix, .stem = stem, .suffix = KW_NONE, .first = KW_NONE };

    g_array_append_val(self->candidates, fresh);
    g_array_index(self->slots, guint32, slot) = self->candidates->len;
    if (self->candidates->len * 2 > self->slots->len)
        candidates_grow(self);
    return self->candidates->len - 1;
}

/* Whether phrases may hold the token. */
static gboolean
candidates_admit(const KwText *text, const KwToken *token)
{
    return !(text->word_flags[token->word] & KW_WORD_STOP) && !(token->flags & KW_TOKEN_BACK);
}

/* Whether the tokens [first, last] can be a keyword as they stand. */
static gboolean
candidates_are_valid(const KwText *text, guint32 first, guint32 last, const KwCandidate *candidate)
{
    const KwToken *begin = &text->tokens[first];
    const KwToken *end = &text->tokens[last];
    guint chars = candidate->chars;

    if (begin->flags & KW_TOKEN_GLUED)
        return FALSE;
    if (last + 1 < text->n_tokens && (end[1].flags & KW_TOKEN_GLUED))
        return FALSE;
    if ((text->has_words && candidate->n_words > text->max_words) ||
        (end->flags & KW_TOKEN_NUMBER && first == last))
        return FALSE;
    if (begin->flags & end->flags & KW_TOKEN_UNSPACED)
        return chars >= 2 && chars <= CANDIDATES_UNSPACED_CHARS_MAX;
    if (first == last && (text->word_flags[begin->word] & KW_WORD_STOP))
        return FALSE;
    return chars <= CANDIDATES_CHARS_MAX &&
           (chars >= 3 || (chars == 2 && (begin->flags & KW_TOKEN_ACRONYM)));
}

/* Counts the occurrence of @candidate at the tokens [first, last]. */
static void
candidates_count(const KwText *text, KwCandidate *candidate, guint32 first, guint32 last)
{
    const KwToken *begin = &text->tokens[first];

    if (candidate->count++ == 0) {
        candidate->first = first;
        candidate->n_tokens = (guint16) (last - first + 1);
        candidate->chars = 0;
        for (guint32 i = first; i <= last; i++) {
            candidate->chars = (guint16) (candidate->chars + text->tokens[i].chars);
            candidate->n_words =
                (guint16) (candidate->n_words +
                           (i == first || !(text->tokens[i].flags & KW_TOKEN_GLUED)));
            candidate->general =
                (guint8) (candidate->general +
                          !!(text->word_flags[text->tokens[i].word] & KW_WORD_GENERAL));
        }
    }
    candidate->valid = candidate->valid || candidates_are_valid(text, first, last, candidate);
    candidate->in_title += !!(begin->flags & KW_TOKEN_TITLE);
    candidate->capital +=
        (begin->flags & (KW_TOKEN_CAPITAL | KW_TOKEN_SENTENCE)) == KW_TOKEN_CAPITAL;
    candidate->acronym += !!(begin->flags & KW_TOKEN_ACRONYM);
}

/* The phrases of one word. */
static void
candidates_first_pass(KwCandidates *self, const KwText *text)
{
    guint32 *at = (guint32 *) (gpointer) self->at->data;

    for (guint32 i = 0; i < text->n_tokens; i++) {
        at[i] = KW_NONE;
        if (!candidates_admit(text, &text->tokens[i]))
            continue;
        at[i] = candidates_get(self, KW_NONE, text->stems[text->tokens[i].word], TRUE);
        candidates_count(text, kw_candidate(self, at[i]), i, i);
    }
}

/* Whether the phrase of @n words before token @i + @n goes on with it. */
static gboolean
candidates_goes_on(const KwText *text, const guint32 *before, guint32 i, guint32 n)
{
    return before[i] != KW_NONE && before[i + 1] != KW_NONE && i + n < text->n_tokens &&
           !(text->tokens[i + n].flags & KW_TOKEN_BREAK);
}

/* The phrases of @n + 1 words, from those of @n; whether there are any. */
static gboolean
candidates_next_pass(KwCandidates *self, const KwText *text, guint32 n)
{
    guint32 *at = (guint32 *) (gpointer) self->at->data;
    guint32 *before = (guint32 *) (gpointer) self->before->data;
    guint32 least = text->n_tokens > CANDIDATES_MANY ? 2 : 1;
    gboolean any = FALSE;

    memcpy(before, at, text->n_tokens * sizeof(guint32));
    for (guint32 i = 0; i < text->n_tokens; i++) {
        at[i] = KW_NONE;
        if (i + 1 >= text->n_tokens || !candidates_goes_on(text, before, i, n) ||
            kw_candidate(self, before[i])->count < least ||
            kw_candidate(self, before[i + 1])->count < least)
            continue;

        guint32 stem = text->stems[text->tokens[i + n].word];
        guint32 number = candidates_get(self, before[i], stem, TRUE);
        KwCandidate *candidate = kw_candidate(self, number);

        at[i] = number;
        candidate->suffix = before[i + 1];
        candidates_count(text, candidate, i, i + n);
        any = TRUE;
    }
    return any;
}

/* The longest phrase in tokens. */
static guint32
candidates_longest(const KwText *text)
{
    return text->has_words ? text->max_words + CANDIDATES_JOINED_MAX
                           : MAX(text->max_words * 2, CANDIDATES_UNSPACED_CHARS_MAX / 2);
}

void
kw_candidates_find(KwCandidates *self, const KwText *text)
{
    g_array_set_size(self->candidates, 0);
    g_array_set_size(self->slots, 0);
    g_array_set_size(self->at, text->n_tokens + 1);
    g_array_set_size(self->before, text->n_tokens + 1);
    candidates_grow(self);
    candidates_first_pass(self, text);
    for (guint32 n = 1; n < candidates_longest(text); n++)
        if (!candidates_next_pass(self, text, n))
            break;
    for (guint32 i = 0; i < self->candidates->len; i++) {
        const KwCandidate *candidate = kw_candidate(self, i);

        if (candidate->prefix == KW_NONE || !candidate->valid)
            continue;

        KwCandidate *prefix = kw_candidate(self, candidate->prefix);
        KwCandidate *suffix = kw_candidate(self, candidate->suffix);

        prefix->longer = MAX(prefix->longer, candidate->count);
        suffix->longer = MAX(suffix->longer, candidate->count);
    }
}

/* Looks the phrases up again, length by length, without counting. */
void
kw_candidates_visit(KwCandidates *self, const KwText *text, KwVisit visit, gpointer data)
{
    guint32 *at = (guint32 *) (gpointer) self->at->data;

    for (guint32 i = 0; i < text->n_tokens; i++) {
        guint32 number = KW_NONE;

        at[i] = KW_NONE;
        for (guint32 n = 0; n < candidates_longest(text) && i + n < text->n_tokens; n++) {
            const KwToken *token = &text->tokens[i + n];

            if (!candidates_admit(text, token) || (n > 0 && (token->flags & KW_TOKEN_BREAK)))
                break;
            number = candidates_get(self, number, text->stems[token->word], FALSE);
            if (number == KW_NONE)
                break;
            visit(number, i, data);
        }
    }
}

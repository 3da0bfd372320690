/* scan.c - where a sentence ends; the rules are in scan.h. */
#include "scan.h"

#include <string.h>
#include <wchar.h>

/* A pair that is wider than this is taken for a stray quote or bracket. Bytes. */
#define QUOTE_MAX   600
#define BRACKET_MAX 1200

struct SentenceRules {
    GHashTable *words; /* set of words without their full stop; "1. Mai": a month; "9 No": only
                          before digits */
};

/* --- rules ---------------------------------------------------------------------------------- */

SentenceRules *
sentence_rules_new(const char *const *abbreviations)
{
    SentenceRules *self = g_new0(SentenceRules, 1);

    self->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (; abbreviations && *abbreviations; abbreviations++) {
        gsize length = strlen(*abbreviations);

        if (length > 0 && (*abbreviations)[length - 1] == '.')
            length--;
        g_hash_table_add(self->words, g_strndup(*abbreviations, length));
    }
    return self;
}

gboolean
sentence_rules_load(SentenceRules *self, const char *path, GError **error)
{
    g_autofree char *content = NULL;

    if (!g_file_get_contents(path, &content, NULL, error))
        return FALSE;

    g_auto(GStrv) lines = g_strsplit(content, "\n", -1);

    for (char **line = lines; *line; line++) {
        g_strstrip(*line);
        if (**line != '\0' && **line != '#')
            g_hash_table_add(self->words, g_strdup(*line));
    }
    return TRUE;
}

void
sentence_rules_free(SentenceRules *self)
{
    g_hash_table_unref(self->words);
    g_free(self);
}

static gboolean
rules_know(const SentenceRules *self, const char *text, MillSpan word, const char *prefix)
{
    char key[64];
    gsize length = word.end - word.start;

    if (length == 0 || length + strlen(prefix) >= sizeof key)
        return FALSE;
    g_snprintf(key, sizeof key, "%s%.*s", prefix, (int) length, text + word.start);
    return g_hash_table_contains(self->words, key);
}

/* --- characters ----------------------------------------------------------------------------- */

static gunichar
char_at(const char *text, gsize at, gsize end)
{
    return at < end ? g_utf8_get_char(text + at) : 0;
}

static gsize
char_next(const char *text, gsize at)
{
    return at + (gsize) g_utf8_skip[(guchar) text[at]];
}

static gboolean
is_space(gunichar c)
{
    return c == ' ' || (c < 0x80 ? g_ascii_isspace((char) c) : g_unichar_isspace(c));
}

static gboolean
is_cjk_terminator(gunichar c)
{
    switch (c) {
    case 0x3002: /* 。 */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */
    case 0xFF61: /* ｡ */
    case 0x203C: /* ‼ */
    case 0x2047: /* ⁇ */
    case 0x2048: /* ⁈ */
    case 0x2049: /* ⁉ */
    case 0x0964: /* danda */
    case 0x0965: /* double danda */
    case 0x061F: /* Arabic question mark */
    case 0x06D4: /* Arabic full stop */
    case 0x0589: /* Armenian full stop */
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean
is_ellipsis(gunichar c)
{
    return c == 0x2026 || c == 0x2025;
}

static gboolean
is_terminator(gunichar c)
{
    return c == '.' || c == '!' || c == '?' || is_cjk_terminator(c) || is_ellipsis(c);
}

static gboolean
is_closer(gunichar c)
{
    return c != 0 && (c < 0x80 ? strchr(")]\"'", (int) c) != NULL
                               : wcschr(L"”’」』）］】》〉»›〕", (wchar_t) c) != NULL);
}

/* Punctuation that goes on with the sentence. */
static gboolean
is_continuing(gunichar c)
{
    return c != 0 &&
           (c < 0x80 ? strchr(",;:", (int) c) != NULL : wcschr(L"，、；：", (wchar_t) c) != NULL);
}

static gunichar
closing_of(gunichar open)
{
    static const gunichar pairs[][2] = {
        { '(', ')' },       { '[', ']' },       { 0xFF08, 0xFF09 }, { 0x3010, 0x3011 },
        { 0x300A, 0x300B }, { 0x3014, 0x3015 }, { 0x201C, 0x201D }, { 0x300C, 0x300D },
        { 0x300E, 0x300F }, { 0x00AB, 0x00BB }, { 0x201E, 0x201C },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (pairs[i][0] == open)
            return pairs[i][1];
    return 0;
}

static gboolean
is_quote(gunichar open)
{
    return open == 0x201C || open == 0x300C || open == 0x300E || open == 0x00AB || open == 0x201E;
}

MillSpan
sentence_trim(const char *text, MillSpan span)
{
    while (span.start < span.end && is_space(g_utf8_get_char(text + span.start)))
        span.start = char_next(text, span.start);
    while (span.end > span.start) {
        const char *last = g_utf8_prev_char(text + span.end);

        if (!is_space(g_utf8_get_char(last)))
            break;
        span.end = (gsize) (last - text);
    }
    return span;
}

gboolean
sentence_ends_at(const char *text, MillSpan span)
{
    while (span.end > span.start) {
        const char *last = g_utf8_prev_char(text + span.end);
        gunichar c = g_utf8_get_char(last);

        if (is_terminator(c) || c == ':' || c == 0xFF1A || c == ';' || c == 0xFF1B)
            return TRUE;
        if (!is_closer(c))
            return FALSE;
        span.end = (gsize) (last - text);
    }
    return FALSE;
}

/* --- items ---------------------------------------------------------------------------------- */

static gboolean
is_han_digit(gunichar c)
{
    return wcschr(L"〇一二三四五六七八九十百零", (wchar_t) c) != NULL && c != 0;
}

static gboolean
is_number_char(gunichar c)
{
    return (c < 0x80 && g_ascii_isdigit((char) c)) || (c >= 0xFF10 && c <= 0xFF19) ||
           is_han_digit(c);
}

gboolean
sentence_starts_item(const char *text, MillSpan span)
{
    gunichar first = char_at(text, span.start, span.end);
    gsize at = span.start;
    gsize digits = 0;
    gboolean han = FALSE;

    if (first == 0)
        return FALSE;
    if (wcschr(L"-*+•·●○■□◆▪–—", (wchar_t) first))
        return is_space(char_at(text, char_next(text, at), span.end)) || first == 0x2022;
    if (first >= 0x2460 && first <= 0x24FF)
        return TRUE; /* circled numbers */

    gboolean bracket = first == '(' || first == 0xFF08;

    if (bracket)
        at = char_next(text, at);
    for (; digits < 4 && is_number_char(char_at(text, at, span.end)); digits++) {
        han = is_han_digit(char_at(text, at, span.end));
        at = char_next(text, at);
    }
    if (digits == 0 && bracket && g_ascii_isalpha((char) MIN(char_at(text, at, span.end), 0x7F))) {
        at = char_next(text, at);
        digits = 1;
    }

    gunichar mark = char_at(text, at, span.end);

    if (digits == 0)
        return FALSE;
    if (bracket)
        return mark == ')' || mark == 0xFF09;
    if (mark == 0x3001 || mark == 0xFF0E)
        return TRUE; /* 一、 １． */
    if (han || (mark != '.' && mark != ')'))
        return FALSE;
    return is_space(char_at(text, at + 1, span.end));
}

/* --- sentences ------------------------------------------------------------------------------ */

void
sentence_scan_init(SentenceScan *self, const SentenceRules *rules, const char *text,
                   MillSpan paragraph)
{
    *self = (SentenceScan){ .rules = rules, .text = text, .rest = paragraph };
}

/* Skips terminators and closing marks from @at. */
static gsize
absorb(const SentenceScan *self, gsize at)
{
    for (;;) {
        gunichar c = char_at(self->text, at, self->rest.end);

        if (!is_terminator(c) && !is_closer(c))
            return at;
        at = char_next(self->text, at);
    }
}

static gsize
skip_space(const SentenceScan *self, gsize at)
{
    while (is_space(char_at(self->text, at, self->rest.end)))
        at = char_next(self->text, at);
    return at;
}

/* The word that stands right before @at. */
static MillSpan
word_before(const SentenceScan *self, gsize at)
{
    MillSpan word = { at, at };

    while (word.start > self->rest.start) {
        const char *last = g_utf8_prev_char(self->text + word.start);
        gunichar c = g_utf8_get_char(last);

        if (is_space(c) || closing_of(c) || c == '"' || c == '\'' || c == '/' ||
            at - word.start > 40)
            break;
        word.start = (gsize) (last - self->text);
    }
    return word;
}

/* Whether the full stop at @at belongs to the word or number before it. @next is where the text
 * goes on after it. */
static gboolean
stop_is_part_of_word(const SentenceScan *self, gsize at, gsize next)
{
    MillSpan word = word_before(self, at);
    gsize digits = 0;

    if (word.start == word.end)
        return FALSE;
    while (digits < word.end - word.start && g_ascii_isdigit(self->text[word.start + digits]))
        digits++;
    if (digits == word.end - word.start) {
        MillSpan following = { next, next };

        while (following.end < self->rest.end &&
               !is_space(char_at(self->text, following.end, self->rest.end)) &&
               !is_terminator(char_at(self->text, following.end, self->rest.end)))
            following.end = char_next(self->text, following.end);
        return digits <= 3 && (word.start == self->rest.start ||
                               rules_know(self->rules, self->text, following, "1. "));
    }
    if (char_next(self->text, word.start) == word.end)
        return g_unichar_isalpha(g_utf8_get_char(self->text + word.start)) &&
               g_utf8_get_char(self->text + word.start) < 0x2E80;
    if (memchr(self->text + word.start, '.', word.end - word.start) && digits == 0)
        return TRUE; /* e.g, U.S, z.B */
    if (g_ascii_isdigit(self->text[MIN(next, self->rest.end - 1)]) &&
        rules_know(self->rules, self->text, word, "9 "))
        return TRUE; /* No. 5 */
    return rules_know(self->rules, self->text, word, "");
}

/* The end of the sentence that the terminator at @at closes, or 0 if it closes none. */
static gsize
end_after(const SentenceScan *self, gsize at)
{
    gunichar terminator = g_utf8_get_char(self->text + at);
    gsize after = absorb(self, at);
    gsize next = skip_space(self, after);
    gunichar following = char_at(self->text, next, self->rest.end);
    gboolean closed =
        after > at && is_closer(g_utf8_get_char(g_utf8_prev_char(self->text + after)));

    if (next >= self->rest.end)
        return self->rest.end;
    if (is_continuing(following))
        return 0;
    if (is_cjk_terminator(terminator))
        return after;
    if (is_ellipsis(terminator))
        return (closed || (next > after && g_unichar_isupper(following))) ? after : 0;
    if (g_unichar_islower(following) || (next == after && following < 0x2E80))
        return 0;
    if (terminator == '.' && stop_is_part_of_word(self, at, next))
        return 0;
    return after;
}

/* Where the pair opened at @at is closed (the closing mark's offset), or 0 if that is too far. */
static gsize
find_close(const SentenceScan *self, gsize at, gunichar open, gunichar close)
{
    gsize limit = MIN(self->rest.end, at + (is_quote(open) ? QUOTE_MAX : BRACKET_MAX));
    gsize depth = 0;

    for (; at < limit; at = char_next(self->text, at)) {
        gunichar c = g_utf8_get_char(self->text + at);

        if (c == open)
            depth++;
        else if (c == close && --depth == 0)
            return at;
    }
    return 0;
}

/* What to do with the pair opened at @at: sets @end if a quoted sentence closes there, and returns
 * where to go on. */
static gsize
pass_pair(const SentenceScan *self, gsize at, gunichar open, gsize close, gsize *end)
{
    gunichar last = g_utf8_get_char(g_utf8_prev_char(self->text + close));
    gboolean whole = at == self->rest.start;

    if ((is_quote(open) || whole) && is_terminator(last) && close > char_next(self->text, at))
        *end = end_after(self, (gsize) (g_utf8_prev_char(self->text + close) - self->text));
    return char_next(self->text, close);
}

/* Whether the byte can start a character that scanning must look at: the rest is skipped whole. */
static gboolean
is_interesting(guchar byte)
{
    if (byte < 0x80)
        return byte == '.' || byte == '!' || byte == '?' || byte == '(' || byte == '[';
    return byte == 0xE2 || byte == 0xE3 || byte == 0xEF || byte == 0xC2 || byte == 0xD6 ||
           byte == 0xD8 || byte == 0xDB || byte == 0xE0;
}

gboolean
sentence_scan_next(SentenceScan *self, MillSpan *sentence)
{
    gsize end = 0;

    self->rest = sentence_trim(self->text, self->rest);
    if (self->rest.start == self->rest.end)
        return FALSE;
    for (gsize at = self->rest.start; at < self->rest.end && end == 0;) {
        if (!is_interesting((guchar) self->text[at])) {
            at = char_next(self->text, at);
            continue;
        }

        gunichar c = g_utf8_get_char(self->text + at);
        gunichar partner = at >= self->blind ? closing_of(c) : 0;
        gsize close = partner ? find_close(self, at, c, partner) : 0;

        if (close) {
            at = pass_pair(self, at, c, close, &end);
            continue;
        }
        if (partner)
            self->blind = at + QUOTE_MAX;
        if (is_terminator(c))
            end = end_after(self, at);
        at = end == 0 && is_terminator(c) ? MAX(absorb(self, at), char_next(self->text, at))
                                          : char_next(self->text, at);
    }
    if (end == 0)
        end = self->rest.end;
    *sentence = sentence_trim(self->text, (MillSpan){ self->rest.start, end });
    self->rest.start = end;
    return TRUE;
}

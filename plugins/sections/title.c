/* title.c - see title.h. */
#include "title.h"

#include <string.h>

#include "utf8.h"

const char *
title_skip_separator(const char *text, const char *end, gboolean *spaced)
{
    const char *at = utf8_skip_space(text, end);
    gunichar sign;

    *spaced = at > text;
    if (at == end)
        return at;

    gsize length = utf8_read(at, end, &sign);

    if (sign == ':' || sign == '.' || sign == 0xFF1A || sign == 0xFF0E || sign == 0x3001 ||
        ((sign == '-' || sign == 0x2013 || sign == 0x2014) && *spaced)) {
        *spaced = TRUE;
        at = utf8_skip_space(at + length, end);
    }
    return at;
}

/* Signs that lead the eye to a page number. */
static gboolean
title_is_leader(gunichar character)
{
    return character == '.' || character == 0x2026 || character == 0xB7 || character == 0x2024 ||
           character == 0xFF0E || character == '_' || character == 0x22EF;
}

/* 12, or xii in a preface. */
static gboolean
title_is_page_sign(char sign)
{
    return g_ascii_isdigit(sign) || sign == 'i' || sign == 'v' || sign == 'x';
}

const char *
title_strip_leader(const char *text, const char *end, gboolean *paged)
{
    const char *digits = end;
    const char *at;
    guint dots = 0;

    *paged = FALSE;
    while (digits > text && title_is_page_sign(digits[-1]) && end - digits < 6)
        digits--;
    if (digits == end || (digits > text && g_ascii_isalnum(digits[-1])))
        return end;
    at = utf8_trim_end(text, digits);
    while (at > text) {
        const char *last = utf8_before(text, at);
        gunichar character;

        utf8_read(last, at, &character);
        if (!title_is_leader(character) && utf8_space(last, at) == 0)
            break;
        dots += character == 0x2026 || character == 0x22EF ? 3 : title_is_leader(character);
        at = last;
    }
    if (dots < 3)
        return end;
    *paged = TRUE;
    return at;
}

gboolean
title_ends_sentence(const char *text, const char *end)
{
    gunichar last;

    if (text == end)
        return TRUE;
    /* Closing quotation marks and brackets stand behind the full stop. */
    for (;;) {
        const char *at = utf8_before(text, end);

        utf8_read(at, end, &last);
        if (at == text || !(last == 0x201D || last == 0x2019 || last == 0xFF09 || last == ')' ||
                            last == 0x300D || last == 0x300F || last == '"' || last == '\''))
            break;
        end = at;
    }
    return strchr(".!?:;", (gint) (last < 128 ? last : ' ')) != NULL || last == 0x3002 ||
           last == 0xFF01 || last == 0xFF1F || last == 0xFF1B || last == 0xFF1A || last == 0x2026;
}

gboolean
title_has_ending(const GPtrArray *endings, const char *text, const char *end)
{
    /* …的规定（试行）: what stands in brackets is no ending. */
    if (end - text >= 3 && memcmp(end - 3, "）", 3) == 0)
        for (const char *at = end - 3; at > text; at--)
            if (memcmp(at, "（", 3) == 0) {
                end = utf8_trim_end(text, at);
                break;
            }
    for (guint i = 0; i < endings->len; i++) {
        const char *ending = g_ptr_array_index(endings, i);
        gsize length = strlen(ending);

        if ((gsize) (end - text) >= length && memcmp(end - length, ending, length) == 0)
            return TRUE;
    }
    return endings->len == 0;
}

gboolean
title_goes_on(const char *text, const char *end)
{
    const char *at = utf8_skip_space(text, end);

    return at > text && at < end && g_ascii_islower(*at) &&
           (at + 1 == end || g_ascii_islower(at[1]) || at[1] == ' ');
}

/* Whether a text of words in Latin letters reads like a sentence: at least four words of which few
 * are capitalised. */
static gboolean
title_reads_like_sentence(const char *text, const char *end)
{
    guint words = 0, capitals = 0;

    for (const char *at = text; at < end;) {
        const char *start = at;

        if ((guchar) *at >= 0xE0)
            return FALSE;
        while (at < end && *at != ' ')
            at++;
        if (at - start > 3) {
            words++;
            capitals += g_ascii_isupper(*start) != 0;
        }
        while (at < end && *at == ' ')
            at++;
    }
    return words >= 3 && capitals * 2 < words + 1;
}

static gboolean
title_ends_like_one(const char *text, const char *end, gboolean strict)
{
    gunichar last;

    utf8_read(utf8_before(text, end), end, &last);
    switch (last) {
    case 0x3002: /* 。 */
    case 0xFF1B: /* ； */
    case 0xFF0C: /* ， */
    case 0x3001: /* 、 */
    case 0xFF1A: /* ： */
    case 0xFF01: /* ！ */
    case ',':
    case ';':
    case ':':
        return FALSE;
    case '.':
        return !strict || end - text < 2 || end[-2] == '.' || end[-2] == ' ';
    case '!':
        return !strict || !title_reads_like_sentence(text, end);
    case '?': /* "Why so late?" may be a title, "Late, isn't it?" is none */
        return !strict || !memchr(text, ',', (gsize) (end - text));
    default:
        return TRUE;
    }
}

gboolean
title_may_end_so(const char *text, const char *end)
{
    return text < end && title_ends_like_one(text, end, TRUE);
}

gboolean
title_is_title(const char *text, const char *end, gboolean strict)
{
    const char *at = text;

    if (text == end)
        return FALSE;
    if (!title_ends_like_one(text, end, strict))
        return FALSE;
    /* A full stop inside: sentences. */
    while ((at = memchr(at, 0xE3, (gsize) (end - at)))) {
        if (at + 3 < end && memcmp(at, "。", 3) == 0)
            return FALSE;
        at++;
    }
    return TRUE;
}

static gboolean
title_opens(gunichar character)
{
    return character == '(' || character == 0xFF08 || character == 0x201C || character == 0x300C ||
           character == 0x300A || character == 0x3010;
}

static gboolean
title_closes(gunichar character)
{
    return character == ')' || character == 0xFF09 || character == 0x201D || character == 0x300D ||
           character == 0x300B || character == 0x3011;
}

static inline gboolean
title_is_one_of(gunichar character, const gunichar *signs)
{
    while (*signs && *signs != character)
        signs++;
    return *signs != 0;
}

const char *
title_find_end(const char *text, const char *end, const gunichar *signs, guint most, gsize *length)
{
    guint depth = 0;

    for (guint count = 0; text < end && count <= most; count++) {
        gunichar character;
        gsize bytes = utf8_read(text, end, &character);

        if (title_opens(character))
            depth++;
        else if (title_closes(character))
            depth -= depth > 0;
        else if (depth == 0 && title_is_one_of(character, signs)) {
            *length = bytes;
            return text;
        }
        text += bytes;
    }
    return NULL;
}

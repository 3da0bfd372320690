/* escape.c - text that stays text in Markdown (CommonMark 0.30 and GitHub's extensions).
 *
 * A backslash may stand before any ASCII punctuation, but a text full of them is no pleasure to
 * read, so each character is escaped only where it would mean something.
 */
#include "escape.h"

#include <string.h>

static gboolean
escape_is_needed(const char *text, gsize length, gsize at)
{
    char next = at + 1 < length ? text[at + 1] : '\0';

    switch (text[at]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case '~':
        return TRUE;
    case '_': /* not inside a word, snake_case */
        return !(at > 0 && g_ascii_isalnum(text[at - 1]) && g_ascii_isalnum(next));
    case '<': /* a tag or an address */
        return g_ascii_isalpha(next) || (next && strchr("/!?", next));
    case '&': /* an entity */
        return g_ascii_isalnum(next) || next == '#';
    default:
        return FALSE;
    }
}

void
escape_append_inline(GString *out, const char *text, gsize length)
{
    static const guint8 special[256] = {
        ['\\'] = 1, ['`'] = 1, ['*'] = 1, ['['] = 1, ['~'] = 1, ['_'] = 1, ['<'] = 1, ['&'] = 1
    };
    gsize start = 0;

    for (gsize i = 0; i < length; i++) {
        if (!special[(guint8) text[i]] || !escape_is_needed(text, length, i))
            continue;
        g_string_append_len(out, text + start, (gssize) (i - start));
        g_string_append_c(out, '\\');
        start = i;
    }
    g_string_append_len(out, text + start, (gssize) (length - start));
}

static gboolean
escape_is_gap(const char *line, gsize length, gsize at)
{
    return at >= length || line[at] == ' ' || line[at] == '\t';
}

/* Lines that underline a heading, rule off, or begin a table have only these characters. */
static gboolean
escape_is_rule(const char *line, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!line[i] || !strchr("-=:|+_* \t", line[i]))
            return FALSE;
    return length > 0;
}

/* Where a backslash must stand so that the line begins no block; -1 if nowhere. */
static gssize
escape_find_block(const char *line, gsize length)
{
    gsize i = 0;

    if (length == 0)
        return -1;
    if (line[0] == '>' || escape_is_rule(line, length))
        return 0;
    if ((line[0] == '-' || line[0] == '+') && escape_is_gap(line, length, 1))
        return 0;
    while (i < length && line[i] == '#')
        i++;
    if (i > 0 && i <= 6 && escape_is_gap(line, length, i))
        return 0;
    for (i = 0; i < length && g_ascii_isdigit(line[i]);)
        i++;
    if (i > 0 && i < 10 && i < length && (line[i] == '.' || line[i] == ')') &&
        escape_is_gap(line, length, i + 1))
        return (gssize) i;
    return -1;
}

static void
escape_trim(const char **text, gsize *length)
{
    while (*length > 0 && g_ascii_isspace(**text)) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && g_ascii_isspace((*text)[*length - 1]))
        (*length)--;
}

void
escape_append_line(GString *out, const char *line, gsize length)
{
    gssize block;

    escape_trim(&line, &length);
    block = escape_find_block(line, length);
    if (block < 0 || escape_is_needed(line, length, (gsize) block)) {
        escape_append_inline(out, line, length);
        return;
    }
    g_string_append_len(out, line, block);
    g_string_append_c(out, '\\');
    g_string_append_c(out, line[block]);
    escape_append_inline(out, line + block + 1, length - (gsize) block - 1);
}

/* Line breaks with the white space around them become a blank, or nothing behind a character that
 * is not ASCII: Chinese goes on without one. */
static void
escape_join_lines(GString *out, gsize start)
{
    gsize to = start;

    for (gsize from = start; from < out->len;) {
        gsize space = from;
        gboolean breaks = FALSE;

        for (; space < out->len && g_ascii_isspace(out->str[space]); space++)
            breaks |= out->str[space] != ' ' && out->str[space] != '\t';
        if (!breaks) {
            space = MAX(space, from + 1);
            memmove(out->str + to, out->str + from, space - from);
            to += space - from;
            from = space;
            continue;
        }
        if (to > start && (guint8) out->str[to - 1] < 0x80)
            out->str[to++] = ' ';
        from = space;
    }
    g_string_truncate(out, to);
}

void
escape_append_heading(GString *out, const char *text, gsize length)
{
    gsize start;

    escape_trim(&text, &length);
    start = out->len;
    escape_append_inline(out, text, length);
    escape_join_lines(out, start);
    /* "# title #" would lose its end. */
    if (length > 0 && text[length - 1] == '#')
        g_string_insert_c(out, (gssize) out->len - 1, '\\');
}

/* marks.c - see marks.h. */
#include "marks.h"

#include <string.h>

#include "utf8.h"

/* A comment that names a caption is short. */
#define COMMENT_MAX 64

const char *
marks_skip_quotes(const char *at, const char *stop, guint *depth)
{
    *depth = 0;
    while (*depth < QUOTE_MAX) {
        const char *mark = at;

        while (mark < stop && mark - at < 3 && *mark == ' ')
            mark++;
        if (mark == stop || *mark != '>')
            break;
        at = mark + 1;
        if (at < stop && *at == ' ')
            at++;
        (*depth)++;
    }
    return at;
}

const char *
marks_skip_name(const char *content, const char *stop, const char **name, gsize *length)
{
    const char *end = utf8_trim_end(content, stop);
    const char *least = end - content > COMMENT_MAX ? end - COMMENT_MAX : content;
    const char *at, *close;

    *name = NULL;
    if (end - content < 8 || memcmp(end - 3, "-->", 3) != 0)
        return end;
    at = end - 3;
    while (at > least && at[-1] == ' ')
        at--;
    close = at;
    while (at > least && g_ascii_isalpha(at[-1]))
        at--;
    *length = (gsize) (close - at);
    close = at;
    while (at > least && at[-1] == ' ')
        at--;
    if (*length == 0 || at - least < 4 || memcmp(at - 4, "<!--", 4) != 0)
        return end;
    *name = close;
    return utf8_trim_end(content, at - 4);
}

static gboolean
marks_is_escaped(const char *content, const char *at)
{
    gsize count = 0;

    while (at > content && *--at == '\\')
        count++;
    return count % 2 == 1;
}

/* Whether the emphasis by @sign might end or begin anew between @at and @end. */
static gboolean
marks_has_sign(const char *at, const char *end, char sign)
{
    const char *start = at;

    for (; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == sign && !(sign == '_' && at > start && g_ascii_isalnum(at[-1]) &&
                                  at + 1 < end && g_ascii_isalnum(at[1])))
            return TRUE;
    }
    return FALSE;
}

gboolean
marks_find_emphasis(const char *content, const char *stop, Emphasis *emphasis)
{
    const char *end;
    char sign = *content;
    gssize run = 0;

    emphasis->stop = utf8_trim_end(content, stop);
    end = marks_skip_name(content, stop, &emphasis->name, &emphasis->name_length);
    while (run < 4 && content + run < end && content[run] == sign)
        run++;
    if (run > 3 || end - content <= 2 * run)
        return FALSE;
    for (gssize i = 1; i <= run; i++)
        if (end[-i] != sign)
            return FALSE;
    emphasis->start = content + run;
    emphasis->end = end - run;
    return !marks_is_escaped(content, emphasis->end) && utf8_space(emphasis->start, end) == 0 &&
           utf8_trim_end(emphasis->start, emphasis->end) == emphasis->end &&
           !marks_has_sign(emphasis->start, emphasis->end, sign);
}

void
marks_unescape(GString *text)
{
    gsize to = 0;

    for (gsize from = 0; from < text->len; from++) {
        if (text->str[from] == '\\' && g_ascii_ispunct(text->str[from + 1]))
            from++;
        text->str[to++] = text->str[from];
    }
    g_string_truncate(text, to);
}

/* declared.c - what a text says itself about its encoding. */
#include "declared.h"

#include <string.h>

#define HEAD_MAX  4096 /* HTML allows 1024; pages need more */
#define LINES_MAX 5    /* for editors' and interpreters' lines */

/* The label that stands at @p, in quotes or not. */
static const Encoding *
declared_read_label(const char *p, const char *end)
{
    const char *start;

    while (p < end && strchr(" \t\"'", *p) && *p)
        p++;
    start = p;
    while (p < end && (g_ascii_isalnum(*p) || (*p && strchr("-_.:+", *p))))
        p++;
    return p > start ? encoding_find_length(start, (gsize) (p - start)) : NULL;
}

/* Whether @word stands at @p, in any case. */
static gboolean
declared_is_word(const char *p, const char *end, const char *word)
{
    gsize length = strlen(word);

    return (gsize) (end - p) >= length && !g_ascii_strncasecmp(p, word, length);
}

/* The label after @key, of which some sign of @signs must follow. */
static const Encoding *
declared_find_key(const char *text, const char *end, const char *key, const char *signs)
{
    for (const char *p = text; p < end; p++) {
        const char *after = p + strlen(key);
        const Encoding *found;

        if (g_ascii_tolower(*p) != *key || !declared_is_word(p, end, key))
            continue;
        while (after < end && (*after == ' ' || *after == '\t'))
            after++;
        if (after >= end || !*after || !strchr(signs, *after))
            continue;
        found = declared_read_label(after + 1, end);
        if (found)
            return found;
    }
    return NULL;
}

/* <?xml version="1.0" encoding="…"?> */
static const Encoding *
declared_find_xml(const char *text, const char *end)
{
    const char *close;

    while (text < end && g_ascii_isspace(*text))
        text++;
    if (!declared_is_word(text, end, "<?xml"))
        return NULL;
    close = memchr(text, '>', (gsize) (end - text));
    return declared_find_key(text, close ? close : end, "encoding", "=");
}

/* # -*- coding: … -*- (Emacs, Python), vim: fileencoding=… */
static const Encoding *
declared_find_comment(const char *text, const char *end)
{
    const char *stop = text;
    guint lines = 0;

    while (stop < end && lines < LINES_MAX)
        lines += *stop++ == '\n';
    return declared_find_key(text, stop, "coding", ":=");
}

const Encoding *
declared_find(const guint8 *data, gsize length)
{
    const char *text = (const char *) data;
    const char *end = text + MIN(length, (gsize) HEAD_MAX);
    const Encoding *found = declared_find_xml(text, end);

    if (!found)
        found = declared_find_key(text, end, "charset", "=");
    if (!found && declared_is_word(text, end, "@charset"))
        found = declared_read_label(text + strlen("@charset"), end);
    return found ? found : declared_find_comment(text, end);
}

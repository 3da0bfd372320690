/* yaml-error.c - makes libfyaml's syntax errors easier to mend: a better place, and a hint. */
#include "config/node-private.h"

#include <string.h>

const char *
mill_yaml_settle(const char *text, gsize length, int *line, int *column)
{
    const char *p = text, *end = text + length;

    for (int i = 0; i < *line && p; i++)
        p = (p = memchr(p, '\n', end - p)) ? p + 1 : NULL;
    for (int i = 0; i < *column && p && p < end; i++)
        p = g_utf8_next_char(p);
    while (end > text && g_ascii_isspace(end[-1]))
        end--;
    if (p && p <= end)
        return p;

    /* What is missing at the end of the file is missing behind its last word. */
    *line = *column = 0;
    for (const char *c = text; c < end; c = g_utf8_next_char(c)) {
        *line += *c == '\n';
        *column = *c == '\n' ? 0 : *column + 1;
    }
    return end;
}

/* What to do about what libfyaml says; the first that fits. */
static const struct {
    const char *words;
    const char *hint;
} yaml_hints[] = {
    { "tab", "indent with spaces" },
    { "cannot start with", "put the value into quotes" },
    { "alias", "put a text that begins with '*' into quotes" },
    { "anchor", "put a text that begins with '&' into quotes" },
    { "value after mapping", "put a text that begins with '{' into quotes" },
    { "value after sequence", "put a text that begins with '[' into quotes" },
    { "multiline plain key", "a key ends with ': ' (a colon and a blank); is all indented right?" },
    { "nested block mapping", "put a text that holds ': ' into quotes; or is it indented wrong?" },
    { "same line as a mapping key", "begin the list on the next line" },
    { "-quoted scalar", "is the closing quote missing?" },
    { "indentation", "this line is indented otherwise than those it belongs to" },
    { "end of block sequence", "this line is indented otherwise than those it belongs to" },
};

char *
mill_yaml_hint(const char *text, gsize length, const char *place, const char *message,
               const MillNode *open)
{
    if (place > text && place < text + length && place[-1] == '$' && place[0] == '{')
        return g_strdup("inside { } and [ ], write \"${NAME}\" in quotes");
    for (gsize i = 0; i < G_N_ELEMENTS(yaml_hints); i++)
        if (strstr(message, yaml_hints[i].words))
            return g_strdup(yaml_hints[i].hint);
    if (open && open->flow)
        return g_strdup_printf("the '%c' in line %u, column %u is still open", open->flow,
                               open->line, open->column);
    return NULL;
}

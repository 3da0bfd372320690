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

char *
mill_yaml_hint(const char *text, gsize length, const char *place, const char *message,
               const MillNode *open)
{
    if (place > text && place < text + length && place[-1] == '$' && place[0] == '{')
        return g_strdup("inside { } and [ ], write \"${NAME}\" in quotes");
    if (strstr(message, "tab"))
        return g_strdup("indent with spaces");
    if (strstr(message, "multiline plain key") || strstr(message, "nested block mapping"))
        return g_strdup("is this indented right? A text that holds ': ' needs quotes");
    if (open && open->flow)
        return g_strdup_printf("the '%c' in line %u, column %u is still open", open->flow,
                               open->line, open->column);
    return NULL;
}

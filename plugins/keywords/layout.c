/* layout.c - one pass over the lines, counting their lengths. */
#include "layout.h"

#include <string.h>

#define LAYOUT_WIDTH_MAX 256 /* bytes; where lines are longer, each is a paragraph */
#define LAYOUT_TITLE_MAX 300 /* bytes */
#define LAYOUT_TITLE_MIN 6

static const char *const layout_references[] = {
    "references",  "bibliography",  "literature cited", "literatur",         "literaturverzeichnis",
    "références",  "bibliographie", "referencias",      "bibliografía",      "bibliografia",
    "referências", "literatuur",    "литература",       "список литературы", "参考文献",
};

static gboolean
layout_is_references(const char *line, gsize length)
{
    char folded[64];

    while (length > 0 && (g_ascii_isdigit(*line) || *line == '.' || *line == ' ')) {
        line++;
        length--;
    }
    while (length > 0 &&
           (line[length - 1] == ' ' || line[length - 1] == ':' || line[length - 1] == '\r'))
        length--;
    if (length < 9 || length >= sizeof folded)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        folded[i] = g_ascii_tolower(line[i]);
    folded[length] = '\0';
    for (gsize i = 0; i < G_N_ELEMENTS(layout_references); i++)
        if (strcmp(folded, layout_references[i]) == 0)
            return TRUE;
    return FALSE;
}

/* The length that three lines of four do not exceed. */
static gsize
layout_width(const guint32 *lengths)
{
    guint64 lines = 0;
    guint64 seen = 0;

    for (gsize i = 2; i <= LAYOUT_WIDTH_MAX; i++)
        lines += lengths[i];
    for (gsize i = 2; i <= LAYOUT_WIDTH_MAX; i++) {
        seen += lengths[i];
        if (seen * 4 >= lines * 3)
            return i;
    }
    return LAYOUT_WIDTH_MAX;
}

/* The end of a sentence that closes the bytes before @end. */
static gboolean
layout_ends_sentence(const char *text, gsize end)
{
    static const char *const ends[] = { ".", "!", "?", "。", "！", "？", "；", ";", "．" };

    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        gsize n = strlen(ends[i]);

        if (end >= n && memcmp(text + end - n, ends[i], n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The first line; or in a text of one line, what follows its last sentence without being one. */
static MillSpan
layout_title(const char *text, gsize length)
{
    gsize start = 0;

    while (start < length && g_ascii_isspace(text[start]))
        start++;
    while (length > start && g_ascii_isspace(text[length - 1]))
        length--;

    const char *line_end = memchr(text + start, '\n', length - start);
    gsize end = line_end ? (gsize) (line_end - text) : length;

    if (line_end && end - start <= LAYOUT_TITLE_MAX && end - start >= LAYOUT_TITLE_MIN &&
        !layout_ends_sentence(text, end))
        return (MillSpan){ start, end };
    if (line_end || layout_ends_sentence(text, length))
        return (MillSpan){ 0, 0 };
    for (gsize at = length; at > start && length - at <= LAYOUT_TITLE_MAX; at--)
        if (text[at - 1] == ' ' && layout_ends_sentence(text, at - 1))
            return length - at >= LAYOUT_TITLE_MIN ? (MillSpan){ at, length } : (MillSpan){ 0, 0 };
    return (MillSpan){ 0, 0 };
}

KwLayout
kw_layout_of(const char *text, gsize length)
{
    guint32 lengths[LAYOUT_WIDTH_MAX + 1] = { 0 };
    KwLayout layout = { .references = length };

    for (gsize start = 0; start < length;) {
        const char *end = memchr(text + start, '\n', length - start);
        gsize stop = end ? (gsize) (end - text) : length;

        lengths[MIN(stop - start, LAYOUT_WIDTH_MAX)]++;
        if (start > length / 2 && layout.references == length &&
            layout_is_references(text + start, stop - start))
            layout.references = start;
        start = stop + 1;
    }

    gsize width = layout_width(lengths);

    layout.short_line = width >= LAYOUT_WIDTH_MAX ? G_MAXSIZE : width * 3 / 4;
    layout.title = layout_title(text, length);
    return layout;
}

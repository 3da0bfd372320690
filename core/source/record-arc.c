/* record-arc.c - the header line of a record of an ARC file, the format before WARC.
 *
 *     URL IP-address date content-type [result checksum location offset file] length
 *
 * Crawlers have put blanks into URLs and content types, so what is looked for is the address and
 * the date behind it.
 */
#include "source/record.h"

#include <string.h>

#define ARC_DATE_MIN 8 /* digits */
#define ARC_DATE_MAX 18

/* The URL's scheme, so that text is not taken for a header. */
static gboolean
arc_has_scheme(const char *line, const char *end)
{
    const char *p = line;

    while (p < end && (g_ascii_isalnum(*p) || *p == '+' || *p == '-' || *p == '.'))
        p++;
    return p > line && p < end && *p == ':';
}

static gboolean
arc_is_address(const char *word, gsize length)
{
    gsize marks = 0;

    for (gsize i = 0; i < length; i++) {
        marks += word[i] == '.' || word[i] == ':';
        if (!g_ascii_isxdigit(word[i]) && word[i] != '.' && word[i] != ':')
            return FALSE;
    }
    return marks >= 2 && length <= 45;
}

static gboolean
arc_is_date(const char *word, gsize length)
{
    gsize digits = 0;

    while (digits < length && g_ascii_isdigit(word[digits]))
        digits++;
    return digits == length && digits >= ARC_DATE_MIN && digits <= ARC_DATE_MAX;
}

/* The length is the last word. */
static gint64
arc_read_size(const char *word, const char *end)
{
    gint64 size = 0;

    if (word == end || end - word > 15)
        return -1;
    for (; word < end; word++) {
        if (!g_ascii_isdigit(*word))
            return -1;
        size = size * 10 + g_ascii_digit_value(*word);
    }
    return size;
}

/* What stands behind the date, at @rest. */
static gboolean
arc_read_rest(const char *rest, const char *end, MillArcLine *arc)
{
    const char *last = end;

    while (last > rest && last[-1] != ' ')
        last--;
    if (last == rest)
        return FALSE;
    arc->size = arc_read_size(last, end);
    arc->type = (MillRange){ rest - arc->line, 0 };
    while (rest < last && *rest != ' ' && *rest != ';')
        rest++;
    arc->type.size = rest - arc->line - arc->type.offset;
    return TRUE;
}

gboolean
mill_record_read_arc_line(const char *line, gsize length, MillArcLine *arc)
{
    const char *end = memchr(line, '\n', length);

    *arc = (MillArcLine){ .line = line };
    if (!end)
        return FALSE;
    arc->length = (gsize) (end - line) + 1;
    end -= end > line && end[-1] == '\r';
    if (!arc_has_scheme(line, end))
        return FALSE;
    for (const char *space = memchr(line, ' ', (gsize) (end - line)); space;) {
        const char *address = space + 1;
        const char *date = memchr(address, ' ', (gsize) (end - address));
        const char *rest = date ? memchr(date + 1, ' ', (gsize) (end - date - 1)) : NULL;

        if (!rest)
            return FALSE;
        if (arc_is_address(address, (gsize) (date - address)) &&
            arc_is_date(date + 1, (gsize) (rest - date - 1))) {
            arc->url = (MillRange){ 0, space - line };
            arc->date = (MillRange){ date + 1 - line, rest - date - 1 };
            return arc_read_rest(rest + 1, end, arc);
        }
        space = date;
    }
    return FALSE;
}

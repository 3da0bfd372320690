/* feed-lines.c - cuts JSON lines. A line is what ends with LF; a CR before it is JSON's to ignore.
 *
 * Lines of nothing but blanks are no records. A record is called by the number of its line, so
 * they count. A byte order mark at the beginning is not part of the first one.
 */
#include "source/feed-private.h"

#include <string.h>

#define LINES_BLOCK (256 * 1024)

typedef struct {
    MillFeed *feed;
    gint64 offset; /* of the block in the stream */
    gint64 number; /* of the line, from 1 */
    gboolean open; /* in a line that is not blank (so far) */
} Lines;

/* The number as ":41", written from the end of @buffer. */
static const char *
lines_format(gint64 number, char *buffer, gsize size)
{
    char *at = buffer + size - 1;

    *at = '\0';
    do
        *--at = (char) ('0' + number % 10);
    while ((number /= 10) > 0);
    *--at = ':';
    return at;
}

static gboolean
lines_end(Lines *lines, GError **error)
{
    char buffer[24];

    if (!lines->open)
        return TRUE;
    lines->open = FALSE;
    return mill_feed_end(lines->feed, MILL_FORMAT_JSONL,
                         lines_format(lines->number, buffer, sizeof(buffer)), error);
}

/* The @length bytes at @bytes, which end no line, stand at @offset of the stream. */
static void
lines_add(Lines *lines, const guint8 *bytes, gsize length, gint64 offset)
{
    gsize blank = 0;

    while (!lines->open && blank < length && strchr(" \t\r", bytes[blank]) && bytes[blank])
        blank++;
    if (blank == length && !lines->open)
        return;
    if (!lines->open)
        mill_feed_begin(lines->feed, offset + (gint64) blank);
    lines->open = TRUE;
    mill_feed_append(lines->feed, bytes + blank, length - blank);
}

static gboolean
lines_cut(Lines *lines, const guint8 *block, gsize length, GError **error)
{
    gsize at = 0;

    if (lines->offset == 0 && length >= 3 && memcmp(block, "\xEF\xBB\xBF", 3) == 0)
        at = 3;
    while (at < length) {
        const guint8 *end = memchr(block + at, '\n', length - at);
        gsize piece = end ? (gsize) (end - block) - at : length - at;

        lines_add(lines, block + at, piece, lines->offset + (gint64) at);
        at += piece;
        if (!end)
            break;
        if (!lines_end(lines, error))
            return FALSE;
        lines->number++;
        at++;
    }
    lines->offset += (gint64) length;
    return TRUE;
}

gboolean
mill_feed_lines(MillFeed *feed, MillFeedStream *stream, GError **error)
{
    g_autofree guint8 *block = g_malloc(LINES_BLOCK);
    Lines lines = { .feed = feed, .number = 1 };
    gssize got;

    while ((got = stream->read(stream, block, LINES_BLOCK, error)) > 0)
        if (!lines_cut(&lines, block, (gsize) got, error) || !mill_feed_show_life(feed, error))
            return FALSE;
    if (got == 0)
        return lines_end(&lines, error);
    if (lines.open)
        mill_feed_cancel(feed);
    g_prefix_error(error, "in line %" G_GINT64_FORMAT ": ", lines.number);
    return FALSE;
}

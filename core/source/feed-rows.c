/* feed-rows.c - cuts tables (RFC 4180): a row ends at a line break that is not between quotes.
 *
 * A quote counts where a field begins; in the middle of an unquoted field it is a character like
 * any other. In a quoted field a doubled quote is one that stays inside. A row is called by the
 * number of the line that it begins on. The first row names the columns and goes with every other
 * one as its head. Of a quote that is never closed, the rest of the file is one damaged row.
 */
#include "source/feed-private.h"

#include <string.h>

#include <textmill/error.h>

#include "source/record.h"

#define ROWS_BLOCK (256 * 1024)
#define ROWS_HEAD  (1024 * 1024) /* bytes that a first row can have */

typedef enum {
    ROWS_START,  /* of a field */
    ROWS_PLAIN,  /* in a field without quotes */
    ROWS_QUOTED, /* between quotes */
    ROWS_CLOSED, /* behind a quote between quotes: the end, or the first of two */
} RowsState;

typedef struct {
    MillFeed *feed;
    MillFormat format;
    guint8 delimiter;
    RowsState state;
    gint64 offset;   /* of the block in the stream */
    gint64 line;     /* from 1 */
    gint64 row_line; /* where the row begins */
    gint64 quote_line;
    gint64 row;         /* its offset in the stream */
    gboolean open;      /* the row has a byte */
    gboolean heading;   /* this row is the first, and names the columns */
    GByteArray *header; /* its bytes */
    gint64 header_size; /* how many it has, also if they are too many to keep */
} Rows;

static void
rows_append(Rows *rows, const guint8 *bytes, gsize length)
{
    if (length == 0)
        return;
    if (!rows->heading)
        mill_feed_append(rows->feed, bytes, length);
    else if ((rows->header_size += (gint64) length) <= ROWS_HEAD)
        g_byte_array_append(rows->header, bytes, (guint) length);
}

static void
rows_begin(Rows *rows, gint64 offset)
{
    rows->open = TRUE;
    rows->row = offset;
    rows->row_line = rows->line;
    if (!rows->heading)
        mill_feed_begin(rows->feed, offset);
}

/* The first row is whole: does it have the column with the text? */
static gboolean
rows_take_header(Rows *rows, GError **error)
{
    rows->heading = FALSE;
    if (rows->header_size > ROWS_HEAD) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                    "its first row, which should name the columns, is longer than %d bytes",
                    ROWS_HEAD);
        return FALSE;
    }
    mill_feed_set_head(rows->feed, rows->row, rows->header->data, rows->header->len);
    return mill_record_check_header(rows->feed->input, (const char *) rows->header->data,
                                    rows->header->len, (char) rows->delimiter, error);
}

static gboolean
rows_end(Rows *rows, GError **error)
{
    char suffix[24];

    rows->state = ROWS_START;
    if (!rows->open)
        return TRUE;
    rows->open = FALSE;
    if (rows->heading)
        return rows_take_header(rows, error);
    g_snprintf(suffix, sizeof(suffix), ":%" G_GINT64_FORMAT, rows->row_line);
    return mill_feed_end(rows->feed, rows->format, suffix, error);
}

/* The state behind @byte, which is no line break that ends the row. */
static RowsState
rows_step(const Rows *rows, guint8 byte)
{
    switch (rows->state) {
    case ROWS_START:
        return byte == '"' ? ROWS_QUOTED : byte == rows->delimiter ? ROWS_START : ROWS_PLAIN;
    case ROWS_PLAIN:
        return byte == rows->delimiter ? ROWS_START : ROWS_PLAIN;
    case ROWS_QUOTED:
        return byte == '"' ? ROWS_CLOSED : ROWS_QUOTED;
    default:
        return byte == '"' ? ROWS_QUOTED : byte == rows->delimiter ? ROWS_START : ROWS_PLAIN;
    }
}

/* Where the next byte is that matters in the state. */
static const guint8 *
rows_skip(const Rows *rows, const guint8 *at, const guint8 *end)
{
    if (rows->state == ROWS_QUOTED)
        while (at < end && *at != '"' && *at != '\n')
            at++;
    else if (rows->state == ROWS_PLAIN)
        while (at < end && *at != rows->delimiter && *at != '\n')
            at++;
    return at;
}

static gboolean
rows_cut(Rows *rows, const guint8 *block, gsize length, GError **error)
{
    const guint8 *at = block, *end = block + length, *from = block;

    if (rows->offset == 0 && length >= 3 && memcmp(block, "\xEF\xBB\xBF", 3) == 0)
        from = at = block + 3;
    while (at < end) {
        gboolean inside = rows->state == ROWS_QUOTED;
        guint8 byte;

        if (!rows->open && *at != '\n' && *at != '\r') {
            from = at;
            rows_begin(rows, rows->offset + (at - block));
        }
        at = rows_skip(rows, at, end);
        if (at == end)
            break;
        byte = *at++;
        if (byte == '\n' && !inside) {
            if (rows->open)
                rows_append(rows, from, (gsize) (at - 1 - from));
            from = at;
            if (!rows_end(rows, error))
                return FALSE;
        } else if (rows->open) {
            rows->state = rows_step(rows, byte);
            if (rows->state == ROWS_QUOTED && !inside)
                rows->quote_line = rows->line;
        }
        rows->line += byte == '\n';
    }
    if (rows->open)
        rows_append(rows, from, (gsize) (end - from));
    rows->offset += (gint64) length;
    return TRUE;
}

/* The file is over. */
static gboolean
rows_finish(Rows *rows, GError **error)
{
    char suffix[24];

    if (rows->state != ROWS_QUOTED || !rows->open)
        return rows_end(rows, error);
    g_autofree char *problem = g_strdup_printf(
        "the quote in line %" G_GINT64_FORMAT " is not closed: the rest of the file is in this row",
        rows->quote_line);

    if (rows->heading) {
        g_set_error_literal(error, MILL_ERROR, MILL_ERROR_DATA, problem);
        return FALSE;
    }
    mill_feed_cancel(rows->feed);
    g_snprintf(suffix, sizeof(suffix), ":%" G_GINT64_FORMAT, rows->row_line);
    return mill_feed_refuse(rows->feed, MILL_ERROR_DATA, suffix, problem, error);
}

gboolean
mill_feed_rows(MillFeed *feed, MillFeedStream *stream, MillFormat format, GError **error)
{
    g_autofree guint8 *block = g_malloc(ROWS_BLOCK);
    g_autoptr(GByteArray) header = g_byte_array_new();
    Rows rows = {
        .feed = feed,
        .format = format,
        .delimiter = (guint8) mill_record_get_delimiter(format),
        .line = 1,
        .heading = feed->input->header,
        .header = header,
    };
    gssize got;

    while ((got = stream->read(stream, block, ROWS_BLOCK, error)) > 0)
        if (!rows_cut(&rows, block, (gsize) got, error) || !mill_feed_show_life(feed, error))
            return FALSE;
    if (got == 0)
        return rows_finish(&rows, error);
    if (rows.open && !rows.heading)
        mill_feed_cancel(feed);
    g_prefix_error(error, "in line %" G_GINT64_FORMAT ": ", rows.line);
    return FALSE;
}

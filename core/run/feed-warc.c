/* feed-warc.c - cuts WARC files (1.0 and 1.1) into records; each is an item, in order.
 *
 * Responses, resources and conversions are documents: the item is the record's block, its header
 * lines are the head. Other records are dropped, and say what they are. A record is called by its
 * number. Where a record is not followed by the next one, it is damaged, and what lies between is
 * passed over up to the next line that begins a record.
 */
#include "run/feed-private.h"

#include <string.h>

#include <textmill/error.h>

#include "run/record.h"

#define WARC_BLOCK    ((gsize) 256 * 1024)
#define WARC_HEAD_MAX ((gsize) 64 * 1024) /* bytes of a record's header lines */

typedef struct {
    MillFeed *feed;
    MillFeedStream *stream;
    guint8 *block;
    gsize at, length;
    gint64 offset; /* of the block in the stream */
    gint64 number; /* of the record, from 1 */
    GString *head;
    gint64 head_offset;
    GString *line;
} Warc;

/* Makes sure that there is a byte. 0 at the end, -1 with @error. */
static gssize
warc_fill(Warc *warc, GError **error)
{
    if (warc->at < warc->length)
        return 1;
    if (!mill_feed_show_life(warc->feed, error))
        return -1;
    gssize got = warc->stream->read(warc->stream, warc->block, WARC_BLOCK, error);

    warc->offset += (gint64) warc->length;
    warc->at = 0;
    warc->length = (gsize) MAX(got, 0);
    return got;
}

static gint64
warc_tell(const Warc *warc)
{
    return warc->offset + (gint64) warc->at;
}

/* Reads one line, with its end, of which WARC_HEAD_MAX bytes are kept. 0 at the end of the stream,
 * -1 with @error. */
static gssize
warc_read_line(Warc *warc, GError **error)
{
    gssize more;

    g_string_truncate(warc->line, 0);
    while ((more = warc_fill(warc, error)) > 0) {
        const guint8 *start = warc->block + warc->at;
        const guint8 *end = memchr(start, '\n', warc->length - warc->at);
        gsize piece = end ? (gsize) (end - start) + 1 : warc->length - warc->at;

        g_string_append_len(warc->line, (const char *) start,
                            (gssize) MIN(piece, WARC_HEAD_MAX - warc->line->len));
        warc->at += piece;
        if (end)
            return 1;
    }
    return more < 0 ? -1 : warc->line->len > 0;
}

static gboolean
warc_is_blank(const Warc *warc)
{
    return g_str_equal(warc->line->str, "\r\n") || g_str_equal(warc->line->str, "\n");
}

static gboolean
warc_is_start(const Warc *warc)
{
    return g_str_has_prefix(warc->line->str, "WARC/1.") ||
           g_str_has_prefix(warc->line->str, "WARC/0.1");
}

static gboolean
warc_refuse(Warc *warc, gint code, const char *problem, GError **error)
{
    g_autofree char *suffix = g_strdup_printf(":%" G_GINT64_FORMAT, warc->number);

    return mill_feed_refuse(warc->feed, code, suffix, problem, error);
}

/* Reads on to the first line of the next record, which stands in warc->line then. *@skipped gets
 * the number of bytes that are neither that nor blank lines. 0 at the end, -1 with @error. */
static gssize
warc_find_start(Warc *warc, gint64 *skipped, GError **error)
{
    gssize more;

    *skipped = 0;
    for (;;) {
        gint64 before = warc_tell(warc);

        if ((more = warc_read_line(warc, error)) <= 0)
            return more;
        if (warc_is_start(warc)) {
            warc->head_offset = before;
            return 1;
        }
        if (!warc_is_blank(warc))
            *skipped += warc_tell(warc) - before;
    }
}

/* The first line stands in warc->line; reads the others. 0 if the stream ends first. */
static gssize
warc_read_head(Warc *warc, GError **error)
{
    gssize more;

    g_string_assign(warc->head, warc->line->str);
    while ((more = warc_read_line(warc, error)) > 0) {
        if (warc->head->len < WARC_HEAD_MAX)
            g_string_append_len(warc->head, warc->line->str, (gssize) warc->line->len);
        if (warc_is_blank(warc))
            return 1;
    }
    return more;
}

/* Takes @size bytes as the block of an item, or passes over them. *@left gets how many are missing
 * because the stream ends. FALSE with @error. */
static gboolean
warc_read_block(Warc *warc, gint64 size, gboolean wanted, gint64 *left, GError **error)
{
    *left = size;
    if (wanted)
        mill_feed_begin(warc->feed, warc_tell(warc));
    while (*left > 0) {
        gssize more = warc_fill(warc, error);
        gsize piece = (gsize) MIN(*left, (gint64) (warc->length - warc->at));

        if (more < 0)
            return FALSE;
        if (more == 0)
            return TRUE;
        if (wanted)
            mill_feed_append(warc->feed, warc->block + warc->at, piece);
        warc->at += piece;
        *left -= (gint64) piece;
    }
    return TRUE;
}

/* Why a record of the type is no document; NULL if it is one. */
static const char *
warc_find_reason(const char *head, const char *type, gint *code)
{
    g_autofree char *segment = mill_record_dup_field(head, strlen(head), "WARC-Segment-Number");
    g_autofree char *uri = mill_record_dup_field(head, strlen(head), "WARC-Target-URI");
    static const struct {
        const char *type;
        const char *reason;
    } others[] = {
        { "warcinfo", "a WARC warcinfo record: about the file" },
        { "request", "a WARC request record: what was asked for" },
        { "metadata", "a WARC metadata record: about another" },
        { "revisit", "a WARC revisit record: the content did not change" },
    };

    *code = MILL_UNIT_DROPPED;
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (g_str_equal(type, others[i].type))
            return others[i].reason;
    if (uri && g_ascii_strncasecmp(uri, "dns:", 4) == 0)
        return "a WARC record of a name that was looked up";
    if (g_str_equal(type, "continuation") || segment) {
        *code = MILL_ERROR_DATA;
        return "one segment of a WARC record; segments are not joined";
    }
    if (g_str_equal(type, "response") || g_str_equal(type, "resource") ||
        g_str_equal(type, "conversion"))
        return NULL;
    return "a WARC record of an unknown type";
}

/* The number that the record's header gives for its block; -1 if it gives none. */
static gint64
warc_get_length(const Warc *warc)
{
    g_autofree char *text =
        mill_record_dup_field(warc->head->str, warc->head->len, "Content-Length");
    char *end = NULL;
    guint64 size = text && g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : 0;

    return end && *end == '\0' && size <= G_MAXINT64 / 2 ? (gint64) size : -1;
}

/* One record, whose first line has been read. The first line of the next one, if there is one,
 * stands in warc->line afterwards. 0 at the end, -1 with @error. */
static gssize
warc_record(Warc *warc, GError **error)
{
    MillFeed *feed = warc->feed;
    gint64 size, left, skipped = 0;
    gint code;
    gssize more = warc_read_head(warc, error);

    warc->number++;
    if (more <= 0)
        return more < 0 || !warc_refuse(warc, MILL_ERROR_DATA, "cut off in its header", error) ? -1
                                                                                               : 0;
    size = warc_get_length(warc);
    g_autofree char *type = mill_record_dup_field(warc->head->str, warc->head->len, "WARC-Type");
    const char *reason = warc_find_reason(warc->head->str, type ? type : "", &code);
    gboolean wanted = !reason && size >= 0;

    mill_feed_set_head(feed, warc->head_offset, warc->head->str, warc->head->len);
    if (!warc_read_block(warc, MAX(size, 0), wanted, &left, error)) {
        if (wanted)
            mill_feed_cancel(feed);
        return -1;
    }
    more = left > 0 ? 0 : warc_find_start(warc, &skipped, error);
    g_autofree char *problem =
        size < 0   ? g_strdup("its Content-Length is missing or no number")
        : left > 0 ? g_strdup_printf("cut off: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                                     " bytes are missing",
                                     left, size)
        : skipped > 0
            ? g_strdup_printf("its Content-Length is %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT
                              " bytes follow that belong to no record",
                              size, skipped)
            : NULL;

    if (problem) {
        if (wanted)
            mill_feed_cancel(feed);
        return warc_refuse(warc, MILL_ERROR_DATA, problem, error) ? more : -1;
    }
    if (reason)
        return warc_refuse(warc, code, reason, error) ? more : -1;
    g_autofree char *suffix = g_strdup_printf(":%" G_GINT64_FORMAT, warc->number);

    return mill_feed_end(feed, MILL_FORMAT_WARC, suffix, error) ? more : -1;
}

static gssize
warc_run(Warc *warc, GError **error)
{
    gint64 skipped;
    gssize more = warc_find_start(warc, &skipped, error);

    if (more >= 0 && skipped > 0) {
        g_autofree char *problem =
            g_strdup_printf("its first %" G_GINT64_FORMAT " bytes are no WARC record", skipped);

        warc->number++;
        if (!warc_refuse(warc, MILL_ERROR_DATA, problem, error))
            return -1;
    }
    while (more > 0)
        more = warc_record(warc, error);
    return more;
}

gboolean
mill_feed_warc(MillFeed *feed, MillFeedStream *stream, GError **error)
{
    Warc warc = {
        .feed = feed,
        .stream = stream,
        .block = g_malloc(WARC_BLOCK),
        .head = g_string_new(NULL),
        .line = g_string_new(NULL),
    };
    gssize end = warc_run(&warc, error);

    if (end < 0 && !feed->stopped)
        g_prefix_error(error, "in record %" G_GINT64_FORMAT ": ", MAX(warc.number, 1));
    g_free(warc.block);
    g_string_free(warc.head, TRUE);
    g_string_free(warc.line, TRUE);
    return end == 0;
}

/* feed-warc.c - cuts WARC files (1.0 and 1.1) and ARC files into records; each is an item, in
 * order.
 *
 * Responses, resources and conversions are documents: the item is the record's block, its header
 * lines are the head. Other records are dropped, and say what they are. A record is called by its
 * number.
 *
 * A record ends where its Content-Length says if another begins there, or nothing does. Else it is
 * damaged, and the next one is the first that begins behind its header, be that inside of what it
 * claims. Where a compressed file is damaged, the records behind the damage are looked for.
 */
#include <string.h>

#include <textmill/error.h>

#include "source/feed-view.h"
#include "source/record.h"

#define WARC_HEAD_MAX ((gsize) 64 * 1024) /* bytes of a record's header lines */

typedef struct {
    MillFeed *feed;
    MillFeedView view;
    gboolean arc;
    gint64 number; /* of the record, from 1 */
    gboolean told; /* that the stream is damaged, by a record */
    gint64 n_cut;  /* records that lie in several members of the compressed file */
    gint64 cut;    /* the first of them */
} Warc;

/* A record as its header has it. */
typedef struct {
    gsize head;    /* bytes of its header, 0: it has no end */
    gint64 size;   /* of its block, -1: unknown */
    gint code;     /* of the reason */
    char *reason;  /* why it is no document, or NULL */
    gboolean last; /* nothing comes behind it */
} WarcRecord;

static gboolean
warc_refuse(Warc *warc, gint code, const char *problem, GError **error)
{
    g_autofree char *suffix = g_strdup_printf(":%" G_GINT64_FORMAT, warc->number);

    return mill_feed_refuse(warc->feed, code, suffix, problem, error);
}

/* Whether a record begins with these bytes. */
static gboolean
warc_is_start(const Warc *warc, const guint8 *bytes, gsize length)
{
    const char *text = (const char *) bytes;
    MillArcLine line;

    if (warc->arc)
        return mill_record_read_arc_line(text, length, &line);
    return length > 7 && (memcmp(text, "WARC/1.", 7) == 0 || memcmp(text, "WARC/0.1", 8) == 0);
}

/* Goes on to the next record, at most @limit bytes. Returns how many were passed; those of them
 * that are no blank lines go to *@rubbish. */
static gint64
warc_find_start(Warc *warc, gint64 limit, gint64 *rubbish)
{
    MillFeedView *view = &warc->view;
    gint64 from = mill_feed_view_tell(view), passed = 0;

    *rubbish = 0;
    while (passed < limit) {
        gsize ahead = mill_feed_view_need(view, MILL_FEED_VIEW_PEEK);
        const guint8 *bytes = view->bytes + view->at;

        if (ahead == 0 || warc_is_start(warc, bytes, ahead))
            break;
        gboolean blank = bytes[0] == '\n' || (bytes[0] == '\r' && ahead > 1 && bytes[1] == '\n');

        mill_feed_view_skip_line(view, limit - passed);
        *rubbish += blank ? 0 : mill_feed_view_tell(view) - from - passed;
        passed = mill_feed_view_tell(view) - from;
    }
    return passed;
}

/* The bytes of the header lines that begin here, with the blank line behind them; 0 if it does not
 * come, or comes in the next record. */
static gsize
warc_find_head(Warc *warc)
{
    MillFeedView *view = &warc->view;

    for (gsize n = MILL_FEED_VIEW_PEEK;; n *= 2) {
        gsize ahead = MIN(mill_feed_view_need(view, n), WARC_HEAD_MAX);
        const guint8 *bytes = view->bytes + view->at, *end = bytes + ahead;
        const guint8 *line = bytes;

        while (line < end && (line = memchr(line, '\n', (gsize) (end - line))) != NULL) {
            line++;
            if (line < end && *line == '\n')
                return (gsize) (line + 1 - bytes);
            if (line + 1 < end && line[0] == '\r' && line[1] == '\n')
                return (gsize) (line + 2 - bytes);
            if (warc_is_start(warc, line, (gsize) (end - line)))
                return 0;
        }
        if (ahead < n || ahead == WARC_HEAD_MAX)
            return 0;
    }
}

/* Why the record is no document; NULL if it is one. */
static const char *
warc_find_reason(const char *head, gsize length, gint *code)
{
    g_autofree char *segment = mill_record_dup_field(head, length, "WARC-Segment-Number");
    g_autofree char *uri = mill_record_dup_field(head, length, "WARC-Target-URI");
    g_autofree char *named = mill_record_dup_field(head, length, "WARC-Type");
    const char *type = named ? named : "";
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
warc_get_length(const char *head, gsize length)
{
    g_autofree char *text = mill_record_dup_field(head, length, "Content-Length");
    char *end = NULL;
    guint64 size = text && g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : 0;

    return end && *end == '\0' && size <= G_MAXINT64 / 4 ? (gint64) size : -1;
}

/* What an ARC record is, by its URL. */
static const char *
arc_find_reason(const char *line)
{
    if (g_ascii_strncasecmp(line, "filedesc:", 9) == 0)
        return "the header of an ARC file: about the file";
    if (g_ascii_strncasecmp(line, "dns:", 4) == 0)
        return "an ARC record of a name that was looked up";
    return NULL;
}

static void
warc_read_head(Warc *warc, WarcRecord *record)
{
    gsize ahead = mill_feed_view_need(&warc->view, MILL_FEED_VIEW_PEEK);
    const char *head = (const char *) warc->view.bytes + warc->view.at;
    MillArcLine line;

    *record = (WarcRecord){ .size = -1, .code = MILL_UNIT_DROPPED };
    if (warc->arc && mill_record_read_arc_line(head, ahead, &line)) {
        record->head = line.length;
        record->size = line.size;
        record->reason = g_strdup(arc_find_reason(head));
    } else if (!warc->arc && (record->head = warc_find_head(warc)) > 0) {
        head = (const char *) warc->view.bytes + warc->view.at;
        record->size = warc_get_length(head, record->head);
        record->reason = g_strdup(warc_find_reason(head, record->head, &record->code));
    }
}

/* Whether the record ends where it says. */
static gboolean
warc_fits(Warc *warc, WarcRecord *record)
{
    gsize n, at = 0;
    const guint8 *bytes =
        mill_feed_view_peek(&warc->view, (gint64) record->head + record->size, &n);

    while (bytes && at < n && (bytes[at] == '\r' || bytes[at] == '\n'))
        at++;
    record->last = bytes && at == n;
    return record->last || (bytes && warc_is_start(warc, bytes + at, n - at));
}

/* Whether the ARC record ends where the HTTP in it says: lengths of ARC files are wrong where
 * something has changed line ends, and the content is whole all the same. */
static gboolean
arc_fits(Warc *warc, WarcRecord *record)
{
    gsize ahead = mill_feed_view_need(&warc->view, record->head + WARC_HEAD_MAX);
    const char *block = (const char *) warc->view.bytes + warc->view.at + record->head;
    gsize length = ahead - record->head;
    const char *body = length > 5 && memcmp(block, "HTTP/", 5) == 0
                           ? memmem(block, MIN(length, WARC_HEAD_MAX), "\n\n", 2)
                           : NULL;
    WarcRecord other = *record;

    if (!body)
        return FALSE;
    gint64 size = warc_get_length(block, (gsize) (body - block));

    other.size = body + 2 - block + size;
    if (size < 0 || size > warc->feed->input->max_bytes || !warc_fits(warc, &other))
        return FALSE;
    *record = other;
    return TRUE;
}

/* Notes whether a member of the compressed file ends between @start and @end. */
static void
warc_see_borders(Warc *warc, gint64 start, gint64 end)
{
    GArray *borders = warc->view.borders;
    gboolean cut = FALSE;
    guint n = 0;

    for (; n < borders->len && g_array_index(borders, gint64, n) < end; n++)
        cut |= g_array_index(borders, gint64, n) > start;
    g_array_remove_range(borders, 0, n);
    if (cut && warc->n_cut++ == 0)
        warc->cut = warc->number;
}

/* The record, which fits. */
static gboolean
warc_take(Warc *warc, const WarcRecord *record, GError **error)
{
    MillFeed *feed = warc->feed;
    MillFeedView *view = &warc->view;
    gint64 start = mill_feed_view_tell(view);
    gint64 end = start + (gint64) record->head + record->size;
    g_autofree char *suffix = g_strdup_printf(":%" G_GINT64_FORMAT, warc->number);

    warc_see_borders(warc, start, end);
    /* The last one before a gap, of which not all that was packed is known to be right. */
    if (record->last && view->broken && end > view->gap.whole) {
        warc->told = TRUE;
        mill_feed_view_skip(view, end - start);
        return warc_refuse(warc, MILL_ERROR_DATA, view->damage, error);
    }
    if (record->reason) {
        mill_feed_view_skip(view, end - start);
        return warc_refuse(warc, record->code, record->reason, error);
    }
    mill_feed_set_head(feed, start, view->bytes + view->at, record->head);
    mill_feed_begin(feed, start + (gint64) record->head);
    mill_feed_append(feed, view->bytes + view->at + record->head, (gsize) record->size);
    mill_feed_view_skip(view, end - start);
    return mill_feed_end(feed, MILL_FORMAT_WARC, suffix, error);
}

/* What is wrong with the record behind whose header @found bytes come before the next one, or the
 * end. (transfer full) */
static char *
warc_describe(const Warc *warc, const WarcRecord *record, gint64 found)
{
    const MillFeedView *view = &warc->view;
    const char *field = warc->arc ? "length" : "Content-Length";

    if (record->head == 0)
        return g_strdup_printf("its header is cut off, or longer than %" G_GSIZE_FORMAT " bytes",
                               WARC_HEAD_MAX);
    if (record->size < 0)
        return g_strdup_printf("its %s is missing or no number", field);
    if (found > record->size)
        return g_strdup_printf("its %s is %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT
                               " bytes follow that belong to no record",
                               field, record->size, found - record->size);
    if (view->at == view->length && view->ended)
        return g_strdup_printf("cut off: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                               " bytes are missing",
                               record->size - found, record->size);
    return g_strdup_printf("its %s is %" G_GINT64_FORMAT ", but the next record begins after "
                           "%" G_GINT64_FORMAT " bytes",
                           field, record->size, found);
}

/* The record, which is damaged, is passed. */
static gboolean
warc_pass(Warc *warc, const WarcRecord *record, GError **error)
{
    MillFeedView *view = &warc->view;
    gint64 rubbish;

    if (record->head > 0)
        mill_feed_view_skip(view, (gint64) record->head);
    else
        mill_feed_view_skip_line(view, G_MAXINT64);
    gint64 found = warc_find_start(warc, G_MAXINT64, &rubbish);

    if (view->error && view->at == view->length)
        return FALSE; /* the container says so */
    warc->told = view->broken && view->at == view->length;
    g_autofree char *problem =
        warc->told ? g_strdup(view->damage) : warc_describe(warc, record, found);

    return warc_refuse(warc, MILL_ERROR_DATA, problem, error);
}

/* A record that is too long to be looked past in memory: it ends where it says, or where the next
 * one begins before that. */
static gboolean
warc_pass_long(Warc *warc, const WarcRecord *record, GError **error)
{
    gint64 limit = warc->feed->input->max_bytes, rubbish;

    mill_feed_view_skip(&warc->view, (gint64) record->head);
    gint64 found = warc_find_start(warc, record->size, &rubbish);
    g_autofree char *problem =
        found < record->size
            ? warc_describe(warc, record, found)
            : g_strdup_printf("longer than %" G_GINT64_FORMAT " bytes (input.max_bytes)", limit);

    warc_find_start(warc, G_MAXINT64, &rubbish);
    return warc_refuse(warc, found < record->size ? MILL_ERROR_DATA : MILL_ERROR_LIMIT, problem,
                       error);
}

static gboolean
warc_record(Warc *warc, GError **error)
{
    WarcRecord record;
    gint64 rubbish;
    gboolean good;

    warc->number++;
    warc_read_head(warc, &record);
    if (record.size > warc->feed->input->max_bytes && !warc->view.stream->seek)
        good = warc_pass_long(warc, &record, error);
    else if (record.head > 0 && record.size >= 0 &&
             (warc_fits(warc, &record) || (warc->arc && arc_fits(warc, &record))))
        good = warc_take(warc, &record, error);
    else
        good = warc_pass(warc, &record, error);
    g_free(record.reason);
    warc_find_start(warc, G_MAXINT64, &rubbish);
    return good;
}

/* The records up to the end of the stream, or to a gap in it. */
static gboolean
warc_run(Warc *warc, GError **error)
{
    MillFeedView *view = &warc->view;
    gint64 rubbish;

    warc->told = FALSE;
    warc_find_start(warc, G_MAXINT64, &rubbish);
    if (rubbish > 0 && !view->broken) {
        g_autofree char *problem =
            g_strdup_printf("its first %" G_GINT64_FORMAT " bytes are no WARC record", rubbish);

        warc->number++;
        if (!warc_refuse(warc, MILL_ERROR_DATA, problem, error))
            return FALSE;
    }
    while (mill_feed_view_need(view, 1) > 0)
        if (!warc_record(warc, error))
            return FALSE;
    if (!view->broken || warc->told)
        return TRUE;
    warc->number++;
    return warc_refuse(warc, MILL_ERROR_DATA, view->damage, error);
}

/* What is to be said about the file as a whole, when each record has been. */
static gboolean
warc_finish(Warc *warc, GError **error)
{
    if (warc->n_cut == 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "its gzip members do not fit its records (the first that lies in several is "
                "number %" G_GINT64_FORMAT "); all that were whole have been read",
                warc->cut);
    return FALSE;
}

gboolean
mill_feed_warc(MillFeed *feed, MillFeedStream *stream, GError **error)
{
    Warc warc = { .feed = feed };
    MillFeedView *view = &warc.view;
    MillArcLine line;
    gboolean good;

    mill_feed_view_init(view, feed, stream);
    view->prefix = "WARC/";
    warc.arc = mill_record_read_arc_line((const char *) view->bytes,
                                         mill_feed_view_need(view, MILL_FEED_VIEW_PEEK), &line);
    view->prefix = warc.arc ? NULL : view->prefix;
    do
        good = warc_run(&warc, error);
    while (good && mill_feed_view_resume(view));
    if (view->error && (good || !error || !*error)) {
        g_propagate_error(error, g_steal_pointer(&view->error));
        good = FALSE;
        if (!feed->stopped)
            g_prefix_error(error, "in record %" G_GINT64_FORMAT ": ", MAX(warc.number, 1));
    }
    good = good && warc_finish(&warc, error);
    mill_feed_view_clear(view);
    return good;
}

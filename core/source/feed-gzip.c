/* feed-gzip.c - gzip by zlib, which unlike libarchive checks the sums.
 *
 * Several members one after the other are one stream, as gzip(1) has it. What follows the last one
 * and is no member is passed over if it is zeros, and else noted: the text before it is whole.
 * Where records follow each other, reading goes on behind damage with the next member.
 */
#ifdef MILL_HAVE_ARCHIVE

#include "source/feed-private.h"

#include <string.h>
#include <zlib.h>

#include <textmill/error.h>

#define GZIP_BLOCK ((gsize) 64 * 1024)
#define GZIP_LOOK  ((gsize) 1024)   /* packed bytes that show what is in a member */
#define GZIP_BITS  (16 + MAX_WBITS) /* gzip and nothing else */

typedef struct {
    MillFeedStream stream;
    MillFeed *feed;
    MillFeedStream *packed;
    z_stream zlib;
    gboolean strict;   /* what stands behind a member is another, zeros, or damage */
    gboolean inside;   /* a member; else between two */
    gboolean fresh;    /* the last read began a member */
    gboolean damaged;  /* so says the last error */
    gboolean any;      /* there was a member */
    gboolean at_end;   /* of the packed bytes */
    gint64 n_unpacked; /* bytes */
    gint64 n_packed;   /* bytes read */
    gint64 member;     /* where the member begins in them */
    gint64 whole;      /* n_unpacked at the end of the last one that was right */
    guint8 *block;
} Gzip;

static gssize
gzip_fail(Gzip *gzip, GError **error, const char *problem)
{
    gzip->damaged = TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "damaged gzip data: %s, after %" G_GINT64_FORMAT " bytes of content", problem,
                gzip->n_unpacked);
    return -1;
}

/* Makes sure that there are packed bytes, if there are any left. */
static gboolean
gzip_fill(Gzip *gzip, GError **error)
{
    if (gzip->zlib.avail_in > 0 || gzip->at_end)
        return TRUE;
    gssize got = gzip->packed->read(gzip->packed, gzip->block, GZIP_BLOCK, error);

    if (got < 0)
        return FALSE;
    gzip->at_end = got == 0;
    gzip->n_packed += got;
    gzip->zlib.next_in = got > 0 ? gzip->block : gzip->zlib.next_in; /* what was read stays */
    gzip->zlib.avail_in = (uInt) got;
    return TRUE;
}

/* Where the next packed byte stands. */
static gint64
gzip_tell(const Gzip *gzip)
{
    return gzip->n_packed - gzip->zlib.avail_in;
}

/* Between two members. Returns 1 if another begins, 0 at the end, -1 with @error. */
static gssize
gzip_begin(Gzip *gzip, GError **error)
{
    do {
        if (!gzip_fill(gzip, error))
            return -1;
        if (gzip->at_end)
            return gzip->any ? 0 : gzip_fail(gzip, error, "the file is empty");
        while (gzip->any && gzip->zlib.avail_in > 0 && *gzip->zlib.next_in == 0) {
            gzip->zlib.next_in++;
            gzip->zlib.avail_in--;
        }
    } while (gzip->zlib.avail_in == 0);
    if (*gzip->zlib.next_in != 0x1F) {
        if (!gzip->any)
            return gzip_fail(gzip, error, "this is not gzip");
        gzip->member = gzip_tell(gzip);
        if (gzip->strict)
            return gzip_fail(gzip, error, "what follows is no gzip");
        gzip->at_end = TRUE; /* as gzip(1): other bytes behind the last member do not matter */
        gzip->zlib.avail_in = 0;
        return 0;
    }
    inflateReset2(&gzip->zlib, GZIP_BITS);
    gzip->inside = TRUE;
    gzip->fresh = TRUE;
    gzip->member = gzip_tell(gzip);
    gzip->any = TRUE;
    return 1;
}

/* Inflates once, into what was @room bytes. FALSE with @error. */
static gboolean
gzip_inflate(Gzip *gzip, uInt room, GError **error)
{
    int status = inflate(&gzip->zlib, Z_NO_FLUSH);

    if (status == Z_STREAM_END) {
        gzip->inside = FALSE;
        gzip->whole = gzip->n_unpacked + (room - gzip->zlib.avail_out);
    } else if (status == Z_DATA_ERROR || status == Z_NEED_DICT || status == Z_MEM_ERROR ||
               status == Z_STREAM_ERROR) {
        gzip_fail(gzip, error, gzip->zlib.msg ? gzip->zlib.msg : "it cannot be unpacked");
        return FALSE;
    }
    return TRUE;
}

static gssize
gzip_read(MillFeedStream *stream, guint8 *bytes, gsize size, GError **error)
{
    Gzip *gzip = (Gzip *) stream;

    gzip->zlib.next_out = bytes;
    gzip->zlib.avail_out = (uInt) MIN(size, GZIP_BLOCK * 4);
    uInt room = gzip->zlib.avail_out;

    gzip->fresh = FALSE;
    gzip->damaged = FALSE;
    while (gzip->zlib.avail_out == room) {
        if (!gzip->inside) {
            gssize more = gzip_begin(gzip, error);

            if (more <= 0)
                return more;
        }
        if (!gzip_fill(gzip, error))
            return -1;
        if (gzip->at_end)
            return gzip_fail(gzip, error, "it is cut off");
        if (!gzip_inflate(gzip, room, error)) {
            if (gzip->zlib.avail_out == room)
                return -1;
            g_clear_error(error); /* it says so again when what came out has been taken */
        }
    }
    gssize got = room - gzip->zlib.avail_out;

    gzip->n_unpacked += got;
    return mill_feed_weigh(gzip->feed, gzip->n_unpacked, error) ? got : -1;
}

static gboolean
gzip_fresh(MillFeedStream *stream)
{
    return ((Gzip *) stream)->fresh;
}

/* Sees to it that enough packed bytes for a look at a member are there. FALSE if it cannot. */
static gboolean
gzip_fill_more(Gzip *gzip)
{
    while (gzip->zlib.avail_in < GZIP_LOOK && !gzip->at_end) {
        memmove(gzip->block, gzip->zlib.next_in, gzip->zlib.avail_in);
        gzip->zlib.next_in = gzip->block;
        gssize got = gzip->packed->read(gzip->packed, gzip->block + gzip->zlib.avail_in,
                                        GZIP_BLOCK - gzip->zlib.avail_in, NULL);

        if (got < 0 || !mill_feed_show_life(gzip->feed, NULL))
            return FALSE;
        gzip->at_end = got == 0;
        gzip->n_packed += got;
        gzip->zlib.avail_in += (uInt) got;
    }
    return TRUE;
}

/* Whether a member begins at the next packed byte, as far as can be seen, whose content begins with
 * @prefix. */
static gboolean
gzip_is_member(const Gzip *gzip, const char *prefix)
{
    const guint8 *p = gzip->zlib.next_in;
    guint8 content[16];
    gsize wanted = prefix ? strlen(prefix) : 1;
    z_stream trial = { .next_in = gzip->zlib.next_in,
                       .avail_in = (uInt) MIN(gzip->zlib.avail_in, GZIP_LOOK) };
    int status;

    if (gzip->zlib.avail_in < 18 || p[0] != 0x1F || p[1] != 0x8B || p[2] != Z_DEFLATED ||
        (p[3] & 0xE0) != 0 || inflateInit2(&trial, GZIP_BITS) != Z_OK)
        return FALSE;
    trial.next_out = content;
    trial.avail_out = (uInt) MIN(wanted, sizeof(content));
    status = inflate(&trial, Z_SYNC_FLUSH);
    inflateEnd(&trial);
    return (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) &&
           trial.avail_out == 0 && (!prefix || memcmp(content, prefix, wanted) == 0);
}

/* The search begins in what has been read of the damaged member and is still there: damage may let
 * it run into the next. Going further back would let a hostile file be read over and over. */
static gboolean
gzip_mend(MillFeedStream *stream, const char *prefix, MillFeedGap *gap)
{
    Gzip *gzip = (Gzip *) stream;
    gint64 block = gzip_tell(gzip) - (gzip->zlib.next_in - gzip->block);
    gint64 first = MIN(MAX(gzip->member + 1, block), gzip->n_packed);

    if (!gzip->damaged)
        return FALSE;
    gzip->zlib.avail_in += (uInt) (gzip_tell(gzip) - first);
    gzip->zlib.next_in = gzip->block + (first - block);
    for (;;) {
        if (!gzip_fill_more(gzip))
            return FALSE;
        const guint8 *next = memchr(gzip->zlib.next_in, 0x1F, gzip->zlib.avail_in);
        gsize passed = next ? (gsize) (next - gzip->zlib.next_in) : gzip->zlib.avail_in;

        gzip->zlib.next_in += passed;
        gzip->zlib.avail_in -= (uInt) passed;
        if (gzip->zlib.avail_in == 0 && gzip->at_end)
            break;
        if (!next || !gzip_fill_more(gzip))
            continue;
        if (gzip_is_member(gzip, prefix))
            break;
        gzip->zlib.next_in++;
        gzip->zlib.avail_in--;
    }
    *gap = (MillFeedGap){ gzip->whole, gzip->member, gzip_tell(gzip) };
    gzip->inside = FALSE;
    if (gzip->zlib.avail_in == 0 && !gzip->any)
        return FALSE; /* nothing in it is gzip */
    gzip->any = TRUE;
    gzip->whole = gzip->n_unpacked;
    return TRUE;
}

MillFeedStream *
mill_feed_gunzip(MillFeed *feed, MillFeedStream *packed, gboolean strict)
{
    Gzip *gzip = g_new0(Gzip, 1);

    gzip->stream.read = gzip_read;
    gzip->stream.mend = gzip_mend;
    gzip->stream.fresh = gzip_fresh;
    gzip->strict = strict;
    gzip->feed = feed;
    gzip->packed = packed;
    gzip->block = g_malloc(GZIP_BLOCK);
    gzip->zlib.next_in = gzip->block;
    inflateInit2(&gzip->zlib, GZIP_BITS);
    return &gzip->stream;
}

void
mill_feed_gunzip_free(MillFeedStream *stream)
{
    Gzip *gzip = (Gzip *) stream;

    inflateEnd(&gzip->zlib);
    g_free(gzip->block);
    g_free(gzip);
}

#endif

/* feed-gzip.c - gzip by zlib, which unlike libarchive checks the sums.
 *
 * Several members one after the other are one stream, as gzip(1) has it. What follows the last one
 * and is no member is passed over if it is zeros, and else noted: the text before it is whole.
 */
#ifdef MILL_HAVE_ARCHIVE

#include "run/feed-private.h"

#include <zlib.h>

#include <textmill/error.h>

#define GZIP_BLOCK ((gsize) 64 * 1024)
#define GZIP_BITS  (16 + MAX_WBITS) /* gzip and nothing else */

typedef struct {
    MillFeedStream stream;
    MillFeed *feed;
    MillFeedStream *packed;
    z_stream zlib;
    gboolean inside;   /* a member; else between two */
    gboolean any;      /* there was a member */
    gboolean at_end;   /* of the packed bytes */
    gint64 n_unpacked; /* bytes */
    guint8 *block;
} Gzip;

static gssize
gzip_fail(const Gzip *gzip, GError **error, const char *problem)
{
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
    gzip->zlib.next_in = gzip->block;
    gzip->zlib.avail_in = (uInt) got;
    return TRUE;
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
        gzip->at_end = TRUE; /* as gzip(1): other bytes behind the last member do not matter */
        gzip->zlib.avail_in = 0;
        return 0;
    }
    inflateReset2(&gzip->zlib, GZIP_BITS);
    gzip->inside = TRUE;
    gzip->any = TRUE;
    return 1;
}

/* Inflates once. FALSE with @error. */
static gboolean
gzip_inflate(Gzip *gzip, GError **error)
{
    int status = inflate(&gzip->zlib, Z_NO_FLUSH);

    if (status == Z_STREAM_END) {
        gzip->inside = FALSE;
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
        if (!gzip_inflate(gzip, error))
            return -1;
    }
    gssize got = room - gzip->zlib.avail_out;

    gzip->n_unpacked += got;
    return mill_feed_weigh(gzip->feed, gzip->n_unpacked, error) ? got : -1;
}

MillFeedStream *
mill_feed_gunzip(MillFeed *feed, MillFeedStream *packed)
{
    Gzip *gzip = g_new0(Gzip, 1);

    gzip->stream.read = gzip_read;
    gzip->feed = feed;
    gzip->packed = packed;
    gzip->block = g_malloc(GZIP_BLOCK);
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

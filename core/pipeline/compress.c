/* compress.c - gzip and zstd, a frame at a time. */
#include "pipeline/compress.h"

#include <textmill/error.h>

#ifdef MILL_HAVE_ZLIB
#include <zlib.h>
#define GZIP_LEVEL 6
#define GZIP_BITS  (16 + MAX_WBITS) /* gzip and nothing else */
#define GZIP_MEM   8
#endif
#ifdef MILL_HAVE_ZSTD
#include <zstd.h>
#define ZSTD_LEVEL 3
#endif

#define EXPAND_BLOCK ((gsize) 64 * 1024)

struct MillCompressor {
    MillCompression compression;
    GString *frame;
#ifdef MILL_HAVE_ZLIB
    z_stream zlib;
#endif
#ifdef MILL_HAVE_ZSTD
    ZSTD_CCtx *zstd;
#endif
};

struct MillExpander {
    MillCompression compression;
    gboolean whole; /* it is between two frames */
#ifdef MILL_HAVE_ZLIB
    z_stream zlib;
#endif
#ifdef MILL_HAVE_ZSTD
    ZSTD_DCtx *zstd;
#endif
};

MillCompression
mill_compression_find(const char *name)
{
    if (g_str_has_suffix(name, ".gz"))
        return MILL_COMPRESSION_GZIP;
    return g_str_has_suffix(name, ".zst") ? MILL_COMPRESSION_ZSTD : MILL_COMPRESSION_NONE;
}

const char *
mill_compression_find_lack(MillCompression compression)
{
#ifndef MILL_HAVE_ZLIB
    if (compression == MILL_COMPRESSION_GZIP)
        return "zlib";
#endif
#ifndef MILL_HAVE_ZSTD
    if (compression == MILL_COMPRESSION_ZSTD)
        return "libzstd";
#endif
    return NULL;
}

#if defined(MILL_HAVE_ZLIB) || defined(MILL_HAVE_ZSTD)
static gboolean
compress_fail(GError **error, gint code, const char *doing, const char *reason)
{
    g_set_error(error, MILL_ERROR, code, "%s: %s", doing, reason ? reason : "out of memory");
    return FALSE;
}
#endif

#ifdef MILL_HAVE_ZLIB
static gboolean
gzip_pack(MillCompressor *self, const void *bytes, gsize length, GError **error)
{
    const guint8 *at = bytes;
    gsize made = 0;
    int code = deflateReset(&self->zlib);

    g_string_set_size(self->frame, deflateBound(&self->zlib, length));
    while (code == Z_OK) {
        uInt piece = (uInt) MIN(length, (gsize) 1 << 30);
        uInt room = (uInt) MIN(self->frame->len - made, (gsize) 1 << 30);

        self->zlib.next_in = (Bytef *) at;
        self->zlib.avail_in = piece;
        self->zlib.next_out = (Bytef *) self->frame->str + made;
        self->zlib.avail_out = room;
        code = deflate(&self->zlib, piece == length ? Z_FINISH : Z_NO_FLUSH);
        at += piece - self->zlib.avail_in;
        length -= piece - self->zlib.avail_in;
        made += room - self->zlib.avail_out;
    }
    g_string_truncate(self->frame, made);
    return code == Z_STREAM_END ||
           compress_fail(error, MILL_ERROR_MEMORY, "cannot compress with zlib", self->zlib.msg);
}

static gboolean
gzip_expand(MillExpander *self, const guint8 **from, gsize *n_from, guint8 *to, gsize *n_to,
            GError **error)
{
    uInt piece = (uInt) MIN(*n_from, (gsize) 1 << 30);
    uInt room = (uInt) MIN(*n_to, (gsize) 1 << 30);

    if (self->whole && piece > 0)
        inflateReset(&self->zlib);
    self->whole = self->whole && piece == 0;
    self->zlib.next_in = (Bytef *) *from;
    self->zlib.avail_in = piece;
    self->zlib.next_out = to;
    self->zlib.avail_out = room;
    int code = self->whole ? Z_BUF_ERROR : inflate(&self->zlib, Z_NO_FLUSH);

    self->whole = self->whole || code == Z_STREAM_END;
    *from += piece - self->zlib.avail_in;
    *n_from -= piece - self->zlib.avail_in;
    *n_to = room - self->zlib.avail_out;
    return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR ||
           compress_fail(error, MILL_ERROR_DATA, "damaged gzip data", self->zlib.msg);
}
#endif

#ifdef MILL_HAVE_ZSTD
static gboolean
zstd_pack(MillCompressor *self, const void *bytes, gsize length, GError **error)
{
    g_string_set_size(self->frame, ZSTD_compressBound(length));
    gsize made = ZSTD_compress2(self->zstd, self->frame->str, self->frame->len, bytes, length);

    if (ZSTD_isError(made))
        return compress_fail(error, MILL_ERROR_MEMORY, "cannot compress with libzstd",
                             ZSTD_getErrorName(made));
    g_string_truncate(self->frame, made);
    return TRUE;
}

static gboolean
zstd_expand(MillExpander *self, const guint8 **from, gsize *n_from, guint8 *to, gsize *n_to,
            GError **error)
{
    ZSTD_inBuffer in = { *from, *n_from, 0 };
    ZSTD_outBuffer out = { to, *n_to, 0 };
    gsize code = ZSTD_decompressStream(self->zstd, &out, &in);

    if (ZSTD_isError(code))
        return compress_fail(error, MILL_ERROR_DATA, "damaged zstd data", ZSTD_getErrorName(code));
    *from += in.pos;
    *n_from -= in.pos;
    *n_to = out.pos;
    self->whole = code == 0 || (self->whole && in.pos == 0);
    return TRUE;
}
#endif

MillCompressor *
mill_compressor_new(MillCompression compression)
{
    MillCompressor *self;

    if (compression == MILL_COMPRESSION_NONE)
        return NULL;
    self = g_new0(MillCompressor, 1);
    self->compression = compression;
    self->frame = g_string_new(NULL);
#ifdef MILL_HAVE_ZLIB
    /* If there is no memory for it, deflateReset() will say so. */
    if (compression == MILL_COMPRESSION_GZIP)
        deflateInit2(&self->zlib, GZIP_LEVEL, Z_DEFLATED, GZIP_BITS, GZIP_MEM, Z_DEFAULT_STRATEGY);
#endif
#ifdef MILL_HAVE_ZSTD
    self->zstd = compression == MILL_COMPRESSION_ZSTD ? ZSTD_createCCtx() : NULL;
    if (self->zstd) {
        ZSTD_CCtx_setParameter(self->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
        ZSTD_CCtx_setParameter(self->zstd, ZSTD_c_checksumFlag, 1);
    }
#endif
    return self;
}

void
mill_compressor_free(MillCompressor *compressor)
{
    if (!compressor)
        return;
#ifdef MILL_HAVE_ZLIB
    deflateEnd(&compressor->zlib);
#endif
#ifdef MILL_HAVE_ZSTD
    ZSTD_freeCCtx(compressor->zstd);
#endif
    g_string_free(compressor->frame, TRUE);
    g_free(compressor);
}

const GString *
mill_compressor_pack(MillCompressor *compressor, const void *bytes, gsize length, GError **error)
{
    gboolean packed = FALSE;

#ifdef MILL_HAVE_ZLIB
    if (compressor->compression == MILL_COMPRESSION_GZIP)
        packed = gzip_pack(compressor, bytes, length, error);
#endif
#ifdef MILL_HAVE_ZSTD
    if (compressor->compression == MILL_COMPRESSION_ZSTD)
        packed = zstd_pack(compressor, bytes, length, error);
#endif
    return packed ? compressor->frame : NULL;
}

MillExpander *
mill_expander_new(MillCompression compression)
{
    MillExpander *self = g_new0(MillExpander, 1);

    self->compression = compression;
    self->whole = TRUE;
#ifdef MILL_HAVE_ZLIB
    if (compression == MILL_COMPRESSION_GZIP)
        inflateInit2(&self->zlib, GZIP_BITS);
#endif
#ifdef MILL_HAVE_ZSTD
    self->zstd = compression == MILL_COMPRESSION_ZSTD ? ZSTD_createDCtx() : NULL;
#endif
    return self;
}

void
mill_expander_free(MillExpander *expander)
{
    if (!expander)
        return;
#ifdef MILL_HAVE_ZLIB
    inflateEnd(&expander->zlib);
#endif
#ifdef MILL_HAVE_ZSTD
    ZSTD_freeDCtx(expander->zstd);
#endif
    g_free(expander);
}

gboolean
mill_expander_run(MillExpander *expander, const guint8 **from, gsize *n_from, guint8 *to,
                  gsize *n_to, GError **error)
{
#ifdef MILL_HAVE_ZLIB
    if (expander->compression == MILL_COMPRESSION_GZIP)
        return gzip_expand(expander, from, n_from, to, n_to, error);
#endif
#ifdef MILL_HAVE_ZSTD
    if (expander->compression == MILL_COMPRESSION_ZSTD)
        return zstd_expand(expander, from, n_from, to, n_to, error);
#endif
    g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                "expanding needs %s, which textmill was built "
                "without",
                mill_compression_find_lack(expander->compression));
    return FALSE;
}

gboolean
mill_expander_is_whole(const MillExpander *expander)
{
    return expander->whole;
}

GString *
mill_expand(MillCompression compression, const void *bytes, gsize length, GError **error)
{
    g_autoptr(MillExpander) expander = mill_expander_new(compression);
    g_autoptr(GString) content = g_string_new(NULL);
    const guint8 *from = bytes;
    gsize made;

    do {
        gsize before = content->len;

        made = EXPAND_BLOCK;
        g_string_set_size(content, before + made);
        if (!mill_expander_run(expander, &from, &length, (guint8 *) content->str + before, &made,
                               error))
            return NULL;
        g_string_truncate(content, before + made);
    } while (made > 0 || length > 0);
    if (mill_expander_is_whole(expander))
        return g_steal_pointer(&content);
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "damaged data: the end is missing");
    return NULL;
}

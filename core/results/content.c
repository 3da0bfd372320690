/* content - a file of results as what was written into it, whether or not it is compressed.
 *
 * Where a frame ends, reading can begin again; the places are noted on the way. textmill's own
 * files have a frame for about 1 MiB of content. One that was compressed as a whole by somebody
 * else has one frame: before that is read from its start again and again, its content goes into a
 * temporary file.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>
#include <textmill/run.h>

#include "pipeline/compress.h"

#define CONTENT_BLOCK   ((gsize) 64 * 1024)
#define CONTENT_RESTART ((gint64) 2 * 1024 * 1024) /* content that may be expanded once more */

typedef struct {
    gint64 offset; /* in the content */
    gint64 packed; /* in the file */
} ContentFrame;

struct MillContent {
    char *path;
    MillCompression compression;
    int fd;         /* -1: at rest */
    gboolean spool; /* it is a temporary file, which has no other name */
    GArray *frames; /* of ContentFrame, where they begin; NULL if not compressed */

    MillExpander *expander;
    gint64 at;     /* where it is in the content */
    gint64 packed; /* behind @block in the file */
    guint8 *block;
    const guint8 *from; /* what of it is to be expanded yet */
    gsize n_from;
};

static gboolean
content_fail(const MillContent *self, int cause, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", self->path, g_strerror(cause));
    return FALSE;
}

static gboolean
content_wake(MillContent *self, GError **error)
{
    struct stat status;

    if (self->fd >= 0)
        return TRUE;
    /* A pipe that nobody writes to is not waited for. */
    self->fd = open(self->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (self->fd < 0 || fstat(self->fd, &status) < 0)
        return content_fail(self, errno, error);
    if (S_ISREG(status.st_mode))
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s is no regular file", self->path);
    return FALSE;
}

void
mill_content_rest(MillContent *content)
{
    g_clear_pointer(&content->expander, mill_expander_free);
    g_clear_pointer(&content->block, g_free);
    content->n_from = 0;
    if (content->fd >= 0 && !content->spool) {
        close(content->fd);
        content->fd = -1;
    }
}

void
mill_content_free(MillContent *content)
{
    if (!content)
        return;
    content->spool = FALSE;
    mill_content_rest(content);
    if (content->frames)
        g_array_unref(content->frames);
    g_free(content->path);
    g_free(content);
}

MillContent *
mill_content_open(const char *path, GError **error)
{
    g_autoptr(MillContent) self = g_new0(MillContent, 1);
    const ContentFrame first = { 0, 0 };

    self->path = g_strdup(path);
    self->compression = mill_compression_find(path);
    self->fd = -1;
    if (self->compression != MILL_COMPRESSION_NONE) {
        self->frames = g_array_new(FALSE, FALSE, sizeof first);
        g_array_append_val(self->frames, first);
    }
    return content_wake(self, error) ? g_steal_pointer(&self) : NULL;
}

/* --- what is not compressed ------------------------------------------------------------------- */

static gboolean
content_pread(MillContent *self, gint64 offset, guint8 *bytes, gsize *length, GError **error)
{
    gsize done = 0;

    while (done < *length) {
        ssize_t n = pread(self->fd, bytes + done, *length - done, (off_t) (offset + (gint64) done));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return content_fail(self, errno, error);
        if (n == 0)
            break;
        done += (gsize) n;
    }
    *length = done;
    return TRUE;
}

/* --- what is ---------------------------------------------------------------------------------- */

static gboolean
content_fill(MillContent *self, GError **error)
{
    self->n_from = CONTENT_BLOCK;
    if (!content_pread(self, self->packed, self->block, &self->n_from, error)) {
        self->n_from = 0;
        return FALSE;
    }
    self->from = self->block;
    self->packed += (gint64) self->n_from;
    return TRUE;
}

static void
content_note_frame(MillContent *self)
{
    const ContentFrame frame = { self->at, self->packed - (gint64) self->n_from };

    if (frame.offset > g_array_index(self->frames, ContentFrame, self->frames->len - 1).offset)
        g_array_append_val(self->frames, frame);
}

/* The next bytes of the content, *@length of them but at its end. */
static gboolean
content_expand(MillContent *self, guint8 *bytes, gsize *length, GError **error)
{
    gsize done = 0;

    while (done < *length) {
        gsize made = *length - done;

        if (!mill_expander_run(self->expander, &self->from, &self->n_from, bytes + done, &made,
                               error)) {
            g_prefix_error(error, "%s: ", self->path);
            return FALSE;
        }
        done += made;
        self->at += (gint64) made;
        if (mill_expander_is_whole(self->expander))
            content_note_frame(self);
        if (made > 0 || self->n_from > 0)
            continue;
        if (!content_fill(self, error))
            return FALSE;
        if (self->n_from > 0)
            continue;
        *length = done;
        if (mill_expander_is_whole(self->expander))
            return TRUE;
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "%s: damaged data: the end is missing",
                    self->path);
        return FALSE;
    }
    return TRUE;
}

static void
content_begin(MillContent *self, const ContentFrame *frame)
{
    if (!self->block)
        self->block = g_malloc(CONTENT_BLOCK);
    g_clear_pointer(&self->expander, mill_expander_free);
    self->expander = mill_expander_new(self->compression);
    self->at = frame->offset;
    self->packed = frame->packed;
    self->n_from = 0;
}

/* All of the content goes into a temporary file, which takes the place of the compressed one. */
static gboolean
content_spool(MillContent *self, GError **error)
{
    g_autofree char *name = NULL;
    g_autofree guint8 *bytes = g_malloc(CONTENT_BLOCK);
    gsize length = CONTENT_BLOCK;
    int fd = g_file_open_tmp("textmill-XXXXXX", &name, error);

    if (fd < 0)
        return FALSE;
    unlink(name);
    content_begin(self, &g_array_index(self->frames, ContentFrame, 0));
    while (length == CONTENT_BLOCK) {
        if (!content_expand(self, bytes, &length, error)) {
            close(fd);
            return FALSE;
        }
        for (gsize done = 0; done < length;) {
            ssize_t n = write(fd, bytes + done, length - done);

            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0) {
                g_set_error(error, MILL_ERROR, MILL_ERROR_IO,
                            "cannot unpack %s into a temporary file (TMPDIR says where): %s",
                            self->path, g_strerror(errno));
                close(fd);
                return FALSE;
            }
            done += (gsize) n;
        }
    }
    mill_content_rest(self);
    self->fd = fd;
    self->spool = TRUE;
    self->compression = MILL_COMPRESSION_NONE;
    return TRUE;
}

/* The last frame that begins at @offset or before. */
static const ContentFrame *
content_find_frame(const MillContent *self, gint64 offset)
{
    guint low = 0, high = self->frames->len;

    while (high - low > 1) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(self->frames, ContentFrame, middle).offset <= offset)
            low = middle;
        else
            high = middle;
    }
    return &g_array_index(self->frames, ContentFrame, low);
}

static gboolean
content_seek(MillContent *self, gint64 offset, GError **error)
{
    const ContentFrame *frame = content_find_frame(self, offset);
    gboolean ahead = self->expander && self->at <= offset && self->at >= frame->offset;
    guint8 *bytes;

    if (!ahead && offset - frame->offset > CONTENT_RESTART)
        return content_spool(self, error);
    if (!ahead)
        content_begin(self, frame);
    bytes = self->at < offset ? g_malloc(CONTENT_BLOCK) : NULL;
    while (self->at < offset) {
        gsize wanted = (gsize) MIN(offset - self->at, (gint64) CONTENT_BLOCK), length = wanted;

        if (!content_expand(self, bytes, &length, error)) {
            g_free(bytes);
            return FALSE;
        }
        if (length < wanted)
            break;
    }
    g_free(bytes);
    return TRUE;
}

gboolean
mill_content_read(MillContent *content, gint64 offset, void *bytes, gsize *length, GError **error)
{
    g_return_val_if_fail(offset >= 0, FALSE);

    if (!content_wake(content, error))
        return FALSE;
    if (content->compression != MILL_COMPRESSION_NONE && !content_seek(content, offset, error))
        return FALSE;
    if (content->compression == MILL_COMPRESSION_NONE)
        return content_pread(content, offset, bytes, length, error);
    if (content->at == offset)
        return content_expand(content, bytes, length, error);
    *length = 0; /* behind the end */
    return TRUE;
}

/* frame-writer.c - the worker's side of frames.h. */
#include "results/frame-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "document/write-all.h"

#define WRITER_BUFFER (256 * 1024)
#define WRITER_DIRECT (64 * 1024) /* longer pieces are not copied into the buffer */
#define WRITER_FIRST  (32 * 1024) /* bytes of a first document after which more like it come */
#define WRITER_LARGE  (16 * 1024) /* parts that are worth a blank */

#define WRITER_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

/* An empty file that was lent. */
typedef struct {
    int fd;
    guint64 number;
} Blank;

struct MillFrameWriter {
    gsize n_steps;
    int fd;        /* -1 between answers */
    gboolean lent; /* it came with the task: for an answer that is not large */
    guint32 n_frames;
    guint64 written; /* bytes in the file */
    guint8 *buffer;  /* what follows them: `filled` of `capacity` bytes, WRITER_BUFFER at most */
    gsize filled;
    gsize capacity;
    GArray *metrics;                /* MillFrameMetric, of the next document */
    MillCompressor *const *packers; /* by step; or NULL */
    GString *content;               /* of a part that is compressed */
    const gboolean *own;            /* by step: has files of its own; or NULL */
    GArray *blanks;                 /* Blank */
    guint64 last_blank;             /* that has been used for this task, or 0 */
    guint32 n_large;                /* parts of this task */
    int failure;                    /* errno of the first write that failed, or 0 */
};

MillFrameWriter *
mill_frame_writer_new(gsize n_steps)
{
    MillFrameWriter *writer = g_new0(MillFrameWriter, 1);

    writer->n_steps = n_steps;
    writer->fd = -1;
    writer->capacity = WRITER_BUFFER / 64; /* of small results it needs no more */
    writer->buffer = g_malloc(writer->capacity);
    writer->metrics = g_array_new(FALSE, FALSE, sizeof(MillFrameMetric));
    writer->content = g_string_new(NULL);
    writer->blanks = g_array_new(FALSE, FALSE, sizeof(Blank));
    return writer;
}

void
mill_frame_writer_free(MillFrameWriter *writer)
{
    if (!writer)
        return;
    if (writer->fd >= 0)
        close(writer->fd);
    for (guint i = 0; i < writer->blanks->len; i++)
        close(g_array_index(writer->blanks, Blank, i).fd);
    g_array_unref(writer->blanks);
    g_free(writer->buffer);
    g_array_unref(writer->metrics);
    g_string_free(writer->content, TRUE);
    g_free(writer);
}

void
mill_frame_writer_set_packers(MillFrameWriter *writer, MillCompressor *const *packers)
{
    writer->packers = packers;
}

void
mill_frame_writer_set_own(MillFrameWriter *writer, const gboolean *own)
{
    writer->own = own;
}

void
mill_frame_writer_lend(MillFrameWriter *writer, const int *fds, guint n, guint64 first)
{
    for (guint i = 0; i < n; i++) {
        const Blank blank = { .fd = fds[i], .number = first + i };

        g_array_append_val(writer->blanks, blank);
    }
}

static gboolean
writer_fail(GError **error, int reason)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot keep results in memory: %s",
                g_strerror(reason));
    return FALSE;
}

static int
writer_make_file(void)
{
    return memfd_create("textmill-results", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

gboolean
mill_frame_writer_begin(MillFrameWriter *writer, int file, GError **error)
{
    writer->n_frames = 0;
    writer->written = 0;
    writer->failure = 0;
    writer->filled = 0;
    writer->last_blank = 0;
    writer->n_large = 0;
    if (writer->fd >= 0)
        close(writer->fd); /* of a task that was given up */
    writer->lent = file >= 0;
    writer->fd = writer->lent ? file : writer_make_file();
    return writer->fd >= 0 || writer_fail(error, errno);
}

/* Whether what is in the file that was lent, of what will be a large answer, is now in @own too. */
static gboolean
writer_copy_lent(const MillFrameWriter *writer, int own)
{
    gsize size = (gsize) writer->written;
    g_autofree guint8 *bytes = g_malloc(size);

    errno = EIO; /* a short read sets none */
    return pread(writer->fd, bytes, size, 0) == (ssize_t) size && mill_write_all(own, bytes, size);
}

/* Before @length bytes more are written: does it become a large answer, it gets a file of its own.
 * That is told by its first document, mostly, so that little has to be copied. */
static void
writer_leave_lent(MillFrameWriter *writer, gsize length)
{
    if (!writer->lent ||
        writer->written + length <= (writer->n_frames == 0 ? WRITER_FIRST : MILL_TRAY_SIZE))
        return;
    int own = writer_make_file();

    if (own < 0 || !writer_copy_lent(writer, own)) {
        writer->failure = errno;
        if (own >= 0)
            close(own);
        return;
    }
    close(writer->fd);
    writer->fd = own;
    writer->lent = FALSE;
}

static void
writer_put_direct(MillFrameWriter *writer, const void *bytes, gsize length)
{
    const guint8 *at = bytes;

    writer_leave_lent(writer, length);
    while (length > 0 && writer->failure == 0) {
        ssize_t written = pwrite(writer->fd, at, length, (off_t) writer->written);

        if (written < 0 && errno != EINTR)
            writer->failure = errno;
        if (written > 0) {
            at += written;
            length -= (gsize) written;
            writer->written += (guint64) written;
        }
    }
}

static void
writer_flush(MillFrameWriter *writer)
{
    guint64 before = writer->written;

    writer_put_direct(writer, writer->buffer, writer->filled);

    gsize gone = (gsize) (writer->written - before); /* all, unless it failed */

    writer->filled -= gone;
    memmove(writer->buffer, writer->buffer + gone, writer->filled);
}

static void
writer_make_room(MillFrameWriter *writer, gsize length)
{
    while (writer->capacity < writer->filled + length)
        writer->capacity *= 2;
    writer->buffer = g_realloc(writer->buffer, writer->capacity);
}

static void
writer_put(MillFrameWriter *writer, const void *bytes, gsize length)
{
    if (writer->failure != 0 || length == 0)
        return;
    if (length > WRITER_DIRECT || writer->filled + length > WRITER_BUFFER)
        writer_flush(writer);
    if (length > WRITER_DIRECT) {
        writer_put_direct(writer, bytes, length);
        return;
    }
    if (writer->failure != 0)
        return; /* what is full has no room for more */
    if (writer->filled + length > writer->capacity)
        writer_make_room(writer, length);
    memcpy(writer->buffer + writer->filled, bytes, length);
    writer->filled += length;
}

/* Takes back what was put after the place @mark. */
static void
writer_rewind(MillFrameWriter *writer, guint64 mark)
{
    writer->failure = 0;
    if (mark < writer->written) {
        writer->failure = ftruncate(writer->fd, (off_t) mark) == 0 ? 0 : errno;
        writer->written = mark;
    }
    writer->filled = (gsize) (mark - writer->written);
}

guint64
mill_frame_writer_get_size(const MillFrameWriter *writer)
{
    return writer->written + writer->filled;
}

static gsize
writer_size(const char *string)
{
    return string ? strlen(string) + 1 : 0;
}

/* The frame of all that the file will hold; NULL if there is no memory for it. */
static const GString *
writer_pack(MillFrameWriter *writer, guint64 step, const char *preamble, const GString *bytes)
{
    const GString *content = bytes;

    if (preamble) {
        g_string_assign(writer->content, preamble);
        g_string_append_len(writer->content, bytes->str, (gssize) bytes->len);
        content = writer->content;
    }
    const GString *frame =
        mill_compressor_pack(writer->packers[step], content->str, content->len, NULL);

    if (!frame)
        writer->failure = ENOMEM;
    return frame;
}

/* Puts a part into a blank, if it is worth one and there is one: its number, or 0. Where that
 * fails, the bytes go to the parent, who can say what is wrong with the disk. */
static guint64
writer_use_blank(MillFrameWriter *writer, guint64 step, const char *preamble, const GString *bytes)
{
    gsize head = preamble ? strlen(preamble) : 0;

    if (!writer->own || !writer->own[step] || head + bytes->len < WRITER_LARGE)
        return 0;
    writer->n_large++;
    if (writer->blanks->len == 0)
        return 0;
    const Blank blank = g_array_index(writer->blanks, Blank, 0);

    g_array_remove_index(writer->blanks, 0);
    writer->last_blank = blank.number;
    gboolean whole = mill_write_all(blank.fd, preamble, head) &&
                     mill_write_all(blank.fd, bytes->str, bytes->len);

    /* Some file systems report a full disk only now. */
    return close(blank.fd) == 0 && whole ? blank.number : 0;
}

static void
writer_put_parts(MillFrameWriter *writer, guint64 step, const MillOutput *output)
{
    gboolean packs = writer->packers && writer->packers[step];

    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const char *name = mill_output_get_part_name(output, i);
        const char *preamble = mill_output_get_preamble(output, i);
        const GString *bytes = mill_output_get_bytes(output, i);
        MillFramePart head = {
            .step = step,
            .name_size = writer_size(name),
            .preamble_size = writer_size(preamble),
            .size = bytes->len,
            .content = bytes->len,
            .packed = packs,
        };

        if (packs && !(bytes = writer_pack(writer, step, preamble, bytes)))
            return;
        if (packs) {
            head.size = bytes->len;
            head.preamble_size = 0;
            preamble = NULL;
        }
        head.blank = writer_use_blank(writer, step, preamble, bytes);
        if (head.blank > 0) {
            head.size += preamble ? strlen(preamble) : 0;
            head.preamble_size = 0;
        }

        writer_put(writer, &head, sizeof(head));
        writer_put(writer, name, head.name_size);
        writer_put(writer, preamble, head.preamble_size);
        writer_put(writer, bytes->str, head.blank > 0 ? 0 : bytes->len);
    }
}

static void
writer_put_frame(MillFrameWriter *writer, const MillFrame *document, const char *message,
                 MillOutput *const *outputs)
{
    MillFrame head = *document;

    head.message_size = writer_size(message);
    head.n_metrics = head.outcome == MILL_OUTCOME_QUARANTINED ? 0 : (guint32) writer->metrics->len;
    head.n_parts = 0;
    for (gsize i = 0; outputs && i < writer->n_steps; i++)
        head.n_parts += outputs[i] ? (guint32) mill_output_get_n_parts(outputs[i]) : 0;
    writer_put(writer, &head, sizeof(head));
    writer_put(writer, message, head.message_size);
    writer_put(writer, writer->metrics->data, head.n_metrics * sizeof(MillFrameMetric));
    for (gsize i = 0; outputs && i < writer->n_steps; i++)
        if (outputs[i])
            writer_put_parts(writer, i, outputs[i]);
}

void
mill_frame_writer_set_metrics(MillFrameWriter *writer, const MillFrameMetric *metrics,
                              guint n_metrics)
{
    g_array_set_size(writer->metrics, 0);
    if (n_metrics > 0)
        g_array_append_vals(writer->metrics, metrics, n_metrics);
}

gboolean
mill_frame_writer_add(MillFrameWriter *writer, const MillFrame *head, const char *message,
                      MillOutput *const *outputs)
{
    guint64 mark = mill_frame_writer_get_size(writer);

    writer_put_frame(writer, head, message, outputs);
    if (writer->n_frames == 0 && writer->failure == 0)
        writer_flush(writer); /* to see now whether it fits */
    if (writer->failure != 0) {
        g_autofree char *reason =
            g_strdup_printf("no room for its results: %s", g_strerror(writer->failure));
        MillFrame failed = *head;

        writer_rewind(writer, mark);
        if (writer->n_frames > 0)
            return FALSE;
        failed.outcome = MILL_OUTCOME_QUARANTINED;
        failed.step = -1;
        failed.code = MILL_ERROR_MEMORY;
        writer_put_frame(writer, &failed, reason, NULL);
    }
    g_array_set_size(writer->metrics, 0);
    writer->n_frames++;
    return TRUE;
}

gboolean
mill_frame_writer_end(MillFrameWriter *writer, const MillTally *tallies, MillAnswer *answer,
                      int *fd, GError **error)
{
    answer->magic = MILL_ANSWER_MAGIC;
    answer->n_frames = writer->n_frames;
    answer->frames_size = mill_frame_writer_get_size(writer);
    answer->last_blank = writer->last_blank;
    answer->n_large = writer->n_large;
    writer_put(writer, tallies, (writer->n_steps + 1) * sizeof(MillTally));
    writer_put(writer, &answer->task, sizeof(answer->task));
    writer_flush(writer);
    answer->lent = writer->lent;
    *fd = -1;
    if (writer->failure == 0 && !writer->lent && fcntl(writer->fd, F_ADD_SEALS, WRITER_SEALS) < 0)
        writer->failure = errno;
    if (writer->failure != 0)
        return writer_fail(error, writer->failure);
    if (writer->lent)
        close(writer->fd);
    else
        *fd = writer->fd;
    writer->fd = -1;
    return TRUE;
}

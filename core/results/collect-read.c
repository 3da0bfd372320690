/* collect-read.c - reading what collect.c wrote, document after document. */
#include "results/collect-read.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "pipeline/compress.h"
#include "results/collect-state.h"

#define READ_BLOCK ((gsize) 64 * 1024)

struct MillCollectReader {
    char *path;      /* for messages as well */
    char *tail_path; /* of the content that is in no frame */
    gint64 size;     /* of the file */
    MillCollectState state;
    gint64 preamble_size;
    GString *preamble; /* NULL for none, and before the first document was read */
    GString *bytes;    /* of the document that was read last */
    gint64 done;       /* bytes of content that were read */
    gint64 skip;       /* bytes of content to pass over */

    int fd; /* -1: closed */
    gint64 offset;
    MillExpander *expander;
    GString *tail;
    guint8 *block; /* of the compressed file */
    const guint8 *at;
    gsize n_left; /* bytes from there on */
};

static gboolean
reader_fail(const MillCollectReader *reader, const char *path, int reason, GError **error)
{
    g_set_error(error, MILL_ERROR, reason != 0 ? MILL_ERROR_IO : MILL_ERROR_DATA,
                "cannot read '%s': %s", path ? path : reader->path,
                reason != 0 ? g_strerror(reason) : "it is shorter than the ledger says");
    return FALSE;
}

/* Bytes of the file as it is; at its end, fewer than @size. -1 with an error. */
static gssize
reader_pread(MillCollectReader *reader, void *bytes, gsize size, GError **error)
{
    gsize wanted = (gsize) MIN((gint64) size, reader->size - reader->offset);
    gsize done = 0;

    while (done < wanted) {
        ssize_t got = pread(reader->fd, (char *) bytes + done, wanted - done,
                            (off_t) (reader->offset + (gint64) done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            reader_fail(reader, NULL, got < 0 ? errno : 0, error);
            return -1;
        }
        done += (gsize) got;
    }
    reader->offset += (gint64) done;
    return (gssize) done;
}

static gboolean
reader_load_tail(MillCollectReader *reader, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length;

    if (reader->state.tail == 0)
        return TRUE;
    if (!g_file_get_contents(reader->tail_path, &bytes, &length, NULL))
        return reader_fail(reader, reader->tail_path, errno, error);
    if ((gint64) length < reader->state.tail)
        return reader_fail(reader, reader->tail_path, 0, error);
    g_string_append_len(reader->tail, bytes, (gssize) reader->state.tail);
    return TRUE;
}

static gboolean
reader_open(MillCollectReader *reader, GError **error)
{
    if (reader->fd >= 0)
        return TRUE;
    reader->fd = open(reader->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (reader->fd < 0)
        return reader_fail(reader, NULL, errno, error);
    reader->tail = g_string_new(NULL);
    if (reader->state.compression == MILL_COMPRESSION_NONE)
        return TRUE;
    reader->expander = mill_expander_new(reader->state.compression);
    reader->block = g_malloc(READ_BLOCK);
    return reader_load_tail(reader, error);
}

static void
reader_close(MillCollectReader *reader)
{
    if (reader->fd >= 0)
        close(reader->fd);
    reader->fd = -1;
    g_clear_pointer(&reader->expander, mill_expander_free);
    g_clear_pointer(&reader->block, g_free);
    if (reader->tail)
        g_string_free(g_steal_pointer(&reader->tail), TRUE);
}

/* The content that was in no frame. */
static gboolean
reader_take_tail(MillCollectReader *reader, char *bytes, gsize size, GError **error)
{
    gint64 from = reader->done - (reader->state.raw - reader->state.tail);

    if (from < 0 || (gint64) size > reader->state.tail - from)
        return reader_fail(reader, NULL, 0, error);
    memcpy(bytes, reader->tail->str + from, size);
    reader->done += (gint64) size;
    return TRUE;
}

static gboolean
reader_expand(MillCollectReader *reader, char *bytes, gsize size, GError **error)
{
    while (size > 0) {
        gsize made = size;

        if (!mill_expander_run(reader->expander, &reader->at, &reader->n_left, (guint8 *) bytes,
                               &made, error)) {
            g_prefix_error(error, "cannot read '%s': ", reader->path);
            return FALSE;
        }
        bytes += made;
        size -= made;
        reader->done += (gint64) made;
        if (made > 0 || reader->n_left > 0)
            continue;
        gssize got = reader_pread(reader, reader->block, READ_BLOCK, error);

        if (got <= 0)
            return got == 0 && reader_take_tail(reader, bytes, size, error);
        reader->at = reader->block;
        reader->n_left = (gsize) got;
    }
    return TRUE;
}

/* The next @size bytes of content. */
static gboolean
reader_get(MillCollectReader *reader, char *bytes, gsize size, GError **error)
{
    if (reader->expander)
        return reader_expand(reader, bytes, size, error);
    gssize got = reader_pread(reader, bytes, size, error);

    reader->done += MAX(got, 0);
    return got >= 0 && ((gsize) got == size || reader_fail(reader, NULL, 0, error));
}

static gboolean
reader_skip(MillCollectReader *reader, GError **error)
{
    if (!reader->expander) {
        reader->offset += reader->skip;
        reader->done += reader->skip;
        reader->skip = 0;
    }
    while (reader->skip > 0) {
        gint64 piece = MIN(reader->skip, (gint64) READ_BLOCK);

        g_string_set_size(reader->bytes, (gsize) piece);
        if (!reader_get(reader, reader->bytes->str, (gsize) piece, error))
            return FALSE;
        reader->skip -= piece;
    }
    return TRUE;
}

static gboolean
reader_take_preamble(MillCollectReader *reader, GError **error)
{
    if (reader->done > 0 || reader->preamble_size == 0)
        return TRUE;
    reader->preamble = g_string_new(NULL);
    g_string_set_size(reader->preamble, (gsize) reader->preamble_size);
    return reader_get(reader, reader->preamble->str, (gsize) reader->preamble_size, error);
}

static gboolean
reader_check_file(const MillCollectReader *reader, const char *path, gint64 size, GError **error)
{
    struct stat status;

    if (lstat(path, &status) < 0)
        return reader_fail(reader, path, errno, error);
    return status.st_size >= size || reader_fail(reader, path, 0, error);
}

/* Whether the file is there with its tail, so that it is told before work is done for nothing. */
static gboolean
reader_check(const MillCollectReader *reader, GError **error)
{
    return reader_check_file(reader, reader->path, reader->size, error) &&
           (reader->state.tail == 0 ||
            reader_check_file(reader, reader->tail_path, reader->state.tail, error));
}

/* Where the file is now. */
static char *
collect_dup_path(const char *folder, const MillLedgerFile *file)
{
    return file->draft ? g_build_filename(folder, MILL_WORK_FOLDER, file->draft, NULL)
                       : g_build_filename(folder, file->name, NULL);
}

static char *
collect_dup_tail_path(const char *folder, gint64 number, const MillCollectState *state)
{
    g_autofree char *name = mill_collect_state_dup_tail(number, state->generation);

    return g_build_filename(folder, MILL_WORK_FOLDER, name, NULL);
}

/* A draft that has its name already is found under that (deposit-finish.c was killed). */
gboolean
mill_collect_is_there(const char *folder, const MillLedgerFile *file)
{
    g_autofree char *path = collect_dup_path(folder, file);
    g_autofree char *named = g_build_filename(folder, file->name, NULL);
    MillCollectState state;
    struct stat status;

    if (!mill_collect_state_parse(file, &state))
        return FALSE;
    if (state.tail > 0) {
        g_autofree char *tail = collect_dup_tail_path(folder, file->number, &state);

        if (stat(tail, &status) < 0 || status.st_size < state.tail)
            return FALSE;
    }
    return (stat(path, &status) == 0 || stat(named, &status) == 0) && status.st_size >= file->size;
}

MillCollectReader *
mill_collect_open(const char *folder, const MillLedgerFile *file, gint64 sum, GError **error)
{
    g_autoptr(MillCollectReader) reader = g_new0(MillCollectReader, 1);
    gboolean sane = mill_collect_state_parse(file, &reader->state);

    reader->path = collect_dup_path(folder, file);
    reader->tail_path = collect_dup_tail_path(folder, file->number, &reader->state);
    reader->bytes = g_string_new(NULL);
    reader->fd = -1;
    reader->size = file->size;
    reader->preamble_size = reader->state.raw - sum;
    if (!sane || reader->preamble_size < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "the ledger is damaged: what it says of '%s' makes no sense", file->name);
        return NULL;
    }
    return reader_check(reader, error) ? g_steal_pointer(&reader) : NULL;
}

void
mill_collect_close(MillCollectReader *reader)
{
    if (!reader)
        return;
    reader_close(reader);
    if (reader->preamble)
        g_string_free(reader->preamble, TRUE);
    g_string_free(reader->bytes, TRUE);
    g_free(reader->tail_path);
    g_free(reader->path);
    g_free(reader);
}

const char *
mill_collect_get_preamble(const MillCollectReader *reader)
{
    return reader->preamble ? reader->preamble->str : NULL;
}

/* Closes the file behind its last document. */
static void
reader_settle(MillCollectReader *reader)
{
    if (reader->done + reader->skip >= reader->state.raw)
        reader_close(reader);
}

void
mill_collect_pass(MillCollectReader *reader, gint64 size)
{
    reader->skip += size;
    reader_settle(reader);
}

const guint8 *
mill_collect_read(MillCollectReader *reader, gint64 size, GError **error)
{
    if (size > reader->state.raw - reader->done - reader->skip) {
        reader_fail(reader, NULL, 0, error);
        return NULL;
    }
    if (!reader_open(reader, error) || !reader_take_preamble(reader, error) ||
        !reader_skip(reader, error))
        return NULL;
    g_string_set_size(reader->bytes, (gsize) size);
    if (!reader_get(reader, reader->bytes->str, (gsize) size, error))
        return NULL;
    reader_settle(reader);
    return (const guint8 *) reader->bytes->str;
}

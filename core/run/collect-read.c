/* collect-read.c - reading what collect.c wrote, document after document. */
#include "run/collect-read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct MillCollectReader {
    char *path; /* for messages */
    int fd;
    gint64 offset;
    GString *preamble; /* NULL for none */
    GString *bytes;
};

/* @size bytes from where the reader stands, into @bytes. */
static gboolean
collect_fetch(MillCollectReader *reader, GString *bytes, gint64 size, GError **error)
{
    gint64 done = 0;

    g_string_set_size(bytes, (gsize) size);
    while (done < size) {
        ssize_t got = pread(reader->fd, bytes->str + done, (gsize) (size - done),
                            (off_t) (reader->offset + done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            g_set_error(error, MILL_ERROR, got < 0 ? MILL_ERROR_IO : MILL_ERROR_DATA,
                        "cannot read '%s': %s", reader->path,
                        got < 0 ? g_strerror(errno) : "it is shorter than the ledger says");
            return FALSE;
        }
        done += got;
    }
    reader->offset += size;
    return TRUE;
}

static char *
collect_dup_path(const char *folder, const MillLedgerFile *file)
{
    return file->draft ? g_build_filename(folder, MILL_WORK_FOLDER, file->draft, NULL)
                       : g_build_filename(folder, file->name, NULL);
}

/* A draft that has its name already is found under that (deposit-finish.c was killed). */
gboolean
mill_collect_is_there(const char *folder, const MillLedgerFile *file)
{
    g_autofree char *path = collect_dup_path(folder, file);
    g_autofree char *named = g_build_filename(folder, file->name, NULL);
    struct stat status;

    return (stat(path, &status) == 0 || stat(named, &status) == 0) && status.st_size >= file->size;
}

MillCollectReader *
mill_collect_open(const char *folder, const MillLedgerFile *file, gint64 sum, GError **error)
{
    g_autoptr(MillCollectReader) reader = g_new0(MillCollectReader, 1);

    reader->path = file->draft ? g_build_filename(folder, MILL_WORK_FOLDER, file->draft, NULL)
                               : g_build_filename(folder, file->name, NULL);
    reader->bytes = g_string_new(NULL);
    reader->fd = open(reader->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (reader->fd < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot open '%s': %s", reader->path,
                    g_strerror(errno));
        return NULL;
    }
    if (file->size == sum)
        return g_steal_pointer(&reader);
    reader->preamble = g_string_new(NULL);
    return collect_fetch(reader, reader->preamble, file->size - sum, error)
               ? g_steal_pointer(&reader)
               : NULL;
}

void
mill_collect_close(MillCollectReader *reader)
{
    if (!reader)
        return;
    if (reader->fd >= 0)
        close(reader->fd);
    if (reader->preamble)
        g_string_free(reader->preamble, TRUE);
    g_string_free(reader->bytes, TRUE);
    g_free(reader->path);
    g_free(reader);
}

const char *
mill_collect_get_preamble(const MillCollectReader *reader)
{
    return reader->preamble ? reader->preamble->str : NULL;
}

void
mill_collect_pass(MillCollectReader *reader, gint64 size)
{
    reader->offset += size;
}

const guint8 *
mill_collect_read(MillCollectReader *reader, gint64 size, GError **error)
{
    return collect_fetch(reader, reader->bytes, size, error) ? (const guint8 *) reader->bytes->str
                                                             : NULL;
}

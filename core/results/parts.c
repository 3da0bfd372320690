/* parts.c - the log of what sinks and corpus steps were given. */
#include "results/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/stream.h"

#define PARTS_BUFFER (256 * 1024)

typedef struct {
    gint64 document;
    guint64 step;
    guint64 name_size; /* with its NUL; 0 for none */
    guint64 size;
} PartsHead;

struct MillParts {
    char *path; /* for messages */
    MillDraft draft;
    MillStream *stream;
    gint64 written; /* bytes, with what is buffered */
    gint64 size;    /* of documents that are complete */
    gint64 recorded;
};

static MillParts *
parts_new(MillFiles *files)
{
    MillParts *parts = g_new0(MillParts, 1);

    parts->path =
        g_build_filename(mill_files_get_path(files), MILL_WORK_FOLDER, MILL_PARTS_NAME, NULL);
    parts->draft = (MillDraft) MILL_DRAFT_NONE;
    parts->recorded = -1;
    return parts;
}

static void
parts_open_stream(MillParts *parts, const volatile gint *stop)
{
    g_autofree char *shown = g_strdup_printf("'%s'", parts->path);

    parts->stream = mill_stream_new(parts->draft.fd, shown, stop);
}

MillParts *
mill_parts_new(MillFiles *files, const volatile gint *stop, GError **error)
{
    g_autoptr(MillParts) parts = parts_new(files);

    if (!mill_draft_open(&parts->draft, files, MILL_PARTS_NAME, error))
        return NULL;
    parts_open_stream(parts, stop);
    return g_steal_pointer(&parts);
}

MillParts *
mill_parts_continue(MillFiles *files, gint64 size, const volatile gint *stop, GError **error)
{
    g_autoptr(MillParts) parts = parts_new(files);

    if (!mill_draft_reopen(&parts->draft, files, MILL_PARTS_NAME,
                           MILL_WORK_FOLDER "/" MILL_PARTS_NAME, size, error))
        return NULL;
    parts->written = parts->size = size;
    parts_open_stream(parts, stop);
    return g_steal_pointer(&parts);
}

void
mill_parts_free(MillParts *parts)
{
    if (!parts)
        return;
    mill_parts_abandon(parts);
    mill_stream_free(parts->stream);
    g_free(parts->path);
    g_free(parts);
}

void
mill_parts_abandon(MillParts *parts)
{
    if (parts->draft.fd >= 0)
        close(parts->draft.fd);
    parts->draft.fd = -1;
}

gboolean
mill_parts_add(MillParts *parts, gint64 document, const MillPartView *part, GError **error)
{
    const PartsHead head = {
        .document = document,
        .step = part->head.step,
        .name_size = part->name ? strlen(part->name) + 1 : 0,
        .size = part->head.size,
    };

    parts->written += (gint64) (sizeof head + head.name_size + head.size);
    return mill_stream_write(parts->stream, &head, sizeof head, error) &&
           mill_stream_write(parts->stream, part->name, head.name_size, error) &&
           mill_stream_write(parts->stream, part->bytes, head.size, error);
}

void
mill_parts_confirm(MillParts *parts)
{
    parts->size = parts->written;
}

gboolean
mill_parts_record(MillParts *parts, MillLedger *ledger, gboolean sync, GError **error)
{
    const MillLedgerFile file = {
        .number = MILL_PARTS_NUMBER,
        .name = MILL_WORK_FOLDER "/" MILL_PARTS_NAME,
        .kind = MILL_LEDGER_PARTS,
        .size = parts->size,
    };

    if (!mill_stream_flush(parts->stream, error))
        return FALSE;
    if (sync && fdatasync(parts->draft.fd) < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write to '%s': %s", parts->path,
                    g_strerror(errno));
        return FALSE;
    }
    if (parts->recorded == parts->size)
        return TRUE;
    parts->recorded = parts->size;
    return mill_ledger_put_file(ledger, &file, error);
}

struct MillPartsReader {
    char *path;
    FILE *stream;
    gint64 left; /* bytes that are certain and not read yet */
    GString *name;
    GString *bytes;
};

gboolean
mill_parts_is_there(const char *folder, gint64 size)
{
    g_autofree char *path = g_build_filename(folder, MILL_WORK_FOLDER, MILL_PARTS_NAME, NULL);
    struct stat status;

    return stat(path, &status) == 0 && status.st_size >= size;
}

MillPartsReader *
mill_parts_open(const char *folder, gint64 size, GError **error)
{
    g_autoptr(MillPartsReader) reader = g_new0(MillPartsReader, 1);

    reader->path = g_build_filename(folder, MILL_WORK_FOLDER, MILL_PARTS_NAME, NULL);
    reader->name = g_string_new(NULL);
    reader->bytes = g_string_new(NULL);
    reader->left = size;
    reader->stream = fopen(reader->path, "re");
    if (!reader->stream) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read '%s': %s", reader->path,
                    g_strerror(errno));
        return NULL;
    }
    setvbuf(reader->stream, NULL, _IOFBF, PARTS_BUFFER);
    return g_steal_pointer(&reader);
}

void
mill_parts_close(MillPartsReader *reader)
{
    if (!reader)
        return;
    if (reader->stream)
        fclose(reader->stream);
    g_string_free(reader->name, TRUE);
    g_string_free(reader->bytes, TRUE);
    g_free(reader->path);
    g_free(reader);
}

/* FALSE if there are not so many bytes left. */
static gboolean
parts_read(MillPartsReader *reader, void *bytes, guint64 size)
{
    if (size > (guint64) reader->left || fread(bytes, 1, size, reader->stream) != size)
        return FALSE;
    reader->left -= (gint64) size;
    return TRUE;
}

static gboolean
parts_read_string(MillPartsReader *reader, GString *string, guint64 size)
{
    if (size > (guint64) reader->left)
        return FALSE;
    g_string_set_size(string, size);
    return parts_read(reader, string->str, size);
}

gboolean
mill_parts_next(MillPartsReader *reader, gint64 *document, MillPartView *part, GError **error)
{
    PartsHead head;

    if (reader->left <= 0)
        return FALSE;
    if (!parts_read(reader, &head, sizeof head) ||
        !parts_read_string(reader, reader->name, head.name_size) ||
        !parts_read_string(reader, reader->bytes, head.size)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "'%s' is damaged: it ends in the middle of a part", reader->path);
        return FALSE;
    }
    *document = head.document;
    *part = (MillPartView){
        .head = { .step = head.step, .name_size = head.name_size, .size = head.size },
        .name = head.name_size > 0 ? reader->name->str : NULL,
        .bytes = (const guint8 *) reader->bytes->str,
    };
    return TRUE;
}

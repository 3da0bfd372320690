/* kept.c - the bytes of documents that cannot be read again. */
#include "results/kept.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <textmill/error.h>

#include "results/database.h"

#define KEPT_PIECE  (256 * 1024) /* bytes that are copied at once */
#define KEPT_MAX    1000000000   /* bytes of a value in SQLite */
/* Chunks that the feeder has not numbered. */
#define KEPT_CHUNKS (G_GINT64_CONSTANT(1) << 40)

static gboolean
kept_fail(GError **error, const char *doing)
{
    int reason = errno;

    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", doing, g_strerror(reason));
    return FALSE;
}

/* Copies @range of @fd into the value, from @at on. */
static gboolean
kept_copy_in(const MillDatabase *database, sqlite3_blob *blob, gint64 at, int fd, MillRange range,
             GError **error)
{
    g_autofree guint8 *piece = g_malloc(KEPT_PIECE);

    while (range.size > 0) {
        ssize_t got = pread(fd, piece, (gsize) MIN(range.size, KEPT_PIECE), (off_t) range.offset);

        if (got <= 0)
            return kept_fail(error, "cannot keep a document that failed");
        if (sqlite3_blob_write(blob, piece, (int) got, (int) at) != SQLITE_OK)
            return mill_database_fail(database, error);
        at += got;
        range.offset += got;
        range.size -= got;
    }
    return TRUE;
}

static gboolean
kept_insert(const MillDatabase *database, const MillUnit *unit, GError **error)
{
    static const char statement[] = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, zeroblob(?))";
    sqlite3_stmt *insert = mill_database_prepare(database, statement, error);

    if (!insert)
        return FALSE;
    gboolean done =
        mill_database_insert(database, insert, error, "iiii", unit->index, (gint64) unit->format,
                             unit->head.size, unit->head.size + unit->size);

    sqlite3_finalize(insert);
    return done;
}

gboolean
mill_kept_add(MillLedger *ledger, const MillUnit *unit, GError **error)
{
    const MillDatabase *database = mill_ledger_get_database(ledger);
    sqlite3_blob *blob = NULL;

    if (unit->head.size + unit->size > KEPT_MAX)
        return TRUE;
    if (!kept_insert(database, unit, error))
        return FALSE;
    if (sqlite3_blob_open(database->handle, "main", "kept", "bytes", unit->index, 1, &blob) !=
        SQLITE_OK)
        return mill_database_fail(database, error);
    int fd = unit->container->fd;
    gboolean copied =
        kept_copy_in(database, blob, 0, fd, unit->head, error) &&
        kept_copy_in(database, blob, unit->head.size, fd,
                     (MillRange){ .offset = unit->offset, .size = unit->size }, error);

    sqlite3_blob_close(blob);
    return copied;
}

/* Copies the value into the file @fd. */
static gboolean
kept_copy_out(const MillDatabase *database, sqlite3_blob *blob, int fd, GError **error)
{
    g_autofree guint8 *piece = g_malloc(KEPT_PIECE);
    int size = sqlite3_blob_bytes(blob);

    for (int at = 0; at < size;) {
        int length = MIN(size - at, KEPT_PIECE);

        if (sqlite3_blob_read(blob, piece, length, at) != SQLITE_OK)
            return mill_database_fail(database, error);
        if (pwrite(fd, piece, (gsize) length, at) != length)
            return kept_fail(error, "cannot keep the input in memory");
        at += length;
    }
    return TRUE;
}

static void
kept_describe(MillUnit *unit, MillContainer *chunk, gint64 head, gint64 size, gint64 format)
{
    mill_container_unref(unit->container);
    unit->container = chunk;
    unit->head = (MillRange){ .offset = 0, .size = head };
    unit->offset = head;
    unit->size = size - head;
    unit->format = (guint8) format;
}

/* @kept stands on the row of the document. */
static gboolean
kept_open(const MillDatabase *database, sqlite3_stmt *kept, gint64 document, MillUnit *unit,
          GError **error)
{
    sqlite3_blob *blob = NULL;
    int fd = memfd_create("textmill-kept", MFD_CLOEXEC);

    if (fd < 0)
        return kept_fail(error, "cannot keep the input in memory");
    MillContainer *chunk = mill_container_new_chunk(unit->container, KEPT_CHUNKS + document, fd);

    if (sqlite3_blob_open(database->handle, "main", "kept", "bytes", document, 0, &blob) !=
        SQLITE_OK) {
        mill_container_unref(chunk);
        return mill_database_fail(database, error);
    }
    gboolean copied = kept_copy_out(database, blob, fd, error);

    kept_describe(unit, chunk, sqlite3_column_int64(kept, 1), sqlite3_blob_bytes(blob),
                  sqlite3_column_int64(kept, 0));
    sqlite3_blob_close(blob);
    return copied;
}

/* Whether the ledger has the table; those of earlier days have not. */
static gboolean
kept_is_there(const MillDatabase *database)
{
    return sqlite3_table_column_metadata(database->handle, "main", "kept", "bytes", NULL, NULL,
                                         NULL, NULL, NULL) == SQLITE_OK;
}

gboolean
mill_kept_lend(MillLedgerReader *reader, gint64 document, MillUnit *unit, GError **error)
{
    const MillDatabase *database = mill_ledger_reader_get_database(reader);

    if (!kept_is_there(database))
        return TRUE;
    sqlite3_stmt *kept =
        mill_database_prepare(database, "SELECT format, head FROM kept WHERE document = ?", error);

    if (!kept)
        return FALSE;
    sqlite3_bind_int64(kept, 1, document);
    gboolean fine =
        sqlite3_step(kept) != SQLITE_ROW || kept_open(database, kept, document, unit, error);

    sqlite3_finalize(kept);
    return fine;
}

struct MillReplay {
    MillLedgerReader *reader;
    sqlite3_stmt *documents;
    gboolean active;
};

MillReplay *
mill_replay_open(const char *folder, GError **error)
{
    g_autoptr(MillReplay) replay = g_new0(MillReplay, 1);

    replay->reader = mill_ledger_open(folder, error);
    if (!replay->reader)
        return NULL;
    replay->documents = mill_database_prepare(
        mill_ledger_reader_get_database(replay->reader),
        "SELECT number, id, path FROM documents WHERE path IS ? AND file_time = 0 ORDER BY number",
        error);
    return replay->documents ? g_steal_pointer(&replay) : NULL;
}

void
mill_replay_close(MillReplay *replay)
{
    if (!replay)
        return;
    sqlite3_finalize(replay->documents);
    mill_ledger_close(replay->reader);
    g_free(replay);
}

gboolean
mill_replay_next(MillReplay *replay, const char *path, MillUnit *unit)
{
    g_autoptr(GError) error = NULL;

    if (!replay->active) {
        sqlite3_reset(replay->documents);
        sqlite3_bind_text(replay->documents, 1, path, -1, SQLITE_TRANSIENT);
    }
    replay->active = sqlite3_step(replay->documents) == SQLITE_ROW;
    if (!replay->active)
        return FALSE;
    *unit = (MillUnit){
        .id = g_strdup((const char *) sqlite3_column_text(replay->documents, 1)),
        .container =
            mill_container_new((const char *) sqlite3_column_text(replay->documents, 2), -1, 0, 0),
    };
    mill_kept_lend(replay->reader, sqlite3_column_int64(replay->documents, 0), unit, &error);
    if (unit->container->fd >= 0 && !error)
        return TRUE;
    unit->code = MILL_ERROR_IO;
    unit->problem = g_strdup(error ? error->message : "it came through a pipe, and was not kept");
    return TRUE;
}

/* ledger-read.c - looking into the ledger of an earlier run. */
#include "results/ledger-read.h"

#include <string.h>

#include "results/ledger-schema.h"

typedef enum {
    READ_GET,
    READ_DOCUMENTS,
    READ_COUNT,
    READ_RESULTS,
    READ_PARTS,
    READ_SUMS,
    READ_FILES,
    READ_OWN,
    READ_STEPS,
    READ_LAST,
    READ_END,
    READ_N_STATEMENTS,
} ReadStatement;

static const char *const read_statements[] = {
    [READ_GET] = "SELECT value FROM run WHERE key = ?",
    [READ_DOCUMENTS] = "SELECT * FROM documents WHERE number >= ? ORDER BY number",
    [READ_COUNT] =
        "SELECT count(*), coalesce(sum(outcome = 'exported'), 0),"
        " coalesce(sum(outcome = 'dropped'), 0),"
        " coalesce(sum(outcome = 'quarantined'), 0), coalesce(sum(bytes), 0), coalesce(sum(bytes_out), 0),"
        " coalesce(max(number) + 1, 0) FROM documents WHERE number < ?",
    [READ_RESULTS] = "SELECT number, name, step, part, size FROM results WHERE document = ?",
    [READ_PARTS] = "SELECT file, size FROM parts WHERE document = ?",
    [READ_SUMS] = "SELECT file, sum(size) FROM parts WHERE document >= ? AND document < ?"
                  " GROUP BY file",
    [READ_FILES] = "SELECT number, name, kind, step, part, draft, size, state FROM files"
                   " ORDER BY number",
    [READ_OWN] = "SELECT number, name, step, part, size FROM results",
    [READ_STEPS] = "SELECT id, type, version, sha256 FROM steps ORDER BY number",
    [READ_LAST] = "SELECT coalesce(max(number) + 1, 0) FROM documents",
    /* Ids in a container are its own, then ':' or '!'; behind those come ';' and '"'. */
    [READ_END] = "SELECT coalesce((SELECT number FROM documents WHERE number >= ?1"
                 " AND NOT (((id > ?4 AND id < ?5) OR (id > ?6 AND id < ?7) OR id = ?8)"
                 " AND file_size = ?2 AND file_time = ?3)"
                 " ORDER BY number LIMIT 1), (SELECT max(number) + 1 FROM documents), 0)",
};

struct MillLedgerReader {
    MillDatabase database;
    sqlite3_stmt *statements[READ_N_STATEMENTS];
    sqlite3_stmt *find;    /* NULL before it is needed */
    sqlite3_stmt *counted; /* likewise */
    gint64 next;           /* document */
    gboolean reading;
};

void
mill_ledger_close(MillLedgerReader *reader)
{
    if (!reader)
        return;
    for (gsize i = 0; i < READ_N_STATEMENTS; i++)
        sqlite3_finalize(reader->statements[i]);
    sqlite3_finalize(reader->find);
    sqlite3_finalize(reader->counted);
    mill_database_close(&reader->database);
    g_free(reader);
}

const MillDatabase *
mill_ledger_reader_get_database(const MillLedgerReader *reader)
{
    return &reader->database;
}

/* A ledger that was not settled has a journal, which only a writer can take in. */
static gboolean
reader_check(MillLedgerReader *reader, GError **error)
{
    gint64 number;

    if (!mill_database_get_version(&reader->database, &number, error))
        return FALSE;
    if (number == MILL_LEDGER_VERSION || number == MILL_LEDGER_VERSION_BEFORE)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "'%s' was written by another version of textmill (tables of version "
                "%" G_GINT64_FORMAT ", this is %d)",
                reader->database.path, number, MILL_LEDGER_VERSION);
    return FALSE;
}

/* Where several may read, a ledger with a journal needs a file that they share, for which a full
 * disk has no room. One reader alone does without. */
static gboolean
reader_open(MillLedgerReader *reader, const char *file, GError **error)
{
    g_autoptr(GError) local = NULL;

    if (!mill_database_open(&reader->database, file, SQLITE_OPEN_READWRITE, error))
        return FALSE;
    if (reader_check(reader, &local))
        return TRUE;
    if (sqlite3_errcode(reader->database.handle) != SQLITE_IOERR) {
        g_propagate_error(error, g_steal_pointer(&local));
        return FALSE;
    }
    mill_database_close(&reader->database);
    return mill_database_open(&reader->database, file, SQLITE_OPEN_READWRITE, error) &&
           mill_database_run(&reader->database, "PRAGMA locking_mode = EXCLUSIVE", error) &&
           reader_check(reader, error);
}

MillLedgerReader *
mill_ledger_open(const char *path, GError **error)
{
    g_autoptr(MillLedgerReader) reader = g_new0(MillLedgerReader, 1);
    g_autofree char *file = g_build_filename(path, MILL_LEDGER_NAME, NULL);

    if (!mill_ledger_is(file)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO,
                    "'%s' is not the results folder of a run: it has no %s", path,
                    MILL_LEDGER_NAME);
        return NULL;
    }
    if (!reader_open(reader, file, error))
        return NULL;
    for (gsize i = 0; i < READ_N_STATEMENTS; i++) {
        reader->statements[i] = mill_database_prepare(&reader->database, read_statements[i], error);
        if (!reader->statements[i])
            return NULL;
    }
    return g_steal_pointer(&reader);
}

static const char *
reader_text(sqlite3_stmt *statement, int column)
{
    return (const char *) sqlite3_column_text(statement, column);
}

/* Whether there is another row. */
static gboolean
reader_step(MillLedgerReader *reader, ReadStatement which, GError **error)
{
    int code = sqlite3_step(reader->statements[which]);

    if (code == SQLITE_ROW)
        return TRUE;
    if (code != SQLITE_DONE)
        mill_database_fail(&reader->database, error);
    sqlite3_reset(reader->statements[which]);
    return FALSE;
}

/* Begins anew, with @number as the first parameter. */
static sqlite3_stmt *
reader_begin(MillLedgerReader *reader, ReadStatement which, gint64 number)
{
    sqlite3_reset(reader->statements[which]);
    sqlite3_bind_int64(reader->statements[which], 1, number);
    return reader->statements[which];
}

static gboolean
reader_look_up(MillLedgerReader *reader, const char *key)
{
    sqlite3_stmt *statement = reader->statements[READ_GET];

    sqlite3_reset(statement);
    sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
    return sqlite3_step(statement) == SQLITE_ROW;
}

const char *
mill_ledger_get(MillLedgerReader *reader, const char *key)
{
    return reader_look_up(reader, key) ? reader_text(reader->statements[READ_GET], 0) : NULL;
}

gint64
mill_ledger_get_int(MillLedgerReader *reader, const char *key)
{
    return reader_look_up(reader, key) ? sqlite3_column_int64(reader->statements[READ_GET], 0) : 0;
}

/* What is not one of the three was not written by us; it counts as failed, so that nothing passes
 * as exported by mistake. */
static MillOutcome
reader_outcome(const char *name)
{
    for (guint i = 0; i < MILL_OUTCOME_QUARANTINED; i++)
        if (g_strcmp0(name, mill_outcome_name((MillOutcome) i)) == 0)
            return (MillOutcome) i;
    return MILL_OUTCOME_QUARANTINED;
}

void
mill_ledger_seek(MillLedgerReader *reader, gint64 number)
{
    reader->next = number;
    reader->reading = FALSE;
}

gboolean
mill_ledger_next(MillLedgerReader *reader, MillLedgerRow *row, GError **error)
{
    sqlite3_stmt *statement = reader->statements[READ_DOCUMENTS];

    if (!reader->reading)
        reader_begin(reader, READ_DOCUMENTS, reader->next);
    reader->reading = reader_step(reader, READ_DOCUMENTS, error);
    if (!reader->reading) {
        reader->next = G_MAXINT64;
        return FALSE;
    }
    *row = (MillLedgerRow){
        .number = sqlite3_column_int64(statement, 0),
        .id = reader_text(statement, 1),
        .outcome = reader_outcome(reader_text(statement, 2)),
        .step = reader_text(statement, 3),
        .code = reader_text(statement, 4),
        .message = reader_text(statement, 5),
        .signal = sqlite3_column_int(statement, 6),
        .n_diagnostics = sqlite3_column_int64(statement, 7),
        .path = reader_text(statement, 8),
        .cost = { .bytes = sqlite3_column_int64(statement, 9),
                  .bytes_out = sqlite3_column_int64(statement, 10),
                  .nanoseconds = sqlite3_column_int64(statement, 13) },
        .file_size = sqlite3_column_int64(statement, 11),
        .file_time = sqlite3_column_int64(statement, 12),
    };
    if (!row->id)
        row->id = "";
    return TRUE;
}

gboolean
mill_ledger_count(MillLedgerReader *reader, gint64 end, MillProgress *total, gint64 *next,
                  GError **error)
{
    sqlite3_stmt *statement = reader_begin(reader, READ_COUNT, end);

    if (!reader_step(reader, READ_COUNT, error))
        return FALSE;
    total->documents = sqlite3_column_int64(statement, 0);
    total->exported = sqlite3_column_int64(statement, 1);
    total->dropped = sqlite3_column_int64(statement, 2);
    total->quarantined = sqlite3_column_int64(statement, 3);
    total->bytes_in = sqlite3_column_int64(statement, 4);
    total->bytes_out = sqlite3_column_int64(statement, 5);
    *next = sqlite3_column_int64(statement, 6);
    sqlite3_reset(statement);
    return TRUE;
}

/* Calls for the rows of `results` that @which gives. */
static gboolean
reader_each_result(MillLedgerReader *reader, ReadStatement which, MillLedgerResultCall call,
                   gpointer data, GError **error)
{
    sqlite3_stmt *statement = reader->statements[which];
    GError *wrong = NULL;

    while (reader_step(reader, which, &wrong)) {
        const MillLedgerResult result = {
            .number = sqlite3_column_int64(statement, 0),
            .name = reader_text(statement, 1),
            .step = sqlite3_column_int64(statement, 2),
            .part = reader_text(statement, 3),
            .size = sqlite3_column_int64(statement, 4),
        };

        if (!call(&result, data, error))
            return FALSE;
    }
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

gboolean
mill_ledger_each_result(MillLedgerReader *reader, gint64 document, MillLedgerResultCall call,
                        gpointer data, GError **error)
{
    reader_begin(reader, READ_RESULTS, document);
    return reader_each_result(reader, READ_RESULTS, call, data, error);
}

gboolean
mill_ledger_each_own(MillLedgerReader *reader, MillLedgerResultCall call, gpointer data,
                     GError **error)
{
    sqlite3_reset(reader->statements[READ_OWN]);
    return reader_each_result(reader, READ_OWN, call, data, error);
}

static gboolean
reader_each_part(MillLedgerReader *reader, ReadStatement which, MillLedgerPartCall call,
                 gpointer data, GError **error)
{
    sqlite3_stmt *statement = reader->statements[which];
    GError *wrong = NULL;

    while (reader_step(reader, which, &wrong))
        if (!call(sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1), data,
                  error))
            return FALSE;
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

gboolean
mill_ledger_each_part(MillLedgerReader *reader, gint64 document, MillLedgerPartCall call,
                      gpointer data, GError **error)
{
    reader_begin(reader, READ_PARTS, document);
    return reader_each_part(reader, READ_PARTS, call, data, error);
}

gboolean
mill_ledger_each_sum(MillLedgerReader *reader, gint64 first, gint64 end, MillLedgerPartCall call,
                     gpointer data, GError **error)
{
    sqlite3_bind_int64(reader_begin(reader, READ_SUMS, first), 2, end);
    return reader_each_part(reader, READ_SUMS, call, data, error);
}

gint64
mill_ledger_find(MillLedgerReader *reader, const char *id, GError **error)
{
    gint64 number = -1;

    if (!reader->find &&
        (!mill_database_run(&reader->database,
                            "CREATE TEMP TABLE ids (id TEXT PRIMARY KEY, number INTEGER)"
                            " WITHOUT ROWID;"
                            "INSERT OR IGNORE INTO ids SELECT id, number FROM documents",
                            error) ||
         !(reader->find = mill_database_prepare(&reader->database,
                                                "SELECT number FROM ids WHERE id = ?", error))))
        return -1;
    sqlite3_bind_text(reader->find, 1, id, -1, SQLITE_STATIC);
    if (sqlite3_step(reader->find) == SQLITE_ROW)
        number = sqlite3_column_int64(reader->find, 0);
    sqlite3_reset(reader->find);
    return number;
}

gboolean
mill_ledger_each_shared(MillLedgerReader *reader, MillLedgerFileCall call, gpointer data,
                        GError **error)
{
    sqlite3_stmt *statement = reader->statements[READ_FILES];
    GError *wrong = NULL;

    sqlite3_reset(statement);
    while (reader_step(reader, READ_FILES, &wrong)) {
        const MillLedgerFile file = {
            .number = sqlite3_column_int64(statement, 0),
            .name = reader_text(statement, 1),
            .kind = reader_text(statement, 2),
            .step = reader_text(statement, 3),
            .part = reader_text(statement, 4),
            .draft = reader_text(statement, 5),
            .size = sqlite3_column_int64(statement, 6),
            .state = reader_text(statement, 7),
        };

        if (!call(&file, data, error))
            return FALSE;
    }
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

gboolean
mill_ledger_each_step(MillLedgerReader *reader, MillLedgerStepCall call, gpointer data,
                      GError **error)
{
    sqlite3_stmt *statement = reader->statements[READ_STEPS];
    GError *wrong = NULL;

    sqlite3_reset(statement);
    while (reader_step(reader, READ_STEPS, &wrong))
        if (!call(reader_text(statement, 0), reader_text(statement, 1), reader_text(statement, 2),
                  reader_text(statement, 3), data, error))
            return FALSE;
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

gboolean
mill_ledger_get_end(MillLedgerReader *reader, gint64 *end, GError **error)
{
    sqlite3_stmt *statement = reader->statements[READ_LAST];

    sqlite3_reset(statement);
    if (!reader_step(reader, READ_LAST, error))
        return FALSE;
    *end = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return TRUE;
}

gint64
mill_ledger_find_end(MillLedgerReader *reader, gint64 from, const MillUnit *file, GError **error)
{
    static const char *const ends[] = { ":", ";", "!", "\"", "" };
    sqlite3_stmt *statement = reader_begin(reader, READ_END, from);

    sqlite3_bind_int64(statement, 2, file->container->file_size);
    sqlite3_bind_int64(statement, 3, file->container->mtime_ns);
    for (int i = 0; i < (int) G_N_ELEMENTS(ends); i++)
        sqlite3_bind_text(statement, 4 + i, g_strconcat(file->id, ends[i], NULL), -1, g_free);
    gint64 end = reader_step(reader, READ_END, error) ? sqlite3_column_int64(statement, 0) : from;

    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return end;
}

char *
mill_ledger_dup_boot(void)
{
    char *boot = NULL;

    if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL))
        return g_strdup("");
    return g_strchomp(boot);
}

gboolean
mill_ledger_is_unsettled(MillLedgerReader *reader, gboolean *unsettled, GError **error)
{
    g_autofree char *boot = mill_ledger_dup_boot();
    gint64 end;

    if (!mill_ledger_get_end(reader, &end, error))
        return FALSE;
    *unsettled = mill_ledger_get(reader, "state") &&
                 g_strcmp0(boot, mill_ledger_get(reader, "boot")) != 0 &&
                 mill_ledger_get_int(reader, "synced") < end;
    return TRUE;
}

/* Ledgers of earlier versions have no such table: nothing was counted. */
static gboolean
reader_find_counted(MillLedgerReader *reader, GError **error)
{
    static const char sql[] =
        "SELECT step, name, whole, millionths, count FROM counted CROSS JOIN metrics"
        " ON number = metric WHERE document >= ? AND document < ? ORDER BY document, metric";

    if (sqlite3_table_column_metadata(reader->database.handle, NULL, "counted", NULL, NULL, NULL,
                                      NULL, NULL, NULL) != SQLITE_OK)
        return TRUE;
    reader->counted = mill_database_prepare(&reader->database, sql, error);
    return reader->counted != NULL;
}

gboolean
mill_ledger_each_counted(MillLedgerReader *reader, gint64 first, gint64 end,
                         MillLedgerCountedCall call, gpointer data, GError **error)
{
    gboolean fine = TRUE;
    int code = SQLITE_DONE;

    if (!reader->counted && !reader_find_counted(reader, error))
        return FALSE;
    if (!reader->counted)
        return TRUE;
    sqlite3_bind_int64(reader->counted, 1, first);
    sqlite3_bind_int64(reader->counted, 2, end);
    while (fine && (code = sqlite3_step(reader->counted)) == SQLITE_ROW) {
        const char *name = reader_text(reader->counted, 1);
        const MillMetricSum sum = {
            .whole = sqlite3_column_int64(reader->counted, 2),
            .millionths = sqlite3_column_int64(reader->counted, 3),
            .count = sqlite3_column_int64(reader->counted, 4),
        };

        fine = !name || call(reader_text(reader->counted, 0), name, &sum, data, error);
    }
    if (fine && code != SQLITE_DONE)
        fine = mill_database_fail(&reader->database, error);
    sqlite3_reset(reader->counted);
    return fine;
}

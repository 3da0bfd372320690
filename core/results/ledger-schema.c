/* ledger-schema.c - the tables of a ledger. */
#include "results/ledger-schema.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <textmill/error.h>

/* Bytes of documents; the first @head belong to several of them. */
#define SCHEMA_KEPT_TABLE                                                                          \
    "CREATE TABLE IF NOT EXISTS kept (document INTEGER PRIMARY KEY REFERENCES documents,"          \
    " format INTEGER NOT NULL, head INTEGER NOT NULL, bytes BLOB NOT NULL);"

#define SCHEMA_COUNTED_TABLES                                                                      \
    "CREATE TABLE IF NOT EXISTS metrics (number INTEGER PRIMARY KEY, step TEXT,"                   \
    " name TEXT NOT NULL);"                                                                        \
    "CREATE TABLE IF NOT EXISTS counted (document INTEGER NOT NULL REFERENCES documents,"          \
    " metric INTEGER NOT NULL REFERENCES metrics, whole INTEGER NOT NULL,"                         \
    " millionths INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (document, metric))"        \
    " WITHOUT ROWID;"

#define SCHEMA_VERSION "PRAGMA user_version = " G_STRINGIFY(MILL_LEDGER_VERSION) ";"

#define SCHEMA_PARTS_VIEW                                                                          \
    "CREATE VIEW parts (document, file, size) AS"                                                  \
    " SELECT number, shared, bytes_out FROM documents WHERE shared IS NOT NULL"                    \
    " UNION ALL SELECT document, file, size FROM shares;"

/* "number" columns are rowids, so that documents lie in input order. */
static const char schema_tables[] = SCHEMA_VERSION
    "PRAGMA application_id = 0x6d696c6c;"
    "CREATE TABLE run (key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE steps (number INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL,"
    " version TEXT NOT NULL, sha256 TEXT NOT NULL);"
    "CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL, outcome TEXT NOT NULL,"
    " step TEXT, code TEXT, message TEXT, signal INTEGER, diagnostics INTEGER, path TEXT,"
    " bytes INTEGER, bytes_out INTEGER, file_size INTEGER, file_time INTEGER, nanoseconds INTEGER,"
    " shared INTEGER REFERENCES files);"
    "CREATE TABLE results (document INTEGER NOT NULL REFERENCES documents,"
    " number INTEGER NOT NULL, name TEXT NOT NULL, step INTEGER NOT NULL, part TEXT,"
    " size INTEGER NOT NULL, PRIMARY KEY (document, number)) WITHOUT ROWID;"
    "CREATE TABLE files (number INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,"
    " step TEXT, part TEXT, draft TEXT, size INTEGER NOT NULL, state TEXT,"
    " synced_size INTEGER NOT NULL DEFAULT 0, synced_state TEXT);"
    "CREATE TABLE shares (document INTEGER NOT NULL REFERENCES documents,"
    " file INTEGER NOT NULL REFERENCES files, size INTEGER NOT NULL,"
    " PRIMARY KEY (document, file)) WITHOUT ROWID;" SCHEMA_PARTS_VIEW SCHEMA_KEPT_TABLE
        SCHEMA_COUNTED_TABLES;

/* Makes a ledger of the version before one of this; some of those had no such tables. */
static const char schema_renew[] =
    "ALTER TABLE documents ADD COLUMN shared INTEGER REFERENCES files;"
    "ALTER TABLE parts RENAME TO shares;" SCHEMA_PARTS_VIEW SCHEMA_KEPT_TABLE SCHEMA_COUNTED_TABLES
        SCHEMA_VERSION;

/* Makes an empty ledger under a temporary name, whole, so that a folder has all of one or none. */
gboolean
mill_ledger_create(MillFiles *files, const char *path, GError **error)
{
    g_autofree char *draft =
        g_build_filename(mill_files_get_path(files), MILL_WORK_FOLDER, "ledger.new", NULL);
    g_autofree char *wal = g_strconcat(path, "-wal", NULL);
    MillDatabase database = { 0 };

    unlink(draft);
    if (!mill_database_open(&database, draft, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error))
        return FALSE;
    gboolean made = mill_database_run(&database,
                                      "PRAGMA journal_mode = OFF;"
                                      "PRAGMA synchronous = OFF; BEGIN",
                                      error) &&
                    mill_database_run(&database, schema_tables, error) &&
                    mill_database_run(&database, "COMMIT", error);

    mill_database_close(&database);
    if (!made)
        return FALSE;
    unlink(wal); /* it belongs to the ledger that goes */
    if (rename(draft, path) == 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write '%s': %s", path, g_strerror(errno));
    return FALSE;
}

gboolean
mill_ledger_renew(const MillDatabase *database, GError **error)
{
    gint64 version;

    return mill_database_get_version(database, &version, error) &&
           (version != MILL_LEDGER_VERSION_BEFORE ||
            mill_database_run(database, schema_renew, error));
}

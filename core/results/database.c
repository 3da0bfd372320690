/* database.c - SQLite for the ledger. */
#include "results/database.h"

#include <textmill/error.h>

gboolean
mill_database_fail(const MillDatabase *database, GError **error)
{
    int code = database->handle ? sqlite3_errcode(database->handle) & 0xff : SQLITE_NOMEM;
    gboolean damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;

    int reason = database->handle ? sqlite3_system_errno(database->handle) : 0;

    if (code == SQLITE_BUSY)
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "another run is writing to '%s'",
                    database->path);
    else if (code == SQLITE_IOERR && reason != 0)
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "'%s': %s: %s", database->path,
                    sqlite3_errmsg(database->handle), g_strerror(reason));
    else
        g_set_error(error, MILL_ERROR, damaged ? MILL_ERROR_DATA : MILL_ERROR_IO, "'%s': %s",
                    database->path,
                    database->handle ? sqlite3_errmsg(database->handle) : "no memory");
    return FALSE;
}

gboolean
mill_database_open(MillDatabase *database, const char *path, int flags, GError **error)
{
    database->path = g_strdup(path);
    /* One thread has it, so that SQLite need not lock at every call. */
    flags |= SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &database->handle, flags, NULL) == SQLITE_OK)
        return TRUE;
    mill_database_fail(database, error);
    mill_database_close(database);
    return FALSE;
}

void
mill_database_close(MillDatabase *database)
{
    sqlite3_close_v2(database->handle);
    database->handle = NULL;
    g_clear_pointer(&database->path, g_free);
}

gboolean
mill_database_check_place(const MillDatabase *database, GError **error)
{
    int moved = 0;

    if (sqlite3_file_control(database->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) !=
            SQLITE_OK ||
        !moved)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO,
                "'%s' was deleted or replaced while it was written to: nothing tells any more what "
                "the results beside it are; make them again with --force, or in another folder",
                database->path);
    return FALSE;
}

gboolean
mill_database_run(const MillDatabase *database, const char *sql, GError **error)
{
    return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           mill_database_fail(database, error);
}

sqlite3_stmt *
mill_database_prepare(const MillDatabase *database, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v3(database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        mill_database_fail(database, error);
    return statement;
}

gboolean
mill_database_get_version(const MillDatabase *database, gint64 *version, GError **error)
{
    sqlite3_stmt *statement = mill_database_prepare(database, "PRAGMA user_version", error);

    if (!statement)
        return FALSE;
    int code = sqlite3_step(statement);

    *version = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return code == SQLITE_ROW || mill_database_fail(database, error);
}

gboolean
mill_database_insert(const MillDatabase *database, sqlite3_stmt *statement, GError **error,
                     const char *types, ...)
{
    va_list values;

    va_start(values, types);
    for (int i = 0; types[i]; i++) {
        if (types[i] == 'i')
            sqlite3_bind_int64(statement, i + 1, va_arg(values, gint64));
        else
            sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1, SQLITE_STATIC);
    }
    va_end(values);
    gboolean done = sqlite3_step(statement) == SQLITE_DONE;

    if (!done)
        mill_database_fail(database, error);
    sqlite3_reset(statement);
    return done;
}

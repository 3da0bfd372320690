/* database.h - SQLite for the ledger: errors as GError, statements in one line each. */
#ifndef MILL_RESULTS_DATABASE_H
#define MILL_RESULTS_DATABASE_H

#include <glib.h>
#include <sqlite3.h>

typedef struct {
    sqlite3 *handle; /* NULL if closed */
    char *path;      /* for messages */
} MillDatabase;

/* Opens the file at @path with the flags of sqlite3_open_v2(); links are not followed. */
gboolean mill_database_open(MillDatabase *database, const char *path, int flags, GError **error);
void mill_database_close(MillDatabase *database);
/* FALSE, with what SQLite last complained of as MILL_ERROR_IO, or MILL_ERROR_DATA if the file is
 * not what it should be. */
gboolean mill_database_fail(const MillDatabase *database, GError **error);
/* Whether its path still names the file that was opened; if not, MILL_ERROR_IO. */
gboolean mill_database_check_place(const MillDatabase *database, GError **error);
/* PRAGMA user_version. */
gboolean mill_database_get_version(const MillDatabase *database, gint64 *version, GError **error);
/* Runs statements without results. */
gboolean mill_database_run(const MillDatabase *database, const char *sql, GError **error);
/* NULL with @error. (transfer full, sqlite3_finalize) */
sqlite3_stmt *mill_database_prepare(const MillDatabase *database, const char *sql, GError **error);
/* Binds values as @types says ('i' gint64, 's' const char * or NULL) and runs @statement, which has
 * no results. */
gboolean mill_database_insert(const MillDatabase *database, sqlite3_stmt *statement, GError **error,
                              const char *types, ...);

#endif

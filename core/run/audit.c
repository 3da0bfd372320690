/* audit.c - a ledger held against itself and against the files of its folder.
 *
 * Questions about all rows are SQLite's to answer: what it cannot hold, it sorts on disk.
 */
#include "run/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/document-private.h"
#include "results/database.h"
#include "results/files.h"
#include "results/ledger.h"

typedef struct {
    const char *folder;
    MillDatabase database;
    MillAuditCall call;
    gpointer data;
    gint64 n_files;
} Audit;

/* Each query gives a row for what is wrong: a document, a file (or NULL), and the message. */
typedef struct {
    const char *code;
    const char *sql;
} Question;

/* What a file holds before it is compressed (collect-state.h). */
#define AUDIT_CONTENT                                                                              \
    "CASE WHEN files.state IS NULL THEN files.size ELSE"                                           \
    " CAST(substr(files.state, instr(files.state, 'raw ') + 4) AS INTEGER) END"

/* The totals are written when a run ends, so one that has not ended has none. */
static const Question questions[] = {
    { "outcome", "SELECT id, NULL, 'its outcome is ''' || outcome || ''', which is none'"
                 " FROM documents WHERE outcome NOT IN ('exported', 'dropped', 'quarantined')" },
    { "ledger", "SELECT NULL, NULL, 'the ledger has ' || (number - before - 1) ||"
                " ' document(s) less than it should before ''' || id || ''''"
                " FROM (SELECT id, number, lag(number, 1, first) OVER (ORDER BY number) AS before,"
                "  stride FROM documents, (SELECT"
                "   CASE WHEN n > 0 THEN n ELSE 1 END AS stride,"
                "   CASE WHEN n > 0 THEN shard - 1 - n ELSE -1 END AS first FROM (SELECT"
                "    coalesce((SELECT value FROM run WHERE key = 'n_shards'), 0) AS n,"
                "    coalesce((SELECT value FROM run WHERE key = 'shard'), 0) AS shard)))"
                " WHERE number - before <> stride" },
    { "total", "SELECT NULL, NULL, 'the run ended with ' || value || ' for ''' || key ||"
               "  ''', the rows of the ledger give ' || sum"
               " FROM run, (SELECT count(*) AS sum, 'documents' AS name FROM documents"
               "  UNION ALL SELECT count(*), 'exported' FROM documents WHERE outcome = 'exported'"
               "  UNION ALL SELECT count(*), 'dropped' FROM documents WHERE outcome = 'dropped'"
               "  UNION ALL SELECT count(*), 'quarantined' FROM documents"
               "   WHERE outcome = 'quarantined'"
               "  UNION ALL SELECT coalesce(sum(bytes), 0), 'bytes_in' FROM documents)"
               " WHERE key = name AND value <> sum" },
    { "duplicate", "SELECT NULL, id, 'the ledger has it as a document ' || count(*) || ' times'"
                   " FROM documents GROUP BY id HAVING count(*) > 1" },
    { "duplicate", "SELECT NULL, name, 'the ledger lists it ' || count(*) || ' times' FROM"
                   " (SELECT name FROM results UNION ALL SELECT name FROM files"
                   "  WHERE kind <> 'parts' AND state IS NOT 'gone')"
                   " GROUP BY name HAVING count(*) > 1" },
    { "orphan", "SELECT NULL, name, 'it is listed for document number ' || document ||"
                " ', which the ledger does not have' FROM results"
                " WHERE document NOT IN (SELECT number FROM documents)" },
    { "orphan", "SELECT id, name, 'it is listed though the document was ' || outcome"
                " FROM results JOIN documents ON documents.number = document"
                " WHERE outcome <> 'exported'" },
    { "orphan", "SELECT NULL, name, 'it has bytes of document number ' || document ||"
                " ', which the ledger does not have' FROM parts"
                " JOIN files ON files.number = file"
                " WHERE document NOT IN (SELECT number FROM documents)" },
    { "orphan", "SELECT id, NULL, 'it has bytes in file number ' || file ||"
                " ', which the ledger does not have' FROM parts"
                " JOIN documents ON documents.number = document"
                " WHERE file NOT IN (SELECT number FROM files)" },
    { "sum", "SELECT NULL, name, 'its documents have ' || sum(parts.size) ||"
             " ' bytes in it, but it has ' || " AUDIT_CONTENT " FROM parts"
             " JOIN files ON files.number = file WHERE kind = 'collection'"
             " GROUP BY file HAVING sum(parts.size) > " AUDIT_CONTENT },
};

static const char *
audit_text(sqlite3_stmt *statement, int column)
{
    return (const char *) sqlite3_column_text(statement, column);
}

static void
audit_tell(const Audit *audit, const char *code, const char *document, const char *file,
           const char *message)
{
    const MillDiscrepancy found = {
        .code = code, .document = document, .file = file, .offset = -1, .message = message
    };

    audit->call(&found, audit->data);
}

static gboolean
audit_ask(const Audit *audit, const Question *question, GError **error)
{
    sqlite3_stmt *statement = mill_database_prepare(&audit->database, question->sql, error);
    int code;

    if (!statement)
        return FALSE;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        audit_tell(audit, question->code, audit_text(statement, 0), audit_text(statement, 1),
                   audit_text(statement, 2));
    if (code != SQLITE_DONE)
        mill_database_fail(&audit->database, error);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE;
}

gboolean
mill_audit_is_inside(const char *name)
{
    g_auto(GStrv) components = g_strsplit(name, "/", -1);

    return *name && *name != '/' && !g_strv_contains((const char *const *) components, "..");
}

/* A file of which the ledger has the sum, @state. */
static void
audit_sum(const Audit *audit, const char *name, const char *path, const char *state)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    g_autofree char *sha256 = fd < 0 ? NULL : mill_sha256_fd(fd);
    g_autofree char *message = NULL;

    if (!sha256)
        message = g_strdup_printf("it cannot be read: %s", g_strerror(errno));
    else if (!g_str_equal(sha256, state + strlen(MILL_LEDGER_SUM)))
        message = g_strdup_printf("it has the SHA-256 %s, the ledger says %s", sha256,
                                  state + strlen(MILL_LEDGER_SUM));
    if (message)
        audit_tell(audit, sha256 ? "content" : "missing", NULL, name, message);
    if (fd >= 0)
        close(fd);
}

/* A file that should be there with @size bytes. @state: as in the table `files`, or NULL. */
static void
audit_look(Audit *audit, const char *document, const char *name, gint64 size, const char *state)
{
    g_autofree char *path = g_build_filename(audit->folder, name, NULL);
    g_autofree char *message = NULL;
    struct stat status;

    audit->n_files++;
    if (!mill_audit_is_inside(name)) {
        audit_tell(audit, "name", document, name, "the ledger lists a file outside of the folder");
        return;
    }
    if (lstat(path, &status) < 0)
        message = g_strdup_printf("it cannot be read: %s", g_strerror(errno));
    else if (!S_ISREG(status.st_mode))
        message = g_strdup("it is no file");
    if (message) {
        audit_tell(audit, "missing", document, name, message);
        return;
    }
    if (status.st_size == size) {
        if (state && g_str_has_prefix(state, MILL_LEDGER_SUM))
            audit_sum(audit, name, path, state);
        return;
    }
    message =
        g_strdup_printf("it has %" G_GINT64_FORMAT " bytes, the ledger says %" G_GINT64_FORMAT,
                        (gint64) status.st_size, size);
    audit_tell(audit, "size", document, name, message);
}

/* The files that rows of @sql list: document, name, draft, size, state. */
static gboolean
audit_look_at_all(Audit *audit, const char *sql, GError **error)
{
    sqlite3_stmt *statement = mill_database_prepare(&audit->database, sql, error);
    int code;

    if (!statement)
        return FALSE;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *draft = audit_text(statement, 2);
        g_autofree char *name = draft ? g_build_filename(MILL_WORK_FOLDER, draft, NULL)
                                      : g_strdup(audit_text(statement, 1));

        audit_look(audit, audit_text(statement, 0), name ? name : "",
                   sqlite3_column_int64(statement, 3), audit_text(statement, 4));
    }
    if (code != SQLITE_DONE)
        mill_database_fail(&audit->database, error);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE;
}

static gboolean
audit_state(const Audit *audit, GError **error)
{
    static const Question unfinished = {
        "unfinished", "SELECT NULL, NULL, 'the run is not finished: its state is ''' || value ||"
                      " '''' || coalesce('; ' || (SELECT value FROM run WHERE key = 'message'), '')"
                      " FROM run WHERE key = 'state' AND value <> 'finished'"
    };

    return audit_ask(audit, &unfinished, error);
}

gboolean
mill_audit(const char *folder, MillAuditCall call, gpointer data, gint64 *n_files, GError **error)
{
    g_autofree char *path = g_build_filename(folder, MILL_LEDGER_NAME, NULL);
    Audit audit = { .folder = folder, .call = call, .data = data };
    gboolean fine = mill_database_open(&audit.database, path, SQLITE_OPEN_READWRITE, error) &&
                    audit_state(&audit, error);

    for (gsize i = 0; fine && i < G_N_ELEMENTS(questions); i++)
        fine = audit_ask(&audit, &questions[i], error);
    fine = fine &&
           audit_look_at_all(&audit,
                             "SELECT id, name, NULL, size, NULL FROM results"
                             " LEFT JOIN documents ON documents.number = document"
                             " ORDER BY document, results.number",
                             error) &&
           audit_look_at_all(&audit,
                             "SELECT NULL, name, draft, size, state FROM files"
                             " WHERE kind <> 'parts' AND state IS NOT 'gone'"
                             " ORDER BY number",
                             error);
    mill_database_close(&audit.database);
    *n_files = audit.n_files;
    return fine;
}

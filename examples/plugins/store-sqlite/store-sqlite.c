/* store-sqlite - all documents in one SQLite database.
 *
 * A sink: encode() packs a document in a worker; store() puts it into the table `documents`
 * (number, id, title, text) in the parent, in one transaction. The database appears when the run
 * has succeeded, and has the same bytes whatever the number of workers.
 */
#include <textmill/plugin.h>

#include <sqlite3.h>
#include <string.h>

typedef struct {
    sqlite3 *database; /* NULL between runs */
    sqlite3_stmt *insert;
} StoreSqlite;

/* The title, a NUL, the text. */
static gboolean
store_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    const char *title = mill_value_get_string(mill_document_get_meta(document, "title"), NULL);
    GString *bytes = mill_output_part(output, NULL, NULL);

    g_string_append(bytes, title ? title : "");
    g_string_append_c(bytes, '\0');
    g_string_append_len(bytes, text, (gssize) length);
    return TRUE;
}

static gboolean
store_fail(StoreSqlite *self, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "SQLite: %s", sqlite3_errmsg(self->database));
    return FALSE;
}

/* Nothing is lost if the file is: it is a draft until the run has succeeded. */
static gboolean
store_open(gpointer options, const char *path, GError **error)
{
    StoreSqlite *self = options;
    static const char begin[] =
        "PRAGMA journal_mode = MEMORY;"
        "PRAGMA synchronous = OFF;"
        "CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, title TEXT, text TEXT);"
        "BEGIN;";

    if (sqlite3_open(path, &self->database) == SQLITE_OK &&
        sqlite3_exec(self->database, begin, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(self->database, "INSERT INTO documents VALUES (?, ?, ?, ?)", -1,
                           &self->insert, NULL) == SQLITE_OK)
        return TRUE;
    return store_fail(self, error);
}

static gboolean
store_store(gpointer options, const MillPart *part, GError **error)
{
    StoreSqlite *self = options;
    gsize title = strnlen(part->bytes, part->length);
    gsize text = MIN(title + 1, part->length);

    sqlite3_bind_int64(self->insert, 1, part->number);
    sqlite3_bind_text(self->insert, 2, part->document, -1, SQLITE_STATIC);
    sqlite3_bind_text64(self->insert, 3, part->bytes, title, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_text64(self->insert, 4, part->bytes + text, part->length - text, SQLITE_STATIC,
                        SQLITE_UTF8);
    gboolean stored = sqlite3_step(self->insert) == SQLITE_DONE;

    sqlite3_reset(self->insert);
    sqlite3_clear_bindings(self->insert);
    return stored || store_fail(self, error);
}

static void
store_abandon(gpointer options)
{
    StoreSqlite *self = options;

    g_clear_pointer(&self->insert, sqlite3_finalize);
    g_clear_pointer(&self->database, sqlite3_close);
}

static gboolean
store_finish(gpointer options, MillOutput *output, GError **error)
{
    StoreSqlite *self = options;

    if (sqlite3_exec(self->database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        return store_fail(self, error);
    store_abandon(self);
    return TRUE;
}

MILL_PLUGIN(.name = "store-sqlite", .summary = "All documents in one SQLite database",
            .role = MILL_ROLE_SINK, .options_size = sizeof(StoreSqlite), .file = "documents.sqlite",
            .encode = store_encode, .open = store_open, .store = store_store,
            .finish = store_finish, .abandon = store_abandon)

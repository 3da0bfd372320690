/* sqlite - all documents of a run in one SQLite database, with an index to search them.
 *
 * A sink: encode() turns a document into rows in a worker (encode.c), store() inserts them in the
 * parent, in transactions of bounded size. docs/sqlite.md describes the tables; schema.c has them.
 * The database has the same bytes whatever the number of workers.
 */
#include "encode.h"
#include "query.h"
#include "schema.h"
#include "views.h"

#include <string.h>

/* Rows of a transaction. */
#define TRANSACTION_ROWS 200000

static const MillOption sqlite_options[] = {
    MILL_OPTION_BOOL(SqliteStep, text, TRUE, "store the texts, which snippets are taken from"),
    MILL_OPTION_BOOL(SqliteStep, search, TRUE, "index the texts for `textmill query`"),
    MILL_OPTION_LIST(SqliteStep, layers, "*", NULL, "patterns of the layers to store"),
    MILL_OPTION_STRING(SqliteStep, title_key, "title", "metadata that gives a document its title"),
    MILL_OPTIONS_END,
};

static gboolean
sqlite_configure(gpointer options, MillContext *context, GError **error)
{
    SqliteStep *self = options;

    self->made = mill_context_get_provenance(context);
    self->patterns = g_ptr_array_new_with_free_func((GDestroyNotify) g_pattern_spec_free);
    for (gsize i = 0; self->layers[i]; i++)
        g_ptr_array_add(self->patterns, g_pattern_spec_new(self->layers[i]));
    return TRUE;
}

static gboolean
fail(SqliteStep *self, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "SQLite: %s",
                self->database ? sqlite3_errmsg(self->database) : "out of memory");
    return FALSE;
}

static gboolean
execute(SqliteStep *self, const char *sql, GError **error)
{
    return sqlite3_exec(self->database, sql, NULL, NULL, NULL) == SQLITE_OK || fail(self, error);
}

static gboolean
prepare(SqliteStep *self, const char *sql, sqlite3_stmt **statement, GError **error)
{
    return sqlite3_prepare_v3(self->database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement,
                              NULL) == SQLITE_OK ||
           fail(self, error);
}

static void
sqlite_abandon(gpointer options)
{
    SqliteStep *self = options;

    for (guint i = 0; self->inserts && i < N_TABLES; i++)
        sqlite3_finalize(self->inserts[i]);
    g_clear_pointer(&self->inserts, g_free);
    sqlite3_finalize(g_steal_pointer(&self->lose));
    sqlite3_close(g_steal_pointer(&self->database));
}

static gboolean
create_tables(SqliteStep *self, GError **error)
{
    for (guint i = 0; i < N_TABLES; i++) {
        g_autofree char *insert = schema_insert((Table) i);

        if (i == TABLE_SEARCH && !self->search)
            continue;
        if (!execute(self, schema_tables[i].create, error)) {
            if (i == TABLE_SEARCH)
                g_prefix_error(error, "the search index (which `search: false` leaves out): ");
            return FALSE;
        }
        if (!prepare(self, insert, &self->inserts[i], error))
            return FALSE;
    }
    return prepare(self, "INSERT INTO losses VALUES (?, ?, ?, ?, ?, ?)", &self->lose, error);
}

static gboolean
sqlite_open(gpointer options, const char *path, GError **error)
{
    SqliteStep *self = options;

    sqlite_abandon(self);
    self->pending = 0;
    self->inserts = g_new0(sqlite3_stmt *, N_TABLES);
    if (sqlite3_open(path, &self->database) != SQLITE_OK)
        return fail(self, error);
    return execute(self, schema_begin, error) && create_tables(self, error);
}

static gboolean
run_statement(SqliteStep *self, sqlite3_stmt *statement, GError **error)
{
    gboolean done = sqlite3_step(statement) == SQLITE_DONE || fail(self, error);

    sqlite3_reset(statement);
    return done;
}

/* A transaction is as long as its rows are many, whatever document they belong to. */
static gboolean
count_row(SqliteStep *self, GError **error)
{
    if (++self->pending < TRANSACTION_ROWS)
        return TRUE;
    self->pending = 0;
    return execute(self, "COMMIT; BEGIN", error);
}

static void
bind_string(sqlite3_stmt *statement, int index, const char *string)
{
    sqlite3_bind_text(statement, index, string, -1, SQLITE_TRANSIENT);
}

/* Binds what the parent knows: the document's number, and its id where it stands; or the passage
 * that was just inserted. Returns the parameter that comes next. */
static guint
bind_place(SqliteStep *self, sqlite3_stmt *insert, guint table, const MillPart *part)
{
    sqlite3_bind_int64(insert, 1,
                       table == TABLE_SEARCH ? sqlite3_last_insert_rowid(self->database)
                                             : part->number);
    if (table != TABLE_DOCUMENTS)
        return 2;
    bind_string(insert, 2, part->document);
    return 3;
}

static gboolean
sqlite_store(gpointer options, const MillPart *part, GError **error)
{
    SqliteStep *self = options;
    RowReader reader = { part->bytes, part->bytes + part->length };
    guint table;

    while (rows_next(&reader, &table)) {
        sqlite3_stmt *insert = table < N_TABLES ? self->inserts[table] : NULL;
        gboolean good = insert != NULL;

        for (guint i = good ? bind_place(self, insert, table, part) : 0;
             good && i <= schema_tables[table].n_columns; i++)
            good = rows_bind(&reader, insert, (int) i);
        if (!good) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                        "the rows of %s arrived damaged; this is a mistake in textmill",
                        part->document);
            return FALSE;
        }
        if (!run_statement(self, insert, error) || !count_row(self, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
sqlite_lose(gpointer options, const MillLoss *loss, GError **error)
{
    SqliteStep *self = options;

    sqlite3_bind_int64(self->lose, 1, loss->number);
    bind_string(self->lose, 2, loss->document);
    bind_string(self->lose, 3, loss->dropped ? "dropped" : "quarantined");
    bind_string(self->lose, 4, loss->step);
    bind_string(self->lose, 5, loss->code);
    bind_string(self->lose, 6, loss->message);
    return run_statement(self, self->lose, error) && count_row(self, error);
}

/* What made the database. */
static gboolean
insert_run(SqliteStep *self, GError **error)
{
    const MillProvenance *made = self->made;
    g_autoptr(GDateTime) began =
        made && made->began > 0 ? g_date_time_new_from_unix_utc(made->began) : NULL;
    g_autofree char *time = began ? g_date_time_format(began, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    sqlite3_stmt *insert;
    gboolean done;

    if (!prepare(self, "INSERT INTO run VALUES (?, ?, ?, ?)", &insert, error))
        return FALSE;
    bind_string(insert, 1, made ? made->pipeline : NULL);
    bind_string(insert, 2, made ? made->pipeline_sha256 : NULL);
    bind_string(insert, 3, made ? made->textmill : mill_version());
    bind_string(insert, 4, time);
    done = run_statement(self, insert, error);
    sqlite3_finalize(insert);
    return done;
}

static gboolean
finish_all(SqliteStep *self, GError **error)
{
    g_autofree char *marks =
        g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d;", SCHEMA_APPLICATION,
                        SCHEMA_VERSION);

    return insert_run(self, error) && execute(self, schema_end, error) &&
           (views_create(self->database) == SQLITE_OK || fail(self, error)) &&
           (!self->search ||
            execute(self, "INSERT INTO search (search) VALUES ('optimize')", error)) &&
           execute(self, marks, error) && execute(self, "COMMIT", error);
}

static gboolean
sqlite_finish(gpointer options, MillOutput *output, GError **error)
{
    SqliteStep *self = options;
    gboolean done = finish_all(self, error);

    sqlite_abandon(self);
    return done;
}

static void
sqlite_close(gpointer options)
{
    SqliteStep *self = options;

    sqlite_abandon(self);
    g_clear_pointer(&self->patterns, g_ptr_array_unref);
}

/* clang-format off */
MILL_PLUGIN(
    .name = "sqlite",
    .summary = "A database of the run, to query and to search",
    .role = MILL_ROLE_SINK,
    .options = sqlite_options,
    .options_size = sizeof(SqliteStep),
    .file = "documents.sqlite",
    .tool = &query_tool,
    .configure = sqlite_configure,
    .encode = sqlite_encode,
    .close = sqlite_close,
    .open = sqlite_open,
    .store = sqlite_store,
    .lose = sqlite_lose,
    .finish = sqlite_finish,
    .abandon = sqlite_abandon,
)

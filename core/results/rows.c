/* rows.c - the rows that wait, and the table that SQLite sees of them. */
#include "results/rows.h"

#include <string.h>

#define ROWS_MAX 256 /* more do not wait: a few hundred bytes each */

typedef struct {
    gint64 number; /* or where the string begins */
    int length;    /* of the string, in bytes; CELL_NUMBER, CELL_NULL */
} Cell;

enum { CELL_NUMBER = -1, CELL_NULL = -2 };

struct MillRows {
    const MillDatabase *database;
    char *types;
    guint n_columns;
    sqlite3_stmt *insert;
    GArray *cells; /* Cell, row by row */
    GString *strings;
    guint n_rows;
};

/* SQLite's view: a table, and a place in it. */
typedef struct {
    sqlite3_vtab base;
    const MillRows *rows;
} RowsTable;

typedef struct {
    sqlite3_vtab_cursor base;
    guint row;
} RowsCursor;

static const MillRows *
cursor_get_rows(sqlite3_vtab_cursor *cursor)
{
    return ((const RowsTable *) cursor->pVtab)->rows;
}

static int
rows_connect(sqlite3 *handle, void *data, int argc, const char *const *argv, sqlite3_vtab **table,
             char **message)
{
    const MillRows *rows = data;
    g_autoptr(GString) sql = g_string_new("CREATE TABLE waiting (");

    for (guint i = 0; i < rows->n_columns; i++)
        g_string_append_printf(sql, "%sc%u", i > 0 ? ", " : "", i);
    g_string_append_c(sql, ')');
    int code = sqlite3_declare_vtab(handle, sql->str);

    if (code != SQLITE_OK)
        return code;
    *table = (sqlite3_vtab *) g_new0(RowsTable, 1);
    ((RowsTable *) *table)->rows = rows;
    return SQLITE_OK;
}

static int
rows_disconnect(sqlite3_vtab *table)
{
    g_free(table);
    return SQLITE_OK;
}

/* There is one way to read it: from the first row to the last. */
static int
rows_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    return SQLITE_OK;
}

static int
rows_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    *cursor = (sqlite3_vtab_cursor *) g_new0(RowsCursor, 1);
    return SQLITE_OK;
}

static int
rows_close(sqlite3_vtab_cursor *cursor)
{
    g_free(cursor);
    return SQLITE_OK;
}

static int
rows_filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
            sqlite3_value **argv)
{
    ((RowsCursor *) cursor)->row = 0;
    return SQLITE_OK;
}

static int
rows_next(sqlite3_vtab_cursor *cursor)
{
    ((RowsCursor *) cursor)->row++;
    return SQLITE_OK;
}

static int
rows_eof(sqlite3_vtab_cursor *cursor)
{
    return ((RowsCursor *) cursor)->row >= cursor_get_rows(cursor)->n_rows;
}

static int
rows_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    const MillRows *rows = cursor_get_rows(cursor);
    guint row = ((RowsCursor *) cursor)->row;
    const Cell *cell = &g_array_index(rows->cells, Cell, row * rows->n_columns + (guint) column);

    if (cell->length == CELL_NUMBER)
        sqlite3_result_int64(context, cell->number);
    else if (cell->length >= 0) /* it stays where it is until the statement ends */
        sqlite3_result_text(context, rows->strings->str + cell->number, cell->length,
                            SQLITE_STATIC);
    return SQLITE_OK;
}

static int
rows_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
    *rowid = ((RowsCursor *) cursor)->row;
    return SQLITE_OK;
}

static const sqlite3_module rows_module = {
    .xConnect = rows_connect,
    .xBestIndex = rows_best_index,
    .xDisconnect = rows_disconnect,
    .xOpen = rows_open,
    .xClose = rows_close,
    .xFilter = rows_filter,
    .xNext = rows_next,
    .xEof = rows_eof,
    .xColumn = rows_column,
    .xRowid = rows_rowid,
};

MillRows *
mill_rows_new(const MillDatabase *database, const char *table, const char *types, GError **error)
{
    g_autoptr(MillRows) rows = g_new0(MillRows, 1);
    g_autofree char *waiting = g_strconcat("waiting_", table, NULL);
    g_autofree char *sql = g_strdup_printf("INSERT INTO %s SELECT * FROM %s", table, waiting);

    rows->database = database;
    rows->types = g_strdup(types);
    rows->n_columns = (guint) strlen(types);
    rows->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    rows->strings = g_string_new(NULL);
    if (sqlite3_create_module(database->handle, waiting, &rows_module, rows) != SQLITE_OK)
        mill_database_fail(database, error);
    else
        rows->insert = mill_database_prepare(database, sql, error);
    return rows->insert ? g_steal_pointer(&rows) : NULL;
}

void
mill_rows_free(MillRows *rows)
{
    if (!rows)
        return;
    sqlite3_finalize(rows->insert);
    g_array_unref(rows->cells);
    g_string_free(rows->strings, TRUE);
    g_free(rows->types);
    g_free(rows);
}

void
mill_rows_clear(MillRows *rows)
{
    g_array_set_size(rows->cells, 0);
    g_string_truncate(rows->strings, 0);
    rows->n_rows = 0;
}

gboolean
mill_rows_flush(MillRows *rows, GError **error)
{
    if (rows->n_rows == 0)
        return TRUE;
    gboolean done = sqlite3_step(rows->insert) == SQLITE_DONE;

    if (!done)
        mill_database_fail(rows->database, error);
    sqlite3_reset(rows->insert);
    mill_rows_clear(rows);
    return done;
}

static Cell
rows_keep(MillRows *rows, const char *string)
{
    Cell cell = { .number = (gint64) rows->strings->len, .length = CELL_NULL };

    if (!string)
        return cell;
    cell.length = (int) strlen(string);
    g_string_append_len(rows->strings, string, cell.length);
    return cell;
}

static Cell
rows_number(char type, gint64 number)
{
    return (Cell){ .number = number,
                   .length = type == 'n' && number < 0 ? CELL_NULL : CELL_NUMBER };
}

gboolean
mill_rows_add(MillRows *rows, GError **error, ...)
{
    guint first = rows->cells->len;
    va_list values;

    g_array_set_size(rows->cells, first + rows->n_columns);
    Cell *cells = &g_array_index(rows->cells, Cell, first);

    va_start(values, error);
    for (guint i = 0; i < rows->n_columns; i++)
        cells[i] = rows->types[i] == 's' ? rows_keep(rows, va_arg(values, const char *))
                                         : rows_number(rows->types[i], va_arg(values, gint64));
    va_end(values);
    rows->n_rows++;
    return rows->n_rows < ROWS_MAX || mill_rows_flush(rows, error);
}

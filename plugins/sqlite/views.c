/* views.c - see views.h. Kinds and fields may be called anything. */
#include "views.h"

#include <glib.h>
#include <string.h>

/* SQLite takes no more columns than 2,000, and nobody reads so many. */
#define MAX_FIELDS 200

/* Appends @name in quotes of the kind @quote, which are doubled inside. */
static void
append_quoted(GString *sql, const char *name, char quote)
{
    g_string_append_c(sql, quote);
    for (; *name; name++) {
        if (*name == quote)
            g_string_append_c(sql, quote);
        g_string_append_c(sql, *name);
    }
    g_string_append_c(sql, quote);
}

/* A JSON path cannot name every key, but json_each() finds all of them. */
static void
append_field(GString *sql, const char *field)
{
    g_string_append(sql, ", ");
    if (strpbrk(field, "\"\\") == NULL) {
        g_autofree char *path = g_strconcat("$.\"", field, "\"", NULL);

        g_string_append(sql, "json_extract(fields, ");
        append_quoted(sql, path, '\'');
        g_string_append(sql, ")");
    } else {
        g_string_append(sql, "(SELECT value FROM json_each(fields) WHERE key = ");
        append_quoted(sql, field, '\'');
        g_string_append(sql, ")");
    }
    g_string_append(sql, " AS ");
    append_quoted(sql, field, '"');
}

static void
begin_view(GString *sql, const char *kind)
{
    g_autofree char *name = g_strconcat("record_", kind, NULL);

    g_string_assign(sql, "CREATE VIEW IF NOT EXISTS ");
    append_quoted(sql, name, '"');
    g_string_append(sql, " AS SELECT document, section");
}

static int
end_view(sqlite3 *database, GString *sql, const char *kind)
{
    g_string_append(sql, ", text, start, stop, source_start, source_stop, id AS record"
                         " FROM records WHERE kind = ");
    append_quoted(sql, kind, '\'');
    return sqlite3_exec(database, sql->str, NULL, NULL, NULL);
}

/* The kinds and fields, each pair once, sorted. */
static int
create_each(sqlite3 *database, sqlite3_stmt *pairs)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    g_autofree char *kind = NULL;
    guint n_fields = 0;
    int result = SQLITE_OK;

    while (result == SQLITE_OK && sqlite3_step(pairs) == SQLITE_ROW) {
        const char *next = (const char *) sqlite3_column_text(pairs, 0);
        const char *field = (const char *) sqlite3_column_text(pairs, 1);

        if (g_strcmp0(kind, next) != 0) {
            if (kind)
                result = end_view(database, sql, kind);
            g_free(kind);
            kind = g_strdup(next);
            begin_view(sql, kind);
            n_fields = 0;
        }
        if (field && n_fields++ < MAX_FIELDS)
            append_field(sql, field);
    }
    return kind && result == SQLITE_OK ? end_view(database, sql, kind) : result;
}

int
views_create(sqlite3 *database)
{
    sqlite3_stmt *pairs;
    int result = sqlite3_prepare_v2(
        database,
        "SELECT DISTINCT r.kind, f.key FROM records AS r LEFT JOIN json_each(r.fields) AS f"
        " ORDER BY 1, 2",
        -1, &pairs, NULL);

    if (result == SQLITE_OK) {
        /* No view is made while the statement reads: its rows are sorted before the first comes. */
        result = create_each(database, pairs);
        sqlite3_finalize(pairs);
    }
    return result;
}

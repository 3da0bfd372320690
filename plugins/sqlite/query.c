/* query.c - see query.h. Opens the database read-only and trusts nothing in it. */
#include "query.h"

#include "schema.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    gboolean json;
    gint limit;
    char *color;
} Arguments;

/* The best passages are found first, and only those are looked up. */
static const char hits_sql[] =
    "SELECT d.id, d.title, d.path, s.id, s.path, p.start, p.stop, -hit.score,"
    " substr(CAST(d.text AS BLOB), p.start + 1, p.stop - p.start), d.text IS NOT NULL,"
    " (SELECT group_concat(name, char(31)) FROM"
    "  (SELECT term AS name FROM tags AS t WHERE t.document = p.document AND t.section IS p.section"
    "    AND t.start >= p.start AND t.start < p.stop"
    "   UNION SELECT category FROM tags AS t WHERE t.document = p.document AND"
    "    t.section IS p.section AND t.start >= p.start AND t.start < p.stop))"
    " FROM (SELECT rowid AS id, bm25(search, 1.0, 1.0, 2.0, 1.0) AS score FROM search"
    "  WHERE search MATCH ?1 ORDER BY score, rowid LIMIT ?2) AS hit"
    " JOIN passages AS p ON p.id = hit.id JOIN documents AS d ON d.number = p.document"
    " LEFT JOIN sections AS s ON s.document = p.document AND s.id = p.section"
    " ORDER BY hit.score, hit.id";

static const char total_sql[] =
    "SELECT count(*), count(DISTINCT p.document) FROM search JOIN passages AS p"
    " ON p.id = search.rowid WHERE search MATCH ?1";

/* --- the database ---------------------------------------------------------------------------- */

static gboolean
fail(sqlite3 *database, const char *path, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", path, sqlite3_errmsg(database));
    return FALSE;
}

/* The one number that @sql gives. */
static gboolean
ask(sqlite3 *database, const char *sql, gint64 *number)
{
    sqlite3_stmt *statement;
    int result = sqlite3_prepare_v2(database, sql, -1, &statement, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    *number = result == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return result == SQLITE_ROW;
}

static gboolean
check_database(sqlite3 *database, const char *path, GError **error)
{
    gint64 application, version, index;

    if (!ask(database, "PRAGMA application_id", &application)) {
        if (sqlite3_errcode(database) != SQLITE_NOTADB)
            return fail(database, path, error);
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "%s is no SQLite database", path);
        return FALSE;
    }
    if (application != SCHEMA_APPLICATION) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "%s is a database, but the step sqlite has not made it", path);
        return FALSE;
    }
    if (!ask(database, "PRAGMA user_version", &version) || version > SCHEMA_VERSION) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "%s was made by a later textmill (schema %" G_GINT64_FORMAT
                    ", known is %d); update this one",
                    path, version, SCHEMA_VERSION);
        return FALSE;
    }
    if (ask(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'search'", &index) &&
        index == 1)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "%s has no index to search; make it with `search: true`", path);
    return FALSE;
}

/* The database in a results folder, or @path itself. (transfer full) */
static char *
find_database(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_DIR) ? g_build_filename(path, "documents.sqlite", NULL)
                                                 : g_strdup(path);
}

/* @database is to be closed also where it fails. */
static gboolean
open_database(const char *path, sqlite3 **database, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO,
                    "%s: there is no such file; does the pipeline have a step sqlite?", path);
        return FALSE;
    }
    if (sqlite3_open_v2(path, database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        return fail(*database, path, error);
    sqlite3_db_config(*database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(*database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return check_database(*database, path, error);
}

/* --- the answer ------------------------------------------------------------------------------ */

static const char *
column_string(sqlite3_stmt *statement, int column)
{
    return (const char *) sqlite3_column_text(statement, column);
}

/* A text that is not UTF-8 can only come from somebody who meddled with the file; it is as good as
 * none. */
static void
read_text(sqlite3_stmt *statement, Hit *hit)
{
    const char *text = sqlite3_column_blob(statement, 8);

    hit->length = (gsize) sqlite3_column_bytes(statement, 8);
    if (sqlite3_column_int(statement, 9) && text &&
        mill_utf8_valid_prefix(text, hit->length) == hit->length)
        hit->text = text;
}

static gboolean
is_sane(const Hit *hit)
{
    return hit->document && g_utf8_validate(hit->document, -1, NULL) &&
           (!hit->title || g_utf8_validate(hit->title, -1, NULL)) &&
           (!hit->path || g_utf8_validate(hit->path, -1, NULL)) &&
           (!hit->section_path || g_utf8_validate(hit->section_path, -1, NULL)) &&
           (!hit->tags || g_utf8_validate(hit->tags, -1, NULL));
}

static Hit
read_hit(sqlite3_stmt *statement)
{
    Hit hit = {
        .document = column_string(statement, 0),
        .title = column_string(statement, 1),
        .path = column_string(statement, 2),
        .section = sqlite3_column_int64(statement, 3),
        .section_path = column_string(statement, 4),
        .span = { (gsize) MAX(sqlite3_column_int64(statement, 5), 0),
                  (gsize) MAX(sqlite3_column_int64(statement, 6), 0) },
        .score = sqlite3_column_double(statement, 7),
        .tags = column_string(statement, 10),
    };

    read_text(statement, &hit);
    return hit;
}

static gboolean
print_hits(sqlite3 *database, const char *path, const Query *query, const Arguments *arguments,
           const MillTerminal *terminal, GString *output, guint *shown, GError **error)
{
    sqlite3_stmt *statement;
    int result = sqlite3_prepare_v2(database, hits_sql, -1, &statement, NULL);

    if (result == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, query->expression->str, -1, SQLITE_STATIC);
        sqlite3_bind_int(statement, 2, arguments->limit);
        while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
            Hit hit = read_hit(statement);

            if (!is_sane(&hit))
                continue;
            ++*shown;
            if (!arguments->json) {
                query_print_hit(output, query, &hit, *shown, terminal);
                continue;
            }
            g_string_append(output, *shown > 1 ? ",\n" : "\n");
            query_append_json(output, query, &hit);
        }
    }
    if (result != SQLITE_DONE)
        fail(database, path, error);
    sqlite3_finalize(statement);
    return result == SQLITE_DONE;
}

static gboolean
count_hits(sqlite3 *database, const char *path, const Query *query, Total *total, GError **error)
{
    sqlite3_stmt *statement;
    int result = sqlite3_prepare_v2(database, total_sql, -1, &statement, NULL);

    if (result == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, query->expression->str, -1, SQLITE_STATIC);
        result = sqlite3_step(statement);
    }
    if (result == SQLITE_ROW)
        *total = (Total){ sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1) };
    else
        fail(database, path, error);
    sqlite3_finalize(statement);
    return result == SQLITE_ROW;
}

static gboolean
answer(sqlite3 *database, const char *path, const char *text, const Arguments *arguments,
       const MillTerminal *terminal, GString *output, GError **error)
{
    g_autoptr(Query) query = query_parse(text, error);
    guint shown = 0;
    Total total;

    if (!query || !count_hits(database, path, query, &total, error))
        return FALSE;
    if (arguments->json) {
        g_string_append(output, "{\"query\":");
        mill_json_append_string(output, text, -1);
        g_string_append_printf(output,
                               ",\"passages\":%" G_GINT64_FORMAT ",\"documents\":%" G_GINT64_FORMAT
                               ",\"hits\":[",
                               total.passages, total.documents);
    }
    if (!print_hits(database, path, query, arguments, terminal, output, &shown, error))
        return FALSE;
    if (arguments->json)
        g_string_append(output, "]}\n");
    else
        query_print_total(output, &total, shown);
    return TRUE;
}

/* --- the command ----------------------------------------------------------------------------- */

static gboolean
parse_arguments(Arguments *self, char ***words, GError **error)
{
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, NULL, NULL },
        { "limit", 'n', 0, G_OPTION_ARG_INT, &self->limit, NULL, NULL },
        { "color", 0, 0, G_OPTION_ARG_STRING, &self->color, NULL, NULL },
        { NULL },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) cause = NULL;
    const char *mistake = NULL;

    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse_strv(context, words, &cause))
        mistake = cause->message;
    else if (g_strv_length(*words) < 3)
        mistake = "give a database and a query";
    else if (g_strv_length(*words) > 3)
        mistake = "the query is one argument: put it in quotes";
    else if (self->limit < 1)
        mistake = "--limit must be 1 or more";
    else if (self->color && strcmp(self->color, "always") != 0 &&
             strcmp(self->color, "never") != 0 && strcmp(self->color, "auto") != 0)
        mistake = "--color must be auto, always or never";
    if (mistake)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "%s", mistake);
    return !mistake;
}

static gboolean
query_run(const char *const *arguments, const MillTerminal *terminal, GString *output,
          MillReport *report, GError **error)
{
    Arguments self = { .limit = 10 };
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    MillTerminal own = { .colour = terminal->colour, .width = terminal->width };
    sqlite3 *database = NULL;

    /* g_option_context_parse_strv() takes the first word for the program's name. */
    g_ptr_array_add(list, g_strdup("query"));
    for (; *arguments; arguments++)
        g_ptr_array_add(list, g_strdup(*arguments));
    g_ptr_array_add(list, NULL);

    g_auto(GStrv) words = (char **) g_ptr_array_free(g_steal_pointer(&list), FALSE);
    gboolean done = parse_arguments(&self, &words, error);
    g_autofree char *path = done ? find_database(words[1]) : NULL;

    if (self.color && strcmp(self.color, "auto") != 0)
        own.colour = strcmp(self.color, "always") == 0;
    done = done && open_database(path, &database, error) &&
           answer(database, path, words[2], &self, &own, output, error);
    sqlite3_close(database);
    g_free(self.color);
    return done;
}

const MillTool query_tool = {
    .name = "query",
    .usage = "DATABASE QUERY [OPTION...]",
    .summary = "Search the database that the step sqlite made",
    .help =
        "DATABASE is the file or the results folder that it is in. Found are passages: the text of a\n"
        "section without those below it. All words of the query have to be there, in the text or in\n"
        "a tag. OR, NOT, parentheses and \"phrases in quotes\" do what one expects, wind* finds what\n"
        "begins with wind, and title:, section:, tag: and text: say where to look; a section is in\n"
        "those around it too. Case and accents do not count. Chinese, Japanese and Korean words are\n"
        "found wherever they stand, however short or long.\n"
        "\n"
        "Options:\n"
        "  --json             print JSON\n"
        "  -n, --limit N      show so many passages, the best ones (10)\n"
        "  --color WHEN       auto, always or never; without colour, what is found stands in [ ]\n"
        "\n"
        "Examples:\n"
        "  textmill query out \"生态 AND section:第十二章\"\n"
        "  textmill query out/documents.sqlite '(solar OR wind*) NOT tag:coal' --json\n",
    .run_terminal = query_run,
};

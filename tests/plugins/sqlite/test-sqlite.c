/* The database itself: what is in it, that its rules hold whatever other steps made, and that the
 * same documents give the same bytes.
 */
#include "schema.h"

#include "step.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

static char *
database_path(void)
{
    g_autofree char *folder = g_dir_make_tmp("textmill-sqlite-XXXXXX", NULL);

    return g_build_filename(folder, "documents.sqlite", NULL);
}

static void
remove_database(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);

    g_unlink(path);
    g_rmdir(folder);
}

static void
store(Step *step, MillDocument *document, gint64 number)
{
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GError) error = NULL;
    const MillStepType *type = step_get_type(step);
    const GString *bytes;

    g_assert_true(type->encode(step_get_self(step), document, output, &error));
    bytes = mill_output_get_bytes(output, 0);

    g_autofree char *copy = g_memdup2(bytes->str, bytes->len);
    g_autofree char *id = g_strdup_printf("%ld-%s", (long) number, mill_document_get_id(document));
    const MillPart part = { id, number, NULL, copy, bytes->len, NULL, 0 };

    g_assert_true(type->store(step_get_self(step), &part, &error));
    g_assert_no_error(error);
}

/* A new database of @documents, at @path. */
static void
build(const char *path, const char *options, MillDocument *const *documents)
{
    g_autoptr(Step) step = step_new(options);
    g_autoptr(GError) error = NULL;
    const MillStepType *type = step_get_type(step);
    const MillLoss loss = { "lost.txt", 1000, TRUE, "length", NULL, "too short" };

    g_assert_true(type->open(step_get_self(step), path, &error));
    for (gint64 i = 0; documents[i]; i++)
        store(step, documents[i], i);
    g_assert_true(type->lose(step_get_self(step), &loss, &error));
    g_assert_true(type->finish(step_get_self(step), NULL, &error));
    g_assert_no_error(error);
}

/* What @sql gives: cells joined by "|", rows by newlines. (transfer full) */
static char *
ask(const char *path, const char *sql)
{
    GString *answer = g_string_new(NULL);
    sqlite3 *database;
    sqlite3_stmt *statement;

    g_assert_cmpint(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        g_error("%s: %s", sql, sqlite3_errmsg(database));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        g_string_append(answer, answer->len > 0 ? "\n" : "");
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *cell = (const char *) sqlite3_column_text(statement, i);

            g_string_append_printf(answer, "%s%s", i > 0 ? "|" : "", cell ? cell : "NULL");
        }
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return g_string_free(answer, FALSE);
}

static void
expect(const char *path, const char *sql, const char *expected)
{
    g_autofree char *answer = ask(path, sql);

    g_test_message("%s", sql);
    g_assert_cmpstr(answer, ==, expected);
}

static void
check_rules(const char *path)
{
    expect(path, "PRAGMA integrity_check", "ok");
    expect(path, "PRAGMA foreign_key_check", "");
    expect(path, "PRAGMA application_id", "1298754668");
}

static gsize
add_section(MillDocument *document, MillSpan span, gint64 id, gint64 parent, const char *label,
            const char *title)
{
    MillLayer *layer = mill_document_add_layer(document, "section");
    gsize row = mill_layer_add(layer, span);

    mill_layer_set_int(layer, row, mill_layer_add_column(layer, "id", MILL_TYPE_INT), id);
    if (parent)
        mill_layer_set_int(layer, row, mill_layer_add_column(layer, "parent", MILL_TYPE_INT),
                           parent);
    mill_layer_set_int(layer, row, mill_layer_add_column(layer, "level", MILL_TYPE_INT),
                       parent ? 2 : 1);
    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "label", MILL_TYPE_STRING),
                          label, -1);
    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "title", MILL_TYPE_STRING),
                          title, -1);
    return row;
}

static MillDocument *
make_plan(void)
{
    MillDocument *document = test_document_of_text("前言\n第一章 总则\n发展储能。\n第一节 目标\n"
                                                   "建设生态文明。\n");
    MillLayer *tags = mill_document_add_layer(document, "tag");
    MillLayer *records = mill_document_add_layer(document, "record.goal");
    gsize row;

    mill_document_set_meta_string(document, "title", "规划");
    add_section(document, (MillSpan){ 7, 79 }, 1, 0, "第一章", "总则");
    add_section(document, (MillSpan){ 40, 79 }, 2, 1, "第一节", "目标");
    row = mill_layer_add(tags, (MillSpan){ 30, 36 });
    mill_layer_set_string(tags, row, mill_layer_add_column(tags, "term", MILL_TYPE_STRING), "储能",
                          -1);
    mill_layer_set_string(tags, row, mill_layer_add_column(tags, "category", MILL_TYPE_STRING),
                          "energy/storage", -1);
    mill_layer_set_int(tags, row, mill_layer_add_column(tags, "section", MILL_TYPE_INT), 1);
    row = mill_layer_add(records, (MillSpan){ 57, 75 });
    mill_layer_set_double(records, row, mill_layer_add_column(records, "value", MILL_TYPE_DOUBLE),
                          2.5);
    mill_layer_set_string(records, row,
                          mill_layer_add_column(records, "the \"x\"\\", MILL_TYPE_STRING), "y", -1);
    return document;
}

static void
test_contents(void)
{
    g_autofree char *path = database_path();
    g_autoptr(MillDocument) document = make_plan();
    MillDocument *const documents[] = { document, NULL };

    build(path, NULL, documents);
    check_rules(path);
    expect(path, "SELECT pipeline, length(pipeline_sha256), began FROM run",
           "test|64|2009-02-13T23:31:30Z");
    expect(path, "SELECT number, id, title, bytes, characters FROM documents",
           "0|0-test|规划|79|31");
    expect(path, "SELECT id, parent, level, path FROM sections",
           "1|NULL|1|第一章 总则\n2|1|2|第一章 总则 › 第一节 目标");
    expect(path, "SELECT section, term, category, text, start, stop, source_start FROM tags",
           "1|储能|energy/storage|储能|30|36|30");
    expect(path, "SELECT kind, fields FROM records",
           "goal|{\"value\":2.5,\"the \\\"x\\\"\\\\\":\"y\"}");
    expect(path, "SELECT value, \"the \"\"x\"\"\\\", section FROM record_goal", "2.5|y|NULL");
    expect(path, "SELECT key, value FROM metadata", "title|规划");
    expect(path, "SELECT number, id, outcome, step, message FROM losses",
           "1000|lost.txt|dropped|length|too short");
    expect(path, "SELECT section, text FROM passage_texts",
           "NULL|前言\n\n第一章 总则|第一章 总则\n发展储能。\n\n"
           "第一章 总则 › 第一节 目标|第一节 目标\n建设生态文明。\n");
    remove_database(path);
}

/* With nothing but SQLite. */
static void
test_search(void)
{
    static const struct {
        const char *match;
        const char *sections;
    } cases[] = {
        { "生态", "2" },
        { "生态 AND section:第一章", "2" },
        { "section:第一章", "1\n2" },
        { "section:第一节", "2" },
        { "\"态文 文明\"", "2" },
        { "态*", "2" },
        { "tag:储能", "1" },
        { "tag:energy", "1" },
        { "title:规划", "NULL\n1\n2" },
        { "文生", "" },
    };
    g_autofree char *path = database_path();
    g_autoptr(MillDocument) document = make_plan();
    MillDocument *const documents[] = { document, NULL };

    build(path, NULL, documents);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *sql = g_strdup_printf(
            "SELECT passages.section FROM search JOIN passages ON passages.id = search.rowid"
            " WHERE search MATCH '%s' ORDER BY id",
            cases[i].match);

        expect(path, sql, cases[i].sections);
    }
    remove_database(path);
}

/* Everything that a step may do wrong with sections, and texts that are no fun. */
static void
test_hostile(void)
{
    g_autofree char *path = database_path();
    g_autoptr(GError) error = NULL;
    static const char text[] = "a\0b \033[31m\u202e\u2028 'x\"; DROP TABLE documents; --\n\n中";
    g_autoptr(MillDocument) hostile =
        mill_document_new_text("id '\"\n\x01", text, sizeof text - 1, &error);
    g_autoptr(MillDocument) empty = test_document_of_text("");
    MillDocument *const documents[] = { hostile, empty, NULL };
    MillLayer *tags = mill_document_add_layer(hostile, "tag");
    MillLayer *odd = mill_document_add_layer(hostile, "record.'\";\n");
    MillLayer *entity = mill_document_add_layer(hostile, "entity");

    add_section(hostile, (MillSpan){ 0, 9 }, 1, 99, "'", "\"");
    add_section(hostile, (MillSpan){ 2, sizeof text - 1 }, 1, 1, NULL, NULL);
    add_section(hostile, (MillSpan){ 4, 5 }, -7, -7, "", "");
    add_section(hostile, (MillSpan){ 4, 4 }, G_MAXINT64 - 2, 1, "", "");
    add_section(hostile, (MillSpan){ 5, 6 }, 0, 5, "", "");
    mill_layer_set_int(tags, mill_layer_add(tags, (MillSpan){ 0, 3 }),
                       mill_layer_add_column(tags, "section", MILL_TYPE_INT), 4711);
    mill_layer_set_int(tags, mill_layer_add(tags, (MillSpan){ 0, 1 }),
                       mill_layer_add_column(tags, "term", MILL_TYPE_INT), 5);
    mill_layer_set_double(odd, mill_layer_add(odd, (MillSpan){ 3, 3 }),
                          mill_layer_add_column(odd, "'; --", MILL_TYPE_DOUBLE), 0.0 / 0.0);
    mill_layer_set_span_attribute(entity, mill_layer_add(entity, (MillSpan){ 0, 4 }),
                                  mill_layer_add_column(entity, "kind", MILL_TYPE_SPAN),
                                  (MillSpan){ 1, 2 });
    mill_document_set_meta_string(hostile, "'\"", "\"'");
    build(path, NULL, documents);
    check_rules(path);
    expect(path, "SELECT count(*), count(DISTINCT id) FROM sections", "5|5");
    expect(path, "SELECT count(*) FROM tags WHERE section IS NULL", "2");
    expect(path, "SELECT hex(substr(CAST(text AS BLOB), 1, 4)) FROM documents WHERE number = 0",
           "61006220");
    expect(path, "SELECT count(*) FROM \"record_'\"\";\n\"", "1");
    expect(path, "SELECT count(*) FROM documents", "2");
    remove_database(path);
}

/* The bytes of a database of @n documents. (transfer full) */
static char *
build_bytes(const char *path, const char *options, gsize n, gsize *length)
{
    g_autoptr(Step) step = step_new(options);
    const MillStepType *type = step_get_type(step);
    g_autoptr(GError) error = NULL;
    char *bytes;

    g_unlink(path);
    g_assert_true(type->open(step_get_self(step), path, &error));
    for (gsize i = 0; i < n; i++) {
        g_autoptr(MillDocument) document = make_plan();

        store(step, document, (gint64) i);
    }
    g_assert_true(type->finish(step_get_self(step), NULL, &error));
    g_assert_true(g_file_get_contents(path, &bytes, length, NULL));
    return bytes;
}

static void
test_same_bytes(void)
{
    g_autofree char *path = database_path();
    gsize lengths[2];
    g_autofree char *first = build_bytes(path, NULL, 300, &lengths[0]);
    g_autofree char *second = build_bytes(path, NULL, 300, &lengths[1]);

    g_assert_cmpmem(first, lengths[0], second, lengths[1]);
    check_rules(path);
    remove_database(path);
}

static void
test_options(void)
{
    g_autofree char *path = database_path();
    g_autoptr(MillDocument) document = make_plan();
    MillDocument *const documents[] = { document, NULL };

    build(path, "{ text: false, search: false, layers: [record.*] }", documents);
    check_rules(path);
    expect(path, "SELECT text FROM documents", "NULL");
    expect(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'search'", "0");
    expect(path, "SELECT count(*) FROM tags", "0");
    expect(path, "SELECT count(*) FROM record_goal", "1");
    remove_database(path);
}

/* Rows that no worker made: an error, whatever they are. */
static void
test_damaged(void)
{
    g_autofree char *path = database_path();
    g_autoptr(Step) step = step_new(NULL);
    g_autoptr(MillDocument) document = make_plan();
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GError) error = NULL;
    const MillStepType *type = step_get_type(step);

    g_assert_true(type->encode(step_get_self(step), document, output, &error));
    const GString *bytes = mill_output_get_bytes(output, 0);
    for (gsize length = 1; length < bytes->len; length += 7) {
        g_autofree char *copy = g_memdup2(bytes->str, length);
        const MillPart part = { "x", 0, NULL, copy, length, NULL, 0 };

        copy[length - 1] = (char) g_test_rand_int_range(0, 256);
        g_unlink(path);
        g_assert_true(type->open(step_get_self(step), path, &error));
        if (!type->store(step_get_self(step), &part, &error))
            g_clear_error(&error);
        g_assert_no_error(error);
    }
    type->abandon(step_get_self(step));
    remove_database(path);
}

static void
test_cannot_open(void)
{
    g_autoptr(Step) step = step_new(NULL);
    g_autoptr(GError) error = NULL;
    const MillStepType *type = step_get_type(step);

    g_assert_false(type->open(step_get_self(step), "/nowhere/at/all.sqlite", &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "unable to open"));
    type->abandon(step_get_self(step));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sqlite/contents", test_contents);
    g_test_add_func("/sqlite/search", test_search);
    g_test_add_func("/sqlite/hostile", test_hostile);
    g_test_add_func("/sqlite/same-bytes", test_same_bytes);
    g_test_add_func("/sqlite/options", test_options);
    g_test_add_func("/sqlite/damaged", test_damaged);
    g_test_add_func("/sqlite/cannot-open", test_cannot_open);
    return g_test_run();
}

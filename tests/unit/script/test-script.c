/* test-script.c - loading scripts: declarations, options, modules, roles, and what is wrong. */
#include "snippet.h"

#include "script/host.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define PROCESS "process = function() end"

typedef struct {
    const char *name;
    const char *lua;
    const char *error; /* "%s" stands for the script's path */
    gint code;
} LoadCase;

static const LoadCase bad[] = {
    { "syntax", "return {\n  process = function(doc) if end\n}",
      "%s:2: unexpected symbol near 'end'", MILL_ERROR_SCRIPT },
    { "runtime", "local x = nil\nprint(x.y)", "%s:2: attempt to index a nil value (local 'x')",
      MILL_ERROR_SCRIPT },
    { "runtime-traceback", "local function f()\nerror('no')\nend\nf()",
      "%s:2: no\n  test.lua:2: in function 'f'", MILL_ERROR_SCRIPT },
    { "nothing", "local x = 1", "%s: a script must end with 'return { process = … }'",
      MILL_ERROR_SCRIPT },
    { "number", "return 5", "this one returns number", MILL_ERROR_SCRIPT },
    { "bytecode", "\x1bLua", "compiled Lua is not accepted", MILL_ERROR_SCRIPT },
    { "endless", "while true do end", "stopped after 0.1 s", MILL_ERROR_DEADLINE },
    { "memory", "local t = {} while true do t[#t + 1] = ('x'):rep(1e6) .. #t end", "of memory",
      MILL_ERROR_MEMORY },
    { "no-process", "return {}", "%s: a stage needs the function 'process'", MILL_ERROR_SCRIPT },
    { "process-no-function", "return { process = 5 }", "'process' must be a function, not a number",
      MILL_ERROR_SCRIPT },
    { "unknown-key", "return { sumary = 'x', " PROCESS " }",
      "%s: the script's table has the unknown key 'sumary' (did you mean 'summary'?)",
      MILL_ERROR_SCRIPT },
    { "item", "return { 'a', 'b', " PROCESS " }", "has an item without a name", MILL_ERROR_SCRIPT },
    { "several", "return { sumary = 'x', naem = 'y' }", "(did you mean 'name'?)\n",
      MILL_ERROR_SCRIPT },
    { "name", "return { name = 'My Step', " PROCESS " }", "'My Step' cannot name a step",
      MILL_ERROR_SCRIPT },
    { "name-type", "return { name = 5, " PROCESS " }", "'name' must be a string, not a number",
      MILL_ERROR_SCRIPT },
    { "role", "return { role = 'writter', " PROCESS " }", "(did you mean 'writer'?)",
      MILL_ERROR_SCRIPT },
    { "writer-without-encode", "return { role = 'writer', " PROCESS " }",
      "a writer needs the function 'encode'", MILL_ERROR_SCRIPT },
    { "both", "return { encode = print, " PROCESS " }", "a writer has no function 'process'",
      MILL_ERROR_SCRIPT },
    { "reads", "return { reads = 5, " PROCESS " }", "'reads' must be a list of strings",
      MILL_ERROR_SCRIPT },
    { "options", "return { options = 5, " PROCESS " }", "'options' must be a table",
      MILL_ERROR_SCRIPT },
    { "option-name", "return { options = { ['Max-Size'] = 1 }, " PROCESS " }",
      "option 'Max-Size': use lower-case words joined by '_'", MILL_ERROR_SCRIPT },
    { "option-nameless", "return { options = { 5 }, " PROCESS " }", "an option has no name",
      MILL_ERROR_SCRIPT },
    { "option-type", "return { options = { a = { type = 'integer' } }, " PROCESS " }",
      "option 'a' has the unknown type 'integer'", MILL_ERROR_SCRIPT },
    { "option-type-meant", "return { options = { a = { 'strng' } }, " PROCESS " }",
      "(did you mean 'string'?)", MILL_ERROR_SCRIPT },
    { "option-no-type", "return { options = { a = {} }, " PROCESS " }",
      "option 'a' does not say its type", MILL_ERROR_SCRIPT },
    { "option-function", "return { options = { a = print }, " PROCESS " }",
      "must be a default value or a table", MILL_ERROR_SCRIPT },
    { "option-key", "return { options = { a = { 'int', defualt = 1 } }, " PROCESS " }",
      "option 'a' has the unknown key 'defualt' (did you mean 'default'?)", MILL_ERROR_SCRIPT },
    { "option-default-type", "return { options = { a = { 'int', default = 'x' } }, " PROCESS " }",
      "option 'a': 'default' must be a whole number", MILL_ERROR_SCRIPT },
    { "option-default-range",
      "return { options = { a = { 'int', default = 9, max = 5 } }, " PROCESS " }",
      "option 'a': 'default' must be between 'min' and 'max'", MILL_ERROR_SCRIPT },
    { "option-no-choices", "return { options = { a = { 'choice' } }, " PROCESS " }",
      "option 'a' has no 'choices'", MILL_ERROR_SCRIPT },
    { "option-default-choice",
      "return { options = { a = { 'choice', choices = { 'x' }, default = 'y' } }, " PROCESS " }",
      "option 'a': 'default' must be one of its choices", MILL_ERROR_SCRIPT },
    { "option-comma", "return { options = { a = { 'list', default = { 'x,y' } } }, " PROCESS " }",
      "'x,y' must not contain a comma", MILL_ERROR_SCRIPT },
    { "global-typo-at-load", "local a = mill.nul\nerror(tostring(a))", "%s:2: nil",
      MILL_ERROR_SCRIPT },
    { "require-missing", "require('nothere')", "module 'nothere' not found: no nothere.lua in",
      MILL_ERROR_SCRIPT },
    { "require-circle", "require('circle')", "requires itself", MILL_ERROR_SCRIPT },
    { "require-broken", "require('broken')", "broken.lua:1:", MILL_ERROR_SCRIPT },
    { "require-link", "require('link')", "module 'link' not found", MILL_ERROR_SCRIPT },
    { "require-binary", "require('binary')", "binary.lua: compiled Lua is not accepted",
      MILL_ERROR_SCRIPT },
};

static void
write_file(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) error = NULL;

    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
}

/* A folder with modules and the script test.lua. */
static char *
make_folder(const char *lua)
{
    char *folder = g_dir_make_tmp("mill-script-XXXXXX", NULL);
    g_autofree char *link = g_build_filename(folder, "link.lua", NULL);
    g_autofree char *lib = g_build_filename(folder, "lib", NULL);

    g_assert_nonnull(folder);
    write_file(folder, "test.lua", lua);
    write_file(folder, "circle.lua", "return require('circle')");
    write_file(folder, "broken.lua", "return +");
    write_file(folder, "binary.lua", "\x1bLua");
    write_file(folder, "units.lua",
               "loads = (loads or 0) + 1 return { loads = loads, name = ... }");
    g_assert_cmpint(symlink("/etc/passwd", link), ==, 0);
    g_assert_cmpint(g_mkdir(lib, 0700), ==, 0);
    write_file(folder, "lib/deep.lua", "return { up = require('units') }");
    return folder;
}

static void
remove_folder(const char *folder)
{
    static const char *const names[] = { "lib/deep.lua", "lib",        "test.lua",  "circle.lua",
                                         "broken.lua",   "binary.lua", "units.lua", "link.lua" };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);

        g_remove(path);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static char *
expand_path(const char *text, const char *path)
{
    return g_str_has_prefix(text, "%s") ? g_strconcat(path, text + 2, NULL) : g_strdup(text);
}

static void
test_bad(gconstpointer data)
{
    const LoadCase *row = data;
    g_autofree char *folder = make_folder(row->lua);
    g_autofree char *path = g_build_filename(folder, "test.lua", NULL);
    g_autofree char *expected = expand_path(row->error, path);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillScript) script = NULL;

    script = mill_script_load_within(path, row->code == MILL_ERROR_DEADLINE ? 100 : 5000, 64 << 20,
                                     &error);
    remove_folder(folder);
    g_assert_null(script);
    g_assert_error(error, MILL_ERROR, row->code);
    if (!strstr(error->message, expected))
        g_test_message("expected: %s, got: %s", expected, error->message);
    g_assert_nonnull(strstr(error->message, expected));
}

static void
test_missing_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(mill_script_load("/nonexistent/test.lua", &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "/nonexistent/test.lua"));
}

static void
test_declaration(void)
{
    g_autoptr(Snippet) snippet =
        snippet_load("return { name = 'goal-finder', summary = 'Finds goals', version = '2',\n"
                     "reads = { 'section', 'tag' }, writes = 'record.goal', " PROCESS " }",
                     NULL, NULL);
    const MillStepType *type = mill_script_get_type(snippet->script);

    g_assert_cmpstr(type->name, ==, "goal-finder");
    g_assert_cmpstr(type->summary, ==, "Finds goals");
    g_assert_cmpstr(type->version, ==, "2");
    g_assert_cmpint(type->role, ==, MILL_ROLE_STAGE);
    g_assert_cmpstr(type->reads[1], ==, "tag");
    g_assert_null(type->reads[2]);
    g_assert_cmpstr(type->writes[0], ==, "record.goal");
    g_assert_null(type->writes[1]);
    g_assert_null(type->options);
}

/* Defaults of every form and type, as ctx.options has them. */
static void
test_options(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { options = {\n"
        "plain_int = 3, plain_double = 2.5, plain_bool = true, plain_string = 'x',\n"
        "int = { 'int', default = 7, min = 1, max = 9, doc = 'a number' },\n"
        "low = { type = 'int', min = 5 },\n"
        "double = { 'double' }, bool = { 'bool' }, string = { 'string' },\n"
        "choice = { 'choice', choices = { 'a', 'b' }, default = 'b' },\n"
        "first = { 'choice', choices = { 'a', 'b' } },\n"
        "list = { 'list', default = { 'p', 'q' } }, empty = { 'list' },\n"
        "value = { 'value', default = { k = 1 } } },\n"
        "process = function(doc, ctx) local o = {} for k, v in pairs(ctx.options) do o[k] = v end\n"
        "doc.meta.result = mill.json.encode(o) end }",
        NULL, NULL);
    const MillOption *options = mill_script_get_type(snippet->script)->options;
    g_autoptr(MillDocument) document = snippet_document("x", FALSE);
    g_autoptr(GError) error = NULL;

    g_assert_cmpstr(options[0].name, ==, "bool");
    g_assert_cmpstr(options[5].name, ==, "int");
    g_assert_cmpint(options[5].int_max, ==, 9);
    g_assert_cmpstr(options[5].doc, ==, "a number");
    g_assert_cmpint(snippet_process(snippet, document, &error), ==, MILL_KEEP);
    g_assert_no_error(error);
    g_assert_cmpstr(
        mill_value_get_string(mill_document_get_meta(document, "result"), NULL), ==,
        "{\"bool\":false,\"choice\":\"b\",\"double\":0.0,\"empty\":[],\"first\":\"a\",\"int\":7,"
        "\"list\":[\"p\",\"q\"],\"low\":5,\"plain_bool\":true,\"plain_double\":2.5,\"plain_int\":3,"
        "\"plain_string\":\"x\",\"value\":{\"k\":1}}");
}

static void
test_options_are_constant(void)
{
    g_autoptr(Snippet) snippet =
        snippet_load("return { options = { list = { 'list', default = { 'p' } } },\n"
                     "process = function(doc, ctx) doc.meta.n = #ctx.options.list\n"
                     "table.insert(ctx.options.list, 'q') end }",
                     NULL, NULL);
    g_autoptr(MillDocument) document = snippet_document("x", FALSE);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(snippet_process(snippet, document, &error), ==, MILL_FAIL);
    g_assert_nonnull(strstr(error->message, "this table cannot be changed"));
    g_assert_cmpint(mill_value_get_int(mill_document_get_meta(document, "n")), ==, 1);
}

/* Modules load once, from the folder and below it, into the script's own globals. */
static void
test_require(void)
{
    g_autofree char *folder =
        make_folder("local a, b = require('units'), require('lib.deep')\n"
                    "assert(a == b.up and a.loads == 1 and a.name == 'units' and loads == 1)\n"
                    "return { " PROCESS " }");
    g_autofree char *path = g_build_filename(folder, "test.lua", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillScript) script = NULL;

    script = mill_script_load(path, &error);
    remove_folder(folder);
    g_assert_no_error(error);
    g_assert_cmpstr(mill_script_get_type(script)->name, ==, "test");
}

static void
test_drop_and_fail(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { process = function(doc, ctx)\n"
        "if doc:text() == 'drop' then return ctx:drop('too dull') end\n"
        "if doc:text() == 'fail' then pcall(ctx.fail, ctx, 'no-title', 'it has no title', 1, 2) end\n"
        "if doc:text() == 'value' then return true end\n"
        "end }",
        NULL, NULL);
    g_autoptr(MillDocument) drop = snippet_document("drop", FALSE);
    g_autoptr(MillDocument) fail = snippet_document("fail", FALSE);
    g_autoptr(MillDocument) value = snippet_document("value", FALSE);
    g_autoptr(MillDocument) keep = snippet_document("keep", FALSE);
    g_autoptr(GError) error = NULL;
    MillDiagnostic diagnostic;

    g_assert_cmpint(snippet_process(snippet, drop, &error), ==, MILL_DROP);
    g_assert_cmpstr(mill_document_get_drop_reason(drop), ==, "too dull");
    g_assert_cmpint(snippet_process(snippet, fail, &error), ==, MILL_FAIL);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_FAILED);
    g_assert_cmpstr(error->message, ==, "it has no title");
    mill_document_get_diagnostic(fail, 0, &diagnostic);
    g_assert_cmpstr(diagnostic.code, ==, "no-title");
    g_assert_cmpuint(diagnostic.span.end, ==, 2);
    g_clear_error(&error);
    g_assert_cmpint(snippet_process(snippet, value, &error), ==, MILL_FAIL);
    g_assert_nonnull(strstr(error->message, "call ctx:drop(reason)"));
    g_assert_cmpint(snippet_process(snippet, keep, NULL), ==, MILL_KEEP);
}

static void
test_writer(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { file = '{stem}.tags.csv', lines = true, encode = function(doc, ctx)\n"
        "ctx:write('a', 1) ctx:part('tags', 'id\\n'):write(doc.id, '\\n')\n"
        "if doc:text() == 'change' then doc.meta.x = 1 end\n"
        "return 'end' end }",
        NULL, NULL);
    const MillStepType *type = mill_script_get_type(snippet->script);
    g_autoptr(MillDocument) document = snippet_document("x", FALSE);
    g_autoptr(MillDocument) change = snippet_document("change", FALSE);
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(type->role, ==, MILL_ROLE_WRITER);
    g_assert_cmpstr(type->file, ==, "{stem}.tags.csv");
    g_assert_cmpint(type->flags, ==, MILL_STEP_LINES);
    g_assert_null(type->process);
    g_assert_true(type->encode(snippet->step, document, output, &error));
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, 2);
    g_assert_cmpstr(mill_output_get_bytes(output, 0)->str, ==, "a1end");
    g_assert_cmpstr(mill_output_get_part_name(output, 1), ==, "tags");
    g_assert_cmpstr(mill_output_get_preamble(output, 1), ==, "id\n");
    g_assert_cmpstr(mill_output_get_bytes(output, 1)->str, ==, "test.txt\n");
    g_assert_false(type->encode(snippet->step, change, output, &error));
    g_assert_nonnull(strstr(error->message, "a writer cannot change the document"));
}

static void
test_reader(void)
{
    g_autoptr(Snippet) snippet =
        snippet_load("return { role = 'reader', process = function(doc, ctx)\n"
                     "local body = doc:source():find('\\n', 1, true)\n"
                     "doc.meta.title = doc:source(1, body - 1)\n"
                     "doc:edit_source(function(e) e:drop(1, body) end)\n"
                     "end }",
                     NULL, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new_static("Title\nText", 10);
    g_autoptr(MillDocument) document = mill_document_new("a", bytes);
    g_autoptr(GError) error = NULL;
    MillSpan origin;

    g_assert_cmpint(mill_script_get_type(snippet->script)->role, ==, MILL_ROLE_READER);
    g_assert_cmpint(snippet_process(snippet, document, &error), ==, MILL_KEEP);
    g_assert_no_error(error);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "Text");
    g_assert_cmpstr(mill_value_get_string(mill_document_get_meta(document, "title"), NULL), ==,
                    "Title");
    origin = mill_document_get_origin(document, (MillSpan){ 0, 4 });
    g_assert_cmpuint(origin.start, ==, 6);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strdup_printf("/script/load/%s", bad[i].name);

        g_test_add_data_func(path, &bad[i], test_bad);
    }
    g_test_add_func("/script/load/missing-file", test_missing_file);
    g_test_add_func("/script/declaration", test_declaration);
    g_test_add_func("/script/options", test_options);
    g_test_add_func("/script/options-are-constant", test_options_are_constant);
    g_test_add_func("/script/require", test_require);
    g_test_add_func("/script/drop-and-fail", test_drop_and_fail);
    g_test_add_func("/script/writer", test_writer);
    g_test_add_func("/script/reader", test_reader);
    return g_test_run();
}

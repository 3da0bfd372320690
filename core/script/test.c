/* test.c - see test.h. Each test is a run of the step on a document of its own. */
#include <textmill/test.h>

#include "plugin/context-private.h"
#include "script/convert.h"
#include "script/declare.h"
#include "script/handle.h"
#include "script/test-compare.h"
#include "script/test-corpus.h"

#include <string.h>
#include <unistd.h>

#define TEST_LIST "mill.tests" /* registry: the list of tests */

static const char *const test_keys[] = { "diagnostics", "dropped", "error",   "expect", "layers",
                                         "metadata",    "name",    "options", "output", "path",
                                         "records",     "result",  "setup",   "text",   NULL };
static const char *const test_corpus_keys[] = { "error", "expect", "name", "options", "output",
                                                "path",  "setup",  "text", "texts",   NULL };

/* One test while it runs. */
typedef struct {
    MillScript *script;
    lua_Integer index; /* in the list */
    char *name;
    MillDocument *document;
    MillValue *wanted; /* what the table says, without its functions */
    gpointer step;
    MillOptionStore *options;
    MillOutput *output;
    GString *problems;
} Test;

/* The script's own list, and that of the file at @data beside it (or NULL). */
static int
test_collect(lua_State *lua)
{
    const char *path = lua_touserdata(lua, 1);
    lua_Integer n = 0;

    lua_newtable(lua);
    lua_getfield(lua, LUA_REGISTRYINDEX, MILL_DECLARATION);
    lua_getfield(lua, -1, "tests");
    if (path) {
        char *name = g_path_get_basename(path);

        lua_pushstring(lua, name);
        g_free(name);
        mill_load_chunk(lua, path, lua_tostring(lua, -1));
        lua_call(lua, 0, 1);
        luaL_argexpected(lua, lua_istable(lua, -1), lua_gettop(lua), "a list of tests");
    }
    for (int list = 4; list <= lua_gettop(lua) && list <= 6; list++) {
        if (!lua_istable(lua, list))
            continue;
        for (lua_Integer i = 1; lua_rawgeti(lua, list, i) == LUA_TTABLE; i++)
            lua_rawseti(lua, 2, ++n);
        if (!lua_isnil(lua, -1))
            return luaL_error(lua, "test %I is a %s, not a table", (LUAI_UACINT) n + 1,
                              luaL_typename(lua, -1));
        lua_pop(lua, 1);
    }
    lua_settop(lua, 2);
    lua_setfield(lua, LUA_REGISTRYINDEX, TEST_LIST);
    return 0;
}

static void
test_push(lua_State *lua, const Test *self)
{
    lua_getfield(lua, LUA_REGISTRYINDEX, TEST_LIST);
    lua_rawgeti(lua, -1, self->index);
    lua_replace(lua, -2);
}

/* Reads the table: its keys, its name, and all that is not a function. */
static int
test_read(lua_State *lua)
{
    Test *self = lua_touserdata(lua, 1);
    const char *const *keys =
        self->script->type.role == MILL_ROLE_CORPUS ? test_corpus_keys : test_keys;

    test_push(lua, self);
    lua_newtable(lua);
    lua_pushnil(lua);
    while (lua_next(lua, 2)) {
        const char *key = lua_type(lua, 4) == LUA_TSTRING ? lua_tostring(lua, 4) : "?";

        if (!g_strv_contains(keys, key))
            return luaL_error(lua, "a test of a %s has no '%s'; did you mean '%s'?",
                              keys == test_keys ? "step" : "corpus step", key,
                              mill_suggest(key, keys) ? mill_suggest(key, keys) : "text");
        lua_pushvalue(lua, 4);
        lua_insert(lua, 5);
        if (lua_isfunction(lua, -1))
            lua_pop(lua, 2);
        else
            lua_rawset(lua, 3);
    }
    self->wanted = mill_check_value(lua, 3);
    return 0;
}

/* Calls the function @name of the test, if it has one, with the document and the checks. */
static int
test_call(lua_State *lua, const char *name, const Test *self)
{
    test_push(lua, self);
    if (lua_getfield(lua, -1, name) == LUA_TNIL)
        return 0;
    mill_push_document(lua);
    mill_test_push_checks(lua);
    lua_call(lua, 2, 0);
    return 0;
}

static int
test_setup(lua_State *lua)
{
    return test_call(lua, "setup", lua_touserdata(lua, 1));
}

static int
test_expect(lua_State *lua)
{
    return test_call(lua, "expect", lua_touserdata(lua, 1));
}

static void G_GNUC_PRINTF(2, 3) test_problem(Test *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append_vprintf(self->problems, format, arguments);
    va_end(arguments);
    g_string_append_c(self->problems, '\n');
}

/* Runs one of the two functions above on the document; its error is a problem. */
static gboolean
test_run_function(Test *self, lua_CFunction body)
{
    g_autoptr(GError) error = NULL;
    gboolean good;

    mill_host_enter(self->script, self->step, MILL_SCRIPT_PROCESS, self->document, NULL);
    good = mill_host_call(self->script, body, self, &error);
    mill_host_leave(self->script);
    if (!good)
        test_problem(self, "%s", error->message);
    return good;
}

/* The options of the test as a pipeline file would give them. */
static gboolean
test_configure(Test *self)
{
    const MillStepType *type = mill_script_get_type(self->script);
    const MillValue *values = mill_value_get(self->wanted, "options");
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GString) json = g_string_new(NULL);
    g_autoptr(MillNode) node = NULL;
    g_autoptr(GError) error = NULL;
    MillOptionInput input = { .step = type->name, .folder = self->script->folder };
    MillContext context = { .type = type, .step = type->name, .folder = self->script->folder };
    gboolean good;

    if (mill_value_get_length(values) > 0)
        mill_json_append_value(json, values);
    node = mill_node_parse("options", json->str, json->len, report);
    input.with = mill_node_get_type(node) == MILL_TYPE_MAP ? node : NULL;
    input.report = context.report = report;
    self->step = g_malloc0(type->options_size);
    self->options = mill_option_store_new(type, &input, self->step);
    good = type->configure(self->step, &context, &error);
    if (mill_report_count(report, MILL_SEVERITY_ERROR) > 0) {
        g_autofree char *text = mill_report_format(report, FALSE);

        g_string_append(self->problems, text);
        return FALSE;
    }
    if (!good)
        test_problem(self, "%s", error->message);
    return good;
}

/* Makes the document that @text, a string or a map with `text`, `path` and `metadata`, describes.
 */
static gboolean
test_make_document(Test *self, const MillValue *text, const char *path)
{
    const MillStepType *type = mill_script_get_type(self->script);
    const MillValue *metadata = mill_value_get(text, "metadata");
    const char *given = mill_value_get_string(mill_value_get(text, "path"), NULL);
    g_autoptr(GError) error = NULL;
    gsize length = 0;
    const char *bytes = mill_value_get_string(
        mill_value_get_type(text) == MILL_TYPE_MAP ? mill_value_get(text, "text") : text, &length);

    g_clear_pointer(&self->document, mill_document_free);
    if (given)
        path = given;
    if (!bytes)
        bytes = "";
    if (type->role == MILL_ROLE_READER) {
        g_autoptr(GBytes) source = g_bytes_new(bytes, length);

        self->document = mill_document_new(path, source);
    } else {
        self->document = mill_document_new_text(path, bytes, (gssize) length, &error);
    }
    if (!self->document) {
        test_problem(self, "%s", error->message);
        return FALSE;
    }
    for (gsize i = 0; text != self->wanted && i < mill_value_get_length(metadata); i++)
        mill_document_set_meta(self->document, mill_value_get_key(metadata, i),
                               mill_value_get_item(metadata, i));
    return TRUE;
}

static void
test_compare(Test *self, const char *key, MillValue *actual)
{
    const MillValue *expected = mill_value_get(self->wanted, key);

    if (expected) /* an empty table means that there is nothing at all */
        mill_test_compare(key, expected, actual, mill_value_get_length(expected) > 0,
                          self->problems);
    mill_value_unref(actual);
}

/* The outcome that the test expects: to be dropped, to fail, or neither. */
static void
test_check_outcome(Test *self, MillVerdict verdict, const GError *error)
{
    const char *failure = mill_value_get_string(mill_value_get(self->wanted, "error"), NULL);
    const char *reason = mill_value_get_string(mill_value_get(self->wanted, "dropped"), NULL);
    const char *dropped =
        verdict == MILL_DROP ? mill_document_get_drop_reason(self->document) : NULL;

    if (failure && !error)
        test_problem(self, "error: expected \"%s\", but the script succeeded", failure);
    else if (failure && !strstr(error->message, failure))
        test_problem(self, "error: expected \"%s\"\n       but got \"%s\"", failure,
                     error->message);
    else if (!failure && error)
        test_problem(self, "%s", error->message);
    if (reason && g_strcmp0(reason, dropped) != 0)
        test_problem(self, "dropped: expected \"%s\"\n         but got %s", reason,
                     dropped ? dropped : "a document that stays");
    else if (!reason && dropped)
        test_problem(self, "the document was dropped: %s", dropped);
}

static MillValue *
test_dup_output(const Test *self)
{
    MillValue *parts = mill_value_new_map();

    for (gsize i = 0; self->output && i < mill_output_get_n_parts(self->output); i++) {
        const char *name = mill_output_get_part_name(self->output, i);
        const GString *bytes = mill_output_get_bytes(self->output, i);
        g_autoptr(MillValue) text = mill_value_new_string(bytes->str, (gssize) bytes->len);

        mill_value_set(parts, name ? name : "main", text);
    }
    return parts;
}

/* `output` is a string for the part without a name, or a table of them all. */
static void
test_compare_output(Test *self)
{
    const MillValue *expected = mill_value_get(self->wanted, "output");
    g_autoptr(MillValue) parts = test_dup_output(self);

    if (!expected)
        return;
    mill_test_compare(
        "output", expected,
        mill_value_get_type(expected) == MILL_TYPE_MAP ? parts : mill_value_get(parts, "main"),
        TRUE, self->problems);
}

static void
test_check_document(Test *self)
{
    gsize length;
    const char *text = mill_document_get_text(self->document, &length);

    test_compare(self, "result", mill_value_new_string(text, (gssize) length));
    test_compare(self, "metadata", mill_value_ref(mill_document_get_metadata(self->document)));
    test_compare(self, "records", mill_test_dup_layers(self->document, "record."));
    test_compare(self, "layers", mill_test_dup_layers(self->document, ""));
    test_compare(self, "diagnostics", mill_test_dup_diagnostics(self->document));
    test_compare_output(self);
}

static void
test_run_step(Test *self)
{
    const MillStepType *type = mill_script_get_type(self->script);
    g_autoptr(GError) error = NULL;
    MillVerdict verdict = MILL_KEEP;

    if (type->role == MILL_ROLE_WRITER) {
        self->output = mill_output_new();
        type->encode(self->step, self->document, self->output, &error);
    } else {
        verdict = type->process(self->step, self->document, &error);
    }
    test_check_outcome(self, verdict, error);
    if (self->problems->len > 0)
        return;
    test_check_document(self);
    test_run_function(self, test_expect);
}

/* What accumulate() makes of a document is added to @states. */
static gboolean
test_accumulate(Test *self, const MillValue *text, const char *path, GPtrArray *states,
                GError **error)
{
    const MillStepType *type = mill_script_get_type(self->script);
    g_autoptr(MillOutput) output = mill_output_new();

    if (!test_make_document(self, text, path) || !test_run_function(self, test_setup))
        return TRUE;
    if (!type->encode(self->step, self->document, output, error))
        return FALSE;
    if (mill_output_get_n_parts(output) > 0) {
        const GString *bytes = mill_output_get_bytes(output, 0);

        g_ptr_array_add(states, g_string_new_len(bytes->str, (gssize) bytes->len));
    }
    return TRUE;
}

static void
test_free_state(gpointer state)
{
    g_string_free(state, TRUE);
}

/* All documents of the test: those in `texts`, or the one of `text`. */
static gboolean
test_gather(Test *self, GError **error)
{
    const MillValue *texts = mill_value_get(self->wanted, "texts");
    g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(test_free_state);

    if (!texts && !test_accumulate(self, self->wanted, "test.txt", states, error))
        return FALSE;
    for (gsize i = 0; i < mill_value_get_length(texts); i++) {
        g_autofree char *path = g_strdup_printf("%" G_GSIZE_FORMAT ".txt", i + 1);

        if (!test_accumulate(self, mill_value_get_item(texts, i), path, states, error))
            return FALSE;
    }
    self->output = mill_output_new();
    return self->problems->len > 0 ||
           mill_test_gather(self->step, states, self->output, self->problems, error);
}

/* A corpus step has no document in the end: `expect` is given the parts of its result. */
static int
test_expect_parts(lua_State *lua)
{
    const Test *self = lua_touserdata(lua, 1);
    MillValue *parts;

    test_push(lua, self);
    if (lua_getfield(lua, -1, "expect") == LUA_TNIL)
        return 0;
    parts = test_dup_output(self);
    mill_push_value(lua, parts);
    mill_value_unref(parts);
    mill_test_push_checks(lua);
    lua_call(lua, 2, 0);
    return 0;
}

static void
test_run_corpus(Test *self)
{
    g_autoptr(GError) error = NULL;

    test_gather(self, &error);
    if (self->document)
        test_check_outcome(self, MILL_KEEP, error);
    if (self->problems->len > 0)
        return;
    test_compare_output(self);
    test_run_function(self, test_expect_parts);
}

static void
test_clear(Test *self)
{
    const MillStepType *type = mill_script_get_type(self->script);

    if (self->step)
        type->close(self->step);
    g_free(self->step);
    mill_option_store_free(self->options);
    mill_output_free(self->output);
    mill_document_free(self->document);
    mill_value_unref(self->wanted);
    g_string_free(self->problems, TRUE);
    g_free(self->name);
}

static void
test_run(MillScript *script, lua_Integer index, MillScriptTestReport report, gpointer data)
{
    Test self = { .script = script, .index = index, .problems = g_string_new(NULL) };
    g_autoptr(GError) error = NULL;
    gboolean corpus = mill_script_get_type(script)->role == MILL_ROLE_CORPUS;
    const char *name;

    script->budget.time_ms = MILL_SCRIPT_TIME_MS;
    if (!mill_host_call(script, test_read, &self, &error))
        test_problem(&self, "%s", error->message);
    name = mill_value_get_string(mill_value_get(self.wanted, "name"), NULL);
    self.name = name ? g_strdup(name) : g_strdup_printf("test %" G_GINT64_FORMAT, (gint64) index);
    if (!error && corpus && test_configure(&self))
        test_run_corpus(&self);
    else if (!error && !corpus && test_make_document(&self, self.wanted, "test.txt") &&
             test_configure(&self) && test_run_function(&self, test_setup))
        test_run_step(&self);
    report(self.name, self.problems->len > 0 ? self.problems->str : NULL, data);
    test_clear(&self);
}

static int
test_count(lua_State *lua)
{
    lua_Integer *n = lua_touserdata(lua, 1);

    lua_getfield(lua, LUA_REGISTRYINDEX, TEST_LIST);
    *n = (lua_Integer) lua_rawlen(lua, -1);
    return 0;
}

/* NAME_test.lua beside NAME.lua, or NULL. (transfer full) */
static char *
test_find_file(const char *path)
{
    g_autofree char *stem = g_strdup(path);
    g_autofree char *file = NULL;

    if (g_str_has_suffix(stem, ".lua"))
        stem[strlen(stem) - 4] = '\0';
    file = g_strconcat(stem, "_test.lua", NULL);
    return access(file, R_OK) == 0 ? g_steal_pointer(&file) : NULL;
}

gboolean
mill_script_test(const char *path, MillScriptTestReport report, gpointer data, GError **error)
{
    g_return_val_if_fail(path && report, FALSE);

    g_autoptr(MillScript) script = mill_script_load(path, error);
    g_autofree char *file = test_find_file(path);
    lua_Integer n = 0;
    gboolean good;

    if (!script)
        return FALSE;
    script->loading = TRUE;
    good = mill_host_call(script, test_collect, file, error);
    script->loading = FALSE;
    if (!good || !mill_host_call(script, test_count, &n, error))
        return FALSE;
    if (n == 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_SCRIPT,
                    "%s: no tests: write a list of them in '%.*s_test.lua', or as 'tests' in the "
                    "script's table",
                    path, (int) (strlen(path) - (g_str_has_suffix(path, ".lua") ? 4 : 0)), path);
        return FALSE;
    }
    for (lua_Integer i = 1; i <= n; i++)
        test_run(script, i, report, data);
    return TRUE;
}

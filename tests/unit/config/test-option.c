/* test-option.c - option tables: values put into a struct, and every way to get one wrong. */
#include <textmill/json.h>

#include "../run/scratch.h"
#include "config/node-private.h"
#include "config/option-private.h"
#include "messages.h"

typedef struct {
    gboolean flag;
    gint64 count;
    double share;
    const char *name;
    gint form;
    const char *file;
    const char *const *words;
    const char *const *kinds;
    const char *const *files;
    const MillValue *rules;
    gint64 untouched;
} Step;

static const char *const forms[] = { "nfc", "nfkc", "none", NULL };
static const char *const kinds[] = { "head", "tail", "anywhere", NULL };

static const MillOption options[] = {
    MILL_OPTION_BOOL(Step, flag, TRUE, "a flag"),
    MILL_OPTION_INT(Step, count, 10, 1, 100, "how many"),
    MILL_OPTION_DOUBLE(Step, share, 0.5, 0, 1, "how much"),
    MILL_OPTION_STRING(Step, name, "nobody", "what it is called"),
    MILL_OPTION_CHOICE(Step, form, 1, forms, "normalisation form"),
    MILL_OPTION_FILE(Step, file, "a file"),
    MILL_OPTION_LIST(Step, words, "a, b,,c", NULL, "some words"),
    MILL_OPTION_LIST(Step, kinds, NULL, kinds, "some places"),
    MILL_OPTION_FILES(Step, files, "some files"),
    MILL_OPTION_VALUE(Step, rules, "anything"),
    MILL_OPTIONS_END,
};

static const MillStepType type =
    MILL_STEP_TYPE(.name = "step", .options = options, .options_size = sizeof(Step));

/* What one case works with; the folder holds the files a.txt, b.txt and sub/c.txt. */
typedef struct {
    char *folder;
    MillReport *report;
    MillNode *with;
    GPtrArray *settings;
    MillOptionStore *store;
    Step self;
} Fixture;

static void
fixture_fill(Fixture *fixture, const MillStepType *of, const char *yaml, const char *setting)
{
    const char *const settings[] = { setting, NULL };

    fixture->folder = scratch_new();
    scratch_write(fixture->folder, "a.txt", "");
    scratch_write(fixture->folder, "b.txt", "");
    scratch_write(fixture->folder, "sub/c.txt", "");
    fixture->report = mill_report_new();
    fixture->with = mill_node_parse("f", yaml, strlen(yaml), fixture->report);
    mill_node_expand(fixture->with, fixture->report);
    fixture->settings = mill_settings_parse(settings, fixture->report);

    const MillOptionInput input = { .step = "it",
                                    .folder = fixture->folder,
                                    .set_folder = fixture->folder,
                                    .with = fixture->with,
                                    .settings = fixture->settings,
                                    .mark = { "f", 7, 8, 9 },
                                    .report = fixture->report };

    fixture->store = mill_option_store_new(of, &input, &fixture->self);
}

static void
fixture_clear(Fixture *fixture)
{
    mill_option_store_free(fixture->store);
    g_ptr_array_unref(fixture->settings);
    mill_node_free(fixture->with);
    mill_report_unref(fixture->report);
    scratch_free(fixture->folder);
}

/* The values in effect as JSON, and the messages, both with the folder shown as "DIR". */
static const struct {
    const char *name;
    const char *with;
    const char *setting;
    const char *key;  /* of the value that is looked at */
    const char *json; /* NULL: not set */
    const char *messages;
} cases[] = {
    { "bool", "flag: false", NULL, "flag", "false", "" },
    { "bool-word", "flag: yes", NULL, "flag", NULL,
      "1:7+3 option 'flag' takes true or false | YAML 1.2 has no other words for them\n" },
    { "bool-quoted", "flag: \"true\"", NULL, "flag", NULL,
      "1:7+6 option 'flag' takes true or false\n" },
    { "bool-number", "flag: 1", NULL, "flag", NULL, "1:7+1 option 'flag' takes true or false\n" },
    { "int", "count: 42", NULL, "count", "42", "" },
    { "int-hex", "count: 0x10", NULL, "count", "16", "" },
    { "int-low", "count: 0", NULL, "count", NULL,
      "1:8+1 option 'count' takes a whole number from 1 to 100, not 0\n" },
    { "int-high", "count: 101", NULL, "count", NULL,
      "1:8+3 option 'count' takes a whole number from 1 to 100, not 101\n" },
    { "int-huge", "count: 99999999999999999999", NULL, "count", NULL,
      "1:8+20 option 'count' takes a whole number from 1 to 100, not 99999999999999999999\n" },
    { "int-float", "count: 1.5", NULL, "count", NULL,
      "1:8+3 option 'count' takes a whole number from 1 to 100, not 1.5\n" },
    { "int-text", "count: many", NULL, "count", NULL,
      "1:8+4 option 'count' takes a whole number from 1 to 100, not 'many'\n" },
    { "int-quoted", "count: '12'", NULL, "count", NULL,
      "1:8+4 option 'count' takes a whole number from 1 to 100, not '12' | remove the quotes\n" },
    { "int-underscore", "count: 1_0", NULL, "count", NULL,
      "1:8+3 option 'count' takes a whole number from 1 to 100, not '1_0'\n" },
    { "int-nothing", "count:", NULL, "count", NULL,
      "1:1+5 option 'count' takes a whole number from 1 to 100, not nothing | "
      "give it a value or remove the line\n" },
    { "int-list", "count: [1]", NULL, "count", NULL,
      "1:8+1 option 'count' takes a whole number from 1 to 100, not a list\n" },
    { "double", "share: 0.25", NULL, "share", "0.25", "" },
    { "double-int", "share: 1", NULL, "share", "1.0", "" },
    { "double-high", "share: 1.1", NULL, "share", NULL,
      "1:8+3 option 'share' takes a number from 0 to 1, not 1.1\n" },
    { "double-nan", "share: .nan", NULL, "share", NULL,
      "1:8+4 option 'share' takes a number from 0 to 1, not .nan\n" },
    { "double-text", "share: half", NULL, "share", NULL,
      "1:8+4 option 'share' takes a number from 0 to 1, not 'half'\n" },
    { "string", "name: 某人", NULL, "name", "\"某人\"", "" },
    { "string-number-as-written", "name: 1.10", NULL, "name", "\"1.10\"", "" },
    { "string-empty", "name: ''", NULL, "name", "\"\"", "" },
    { "string-null", "name: null", NULL, "name", NULL, "" },
    { "string-nothing", "name:", NULL, "name", NULL,
      "1:1+4 option 'name' has no value | write \"\" for an empty text, null for none\n" },
    { "string-map", "name: {a: b}", NULL, "name", NULL,
      "1:7+1 option 'name' takes a text, not a map\n" },
    { "choice", "form: none", NULL, "form", "\"none\"", "" },
    { "choice-misspelt", "form: nfck", NULL, "form", NULL,
      "1:7+4 option 'form' has no choice 'nfck' | did you mean 'nfkc'?\n" },
    { "choice-unknown", "form: latin", NULL, "form", NULL,
      "1:7+5 option 'form' has no choice 'latin' | choose from: nfc, nfkc, none\n" },
    { "choice-list", "form: [nfc]", NULL, "form", NULL,
      "1:7+1 option 'form' takes one of: nfc, nfkc, none, not a list\n" },
    { "file", "file: a.txt", NULL, "file", "\"DIR/a.txt\"", "" },
    { "file-below", "file: sub/../sub/c.txt", NULL, "file", "\"DIR/sub/c.txt\"", "" },
    { "file-null", "file: ~", NULL, "file", NULL, "" },
    { "file-missing", "file: aa.txt", NULL, "file", NULL,
      "1:7+6 option 'file': cannot read DIR/aa.txt: No such file or directory | "
      "did you mean 'a.txt'?\n" },
    { "file-is-folder", "file: sub", NULL, "file", NULL,
      "1:7+3 option 'file': DIR/sub is a folder, not a file\n" },
    { "file-empty", "file: ''", NULL, "file", NULL, "1:7+2 option 'file' names no file\n" },
    { "list", "words: [x, '2', 3]", NULL, "words", "[\"x\",\"2\",\"3\"]", "" },
    { "list-of-one", "words: x", NULL, "words", "[\"x\"]", "" },
    { "list-empty", "words: []", NULL, "words", "[]", "" },
    { "list-null", "words: null", NULL, "words", "[]", "" },
    { "list-nested", "words: [x, [y]]", NULL, "words", "[\"x\"]",
      "1:12+1 option 'words' takes a list of texts, not a list\n" },
    { "list-map", "words: {x: y}", NULL, "words", "[]",
      "1:8+1 option 'words' takes a list of texts, not a map\n" },
    { "list-choice", "kinds: [head, tail]", NULL, "kinds", "[\"head\",\"tail\"]", "" },
    { "list-choice-misspelt", "kinds: [head, tial, rear]", NULL, "kinds", "[\"head\"]",
      "1:15+4 option 'kinds' has no choice 'tial' | did you mean 'tail'?\n"
      "1:21+4 option 'kinds' has no choice 'rear' | choose from: head, tail, anywhere\n" },
    { "files", "files: [a.txt, sub/c.txt]", NULL, "files", "[\"DIR/a.txt\",\"DIR/sub/c.txt\"]",
      "" },
    { "files-missing", "files: [a.txt, x.csv, y.csv]", NULL, "files", "[\"DIR/a.txt\"]",
      "1:16+5 option 'files': cannot read DIR/x.csv: No such file or directory\n"
      "1:23+5 option 'files': cannot read DIR/y.csv: No such file or directory\n" },
    { "value", "rules: {a: [1, true, x]}", NULL, "rules", "{\"a\":[1,true,\"x\"]}", "" },
    { "value-null", "rules: null", NULL, "rules", NULL, "" },
    { "unknown", "cuont: 3", NULL, "count", "10",
      "1:1+5 unknown option 'cuont' of step 'it' | did you mean 'count'?\n" },
    { "default-bool", "{}", NULL, "flag", "true", "" },
    { "default-int", "{}", NULL, "count", "10", "" },
    { "default-double", "{}", NULL, "share", "0.5", "" },
    { "default-string", "{}", NULL, "name", "\"nobody\"", "" },
    { "default-choice", "{}", NULL, "form", "\"nfkc\"", "" },
    { "default-file", "{}", NULL, "file", NULL, "" },
    { "default-list", "{}", NULL, "words", "[\"a\",\"b\",\"c\"]", "" },
    { "default-list-empty", "{}", NULL, "kinds", "[]", "" },
    { "all-mistakes-at-once", "{flag: 3, count: x, form: y, nmae: z}", NULL, "flag", NULL,
      "1:8+1 option 'flag' takes true or false\n"
      "1:18+1 option 'count' takes a whole number from 1 to 100, not 'x'\n"
      "1:27+1 option 'form' has no choice 'y' | choose from: nfc, nfkc, none\n"
      "1:30+4 unknown option 'nmae' of step 'it' | did you mean 'name'?\n" },
    { "set", "count: 3", "it.count=5", "count", "5", "" },
    { "set-only", "{}", "it.name=x y", "name", "\"x y\"", "" },
    { "set-list", "{}", "it.words=[x, y]", "words", "[\"x\",\"y\"]", "" },
    { "set-empty", "{}", "it.name=", "name", NULL,
      "--set 1:4+4 option 'name' has no value | write \"\" for an empty text, null for none\n" },
    { "set-hides-mistake", "count: x", "it.count=5", "count", "5", "" },
    { "set-mistake", "count: 3", "it.count=five", "count", NULL,
      "--set 1:10+4 option 'count' takes a whole number from 1 to 100, not 'five'\n" },
    { "set-unknown", "{}", "it.cont=5", "count", "10",
      "--set 1:4+4 unknown option 'cont' of step 'it' | did you mean 'count'?\n" },
    { "set-of-another-step", "count: 3", "that.count=5", "count", "3", "" },
    { "set-without-option", "{}", "it=5", "count", "10",
      "--set 1:1+4 'it=5' is not a setting | write STEP.option=value\n" },
    { "set-without-value", "{}", "it.count", "count", "10",
      "--set 1:1+8 'it.count' is not a setting | write STEP.option=value\n" },
    { "set-broken-yaml", "{}", "it.words=[x", "words", "[\"a\",\"b\",\"c\"]",
      "--set 1:12+1 * | the '[' in line 1, column 10 is still open\n" },
};

static void
test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    Fixture fixture = { .self.untouched = 7 };
    g_autoptr(GString) json = g_string_new(NULL);

    fixture_fill(&fixture, &type, cases[i].with, cases[i].setting);

    MillValue *value = mill_value_get(mill_option_store_get_values(fixture.store), cases[i].key);
    g_autofree char *all = messages_list(fixture.report, "f");
    g_autoptr(GString) messages = g_string_new(all);

    g_string_replace(messages, fixture.folder, "DIR", 0);
    if (!g_pattern_match_simple(cases[i].messages, messages->str))
        g_assert_cmpstr(messages->str, ==, cases[i].messages);
    if (value)
        mill_json_append_value(json, value);
    g_string_replace(json, fixture.folder, "DIR", 0);
    g_assert_cmpstr(value ? json->str : NULL, ==, cases[i].json);
    g_assert_cmpint(fixture.self.untouched, ==, 7);
    fixture_clear(&fixture);
}

/* The fields of the struct, which is what a step sees. */
static void
test_fields(void)
{
    Fixture fixture = { 0 };
    g_autofree char *a = NULL;

    fixture_fill(&fixture, &type,
                 "{flag: false, count: 3, share: 1, name: x, form: none, file: a.txt,"
                 " words: y, kinds: [tail], files: [a.txt], rules: {k: 1}}",
                 NULL);
    a = scratch_path(fixture.folder, "a.txt");
    g_assert_cmpuint(mill_report_get_length(fixture.report), ==, 0);
    g_assert_false(fixture.self.flag);
    g_assert_cmpint(fixture.self.count, ==, 3);
    g_assert_cmpfloat(fixture.self.share, ==, 1);
    g_assert_cmpstr(fixture.self.name, ==, "x");
    g_assert_cmpint(fixture.self.form, ==, 2);
    g_assert_cmpstr(fixture.self.file, ==, a);
    g_assert_cmpstr(fixture.self.words[0], ==, "y");
    g_assert_null(fixture.self.words[1]);
    g_assert_cmpstr(fixture.self.kinds[0], ==, "tail");
    g_assert_cmpstr(fixture.self.files[0], ==, a);
    g_assert_null(fixture.self.files[1]);
    g_assert_cmpint(mill_value_get_int(mill_value_get(fixture.self.rules, "k")), ==, 1);
    fixture_clear(&fixture);
}

static void
test_defaults(void)
{
    Fixture fixture = { 0 };

    fixture_fill(&fixture, &type, "", NULL);
    g_assert_cmpuint(mill_report_get_length(fixture.report), ==, 0);
    g_assert_true(fixture.self.flag);
    g_assert_cmpint(fixture.self.count, ==, 10);
    g_assert_cmpstr(fixture.self.name, ==, "nobody");
    g_assert_cmpint(fixture.self.form, ==, 1);
    g_assert_null(fixture.self.file);
    g_assert_cmpstr(fixture.self.words[2], ==, "c");
    g_assert_null(fixture.self.kinds[0]);
    g_assert_null(fixture.self.files[0]);
    g_assert_null(fixture.self.rules);
    fixture_clear(&fixture);
}

static void
test_required(void)
{
    static const MillOption table[] = {
        { .type = MILL_OPTION_TYPE_FILE,
          .flags = MILL_OPTION_REQUIRED,
          .name = "file",
          .offset = G_STRUCT_OFFSET(Step, file),
          .doc = "the dictionary" },
        { .type = MILL_OPTION_TYPE_STRING,
          .flags = MILL_OPTION_REQUIRED,
          .name = "name",
          .offset = G_STRUCT_OFFSET(Step, name) },
        MILL_OPTIONS_END,
    };
    static const MillStepType demanding =
        MILL_STEP_TYPE(.name = "d", .options = table, .options_size = sizeof(Step));
    Fixture fixture = { 0 };

    fixture_fill(&fixture, &demanding, "name: null", NULL);

    g_autofree char *messages = messages_list(fixture.report, "f");

    g_assert_cmpstr(messages, ==,
                    "1:7+4 option 'name' takes a text, not nothing | "
                    "give it a value or remove the line\n"
                    "7:8+9 step 'it' needs the option 'file' | file: the dictionary (file)\n");
    fixture_clear(&fixture);
}

static void
test_no_options(void)
{
    static const MillStepType plain = MILL_STEP_TYPE(.name = "plain");
    Fixture fixture = { 0 };

    fixture_fill(&fixture, &plain, "size: 3", NULL);

    g_autofree char *messages = messages_list(fixture.report, "f");

    g_assert_cmpstr(messages, ==, "1:1+4 unknown option 'size' of step 'it' | it has no options\n");
    fixture_clear(&fixture);
}

static void
test_marks(void)
{
    Fixture fixture = { 0 };

    fixture_fill(&fixture, &type, "{count: 3, name: x}", "it.name=why");
    g_assert_cmpuint(mill_option_store_get_mark(fixture.store, "count").column, ==, 9);
    g_assert_cmpstr(mill_option_store_get_mark(fixture.store, "name").file, ==, "--set");
    g_assert_cmpuint(mill_option_store_get_mark(fixture.store, "name").column, ==, 9);
    g_assert_cmpuint(mill_option_store_get_mark(fixture.store, "flag").line, ==, 7);
    g_assert_cmpuint(mill_option_store_get_mark(fixture.store, NULL).line, ==, 7);
    fixture_clear(&fixture);
}

/* A table made when MillOption had fewer fields. */
static void
test_old_stride(void)
{
    enum { STRIDE = G_STRUCT_OFFSET(MillOption, string_default) };
    guint8 table[3 * STRIDE] G_GNUC_UNUSED __attribute__((aligned(8)));
    MillStepType old = { .size = sizeof old,
                         .option_size = STRIDE,
                         .name = "old",
                         .options = (const MillOption *) table,
                         .options_size = sizeof(Step) };
    const MillOption *option;

    memset(table, 0, sizeof table);
    memcpy(table, &options[0], STRIDE);
    memcpy(table + STRIDE, &options[1], STRIDE);
    option = mill_option_next(&old, NULL);
    g_assert_cmpstr(option->name, ==, "flag");
    option = mill_option_next(&old, option);
    g_assert_cmpstr(option->name, ==, "count");
    g_assert_null(mill_option_next(&old, option));
    g_assert_true(mill_option_find(&old, "count") == option);
    g_assert_null(mill_option_find(&old, "share"));
}

/* ${NAME}, with WHO=me, COUNT=5 and EMPTY= in the environment. */
static const struct {
    const char *name;
    const char *with;
    const char *key;
    const char *json;
    const char *messages;
} environment[] = {
    { "set", "name: ${WHO}", "name", "\"me\"", "" },
    { "inside", "name: a-${WHO}-${WHO}.b", "name", "\"a-me-me.b\"", "" },
    { "number", "count: ${COUNT}", "count", "5", "" },
    { "number-in-quotes", "{count: \"${COUNT}\"}", "count", "5", "" },
    { "number-is-checked", "count: ${WHO}", "count", NULL,
      "1:8+6 option 'count' takes a whole number from 1 to 100, not 'me'\n" },
    { "in-a-list", "words: [a, \"${WHO}\"]", "words", "[\"a\",\"me\"]", "" },
    { "in-a-value", "rules: {k: [\"${WHO}\"]}", "rules", "{\"k\":[\"me\"]}", "" },
    { "default", "name: ${UNSET:-you}", "name", "\"you\"", "" },
    { "default-unused", "name: ${WHO:-you}", "name", "\"me\"", "" },
    { "default-for-empty", "name: ${EMPTY:-you}", "name", "\"you\"", "" },
    { "default-empty", "name: \"${UNSET:-}\"", "name", "\"\"", "" },
    { "empty", "name: x${EMPTY}", "name", "\"x\"", "" },
    { "literal", "name: $${WHO} $$ $WHO $", "name", "\"${WHO} $$ $WHO $\"", "" },
    { "keys-are-left-alone", "rules: {\"${WHO}\": 1}", "rules", "{\"${WHO}\":1}", "" },
    { "unset", "name: ${UNSET}", "name", NULL,
      "1:7+8 the environment variable UNSET is not set | "
      "set it, or give a default: ${UNSET:-default}\n" },
    { "unset-number", "count: ${UNSET}", "count", NULL,
      "1:8+8 the environment variable UNSET is not set | "
      "set it, or give a default: ${UNSET:-default}\n" },
    { "unset-in-a-list", "files: [\"${UNSET}\"]", "files", "[]",
      "1:9+10 the environment variable UNSET is not set | "
      "set it, or give a default: ${UNSET:-default}\n" },
    { "unclosed", "name: ${WHO", "name", NULL, "1:7+5 '${' without '}' | write ${NAME}\n" },
    { "bad-name", "name: ${a b}", "name", NULL,
      "1:7+6 '${a b}' does not name an environment variable | "
      "write ${NAME} or ${NAME:-default}; $${ stands for the characters ${\n" },
    { "placeholder", "name: ${stem}.json", "name", NULL,
      "1:7+12 the environment variable stem is not set | "
      "set it, or give a default: ${stem:-default}\n" },
};

static void
test_environment(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    Fixture fixture = { 0 };
    g_autoptr(GString) json = g_string_new(NULL);

    fixture_fill(&fixture, &type, environment[i].with, NULL);

    MillValue *value =
        mill_value_get(mill_option_store_get_values(fixture.store), environment[i].key);
    g_autofree char *messages = messages_list(fixture.report, "f");

    if (value)
        mill_json_append_value(json, value);
    g_assert_cmpstr(messages, ==, environment[i].messages);
    g_assert_cmpstr(value ? json->str : NULL, ==, environment[i].json);
    fixture_clear(&fixture);
}

/* A node that an alias leads to twice is replaced once: what a variable holds is not looked at. */
static void
test_environment_once(void)
{
    Fixture fixture = { 0 };

    fixture_fill(&fixture, &type, "{name: &n \"$${WHO}\", words: [*n, *n]}", NULL);
    g_assert_cmpuint(mill_report_get_length(fixture.report), ==, 0);
    g_assert_cmpstr(fixture.self.name, ==, "${WHO}");
    g_assert_cmpstr(fixture.self.words[1], ==, "${WHO}");
    fixture_clear(&fixture);
}

int
main(int argc, char **argv)
{
    g_setenv("WHO", "me", TRUE);
    g_setenv("COUNT", "5", TRUE);
    g_setenv("EMPTY", "", TRUE);
    g_unsetenv("UNSET");
    g_unsetenv("stem");
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/option/case/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(environment); i++) {
        g_autofree char *path = g_strconcat("/option/environment/", environment[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_environment);
    }
    g_test_add_func("/option/environment/once", test_environment_once);
    g_test_add_func("/option/fields", test_fields);
    g_test_add_func("/option/defaults", test_defaults);
    g_test_add_func("/option/required", test_required);
    g_test_add_func("/option/no-options", test_no_options);
    g_test_add_func("/option/marks", test_marks);
    g_test_add_func("/option/old-stride", test_old_stride);
    return g_test_run();
}

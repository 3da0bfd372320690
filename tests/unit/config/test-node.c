/* test-node.c - YAML 1.2: values, places, and what is refused. */
#include <textmill/json.h>
#include <textmill/node.h>

#include "config/node-private.h"

#include "messages.h"

#include <glib/gstdio.h>

/* What a text means, as JSON. */
static const struct {
    const char *name;
    const char *yaml;
    const char *json;
} values[] = {
    { "empty", "", "null" },
    { "comment-only", "# nothing\n", "null" },
    { "nulls", "[~, null, Null, NULL, nUll]", "[null,null,null,null,\"nUll\"]" },
    { "bools", "[true, True, TRUE, false, False, FALSE, yes, no, on, tRue]",
      "[true,true,true,false,false,false,\"yes\",\"no\",\"on\",\"tRue\"]" },
    { "ints", "[0, 12, -3, +4, 0x1F, 0o17, 017, 9223372036854775807, -9223372036854775808]",
      "[0,12,-3,4,31,15,17,9223372036854775807,-9223372036854775808]" },
    { "not-ints", "[0x, 0o8, 1_000, +, 12a, -0x1, 0b1]",
      "[\"0x\",\"0o8\",\"1_000\",\"+\",\"12a\",\"-0x1\",\"0b1\"]" },
    { "floats", "[1.5, -.5, 1., 1e3, 1.5E-2, +2.0]", "[1.5,-0.5,1.0,1000.0,0.015,2.0]" },
    { "not-floats", "[., e3, 1e, 1.2.3, -.e1]", "[\".\",\"e3\",\"1e\",\"1.2.3\",\"-.e1\"]" },
    { "not-finite", "[.inf, -.Inf, +.INF, .nan, .NaN]", "[null,null,null,null,null]" },
    { "large-int-is-a-float", "9223372036854775808", "9.223372036854776e+18" },
    { "quoted", "[\"1\", 'true', \"\", '~']", "[\"1\",\"true\",\"\",\"~\"]" },
    { "escapes", "\"a\\tb\\u4e2d\\x41\\n\"", "\"a\\tb中A\\n\"" },
    { "literal", "|\n  a\n   b\n", "\"a\\n b\\n\"" },
    { "folded", ">-\n  a\n  b\n", "\"a b\"" },
    { "map", "a: 1\nb:\n  - x\n  - y: z\n", "{\"a\":1,\"b\":[\"x\",{\"y\":\"z\"}]}" },
    { "empty-values", "a:\nb: ''\nc: []\nd: {}\n", "{\"a\":null,\"b\":\"\",\"c\":[],\"d\":{}}" },
    { "flow", "{ a: [1, {b: c}], \"d\": e }", "{\"a\":[1,{\"b\":\"c\"}],\"d\":\"e\"}" },
    { "number-as-key", "2021: x\ntrue: y\n", "{\"2021\":\"x\",\"true\":\"y\"}" },
    { "alias", "a: &x [1, 2]\nb: *x\nc: &y z\nd: *y\n",
      "{\"a\":[1,2],\"b\":[1,2],\"c\":\"z\",\"d\":\"z\"}" },
    { "anchor-is-replaced", "[&x 1, *x, &x 2, *x]", "[1,1,2,2]" },
    { "core-tags", "[!!str 12, !!int 3, !!float 3, !!bool true, !!seq [a], !!map {}]",
      "[\"12\",3,3.0,true,[\"a\"],{}]" },
    { "merge-is-a-plain-key", "<<: {a: 1}\n", "{\"<<\":{\"a\":1}}" },
    { "chinese", "标题: 第十一章\n", "{\"标题\":\"第十一章\"}" },
    { "byte-order-mark", "\357\273\277a: 1\n", "{\"a\":1}" },
    { "windows-newlines", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", "{\"a\":1,\"b\":\"x\\ny\\n\"}" },
    { "directive", "%YAML 1.2\n---\na: yes\n", "{\"a\":\"yes\"}" },
    { "end-of-document", "a: 1\n...\n", "{\"a\":1}" },
};

static void
test_value(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) node = mill_node_parse("f", values[i].yaml, strlen(values[i].yaml), report);
    g_autoptr(MillValue) value = mill_node_dup_value(node);
    g_autoptr(GString) json = g_string_new(NULL);
    g_autofree char *messages = messages_list(report, "f");

    g_assert_cmpstr(messages, ==, "");
    mill_json_append_value(json, value);
    g_assert_cmpstr(json->str, ==, values[i].json);
}

/* What is refused, where, and what is said. '*' are words of libfyaml, which change. */
static const struct {
    const char *name;
    const char *yaml;
    const char *expected;
} mistakes[] = {
    { "nested-map", "a: b: c\n",
      "1:5+1 * | put a text that holds ': ' into quotes; or is it indented wrong?\n" },
    { "open-list", "a: [1,\n", "1:7+1 * | the '[' in line 1, column 4 is still open\n" },
    { "open-map", "a:\n  {b: c\n", "2:8+1 * | the '{' in line 2, column 3 is still open\n" },
    { "open-quote", "a: \"b\n", "1:5+1 * | is the closing quote missing?\n" },
    { "tab", "a:\n\tb: c\n", "2:1+1 * | indent with spaces\n" },
    { "environment-in-flow", "a: {b: ${HOME}}\n",
      "1:9+1 * | inside { } and [ ], write \"${NAME}\" in quotes\n" },
    { "bad-indentation", "steps:\n- use: a\n with: {}\n",
      "3:2+1 * | this line is indented otherwise than those it belongs to\n" },
    { "at-sign", "a: @b\n", "1:4+1 * | put the value into quotes\n" },
    { "duplicate-keys", "a: 1\nb: 2\na: 3\nb: 4\n",
      "3:1+1 the key 'a' is already set in line 1 | remove one of the two\n4:1+1 the key 'b' is already set in line 2 | remove one of the two\n" },
    { "duplicate-quoted-key", "{a: 1, \"a\": 2}\n",
      "1:8+3 the key 'a' is already set in line 1 | remove one of the two\n" },
    { "list-as-key", "? [a]\n: b\n", "1:3+1 a key must be a word, not a list or map\n" },
    { "unknown-anchor", "a: *nope\n", "1:4+5 there is no anchor '&nope' before this\n" },
    { "anchor-in-itself", "a: &x [*x]\n", "1:8+2 the anchor '&x' contains itself\n" },
    { "unknown-tag", "a: !mine 1\n",
      "1:10+1 unknown tag '!mine' | only the tags of YAML's core schema are known, such as !!str\n" },
    { "tag-that-does-not-fit", "a: !!int x\n",
      "1:10+1 the tag 'tag:yaml.org,2002:int' does not fit this value\n" },
    { "second-document", "a: 1\n---\nb: 2\n",
      "2:1+3 a second document begins here | remove this line and what follows, or put it into a file of its own\n" },
    { "nul-escape", "a: \"x\\0y\"\n",
      "1:4+6 the escapes make a NUL or something that is not a character\n" },
    { "surrogate-escape", "a: \"\\ud800\"\n", "1:5+1 *\n" },
    { "not-utf-8", "a: b\n中\xff: d\n",
      "2:2+1 the byte 0xff is not UTF-8 | convert the file to UTF-8\n" },
};

static void
test_mistake(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) node =
        mill_node_parse("f", mistakes[i].yaml, strlen(mistakes[i].yaml), report);
    g_autofree char *messages = messages_list(report, "f");

    if (!g_pattern_match_simple(mistakes[i].expected, messages))
        g_assert_cmpstr(messages, ==, mistakes[i].expected);
    g_assert_null(node);
}

static void
test_nul_byte(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) node = mill_node_parse("f", "a: b\nc\0d", 8, report);
    g_autofree char *messages = messages_list(report, "f");

    g_assert_null(node);
    g_assert_cmpstr(messages, ==, "2:2+1 the file holds a NUL byte\n");
}

/* Files made to exhaust memory or stack are refused at once. */
static void
test_bombs(void)
{
    static const char *const openers[] = { "[", "{a: ", "- ", "? " };
    g_autoptr(GString) laughs = g_string_new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");

    for (gsize i = 0; i < G_N_ELEMENTS(openers); i++) {
        g_autoptr(MillReport) report = mill_report_new();
        g_autoptr(GString) deep = g_string_new(NULL);

        for (int j = 0; j < 50000; j++)
            g_string_append(deep, openers[i]);
        g_assert_null(mill_node_parse("f", deep->str, deep->len, report));
        g_assert_cmpuint(mill_report_count(report, MILL_SEVERITY_ERROR), ==, 1);
    }
    for (int i = 1; i < 30; i++) {
        g_string_append_printf(laughs, "a%d: &a%d [*a%d", i, i, i - 1);
        for (int j = 1; j < 10; j++)
            g_string_append_printf(laughs, ", *a%d", i - 1);
        g_string_append(laughs, "]\n");
    }

    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) node = mill_node_parse("f", laughs->str, laughs->len, report);
    g_autofree char *messages = messages_list(report, "f");

    g_assert_null(node);
    g_assert_cmpstr(messages, ==, "6:9+1 the file expands to more than 1000000 values\n");
}

static void
test_depth_limit(void)
{
    g_autoptr(GString) yaml = g_string_new(NULL);

    for (int i = 0; i < MILL_NODE_MAX_DEPTH; i++)
        g_string_append_c(yaml, '[');
    for (int i = 0; i < MILL_NODE_MAX_DEPTH; i++)
        g_string_append_c(yaml, ']');

    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) fits = mill_node_parse("f", yaml->str, yaml->len, report);

    g_assert_nonnull(fits);
    g_string_prepend_c(yaml, '[');
    g_string_append_c(yaml, ']');
    g_assert_null(mill_node_parse("f", yaml->str, yaml->len, report));
}

static void
test_marks(void)
{
    static const char yaml[] =
        "标题: { a: \"中文\", bb: [x, 'y'] }\nlist:\n  - |\n    text\n  -\nnone:\n";
    static const struct {
        const char *path[3];
        guint line, column, length;
    } marks[] = {
        { { "标题" }, 1, 5, 1 },        { { "标题", "a" }, 1, 10, 4 },
        { { "标题", "bb" }, 1, 20, 1 }, { { "标题", "bb", "1" }, 1, 24, 3 },
        { { "list", "1" }, 4, 1, 8 },   { { "none" }, 6, 1, 4 },
        { { "list" }, 3, 3, 1 },        { { "list", "0" }, 4, 1, 8 },
    };
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) root = mill_node_parse("f", yaml, strlen(yaml), report);

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const MillNode *node = root;

        for (gsize j = 0; j < 3 && marks[i].path[j]; j++)
            node =
                g_ascii_isdigit(*marks[i].path[j])
                    ? mill_node_get_item(node, (gsize) g_ascii_strtoull(marks[i].path[j], NULL, 10))
                    : mill_node_get(node, marks[i].path[j]);

        MillMark mark = mill_node_get_mark(node);

        g_assert_cmpstr(mark.file, ==, "f");
        g_assert_cmpuint(mark.line, ==, marks[i].line);
        g_assert_cmpuint(mark.column, ==, marks[i].column);
        g_assert_cmpuint(mark.length, ==, marks[i].length);
    }
}

static void
test_getters(void)
{
    static const char yaml[] = "a: 012\nb: [1, {c: d}]\n";
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) root = mill_node_parse("f", yaml, strlen(yaml), report);
    const MillNode *list = mill_node_get(root, "b");

    g_assert_cmpint(mill_node_get_type(root), ==, MILL_TYPE_MAP);
    g_assert_cmpuint(mill_node_get_length(root), ==, 2);
    g_assert_cmpstr(mill_node_get_string(mill_node_get_key(root, 1)), ==, "b");
    g_assert_null(mill_node_get_key(root, 2));
    g_assert_cmpstr(mill_node_get_string(mill_node_get(root, "a")), ==, "012");
    g_assert_null(mill_node_get_string(list));
    g_assert_null(mill_node_get(root, "z"));
    g_assert_null(mill_node_get(list, "a"));
    g_assert_null(mill_node_get_key(list, 0));
    g_assert_true(mill_node_get_item(root, 1) == list);
    g_assert_null(mill_node_get_item(list, 2));
    g_assert_cmpint(mill_node_get_type(NULL), ==, MILL_TYPE_NULL);
    g_assert_cmpuint(mill_node_get_length(NULL), ==, 0);
    g_assert_null(mill_node_get_string(NULL));
    g_assert_null(mill_node_get(NULL, "a"));
    g_assert_cmpuint(mill_node_get_mark(NULL).line, ==, 0);
}

/* Maps with many keys are indexed. */
static void
test_large_map(void)
{
    g_autoptr(GString) yaml = g_string_new(NULL);
    g_autoptr(MillReport) report = mill_report_new();

    for (int i = 0; i < 5000; i++)
        g_string_append_printf(yaml, "key%d: %d\n", i, i);

    g_autoptr(MillNode) root = mill_node_parse("f", yaml->str, yaml->len, report);

    for (int i = 0; i < 5000; i += 7) {
        g_autofree char *key = g_strdup_printf("key%d", i);
        g_autofree char *text = g_strdup_printf("%d", i);

        g_assert_cmpstr(mill_node_get_string(mill_node_get(root, key)), ==, text);
    }
    g_assert_null(mill_node_get(root, "key5000"));
}

static void
test_check_keys(void)
{
    static const char *const known[] = { "name", "steps", NULL };
    static const char yaml[] = "steps: 1\nnmae: x\n\"other\": y\n";
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) root = mill_node_parse("f", yaml, strlen(yaml), report);

    mill_node_check_keys(root, known, "a test", report);

    g_autofree char *messages = messages_list(report, "f");

    g_assert_cmpstr(
        messages, ==,
        "2:1+4 unknown key 'nmae' in a test | did you mean 'name'?\n3:1+7 unknown key 'other' in a test | known are: name, steps\n");
}

static void
test_load(void)
{
    g_autofree char *folder = g_dir_make_tmp("textmill-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.yaml", NULL);
    g_autoptr(MillReport) report = mill_report_new();

    g_assert_null(mill_node_load(path, report));
    g_assert_null(mill_node_load(folder, report));

    g_autofree char *messages = messages_list(report, path);
    g_autofree char *base = g_path_get_basename(folder);
    g_autofree char *expected = g_strdup_printf(
        "cannot read the file: No such file or directory\n%s this is a folder, not a file\n", base);

    g_assert_cmpstr(messages, ==, expected);
    g_assert_true(g_file_set_contents(path, "a: 1\n", -1, NULL));

    g_autoptr(MillNode) node = mill_node_load(path, report);

    g_assert_cmpstr(mill_node_get_string(mill_node_get(node, "a")), ==, "1");
    g_unlink(path);
    g_rmdir(folder);
}

/* Files spoiled at random: there is a tree or a message, never both or neither, nor a crash. */
static void
test_spoiled(void)
{
    static const char *const seeds[] = {
        ("textmill: 1\nsteps:\n  - use: cleanup\n    with: { unicode: nfc, packs: [a, 'b'] }\n"
         "  - use: &a x\n    with: *a\n  - script: \"in\\u4e2dd.lua\"\n"),
        "a: |\n  x\n  y\nb: >-\n  q\n? c\n: d\n!!str 1: !t {a: b, [c]: d}\n...\n",
        "a: 'x''y'\n# 中文\nb: \"\\x41\\n\\\n  z\"\nc: ~\nd: -.inf\nf: [[[{}]]]\n",
    };
    static const char spoilers[] = "{}[]:,-?&*!|>'\"%@`# \n\t\\ab1~.$\xff";
    g_autoptr(GRand) random = g_rand_new_with_seed(20211130);

    for (int i = 0; i < 3000; i++) {
        g_autofree char *text = g_strdup(seeds[i % (int) G_N_ELEMENTS(seeds)]);
        gint32 length = (gint32) strlen(text);
        g_autoptr(MillReport) report = mill_report_new();

        for (gint32 n = g_rand_int_range(random, 1, 9); n > 0; n--) {
            gint32 at = g_rand_int_range(random, 0, length);
            gint32 from = g_rand_int_range(random, 0, length);

            if (n % 3 == 0)
                memmove(text + at, text + from, (gsize) (length - MAX(at, from)));
            else
                text[at] = spoilers[g_rand_int_range(random, 0, sizeof spoilers - 1)];
        }

        g_autoptr(MillNode) node = mill_node_parse("f", text, (gsize) length, report);
        g_autoptr(MillValue) value = mill_node_dup_value(node);
        g_autofree char *messages = mill_report_format(report, FALSE);

        g_assert_nonnull(value);
        g_assert_cmpint(node != NULL, !=, mill_report_count(report, MILL_SEVERITY_ERROR) > 0);
        g_assert_cmpint(*messages != '\0', ==, node == NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *path = g_strconcat("/node/value/", values[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_value);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autofree char *path = g_strconcat("/node/mistake/", mistakes[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_mistake);
    }
    g_test_add_func("/node/mistake/nul-byte", test_nul_byte);
    g_test_add_func("/node/bombs", test_bombs);
    g_test_add_func("/node/depth-limit", test_depth_limit);
    g_test_add_func("/node/marks", test_marks);
    g_test_add_func("/node/getters", test_getters);
    g_test_add_func("/node/large-map", test_large_map);
    g_test_add_func("/node/check-keys", test_check_keys);
    g_test_add_func("/node/load", test_load);
    g_test_add_func("/node/spoiled", test_spoiled);
    return g_test_run();
}

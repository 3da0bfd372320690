#include <textmill/json.h>

#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    const char *in;
    gssize length;
    const char *out;
} strings[] = {
    { "empty", "", -1, "\"\"" },
    { "null-pointer", NULL, 0, "\"\"" },
    { "plain", "plan", -1, "\"plan\"" },
    { "chinese", "第十一章 智慧能源", -1, "\"第十一章 智慧能源\"" },
    { "quote-and-backslash", "a\"b\\c", -1, "\"a\\\"b\\\\c\"" },
    { "short-escapes", "\b\t\n\f\r", -1, "\"\\b\\t\\n\\f\\r\"" },
    { "control", "\x01\x0b\x1f\x7f", -1, "\"\\u0001\\u000b\\u001f\\u007f\"" },
    { "nul", "a\0b", 3, "\"a\\u0000b\"" },
    { "separators", "\xE2\x80\xA8\xE2\x80\xA9", -1, "\"\\u2028\\u2029\"" },
    { "near-separators", "“—”…\xE2\x80\xA7\xE2\x80\xAA€", -1, "\"“—”…\xE2\x80\xA7\xE2\x80\xAA€\"" },
    { "bad-byte", "a\xFFz", -1, "\"a\\ufffdz\"" },
    { "cut-at-end", "中\xE4\xB8", -1, "\"中\\ufffd\"" },
    { "cut-separator", "\xE2\x80", -1, "\"\\ufffd\"" },
    { "cut-by-length", "中", 2, "\"\\ufffd\"" },
    { "surrogate", "\xED\xA0\x80", -1, "\"\\ufffd\\ufffd\\ufffd\"" },
    { "slash-stays", "a/b", -1, "\"a/b\"" },
    { "long-with-one-quote", "0123456789abcdef0123456789abcde\"f", -1,
      "\"0123456789abcdef0123456789abcde\\\"f\"" },
};

static void
test_string(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GString) json = g_string_new(NULL);

    mill_json_append_string(json, strings[i].in, strings[i].length);
    g_assert_cmpstr(json->str, ==, strings[i].out);
}

/* A special byte, or two, at every place of texts of all lengths up to three vector widths. */
static void
test_string_places(void)
{
    for (gsize length = 1; length <= 100; length++)
        for (gsize at = 0; at < length; at++) {
            g_autoptr(GString) json = g_string_new(NULL);
            g_autoptr(GString) wanted = g_string_new("\"");
            g_autofree char *text = g_strnfill(length, 'x');
            gsize other = (at * 7 + length) % length;

            text[at] = text[other] = '\n';
            for (gsize i = 0; i < length; i++)
                g_string_append(wanted, text[i] == '\n' ? "\\n" : "x");
            g_string_append_c(wanted, '"');
            mill_json_append_string(json, text, -1);
            g_assert_cmpstr(json->str, ==, wanted->str);
        }
}

static const struct {
    double number;
    const char *out;
} doubles[] = {
    { 0, "0.0" },
    { -0.0, "-0.0" },
    { 1, "1.0" },
    { -3, "-3.0" },
    { 0.1, "0.1" },
    { 97.5, "97.5" },
    { 1e21, "1e+21" },
    { 1.0 / 3, "0.3333333333333333" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { DBL_MAX, "1.7976931348623157e+308" },
    { NAN, "null" },
    { INFINITY, "null" },
    { -INFINITY, "null" },
};

static void
test_doubles(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);

    for (gsize i = 0; i < G_N_ELEMENTS(doubles); i++) {
        g_autoptr(GString) json = g_string_new(NULL);

        mill_json_append_double(json, doubles[i].number);
        g_assert_cmpstr(json->str, ==, doubles[i].out);
    }
    for (guint i = 0; i < 10000; i++) {
        g_autoptr(GString) json = g_string_new(NULL);
        guint64 bits = (guint64) g_rand_int(rand) << 32 | g_rand_int(rand);
        double number;

        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number))
            continue;
        mill_json_append_double(json, number);
        g_assert_cmpfloat(g_ascii_strtod(json->str, NULL), ==, number);
    }
}

static void
test_ints(void)
{
    static const gint64 numbers[] = { 0, 7, -7, 10, 1234567890123, G_MAXINT64, G_MININT64 };

    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autoptr(GString) json = g_string_new(NULL);
        g_autofree char *expected = g_strdup_printf("%" G_GINT64_FORMAT, numbers[i]);

        mill_json_append_int(json, numbers[i]);
        g_assert_cmpstr(json->str, ==, expected);
    }
}

static void
test_value(void)
{
    g_autoptr(MillValue) map = mill_value_new_map();
    g_autoptr(MillValue) list = mill_value_new_list();
    g_autoptr(MillValue) empty = mill_value_new_map();
    g_autoptr(GString) json = g_string_new("> ");

    mill_value_append_int(list, 1);
    mill_value_append_string(list, "二");
    mill_value_append_string(list, NULL);
    mill_value_append(list, empty);
    mill_value_set_bool(map, "on", TRUE);
    mill_value_set_bool(map, "of\"f", FALSE);
    mill_value_set_double(map, "half", 0.5);
    mill_value_set(map, "list", list);
    mill_json_append_value(json, map);
    g_assert_cmpstr(json->str, ==,
                    "> {\"on\":true,\"of\\\"f\":false,\"half\":0.5,\"list\":[1,\"二\",null,{}]}");
    g_string_truncate(json, 0);
    mill_json_append_value(json, NULL);
    g_assert_cmpstr(json->str, ==, "null");
}

static const struct {
    const char *name;
    guint spaces;
    const char *in;
    const char *out;
} indents[] = {
    { "scalar", 2, " 1 ", "1" },
    { "empty-input", 2, "", "" },
    { "empty-containers", 2, "[ {} , [\n] ]", "[\n  {},\n  []\n]" },
    { "map", 2, "{\"a\":1,\"b\":[true,null]}",
      "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ]\n}" },
    { "strings-are-left-alone", 1, "[\"a, [b]: {\\\"}\",\"\\\\\"]",
      "[\n \"a, [b]: {\\\"}\",\n \"\\\\\"\n]" },
    { "compact", 0, "{ \"a\" : [ 1 , 2 ] }", "{\"a\":[1,2]}" },
    { "unbalanced", 1, "]]}[", "]]}[\n " },
    { "open-string", 1, "[\"a\\", "[\n \"a\\" },
};

static void
test_indent(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GString) json =
        mill_json_indent(indents[i].in, strlen(indents[i].in), indents[i].spaces);

    g_assert_cmpstr(json->str, ==, indents[i].out);
}

/* A hostile depth costs memory in proportion to the input. */
static void
test_indent_deep(void)
{
    g_autofree char *open = g_strnfill(100000, '[');
    g_autoptr(GString) json = mill_json_indent(open, 100000, 8);

    g_assert_cmpuint(json->len, <, 100000 * 600);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setlocale(LC_ALL, "de_DE.UTF-8"); /* a decimal comma, where that is installed */
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++) {
        g_autofree char *path = g_strconcat("/json/string/", strings[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_string);
    }
    g_test_add_func("/json/string-places", test_string_places);
    g_test_add_func("/json/doubles", test_doubles);
    g_test_add_func("/json/ints", test_ints);
    g_test_add_func("/json/value", test_value);
    for (gsize i = 0; i < G_N_ELEMENTS(indents); i++) {
        g_autofree char *path = g_strconcat("/json/indent/", indents[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_indent);
    }
    g_test_add_func("/json/indent-deep", test_indent_deep);
    return g_test_run();
}

/* JSON that is read: values, mistakes with their places, and what was written reads back. */
#include <textmill/json.h>

typedef struct {
    const char *name;
    const char *json;
    const char *expected; /* as JSON again */
} GoodCase;

static const GoodCase good_cases[] = {
    { "null", "null", "null" },
    { "blanks", " \t\r\n[ 1 , 2 ]\n", "[1,2]" },
    { "empty", "[{},[],\"\"]", "[{},[],\"\"]" },
    { "numbers", "[0,-1,1.5,2e3,9223372036854775807,-0]",
      "[0,-1,1.5,2000.0,9223372036854775807,0]" },
    { "large-integer", "18446744073709551616", "1.8446744073709552e+19" },
    { "words", "{\"a\":true,\"b\":false}", "{\"a\":true,\"b\":false}" },
    { "chinese", "{\"标题\":\"规划\"}", "{\"标题\":\"规划\"}" },
    { "escapes", "\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "\"a\\\"\\\\/\\b\\f\\n\\r\\tz\"" },
    { "unicode", "\"\\u667a\\u6167\\u00e9\"", "\"智慧é\"" },
    { "surrogate-pair", "\"\\ud83c\\udf3e\"", "\"🌾\"" },
    { "lone-high", "\"\\ud83cx\"", "\"\uFFFDx\"" },
    { "lone-low", "\"\\udf3e\"", "\"\uFFFD\"" },
    { "high-then-other", "\"\\ud83c\\u0041\"",
      "\"\uFFFD"
      "A\"" },
    { "nul", "\"a\\u0000b\"", "\"a\\u0000b\"" },
    { "nul-in-key", "{\"a\\u0000b\":1}",
      "{\"a\uFFFD"
      "b\":1}" },
    { "bad-byte", "\"a\xFF\"", "\"a\uFFFD\"" },
    { "key-twice", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}" },
};

static void
test_good(gconstpointer data)
{
    const GoodCase *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(MillValue) value = mill_json_parse(c->json, -1, &error);
    g_autoptr(GString) json = g_string_new(NULL);

    g_assert_no_error(error);
    mill_json_append_value(json, value);
    g_assert_cmpstr(json->str, ==, c->expected);
}

typedef struct {
    const char *name;
    const char *json;
    const char *message;
} BadCase;

static const BadCase bad_cases[] = {
    { "nothing", "", "JSON, line 1, column 1: a value is expected" },
    { "word", "nul", "JSON, line 1, column 1: a value is expected" },
    { "open-list", "[1", "JSON, line 1, column 3: ',' or ']' is expected" },
    { "open-map", "{\"a\":1", "JSON, line 1, column 7: ',' or '}' is expected" },
    { "no-key", "{a:1}", "JSON, line 1, column 2: a key is expected" },
    { "no-colon", "{\"a\" 1}", "JSON, line 1, column 6: ':' is expected" },
    { "comma-at-end", "[1,]", "JSON, line 1, column 4: a value is expected" },
    { "open-string", "\"abc", "JSON, line 1, column 5: the string does not end" },
    { "raw-newline", "\"a\nb\"",
      "JSON, line 1, column 3: a control character in a string must be escaped" },
    { "bad-escape", "\"\\x\"", "JSON, line 1, column 3: unknown escape" },
    { "bad-hex", "\"\\u12g4\"", "JSON, line 1, column 6: \\u needs four hexadecimal digits" },
    { "leading-zero", "[01]", "JSON, line 1, column 3: ',' or ']' is expected" },
    { "bare-point", "[1.]", "JSON, line 1, column 4: digits are expected after the point" },
    { "bare-exponent", "1e+", "JSON, line 1, column 4: digits are expected in the exponent" },
    { "two-values", "1\n 2", "JSON, line 2, column 2: more after the value" },
};

static void
test_bad(gconstpointer data)
{
    const BadCase *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(mill_json_parse(c->json, -1, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_DATA);
    g_assert_cmpstr(error->message, ==, c->message);
}

static void
test_depth(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) json = g_string_new(NULL);

    for (guint i = 0; i < MILL_VALUE_MAX_DEPTH; i++)
        g_string_append_c(json, '[');
    for (guint i = 0; i < MILL_VALUE_MAX_DEPTH; i++)
        g_string_append_c(json, ']');
    g_autoptr(MillValue) deepest = mill_json_parse(json->str, -1, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(mill_value_get_depth(deepest), ==, MILL_VALUE_MAX_DEPTH);
    g_string_truncate(json, 0);
    for (guint i = 0; i < 1000000; i++)
        g_string_append_c(json, '[');
    g_assert_null(mill_json_parse(json->str, -1, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_LIMIT);
}

/* Every prefix of a good text is refused, and no byte behind the length is looked at. */
static void
test_prefixes(void)
{
    static const char json[] = "{\"a\":[1.5e-2,\"\\u667a\\ud83c\\udf3e\\n\",true,null,{\"b\":[]}]}";

    for (gsize length = 0; length < sizeof json - 1; length++) {
        g_autofree char *part = g_memdup2(json, length ? length : 1);
        g_autoptr(GError) error = NULL;

        g_assert_null(mill_json_parse(part, (gssize) length, &error));
        g_assert_error(error, MILL_ERROR, MILL_ERROR_DATA);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(good_cases); i++) {
        g_autofree char *path = g_strconcat("/json-parse/good/", good_cases[i].name, NULL);

        g_test_add_data_func(path, &good_cases[i], test_good);
    }
    for (guint i = 0; i < G_N_ELEMENTS(bad_cases); i++) {
        g_autofree char *path = g_strconcat("/json-parse/bad/", bad_cases[i].name, NULL);

        g_test_add_data_func(path, &bad_cases[i], test_bad);
    }
    g_test_add_func("/json-parse/depth", test_depth);
    g_test_add_func("/json-parse/prefixes", test_prefixes);
    return g_test_run();
}

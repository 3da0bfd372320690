#include <textmill/value.h>

#include <math.h>
#include <string.h>

static void
test_scalars(void)
{
    g_autoptr(MillValue) null = mill_value_new_null();
    g_autoptr(MillValue) yes = mill_value_new_bool(7);
    g_autoptr(MillValue) integer = mill_value_new_int(G_MININT64);
    g_autoptr(MillValue) number = mill_value_new_double(0.5);

    g_assert_cmpint(mill_value_get_type(NULL), ==, MILL_TYPE_NULL);
    g_assert_cmpint(mill_value_get_type(null), ==, MILL_TYPE_NULL);
    g_assert_cmpint(mill_value_get_bool(yes), ==, TRUE);
    g_assert_cmpint(mill_value_get_int(integer), ==, G_MININT64);
    g_assert_cmpfloat(mill_value_get_double(integer), ==, -0x1p63);
    g_assert_cmpfloat(mill_value_get_double(number), ==, 0.5);
    /* wrong type, and nothing at all */
    g_assert_cmpint(mill_value_get_int(number), ==, 0);
    g_assert_false(mill_value_get_bool(integer));
    g_assert_null(mill_value_get_string(integer, NULL));
    g_assert_null(mill_value_get(integer, "x"));
    g_assert_null(mill_value_get_item(NULL, 0));
    g_assert_cmpuint(mill_value_get_length(number), ==, 0);
}

static const struct {
    const char *name;
    const char *in;
    gssize length;
    const char *out;
    gsize out_length;
} strings[] = {
    { "plain", "abc", -1, "abc", 3 },
    { "empty", "", -1, "", 0 },
    { "null-pointer", NULL, 0, "", 0 },
    { "prefix", "abc", 2, "ab", 2 },
    { "holds-nul", "a\0b", 3, "a\0b", 3 },
    { "bad-byte", "a\xFFz", -1, "a\xEF\xBF\xBDz", 5 },
    { "bad-bytes-each", "\xFF\xFE", -1, "\xEF\xBF\xBD\xEF\xBF\xBD", 6 },
    { "cut-character-is-one", "\xE4\xB8", -1, "\xEF\xBF\xBD", 3 },
    { "cut-long-character-is-one", "\xF0\x9F\x98z", -1, "\xEF\xBF\xBDz", 4 },
    { "surrogate", "\xED\xA0\x80", -1, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 9 },
    { "overlong", "\xC0\x80", -1, "\xEF\xBF\xBD\xEF\xBF\xBD", 6 },
    { "nul-and-bad", "\0\xFF", 2, "\0\xEF\xBF\xBD", 4 },
};

static void
test_string(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data), length;
    g_autoptr(MillValue) value = mill_value_new_string(strings[i].in, strings[i].length);
    const char *text = mill_value_get_string(value, &length);

    g_assert_cmpmem(text, length, strings[i].out, strings[i].out_length);
    g_assert_cmpint(text[length], ==, '\0');
}

static void
test_list(void)
{
    g_autoptr(MillValue) list = mill_value_new_list();
    g_autoptr(MillValue) item = mill_value_new_bool(TRUE);

    for (gint64 i = 0; i < 100; i++)
        mill_value_append_int(list, i);
    mill_value_append_string(list, "end");
    mill_value_append_string(list, NULL);
    g_assert_true(mill_value_append(list, item));
    g_assert_cmpuint(mill_value_get_length(list), ==, 103);
    g_assert_cmpint(mill_value_get_int(mill_value_get_item(list, 99)), ==, 99);
    g_assert_cmpstr(mill_value_get_string(mill_value_get_item(list, 100), NULL), ==, "end");
    g_assert_cmpint(mill_value_get_type(mill_value_get_item(list, 101)), ==, MILL_TYPE_NULL);
    g_assert_true(mill_value_get_item(list, 102) == item);
    g_assert_null(mill_value_get_item(list, 103));
    g_assert_null(mill_value_get_key(list, 0));
}

static void
test_map(void)
{
    g_autoptr(MillValue) map = mill_value_new_map();

    /* enough for the index, which must follow every change */
    for (gint64 i = 0; i < 50; i++) {
        g_autofree char *key = g_strdup_printf("k%" G_GINT64_FORMAT, i);

        mill_value_set_int(map, key, i);
    }
    mill_value_set_string(map, "k3", "three");
    g_assert_cmpuint(mill_value_get_length(map), ==, 50);
    g_assert_cmpstr(mill_value_get_key(map, 3), ==, "k3");
    g_assert_cmpstr(mill_value_get_string(mill_value_get(map, "k3"), NULL), ==, "three");

    g_assert_true(mill_value_remove(map, "k0"));
    g_assert_false(mill_value_remove(map, "k0"));
    g_assert_cmpstr(mill_value_get_key(map, 2), ==, "k3");
    g_assert_cmpint(mill_value_get_int(mill_value_get(map, "k49")), ==, 49);
    for (gint64 i = 1; i < 48; i++) {
        g_autofree char *key = g_strdup_printf("k%" G_GINT64_FORMAT, i);

        g_assert_true(mill_value_remove(map, key));
        g_assert_null(mill_value_get(map, key));
    }
    g_assert_cmpuint(mill_value_get_length(map), ==, 2);
    g_assert_cmpint(mill_value_get_int(mill_value_get(map, "k48")), ==, 48);
    g_assert_null(mill_value_get_key(map, 2));
}

static void
test_map_keys(void)
{
    g_autoptr(MillValue) map = mill_value_new_map();

    mill_value_set_bool(map, "", TRUE);
    mill_value_set_double(map, "题", 1.5);
    mill_value_set_string(map, "none", NULL);
    mill_value_set_int(map, "bad\xFF", 1);
    mill_value_set_int(map, "bad\xFF", 2);
    g_assert_cmpuint(mill_value_get_length(map), ==, 4);
    g_assert_true(mill_value_get_bool(mill_value_get(map, "")));
    g_assert_cmpfloat(mill_value_get_double(mill_value_get(map, "题")), ==, 1.5);
    g_assert_nonnull(mill_value_get(map, "none"));
    g_assert_cmpint(mill_value_get_int(mill_value_get(map, "bad\xEF\xBF\xBD")), ==, 2);
}

/* A list in a list in a list … */
static MillValue *
nest(guint depth)
{
    MillValue *value = mill_value_new_list();

    for (guint i = 1; i < depth; i++) {
        MillValue *outer = mill_value_new_list();

        g_assert_true(mill_value_append(outer, value));
        mill_value_unref(value);
        value = outer;
    }
    return value;
}

static void
test_depth(void)
{
    g_autoptr(MillValue) deepest = nest(MILL_VALUE_MAX_DEPTH);
    g_autoptr(MillValue) list = mill_value_new_list();
    g_autoptr(MillValue) map = mill_value_new_map();

    g_assert_cmpuint(mill_value_get_depth(NULL), ==, 0);
    g_assert_cmpuint(mill_value_get_depth(list), ==, 1);
    g_assert_cmpuint(mill_value_get_depth(deepest), ==, MILL_VALUE_MAX_DEPTH);
    g_assert_false(mill_value_append(list, deepest));
    g_assert_false(mill_value_set(map, "x", deepest));
    g_assert_cmpuint(mill_value_get_length(list), ==, 0);
    g_assert_cmpuint(mill_value_get_length(map), ==, 0);
}

/* Against the advice of the header, from the outside in: freeing must bear any depth. */
static void
test_free_without_recursion(void)
{
    MillValue *root = mill_value_new_list();
    MillValue *inner = mill_value_ref(root);

    for (guint i = 0; i < 300000; i++) {
        MillValue *next = i % 2 ? mill_value_new_list() : mill_value_new_map();

        if (mill_value_get_type(inner) == MILL_TYPE_LIST)
            g_assert_true(mill_value_append(inner, next));
        else
            g_assert_true(mill_value_set(inner, "in", next));
        mill_value_unref(inner);
        inner = next;
    }
    mill_value_unref(inner);
    mill_value_unref(root);
}

static MillValue *
pair(const char *first, gint64 a, const char *second, double b)
{
    MillValue *map = mill_value_new_map();

    mill_value_set_int(map, first, a);
    mill_value_set_double(map, second, b);
    return map;
}

static void
test_equal(void)
{
    g_autoptr(MillValue) ab = pair("a", 1, "b", 2);
    g_autoptr(MillValue) ba = pair("b", 2, "a", 1);
    g_autoptr(MillValue) ac = pair("a", 1, "c", 2);
    g_autoptr(MillValue) big = mill_value_new_int(G_MAXINT64);
    g_autoptr(MillValue) rounded = mill_value_new_double(0x1p63);
    g_autoptr(MillValue) nan = mill_value_new_double(NAN);
    g_autoptr(MillValue) null = mill_value_new_null();
    g_autoptr(MillValue) empty = mill_value_new_list();
    g_autoptr(MillValue) text = mill_value_new_string("a\0b", 3);
    g_autoptr(MillValue) other = mill_value_new_string("a\0c", 3);

    g_assert_true(mill_value_equal(ab, ba));
    g_assert_false(mill_value_equal(ab, ac));
    g_assert_false(mill_value_equal(big, rounded));
    g_assert_false(mill_value_equal(rounded, big));
    g_assert_true(mill_value_equal(nan, nan));
    g_assert_true(mill_value_equal(null, NULL));
    g_assert_false(mill_value_equal(empty, NULL));
    g_assert_false(mill_value_equal(empty, ab));
    g_assert_false(mill_value_equal(text, other));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/value/scalars", test_scalars);
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++) {
        g_autofree char *path = g_strconcat("/value/string/", strings[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_string);
    }
    g_test_add_func("/value/list", test_list);
    g_test_add_func("/value/map", test_map);
    g_test_add_func("/value/map-keys", test_map_keys);
    g_test_add_func("/value/depth", test_depth);
    g_test_add_func("/value/free-without-recursion", test_free_without_recursion);
    g_test_add_func("/value/equal", test_equal);
    return g_test_run();
}

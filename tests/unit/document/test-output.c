#include <textmill/output.h>

static void
test_parts(void)
{
    g_autoptr(MillOutput) output = mill_output_new();
    GString *tags = mill_output_part(output, "tags", "term,count\n");
    GString *plain = mill_output_part(output, NULL, NULL);

    g_string_append(tags, "wind,1\n");
    g_string_append(plain, "x");
    g_assert_true(mill_output_part(output, "tags", "ignored") == tags);
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, 2);
    g_assert_cmpstr(mill_output_get_part_name(output, 0), ==, "tags");
    g_assert_cmpstr(mill_output_get_preamble(output, 0), ==, "term,count\n");
    g_assert_cmpstr(mill_output_get_bytes(output, 0)->str, ==, "wind,1\n");
    g_assert_null(mill_output_get_part_name(output, 1));
    g_assert_null(mill_output_get_preamble(output, 1));
    g_assert_cmpstr(mill_output_get_bytes(output, 1)->str, ==, "x");
}

static void
test_reset(void)
{
    g_autoptr(MillOutput) output = mill_output_new();

    g_string_append(mill_output_part(output, "a", "p"), "1");
    g_string_append(mill_output_part(output, "b", NULL), "2");
    mill_output_reset(output);
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, 0);
    g_assert_cmpuint(mill_output_part(output, "b", "q")->len, ==, 0);
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, 1);
    g_assert_cmpstr(mill_output_get_part_name(output, 0), ==, "b");
    g_assert_cmpstr(mill_output_get_preamble(output, 0), ==, "q");
    g_assert_cmpuint(mill_output_part(output, NULL, NULL)->len, ==, 0);
    g_assert_null(mill_output_get_part_name(output, 1));
    g_assert_null(mill_output_get_preamble(output, 1));
}

static void
test_many_parts_stay_in_place(void)
{
    g_autoptr(MillOutput) output = mill_output_new();
    GString *first = mill_output_part(output, "0", NULL);

    for (guint i = 0; i < 200; i++) {
        g_autofree char *name = g_strdup_printf("%u", i);

        g_string_append(mill_output_part(output, name, NULL), name);
    }
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, 200);
    g_assert_true(mill_output_get_bytes(output, 0) == first);
    g_assert_cmpstr(mill_output_get_bytes(output, 199)->str, ==, "199");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/output/parts", test_parts);
    g_test_add_func("/output/reset", test_reset);
    g_test_add_func("/output/many-parts-stay-in-place", test_many_parts_stay_in_place);
    return g_test_run();
}

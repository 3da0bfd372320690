/* Whole documents in five languages, by `auto`: golden/NAME.txt gives golden/NAME.outline. */
#include "outline.h"

static void
test_document(gconstpointer data)
{
    const char *path = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL, *expected = NULL, *outline = NULL;
    g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".txt"));
    g_autofree char *outline_path = g_strconcat(stem, ".outline", NULL);

    g_assert_true(g_file_get_contents(path, &text, NULL, &error));
    g_assert_true(g_file_get_contents(outline_path, &expected, NULL, &error));

    g_autoptr(MillDocument) document = outline_process("{}", text);

    outline_check_nesting(document);
    outline = outline_describe(document);
    outline_assert(path, outline, expected);
}

int
main(int argc, char **argv)
{
    const char *folder = g_getenv("TEST_GOLDEN");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint count = 0;
    const char *name;

    g_test_init(&argc, &argv, NULL);
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *test = g_strconcat("/sections/golden/", name, NULL);

        if (!g_str_has_suffix(name, ".txt"))
            continue;
        g_test_add_data_func_full(test, g_build_filename(folder, name, NULL), test_document,
                                  g_free);
        count++;
    }
    g_assert_cmpuint(count, >=, 6);
    return g_test_run();
}

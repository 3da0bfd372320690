/* test-paths.c - where things are in a build tree, and which files can be trusted. */
#include "../run/scratch.h"
#include "plugin/paths.h"

#include <sys/stat.h>

/* This program lies in the build tree, so that is what it finds. */
static void
test_uninstalled(void)
{
    g_autofree char *data = g_path_get_basename(mill_paths_get_plugin_data());
    g_autofree char *scripts = g_path_get_basename(mill_paths_get_scripts());

    g_assert_true(mill_paths_is_uninstalled());
    g_assert_true(g_str_has_prefix(FIXTURES, mill_paths_get_plugins()) ||
                  g_str_has_suffix(mill_paths_get_plugins(), "/plugins"));
    g_assert_true(g_file_test(mill_paths_get_plugins(), G_FILE_TEST_IS_DIR));
    g_assert_cmpstr(data, ==, "plugins");
    g_assert_cmpstr(scripts, ==, "scripts");
}

static void
test_user(void)
{
    g_autofree char *path = mill_paths_dup_user("plugins");

    g_assert_true(g_path_is_absolute(path));
    g_assert_true(g_str_has_suffix(path, "/textmill/plugins"));
}

static const struct {
    const char *name;
    guint mode;
    const char *distrust; /* with '*', or NULL */
} cases[] = {
    { "own", 0644, NULL },
    { "read-only", 0400, NULL },
    { "others-write", 0646, "everybody can write to *; mend it with: chmod go-w *" },
    { "all-write", 0666, "everybody can write to *" },
};

static void
test_trust(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "f");

    scratch_write(folder, "f", "");
    g_assert_cmpint(chmod(path, cases[i].mode), ==, 0);

    g_autofree char *distrust = mill_paths_find_distrust(path);

    if (!cases[i].distrust)
        g_assert_cmpstr(distrust, ==, NULL);
    else if (!distrust || !g_pattern_match_simple(cases[i].distrust, distrust))
        g_assert_cmpstr(distrust, ==, cases[i].distrust);
    scratch_free(folder);
}

static void
test_missing(void)
{
    g_autofree char *distrust = mill_paths_find_distrust("/nowhere/at/all");

    g_assert_cmpstr(distrust, ==, "/nowhere/at/all: No such file or directory");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/paths/trust/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_trust);
    }
    g_test_add_func("/paths/uninstalled", test_uninstalled);
    g_test_add_func("/paths/user", test_user);
    g_test_add_func("/paths/missing", test_missing);
    return g_test_run();
}

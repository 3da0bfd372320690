/* test-catalog.c - which plugin a name means, what is listed, and what is said of the others. */
#include "../run/scratch.h"

#include <textmill/catalog.h>

#include "plugin/paths.h"

#include <sys/stat.h>
#include <unistd.h>

static char *data_home;

/* Puts the fixture @fixture into @folder as @name. */
static void
install(const char *folder, const char *fixture, const char *name)
{
    g_autofree char *from = g_strconcat(FIXTURES "/", fixture, NULL);
    g_autofree char *path = scratch_path(folder, name);
    g_autofree char *bytes = NULL;
    gsize length;

    scratch_write(folder, name, "");
    g_assert_true(g_file_get_contents(from, &bytes, &length, NULL));
    g_assert_true(g_file_set_contents(path, bytes, (gssize) length, NULL));
}

static MillCatalog *
catalog_new(const char *first, const char *second)
{
    const char *const folders[] = { first, second, NULL };

    return mill_catalog_new(folders);
}

/* The entries of a catalog that lie in @folder: "name", "name (problem)" or "file: problem". */
static char *
list(MillCatalog *catalog, const char *folder)
{
    GString *text = g_string_new(NULL);
    gsize n_entries;
    const MillCatalogEntry *entries = mill_catalog_list(catalog, &n_entries);

    for (gsize i = 0; i < n_entries; i++) {
        if (!g_str_has_prefix(entries[i].path, folder))
            continue;
        if (entries[i].type)
            g_string_append(text, entries[i].type->name);
        else
            g_string_append(text, entries[i].path);
        if (entries[i].problem)
            g_string_append_printf(text, " (%s)", entries[i].problem);
        g_string_append_c(text, '\n');
    }
    g_string_replace(text, folder, "DIR", 0);
    return g_string_free(text, FALSE);
}

static void
test_find(void)
{
    char *folder = scratch_new();
    g_autoptr(GError) error = NULL;

    install(folder, "good.so", "good.so");
    install(folder, "better.so", "better/better.so");

    g_autoptr(MillCatalog) catalog = catalog_new(folder, NULL);
    const MillStepType *good = mill_catalog_find(catalog, "good", &error);
    const MillStepType *better = mill_catalog_find(catalog, "better", &error);
    const MillStepType *writer = mill_catalog_find(catalog, "better-writer", &error);

    g_assert_no_error(error);
    g_assert_cmpstr(good->name, ==, "good");
    g_assert_cmpstr(better->name, ==, "better");
    g_assert_cmpint(writer->role, ==, MILL_ROLE_WRITER);
    g_assert_true(mill_catalog_find(catalog, "good", NULL) == good);
    scratch_free(folder);
}

static void
test_unknown(void)
{
    char *folder = scratch_new();
    g_autoptr(GError) error = NULL;

    install(folder, "better.so", "better.so");

    g_autoptr(MillCatalog) catalog = catalog_new(folder, NULL);

    g_assert_null(mill_catalog_find(catalog, "beter-writer", &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_LOAD);
    g_assert_cmpstr(error->message, ==,
                    "there is no step 'beter-writer'; did you mean 'better-writer'?");
    g_clear_error(&error);
    g_assert_null(mill_catalog_find(catalog, "count.lua", &error));
    g_assert_cmpstr(error->message, ==,
                    "there is no step 'count.lua'; for a script, write: script: count.lua");
    g_clear_error(&error);
    g_assert_null(mill_catalog_find(catalog, "../better", &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_LOAD);
    scratch_free(folder);
}

/* The file of the name decides, even if it cannot be loaded: another would give other results. */
static void
test_refused(void)
{
    char *first = scratch_new(), *second = scratch_new();
    g_autoptr(GError) error = NULL;

    install(first, "foreign.so", "good.so");
    install(second, "good.so", "good.so");

    g_autoptr(MillCatalog) catalog = catalog_new(first, second);

    g_assert_null(mill_catalog_find(catalog, "good", &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_ABI);
    g_assert_nonnull(strstr(error->message, "built for plugin ABI 2"));
    g_clear_error(&error);
    /* Asked again, the reason is still known. */
    g_assert_null(mill_catalog_find(catalog, "good", &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_ABI);
    scratch_free(first);
    scratch_free(second);
}

static void
test_order(void)
{
    char *first = scratch_new(), *second = scratch_new();

    install(first, "good.so", "good.so");
    install(second, "good.so", "good.so");
    install(second, "better.so", "better.so");

    g_autoptr(MillCatalog) catalog = catalog_new(first, second);
    g_autofree char *in_first = list(catalog, first);
    g_autofree char *in_second = list(catalog, second);
    g_autofree char *expected =
        g_strdup_printf("better\nbetter-writer\ngood (hidden by %s/good.so)\n"
                        "good-writer (hidden by %s/good.so)\n",
                        first, first);

    g_assert_cmpstr(in_first, ==, "good\ngood-writer\n");
    g_assert_cmpstr(in_second, ==, expected);
    scratch_free(first);
    scratch_free(second);
}

/* A file of the name goes before a file of another name in an earlier folder, so that it does not
 * matter what else was loaded before. */
static void
test_exact_name_first(void)
{
    char *first = scratch_new(), *second = scratch_new();

    install(first, "good.so", "a.so");
    install(second, "good.so", "good.so");

    g_autoptr(MillCatalog) catalog = catalog_new(first, second);
    g_autofree char *in_first = list(catalog, first);
    g_autofree char *in_second = list(catalog, second);
    g_autofree char *expected =
        g_strdup_printf("good (hidden by %s/good.so)\ngood-writer\n", second);

    g_assert_cmpstr(in_first, ==, expected);
    g_assert_true(g_str_has_prefix(in_second, "good\n"));
    scratch_free(first);
    scratch_free(second);
}

static void
test_list_problems(void)
{
    char *folder = scratch_new();
    g_autofree char *missing = scratch_path(folder, "missing");

    install(folder, "good.so", "good.so");
    install(folder, "no-entry.so", "b.so");
    scratch_write(folder, "a.so", "text");
    scratch_write(folder, "README", "not looked at");
    scratch_write(folder, "deep/er/c.so", "not looked at");

    g_autoptr(MillCatalog) catalog = catalog_new(folder, missing);
    g_autofree char *entries = list(catalog, folder);

    if (!g_pattern_match_simple("good\ngood-writer\n"
                                "DIR/a.so (DIR/a.so: this is not a shared object *)\n"
                                "DIR/b.so (DIR/b.so: this is not a textmill plugin: *)\n"
                                "DIR/missing (*)\n",
                                entries))
        g_assert_cmpstr(entries, ==, "");
    scratch_free(folder);
}

static void
test_environment(void)
{
    char *folder = scratch_new();
    g_autofree char *variable = g_strconcat("relative::", folder, NULL);
    g_autoptr(GError) error = NULL;

    install(folder, "good.so", "good.so");
    g_setenv("TEXTMILL_PLUGIN_PATH", variable, TRUE);

    g_autoptr(MillCatalog) catalog = mill_catalog_new(NULL);
    g_autofree char *relative = list(catalog, "relative");

    g_unsetenv("TEXTMILL_PLUGIN_PATH");
    g_assert_nonnull(mill_catalog_find(catalog, "good", &error));
    g_assert_no_error(error);
    g_assert_nonnull(strstr(relative, "is not an absolute path"));
    scratch_free(folder);
}

static void
test_user_folder(void)
{
    g_autoptr(GError) error = NULL;

    install(data_home, "good.so", "textmill/plugins/good.so");

    g_autoptr(MillCatalog) catalog = mill_catalog_new(NULL);

    g_assert_nonnull(mill_catalog_find(catalog, "good", &error));
    g_assert_no_error(error);
}

/* The working directory is not searched. */
static void
test_working_directory(void)
{
    char *folder = scratch_new();
    g_autofree char *before = g_get_current_dir();
    g_autoptr(GError) error = NULL;

    install(folder, "better.so", "better.so");
    g_assert_cmpint(chdir(folder), ==, 0);

    g_autoptr(MillCatalog) catalog = mill_catalog_new(NULL);

    g_assert_null(mill_catalog_find(catalog, "better", &error));
    g_assert_cmpint(chdir(before), ==, 0);
    scratch_free(folder);
}

int
main(int argc, char **argv)
{
    umask(022);
    data_home = scratch_new();
    g_setenv("XDG_DATA_HOME", data_home, TRUE);
    g_unsetenv("TEXTMILL_PLUGIN_PATH");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/catalog/find", test_find);
    g_test_add_func("/catalog/unknown", test_unknown);
    g_test_add_func("/catalog/refused", test_refused);
    g_test_add_func("/catalog/order", test_order);
    g_test_add_func("/catalog/exact-name-first", test_exact_name_first);
    g_test_add_func("/catalog/list-problems", test_list_problems);
    g_test_add_func("/catalog/environment", test_environment);
    g_test_add_func("/catalog/working-directory", test_working_directory);
    g_test_add_func("/catalog/user-folder", test_user_folder);

    int status = g_test_run();

    scratch_free(data_home);
    return status;
}

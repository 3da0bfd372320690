/* test - runs the tests of scripts. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    gboolean tap;
    guint passed;
    guint failed;
    guint refused;      /* scripts that cannot be loaded, or have no tests */
    const char *script; /* whose tests are running */
} TestState;

static void
print_indented(FILE *stream, const char *prefix, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i]; i++)
        if (*lines[i])
            fprintf(stream, "%s%s\n", prefix, lines[i]);
}

static void
on_test(const char *name, const char *problem, gpointer data)
{
    TestState *state = data;

    if (problem)
        state->failed++;
    else
        state->passed++;
    if (state->tap) {
        printf("%sok %u %s: %s\n", problem ? "not " : "", state->passed + state->failed,
               state->script, name);
        print_indented(stdout, "#   ", problem ? problem : "");
    } else if (problem) {
        printf("FAILED %s: %s\n", state->script, name);
        print_indented(stdout, "    ", problem);
    }
}

static void
test_script(TestState *state, const char *path)
{
    guint before = state->passed + state->failed;
    g_autoptr(GError) error = NULL;

    state->script = path;
    if (!mill_script_test(path, on_test, state, &error)) {
        state->refused++;
        cli_fail(CLI_USAGE, "%s", error->message);
        return;
    }
    guint n = state->passed + state->failed - before;
    if (!state->tap)
        printf("%s: %u test%s\n", path, n, n == 1 ? "" : "s");
}

static gboolean
is_script(const char *name)
{
    return g_str_has_suffix(name, ".lua") && !g_str_has_suffix(name, "_test.lua");
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Every script of the folder, in the order of their names. */
static gboolean
test_folder(TestState *state, const char *path, GDir *folder)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    for (const char *name; (name = g_dir_read_name(folder));)
        if (is_script(name))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *script = g_build_filename(path, names->pdata[i], NULL);
        test_script(state, script);
    }
    return names->len > 0;
}

static void
test_path(TestState *state, const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

    if (!folder) {
        test_script(state, path);
    } else if (!test_folder(state, path, folder)) {
        state->refused++;
        cli_fail(CLI_USAGE, "%s: no scripts in this folder", path);
    }
}

static CliExit
test_run(int argc, char **argv)
{
    TestState state = { 0 };
    const GOptionEntry entries[] = {
        { "tap", 0, 0, G_OPTION_ARG_NONE, &state.tap, "print TAP, for other programs", NULL },
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_test, entries, &argc, &argv, &exit))
        return exit;
    if (argc < 2)
        return cli_usage(&cli_test, "name a script or a folder of scripts");
    for (int i = 1; i < argc; i++)
        test_path(&state, argv[i]);
    if (state.tap)
        printf("1..%u\n", state.passed + state.failed);
    else
        printf("%u passed, %u failed\n", state.passed, state.failed);
    return state.refused > 0 ? CLI_USAGE : state.failed > 0 ? CLI_SOME_FAILED : CLI_DONE;
}

const CliCommand cli_test = {
    .name = "test",
    .usage = "SCRIPT|FOLDER...",
    .summary = "Run the tests of scripts",
    .help =
        "Tests stand in NAME_test.lua beside NAME.lua, or in the script's table as `tests`. Of a\n"
        "folder, every script in it is tested. The exit status is 1 if a test fails, 2 if a\n"
        "script cannot be loaded or has no tests.\n"
        "\n"
        "Example:\n"
        "  textmill test scripts/\n",
    .run = test_run,
};

/* retry - does again what failed in a run. */
#include "cli/cli.h"

#include <errno.h>
#include <unistd.h>

/* Whether @word of the run is about what it shows, or about a run before it. */
static gboolean
is_passing(const char *word)
{
    static const char *const passing[] = { "--stats", "--quiet",  "-q", "--watch",
                                           "--force", "--resume", NULL };

    return g_strv_contains(passing, word);
}

/* The words of the run, and what is said now. Their strings live as long as the program. */
static GPtrArray *
join_arguments(char **recorded, int argc, char **argv)
{
    GPtrArray *words = g_ptr_array_new();

    for (; *recorded; recorded++)
        if (!is_passing(*recorded))
            g_ptr_array_add(words, (gpointer) g_intern_string(*recorded));
    for (int i = 2; i < argc; i++)
        g_ptr_array_add(words, argv[i]);
    g_ptr_array_add(words, NULL);
    return words;
}

static CliExit
retry_run(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) recorded = NULL;
    g_autofree char *folder = NULL;
    g_autofree char *output = NULL;

    /* What stands behind the folder are options of run. */
    if (argc < 2 || argv[1][0] == '-') {
        const GOptionEntry entries[] = { { NULL } };
        CliExit exit = CLI_DONE;

        if (!cli_parse(&cli_retry, entries, &argc, &argv, &exit))
            return exit;
        return cli_usage(&cli_retry, "name the folder of a run's results");
    }
    output = g_canonicalize_filename(argv[1], NULL);
    if (!mill_ledger_get_call(output, &recorded, &folder, &error))
        return cli_fail(CLI_USAGE, "%s", error->message);
    if (chdir(folder) < 0)
        return cli_fail(CLI_USAGE, "the run was started in '%s': %s", folder, g_strerror(errno));
    g_autoptr(GPtrArray) words = join_arguments(recorded, argc, argv);

    return cli_run_retry(output, (int) words->len - 1, (char **) words->pdata);
}

const CliCommand cli_retry = {
    .name = "retry",
    .usage = "DIR [OPTION OF RUN...]",
    .summary = "Do again what failed in a run",
    .help =
        "DIR is the results folder of a run. Its quarantined documents go through the pipeline\n"
        "again, as it is now, with the inputs and options of that run, and those given behind\n"
        "DIR. Their results take the places that they would have had; all others stay.\n"
        "\n"
        "Exit status: as of run.\n"
        "\n"
        "Examples:\n"
        "  textmill retry out\n"
        "  textmill retry out --timeout 60\n",
    .run = retry_run,
};

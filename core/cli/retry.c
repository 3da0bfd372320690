/* retry - does again what failed in a run. */
#include "cli/again.h"

static CliExit
retry_run(int argc, char **argv)
{
    /* What stands behind the folder are options of run. */
    if (argc < 2 || argv[1][0] == '-') {
        const GOptionEntry entries[] = { { NULL } };
        CliExit exit = CLI_DONE;

        if (!cli_parse(&cli_retry, entries, &argc, &argv, &exit))
            return exit;
        return cli_usage(&cli_retry, "name the folder of a run's results");
    }
    g_autofree char *output = g_canonicalize_filename(argv[1], NULL);

    return cli_again(output, output, NULL, argv + 2);
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

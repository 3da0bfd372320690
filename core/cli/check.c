/* check - says whether pipeline files are right, without reading a document. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static CliExit
check_one(const char *path)
{
    g_autoptr(MillPipeline) pipeline = cli_load_pipeline(path);

    if (!pipeline)
        return CLI_USAGE;
    gsize steps = mill_pipeline_get_n_steps(pipeline);
    printf("%s: ok (%" G_GSIZE_FORMAT " step%s)\n", path, steps, steps == 1 ? "" : "s");
    return CLI_DONE;
}

static CliExit
check_run(int argc, char **argv)
{
    const GOptionEntry entries[] = {
        CLI_SET_ENTRY,
        CLI_PLUGIN_DIR_ENTRY,
        CLI_SCRIPT_DIR_ENTRY,
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_check, entries, &argc, &argv, &exit))
        return exit;
    if (argc < 2)
        return cli_usage(&cli_check, "name a pipeline file");
    for (int i = 1; i < argc; i++) {
        CliExit one = check_one(argv[i]);
        exit = MAX(exit, one);
    }
    return exit;
}

const CliCommand cli_check = {
    .name = "check",
    .usage = "PIPELINE...",
    .summary = "Say whether pipeline files are right",
    .help =
        "Reads no document. Every mistake is shown with its place in the file; the exit status\n"
        "is 2 if there is one. PIPELINE may be - for standard input.\n"
        "\n"
        "Example:\n"
        "  textmill check plan.yaml\n",
    .run = check_run,
};

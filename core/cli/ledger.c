/* ledger - what became of each document of a run. */
#include "cli/cli.h"

#include <string.h>

static gboolean
print_line(const char *line, gpointer data)
{
    const gboolean *failed = data;

    /* In a JSON string every quote is escaped, so this can only be the key. */
    if (*failed && !strstr(line, ",\"outcome\":\"quarantined\""))
        return TRUE;
    return puts(line) >= 0;
}

static CliExit
ledger_run(int argc, char **argv)
{
    gboolean failed = FALSE;
    const GOptionEntry entries[] = {
        { "failed", 0, 0, G_OPTION_ARG_NONE, &failed, "only documents that were quarantined",
          NULL },
        { NULL },
    };
    g_autoptr(GError) error = NULL;
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_ledger, entries, &argc, &argv, &exit))
        return exit;
    if (argc != 2)
        return cli_usage(&cli_ledger, "name the folder of a run's results");
    if (!mill_ledger_list(argv[1], print_line, &failed, &error) && error)
        return cli_fail(CLI_USAGE, "%s", error->message);
    return CLI_DONE;
}

const CliCommand cli_ledger = {
    .name = "ledger",
    .usage = "DIR",
    .summary = "Tell what became of each document of a run",
    .help = "DIR is the results folder of a run. Prints JSON lines: one for the run, one for each\n"
            "document in input order, one for the end. They are the same for every -j.\n"
            "The ledger itself, DIR/ledger.sqlite, holds more: times, sizes, how far a run got.\n"
            "\n"
            "Examples:\n"
            "  textmill ledger out --failed\n"
            "  textmill ledger out | jq -r 'select(.outcome == \"dropped\") | .id'\n",
    .run = ledger_run,
};

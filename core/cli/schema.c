/* schema - prints JSON Schemas, for editors and for readers of the results. */
#include "cli/cli.h"
#include "cli/files.h"

#include <stdio.h>

static CliExit
schema_run(int argc, char **argv)
{
    gboolean document = FALSE;
    const GOptionEntry entries[] = {
        { "document", 0, 0, G_OPTION_ARG_NONE, &document, "of what the json step writes instead",
          NULL },
        CLI_PLUGIN_DIR_ENTRY,
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_schema, entries, &argc, &argv, &exit))
        return exit;
    if (argc > 1)
        return cli_usage(&cli_schema, "takes no argument such as '%s'", argv[1]);
    if (document) {
        fputs(cli_file_find("document.schema.json"), stdout);
        return CLI_DONE;
    }
    g_autoptr(MillCatalog) catalog = cli_new_catalog();
    g_autofree char *schema = mill_pipeline_schema(catalog);
    puts(schema);
    return CLI_DONE;
}

const CliCommand cli_schema = {
    .name = "schema",
    .usage = "",
    .summary = "Print the JSON Schema of pipeline files or of results",
    .help =
        "The schema of pipeline files knows every step that 'textmill inspect' lists, so that an\n"
        "editor can complete and check them.\n"
        "\n"
        "Example:\n"
        "  textmill schema > textmill.schema.json\n"
        "  # and, as the first line of plan.yaml:\n"
        "  # yaml-language-server: $schema=textmill.schema.json\n",
    .run = schema_run,
};

/* tool.c - commands that steps bring along, such as `textmill dict`. */
#include "cli/cli.h"

#include <string.h>

static const MillTool *
tool_find(MillCatalog *catalog, const char *name)
{
    gsize n;
    const MillCatalogEntry *entries = mill_catalog_list(catalog, &n);

    for (gsize i = 0; i < n; i++)
        if (!entries[i].problem && entries[i].type->tool &&
            (entries[i].type->tool->run || entries[i].type->tool->run_terminal) &&
            strcmp(entries[i].type->tool->name, name) == 0)
            return entries[i].type->tool;
    return NULL;
}

void
cli_tool_list(FILE *stream)
{
    g_autoptr(MillCatalog) catalog = cli_new_catalog();
    gsize n;
    const MillCatalogEntry *entries = mill_catalog_list(catalog, &n);

    for (gsize i = 0; i < n; i++)
        if (!entries[i].problem && entries[i].type->tool)
            fprintf(stream, "  %-9s %s\n", entries[i].type->tool->name,
                    entries[i].type->tool->summary);
}

static void
tool_print_help(const MillTool *tool)
{
    printf("Usage: textmill %s %s\n\n%s\n\n%s", tool->name, tool->usage ? tool->usage : "",
           tool->summary, tool->help ? tool->help : "");
}

static CliExit
tool_run(const MillTool *tool, char **arguments)
{
    g_autoptr(GString) output = g_string_new(NULL);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GError) error = NULL;
    const MillTerminal terminal = { .colour = cli_wants_colour(stdout),
                                    .width = cli_get_width(stdout) };
    gboolean done =
        tool->run_terminal
            ? tool->run_terminal((const char *const *) arguments, &terminal, output, report, &error)
            : tool->run((const char *const *) arguments, output, report, &error);
    g_autofree char *messages = mill_report_format(report, cli_wants_colour(stderr));

    fputs(messages, stderr);
    fwrite(output->str, 1, output->len, stdout);
    if (done)
        return CLI_DONE;
    if (error && g_error_matches(error, MILL_ERROR, MILL_ERROR_OPTION))
        fprintf(stderr, "textmill %s: %s\nSee 'textmill %s --help'.\n", tool->name, error->message,
                tool->name);
    else if (error)
        fprintf(stderr, "textmill %s: %s\n", tool->name, error->message);
    return CLI_USAGE;
}

gboolean
cli_tool_run(char **argv, CliExit *exit)
{
    g_autoptr(MillCatalog) catalog = cli_new_catalog();
    const MillTool *tool = tool_find(catalog, argv[0]);

    if (!tool)
        return FALSE;
    *exit = CLI_DONE;
    for (char **argument = argv + 1; *argument; argument++)
        if (strcmp(*argument, "--help") == 0 || strcmp(*argument, "-h") == 0) {
            tool_print_help(tool);
            return TRUE;
        }
    *exit = tool_run(tool, argv + 1);
    return TRUE;
}

/* common - options and messages, for all commands. */
#include "cli/cli.h"

#include <stdarg.h>
#include <string.h>

CliPipelineOptions cli_pipeline_options;

static const char *
suggest_option(const char *word, const GOptionEntry *entries)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (; entries->long_name; entries++)
        if (*entries->long_name)
            g_ptr_array_add(names, (gpointer) entries->long_name);
    g_ptr_array_add(names, NULL);
    return mill_suggest(word, (const char *const *) names->pdata);
}

static CliExit
report_option_error(const CliCommand *command, const GOptionEntry *entries, const GError *error)
{
    const char *unknown = strstr(error->message, " --");

    if (!g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !unknown)
        return cli_usage(command, "%s", error->message);
    g_autofree char *word = g_strdup(unknown + strlen(" --"));
    word[strcspn(word, "=")] = '\0';
    const char *close = suggest_option(word, entries);
    if (close)
        return cli_usage(command, "unknown option '--%s'; did you mean '--%s'?", word, close);
    return cli_usage(command, "unknown option '--%s'", word);
}

static void
print_help(GOptionContext *context, const CliCommand *command)
{
    g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
    const char *options = strchr(help, '\n'); /* what comes first says "Usage: PROGRAM [OPTION…]" */

    printf("Usage: textmill %s [OPTION...] %s\n", command->name, command->usage);
    fputs(options && options[1] ? options + 1 : "", stdout);
    fputs(command->help, stdout);
}

/* `-j4` and `-oDIR`, which GOption does not know, become `--jobs=4` and `--output=DIR`: words that
 * live as long as the others. */
static void
spread_short_values(const GOptionEntry *entries, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *word = argv[i];

        if (word[0] != '-' || word[1] == '-' || word[1] == '\0' || word[2] == '\0')
            continue;
        for (const GOptionEntry *entry = entries; entry->long_name; entry++) {
            if (entry->short_name != word[1] || entry->arg == G_OPTION_ARG_NONE)
                continue;
            g_autofree char *spread = g_strconcat("--", entry->long_name, "=", word + 2, NULL);
            argv[i] = (char *) g_intern_string(spread);
        }
    }
}

gboolean
cli_parse(const CliCommand *command, const GOptionEntry *entries, int *argc, char ***argv,
          CliExit *exit)
{
    gboolean help = FALSE;
    const GOptionEntry help_entry[] = {
        { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "show this help", NULL },
        { NULL },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(command->usage);
    g_autofree char *summary = g_strconcat(command->summary, ".", NULL);
    g_autoptr(GError) error = NULL;

    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_summary(context, summary);
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_add_main_entries(context, help_entry, NULL);
    spread_short_values(entries, *argc, *argv);
    if (!g_option_context_parse(context, argc, argv, &error)) {
        *exit = report_option_error(command, entries, error);
        return FALSE;
    }
    if (help) {
        print_help(context, command);
        *exit = CLI_DONE;
        return FALSE;
    }
    /* GOption leaves the `--` that ends the options where something like an option follows. */
    for (int i = 1; i < *argc; i++) {
        if (strcmp((*argv)[i], "--") != 0)
            continue;
        memmove(*argv + i, *argv + i + 1, (size_t) (*argc - i) * sizeof(char *));
        (*argc)--;
        break;
    }
    return TRUE;
}

CliExit
cli_usage(const CliCommand *command, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "textmill %s: ", command->name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nSee 'textmill %s --help'.\n", command->name);
    return CLI_USAGE;
}

CliExit
cli_fail(CliExit exit, const char *format, ...)
{
    va_list arguments;

    fputs("textmill: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return exit;
}

MillCatalog *
cli_new_catalog(void)
{
    return mill_catalog_new((const char *const *) cli_pipeline_options.plugin_dirs);
}

MillPipeline *
cli_load_pipeline(const char *path)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillCatalog) catalog = cli_new_catalog();
    const MillPipelineOptions options = {
        .catalog = catalog,
        .settings = (const char *const *) cli_pipeline_options.settings,
        .script_dirs = (const char *const *) cli_pipeline_options.script_dirs,
        .stream = cli_pipeline_options.stream,
        .script = cli_pipeline_options.script,
    };
    MillPipeline *pipeline = mill_pipeline_load(path, &options, report);

    if (mill_report_get_length(report) > 0) {
        g_autofree char *messages = mill_report_format(report, cli_wants_colour(stderr));
        fputs(messages, stderr);
    }
    return pipeline;
}

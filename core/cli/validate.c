/* validate - takes a plugin's steps through their lives against hostile documents. */
#include "cli/cli.h"

#include <stdio.h>

static char *step_name;
static char **documents;
static char **settings;
static gboolean only_documents;
static gint timeout_s;

static void
print_where(const MillFinding *finding)
{
    if (!finding->document)
        return;
    printf("      document '%s'", finding->document);
    if (finding->more > 0)
        printf(" and %u other%s", finding->more, finding->more == 1 ? "" : "s");
    putchar('\n');
}

static void
print_finding(const MillFinding *finding)
{
    printf("  %s: %s\n", finding->code, finding->message);
    print_where(finding);
    if (finding->hint)
        printf("      %s\n", finding->hint);
}

static void
print_step(const MillValidation *validation, const MillValidatedStep *step)
{
    const MillStepType type = { .role = step->role };

    printf("%s (%s): ", step->name, cli_role_name(&type));
    if (step->findings == 0)
        printf("ok");
    else
        printf("%u problem%s", step->findings, step->findings == 1 ? "" : "s");
    printf(", %" G_GSIZE_FORMAT " document%s%s\n", step->documents, step->documents == 1 ? "" : "s",
           step->complete ? "" : "; the rest was not tried");
    for (gsize i = 0; i < mill_validation_get_n_findings(validation); i++) {
        const MillFinding *finding = mill_validation_get_finding(validation, i);

        if (g_strcmp0(finding->step, step->name) == 0)
            print_finding(finding);
    }
}

static CliExit
validate_one(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(MillValidation) validation = mill_validate(
        &(MillValidateOptions){
            .path = path,
            .step = step_name,
            .settings = (const char *const *) settings,
            .documents = (const char *const *) documents,
            .only_documents = only_documents,
            .timeout_ms = (guint) timeout_s * 1000,
        },
        &error);

    if (!validation)
        return cli_fail(CLI_USAGE, "%s", error->message);
    for (gsize i = 0; i < mill_validation_get_n_steps(validation); i++)
        print_step(validation, mill_validation_get_step(validation, i));
    return mill_validation_get_n_findings(validation) > 0 ? CLI_SOME_FAILED : CLI_DONE;
}

static CliExit
validate_run(int argc, char **argv)
{
    const GOptionEntry entries[] = {
        { "step", 0, 0, G_OPTION_ARG_STRING, &step_name, "check this step of the plugin only",
          "NAME" },
        { "document", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &documents,
          "try this file as well (may be repeated)", "FILE" },
        { "only-documents", 0, 0, G_OPTION_ARG_NONE, &only_documents,
          "try nothing but the files of --document", NULL },
        { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &settings,
          "set an option of a step (may be repeated)", "[STEP.]OPTION=VALUE" },
        { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s,
          "a call that takes longer hangs (default: 30)", "SECONDS" },
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_validate, entries, &argc, &argv, &exit))
        return exit;
    if (argc < 2)
        return cli_usage(&cli_validate, "name a plugin file");
    if (only_documents && !documents)
        return cli_usage(&cli_validate, "--only-documents needs --document FILE");
    if (timeout_s < 0 || timeout_s > 86400)
        return cli_usage(&cli_validate, "--timeout takes 1 to 86400 seconds");
    for (int i = 1; i < argc; i++) {
        CliExit one = validate_one(argv[i]);

        exit = MAX(exit, one);
    }
    return exit;
}

const CliCommand cli_validate = {
    .name = "validate",
    .usage = "PLUGIN.so...",
    .summary = "Try a plugin's steps on hostile documents",
    .help =
        "Each step is configured, given documents that steps stumble over (empty, huge, all kinds\n"
        "of Unicode, annotations at all edges), in several orders and instances, and closed, in a\n"
        "process of its own that watches for crashes, hangs, leaks, misused memory, bad spans and\n"
        "results that differ. Each kind of mistake is shown once, with its first document.\n"
        "The exit status is 1 if anything was found, 2 if the plugin cannot be tried.\n"
        "\n"
        "Example:\n"
        "  textmill validate build/word-count.so --set word=energy --document sample.txt\n",
    .run = validate_run,
};

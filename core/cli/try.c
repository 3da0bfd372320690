/* try - runs one script on one document and shows what it did. */
#include "cli/cli.h"
#include "cli/explain.h"

#include <string.h>

static CliExit
try_run(int argc, char **argv)
{
    g_autofree char *after = NULL;
    gboolean all = FALSE;
    const GOptionEntry entries[] = {
        { "after", 0, 0, G_OPTION_ARG_FILENAME, &after,
          "run the stages of this pipeline first (sections, tags, …)", "PIPELINE" },
        { "all", 0, 0, G_OPTION_ARG_NONE, &all, "show every change, not the first 20", NULL },
        CLI_SET_ENTRY,
        CLI_PLUGIN_DIR_ENTRY,
        CLI_SCRIPT_DIR_ENTRY,
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_try, entries, &argc, &argv, &exit))
        return exit;
    if (argc != 3)
        return cli_usage(&cli_try, "name a script and one document");

    /* Here, or where `script:` of a pipeline finds it. */
    g_autofree char *script = g_canonicalize_filename(argv[1], NULL);
    gboolean here = strchr(argv[1], G_DIR_SEPARATOR) || g_file_test(script, G_FILE_TEST_EXISTS);

    cli_pipeline_options.script = here ? script : argv[1];

    g_autoptr(MillPipeline) pipeline = cli_load_pipeline(after);

    return pipeline ? explain_document(pipeline, argv[2], "try", FALSE, all) : CLI_USAGE;
}

const CliCommand cli_try = {
    .name = "try",
    .usage = "SCRIPT DOCUMENT",
    .summary = "Run one script on one document and show what it did",
    .help =
        "Shows the annotations, records, metadata and changes of the text that the script made,\n"
        "as 'textmill explain' does, and the first lines that a writer would write; no file is\n"
        "written. Of a corpus step, it is what finish() makes of this document alone. The script\n"
        "is the step 'try', for --set.\n"
        "What it reads from other steps has to be there: --after names a pipeline whose stages\n"
        "run before it. DOCUMENT may be - for standard input,\n"
        "or an item of a file of many: part.jsonl:41, dump.tar!a/b.txt.\n"
        "\n"
        "Examples:\n"
        "  textmill try words.lua page.txt --set try.minimum=3\n"
        "  textmill try indicators.lua page.txt --after plan.yaml\n",
    .run = try_run,
};

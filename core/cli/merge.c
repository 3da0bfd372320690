/* merge - puts the shards of a run together. */
#include "cli/again.h"

static CliExit
merge_run(int argc, char **argv)
{
    g_autofree char *output = NULL;
    gboolean force = FALSE, quiet = FALSE;
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "folder for the results (default: out)",
          "DIR" },
        { "force", 0, 0, G_OPTION_ARG_NONE, &force,
          "write into a folder that textmill did not make", NULL },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "no progress, no summary", NULL },
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_merge, entries, &argc, &argv, &exit))
        return exit;
    if (argc < 2)
        return cli_usage(&cli_merge, "name the folders of all shards");
    g_autofree char *into = g_canonicalize_filename(output ? output : "out", NULL);
    g_autoptr(GPtrArray) shards = g_ptr_array_new_with_free_func(g_free);
    char *more[3] = { NULL };
    gsize n = 0;

    for (int i = 1; i < argc; i++)
        g_ptr_array_add(shards, g_canonicalize_filename(argv[i], NULL));
    g_ptr_array_add(shards, NULL);
    if (force)
        more[n++] = (char *) "--force";
    if (quiet)
        more[n++] = (char *) "--quiet";
    return cli_again(shards->pdata[0], into, (const char *const *) shards->pdata, more);
}

const CliCommand cli_merge = {
    .name = "merge",
    .usage = "SHARD...",
    .summary = "Put the shards of a run together",
    .help =
        "Each SHARD is the results folder of a run with --shard I/N; name all N of them, in any\n"
        "order. The results are the same bytes as those of the run without shards. The\n"
        "pipeline must be as it was, and is looked for where the first shard's run was started.\n"
        "\n"
        "Exit status: as of run.\n"
        "\n"
        "Example:\n"
        "  for i in 1 2 3; do textmill run plan.yaml in -o part-$i --shard $i/3; done\n"
        "  textmill merge part-* -o out\n",
    .run = merge_run,
};

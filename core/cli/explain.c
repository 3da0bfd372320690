/* explain - shows what each step does to one document. */
#include "cli/explain.h"

#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* Changed places shown of each step, unless --all. */
#define SHOWN_HUNKS 20

static gboolean
has_step(MillPipeline *pipeline, const char *id)
{
    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++)
        if (strcmp(mill_pipeline_get_step(pipeline, i)->id, id) == 0)
            return TRUE;
    return FALSE;
}

static CliExit
refuse_step(MillPipeline *pipeline, const char *id)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++)
        g_ptr_array_add(ids, (gpointer) mill_pipeline_get_step(pipeline, i)->id);
    g_ptr_array_add(ids, NULL);
    const char *close = mill_suggest(id, (const char *const *) ids->pdata);
    if (close)
        return cli_usage(&cli_explain, "the pipeline has no step '%s'; did you mean '%s'?", id,
                         close);
    g_autofree char *all = g_strjoinv(", ", (char **) ids->pdata);
    return cli_usage(&cli_explain, "the pipeline has no step '%s'; it has %s", id, all);
}

CliExit
explain_document(MillPipeline *pipeline, const char *path, const char *only, gboolean html,
                 gboolean all)
{
    gsize max_hunks = all ? G_MAXSIZE : SHOWN_HUNKS;
    g_autoptr(GError) error = NULL;
    g_autoptr(MillDocument) document = cli_pick_document(pipeline, path, &error);

    if (!document)
        return cli_fail(CLI_USAGE, "%s", error->message);
    g_autoptr(ExplainTrace) trace = explain_trace(pipeline, document, max_hunks);
    if (html)
        explain_print_html(trace, only);
    else
        explain_print_text(trace, only, cli_wants_colour(stdout));
    return trace->verdict == MILL_FAIL ? CLI_SOME_FAILED : CLI_DONE;
}

static CliExit
explain_run(int argc, char **argv)
{
    g_autofree char *format = NULL;
    g_autofree char *step = NULL;
    gboolean all = FALSE;
    const GOptionEntry entries[] = {
        { "step", 0, 0, G_OPTION_ARG_FILENAME, &step, "show this step only", "ID" },
        { "all", 0, 0, G_OPTION_ARG_NONE, &all, "show every change, not the first 20 of a step",
          NULL },
        { "format", 0, 0, G_OPTION_ARG_FILENAME, &format, "text or html (default: text)",
          "FORMAT" },
        CLI_SET_ENTRY,
        CLI_PLUGIN_DIR_ENTRY,
        CLI_SCRIPT_DIR_ENTRY,
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_explain, entries, &argc, &argv, &exit))
        return exit;
    gboolean html = g_strcmp0(format, "html") == 0;
    if (format && !html && strcmp(format, "text") != 0)
        return cli_usage(&cli_explain, "--format must be text or html, not '%s'", format);
    if (argc != 3)
        return cli_usage(&cli_explain, "name a pipeline file and one document");
    g_autoptr(MillPipeline) pipeline = cli_load_pipeline(argv[1]);
    if (!pipeline)
        return CLI_USAGE;
    if (step && !has_step(pipeline, step))
        return refuse_step(pipeline, step);
    return explain_document(pipeline, argv[2], step, html, all);
}

const CliCommand cli_explain = {
    .name = "explain",
    .usage = "PIPELINE DOCUMENT",
    .summary = "Show what each step does to one document",
    .help =
        "Shows the lines that each step changed, the annotations and metadata it added, its\n"
        "remarks and its time. DOCUMENT may be - for standard input, or an item of a file of many\n"
        "as a run calls it: part.jsonl:41, dump.tar!a/b.txt. Colours are used on a\n"
        "terminal unless NO_COLOR is set; without, what went stands in [-…-] and what came in\n"
        "{+…+}. Nothing is written.\n"
        "\n"
        "Examples:\n"
        "  textmill explain plan.yaml page.txt --step cleanup\n"
        "  textmill explain plan.yaml part.jsonl:41\n"
        "  textmill explain plan.yaml page.txt --format html > page.html\n",
    .run = explain_run,
};

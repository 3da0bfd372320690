/* show - a document to look at: one of the results of a run, or a source file. */
#include "cli/show.h"

#include "cli/cli.h"
#include "cli/files.h"
#include "cli/head.h"
#include "cli/results.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Documents that a list names, unless all. */
#define SHOWN_DOCUMENTS 200

typedef struct {
    const char *name;
    void (*show)(Show *self);
} Part;

/* In the order in which they are printed: the text last, where one stops reading anyway. */
static const Part parts[] = {
    { "head", show_head },         { "outline", show_outline }, { "tags", show_tags },
    { "keywords", show_keywords }, { "records", show_records }, { "entities", show_entities },
    { "layers", show_layers },     { "remarks", show_remarks }, { "text", show_text },
};

typedef struct {
    char *pipeline;
    char *only;
    char *color;
    gint width;
    gboolean all;
    gboolean colour; /* what --color comes to */
    GStrv parts;     /* what --only lists; NULL: all */
} Options;

static void
print_result(const Options *options, const Result *result)
{
    g_autoptr(StyledLine) line = styled_line_new();
    g_autoptr(GHashTable) categories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Show show = {
        .result = result,
        .width = (gsize) options->width,
        .colour = options->colour,
        .all = options->all,
        .line = line,
        .categories = categories,
    };

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (!options->parts || g_strv_contains((const char *const *) options->parts, parts[i].name))
            parts[i].show(&show);
}

/* --- results --------------------------------------------------------------------------------- */

static gsize
count_records(const Result *result)
{
    const MillValue *records = mill_value_get(result->root, "records");
    gsize n = 0;

    for (gsize i = 0; i < mill_value_get_length(records); i++)
        n += mill_value_get_length(mill_value_get_item(records, i));
    return n;
}

static void
add_row(StyledTable *table, const Result *result)
{
    const MillValue *metadata = mill_value_get(result->root, "metadata");
    gsize chars = mill_utf8_count(result->text, result->length);

    styled_table_add(table, STYLE_BOLD, result->id);
    styled_table_add(table, STYLE_PLAIN, result_string(metadata, "title"));
    styled_table_add_int(table, (gint64) chars);
    styled_table_add_int(table, result->sections->len);
    styled_table_add_int(table, result->tags->len);
    styled_table_add_int(table, (gint64) count_records(result));
    styled_table_add_int(
        table, (gint64) mill_value_get_length(mill_value_get(result->root, "diagnostics")));
}

static CliExit
list_results(const Options *options, const char *path, Results *results)
{
    static const char *const titles[] = { "document", "title",   "characters", "sections",
                                          "tags",     "records", "remarks",    NULL };
    g_autoptr(StyledTable) table = styled_table_new(titles);
    gsize n = results_get_length(results), shown = options->all ? n : MIN(n, SHOWN_DOCUMENTS);

    for (gsize i = 0; i < shown; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Result) result = results_load(results, i, &error);

        if (!result)
            return cli_fail(CLI_USAGE, "%s", error->message);
        add_row(table, result);
    }
    styled_table_print(table, stdout, options->colour, (gsize) options->width);
    if (shown < n)
        printf("… and %" G_GSIZE_FORMAT " more (--all shows them)\n", n - shown);
    printf("\n%" G_GSIZE_FORMAT " documents; 'textmill show %s DOCUMENT' shows one.\n", n, path);
    return CLI_DONE;
}

static CliExit
refuse_id(const char *path, const Results *results, const char *id)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (gsize i = 0; i < results_get_length(results) && i < 10000; i++)
        g_ptr_array_add(ids, (gpointer) results_get_id(results, i));
    g_ptr_array_add(ids, NULL);

    const char *close = mill_suggest(id, (const char *const *) ids->pdata);

    return cli_usage(&cli_show, "%s has no document '%s'%s%s%s", path, id,
                     close ? "; did you mean '" : "", close ? close : "", close ? "'?" : "");
}

static CliExit
show_results(const Options *options, const char *path, const char *id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Results) results = results_open(path, &error);

    if (!results)
        return cli_fail(CLI_USAGE, "%s", error->message);
    if (!id && results_get_length(results) > 1)
        return list_results(options, path, results);

    gssize index = id ? results_find(results, id) : 0;

    if (index < 0)
        return refuse_id(path, results, id);

    g_autoptr(Result) result = results_load(results, (gsize) index, &error);

    if (!result)
        return cli_fail(CLI_USAGE, "%s", error->message);
    print_result(options, result);
    return CLI_DONE;
}

/* --- a source -------------------------------------------------------------------------------- */

/* The pipeline that is built in is read from a file like any other. (transfer full) */
static MillPipeline *
load_default_pipeline(void)
{
    const char *text = cli_file_find("show.yaml");
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("textmill-XXXXXX.yaml", &path, &error);
    MillPipeline *pipeline = NULL;

    if (fd < 0) {
        cli_fail(CLI_STOPPED, "%s", error->message);
        return NULL;
    }
    if (write(fd, text, strlen(text)) == (ssize_t) strlen(text))
        pipeline = cli_load_pipeline(path);
    close(fd);
    unlink(path);
    return pipeline;
}

/* The document is @bytes, or with NULL what mill_pipeline_pick() finds at @path. */
static CliExit
show_source(const Options *options, const char *path, GBytes *bytes)
{
    g_autoptr(MillPipeline) pipeline =
        options->pipeline ? cli_load_pipeline(options->pipeline) : load_default_pipeline();
    g_autofree char *name = g_path_get_basename(path);
    g_autoptr(MillDocument) document = bytes ? mill_document_new(name, bytes) : NULL;
    g_autoptr(GError) error = NULL;

    if (!pipeline)
        return CLI_USAGE;
    if (document)
        mill_document_set_path(document, path);
    else if (!(document = cli_pick_document(pipeline, path, &error)))
        return cli_fail(CLI_USAGE, "%s", error->message);

    MillVerdict verdict = mill_pipeline_process(pipeline, document, &error);
    const char *step = mill_document_get_step(document);

    if (verdict == MILL_FAIL)
        return cli_fail(CLI_SOME_FAILED, "%s failed in step '%s': %s", path, step ? step : "?",
                        error->message);
    if (verdict == MILL_DROP)
        return cli_fail(CLI_DONE, "%s was dropped by step '%s': %s", path, step ? step : "?",
                        mill_document_get_drop_reason(document));

    g_autoptr(Result) result = result_new_document(document);

    print_result(options, result);
    return CLI_DONE;
}

/* Whoever gives JSON most likely thinks it to be a result. */
static void
tell_that_it_is_none(const char *path)
{
    g_autofree char *base = g_path_get_basename(path);
    gboolean lines = strstr(base, ".jsonl") || strstr(base, ".ndjson");

    fprintf(stderr,
            "%s is JSON, but no result of the step json or jsonl (which begins with \"textmill\" "
            "and \"id\"); %s\n",
            strcmp(path, "-") == 0 ? "standard input" : path,
            lines ? "its lines are taken as documents" : "it is shown as text");
}

static CliExit
show_bytes(const Options *options, const char *path, GBytes *bytes)
{
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    g_autofree char *id = head_find_id(data, MIN(length, HEAD_BYTES));

    if (!id && !options->pipeline && head_looks_like_json(data, length))
        tell_that_it_is_none(path);
    if (options->pipeline || !id)
        return show_source(options, path, bytes);

    g_autoptr(GError) error = NULL;
    g_autoptr(Result) result = result_new_json(data, length, &error);

    if (!result)
        return cli_fail(CLI_USAGE, "%s: %s", path, error->message);
    print_result(options, result);
    return CLI_DONE;
}

static CliExit
show_path(const Options *options, const char *path, const char *id)
{
    char head[HEAD_BYTES];
    gsize length = 0;
    gboolean folder = g_file_test(path, G_FILE_TEST_IS_DIR);
    g_autofree char *first =
        !folder && head_of_file(path, head, &length) ? head_find_id(head, length) : NULL;

    if (!options->pipeline && (folder || first))
        return show_results(options, path, id);
    if (id)
        return cli_usage(&cli_show, "%s is no results folder or file of results to look up '%s' in",
                         path, id);

    /* A pipe has to be read before it is known what it holds. */
    if (strcmp(path, "-") != 0 &&
        (g_file_test(path, G_FILE_TEST_IS_REGULAR) || !g_file_test(path, G_FILE_TEST_EXISTS))) {
        if (!options->pipeline && head_looks_like_json(head, length))
            tell_that_it_is_none(path);
        return show_source(options, path, NULL);
    }

    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = cli_read_source(path, &error);

    if (!bytes)
        return cli_fail(CLI_USAGE, "%s", error->message);
    return show_bytes(options, path, bytes);
}

/* --- the command ----------------------------------------------------------------------------- */

static gboolean
check_options(Options *options, CliExit *exit)
{
    const char *names[G_N_ELEMENTS(parts) + 1] = { NULL };

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        names[i] = parts[i].name;
    if (options->only)
        options->parts = g_strsplit(options->only, ",", -1);
    for (char **part = options->parts; part && *part; part++)
        if (!g_strv_contains(names, *part)) {
            g_autofree char *all = g_strjoinv(", ", (char **) names);

            *exit = cli_usage(&cli_show, "--only: '%s' is none of %s", *part, all);
            return FALSE;
        }
    if (!cli_parse_colour(options->color, stdout, &options->colour)) {
        *exit =
            cli_usage(&cli_show, "--color must be auto, always or never, not '%s'", options->color);
        return FALSE;
    }
    if (options->width == 0)
        options->width = (gint) cli_get_width(stdout);
    if (options->width >= 40)
        return TRUE;
    *exit = cli_usage(&cli_show, "--width must be 40 or more");
    return FALSE;
}

static CliExit
show_run(int argc, char **argv)
{
    Options options = { 0 };
    const GOptionEntry entries[] = {
        { "pipeline", 'p', 0, G_OPTION_ARG_FILENAME, &options.pipeline,
          "take the document through this pipeline first", "FILE" },
        { "only", 0, 0, G_OPTION_ARG_STRING, &options.only,
          "show these parts only: head, outline, tags, keywords, records, entities, layers, "
          "remarks, text",
          "LIST" },
        { "all", 0, 0, G_OPTION_ARG_NONE, &options.all,
          "show every row, not the first 20 of a table", NULL },
        { "width", 'w', 0, G_OPTION_ARG_INT, &options.width,
          "columns to fill (default: those of the terminal)", "N" },
        { "color", 0, 0, G_OPTION_ARG_STRING, &options.color,
          "auto, always or never (default: auto)", "WHEN" },
        CLI_SET_ENTRY,
        CLI_PLUGIN_DIR_ENTRY,
        CLI_SCRIPT_DIR_ENTRY,
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_show, entries, &argc, &argv, &exit) || !check_options(&options, &exit))
        (void) exit;
    else if (argc < 2 || argc > 3)
        exit = cli_usage(&cli_show, "name a result, a results folder or a document");
    else
        exit = show_path(&options, argv[1], argc == 3 ? argv[2] : NULL);
    g_free(options.pipeline);
    g_free(options.only);
    g_free(options.color);
    g_strfreev(options.parts);
    return exit;
}

const CliCommand cli_show = {
    .name = "show",
    .usage = "RESULT [DOCUMENT] | SOURCE",
    .summary = "Show a document: outline, tags, records, text",
    .help =
        "RESULT is what a run left: a file of the step json or jsonl, compressed or not, or the\n"
        "folder. Of several documents, a list is printed; name one to see it. Any other file is a\n"
        "SOURCE, which goes through the steps cleanup, sections, entities and keywords, or through\n"
        "--pipeline, and nothing is written; - is standard input, part.jsonl:41 or\n"
        "dump.tar!a/b.txt an item of a file of many. Tags have the colour of their category,\n"
        "entities are underlined; without colour, tags stand in [brackets]. Characters that\n"
        "would act on the terminal or hide are shown as <U+202E>.\n"
        "\n"
        "Examples:\n"
        "  textmill show out\n"
        "  textmill show out plans/east.txt --only outline,text\n"
        "  textmill show page.txt --pipeline plan.yaml --color=always | less -R\n",
    .run = show_run,
};

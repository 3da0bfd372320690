/* run - takes documents through a pipeline. */
#include "cli/cli.h"
#include "cli/metrics.h"
#include "cli/progress.h"
#include "cli/stats.h"
#include "cli/watch.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* So many failures are listed; the ledger has all. */
#define LISTED_FAILURES 10

typedef struct {
    const char *output;
    const char *writer;
    const char *files_from;
    gboolean force;
    gboolean quiet;
    gboolean stats;
    const char *stats_json;
    const char *metrics;
    gboolean in_process;
    gboolean watch;
    gboolean resume;
    gboolean retry;
    guint shard, n_shards;
    char **arguments; /* as given */
    gint jobs;
    double timeout; /* seconds */
    guint64 memory; /* bytes a worker may use; 0: no limit */
    MillSandboxMode sandbox;
    gboolean reproducible;
    gint64 began; /* as MillRunOptions has it */
} RunSettings;

typedef struct {
    CliProgress progress;
    GPtrArray *failures; /* of char *, the first LISTED_FAILURES */
    CliMetrics metrics;
    gint64 n_failed;
} RunState;

static volatile gint run_stop;
static const char *run_output;        /* of a run that is repeated, or NULL */
static const char *const *run_merged; /* the shards that are to be put together, or NULL */
static CliRunCall run_call;           /* what is done in place of a run, or NULL */

static void
on_signal(int signal)
{
    run_stop = 1;
}

/* The first signal asks the run to end in order; the second ends it at once. */
static void
catch_signals(void)
{
    struct sigaction stop = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };
    struct sigaction ignore = { .sa_handler = SIG_IGN };

    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGHUP, &stop, NULL);
    /* A reader that has gone shows as an error of write(), with a message. */
    sigaction(SIGPIPE, &ignore, NULL);
    /* So does a file that grows over the limit (ulimit -f). */
    sigaction(SIGXFSZ, &ignore, NULL);
}

static void
on_result(const MillResult *result, gpointer data)
{
    RunState *state = data;

    if (result->outcome != MILL_OUTCOME_QUARANTINED || state->n_failed++ >= LISTED_FAILURES)
        return;
    GString *line = g_string_new(NULL);
    g_string_append(line, result->document);
    if (result->step)
        g_string_append_printf(line, ": step '%s'", result->step);
    if (result->code)
        g_string_append_printf(line, " (%s)", result->code);
    g_string_append_printf(line, ": %s", result->message ? result->message : "failed");
    g_string_replace(line, "\n", "\n    ", 0);
    g_ptr_array_add(state->failures, g_string_free(line, FALSE));
}

static void
on_summary(const MillRunSummary *summary, gpointer data)
{
    RunState *state = data;

    cli_progress_show(&state->progress, summary);
    cli_metrics_update(&state->metrics, summary);
}

static void
print_failures(const RunState *state, const char *output)
{
    for (guint i = 0; i < state->failures->len; i++)
        fprintf(stderr, "failed: %s\n", (char *) state->failures->pdata[i]);
    gint64 more = state->n_failed - state->failures->len;
    if (more <= 0)
        return;
    fprintf(stderr, "failed: %" G_GINT64_FORMAT " more", more);
    if (strcmp(output, "-") == 0)
        fputs("; run with -o DIR to have them all in a ledger\n", stderr);
    else
        fprintf(stderr, "; textmill ledger %s --failed lists all\n", output);
}

/* What was left to do, and why. */
static void
print_taken_over(const MillRunSummary *summary)
{
    gint64 taken = summary->taken_over, all = summary->progress.documents;

    if (summary->changed)
        fprintf(stderr, "%s: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " documents done anew\n",
                summary->changed, all - taken, all);
    else if (taken > 0)
        fprintf(stderr, "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " documents were done before\n",
                taken, all);
}

static void
print_summary(const MillRunSummary *summary, const char *output)
{
    const MillProgress *progress = &summary->progress;
    g_autofree char *time = cli_format_time(summary->nanoseconds);

    fprintf(stderr,
            "%" G_GINT64_FORMAT " document%s: %" G_GINT64_FORMAT " exported, %" G_GINT64_FORMAT
            " dropped, %" G_GINT64_FORMAT " quarantined, in %s",
            progress->documents, progress->documents == 1 ? "" : "s", progress->exported,
            progress->dropped, progress->quarantined, time);
    if (strcmp(output, "-") != 0)
        fprintf(stderr, "; results in %s", output);
    fputc('\n', stderr);
}

/* What became of the documents stands, so a failure here changes no exit status. */
static void
write_stats(const char *path, const MillRunSummary *summary, const MillPipeline *pipeline,
            gboolean finished)
{
    g_autofree char *json = cli_stats_to_json(summary, pipeline, finished ? "finished" : "stopped");
    g_autoptr(GError) error = NULL;

    if (!cli_stats_write(path, json, &error))
        cli_fail(CLI_DONE, "--stats-json: %s", error->message);
}

static CliExit
run_pipeline(MillPipeline *pipeline, const RunSettings *settings, char **inputs)
{
    g_autoptr(GPtrArray) failures = g_ptr_array_new_with_free_func(g_free);
    RunState state = { .failures = failures };
    const MillRunOptions options = {
        .inputs = (const char *const *) inputs,
        .output = settings->output,
        .writer = settings->writer,
        .force = settings->force,
        .in_process = settings->in_process,
        .jobs = (guint) settings->jobs,
        .timeout_ms = (guint) (settings->timeout * 1000),
        .memory = settings->memory,
        .files_from = settings->files_from,
        .resume = settings->resume,
        .retry = settings->retry,
        .shard = settings->shard,
        .n_shards = settings->n_shards,
        .arguments = (const char *const *) settings->arguments,
        .sandbox = settings->sandbox,
        .began = settings->began,
        .on_summary = settings->metrics || !settings->quiet ? on_summary : NULL,
        .on_result = on_result,
        .data = &state,
        .stop = &run_stop,
    };
    g_autoptr(MillRun) run = NULL;
    g_autoptr(GError) error = NULL;

    if (run_call)
        return run_call(pipeline, &options);
    if (!cli_metrics_begin(&state.metrics, settings->metrics, pipeline, &error))
        return cli_fail(CLI_USAGE, "--metrics: %s", error->message);
    catch_signals();
    cli_progress_begin(&state.progress, settings->quiet);
    gboolean finished = run_merged ? mill_merge(pipeline, run_merged, &options, &run, &error)
                                   : mill_run(pipeline, &options, &run, &error);
    cli_progress_end(&state.progress);
    cli_metrics_end(&state.metrics, run ? mill_run_get_summary(run) : NULL, finished);
    if (!run)
        return cli_fail(CLI_USAGE, "%s", error->message);

    const MillRunSummary *summary = mill_run_get_summary(run);
    if (!settings->quiet)
        print_taken_over(summary);
    print_failures(&state, settings->output);
    if (settings->stats)
        cli_stats_print(summary, mill_pipeline_get_n_steps(pipeline));
    if (settings->stats_json)
        write_stats(settings->stats_json, summary, pipeline, finished);
    if (!settings->quiet)
        print_summary(summary, settings->output);
    if (!finished)
        return cli_fail(CLI_STOPPED, "the run stopped: %s", error->message);
    return summary->progress.quarantined > 0 ? CLI_SOME_FAILED : CLI_DONE;
}

/* When results say that they were made: never, at $SOURCE_DATE_EPOCH, or now. FALSE if the variable
 * is no number of seconds. */
static gboolean
find_time(RunSettings *settings)
{
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    guint64 seconds = 0;

    if (settings->reproducible)
        return TRUE;
    settings->began = g_get_real_time() / G_USEC_PER_SEC;
    if (!epoch || !*epoch)
        return TRUE;
    if (!g_ascii_string_to_unsigned(epoch, 10, 0, G_GINT64_CONSTANT(253402300799), &seconds, NULL))
        return FALSE;
    settings->began = (gint64) seconds;
    return TRUE;
}

/* "512M" in bytes. */
static gboolean
parse_size(const char *text, guint64 *bytes)
{
    static const char units[] = "KMG";
    char *end;
    guint64 number = g_ascii_strtoull(text, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    guint shift = unit ? 10 * (guint) (unit - units + 1) : 0;

    if (!g_ascii_isdigit(*text) || (*end && (!unit || end[1])) ||
        number > (guint64) G_MAXINT64 >> shift)
        return FALSE;
    *bytes = number << shift;
    return *bytes >= 1 << 20;
}

static gboolean
parse_sandbox(const char *text, MillSandboxMode *mode)
{
    static const struct {
        const char *word;
        MillSandboxMode mode;
    } modes[] = {
        { "auto", MILL_SANDBOX_AUTO },
        { "require", MILL_SANDBOX_REQUIRE },
        { "off", MILL_SANDBOX_OFF },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        *mode = modes[i].mode;
        if (g_str_equal(text, modes[i].word))
            return TRUE;
    }
    return FALSE;
}

/* "2/8": the second of eight. Where jobs of an array are told their numbers, "slurm". */
static gboolean
parse_shard(const char *text, RunSettings *settings)
{
    const char *number = g_getenv("SLURM_ARRAY_TASK_ID");
    const char *first = g_getenv("SLURM_ARRAY_TASK_MIN");
    const char *count = g_getenv("SLURM_ARRAY_TASK_COUNT");
    g_autofree char *slurm = NULL;
    guint64 shard, n_shards;
    char *end;

    if (g_str_equal(text, "slurm")) {
        if (!number || !count)
            return FALSE;
        shard =
            g_ascii_strtoull(number, NULL, 10) - (first ? g_ascii_strtoull(first, NULL, 10) : 0);
        slurm = g_strdup_printf("%" G_GUINT64_FORMAT "/%s", shard + 1, count);
        text = slurm;
    }
    shard = g_ascii_strtoull(text, &end, 10);
    if (!g_ascii_isdigit(*text) || *end != '/' || !g_ascii_isdigit(end[1]))
        return FALSE;
    n_shards = g_ascii_strtoull(end + 1, &end, 10);
    settings->shard = (guint) shard;
    settings->n_shards = (guint) n_shards;
    return *end == '\0' && shard >= 1 && shard <= n_shards && n_shards <= 1000000;
}

/* Runs, and runs again whenever the pipeline file, something beside it, a script or an input has
 * changed. While the pipeline does not load, the last one that did is kept for changed inputs. */
static CliExit
watch_pipeline(const RunSettings *settings, char **argv)
{
    g_autoptr(CliWatch) watch = cli_watch_new();
    g_autofree char *folder = g_path_get_dirname(argv[1]);
    CliExit exit = CLI_DONE;

    cli_watch_add(watch, folder);
    for (char **input = argv + 2; *input; input++)
        cli_watch_add(watch, *input);

    MillPipeline *pipeline = cli_watch_load(watch, argv[1]);

    if (!pipeline)
        return CLI_USAGE;
    for (;;) {
        exit = run_pipeline(pipeline, settings, argv + 2);
        fputs("watching for changes; end with Ctrl-C\n", stderr);
        if (!cli_watch_wait(watch, &run_stop))
            break;

        MillPipeline *next = cli_watch_load(watch, argv[1]);

        if (next) {
            mill_pipeline_free(pipeline);
            pipeline = next;
        } else {
            fputs("the last pipeline that was right is kept\n", stderr);
        }
    }
    mill_pipeline_free(pipeline);
    return exit;
}

static CliExit
check_settings(const RunSettings *settings, int argc, char **argv)
{
    if (argc < 2)
        return cli_usage(&cli_run, "name a pipeline file and its inputs");
    if (argc < 3 && !settings->files_from)
        return cli_usage(&cli_run, "name an input: files, folders, or - for standard input");
    if (argc > 2 && settings->files_from)
        return cli_usage(&cli_run, "--files-from stands in place of inputs, such as '%s'", argv[2]);
    if (settings->jobs < 0 || settings->jobs > 1024)
        return cli_usage(&cli_run, "-j must be 0 to 1024, not %d", settings->jobs);
    if (!(settings->timeout >= 0 && settings->timeout <= 1e6))
        return cli_usage(&cli_run, "--timeout must be 0 to 1000000 seconds");
    if (settings->writer && strcmp(settings->output, "-") != 0)
        return cli_usage(&cli_run, "--writer chooses what -o - prints; without that, all write");
    if (settings->resume && strcmp(settings->output, "-") == 0)
        return cli_usage(&cli_run, "--resume goes on in a folder; name it with -o DIR");
    if (settings->watch && settings->files_from)
        return cli_usage(&cli_run, "--watch needs inputs to watch, not --files-from");
    if (settings->watch && (strcmp(argv[1], "-") == 0 || strcmp(argv[2], "-") == 0))
        return cli_usage(&cli_run, "--watch needs files to watch, not standard input");
    return CLI_DONE;
}

static CliExit
run_run(int argc, char **argv)
{
    RunSettings settings = { 0 };
    g_autofree char *output = NULL;
    g_autofree char *writer = NULL;
    g_autofree char *memory = NULL;
    g_autofree char *files_from = NULL;
    g_autofree char *sandbox = NULL;
    g_autofree char *stats_json = NULL;
    g_autofree char *metrics = NULL;
    g_autofree char *shard = NULL;
    g_auto(GStrv) arguments = g_strdupv(argv);
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
          "folder for the results, or - for standard output (default: out)", "DIR" },
        { "jobs", 'j', 0, G_OPTION_ARG_INT, &settings.jobs,
          "worker processes (default: one a processor)", "N" },
        CLI_SET_ENTRY,
        { "writer", 0, 0, G_OPTION_ARG_FILENAME, &writer,
          "with -o -: the writer that prints (default: JSON lines)", "ID" },
        { "files-from", 0, 0, G_OPTION_ARG_FILENAME, &files_from,
          "read the files that LIST names, a line each or NUL-separated (-: standard input)",
          "LIST" },
        { "resume", 0, 0, G_OPTION_ARG_NONE, &settings.resume,
          "go on where an earlier run in DIR ended; do only what is not done, or has changed",
          NULL },
        { "shard", 0, 0, G_OPTION_ARG_STRING, &shard,
          "only the documents of shard I of N (textmill merge puts all together)", "I/N" },
        { "force", 0, 0, G_OPTION_ARG_NONE, &settings.force,
          "write into a folder that textmill did not make", NULL },
        { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &settings.timeout,
          "give up a document after so long (default: never)", "SECONDS" },
        { "memory-limit", 0, 0, G_OPTION_ARG_STRING, &memory,
          "give up a document that needs more, such as 512M (default: no limit)", "SIZE" },
        { "memory", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &memory, "", "SIZE" },
        { "sandbox", 0, 0, G_OPTION_ARG_STRING, &sandbox,
          "confine workers: auto (as far as the kernel can, the default), require or off", "MODE" },
        { "reproducible", 0, 0, G_OPTION_ARG_NONE, &settings.reproducible,
          "no result says when it was made, so equal inputs give equal bytes", NULL },
        { "stats", 0, 0, G_OPTION_ARG_NONE, &settings.stats, "print documents and time by step",
          NULL },
        { "stats-json", 0, 0, G_OPTION_ARG_FILENAME, &stats_json, "write the same to FILE, as JSON",
          "FILE" },
        { "metrics", 0, 0, G_OPTION_ARG_FILENAME, &metrics,
          "keep FILE up to date with the run, for Prometheus", "FILE" },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &settings.quiet, "no progress, no summary", NULL },
        { "in-process", 0, 0, G_OPTION_ARG_NONE, &settings.in_process,
          "no worker processes, for debuggers", NULL },
        { "watch", 0, 0, G_OPTION_ARG_NONE, &settings.watch,
          "run again whenever the pipeline, a script or an input changes", NULL },
        CLI_PLUGIN_DIR_ENTRY,
        CLI_SCRIPT_DIR_ENTRY,
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_run, entries, &argc, &argv, &exit))
        return exit;
    settings.output = run_output ? run_output : output ? output : "out";
    settings.retry = run_output && !run_merged;
    settings.arguments = arguments;
    settings.writer = writer;
    settings.files_from = files_from;
    settings.stats_json = stats_json;
    settings.metrics = metrics;
    if (memory && !parse_size(memory, &settings.memory))
        return cli_usage(&cli_run,
                         "--memory-limit takes a size from 1M on, such as 512M or 2G, not '%s'",
                         memory);
    if (sandbox && !parse_sandbox(sandbox, &settings.sandbox))
        return cli_usage(&cli_run, "--sandbox takes auto, require or off, not '%s'", sandbox);
    if (!find_time(&settings))
        return cli_usage(&cli_run, "SOURCE_DATE_EPOCH takes seconds since 1970, not '%s'",
                         g_getenv("SOURCE_DATE_EPOCH"));
    if (shard && !run_merged && !parse_shard(shard, &settings))
        return cli_usage(
            &cli_run, "--shard takes I/N, such as 2/8, or slurm in a job array, not '%s'", shard);
    exit = check_settings(&settings, argc, argv);
    if (exit != CLI_DONE)
        return exit;
    cli_pipeline_options.stream = g_str_equal(settings.output, "-") && !settings.writer;

    if (settings.watch)
        return watch_pipeline(&settings, argv);
    g_autoptr(MillPipeline) pipeline = cli_load_pipeline(argv[1]);

    if (!pipeline)
        return CLI_USAGE;
    return run_pipeline(pipeline, &settings, argv + 2);
}

CliExit
cli_run_again(const char *output, const char *const *shards, int argc, char **argv)
{
    run_output = output;
    run_merged = shards;
    return run_run(argc, argv);
}

void
cli_run_set_call(CliRunCall call)
{
    run_call = call;
}

const CliCommand cli_run = {
    .name = "run",
    .usage = "PIPELINE INPUT...",
    .summary = "Take documents through a pipeline",
    .help =
        "INPUT is a file, a folder (all files below it, in the order of their names) or - for\n"
        "standard input. Results of an earlier run in DIR are replaced; another folder that is\n"
        "not empty is refused. `textmill ledger DIR` tells what became of each document.\n"
        "\n"
        "Exit status: 0 done, 1 some documents failed, 2 wrong usage or pipeline, 3 stopped\n"
        "early.\n"
        "\n"
        "Examples:\n"
        "  textmill run plan.yaml documents/ -o out\n"
        "  textmill run plan.yaml documents/ -o out --resume\n"
        "  textmill run plan.yaml documents/ -o - --writer json | jq .sections\n"
        "  textmill run plan.yaml documents/ --set sections.scheme=zh-plan --stats\n",
    .run = run_run,
};

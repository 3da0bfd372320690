/* cli.h - what the commands share. Commands use the public headers only; they alone print.
 *
 * Data goes to standard output; messages, progress and errors go to standard error.
 */
#ifndef MILL_CLI_H
#define MILL_CLI_H

#include <stdio.h>
#include <textmill/textmill.h>

typedef enum {
    CLI_DONE = 0,
    CLI_SOME_FAILED = 1, /* some documents were quarantined */
    CLI_USAGE = 2,       /* the command line or a file that a person wrote is wrong */
    CLI_STOPPED = 3,     /* the run ended before its end */
} CliExit;

typedef struct {
    const char *name;
    const char *usage;   /* what follows the name, for example "PIPELINE INPUT..." */
    const char *summary; /* one line for `textmill --help` */
    const char *help;    /* what --help says below the options: text and an example */
    CliExit (*run)(int argc, char **argv);
} CliCommand;

extern const CliCommand cli_check;
extern const CliCommand cli_diff;
extern const CliCommand cli_explain;
extern const CliCommand cli_inspect;
extern const CliCommand cli_ledger;
extern const CliCommand cli_merge;
extern const CliCommand cli_new;
extern const CliCommand cli_retry;
extern const CliCommand cli_run;
/* Repeats the run with these arguments, into @output: for what failed there, or to put its @shards
 * (or NULL) together. */
CliExit cli_run_again(const char *output, const char *const *shards, int argc, char **argv);
/* What is done with the pipeline and the inputs of a run in its place. */
typedef CliExit (*CliRunCall)(MillPipeline *pipeline, const MillRunOptions *options);
/* From now on a run that is repeated is @call instead. */
void cli_run_set_call(CliRunCall call);
extern const CliCommand cli_schema;
extern const CliCommand cli_show;
extern const CliCommand cli_test;
extern const CliCommand cli_try;
extern const CliCommand cli_validate;
extern const CliCommand cli_verify;

/* Commands that steps bring along (MillTool). Prints a line for each to @stream. */
void cli_tool_list(FILE *stream);
/* Runs the tool @argv[0] with the arguments behind it. FALSE if no step has one of that name. */
gboolean cli_tool_run(char **argv, CliExit *exit);

/* Parses the options of @command, @argv[0] being its name. Afterwards @argc and @argv hold the
 * name and the other arguments. FALSE if the command is over with *@exit: a wrong option was
 * reported, or --help was printed. */
gboolean cli_parse(const CliCommand *command, const GOptionEntry *entries, int *argc, char ***argv,
                   CliExit *exit);

/* "textmill COMMAND: message" and where to find help, on standard error. Returns CLI_USAGE. */
CliExit cli_usage(const CliCommand *command, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "textmill: message" on standard error. Returns @exit. */
CliExit cli_fail(CliExit exit, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Options of all commands that load a pipeline. */
typedef struct {
    char **plugin_dirs;
    char **script_dirs;
    char **settings;
    gboolean stream;    /* see MillPipelineOptions */
    const char *script; /* likewise */
} CliPipelineOptions;

/* Entries for `cli_pipeline_options`, to be put into a command's own table. */
#define CLI_PLUGIN_DIR_ENTRY                                                                       \
    {                                                                                              \
        "plugin-dir", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli_pipeline_options.plugin_dirs,        \
            "look for plugins in DIR first (may be repeated)", "DIR"                               \
    }
#define CLI_SCRIPT_DIR_ENTRY                                                                       \
    {                                                                                              \
        "script-dir", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli_pipeline_options.script_dirs,        \
            "look for scripts in DIR too (may be repeated)", "DIR"                                 \
    }
#define CLI_SET_ENTRY                                                                              \
    {                                                                                              \
        "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli_pipeline_options.settings,                  \
            "set an option of a step (may be repeated)", "ID.OPTION=VALUE"                         \
    }

extern CliPipelineOptions cli_pipeline_options;

/* Loads the pipeline at @path (or NULL) with cli_pipeline_options, and prints its messages to
 * standard error. NULL if there were errors. (transfer full) */
MillPipeline *cli_load_pipeline(const char *path);
/* (transfer full) */
MillCatalog *cli_new_catalog(void);

/* The bytes of the file at @path ("-": standard input). (transfer full) */
GBytes *cli_read_source(const char *path, GError **error);
/* mill_pipeline_pick(); says so when it took the first of several. (transfer full) */
MillDocument *cli_pick_document(MillPipeline *pipeline, const char *name, GError **error);

/* Whether @stream takes colours: a terminal, and neither NO_COLOR nor TERM=dumb. */
gboolean cli_wants_colour(FILE *stream);
/* The same for what --color says: "auto" (or NULL), "always" or "never". FALSE if it is none. */
gboolean cli_parse_colour(const char *when, FILE *stream, gboolean *colour);
/* The columns of the terminal that @stream is, or of $COLUMNS, or 100. */
guint cli_get_width(FILE *stream);
/* "reader", "stage", "writer", "sink" or "corpus". Static storage. */
const char *cli_role_name(const MillStepType *type);

/* Prints @text and spaces up to @width columns. */
void cli_print_padded(FILE *stream, const char *text, guint width);

/* "812 B", "68.6 KB", "1.2 GB"; "0.42 ms", "3.1 s", "4:05 min". (transfer full) */
char *cli_format_bytes(gint64 bytes);
char *cli_format_time(gint64 nanoseconds);

#endif

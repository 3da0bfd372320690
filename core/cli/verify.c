/* verify - proves the results of a run. */
#include "cli/again.h"

#include <string.h>

/* So many findings are shown to people; programs get all. */
#define LISTED 20

static gboolean as_json;
static gint64 n_found;

/* Words of ids and messages may hold anything; a finding is one line. */
static void
print_plain(const char *text)
{
    for (; *text; text++)
        putchar((guchar) *text < 0x20 ? ' ' : *text);
}

static void
print_text(const MillDiscrepancy *found)
{
    if (n_found > LISTED)
        return;
    if (found->document) {
        print_plain(found->document);
        fputs(": ", stdout);
    }
    if (found->file)
        print_plain(found->file);
    if (found->file && found->offset >= 0)
        printf(":%" G_GINT64_FORMAT, found->offset);
    if (found->file)
        fputs(": ", stdout);
    if (found->place)
        printf("%s: ", found->place);
    print_plain(found->message);
    printf(" (%s)\n", found->code);
}

static void
append_string(GString *json, const char *key, const char *value)
{
    if (!value)
        return;
    g_string_append_c(json, json->str[json->len - 1] == '{' ? ' ' : ',');
    mill_json_append_key(json, key);
    mill_json_append_string(json, value, -1);
}

static void
append_int(GString *json, const char *key, gint64 value)
{
    g_string_append_c(json, json->str[json->len - 1] == '{' ? ' ' : ',');
    mill_json_append_key(json, key);
    mill_json_append_int(json, value);
}

static void
print_json(const MillDiscrepancy *found)
{
    g_autoptr(GString) json = g_string_new("{");

    append_string(json, "code", found->code);
    append_string(json, "document", found->document);
    append_string(json, "file", found->file);
    if (found->offset >= 0)
        append_int(json, "offset", found->offset);
    append_string(json, "place", found->place);
    append_string(json, "message", found->message);
    g_string_erase(json, 1, 1);
    puts(g_string_append_c(json, '}')->str);
}

static void
on_discrepancy(const MillDiscrepancy *found, gpointer data)
{
    n_found++;
    if (as_json)
        print_json(found);
    else
        print_text(found);
}

static void
print_summary_json(const MillVerification *proof)
{
    g_autoptr(GString) json = g_string_new("{");

    append_int(json, "documents", proof->documents);
    append_int(json, "files", proof->files);
    append_int(json, "sources", proof->sources);
    append_int(json, "compared", proof->compared);
    append_int(json, "results", proof->results);
    append_int(json, "origins", proof->origins);
    append_int(json, "exact", proof->exact);
    append_int(json, "inserted", proof->inserted);
    append_int(json, "unread", proof->unread);
    append_string(json, "changed", proof->changed);
    append_int(json, "discrepancies", proof->discrepancies);
    g_string_erase(json, 1, 1);
    puts(g_string_append_c(json, '}')->str);
}

static void
print_count(gint64 count, const char *thing)
{
    printf("%" G_GINT64_FORMAT " %s%s", count, thing, count == 1 ? "" : "s");
}

static void
print_summary(const MillVerification *proof, gboolean only_files)
{
    if (proof->discrepancies > LISTED)
        printf("and %" G_GINT64_FORMAT " more; --json lists all\n", proof->discrepancies - LISTED);
    print_count(proof->documents, "document");
    fputs(" in the ledger, ", stdout);
    print_count(proof->files, "file");
    if (!only_files) {
        fputs("; read again: ", stdout);
        print_count(proof->sources, "source");
        if (!proof->changed) {
            fputs(", compared with what they give: ", stdout);
            print_count(proof->results, "result");
        }
        fputs("; ", stdout);
        print_count(proof->origins, "origin");
        printf(" (%" G_GINT64_FORMAT " exact, %" G_GINT64_FORMAT " edited, %" G_GINT64_FORMAT
               " inserted",
               proof->exact, proof->origins - proof->exact - proof->inserted - proof->unread,
               proof->inserted);
        if (proof->unread > 0)
            printf(", %" G_GINT64_FORMAT " not to be compared", proof->unread);
        putchar(')');
    }
    putchar('\n');
    if (proof->changed)
        printf("%s: results were not made again, only held against the bytes of their sources\n",
               proof->changed);
    if (proof->discrepancies == 0)
        puts("all is as claimed");
    else
        printf("NOT as claimed: %" G_GINT64_FORMAT "\n", proof->discrepancies);
}

/* @pipeline NULL: the ledger and the files only. */
static CliExit
verify_pipeline(MillPipeline *pipeline, const MillRunOptions *run)
{
    const MillVerifyOptions options = {
        .output = run->output,
        .inputs = run->files_from ? NULL : run->inputs,
        .files_from = run->files_from,
        .on_discrepancy = on_discrepancy,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(MillVerification) proof = mill_verify(pipeline, &options, &error);

    if (!proof)
        return cli_fail(CLI_USAGE, "%s", error->message);
    if (as_json)
        print_summary_json(proof);
    else
        print_summary(proof, !pipeline);
    return proof->discrepancies > 0 ? CLI_SOME_FAILED : CLI_DONE;
}

/* Takes @word out of the arguments. */
static gboolean
take_word(int *argc, char **argv, const char *word)
{
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], word) != 0)
            continue;
        memmove(argv + i, argv + i + 1, (size_t) (*argc - i) * sizeof(char *));
        (*argc)--;
        return TRUE;
    }
    return FALSE;
}

static CliExit
verify_run(int argc, char **argv)
{
    gboolean only_files = take_word(&argc, argv, "--files");

    as_json = take_word(&argc, argv, "--json");
    /* What stands behind the folder are options of run. */
    if (argc < 2 || argv[1][0] == '-' || (only_files && argc > 2)) {
        const GOptionEntry entries[] = {
            { "files", 0, 0, G_OPTION_ARG_NONE, &only_files,
              "only hold the ledger against the files of DIR; read no sources", NULL },
            { "json", 0, 0, G_OPTION_ARG_NONE, &as_json,
              "print all findings, and then the totals, as JSON lines", NULL },
            { NULL },
        };
        CliExit exit = CLI_DONE;

        if (!cli_parse(&cli_verify, entries, &argc, &argv, &exit))
            return exit;
        return cli_usage(&cli_verify, "name the folder of a run's results");
    }
    g_autofree char *output = g_canonicalize_filename(argv[1], NULL);

    if (only_files)
        return verify_pipeline(NULL, &(MillRunOptions){ .output = output });
    cli_run_set_call(verify_pipeline);
    return cli_again(output, output, NULL, argv + 2);
}

const CliCommand cli_verify = {
    .name = "verify",
    .usage = "DIR [OPTION OF RUN...]",
    .summary = "Prove that results are what their sources say",
    .help =
        "DIR is the results folder of a run. Its ledger must add up and match the files; each\n"
        "source is read again, with the inputs and options of that run and those given behind\n"
        "DIR; each result must be, byte for byte, what the pipeline makes of it, and each origin\n"
        "in a JSON result must point at the bytes it claims. If the pipeline has changed since,\n"
        "results are only held against the bytes of the sources. The files of sinks and corpus\n"
        "steps must have the SHA-256 that the ledger has of them.\n"
        "\n"
        "Exit status: 0 all is as claimed, 1 something is not (each a line, the first 20 of\n"
        "them), 2 wrong usage, or it cannot be found out.\n"
        "\n"
        "Examples:\n"
        "  textmill verify out\n"
        "  textmill verify out --json | jq -r 'select(.code == \"source-changed\") | .document'\n"
        "  textmill verify out --files\n",
    .run = verify_run,
};

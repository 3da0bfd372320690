/* diff - what changed between two runs.
 *
 * Documents are matched by their ids and compared one by one; what is printed of them waits in a
 * temporary file, because the totals come first. Memory holds two documents, the ids and the terms
 * that changed.
 */
#include "cli/diff.h"

#include "cli/cli.h"
#include "cli/fates.h"
#include "cli/results.h"

#include <errno.h>
#include <string.h>

typedef struct {
    const char *names[2];
    Results *runs[2];
    Fates *fates[2]; /* read when first asked for */
    gboolean json;
    gboolean summary; /* totals only */
    DiffPrinter printer;
    DiffTotals totals;
    gsize printed; /* documents in the JSON list */
} Diff;

static void
put_json(Diff *self, GString *json)
{
    fputs(self->printed++ > 0 ? ",\n" : "\n", self->printer.stream);
    fwrite(json->str, 1, json->len, self->printer.stream);
}

static void
compare_only(Diff *self, const char *id, guint side)
{
    guint other = 1 - side;

    self->totals.only[side]++;
    if (self->summary)
        return;
    if (!self->fates[other])
        self->fates[other] = fates_load(self->names[other]);

    const MillValue *fate = fates_find(self->fates[other], id);

    if (self->json) {
        g_autoptr(GString) json = g_string_new(NULL);

        diff_json_only(json, id, side == 0 ? "removed" : "added", fate);
        put_json(self, json);
    } else {
        diff_print_only(&self->printer, id, self->names[side], self->names[other], fate);
    }
}

static void
compare_results(Diff *self, const Result *old, const Result *new)
{
    g_autoptr(DocumentDiff) diff = diff_documents(old, new);

    if (diff_is_empty(diff)) {
        self->totals.same++;
        return;
    }
    diff_totals_add(&self->totals, diff);
    if (self->summary)
        return;
    if (self->json) {
        g_autoptr(GString) json = g_string_new(NULL);

        diff_json_document(json, diff);
        put_json(self, json);
    } else {
        diff_print_document(&self->printer, diff);
    }
}

/* FALSE if one of the results cannot be read. */
static gboolean
compare_document(Diff *self, gsize old_index, gsize new_index, GError **error)
{
    gboolean same;

    if (!results_equal(self->runs[0], old_index, self->runs[1], new_index, &same, error))
        return FALSE;
    if (same) {
        self->totals.same++;
        return TRUE;
    }

    g_autoptr(Result) old = results_load(self->runs[0], old_index, error);
    g_autoptr(Result) new = old ? results_load(self->runs[1], new_index, error) : NULL;

    if (new)
        compare_results(self, old, new);
    return new != NULL;
}

/* Both indices are sorted by id. */
static gboolean
compare_runs(Diff *self, GError **error)
{
    gsize i = 0, j = 0;
    gsize n = results_get_length(self->runs[0]), m = results_get_length(self->runs[1]);

    if (n == 1 && m == 1) /* two files that somebody named: whatever they are called */
        return compare_document(self, 0, 0, error);
    while (i < n || j < m) {
        gint order =
            i == n   ? 1
            : j == m ? -1
                     : strcmp(results_get_id(self->runs[0], i), results_get_id(self->runs[1], j));

        if (order == 0 && !compare_document(self, i, j, error))
            return FALSE;
        if (order < 0)
            compare_only(self, results_get_id(self->runs[0], i), 0);
        if (order > 0)
            compare_only(self, results_get_id(self->runs[1], j), 1);
        i += order <= 0;
        j += order >= 0;
    }
    return TRUE;
}

static gboolean
copy_all(FILE *from)
{
    char bytes[65536];

    rewind(from);
    for (gsize n; (n = fread(bytes, 1, sizeof bytes, from)) > 0;)
        fwrite(bytes, 1, n, stdout);
    return !ferror(from);
}

static void
print_json(Diff *self)
{
    g_autoptr(GString) json = g_string_new("{\"old\":");

    mill_json_append_string(json, self->names[0], -1);
    g_string_append(json, ",\"new\":");
    mill_json_append_string(json, self->names[1], -1);
    g_string_append(json, ",\"summary\":");
    diff_json_totals(json, &self->totals);
    g_string_append(json, ",\"documents\":[");
    fputs(json->str, stdout);
}

static gboolean
differs(const DiffTotals *totals)
{
    return totals->changed + totals->only[0] + totals->only[1] > 0;
}

static CliExit
print_all(Diff *self)
{
    FILE *stream = self->printer.stream;

    self->printer.stream = stdout;
    if (self->json)
        print_json(self);
    else
        diff_print_totals(&self->printer, &self->totals, self->names[0], self->names[1]);
    if (fflush(stream) != 0 || !copy_all(stream))
        return cli_fail(CLI_USAGE, "cannot write a temporary file: %s", g_strerror(errno));
    if (self->json)
        fputs("]}\n", stdout);
    return differs(&self->totals) ? CLI_SOME_FAILED : CLI_DONE;
}

static CliExit
diff_runs(Diff *self)
{
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 2; i++) {
        self->runs[i] = results_open(self->names[i], &error);
        if (!self->runs[i])
            return cli_fail(CLI_USAGE, "%s", error->message);
        results_sort(self->runs[i]);
        self->totals.documents[i] = results_get_length(self->runs[i]);
    }
    self->printer.stream = tmpfile();
    if (!self->printer.stream)
        return cli_fail(CLI_USAGE, "cannot make a temporary file: %s", g_strerror(errno));

    FILE *spool = self->printer.stream;
    CliExit exit =
        compare_runs(self, &error) ? print_all(self) : cli_fail(CLI_USAGE, "%s", error->message);

    fclose(spool);
    return exit;
}

static CliExit
diff_run(int argc, char **argv)
{
    Diff self = { 0 };
    g_autofree char *color = NULL;
    gint width = 0;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, "print JSON", NULL },
        { "summary", 's', 0, G_OPTION_ARG_NONE, &self.summary, "print totals only", NULL },
        { "all", 0, 0, G_OPTION_ARG_NONE, &self.printer.all,
          "show every change, not the first 20 of each part of a document", NULL },
        { "width", 'w', 0, G_OPTION_ARG_INT, &width,
          "columns to fill (default: those of the terminal)", "N" },
        { "color", 0, 0, G_OPTION_ARG_STRING, &color, "auto, always or never (default: auto)",
          "WHEN" },
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_diff, entries, &argc, &argv, &exit))
        return exit;
    if (argc != 3)
        return cli_usage(&cli_diff, "name two results folders or files of results");
    if (!cli_parse_colour(color, stdout, &self.printer.colour))
        return cli_usage(&cli_diff, "--color must be auto, always or never, not '%s'", color);
    if (width != 0 && width < 40)
        return cli_usage(&cli_diff, "--width must be 40 or more");
    self.printer.width = width > 0 ? (gsize) width : cli_get_width(stdout);
    self.names[0] = argv[1];
    self.names[1] = argv[2];
    diff_totals_init(&self.totals);
    exit = diff_runs(&self);
    diff_totals_clear(&self.totals);
    for (guint i = 0; i < 2; i++) {
        results_free(self.runs[i]);
        fates_free(self.fates[i]);
    }
    return exit;
}

const CliCommand cli_diff = {
    .name = "diff",
    .usage = "OLD NEW",
    .summary = "Show what changed between two runs",
    .help =
        "OLD and NEW are results folders, or files of the step json or jsonl, compressed or not;\n"
        "documents are matched by their ids. Shown are totals, and for each document that changed\n"
        "its metadata, sections (+ added, - removed, ~ with another heading, level or kind), tags\n"
        "and keywords (how many went and came), records, other layers, remarks and lines of text.\n"
        "Where the source is the same, what was found in it is known again by the bytes it came\n"
        "from. The exit status is 0 if nothing changed, 1 if something did, 2 if it cannot be told.\n"
        "\n"
        "Examples:\n"
        "  textmill run plan.yaml documents -o before\n"
        "  textmill run plan.yaml documents -o after --set tags.dictionary=new.tsv\n"
        "  textmill diff before after\n"
        "  textmill diff before after --json | jq .summary\n",
    .run = diff_run,
};

/* The command `textmill dict`, and compiled dictionaries in a pipeline. */
#include "plan.h"

#include <string.h>

static const char dictionary[] = "term\tcategory\taliases\n风电\tenergy/wind\t风能\n光伏\tenergy\n";

/* Runs the tool with arguments split at blanks, DIR/ being the folder of the case. Returns whether
 * it was content; @said receives its output, messages and error. */
static gboolean
run_dict(const char *folder, const char *line, char **said)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(MillCatalog) catalog = mill_catalog_new(NULL);
    const MillStepType *type = mill_catalog_find(catalog, "tags", &error);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GString) output = g_string_new(NULL);
    g_auto(GStrv) pieces = g_strsplit(line, "DIR", -1);
    g_autofree char *whole = g_strjoinv(folder, pieces);
    g_auto(GStrv) arguments = g_strsplit(whole, " ", -1);

    g_assert_no_error(error);
    g_assert_cmpstr(type->tool->name, ==, "dict");

    gboolean done = type->tool->run((const char *const *) arguments, output, report, &error);
    g_autofree char *messages = mill_report_format(report, FALSE);

    *said = g_strconcat(output->str, messages, error ? error->message : "", NULL);
    return done;
}

typedef struct {
    const char *name;
    const char *line;
    gboolean done;
    const char *said; /* a part of it */
} Case;

static const Case cases[] = {
    { "check", "check DIR/d.tsv", TRUE, "3 forms of 2 terms" },
    { "check-several", "check DIR/d.tsv DIR/list.txt", TRUE, "5 forms of 4 terms" },
    { "check-wrong", "check DIR/wrong.csv", FALSE, "quoted cell has no closing quote" },
    { "check-missing", "check DIR/none.tsv", FALSE, "none.tsv" },
    { "stats", "stats DIR/d.tsv", TRUE, "energy/wind" },
    { "category", "check DIR/d.tsv --category energy/wind", TRUE, "2 forms of 1 terms" },
    { "compile", "compile DIR/d.tsv -o DIR/c.dict", TRUE, "3 forms of 2 terms" },
    { "compile-wrong", "compile DIR/wrong.csv -o DIR/c.dict", FALSE, "no closing quote" },
    { "compile-nowhere", "compile DIR/d.tsv -o DIR/none/c.dict", FALSE, "cannot be written" },
    { "no-output", "compile DIR/d.tsv", FALSE, "compile needs -o FILE" },
    { "no-action", "", FALSE, "give an action and dictionary files" },
    { "unknown-action", "print DIR/d.tsv", FALSE, "'print' is none of check" },
    { "unknown-option", "check DIR/d.tsv --folds x", FALSE, "--folds" },
    { "unknown-fold", "check DIR/d.tsv --fold case,wide", FALSE, "'wide' is none of case" },
};

static char *
make_folder(void)
{
    char *folder = plan_make_folder();

    plan_write_file(folder, "d.tsv", dictionary, -1);
    plan_write_file(folder, "list.txt", "煤炭\n石油\n", -1);
    plan_write_file(folder, "wrong.csv", "a,\"b\n", -1);
    return folder;
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autofree char *folder = make_folder();
    g_autofree char *said = NULL;
    gboolean done = run_dict(folder, test->line, &said);

    if (!strstr(said, test->said))
        g_test_message("%s", said);
    g_assert_nonnull(strstr(said, test->said));
    g_assert_cmpint(done, ==, test->done);
    plan_remove_folder(folder);
}

/* The number of tags that the pipeline with @options finds, or -1 with the messages. */
static gint
count_tags(const char *folder, const char *options, char **messages)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPipeline) pipeline = plan_load(folder, options, report);
    g_autoptr(MillDocument) document = mill_document_new_text("case", "风能、光伏、煤炭", -1, NULL);

    *messages = mill_report_format(report, FALSE);
    if (!pipeline)
        return -1;
    g_assert_cmpint(mill_pipeline_process(pipeline, document, NULL), ==, MILL_KEEP);
    return (gint) mill_layer_get_length(mill_document_get_layer(document, "tag"));
}

static void
assert_tags(const char *folder, const char *options, gint n, const char *message)
{
    g_autofree char *messages = NULL;

    g_assert_cmpint(count_tags(folder, options, &messages), ==, n);
    if (!strstr(messages, message))
        g_test_message("%s", messages);
    g_assert_nonnull(strstr(messages, message));
}

static void
test_compiled(void)
{
    g_autofree char *folder = make_folder();
    g_autofree char *said = NULL;

    g_assert_true(run_dict(folder, "compile DIR/d.tsv -o DIR/c.dict", &said));
    assert_tags(folder, "dictionary: c.dict", 2, "");
    assert_tags(folder, "dictionary: c.dict, category: [energy/wind]", 1, "");
    assert_tags(folder, "dictionary: [c.dict, list.txt]", 3, "");
    assert_tags(folder, "dictionary: c.dict, exclude: [风能、]", 1, "");
    assert_tags(folder, "dictionary: c.dict, fold: [none]", -1,
                "compiled with `fold: [case, width, space]`");
    plan_write_file(folder, "d.tsv", "风电\n", -1);
    assert_tags(folder, "dictionary: c.dict", -1, "is out of date");
    assert_tags(folder, "dictionary: [c.dict, list.txt]", -1, "is out of date");
    plan_remove_folder(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/tags/dict/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/tags/dict/compiled", test_compiled);
    return g_test_run();
}

/* What the step tags says about dictionaries that are wrong. */
#include "plan.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *file;
    const char *dictionary;
    gssize length; /* -1: up to its NUL */
    const char *options;
    gboolean fails;
    const char *message; /* a part of the report */
} Case;

static const Case cases[] = {
    { "nothing", NULL, NULL, -1, "words: true", TRUE, "there is nothing to look for" },
    { "missing-file", NULL, NULL, -1, "dictionary: none.tsv", TRUE, "none.tsv" },
    { "not-utf8", "d.txt", "ab\n\xb7\xe7\n", -1, "dictionary: d.txt", TRUE,
      "d.txt:2:1: error: byte 0xb7 is not UTF-8" },
    { "nul", "d.txt", "a\nbc\0d\n", 7, "dictionary: d.txt", TRUE, "d.txt:2:3: error: NUL byte" },
    { "duplicate", "d.tsv", "风电\tx\n光伏\tx\n风电\tx\n", -1, "dictionary: d.tsv", FALSE,
      "d.tsv:3:1: warning: '风电' is there already at line 1" },
    { "duplicate-alias", "d.tsv", "风电\tx\t\t风能|风能\n", -1, "dictionary: d.tsv", FALSE,
      "d.tsv:1:10: warning: '风能' is there already at line 1" },
    { "two-meanings", "d.tsv", "apple\tfruit\nApple\tcompany\n", -1, "dictionary: d.tsv", FALSE,
      "d.tsv:2:1: warning: 'Apple' has another meaning at line 1: both are tagged" },
    { "empty-term", "d.tsv", "a\tx\n\tx\n", -1, "dictionary: d.tsv", FALSE,
      "d.tsv:2:1: warning: empty term" },
    { "empty-alias", "d.tsv", "a\tx\t\tb||c\n", -1, "dictionary: d.tsv", FALSE,
      "d.tsv:1:8: warning: empty term" },
    { "open-quote", "d.csv", "a,x\n\"b,y\nc,z\n", -1, "dictionary: d.csv", TRUE,
      "d.csv:2:1: error: quoted cell has no closing quote" },
    { "text-behind-quote", "d.csv", "a,x\n\"b\"c,y\n", -1, "dictionary: d.csv", TRUE,
      "d.csv:2:4: error: text behind the closing quote" },
    { "unknown-column", "d.csv", "term,catgory\na,x\n", -1, "dictionary: d.csv", FALSE,
      "did you mean 'category'?" },
    { "too-many-cells", "d.csv", "term,category\na,x,y\n", -1, "dictionary: d.csv", FALSE,
      "d.csv:2:5: warning: row of 3 cells in a table of 2 columns" },
    { "weight", "d.csv", "term,weight\na,heavy\n", -1, "dictionary: d.csv", TRUE,
      "d.csv:2:3: error: weight 'heavy' is not a number" },
    { "match", "d.csv", "term,match\na,fuzzy\n", -1, "dictionary: d.csv", TRUE,
      "d.csv:2:3: error: unknown kind of match 'fuzzy'" },
    { "tab-in-list", "d.txt", "a\tx\n", -1, "dictionary: d.txt", FALSE,
      "name the file .tsv if it is a table" },
    { "empty-file", "d.txt", "", -1, "dictionary: d.txt", FALSE, "no terms" },
    { "category-of-none", "d.tsv", "a\tx\n", -1, "dictionary: d.tsv, category: [y]", TRUE,
      "no term is of the category 'y'" },
    { "category-misspelt", "d.tsv", "a\tenergy/wind\n", -1,
      "dictionary: d.tsv, category: [energy, enrgy]", TRUE, "did you mean 'energy'?" },
    { "yaml-syntax", "d.yaml", "a: [b\n", -1, "dictionary: d.yaml", TRUE, "d.yaml:" },
    { "yaml-key", "d.yaml", "- { term: a, alias: b }\n", -1, "dictionary: d.yaml", TRUE,
      "did you mean 'aliases'?" },
    { "yaml-no-term", "d.yaml", "x:\n  - { aliases: [b], weight: 2 }\n", -1, "dictionary: d.yaml",
      TRUE, "d.yaml:2:5: error: this record has no term" },
    { "yaml-nested-list", "d.yaml", "- [a]\n", -1, "dictionary: d.yaml", TRUE,
      "d.yaml:1:3: error: a string is expected here" },
    { "yaml-category-twice", "d.yaml", "x:\n  - { term: a, category: y }\n", -1,
      "dictionary: d.yaml", TRUE, "the category is that of the tree above" },
    { "turtle-no-dot", "d.ttl", "<a> <b> <c>\n<d> <e> 'f' .\n", -1, "dictionary: d.ttl", TRUE,
      "d.ttl:2:1: error: Turtle: a dot is expected" },
    { "turtle-prefix", "d.ttl", "\nskos:a <b> <c> .\n", -1, "dictionary: d.ttl", TRUE,
      "d.ttl:2:7: error: Turtle: the prefix was not declared" },
    { "turtle-open-string", "d.ttl", "<a> <b> \"c .\n", -1, "dictionary: d.ttl", TRUE,
      "Turtle: the string has no end" },
    { "turtle-cycle", "d.ttl",
      "PREFIX s: <http://www.w3.org/2004/02/skos/core#>\n"
      "<a> s:prefLabel 'a'; s:broader <b> . <b> s:prefLabel 'b'; s:broader <a> .\n",
      -1, "dictionary: d.ttl", FALSE, "is broader than itself" },
    { "rdf-xml", "d.rdf", "<rdf:RDF>\n<a>", -1, "dictionary: d.rdf", TRUE, "error: RDF/XML: " },
    { "unknown-stem", NULL, NULL, -1, "terms: [a], stem: englisch", TRUE,
      "no stems for 'englisch'" },
    { "unknown-fold", NULL, NULL, -1, "terms: [a], fold: [cas]", TRUE, "did you mean 'case'?" },
};

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autofree char *folder = plan_make_folder();
    g_autoptr(MillReport) report = mill_report_new();

    if (test->file)
        plan_write_file(folder, test->file, test->dictionary, test->length);

    g_autoptr(MillPipeline) pipeline = plan_load(folder, test->options, report);
    g_autofree char *messages = mill_report_format(report, FALSE);

    if (!strstr(messages, test->message))
        g_test_message("expected: %s\nreport: %s", test->message, messages);
    g_assert_nonnull(strstr(messages, test->message));
    g_assert_cmpint(pipeline == NULL, ==, test->fails);
    plan_remove_folder(folder);
}

/* A file with the same mistake on each line does not flood the screen. */
static void
test_flood(void)
{
    g_autofree char *folder = plan_make_folder();
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GString) dictionary = g_string_new(NULL);

    for (guint i = 0; i < 5000; i++)
        g_string_append(dictionary, "风电\n");
    plan_write_file(folder, "d.txt", dictionary->str, (gssize) dictionary->len);

    g_autoptr(MillPipeline) pipeline = plan_load(folder, "dictionary: d.txt", report);

    guint n = 0;

    g_assert_nonnull(pipeline);
    for (gsize i = 0; i < mill_report_get_length(report); i++) {
        const MillMessage *message = mill_report_get(report, i);

        if (!strstr(message->message, "is there already"))
            continue;
        n++;
        g_assert_cmpstr(message->hint, ==,
                        n == 20 ? "further warnings of this kind are not shown" : NULL);
    }
    g_assert_cmpuint(n, ==, 20);
    plan_remove_folder(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/tags/messages/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/tags/messages/flood", test_flood);
    return g_test_run();
}

/* test-condition.c - `when:` against metadata. */
#include "config/condition.h"
#include "messages.h"

/* The document: id a/plan.txt, encoding GB18030, and the metadata below. */
static const struct {
    const char *name;
    const char *when;
    gboolean holds;
} cases[] = {
    { "equals", "language: zh", TRUE },
    { "differs", "language: en", FALSE },
    { "missing", "author: x", FALSE },
    { "number", "year: 2021", TRUE },
    { "number-written-otherwise", "year: 0x7e5", TRUE },
    { "number-as-float", "year: 2021.0", TRUE },
    { "text-of-digits", "edition: 3", TRUE },
    { "text-of-digits-quoted", "edition: '3'", TRUE },
    { "number-quoted", "year: '2021'", FALSE },
    { "bool", "official: true", TRUE },
    { "bool-as-text", "official: 'true'", FALSE },
    { "null-is-missing", "author: null", TRUE },
    { "null-is-set", "language: null", FALSE },
    { "one-of", "language: [en, zh]", TRUE },
    { "none-of", "language: [en, fr]", FALSE },
    { "all-must-hold", "{language: zh, year: 2021}", TRUE },
    { "one-does-not-hold", "{language: zh, year: 2020}", FALSE },
    { "is", "language: {is: zh}", TRUE },
    { "not", "language: {not: en}", TRUE },
    { "not-equal", "language: {not: zh}", FALSE },
    { "not-of-missing", "author: {not: x}", TRUE },
    { "not-any", "language: {not: [en, zh]}", FALSE },
    { "in", "year: {in: [2020, 2021]}", TRUE },
    { "exists", "year: {exists: true}", TRUE },
    { "exists-missing", "author: {exists: true}", FALSE },
    { "exists-not", "author: {exists: false}", TRUE },
    { "min", "year: {min: 2021}", TRUE },
    { "min-above", "year: {min: 2022}", FALSE },
    { "range", "year: {min: 2011, max: 2025}", TRUE },
    { "range-outside", "year: {min: 2011, max: 2020}", FALSE },
    { "min-of-missing", "author: {min: 0}", FALSE },
    { "min-of-text-of-digits", "edition: {min: 2}", TRUE },
    { "min-of-text", "language: {min: 2}", FALSE },
    { "date-range", "date: {min: 2021-01-01, max: 2021-12-31}", TRUE },
    { "date-before", "date: {max: 2021-06-02}", FALSE },
    { "matches", "title: {matches: '规划$'}", TRUE },
    { "matches-not", "title: {matches: '^规划'}", FALSE },
    { "matches-a-number", "year: {matches: '2'}", FALSE },
    { "list-holds", "topics: wind", TRUE },
    { "list-holds-not", "topics: coal", FALSE },
    { "list-not", "topics: {not: coal}", TRUE },
    { "list-not-but-holds", "topics: {not: wind}", FALSE },
    { "list-matches", "topics: {matches: '^so'}", TRUE },
    { "list-exists", "topics: {exists: true}", TRUE },
    { "id", "id: {matches: '^a/'}", TRUE },
    { "encoding", "encoding: GB18030", TRUE },
};

static MillDocument *
condition_document(void)
{
    MillDocument *document = mill_document_new_text("a/plan.txt", "text", -1, NULL);
    g_autoptr(MillValue) year = mill_value_new_int(2021);
    g_autoptr(MillValue) official = mill_value_new_bool(TRUE);
    g_autoptr(MillValue) topics = mill_value_new_list();

    mill_value_append_string(topics, "wind");
    mill_value_append_string(topics, "solar");
    mill_document_set_encoding(document, "GB18030");
    mill_document_set_meta_string(document, "language", "zh");
    mill_document_set_meta_string(document, "edition", "3");
    mill_document_set_meta_string(document, "date", "2021-06-30");
    mill_document_set_meta_string(document, "title", "发展规划");
    mill_document_set_meta(document, "year", year);
    mill_document_set_meta(document, "official", official);
    mill_document_set_meta(document, "topics", topics);
    return document;
}

static void
test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) node = mill_node_parse("f", cases[i].when, strlen(cases[i].when), report);
    MillCondition *condition = mill_condition_new(node, report);
    g_autoptr(MillDocument) document = condition_document();
    g_autofree char *messages = messages_list(report, "f");

    g_assert_cmpstr(messages, ==, "");
    g_assert_cmpint(mill_condition_holds(condition, document), ==, cases[i].holds);
    mill_condition_free(condition);
}

static const struct {
    const char *name;
    const char *when;
    const char *messages;
} mistakes[] = {
    { "text", "zh",
      "1:1+2 'when' takes a map of metadata names and what they must be | "
      "for example: when: { language: zh }\n" },
    { "nothing", "",
      "1:1+1 'when' takes a map of metadata names and what they must be | "
      "for example: when: { language: zh }\n" },
    { "no-test", "year: {}", "1:7+1 no test of 'year' is given\n" },
    { "empty-list", "year: []", "1:7+1 'in' takes a list of values\n" },
    { "unknown-test", "year: {mni: 3}",
      "1:8+3 unknown key 'mni' in a condition | did you mean 'min'?\n" },
    { "nested-list", "year: [[1]]", "1:7+1 'in' takes a list of values\n" },
    { "is-list", "year: {is: [1]}", "1:12+1 'is' takes one value\n" },
    { "exists-text", "year: {exists: maybe}", "1:16+5 'exists' takes true or false\n" },
    { "min-list", "year: {min: [1]}", "1:13+1 'min' takes a number or a text\n" },
    { "max-null", "year: {max: ~}", "1:13+1 'max' takes a number or a text\n" },
    { "bad-regex", "title: {matches: '(a'}", "1:18+4 *\n" },
    { "all-at-once", "{a: {is: []}, b: {in: 3}}",
      "1:10+1 'is' takes one value\n1:23+1 'in' takes a list of values\n" },
};

static void
test_mistake(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillNode) node =
        mill_node_parse("f", mistakes[i].when, strlen(mistakes[i].when), report);

    g_assert_null(mill_condition_new(node, report));

    g_autofree char *messages = messages_list(report, "f");

    if (!g_pattern_match_simple(mistakes[i].messages, messages))
        g_assert_cmpstr(messages, ==, mistakes[i].messages);
}

static void
test_none(void)
{
    g_autoptr(MillDocument) document = condition_document();

    g_assert_true(mill_condition_holds(NULL, document));
    mill_condition_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/condition/case/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autofree char *path = g_strconcat("/condition/mistake/", mistakes[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_mistake);
    }
    g_test_add_func("/condition/none", test_none);
    return g_test_run();
}

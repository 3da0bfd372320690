/* The second pass of cleanup: patterns, where they may act, and repeated lines. */
#include "step.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
    const char *name;
    const char *options;
    const char *before;
    const char *after;
} Case;

#define SENTENCE "这是正文的一句话，它以句号结束。\n"

static const Case cases[] = {
    { "anywhere", "{ patterns: [^ad] }", "ad 1\nb\nad 2\n" SENTENCE "ad 3", "b\n" SENTENCE },
    { "head-only", "{ patterns: [{ match: ^x, where: head }] }", "x1\n" SENTENCE "x2\n",
      SENTENCE "x2\n" },
    { "tail-only", "{ patterns: [{ match: ^x, where: tail }] }", "x1\n" SENTENCE "x2\n",
      "x1\n" SENTENCE },
    { "head-and-tail", "{ patterns: [{ match: ^x, where: [head, tail] }] }",
      "x\n" SENTENCE "x\n" SENTENCE "x\n", SENTENCE "x\n" SENTENCE },
    { "before-drops-menu", "{ patterns: [{ match: ^date, where: head, drop: before }] }",
      "Site\nmenu\n\ndate\ntext\n" SENTENCE, "text\n" SENTENCE },
    { "before-never-crosses-a-sentence",
      "{ patterns: [{ match: ^date, where: head, drop: before }] }", "a\n" SENTENCE "date\nb\n",
      "a\n" SENTENCE "date\nb\n" },
    { "before-keeps-title",
      "{ patterns: [{ match: ^date, where: head, drop: before, title: before }] }",
      "Site\nA fine title\n\ndate\n" SENTENCE, "A fine title\n\n" SENTENCE },
    { "headline-drop",
      "{ headline: drop, patterns: [{ match: ^date, where: head, drop: before, title: before }] }",
      "Site\nA fine title\n\ndate\n" SENTENCE, SENTENCE },
    { "after-drops-links", "{ patterns: [{ match: ^Related, where: tail, drop: after }] }",
      SENTENCE "Related\none\ntwo\n", SENTENCE },
    { "after-never-crosses-a-sentence",
      "{ patterns: [{ match: ^Related, where: tail, drop: after }] }",
      SENTENCE "Related\n" SENTENCE "two\n", SENTENCE "Related\n" SENTENCE "two\n" },
    { "tail-goes-up-through-matches", "{ patterns: [{ match: 声明, where: tail, longest: 100 }] }",
      SENTENCE "声明：这是一句话。\n\n声明：又一句话。\n", SENTENCE },
    { "tail-stops-at-text", "{ patterns: [{ match: 声明, where: tail, longest: 100 }] }",
      "声明：这是一句话。\n" SENTENCE, "声明：这是一句话。\n" SENTENCE },
    { "paragraph", "{ patterns: [{ match: ^Note, drop: paragraph }] }", "a\nNote\nb\n\nc\n",
      "a\n\nc\n" },
    { "too-long-to-match", "{ patterns: [{ match: x, longest: 3 }] }", "xxxx\nxxx\n", "xxxx\n" },
    { "longest-counts-characters", "{ patterns: [{ match: 中, longest: 3 }] }",
      "中中中中\n中中中\n", "中中中中\n" },
    { "drop-none", "{ patterns: [{ match: ^x, drop: none }] }", "x\ny\n", "x\ny\n" },
    { "blank-lines-after-drops", "{ patterns: [^x] }", "a\n\nx\n\nb\n", "a\n\nb\n" },
    { "last-line-without-break", "{ patterns: [^x] }", "a\nx", "a\n" },
    { "everything-dropped", "{ patterns: [x] }", "x\n\nx\n", "" },
    { "adjacent", "{ adjacent_lines: true }", "a\n\na\nb\na\n", "a\n\nb\na\n" },
    { "repeated", "{ repeated_lines: 3 }", "Plan\na\nPlan\nb\nb\nPlan\n", "Plan\na\nb\nb\n" },
    { "repeated-numbers-go-all", "{ repeated_lines: 3 }", "p 1\na\np 2\nb\np 13\n", "a\nb\n" },
    { "repeated-long-lines-stay", "{ repeated_lines: 2 }", SENTENCE SENTENCE, SENTENCE },
};

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(Step) step = step_new(test->options);
    g_autoptr(MillDocument) document = test_document_of_text(test->before);

    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, test->after);
}

static char *
get_meta_json(MillDocument *document)
{
    GString *json = g_string_new(NULL);

    mill_json_append_value(json, mill_document_get_metadata(document));
    return g_string_free(json, FALSE);
}

/* Templates, dates, lists; the first pattern of the list wins a key, wherever it matches. */
static void
test_metadata(void)
{
    g_autoptr(Step) step = step_new(
        "patterns:\n"
        "  - { match: '^tags (?<t>.*)', where: tail, set: { tags: { value: '${t}', as: list } } }\n"
        "  - match: '^(?<d>\\d{4}\\D\\d+\\D\\d+\\D*[\\d:]*) by (?<who>\\w+)(?: tags (?<t>.*))?$'\n"
        "    drop: none\n"
        "    set: { date: { value: '${d}', as: date }, author: '${who}', by: 'by ${who}!',\n"
        "           tags: '${t}', reader: other }\n");
    g_autoptr(MillDocument) document =
        test_document_of_text("2021年2月10日 9:53 by Ann tags q\n" SENTENCE "tags a, b、c\n");
    MillLayer *layer;
    g_autofree char *meta = NULL;

    mill_document_set_meta_string(document, "reader", "mine");
    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    meta = get_meta_json(document);
    g_assert_cmpstr(meta, ==,
                    "{\"reader\":\"mine\",\"date\":\"2021-02-10T09:53\",\"author\":\"Ann\","
                    "\"by\":\"by Ann!\",\"tags\":[\"a\",\"b\",\"c\"]}");
    layer = mill_document_get_layer(document, "metadata");
    g_assert_cmpuint(mill_layer_get_length(layer), ==, 3);
    g_assert_cmpuint(mill_layer_get_span(layer, 0).end, ==, strlen("2021年2月10日 9:53"));
}

typedef struct {
    const char *name;
    const char *options;
    const char *pack; /* NULL: none */
    const char *message;
} Bad;

static const Bad bad[] = {
    { "unknown-pack", "{ boilerplate: zh-newz }", NULL, "did you mean 'zh-news'?" },
    { "missing-file", "{ boilerplate: ./no.yaml }", NULL, "no.yaml" },
    { "patterns-not-a-list", "{ patterns: x }", NULL, "'patterns' must be a list" },
    { "no-match", "{ patterns: [{ name: x }] }", NULL, "pattern 1: a pattern needs 'match'" },
    { "unknown-key", "{ patterns: [{ match: x, wher: head }] }", NULL, "did you mean 'where'?" },
    { "bad-regex", "{ patterns: ['ok', '(x'] }", NULL,
      "pattern 2: the regular expression does not compile at byte 2" },
    { "before-needs-head", "{ patterns: [{ match: x, drop: before }] }", NULL,
      "'drop: before' needs 'where: head'" },
    { "no-such-group", "{ patterns: [{ match: x, set: { a: '${b}' } }] }", NULL,
      "the pattern has no group 'b'" },
    { "not-a-pack", NULL, "steps: []\n", "PACK:1:1: error: this is not a boilerplate pack" },
    { "marks-in-packs", NULL, "textmill-boilerplate: 1\npatterns:\n  - match: '[x'\n",
      "PACK:3:12: error: the regular expression does not compile" },
    { "pack-key", NULL, "textmill-boilerplate: 1\npattern: []\npatterns: []\n",
      "did you mean 'patterns'?" },
    { "pack-where", NULL, "textmill-boilerplate: 1\npatterns:\n  - { match: x, where: feet }\n",
      "'where' must be one of: head, tail, anywhere" },
};

static void
test_bad(gconstpointer data)
{
    const Bad *test = data;
    g_autofree char *path = NULL;
    g_autofree char *options = NULL;
    g_autofree char *messages = NULL;
    g_auto(GStrv) parts = NULL;
    g_autofree char *with_name = NULL;

    if (test->pack) {
        gint file = g_file_open_tmp("pack-XXXXXX.yaml", &path, NULL);

        close(file);
        g_assert_true(g_file_set_contents(path, test->pack, -1, NULL));
        options = g_strdup_printf("{ boilerplate: %s }", path);
    }
    g_assert_null(step_try_new(options ? options : test->options, &messages));
    parts = g_strsplit(messages, path ? path : "/no such path/", -1);
    with_name = g_strjoinv("PACK", parts);
    if (!strstr(with_name, test->message))
        g_error("expected \"%s\" in:\n%s", test->message, with_name);
    if (path)
        g_unlink(path);
}

/* A pattern that could run for ages gives up on the line and leaves it. */
static void
test_costly_pattern(void)
{
    g_autoptr(Step) step = step_new("{ patterns: [{ match: '^(a+)+$', longest: 1000 }] }");
    g_autoptr(MillDocument) document =
        test_document_of_text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\naaa\n");

    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    g_assert_true(g_str_has_suffix(mill_document_get_text(document, NULL), "aaa!\n"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/boilerplate/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strdup_printf("/boilerplate/bad/%s", bad[i].name);

        g_test_add_data_func(path, &bad[i], test_bad);
    }
    g_test_add_func("/boilerplate/metadata", test_metadata);
    g_test_add_func("/boilerplate/costly-pattern", test_costly_pattern);
    return g_test_run();
}

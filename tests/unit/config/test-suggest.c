/* test-suggest.c - did you mean …? */
#include <textmill/report.h>

static const char *const steps[] = { "cleanup",  "sections", "tags", "json",      "jsonl",
                                     "markdown", "csv",      "text", "read-text", NULL };
static const char *const options[] = { "min_chars", "max_chars", "unicode", "on-error",
                                       "id",        "中文名称",  NULL };

static const struct {
    const char *name;
    const char *word;
    const char *const *candidates;
    const char *expected;
} cases[] = {
    { "missing-letter", "unicod", options, "unicode" },
    { "extra-letter", "cleanups", steps, "cleanup" },
    { "wrong-letter", "cleenup", steps, "cleanup" },
    { "swapped-letters", "txet", steps, "text" },
    { "two-mistakes", "makrdwon", steps, "markdown" },
    { "case", "CSV", steps, "csv" },
    { "hyphen-for-underscore", "min-chars", options, "min_chars" },
    { "underscore-for-hyphen", "on_error", options, "on-error" },
    { "case-and-hyphen", "Max-Chars", options, "max_chars" },
    { "the-closest-wins", "jsom", steps, "json" },
    { "equal-length-wins", "jsonx", steps, "jsonl" },
    { "exact", "tags", steps, "tags" },
    { "beginning", "mark", steps, "markdown" },
    { "beginning-of-two", "json-lines", steps, NULL },
    { "chinese", "中文名", options, "中文名称" },
    { "nothing-close", "translate", steps, NULL },
    { "short-words-do-not-match-all", "ab", options, NULL },
    { "one-letter", "x", steps, NULL },
    { "empty", "", steps, NULL },
    { "not-utf-8", "tag\xff", steps, NULL },
    { "very-long", "cleanupcleanupcleanupcleanupcleanupcleanupcleanupcleanupcleanupcleanupcleanup",
      steps, NULL },
};

static void
test_suggest(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);

    g_assert_cmpstr(mill_suggest(cases[i].word, cases[i].candidates), ==, cases[i].expected);
}

static void
test_null(void)
{
    g_assert_null(mill_suggest(NULL, steps));
    g_assert_null(mill_suggest("tags", NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/suggest/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_suggest);
    }
    g_test_add_func("/suggest/null", test_null);
    return g_test_run();
}

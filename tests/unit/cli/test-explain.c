/* How explain turns the changes of an edit into lines, and texts into something safe to print. */
#include "cli/explain.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *text;
    MillChange changes[3]; /* one without text ends them */
    const char *expected;  /* "@LINE" and the lines of each hunk, marks in [ ], whole lines in ! */
} HunkCase;

static const HunkCase hunk_cases[] = {
    { "replace-word",
      "one\ntwo three\n",
      { { { 4, 7 }, "2", 1 } },
      "@2\n-[two] three\n+[2] three\n" },
    { "drop-line", "a\nnoise\nb\n", { { { 2, 8 }, "", 0 } }, "@2\n-![noise]\n" },
    { "drop-blank-line", "a\n\n\nb\n", { { { 2, 3 }, "", 0 } }, "@2\n-!\n" },
    { "drop-last-line-without-newline", "a\nb", { { { 2, 3 }, "", 0 } }, "@2\n-![b]\n" },
    { "insert-line", "a\nb\n", { { { 2, 2 }, "new\n", 4 } }, "@2\n-b\n+![new]\n+b\n" },
    { "insert-at-end", "a\n", { { { 2, 2 }, "b\n", 2 } }, "@2\n+![b]\n" },
    { "join-lines", "ab\ncd\n", { { { 2, 3 }, "", 0 } }, "@1\n-ab[↵]\n-cd\n+abcd\n" },
    { "split-line", "abcd\n", { { { 2, 2 }, "\n", 1 } }, "@1\n-abcd\n+ab[↵]\n+cd\n" },
    { "two-in-one-line",
      "a x b y\n",
      { { { 2, 3 }, "X", 1 }, { { 6, 7 }, "", 0 } },
      "@1\n-a [x] b [y]\n+a [X] b \n" },
    { "two-hunks",
      "x\nmiddle\ny\n",
      { { { 0, 1 }, "X", 1 }, { { 9, 10 }, "Y", 1 } },
      "@1\n-![x]\n+![X]\n@3\n-![y]\n+![Y]\n" },
    { "whole-text", "a\nb\n", { { { 0, 4 }, "", 0 } }, "@1\n-![a]\n-![b]\n" },
    { "chinese",
      "第一章　总则\n",
      { { { 9, 12 }, " ", 1 } },
      "@1\n-第一章[　]总则\n+第一章[ ]总则\n" },
};

static void
append_line(GString *out, const ExplainLine *line)
{
    gsize done = 0;

    g_string_append_printf(out, "%c%s", line->sign, line->whole ? "!" : "");
    for (guint i = 0; i < line->marks->len; i++) {
        MillSpan mark = g_array_index(line->marks, MillSpan, i);
        g_assert_cmpuint(mark.start, >=, done);
        g_assert_cmpuint(mark.end, <=, line->text->len);
        g_string_append_len(out, line->text->str + done, (gssize) (mark.start - done));
        g_string_append_printf(out, "[%.*s]", (int) (mark.end - mark.start),
                               line->text->str + mark.start);
        done = mark.end;
    }
    g_string_append_printf(out, "%s\n", line->text->str + done);
}

static void
check_hunks(gconstpointer data)
{
    const HunkCase *c = data;
    g_autoptr(GPtrArray) hunks = g_ptr_array_new_with_free_func(explain_hunk_free);
    g_autoptr(GString) out = g_string_new(NULL);
    gsize n_changes = 0;

    while (n_changes < G_N_ELEMENTS(c->changes) && c->changes[n_changes].text)
        n_changes++;
    gsize all = explain_hunks(c->text, strlen(c->text), c->changes, n_changes, 10, hunks);
    g_assert_cmpuint(all, ==, hunks->len);
    for (guint i = 0; i < hunks->len; i++) {
        const ExplainHunk *hunk = hunks->pdata[i];
        g_string_append_printf(out, "@%u\n", hunk->line);
        for (guint j = 0; j < hunk->lines->len; j++)
            append_line(out, hunk->lines->pdata[j]);
    }
    g_assert_cmpstr(out->str, ==, c->expected);
}

/* More than are kept are still counted. */
static void
check_limit(void)
{
    g_autoptr(GPtrArray) hunks = g_ptr_array_new_with_free_func(explain_hunk_free);
    const MillChange changes[] = {
        { { 0, 1 }, "X", 1 },
        { { 2, 3 }, "Y", 1 },
        { { 4, 5 }, "Z", 1 },
    };

    g_assert_cmpuint(explain_hunks("x\ny\nz\n", 6, changes, 3, 2, hunks), ==, 3);
    g_assert_cmpuint(hunks->len, ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(hunk_cases); i++) {
        g_autofree char *path = g_strconcat("/explain/hunks/", hunk_cases[i].name, NULL);
        g_test_add_data_func(path, &hunk_cases[i], check_hunks);
    }
    g_test_add_func("/explain/hunks/limit", check_limit);
    return g_test_run();
}

/* test-report.c - messages: their order, their form on a terminal, and their limits. */
#include <textmill/report.h>

#include "config/report-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const char *name;
    const char *source;
    MillMark mark;
    const char *hint;
    const char *expected;
} Case;

#define LONG      "0123456789012345678901234567890123456789"
#define LONG_TAIL "456789012345678901234567890123456789"

static const Case cases[] = {
    { "caret",
      "steps:\n    with: { unicod: nfc }\n",
      { "f", 2, 13, 6 },
      "did you mean 'unicode'?",
      "f:2:13: error: wrong\n"
      "    2 |     with: { unicod: nfc }\n"
      "      |             ^~~~~~\n"
      "did you mean 'unicode'?\n" },
    { "no-place", "x\n", { 0 }, NULL, "error: wrong\n" },
    { "file-only", "x\n", { "f", 0, 0, 0 }, NULL, "f: error: wrong\n" },
    { "line-only", "x\n", { "f", 1, 0, 0 }, NULL, "f:1: error: wrong\n    1 | x\n" },
    { "line-past-the-end", "x\n", { "f", 9, 1, 1 }, NULL, "f:9:1: error: wrong\n" },
    { "empty-line", "a\n\n", { "f", 2, 1, 1 }, NULL, "f:2:1: error: wrong\n    2 | \n      | ^\n" },
    { "behind-the-line",
      "ab",
      { "f", 1, 3, 1 },
      NULL,
      "f:1:3: error: wrong\n    1 | ab\n      |   ^\n" },
    { "mark-longer-than-line",
      "abc",
      { "f", 1, 2, 50 },
      NULL,
      "f:1:2: error: wrong\n    1 | abc\n      |  ^~\n" },
    { "carriage-return",
      "ab\r\ncd\r\n",
      { "f", 1, 1, 2 },
      NULL,
      "f:1:1: error: wrong\n    1 | ab\n      | ^~\n" },
    { "wide-characters",
      "名称: 中文\n",
      { "f", 1, 5, 2 },
      NULL,
      "f:1:5: error: wrong\n    1 | 名称: 中文\n      |       ^~~~\n" },
    { "combining-character",
      "e\xcc\x81x: 1\n",
      { "f", 1, 3, 1 },
      NULL,
      "f:1:3: error: wrong\n    1 | e\xcc\x81x: 1\n      |  ^\n" },
    { "tab",
      "\tx: 1\n",
      { "f", 1, 2, 1 },
      NULL,
      "f:1:2: error: wrong\n    1 |     x: 1\n      |     ^\n" },
    { "control-character",
      "a\x1b[31mb\n",
      { "f", 1, 1, 1 },
      NULL,
      "f:1:1: error: wrong\n    1 | a�[31mb\n      | ^\n" },
    { "not-utf-8",
      "a\xff: b\n",
      { "f", 1, 2, 1 },
      NULL,
      "f:1:2: error: wrong\n    1 | a�: b\n      |  ^\n" },
    { "long-line-start",
      LONG LONG LONG LONG "\n",
      { "f", 1, 3, 2 },
      NULL,
      "f:1:3: error: wrong\n    1 | " LONG LONG "01234567890123456789…\n      |   ^~\n" },
    { "long-line-middle",
      LONG LONG LONG LONG "\n",
      { "f", 1, 45, 3 },
      NULL,
      "f:1:45: error: wrong\n    1 | …" LONG_TAIL LONG "012345678901234567890123…\n"
      "      |                                          ^~~\n" },
    { "long-mark",
      LONG LONG LONG LONG LONG "\n",
      { "f", 1, 155, 150 },
      NULL,
      "f:1:155: error: wrong\n    1 | …456789012345678901234567890123456789" LONG "0123456789\n"
      "      |                                          "
      "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n" },
};

static void
test_form(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(MillReport) report = mill_report_new();

    mill_report_set_source(report, "f", c->source, strlen(c->source));
    mill_report_add(report, MILL_SEVERITY_ERROR, &c->mark, c->hint, "wrong");

    g_autofree char *text = mill_report_format(report, FALSE);

    g_assert_cmpstr(text, ==, c->expected);
}

static void
test_order(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    static const MillMark marks[] = {
        { "b", 2, 1, 1 }, { "a", 1, 1, 1 }, { "b", 1, 9, 1 }, { "b", 1, 2, 1 }, { 0 },
        { "b", 1, 2, 1 }
    };

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        mill_report_add(report, i % 2 ? MILL_SEVERITY_WARNING : MILL_SEVERITY_NOTE, &marks[i], NULL,
                        "%d", (int) i);

    g_autofree char *text = mill_report_format(report, FALSE);

    /* Files as they first came, then lines, columns, and the order of arrival. */
    g_assert_cmpstr(text, ==,
                    "note: 4\nb:1:2: warning: 3\nb:1:2: warning: 5\nb:1:9: note: 2\n"
                    "b:2:1: note: 0\na:1:1: warning: 1\n");
    g_assert_cmpuint(mill_report_count(report, MILL_SEVERITY_NOTE), ==, 3);
    g_assert_cmpuint(mill_report_count(report, MILL_SEVERITY_WARNING), ==, 3);
    g_assert_cmpuint(mill_report_count(report, MILL_SEVERITY_ERROR), ==, 0);
    g_assert_null(mill_report_get(report, 6));
}

static void
test_repeated(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    static const MillMark mark = { "f", 1, 1, 1 };

    for (int i = 0; i < 3; i++)
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "the same");
    mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "another");
    g_assert_cmpuint(mill_report_count(report, MILL_SEVERITY_ERROR), ==, 2);
}

static void
test_many(void)
{
    g_autoptr(MillReport) report = mill_report_new();

    for (guint i = 1; i <= MILL_REPORT_MAX_PER_FILE + 34; i++)
        mill_report_add(report, MILL_SEVERITY_ERROR, &(MillMark){ "f", i, 1, 1 }, NULL, "no");

    g_autofree char *text = mill_report_format(report, FALSE);

    g_assert_cmpuint(mill_report_count(report, MILL_SEVERITY_ERROR), ==,
                     MILL_REPORT_MAX_PER_FILE + 34);
    g_assert_cmpuint(mill_report_get_length(report), ==, MILL_REPORT_MAX_PER_FILE);
    g_assert_true(g_str_has_suffix(text, "\nf: … and 34 more\n"));
}

static void
test_colour(void)
{
    g_autoptr(MillReport) report = mill_report_new();

    mill_report_set_source(report, "f", "ab", 2);
    mill_report_add(report, MILL_SEVERITY_ERROR, &(MillMark){ "f", 1, 1, 2 }, NULL, "no");

    g_autofree char *text = mill_report_format(report, TRUE);

    g_assert_cmpstr(text, ==,
                    "\033[1mf:1:1:\033[0m \033[1;31merror:\033[0m no\n"
                    "\033[2m    1 |\033[0m ab\n"
                    "\033[2m      |\033[0m \033[1;32m^~\033[0m\n");
}

/* What was written in a file may be quoted in a message, but must not act on a terminal. */
static void
test_tamed(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autofree char *long_word = g_strnfill(100000, 'x');

    mill_report_add(report, MILL_SEVERITY_ERROR, NULL, "\033[2J", "a\033]0;b\x07 \xff %s",
                    long_word);

    const MillMessage *message = mill_report_get(report, 0);

    g_assert_true(g_str_has_prefix(message->message, "a\\x1b]0;b\\x07 � xxx"));
    g_assert_true(g_str_has_suffix(message->message, "xxx…"));
    g_assert_cmpuint(strlen(message->message), <, 1000);
    g_assert_cmpstr(message->hint, ==, "\\x1b[2J");
}

static void
test_file_is_read_once(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("textmill-test-XXXXXX", &path, NULL);

    g_assert_cmpint(fd, >=, 0);
    close(fd);
    g_assert_true(g_file_set_contents(path, "old\n", -1, NULL));
    mill_report_add(report, MILL_SEVERITY_ERROR, &(MillMark){ path, 1, 1, 1 }, NULL, "first");
    g_assert_true(g_file_set_contents(path, "new\n", -1, NULL));
    mill_report_add(report, MILL_SEVERITY_ERROR, &(MillMark){ path, 1, 2, 1 }, NULL, "second");
    g_unlink(path);
    g_assert_cmpstr(mill_report_get_entry(report, 0)->line, ==, "old");
    g_assert_cmpstr(mill_report_get_entry(report, 1)->line, ==, "old");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/report/form/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_form);
    }
    g_test_add_func("/report/order", test_order);
    g_test_add_func("/report/repeated", test_repeated);
    g_test_add_func("/report/many", test_many);
    g_test_add_func("/report/colour", test_colour);
    g_test_add_func("/report/tamed", test_tamed);
    g_test_add_func("/report/file-is-read-once", test_file_is_read_once);
    return g_test_run();
}

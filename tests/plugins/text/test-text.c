/* The plain text writer. */
#include "step.h"

typedef struct {
    const char *name;
    const char *options;
    const char *text;
    const char *out;
} Case;

#define MADE                                                                                       \
    "# textmill %s; pipeline \"test\" sha256 " TEST_PIPELINE_SHA256 "; source \"test\" sha256 "

/* In `out`, %s stand for the version and the SHA-256 of the text. */
static const Case cases[] = {
    { "as-it-is", NULL, "a\n\n文\n", "a\n\n文\n" },
    { "last-line-ends", NULL, "a", "a\n" },
    { "empty", NULL, "", "" },
    { "crlf", "{ line_end: crlf }", "a\n\nb", "a\r\n\r\nb\r\n" },
    { "comment", "{ comment: true }", "a\n",
      MADE "%s"
           "\na\n" },
    { "comment-of-nothing", "{ comment: true }", "",
      MADE "%s"
           "\n" },
    { "comment-crlf", "{ comment: true, line_end: crlf }", "a",
      MADE "%s"
           "\r\na\r\n" },
    { "crlf-stays", "{ line_end: crlf }", "a\r\nb\n", "a\r\nb\r\n" },
};

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(Step) step = step_new(test->options);
    g_autoptr(MillDocument) document = test_document_of_text(test->text);
    g_autofree char *out = step_encode(step, document, NULL);
    g_auto(GStrv) pieces = g_strsplit(test->out, "%s", 3);
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, test->text, -1);
    g_autofree char *expected =
        strstr(test->out, "%s") /* there are no pieces of nothing */
            ? g_strconcat(pieces[0], mill_version(), pieces[1], sha256, pieces[2], NULL)
            : g_strdup(test->out);

    g_assert_cmpstr(out, ==, expected);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/text/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    return g_test_run();
}

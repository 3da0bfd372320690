/* The plain text writer. */
#include "step.h"

typedef struct {
    const char *name;
    const char *options;
    const char *text;
    const char *out;
} Case;

static const Case cases[] = {
    { "as-it-is", NULL, "a\n\n文\n", "a\n\n文\n" },
    { "last-line-ends", NULL, "a", "a\n" },
    { "empty", NULL, "", "" },
    { "crlf", "{ line_end: crlf }", "a\n\nb", "a\r\n\r\nb\r\n" },
    { "crlf-stays", "{ line_end: crlf }", "a\r\nb\n", "a\r\nb\r\n" },
};

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(Step) step = step_new(test->options);
    g_autoptr(MillDocument) document = test_document_of_text(test->text);
    g_autofree char *out = step_encode(step, document, NULL);

    g_assert_cmpstr(out, ==, test->out);
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

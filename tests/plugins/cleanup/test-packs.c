/* The shipped packs, on pages written for this test.
 *
 * A page is a file whose lines begin with "+" (belongs to the document, must stay) or "-" (noise,
 * must go), after its head: the packs, and the metadata that must come out. Blank lines do not
 * count.
 */
#include "step.h"

static char *
read_head(const char *page, const char *key)
{
    g_autofree char *wanted = g_strconcat(key, ": ", NULL);
    const char *start = strstr(page, wanted) + strlen(wanted);

    return g_strndup(start, strcspn(start, "\n"));
}

/* The lines of @page that begin with one of @marks, without it. */
static char *
join_lines(const char *page, const char *marks)
{
    g_auto(GStrv) lines = g_strsplit(page, "\n", -1);
    GString *text = g_string_new(NULL);

    for (gsize i = 0; lines[i]; i++)
        if (lines[i][0] && strchr(marks, lines[i][0]))
            g_string_append_printf(text, "%s\n", lines[i][1] ? lines[i] + 2 : "");
    return g_string_free(text, FALSE);
}

static char *
without_blanks(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *joined = g_string_new(NULL);

    for (gsize i = 0; lines[i]; i++)
        if (*lines[i])
            g_string_append_printf(joined, "%s\n", lines[i]);
    return g_string_free(joined, FALSE);
}

static void
test_page(gconstpointer data)
{
    g_autofree char *page = NULL;
    g_autofree char *packs = NULL;
    g_autofree char *options = NULL;
    g_autofree char *meta = NULL;
    g_autofree char *before = NULL;
    g_autofree char *expected = NULL;
    g_autofree char *after = NULL;
    g_autoptr(GString) json = g_string_new(NULL);
    g_autoptr(Step) step = NULL;
    g_autoptr(MillDocument) document = NULL;

    g_assert_true(g_file_get_contents(data, &page, NULL, NULL));
    packs = read_head(page, "pack");
    options = g_strdup_printf("{ boilerplate: [%s] }", packs);
    meta = read_head(page, "meta");
    before = join_lines(page, "+-");
    expected = join_lines(page, "+");
    step = step_new(options);
    document = test_document_of_text(before);
    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    after = without_blanks(mill_document_get_text(document, NULL));
    g_assert_cmpstr(after, ==, expected);
    mill_json_append_value(json, mill_document_get_metadata(document));
    g_assert_cmpstr(json->str, ==, meta);
}

int
main(int argc, char **argv)
{
    static const char *const pages[] = { "plan", "notice", "law", "news" };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autofree char *path = g_strdup_printf("/packs/%s", pages[i]);

        g_test_add_data_func_full(
            path, g_strdup_printf("%s/%s.page", g_getenv("TEST_PAGES_DIR"), pages[i]), test_page,
            g_free);
    }
    return g_test_run();
}

/* The sections of a document, written as Markdown, are found again by the scheme `markdown`. */
#include "chain.h"

#include <string.h>

/* `LEVEL heading` of each section that heads text, a line each. */
static char *
outline(MillDocument *document)
{
    MillLayer *sections = mill_document_get_layer(document, "section");
    MillColumn level = mill_layer_find_column(sections, "level");
    MillColumn kind = mill_layer_find_column(sections, "kind");
    MillColumn heading = mill_layer_find_column(sections, "heading");
    const char *text = mill_document_get_text(document, NULL);
    GString *lines = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(sections); row++) {
        MillSpan span = mill_layer_get_span_attribute(sections, row, heading);
        const char *word = mill_layer_get_string(sections, row, kind, NULL);
        gsize start = span.start;

        if (!g_strcmp0(word, "figure") || !g_strcmp0(word, "table"))
            continue;
        while (start < span.end && (text[start] == '#' || text[start] == ' '))
            start++;
        g_string_append_printf(lines, "%" G_GINT64_FORMAT " %.*s\n",
                               mill_layer_get_int(sections, row, level), (int) (span.end - start),
                               text + start);
    }
    return g_string_free(lines, FALSE);
}

static const struct {
    const char *name, *scheme, *file;
} cases[] = {
    { "plan", "zh-plan", "plan-page.txt" },
    { "law", "zh-law", "statute.txt" },
    { "markdown", "markdown", "manual.md" },
};

static void
test_round_trip(gconstpointer data)
{
    gsize at = GPOINTER_TO_SIZE(data);
    g_autofree char *there = g_strdup_printf("- use: sections\n  with: { scheme: %s }\n"
                                             "- use: markdown\n  with: { boxes: heading }\n",
                                             cases[at].scheme);
    g_autoptr(MillPipeline) out = chain_load(there);
    g_autoptr(MillPipeline) back =
        chain_load("- use: sections\n  with: { scheme: markdown }\n- use: text\n");
    g_autofree char *path = g_build_filename(g_getenv("TEST_DOCUMENTS"), cases[at].file, NULL);
    g_autofree char *text = NULL;
    g_autofree char *first = NULL, *second = NULL, *markdown = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));

    g_autoptr(MillDocument) document = chain_process(out, text);

    markdown = chain_encode(out, document);

    g_autoptr(MillDocument) again = chain_process(back, markdown);

    first = outline(document);
    second = outline(again);
    g_assert_cmpstr(second, ==, first);
    g_assert_cmpuint(strlen(first), >, 40);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/markdown/round-trip/%s", cases[i].name);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_round_trip);
    }
    return g_test_run();
}

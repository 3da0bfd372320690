/* Pieces: a table of texts and options, each with its pieces separated by '|'. */
#include "chain.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *options;
    gboolean sentences;
    const char *text;
    const char *chunks;
} Case;

static const Case cases[] = {
    { "empty", "", FALSE, "", "" },
    { "one", "", FALSE, "All of it.", "All of it." },
    { "lines", "size: 10", FALSE, "one two\nthree\nfour\n", "one two|three\nfour" },
    { "long-line", "size: 8", FALSE, "one two three four", "one two|three|four" },
    { "no-space", "size: 3", FALSE, "建设美丽城市", "建设美|丽城市" },
    { "bytes", "size: 6, unit: bytes", FALSE, "建设美丽", "建设|美丽" },
    { "bytes-too-few", "size: 2, unit: bytes", FALSE, "建设", "建|设" },
    { "words", "size: 2, unit: words", FALSE, "one two, three four. five",
      "one two,|three four.|five" },
    { "words-cjk", "size: 3, unit: words", FALSE, "GDP增长 five", "GDP增长|five" },
    { "sentences", "size: 9", TRUE, "加快建设。持续推进。完成。", "加快建设。|持续推进。完成。" },
    { "overlap", "size: 10, overlap: 5", TRUE, "加快建设。持续推进。完成任务。",
      "加快建设。持续推进。|持续推进。完成任务。" },
    { "overlap-without-gain", "size: 10, overlap: 5", TRUE,
      "加快建设。持续推进。完成九项重大任务。", "加快建设。持续推进。|完成九项重大任务。" },
};

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autofree char *steps =
        g_strdup_printf("%s- use: chunk\n  with: { %s }",
                        self->sentences ? "- use: sentences\n" : "", self->options);
    g_autoptr(MillPipeline) pipeline = chain_load(steps);
    g_autoptr(MillDocument) document = chain_process(pipeline, self->text);
    g_autofree char *chunks = chain_join(document, "chunk");

    g_assert_cmpstr(chunks, ==, self->chunks);
}

#define PLAN "引言。\n第一章 总则\n甲。\n第一节 目标\n乙。\n第二章 任务\n丙。\n"

static void
test_stays_in_section(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: sections\n"
                                                  "  with: { scheme: zh-plan }\n"
                                                  "- use: chunk\n");
    g_autoptr(MillDocument) document = chain_process(pipeline, PLAN);
    g_autofree char *chunks = chain_join(document, "chunk");
    MillLayer *layer = mill_document_get_layer(document, "chunk");
    MillColumn path = mill_layer_find_column(layer, "path");
    g_autoptr(MillValue) titles = mill_layer_dup_value(layer, 2, path);

    g_assert_cmpstr(chunks, ==, "引言。|第一章 总则\n甲。|第一节 目标\n乙。|第二章 任务\n丙。");
    g_assert_cmpuint(mill_value_get_length(titles), ==, 2);
    g_assert_cmpstr(mill_value_get_string(mill_value_get_item(titles, 0), NULL), ==, "第一章 总则");
    g_assert_cmpstr(mill_value_get_string(mill_value_get_item(titles, 1), NULL), ==, "第一节 目标");
    g_assert_cmpint(mill_layer_get_int(layer, 2, mill_layer_find_column(layer, "section")), ==, 2);
}

static void
test_crosses_if_allowed(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: sections\n"
                                                  "  with: { scheme: zh-plan }\n"
                                                  "- use: chunk\n"
                                                  "  with: { cross_headings: true }\n");
    g_autoptr(MillDocument) document = chain_process(pipeline, PLAN);
    MillLayer *layer = mill_document_get_layer(document, "chunk");

    g_assert_cmpuint(mill_layer_get_length(layer), ==, 1);
}

/* Whatever the options: no piece is too large, and what is not white space is in one. */
static void
test_covers_everything(void)
{
    static const char *const pieces[] = { "。", "A", "b ", "\n", " ", "中", ". ", "长句子", "12" };
    g_autoptr(GRand) random = g_rand_new_with_seed(20261124);

    for (guint round = 0; round < 300; round++) {
        gint size = g_rand_int_range(random, 1, 12);
        g_autofree char *steps = g_strdup_printf("- use: chunk\n  with: { size: %d, overlap: %d }",
                                                 size, g_rand_int_range(random, 0, size));
        g_autoptr(MillPipeline) pipeline = chain_load(steps);
        g_autoptr(GString) text = g_string_new(NULL);

        for (gint n = g_rand_int_range(random, 0, 60); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);

        g_autoptr(MillDocument) document = chain_process(pipeline, text->str);
        MillLayer *layer = mill_document_get_layer(document, "chunk");
        gsize done = 0;

        for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
            MillSpan span = mill_layer_get_span(layer, row);

            g_assert_cmpint(g_utf8_strlen(text->str + span.start, (gssize) (span.end - span.start)),
                            <=, size);
            for (; done < span.start; done++)
                g_assert_true(g_ascii_isspace(text->str[done]));
            g_assert_cmpuint(span.end, >, done);
            done = span.end;
        }
        for (; done < text->len; done++)
            g_assert_true(g_ascii_isspace(text->str[done]));
    }
}

static void
test_overlap_too_large(void)
{
    g_autofree char *messages = chain_refuse("- use: chunk\n  with: { size: 5, overlap: 5 }");

    g_assert_nonnull(strstr(messages, "overlap (5) must be less than size (5)"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/chunk/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/chunk/covers-everything", test_covers_everything);
    g_test_add_func("/chunk/overlap-too-large", test_overlap_too_large);
    g_test_add_func("/chunk/stays-in-section", test_stays_in_section);
    g_test_add_func("/chunk/crosses-if-allowed", test_crosses_if_allowed);
    return g_test_run();
}

/* Paragraphs: a table of texts, each with its paragraphs separated by '|'. */
#include "chain.h"

typedef struct {
    const char *name;
    const char *options;
    const char *text;
    const char *paragraphs;
} Case;

#define WRAPPED "This line stops in the\nmiddle of it.\n\nAnother one does\nthe same.\n"

static const Case cases[] = {
    { "empty", "", "", "" },
    { "lines", "", "第一段。\n第二段。\n", "第一段。|第二段。" },
    { "white-space", "", "　　第一段。  \n\n\n　第二段。", "第一段。|第二段。" },
    { "wrapped", "", WRAPPED, "This line stops in the\nmiddle of it.|Another one does\nthe same." },
    { "wrapped-told", "paragraphs: blank", "A.\nB.\n\nC.", "A.\nB.|C." },
    { "line-told", "paragraphs: line", WRAPPED,
      "This line stops in the|middle of it.|Another one does|the same." },
    { "items", "paragraphs: blank", "We need:\n- a saw,\n- a\n  hammer.\n",
      "We need:|- a saw,|- a\n  hammer." },
};

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autofree char *steps = g_strdup_printf("- use: sentences\n  with: { %s }", self->options);
    g_autoptr(MillPipeline) pipeline = chain_load(steps);
    g_autoptr(MillDocument) document = chain_process(pipeline, self->text);
    g_autofree char *paragraphs = chain_join(document, "paragraph");

    g_assert_cmpstr(paragraphs, ==, self->paragraphs);
}

static void
test_headings_stand_alone(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: sections\n"
                                                  "  with: { scheme: zh-plan }\n"
                                                  "- use: sentences\n");
    g_autoptr(MillDocument) document =
        chain_process(pipeline, "第一章 总则\n第一节 目标\n建设水系。今年完成。\n");
    g_autofree char *paragraphs = chain_join(document, "paragraph");
    g_autofree char *sentences = chain_join(document, "sentence");

    g_assert_cmpstr(paragraphs, ==, "第一章 总则|第一节 目标|建设水系。今年完成。");
    g_assert_cmpstr(sentences, ==, "第一章 总则|第一节 目标|建设水系。|今年完成。");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/sentences/paragraphs/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/sentences/headings-stand-alone", test_headings_stand_alone);
    return g_test_run();
}

/* The sections of a document, written as Markdown, are found again by the scheme `markdown`. */
#include "chain.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *
word(const char *string)
{
    return string ? string : "-";
}

/* A line for each section: id, parent, level, of boxes that are @quoted that they are some, then of
 * captions the kind, label, number and title,
 * of others what stands over them. In Markdown, that is their title, without the marks. */
static char *
outline(MillDocument *document, gboolean quoted)
{
    MillLayer *sections = mill_document_get_layer(document, "section");
    MillColumn id = mill_layer_find_column(sections, "id");
    MillColumn parent = mill_layer_find_column(sections, "parent");
    MillColumn level = mill_layer_find_column(sections, "level");
    MillColumn kind = mill_layer_find_column(sections, "kind");
    MillColumn label = mill_layer_find_column(sections, "label");
    MillColumn number = mill_layer_find_column(sections, "number");
    MillColumn title = mill_layer_find_column(sections, "title");
    MillColumn heading = mill_layer_find_column(sections, "heading");
    const char *text = mill_document_get_text(document, NULL);
    GString *lines = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(sections); row++) {
        MillSpan span = mill_layer_get_span_attribute(sections, row, heading);
        const char *is = mill_layer_get_string(sections, row, kind, NULL);
        const char *called = mill_layer_get_string(sections, row, title, NULL);

        g_string_append_printf(lines, "%d %d %d ", (int) mill_layer_get_int(sections, row, id),
                               (int) mill_layer_get_int(sections, row, parent),
                               (int) mill_layer_get_int(sections, row, level));
        if (!g_strcmp0(is, "figure") || !g_strcmp0(is, "table")) {
            g_string_append_printf(lines, "%s [%s] %d [%s]\n", is,
                                   word(mill_layer_get_string(sections, row, label, NULL)),
                                   mill_layer_has(sections, row, number)
                                       ? (int) mill_layer_get_int(sections, row, number)
                                       : -1,
                                   word(called));
            continue;
        }
        if (quoted && !g_strcmp0(is, "box"))
            g_string_append(lines, "box ");
        if (text[span.start] == '#')
            g_string_append_printf(lines, "[%s]\n", called);
        else
            g_string_append_printf(lines, "[%.*s]\n", (int) (span.end - span.start),
                                   text + span.start);
    }
    return g_string_free(lines, FALSE);
}

#define HOSTILE "a*b *c* _d_ e_f |g| <b>h</b> &amp; `i` [j](k) \\l #"

/* Captions without a number, which nothing but their place and end tells. */
static const char own_scheme[] =
    "headings:\n"
    "  - { kind: chapter, rank: 1, label: 'Chapter {arabic}', trust: sure }\n"
    "  - { kind: figure, rank: 20, form: isolated, endings: [map, '*'], bare: true }\n"
    "  - { kind: table, rank: 20, form: isolated, endings: [figures, _], bare: true }\n";

static const struct {
    const char *name, *scheme, *boxes, *file, *text;
    const char *captions; /* lines of the outline; NULL: boxes that are headings have no end, so
                             that captions behind them are not where they were */
} cases[] = {
    { "plan", "zh-plan", "heading", "plan-page.txt", NULL, NULL },
    { "plan-quoted", "zh-plan", "quote", "plan-page.txt", NULL, "" },
    { "law", "zh-law", "heading", "statute.txt", NULL, "" },
    { "markdown", "markdown", "heading", "manual.md", NULL, "" },
    { "figure", "zh-plan", "quote", NULL, "第一章 总则\n\n图1 生态格局\n\n正文。\n",
      "2 1 2 figure [图1] 1 [生态格局]" },
    { "table", "zh-plan", "quote", NULL, "第一章 总则\n\n正文。\n\n表2-3 主要指标\n",
      "2 1 2 table [表2-3] 3 [主要指标]" },
    { "first-of-all", "zh-plan", "quote", NULL, "图1 生态格局\n\n第一章 总则\n\n正文。\n",
      "1 0 1 figure [图1] 1 [生态格局]" },
    { "chinese-number", "zh-plan", "quote", NULL, "第一章 总则\n\n图三 生态格局\n\n正文。\n",
      "2 1 2 figure [图三] 3 [生态格局]" },
    { "text-on-both-sides", "zh-plan", "quote", NULL,
      "第一章 总则\n\n正文。\n图1 生态格局\n正文。\n\n第二章 任务\n\n表1 任务\n正文。\n",
      "2 1 2 figure [图1] 1 [生态格局]\n3 0 1 [第二章 任务]\n4 3 2 table [表1] 1 [任务]" },
    { "several-in-a-row", "zh-plan", "quote", NULL,
      "第一章 总则\n\n图1 甲\n图2 乙\n\n表1 丙\n\n表2 丁\n\n第一节 布局\n\n图3 戊\n",
      "2 1 2 figure [图1] 1 [甲]\n3 1 2 figure [图2] 2 [乙]\n4 1 2 table [表1] 1 [丙]\n"
      "5 1 2 table [表2] 2 [丁]\n6 1 2 [第一节 布局]\n7 6 3 figure [图3] 3 [戊]" },
    { "in-a-box-and-behind-it", "zh-plan", "quote", NULL,
      "第一章 总则\n\n第一节 布局\n\n坚持源头防治。治理大气。\n\n专栏1 重点工程\n\n表1 清单\n\n"
      "（一）大气工程。改造锅炉。\n\n图1 锅炉\n\n（二）水工程。扩建厂站。\n\n加强监测。统一平台。\n\n"
      "图2 平台\n\n第二章 任务\n\n抓好落实。\n",
      "4 3 4 table [表1] 1 [清单]\n5 3 4 [（一）大气工程。]\n6 5 5 figure [图1] 1 [锅炉]\n"
      "7 3 4 [（二）水工程。]\n8 2 3 figure [图2] 2 [平台]\n" },
    { "hostile", "zh-plan", "quote", NULL,
      "第一章 总则\n\n图1 " HOSTILE
      "\n\n表1 *\n\n表2 _x_\n\n表3 x\\\n\n图2 **\n\n图3 <!-- table -->\n",
      "2 1 2 figure [图1] 1 [" HOSTILE "]" },
    { "hostile-headings", "zh-plan", "quote", NULL,
      "第一章 " HOSTILE
      "\n\n正文。\n\n专栏1 *x* <!-- figure -->\n\n内容。\n\n第二章 # x #\n\n正文。\n",
      "" },
    { "quotations", "markdown", "quote", NULL,
      "> # Quoted\n> ## More\n>\n> *Figure 1: quoted*\n\n# One\n\n> ## Note <!-- note -->\n> ## More\n\n"
      "> ## In a box <!-- box -->\n> ### Deeper\n\nText.\n\n> ### Behind it\n\n*Figure 2: Here*\n",
      "1 0 1 [One]\n2 1 2 box [In a box]\n3 2 3 [Deeper]\n4 1 2 figure [Figure 2] 2 [Here]\n" },
    { "in-markdown", "markdown", "quote", NULL,
      "# One\n\n**Figure 2.1: Overview**\n\n_Table 3 \\*args_\n\n*no caption*\n\n*Figure 4 looks* good*\n\n"
      "## Two\n\n*Overview*<!-- figure -->\n\n*Overview*<!-- box -->\n\n> *Figure 5: quoted*\n\n"
      "```\n*Figure 6: code*\n```\n",
      "2 1 2 figure [Figure 2.1] 1 [Overview]\n3 1 2 table [Table 3] 3 [*args]\n4 1 2 [Two]\n"
      "5 4 3 figure [-] -1 [Overview]\n" },
    { "without-a-number", NULL, "quote", NULL,
      "Chapter 1 One\n\nText of the chapter.\n\nA map\n\nText of it.\n\nThe figures\n\n"
      "x <b> |y| *\n\nChapter 2 Two\n\n_a_ b_c _\n\nAnother map\n\nMore text.\n",
      "2 1 2 figure [-] -1 [A map]\n3 1 2 table [-] -1 [The figures]\n4 1 2 figure [-] -1 [x <b> |y| *]" },
};

static MillDocument *
process(const char *scheme, const char *boxes, const char *text, char **markdown)
{
    g_autofree char *steps = g_strdup_printf("- use: sections\n  with: { scheme: %s }\n"
                                             "- use: markdown\n  with: { boxes: %s }\n",
                                             scheme, boxes);
    g_autoptr(MillPipeline) pipeline = chain_load(steps);
    MillDocument *document = chain_process(pipeline, text);

    *markdown = chain_encode(pipeline, document);
    return document;
}

static void
leave_out_captions(char **lines)
{
    g_autoptr(GRegex) caption =
        g_regex_new("^[0-9 ]+ (figure|table) .*\n", G_REGEX_MULTILINE, 0, NULL);
    char *rest = g_regex_replace_literal(caption, *lines, -1, 0, "", 0, NULL);

    g_free(*lines);
    *lines = rest;
}

static void
test_round_trip(gconstpointer data)
{
    gsize at = GPOINTER_TO_SIZE(data);
    g_autofree char *own = g_build_filename(g_get_tmp_dir(), "textmill-captions-XXXXXX", NULL);
    g_autofree char *text = g_strdup(cases[at].text);
    g_autofree char *markdown = NULL, *twice = NULL, *first = NULL, *second = NULL;

    if (!cases[at].scheme) {
        g_assert_nonnull(g_mkdtemp(own));
        g_autofree char *file = g_build_filename(own, "own.yaml", NULL);

        g_assert_true(g_file_set_contents(file, own_scheme, -1, NULL));
        g_free(g_steal_pointer(&own));
        own = g_steal_pointer(&file);
    }
    if (cases[at].file) {
        g_autofree char *path = g_build_filename(g_getenv("TEST_DOCUMENTS"), cases[at].file, NULL);

        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    }

    g_autoptr(MillDocument) document =
        process(cases[at].scheme ? cases[at].scheme : own, cases[at].boxes, text, &markdown);
    g_autoptr(MillDocument) again = process("markdown", cases[at].boxes, markdown, &twice);

    first = outline(document, g_str_equal(cases[at].boxes, "quote"));
    second = outline(again, g_str_equal(cases[at].boxes, "quote"));
    if (!cases[at].captions) {
        leave_out_captions(&first);
        leave_out_captions(&second);
    }
    g_test_message("%s", markdown);
    g_assert_cmpstr(second, ==, first);
    g_test_message("%s", first);
    g_assert_true(!cases[at].captions || strstr(first, cases[at].captions));
    g_assert_cmpuint(strlen(first), >, 20);
    if (!cases[at].scheme) {
        g_autofree char *folder = g_path_get_dirname(own);

        g_unlink(own);
        g_rmdir(folder);
    }
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

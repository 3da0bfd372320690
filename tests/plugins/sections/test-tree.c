/* Whatever the lines are, sections nest, stay inside the text and find the same again. */
#include "outline.h"

static const char *const lines[] = {
    "",
    "",
    "",
    "正文一段，说明情况。",
    "　　缩进的一段正文，继续说明。",
    "第一章 甲",
    "第二章 乙",
    "第三章规定的内容如下：",
    "第 1 节 丙",
    "第二节",
    "一、总则",
    "二、任务",
    "（一）开源。增加收入。",
    "（二）节流",
    "第一条 为了管理，制定本条例。",
    "第二条 适用本条例。",
    "专栏3 工程",
    "图2 示意",
    "目录",
    "1. Scope",
    "1.1 Terms",
    "2 Rules ........ 7",
    "17. Something",
    "Appendix A Ropes",
    "A.1 Knots",
    "CHAPTER IV",
    "THE STORM",
    "# Mark",
    "### Deep",
    "Underlined",
    "==========",
    "----",
    "```",
    "<!--",
    "-->",
    "Short line",
    "A sentence that ends here, as sentences do.",
    "§ 1 Zweck",
    "Erster Teil - Anfang",
    "\f",
    "    indented code",
    "- an item",
    "key: value",
    "\xE2\x80\x8B",
    "　",
    "\t",
};

static void
test_random_lines(gconstpointer options)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20250101);

    for (guint i = 0; i < 400; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        guint n_lines = (guint) g_rand_int_range(random, 0, 60);

        for (guint j = 0; j < n_lines; j++) {
            g_string_append(text, lines[g_rand_int_range(random, 0, (gint32) G_N_ELEMENTS(lines))]);
            g_string_append(text, g_rand_int_range(random, 0, 9) == 0 ? "\r\n" : "\n");
        }
        if (g_rand_boolean(random) && text->len > 0)
            g_string_truncate(text, text->len - 1);

        g_autoptr(MillDocument) document = outline_process(options, text->str);
        g_autoptr(MillDocument) again = outline_process(options, text->str);
        g_autofree char *outline = outline_describe(document);
        g_autofree char *second = outline_describe(again);

        outline_check_nesting(document);
        g_assert_cmpstr(outline, ==, second);
    }
}

static const char *const all_options[] = {
    "{}",
    "{ scheme: zh-plan }",
    "{ scheme: zh-law }",
    "{ scheme: de-law }",
    "{ scheme: numbered }",
    "{ scheme: book }",
    "{ scheme: [markdown, rst] }",
    "{ scheme: plain }",
    "{ run_in: false, depth: 2 }",
    "{ skip: [chapter, box], title: false, unnumbered: false, toc: false, diagnose: false }",
    "{ min_title: 2, max_title: 8 }",
};

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(all_options); i++) {
        g_autofree char *path = g_strdup_printf("/sections/tree/random/%" G_GSIZE_FORMAT, i);

        g_test_add_data_func(path, all_options[i], test_random_lines);
    }
    return g_test_run();
}

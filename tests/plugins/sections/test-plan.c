/* Chinese plans and reports: chapters, boxes, run-in items, and lines that only look like them. */
#include "outline.h"

typedef struct {
    const char *name;
    const char *text;
    const char *outline;
    const char *problems;
} Case;

static const Case cases[] = {
    { "chapters-and-sections",
      "第一章 总体要求\n\n坚持稳中求进。\n\n第一节 指导思想\n\n全面贯彻。\n\n第二节 基本原则\n\n"
      "坚持系统观念。\n\n第二章 重点任务\n\n抓好落实。\n",
      "chapter 1 \"总体要求\" … 坚持系统观念。\n"
      "  section 1 \"指导思想\" … 全面贯彻。\n"
      "  section 2 \"基本原则\" … 坚持系统观念。\n"
      "chapter 2 \"重点任务\" … 抓好落实。\n",
      "" },
    { "spaces-inside-labels", "第 1 章　总则\n\n甲。\n\n第 ２ 章　附则\n\n乙。\n",
      "chapter 1 \"总则\" … 甲。\nchapter 2 \"附则\" … 乙。\n", "" },
    { "prose-that-begins-like-a-label",
      "第一章 缘起\n\n第四本书写于山中，第四章规定的内容后来删去了。\n\n第二章 经过\n\n"
      "依照本法第三章的规定办理。\n",
      "chapter 1 \"缘起\" … 定的内容后来删去了。\nchapter 2 \"经过\" … 法第三章的规定办理。\n",
      "" },
    { "cross-reference-that-begins-a-line",
      "第一章 总则\n\n甲。\n\n第三章规定的事项，由市政府决定。\n\n第二章 分则\n\n乙。\n",
      "chapter 1 \"总则\" … 事项，由市政府决定。\nchapter 2 \"分则\" … 乙。\n", "" },
    { "box-with-items-and-section-goes-on",
      "第二节 环境治理\n\n治理大气。坚持全民共治。\n\n专栏3 重点工程\n\n（一）大气工程。改造锅炉。\n\n"
      "（二）水工程。扩建厂站。\n\n加强联防联治。统一监测。\n\n第三节 机制\n\n健全制度。\n",
      "section 2 \"环境治理\" … 联防联治。统一监测。\n"
      "  box 3 \"重点工程\" … ）水工程。扩建厂站。\n"
      "    item 1 \"大气工程\" … 改造锅炉。\n"
      "    item 2 \"水工程\" … 扩建厂站。\n"
      "section 3 \"机制\" … 健全制度。\n",
      "" },
    { "box-without-items",
      "第一节 教育\n\n落实立德树人。坚持方针，改进工作。\n\n专栏1 人才计划\n\n"
      "实施思想政治工作质量提升工程，推进综合改革。实施劳动教育工程。\n\n"
      "促进均衡发展。扩大学位供给。\n",
      "section 1 \"教育\" … 发展。扩大学位供给。\n"
      "  box 1 \"人才计划\" … 。实施劳动教育工程。\n",
      "" },
    { "items-go-on-behind-a-box",
      "第一节 任务\n\n（一）开源。增加收入。\n\n（二）节流。减少支出。\n\n专栏2 数据\n\n（一）收入。十。\n\n"
      "（二）支出。九。\n\n（三）监督。公开账目。\n",
      "section 1 \"任务\" … 三）监督。公开账目。\n"
      "  item 1 \"开源\" … 增加收入。\n"
      "  item 2 \"节流\" … 减少支出。\n"
      "  box 2 \"数据\" … 三）监督。公开账目。\n"
      "    item 1 \"收入\" … 十。\n"
      "    item 2 \"支出\" … 九。\n"
      "    item 3 \"监督\" … 公开账目。\n",
      "" },
    { "figure-caption-has-no-body",
      "第一节 空间\n\n构建格局。沿河展开。\n\n图3 空间格局示意\n\n形成组团。分工协作。\n",
      "section 1 \"空间\" … 形成组团。分工协作。\n  figure 3 \"空间格局示意\"\n", "" },
    { "starts-in-the-middle",
      "（二）湿地。恢复水面。\n\n专栏8 湿地\n\n（一）东湖。还湖。\n\n（二）西湖。还湖。\n\n第三节 布局\n\n"
      "优化。\n\n第十一章 文化\n\n繁荣。\n\n第十二章 绿色\n\n发展。\n",
      "box 8 \"湿地\" … （二）西湖。还湖。\n"
      "  item 1 \"东湖\" … 还湖。\n"
      "  item 2 \"西湖\" … 还湖。\n"
      "section 3 \"布局\" … 优化。\n"
      "chapter 11 \"文化\" … 繁荣。\n"
      "chapter 12 \"绿色\" … 发展。\n",
      "" },
    { "gap-and-repeat", "第一章 甲\n\n一。\n\n第三章 丙\n\n三。\n\n第三章 丁\n\n四。\n",
      "chapter 1 \"甲\" … 一。\nchapter 3 \"丙\" … 三。\nchapter 3 \"丁\" … 四。\n",
      "section-gap,section-repeat" },
    { "traditional", "第一編 總論\n\n甲。\n\n第廿一節　餘論\n\n乙。\n\n第廿二節　附錄\n\n丙。\n",
      "part 1 \"總論\" … 丙。\n"
      "  section 21 \"餘論\" … 乙。\n"
      "  section 22 \"附錄\" … 丙。\n",
      "" },
    { "report-headings",
      "一、过去一年工作\n\n成绩来之不易。\n\n（一）稳增长\n\n实施政策。\n\n（二）促改革\n\n深化改革。\n\n"
      "二、今年任务\n\n继续努力。\n",
      "item 1 \"过去一年工作\" … 深化改革。\n"
      "  item 1 \"稳增长\" … 实施政策。\n"
      "  item 2 \"促改革\" … 深化改革。\n"
      "item 2 \"今年任务\" … 继续努力。\n",
      "" },
    { "a-lone-number-is-no-heading", "增长较快。\n\n17. 某厂投产\n\n形势良好。\n", "", "" },
    { "nothing", "", "", "" },
};

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autoptr(MillDocument) document = outline_process("{ scheme: zh-plan }", self->text);
    g_autofree char *outline = outline_describe(document);
    g_autofree char *problems = outline_problems(document);

    outline_assert("the outline", outline, self->outline);
    outline_assert("the list of problems", problems, self->problems);
    outline_check_nesting(document);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/sections/plan/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    return g_test_run();
}

/* Chinese plans and reports: chapters, boxes, run-in items, and lines that only look like them. */
#include "outline.h"

static const OutlineCase cases[] = {
    {
        .name = "chapters-and-sections",
        .options = "{ scheme: zh-plan }",
        .text = "第一章 总体要求\n"
                "\n"
                "坚持稳中求进。\n"
                "\n"
                "第一节 指导思想\n"
                "\n"
                "全面贯彻。\n"
                "\n"
                "第二节 基本原则\n"
                "\n"
                "坚持系统观念。\n"
                "\n"
                "第二章 重点任务\n"
                "\n"
                "抓好落实。\n",
        .outline = "chapter 1 \"总体要求\" … 坚持系统观念。\n"
                   "  section 1 \"指导思想\" … 全面贯彻。\n"
                   "  section 2 \"基本原则\" … 坚持系统观念。\n"
                   "chapter 2 \"重点任务\" … 抓好落实。\n",
    },
    {
        .name = "spaces-inside-labels",
        .options = "{ scheme: zh-plan }",
        .text = "第 1 章　总则\n"
                "\n"
                "甲。\n"
                "\n"
                "第 ２ 章　附则\n"
                "\n"
                "乙。\n",
        .outline = "chapter 1 \"总则\" … 甲。\n"
                   "chapter 2 \"附则\" … 乙。\n",
    },
    {
        .name = "prose-that-begins-like-a-label",
        .options = "{ scheme: zh-plan }",
        .text = "第一章 缘起\n"
                "\n"
                "第四本书写于山中，第四章规定的内容后来删去了。\n"
                "\n"
                "第二章 经过\n"
                "\n"
                "依照本法第三章的规定办理。\n",
        .outline = "chapter 1 \"缘起\" … 定的内容后来删去了。\n"
                   "chapter 2 \"经过\" … 法第三章的规定办理。\n",
    },
    {
        .name = "cross-reference-that-begins-a-line",
        .options = "{ scheme: zh-plan }",
        .text = "第一章 总则\n"
                "\n"
                "甲。\n"
                "\n"
                "第三章规定的事项，由市政府决定。\n"
                "\n"
                "第二章 分则\n"
                "\n"
                "乙。\n",
        .outline = "chapter 1 \"总则\" … 事项，由市政府决定。\n"
                   "chapter 2 \"分则\" … 乙。\n",
    },
    {
        .name = "box-with-items-and-section-goes-on",
        .options = "{ scheme: zh-plan }",
        .text = "第二节 环境治理\n"
                "\n"
                "治理大气。坚持全民共治。\n"
                "\n"
                "专栏3 重点工程\n"
                "\n"
                "（一）大气工程。改造锅炉。\n"
                "\n"
                "（二）水工程。扩建厂站。\n"
                "\n"
                "加强联防联治。统一监测。\n"
                "\n"
                "第三节 机制\n"
                "\n"
                "健全制度。\n",
        .outline = "section 2 \"环境治理\" … 联防联治。统一监测。\n"
                   "  box 3 \"重点工程\" … ）水工程。扩建厂站。\n"
                   "    item 1 \"大气工程\" … 改造锅炉。\n"
                   "    item 2 \"水工程\" … 扩建厂站。\n"
                   "section 3 \"机制\" … 健全制度。\n",
    },
    {
        .name = "box-without-items",
        .options = "{ scheme: zh-plan }",
        .text = "第一节 教育\n"
                "\n"
                "落实立德树人。坚持方针，改进工作。\n"
                "\n"
                "专栏1 人才计划\n"
                "\n"
                "实施思想政治工作质量提升工程，推进综合改革。实施劳动教育工程。\n"
                "\n"
                "促进均衡发展。扩大学位供给。\n",
        .outline = "section 1 \"教育\" … 发展。扩大学位供给。\n"
                   "  box 1 \"人才计划\" … 。实施劳动教育工程。\n",
    },
    {
        .name = "items-go-on-behind-a-box",
        .options = "{ scheme: zh-plan }",
        .text = "第一节 任务\n"
                "\n"
                "（一）开源。增加收入。\n"
                "\n"
                "（二）节流。减少支出。\n"
                "\n"
                "专栏2 数据\n"
                "\n"
                "（一）收入。十。\n"
                "\n"
                "（二）支出。九。\n"
                "\n"
                "（三）监督。公开账目。\n",
        .outline = "section 1 \"任务\" … 三）监督。公开账目。\n"
                   "  item 1 \"开源\" … 增加收入。\n"
                   "  item 2 \"节流\" … 减少支出。\n"
                   "  box 2 \"数据\" … 三）监督。公开账目。\n"
                   "    item 1 \"收入\" … 十。\n"
                   "    item 2 \"支出\" … 九。\n"
                   "    item 3 \"监督\" … 公开账目。\n",
    },
    {
        .name = "figure-caption-has-no-body",
        .options = "{ scheme: zh-plan }",
        .text = "第一节 空间\n"
                "\n"
                "构建格局。沿河展开。\n"
                "\n"
                "图3 空间格局示意\n"
                "\n"
                "形成组团。分工协作。\n",
        .outline = "section 1 \"空间\" … 形成组团。分工协作。\n"
                   "  figure 3 \"空间格局示意\"\n",
    },
    {
        .name = "starts-in-the-middle",
        .options = "{ scheme: zh-plan }",
        .text = "（二）湿地。恢复水面。\n"
                "\n"
                "专栏8 湿地\n"
                "\n"
                "（一）东湖。还湖。\n"
                "\n"
                "（二）西湖。还湖。\n"
                "\n"
                "第三节 布局\n"
                "\n"
                "优化。\n"
                "\n"
                "第十一章 文化\n"
                "\n"
                "繁荣。\n"
                "\n"
                "第十二章 绿色\n"
                "\n"
                "发展。\n",
        .outline = "item 2 \"湿地\" … 恢复水面。\n"
                   "box 8 \"湿地\" … （二）西湖。还湖。\n"
                   "  item 1 \"东湖\" … 还湖。\n"
                   "  item 2 \"西湖\" … 还湖。\n"
                   "section 3 \"布局\" … 优化。\n"
                   "chapter 11 \"文化\" … 繁荣。\n"
                   "chapter 12 \"绿色\" … 发展。\n",
    },
    {
        .name = "gap-and-repeat",
        .options = "{ scheme: zh-plan }",
        .text = "第一章 甲\n"
                "\n"
                "一。\n"
                "\n"
                "第三章 丙\n"
                "\n"
                "三。\n"
                "\n"
                "第三章 丁\n"
                "\n"
                "四。\n",
        .outline = "chapter 1 \"甲\" … 一。\n"
                   "chapter 3 \"丙\" … 三。\n"
                   "chapter 3 \"丁\" … 四。\n",
        .problems = "section-gap,section-repeat",
    },
    {
        .name = "traditional",
        .options = "{ scheme: zh-plan }",
        .text = "第一編 總論\n"
                "\n"
                "甲。\n"
                "\n"
                "第廿一節　餘論\n"
                "\n"
                "乙。\n"
                "\n"
                "第廿二節　附錄\n"
                "\n"
                "丙。\n",
        .outline = "part 1 \"總論\" … 丙。\n"
                   "  section 21 \"餘論\" … 乙。\n"
                   "  section 22 \"附錄\" … 丙。\n",
        .problems = "section-gap",
    },
    {
        .name = "report-headings",
        .options = "{ scheme: zh-plan }",
        .text = "一、过去一年工作\n"
                "\n"
                "成绩来之不易。\n"
                "\n"
                "（一）稳增长\n"
                "\n"
                "实施政策。\n"
                "\n"
                "（二）促改革\n"
                "\n"
                "深化改革。\n"
                "\n"
                "二、今年任务\n"
                "\n"
                "继续努力。\n",
        .outline = "item 1 \"过去一年工作\" … 深化改革。\n"
                   "  item 1 \"稳增长\" … 实施政策。\n"
                   "  item 2 \"促改革\" … 深化改革。\n"
                   "item 2 \"今年任务\" … 继续努力。\n",
    },
    {
        .name = "a-lone-number-is-no-heading",
        .options = "{ scheme: zh-plan }",
        .text = "增长较快。\n"
                "\n"
                "17. 某厂投产\n"
                "\n"
                "形势良好。\n",
        .outline = "",
    },
    {
        .name = "nothing",
        .options = "{ scheme: zh-plan }",
        .text = "",
        .outline = "",
    },
    {
        .name = "box-without-blank-lines",
        .options = "{ scheme: zh-plan }",
        .text = "第二节 产业\n"
                "发展制造业。坚持创新驱动。\n"
                "专栏5 工程\n"
                "（一）机床工程。攻关。\n"
                "（二）芯片工程。投产。\n"
                "发展服务业。扩大开放。\n"
                "第三节 农业\n"
                "稳定产量。\n",
        .outline = "section 2 \"产业\" … 展服务业。扩大开放。\n"
                   "  box 5 \"工程\" … 二）芯片工程。投产。\n"
                   "    item 1 \"机床工程\" … 攻关。\n"
                   "    item 2 \"芯片工程\" … 投产。\n"
                   "section 3 \"农业\" … 稳定产量。\n",
    },
    {
        .name = "box-at-the-end",
        .options = "{ scheme: zh-plan }",
        .text = "第二节 产业\n"
                "\n"
                "发展制造业。坚持创新。\n"
                "\n"
                "专栏5 工程\n"
                "\n"
                "（一）机床工程。攻关。\n",
        .outline = "section 2 \"产业\" … 一）机床工程。攻关。\n"
                   "  box 5 \"工程\" … 一）机床工程。攻关。\n"
                   "    item 1 \"机床工程\" … 攻关。\n",
    },
    {
        .name = "two-boxes-in-a-row",
        .options = "{ scheme: zh-plan }",
        .text = "第二节 产业\n"
                "\n"
                "发展制造业。坚持创新。\n"
                "\n"
                "专栏5 工程\n"
                "\n"
                "（一）机床。攻关。\n"
                "\n"
                "专栏6 项目\n"
                "\n"
                "（一）芯片。投产。\n"
                "\n"
                "发展服务业。扩大开放。\n",
        .outline = "section 2 \"产业\" … 展服务业。扩大开放。\n"
                   "  box 5 \"工程\" … （一）机床。攻关。\n"
                   "    item 1 \"机床\" … 攻关。\n"
                   "  box 6 \"项目\" … （一）芯片。投产。\n"
                   "    item 1 \"芯片\" … 投产。\n",
    },
    {
        .name = "box-items-with-lines-of-their-own",
        .options = "{ scheme: zh-plan }",
        .text = "第二节 产业\n"
                "\n"
                "发展制造业。坚持创新。\n"
                "\n"
                "专栏5 布局\n"
                "\n"
                "（一）南区\n"
                "\n"
                "“一核”：商务区。\n"
                "\n"
                "（二）北区\n"
                "\n"
                "“多点”：园区。\n"
                "\n"
                "第三节 农业\n"
                "\n"
                "稳定产量。\n",
        .outline = "section 2 \"产业\" … “多点”：园区。\n"
                   "  box 5 \"布局\" … “多点”：园区。\n"
                   "    item 1 \"南区\" … “一核”：商务区。\n"
                   "    item 2 \"北区\" … “多点”：园区。\n"
                   "section 3 \"农业\" … 稳定产量。\n",
    },
    {
        .name = "numbered-items-of-five-kinds",
        .options = "{ scheme: zh-plan }",
        .text = "一、总体要求\n"
                "\n"
                "（一）指导思想\n"
                "\n"
                "1．坚持创新。持续投入。\n"
                "\n"
                "2．坚持协调。补齐短板。\n"
                "\n"
                "（1）城乡协调。互通有无。\n"
                "\n"
                "（2）区域协调。优势互补。\n"
                "\n"
                "①产业。转移承接。\n"
                "\n"
                "②交通。互联互通。\n"
                "\n"
                "二、任务\n"
                "\n"
                "抓好落实。\n",
        .outline = "item 1 \"总体要求\" … ②交通。互联互通。\n"
                   "  item 1 \"指导思想\" … ②交通。互联互通。\n"
                   "    item 1 \"坚持创新\" … 持续投入。\n"
                   "    item 2 \"坚持协调\" … ②交通。互联互通。\n"
                   "      item 1 \"城乡协调\" … 互通有无。\n"
                   "      item 2 \"区域协调\" … ②交通。互联互通。\n"
                   "        item 1 \"产业\" … 转移承接。\n"
                   "        item 2 \"交通\" … 互联互通。\n"
                   "item 2 \"任务\" … 抓好落实。\n",
    },
    {
        .name = "first-second-third",
        .options = "{ scheme: zh-plan }",
        .text = "一、几点体会\n"
                "\n"
                "第一，坚持改革。改革是动力。\n"
                "\n"
                "第二，坚持开放。开放是活力。\n"
                "\n"
                "第三，坚持稳定。稳定是前提。\n",
        .outline = "item 1 \"几点体会\" … 持稳定。稳定是前提。\n"
                   "  item 1 \"坚持改革\" … 改革是动力。\n"
                   "  item 2 \"坚持开放\" … 开放是活力。\n"
                   "  item 3 \"坚持稳定\" … 稳定是前提。\n",
    },
    {
        .name = "list-items-that-are-no-headings",
        .options = "{ scheme: zh-plan }",
        .text = "一、价格改革\n"
                "\n"
                "具体办法是：\n"
                "\n"
                "　　一、提高收购价格，实行合同定购；\n"
                "\n"
                "　　二、提高运价，发挥公路作用；\n"
                "\n"
                "二、工资改革\n"
                "\n"
                "稳步推进。\n",
        .outline = "item 1 \"价格改革\" … 运价，发挥公路作用；\n"
                   "item 2 \"工资改革\" … 稳步推进。\n",
    },
    {
        .name = "headings-set-apart",
        .options = "{ scheme: zh-plan }",
        .text = "过去五年工作回顾\n"
                "\n"
                "\n"
                "　　成绩来之不易。\n"
                "\n"
                "　　问题依然不少。\n"
                "\n"
                "\n"
                "今后五年工作部署\n"
                "\n"
                "\n"
                "　　任务十分繁重。\n"
                "\n"
                "　　信心更加坚定。\n",
        .outline = "heading \"过去五年工作回顾\" … 　　问题依然不少。\n"
                   "heading \"今后五年工作部署\" … 　　信心更加坚定。\n",
    },
    {
        .name = "report-with-title",
        .options = "{ scheme: zh-plan }",
        .text = "政府工作报告\n"
                "\n"
                "2020年1月5日\n"
                "\n"
                "一、过去一年\n"
                "\n"
                "成绩显著。\n"
                "\n"
                "二、今年任务\n"
                "\n"
                "继续努力。\n",
        .outline = "title \"政府工作报告\" … 继续努力。\n"
                   "  item 1 \"过去一年\" … 成绩显著。\n"
                   "  item 2 \"今年任务\" … 继续努力。\n",
    },
    {
        .name = "full-forms-and-full-width",
        .options = "{ scheme: zh-plan }",
        .text = "第壹章 甲\n"
                "\n"
                "甲文。\n"
                "\n"
                "第贰章 乙\n"
                "\n"
                "乙文。\n"
                "\n"
                "第３章　丙\n"
                "\n"
                "丙文。\n",
        .outline = "chapter 1 \"甲\" … 甲文。\n"
                   "chapter 2 \"乙\" … 乙文。\n"
                   "chapter 3 \"丙\" … 丙文。\n",
    },
};

int
main(int argc, char **argv)
{
    return outline_main(argc, argv, "plan", cases, G_N_ELEMENTS(cases));
}

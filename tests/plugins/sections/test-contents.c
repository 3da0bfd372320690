/* Tables of contents: with a heading, with page numbers, and without either. */
#include "outline.h"

static const OutlineCase cases[] = {
    {
        .name = "with-heading",
        .options = "{ scheme: zh-plan }",
        .text = "目  录\n"
                "\n"
                "第一章 总则\n"
                "第二章 任务\n"
                "第三章 附则\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "甲说明如下。\n"
                "\n"
                "第二章 任务\n"
                "\n"
                "乙说明如下。\n"
                "\n"
                "第三章 附则\n"
                "\n"
                "丙说明如下。\n",
        .outline = "toc \"目  录\" … 第三章 附则\n"
                   "chapter 1 \"总则\" … 甲说明如下。\n"
                   "chapter 2 \"任务\" … 乙说明如下。\n"
                   "chapter 3 \"附则\" … 丙说明如下。\n",
        .contents = "第一章 总则 -> 2\n"
                    "第二章 任务 -> 3\n"
                    "第三章 附则 -> 4\n",
    },
    {
        .name = "dots-and-page-numbers",
        .options = "{ scheme: numbered }",
        .text = "Contents\n"
                "\n"
                "1 Scope ................ 3\n"
                "2 Terms ................ 4\n"
                "2.1 Buoys .............. 4\n"
                "3 Rules ............... 12\n"
                "\n"
                "1 Scope\n"
                "\n"
                "Text of the scope.\n"
                "\n"
                "2 Terms\n"
                "\n"
                "Text of the terms.\n"
                "\n"
                "2.1 Buoys\n"
                "\n"
                "Text about buoys.\n"
                "\n"
                "3 Rules\n"
                "\n"
                "Text of the rules.\n",
        .outline = "toc \"Contents\" … ....... 12\n"
                   "section 1 \"Scope\" … the scope.\n"
                   "section 2 \"Terms\" … out buoys.\n"
                   "  section 1 \"Buoys\" … out buoys.\n"
                   "section 3 \"Rules\" … the rules.\n",
        .contents = "1 Scope -> 2\n"
                    "2 Terms -> 3\n"
                    "2.1 Buoys -> 4\n"
                    "3 Rules -> 5\n",
    },
    {
        .name = "without-heading",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第二章 建设\n"
                "\n"
                "第三章 附则\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 甲。\n"
                "\n"
                "第二章 建设\n"
                "\n"
                "第二条 乙。\n"
                "\n"
                "第三章 附则\n"
                "\n"
                "第三条 丙。\n",
        .outline = "title \"渔港条例\" … 第三条 丙。\n"
                   "  chapter 1 \"总则\" … 第一条 甲。\n"
                   "  chapter 2 \"建设\" … 第二条 乙。\n"
                   "  chapter 3 \"附则\" … 第三条 丙。\n",
        .contents = "第一章 总则 -> 2\n"
                    "第二章 建设 -> 3\n"
                    "第三章 附则 -> 4\n",
    },
    {
        .name = "entry-without-section",
        .options = "{ scheme: zh-plan }",
        .text = "目录\n"
                "\n"
                "第一章 总则\n"
                "第二章 任务\n"
                "第三章 附则\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "甲说明如下。\n"
                "\n"
                "第二章 任务\n"
                "\n"
                "乙说明如下。\n",
        .outline = "toc \"目录\" … 第三章 附则\n"
                   "chapter 1 \"总则\" … 甲说明如下。\n"
                   "chapter 2 \"任务\" … 乙说明如下。\n",
        .problems = "toc-missing",
        .contents = "第一章 总则 -> 2\n"
                    "第二章 任务 -> 3\n"
                    "第三章 附则 -> 0\n",
    },
    {
        .name = "heading-but-no-entries",
        .options = "{ scheme: zh-plan }",
        .text = "目录\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "甲说明如下。\n"
                "\n"
                "第二章 任务\n"
                "\n"
                "乙说明如下。\n",
        .outline = "toc \"目录\"\n"
                   "chapter 1 \"总则\" … 甲说明如下。\n"
                   "chapter 2 \"任务\" … 乙说明如下。\n",
    },
};

int
main(int argc, char **argv)
{
    return outline_main(argc, argv, "contents", cases, G_N_ELEMENTS(cases));
}

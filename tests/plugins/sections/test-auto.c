/* The choice of a scheme by evidence; what is no document with sections stays without. */
#include "outline.h"

static const OutlineCase cases[] = {
    {
        .name = "plan",
        .options = "{}",
        .text = "第一章 总体要求\n"
                "\n"
                "坚持稳中求进。\n"
                "\n"
                "第一节 指导思想\n"
                "\n"
                "全面贯彻。\n"
                "\n"
                "专栏1 指标\n"
                "\n"
                "（一）收入。增加。\n"
                "\n"
                "第二章 重点任务\n"
                "\n"
                "抓好落实。\n",
        .outline = "chapter 1 \"总体要求\" … （一）收入。增加。\n"
                   "  section 1 \"指导思想\" … （一）收入。增加。\n"
                   "    box 1 \"指标\" … （一）收入。增加。\n"
                   "      item 1 \"收入\" … 增加。\n"
                   "chapter 2 \"重点任务\" … 抓好落实。\n",
    },
    {
        .name = "law",
        .options = "{ run_in: false }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 甲。\n"
                "\n"
                "第二条 乙。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第三条 丙。\n",
        .outline = "title \"渔港条例\" … 第三条 丙。\n"
                   "  chapter 1 \"总则\" … 第二条 乙。\n"
                   "  chapter 2 \"附则\" … 第三条 丙。\n",
    },
    {
        .name = "german-law",
        .options = "{}",
        .text = "Leuchtturmgesetz (LTG)\n"
                "\n"
                "§ 1 Zweck\n"
                "\n"
                "Dieses Gesetz dient dem Licht.\n"
                "\n"
                "§ 2 Ort\n"
                "\n"
                "Es gilt am Meer.\n",
        .outline = "title \"Leuchtturmgesetz (LTG)\" … t am Meer.\n"
                   "  article 1 \"Zweck\" … dem Licht.\n"
                   "  article 2 \"Ort\" … t am Meer.\n",
    },
    {
        .name = "standard",
        .options = "{}",
        .text = "1 Scope\n"
                "\n"
                "This text covers buoys.\n"
                "\n"
                "2 Terms\n"
                "\n"
                "2.1 General\n"
                "\n"
                "Terms are words.\n"
                "\n"
                "2.2 Buoys\n"
                "\n"
                "Buoys float.\n",
        .outline = "section 1 \"Scope\" … ers buoys.\n"
                   "section 2 \"Terms\" … oys float.\n"
                   "  section 1 \"General\" … are words.\n"
                   "  section 2 \"Buoys\" … oys float.\n",
    },
    {
        .name = "markdown",
        .options = "{}",
        .text = "# Harbour\n"
                "\n"
                "Text.\n"
                "\n"
                "## Piers\n"
                "\n"
                "1. one\n"
                "2. two\n"
                "\n"
                "## Ships\n"
                "\n"
                "Text.\n",
        .outline = "heading \"Harbour\" … Text.\n"
                   "  heading \"Piers\" … 2. two\n"
                   "  heading \"Ships\" … Text.\n",
    },
    {
        .name = "plain",
        .options = "{}",
        .text = "Harbour Guide\n"
                "\n"
                "The harbour has two piers, both of stone, and a crane.\n"
                "\n"
                "Getting There\n"
                "\n"
                "Take the road along the coast, which is narrow.\n"
                "\n"
                "Staying\n"
                "\n"
                "There is an inn with six rooms near the pier.\n",
        .outline = "title \"Harbour Guide\" …  the pier.\n"
                   "  heading \"Getting There\" … is narrow.\n"
                   "  heading \"Staying\" …  the pier.\n",
    },
    {
        .name = "prose",
        .options = "{}",
        .text = "The sea was calm that morning, and the keeper went down to the pier.\n"
                "\n"
                "He found a bottle in the sand. It held a letter, written long ago.\n"
                "\n"
                "Nobody knew who had sent it.\n",
        .outline = "",
    },
    {
        .name = "prose-zh",
        .options = "{}",
        .text = "　　清晨的海面十分平静，看守人走下码头。\n"
                "\n"
                "　　他在沙里找到一只瓶子，里面有一封旧信。第四封信是谁写的，没有人知道。\n",
        .outline = "",
    },
    {
        .name = "numbers-in-prose",
        .options = "{}",
        .text = "2021年的产量很高。\n"
                "\n"
                "17. 这一数字没有先例，专家认为原因复杂。\n"
                "\n"
                "3.5个百分点的差距来自出口。\n",
        .outline = "",
    },
    {
        .name = "table",
        .options = "{}",
        .text = "Name      Age   Town\n"
                "\n"
                "Keeper    40    Pier\n"
                "\n"
                "Pilot     35    Bay\n"
                "\n"
                "Cook      50    Pier\n",
        .outline = "",
    },
    {
        .name = "empty",
        .options = "{}",
        .text = "",
        .outline = "",
    },
    {
        .name = "one-word",
        .options = "{}",
        .text = "Harbour",
        .outline = "",
    },
};

int
main(int argc, char **argv)
{
    return outline_main(argc, argv, "auto", cases, G_N_ELEMENTS(cases));
}

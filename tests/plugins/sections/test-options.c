/* What the options leave out, and what moves up then. */
#include "outline.h"

static const OutlineCase cases[] = {
    {
        .name = "depth",
        .options = "{ scheme: zh-law, depth: 2 }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 为了加强管理，制定本条例。\n"
                "\n"
                "第二条 下列船舶不适用：\n"
                "\n"
                "（一）军舰；\n"
                "\n"
                "（二）公务船。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第三条 本条例自公布之日起施行。\n",
        .outline = "title \"渔港条例\" … 例自公布之日起施行。\n"
                   "  chapter 1 \"总则\" … （二）公务船。\n"
                   "  chapter 2 \"附则\" … 例自公布之日起施行。\n",
    },
    {
        .name = "skip-moves-up",
        .options = "{ scheme: zh-law, skip: [chapter, item] }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 为了加强管理，制定本条例。\n"
                "\n"
                "第二条 下列船舶不适用：\n"
                "\n"
                "（一）军舰；\n"
                "\n"
                "（二）公务船。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第三条 本条例自公布之日起施行。\n",
        .outline = "title \"渔港条例\" … 例自公布之日起施行。\n"
                   "  article 1 … 强管理，制定本条例。\n"
                   "  article 2 … （二）公务船。\n"
                   "  article 3 … 例自公布之日起施行。\n",
    },
    {
        .name = "no-run-in",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 为了加强管理，制定本条例。\n"
                "\n"
                "第二条 下列船舶不适用：\n"
                "\n"
                "（一）军舰；\n"
                "\n"
                "（二）公务船。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第三条 本条例自公布之日起施行。\n",
        .outline = "title \"渔港条例\" … 例自公布之日起施行。\n"
                   "  chapter 1 \"总则\" … （二）公务船。\n"
                   "  chapter 2 \"附则\" … 例自公布之日起施行。\n",
    },
    {
        .name = "no-title",
        .options = "{ scheme: zh-law, title: false, depth: 1 }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 为了加强管理，制定本条例。\n"
                "\n"
                "第二条 下列船舶不适用：\n"
                "\n"
                "（一）军舰；\n"
                "\n"
                "（二）公务船。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第三条 本条例自公布之日起施行。\n",
        .outline = "chapter 1 \"总则\" … （二）公务船。\n"
                   "chapter 2 \"附则\" … 例自公布之日起施行。\n",
    },
    {
        .name = "unnumbered-only-title-stays",
        .options = "{ scheme: plain, unnumbered: false }",
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
        .outline = "title \"Harbour Guide\" …  the pier.\n",
    },
    {
        .name = "short-titles",
        .options = "{ scheme: plain, max_title: 10 }",
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
                   "  heading \"Staying\" …  the pier.\n",
    },
    {
        .name = "long-titles",
        .options = "{ scheme: plain, min_title: 10 }",
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
                   "  heading \"Getting There\" …  the pier.\n",
    },
    {
        .name = "no-diagnostics",
        .options = "{ scheme: numbered, diagnose: false }",
        .text = "1 One\n"
                "\n"
                "Text.\n"
                "\n"
                "2 Two\n"
                "\n"
                "Text.\n"
                "\n"
                "4 Four\n"
                "\n"
                "Text.\n",
        .outline = "section 1 \"One\" … Text.\n"
                   "section 2 \"Two\" … Text.\n"
                   "section 4 \"Four\" … Text.\n",
    },
    {
        .name = "no-contents",
        .options = "{ scheme: zh-plan, toc: false }",
        .text = "目录\n"
                "\n"
                "第一章 甲\n"
                "第二章 乙\n"
                "\n"
                "第一章 甲\n"
                "\n"
                "甲文。\n"
                "\n"
                "第二章 乙\n"
                "\n"
                "乙文。\n",
        .outline = "toc \"目录\" … 第二章 乙\n"
                   "chapter 1 \"甲\" … 甲文。\n"
                   "chapter 2 \"乙\" … 乙文。\n",
    },
    {
        .name = "best-of-two",
        .options = "{ scheme: [plain, zh-law] }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 为了加强管理，制定本条例。\n"
                "\n"
                "第二条 下列船舶不适用：\n"
                "\n"
                "（一）军舰；\n"
                "\n"
                "（二）公务船。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第三条 本条例自公布之日起施行。\n",
        .outline = "title \"渔港条例\" … 例自公布之日起施行。\n"
                   "  chapter 1 \"总则\" … （二）公务船。\n"
                   "    article 1 … 强管理，制定本条例。\n"
                   "    article 2 … （二）公务船。\n"
                   "      item 1 … 军舰；\n"
                   "      item 2 … 公务船。\n"
                   "  chapter 2 \"附则\" … 例自公布之日起施行。\n"
                   "    article 3 … 例自公布之日起施行。\n",
    },
    {
        .name = "first-is-not-one",
        .options = "{ scheme: zh-plan }",
        .text = "第一章 甲\n"
                "\n"
                "甲文。\n"
                "\n"
                "第二节 丙\n"
                "\n"
                "丙文。\n"
                "\n"
                "第二章 乙\n"
                "\n"
                "第一节 丁\n"
                "\n"
                "丁文。\n",
        .outline = "chapter 1 \"甲\" … 丙文。\n"
                   "  section 2 \"丙\" … 丙文。\n"
                   "chapter 2 \"乙\" … 丁文。\n"
                   "  section 1 \"丁\" … 丁文。\n",
        .problems = "section-gap",
    },
    {
        .name = "chapters-run-through-parts",
        .options = "{ scheme: zh-plan }",
        .text = "第一篇 上\n"
                "\n"
                "第一章 甲\n"
                "\n"
                "甲文。\n"
                "\n"
                "第二篇 下\n"
                "\n"
                "第二章 乙\n"
                "\n"
                "乙文。\n",
        .outline = "part 1 \"上\" … 甲文。\n"
                   "  chapter 1 \"甲\" … 甲文。\n"
                   "part 2 \"下\" … 乙文。\n"
                   "  chapter 2 \"乙\" … 乙文。\n",
    },
    {
        .name = "boxes-run-through-sections",
        .options = "{ scheme: zh-plan }",
        .text = "第一节 甲\n"
                "\n"
                "甲文。\n"
                "\n"
                "专栏1 丙\n"
                "\n"
                "（一）丙一。丙文。\n"
                "\n"
                "第二节 乙\n"
                "\n"
                "乙文。\n"
                "\n"
                "专栏3 丁\n"
                "\n"
                "（一）丁一。丁文。\n",
        .outline = "section 1 \"甲\" … （一）丙一。丙文。\n"
                   "  box 1 \"丙\" … （一）丙一。丙文。\n"
                   "    item 1 \"丙一\" … 丙文。\n"
                   "section 2 \"乙\" … （一）丁一。丁文。\n"
                   "  box 3 \"丁\" … （一）丁一。丁文。\n"
                   "    item 1 \"丁一\" … 丁文。\n",
        .problems = "section-gap",
    },
};

int
main(int argc, char **argv)
{
    return outline_main(argc, argv, "options", cases, G_N_ELEMENTS(cases));
}

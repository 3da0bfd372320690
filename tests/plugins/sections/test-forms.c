/* Headings without numbers: marks, adornments, capitals, and short lines by themselves. */
#include "outline.h"

static const OutlineCase cases[] = {
    {
        .name = "atx",
        .options = "{ scheme: markdown }",
        .text = "# Title #\n"
                "\n"
                "Text.\n"
                "\n"
                "## One\n"
                "\n"
                "```\n"
                "# not a heading\n"
                "## nor this\n"
                "```\n"
                "\n"
                "### Deep\n"
                "\n"
                "#hashtag is no heading\n"
                "\n"
                "## Two ##\n"
                "\n"
                "More.\n",
        .outline = "heading \"Title\" … More.\n"
                   "  heading \"One\" … no heading\n"
                   "    heading \"Deep\" … no heading\n"
                   "  heading \"Two\" … More.\n",
    },
    {
        .name = "setext",
        .options = "{ scheme: markdown }",
        .text = "Title\n"
                "=====\n"
                "\n"
                "Text.\n"
                "\n"
                "Part\n"
                "----\n"
                "\n"
                "More text\n"
                "over two lines\n"
                "--------------\n"
                "\n"
                "| a | b |\n"
                "|---|---|\n",
        .outline = "heading \"Title\" … |---|---|\n"
                   "  heading \"Part\" … |---|---|\n",
    },
    {
        .name = "unclosed-fence",
        .options = "{ scheme: markdown }",
        .text = "# One\n"
                "\n"
                "```\n"
                "\n"
                "# Two\n"
                "\n"
                "Text.\n",
        .outline = "heading \"One\" … ```\n"
                   "heading \"Two\" … Text.\n",
    },
    {
        .name = "comment",
        .options = "{ scheme: markdown }",
        .text = "# One\n"
                "\n"
                "<!-- a comment\n"
                "# Hidden\n"
                "-->\n"
                "\n"
                "# Two\n",
        .outline = "heading \"One\" … -->\n"
                   "heading \"Two\"\n",
    },
    {
        .name = "restructured-text",
        .options = "{ scheme: rst }",
        .text = "=======\n"
                "Manual\n"
                "=======\n"
                "\n"
                "Ropes\n"
                "=====\n"
                "\n"
                "Text.\n"
                "\n"
                "Knots\n"
                "-----\n"
                "\n"
                "Text.\n"
                "\n"
                "Sails\n"
                "=====\n"
                "\n"
                "Text.\n",
        .outline = "heading \"Manual\" … Text.\n"
                   "  heading \"Ropes\" … Text.\n"
                   "    heading \"Knots\" … Text.\n"
                   "  heading \"Sails\" … Text.\n",
    },
    {
        .name = "plain",
        .options = "{ scheme: plain }",
        .text = "Harbour Guide\n"
                "\n"
                "The harbour has two piers. Ships wait outside until the pilot comes.\n"
                "\n"
                "Getting There\n"
                "\n"
                "Take the road along the coast, which is narrow. It ends at the harbour, and\n"
                "there is a place for cars.\n"
                "\n"
                "- by car\n"
                "- on foot\n"
                "\n"
                "What does it cost?\n"
                "\n"
                "Nothing at all, if you stay for less than a day. We’re glad that you ask!\n"
                "\n"
                "Opening hours\n"
                "\n"
                "Every day of the year.\n",
        .outline = "title \"Harbour Guide\" …  the year.\n"
                   "  heading \"Getting There\" … - on foot\n"
                   "  heading \"What does it cost?\" … t you ask!\n"
                   "  heading \"Opening hours\" …  the year.\n",
    },
    {
        .name = "fields-are-no-headings",
        .options = "{ scheme: plain }",
        .text = "港口手册\n"
                "\n"
                "版本：2.1\n"
                "\n"
                "发布日期：2020 年 1 月 5 日\n"
                "\n"
                "概述\n"
                "\n"
                "港口有两座码头，船只在外等候领航员。\n"
                "\n"
                "使用方法\n"
                "\n"
                "先登记，再进港，离港时注销登记。\n",
        .outline = "title \"港口手册\" … 港，离港时注销登记。\n"
                   "  heading \"概述\" … 船只在外等候领航员。\n"
                   "  heading \"使用方法\" … 港，离港时注销登记。\n",
    },
    {
        .name = "markup-is-no-heading",
        .options = "{ scheme: plain }",
        .text = "Guide\n"
                "\n"
                "Some text about the harbour stands here, and goes on.\n"
                "\n"
                "<div>\n"
                "\n"
                "![pier](pier.png)\n"
                "\n"
                "> A quotation\n"
                "\n"
                "**Note**\n"
                "\n"
                "| a | b |\n"
                "\n"
                "[link]: target\n"
                "\n"
                "    indented code\n"
                "\n"
                "Piers\n"
                "\n"
                "The piers are made of stone and wood, as they always were.\n",
        .outline = "title \"Guide\" … ways were.\n"
                   "  heading \"Piers\" … ways were.\n",
    },
    {
        .name = "a-poem-is-no-tree",
        .options = "{ scheme: plain, title: false }",
        .text = "The sea is wide\n"
                "\n"
                "The ship is small\n"
                "\n"
                "The night is long\n"
                "\n"
                "The lamp is lit\n",
        .outline = "",
    },
    {
        .name = "capitals",
        .options = "{ scheme: book }",
        .text = "CHAPTER 1\n"
                "\n"
                "THE PIER\n"
                "\n"
                "The pier is long and made of stone. It reaches into the sea.\n"
                "\n"
                "THE LAMP\n"
                "\n"
                "The lamp is lit at night, when ships come in from the sea.\n",
        .outline = "chapter 1 \"THE PIER\" … m the sea.\n"
                   "  heading \"THE LAMP\" … m the sea.\n",
    },
};

int
main(int argc, char **argv)
{
    return outline_main(argc, argv, "forms", cases, G_N_ELEMENTS(cases));
}

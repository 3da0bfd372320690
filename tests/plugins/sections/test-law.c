/* Statutes, Chinese and German: parts, chapters, articles, annexes, and two lines for a heading. */
#include "outline.h"

static const OutlineCase cases[] = {
    {
        .name = "articles-run-in",
        .options = "{ scheme: zh-law }",
        .text = "河道管理条例\n"
                "\n"
                "2020年3月1日 市人大常委会通过\n"
                "\n"
                "第一章  总则\n"
                "\n"
                "第一条 为了加强河道管理，制定本条例。\n"
                "\n"
                "第二条 本市行政区域内的河道适用本条例。\n"
                "\n"
                "前款所称河道包括湖泊。\n"
                "\n"
                "第二章  保护\n"
                "\n"
                "第三条 禁止下列行为：\n"
                "\n"
                "（一）倾倒垃圾；\n"
                "\n"
                "（二）擅自取水。\n"
                "\n"
                "第四条 违反第三条规定的，责令改正。\n",
        .outline = "title \"河道管理条例\" … 条规定的，责令改正。\n"
                   "  chapter 1 \"总则\" … 款所称河道包括湖泊。\n"
                   "    article 1 … 道管理，制定本条例。\n"
                   "    article 2 … 款所称河道包括湖泊。\n"
                   "  chapter 2 \"保护\" … 条规定的，责令改正。\n"
                   "    article 3 … （二）擅自取水。\n"
                   "      item 1 … 倾倒垃圾；\n"
                   "      item 2 … 擅自取水。\n"
                   "    article 4 … 条规定的，责令改正。\n",
    },
    {
        .name = "only-headings-of-their-own",
        .options = "{ scheme: zh-law, run_in: false, title: false }",
        .text = "河道管理条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 为了加强管理，制定本条例。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第二条 本条例自公布之日起施行。\n",
        .outline = "chapter 1 \"总则\" … 强管理，制定本条例。\n"
                   "chapter 2 \"附则\" … 例自公布之日起施行。\n",
    },
    {
        .name = "parts-and-subparts",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "船舶法典\n"
                "\n"
                "第一编 总则\n"
                "\n"
                "第一章 一般规定\n"
                "\n"
                "第一条 甲。\n"
                "\n"
                "第二编 合同\n"
                "\n"
                "第一分编 通则\n"
                "\n"
                "第二章 订立\n"
                "\n"
                "第二条 乙。\n"
                "\n"
                "第二分编 典型合同\n"
                "\n"
                "第三章 租船\n"
                "\n"
                "第三条 丙。\n"
                "\n"
                "附则\n"
                "\n"
                "第四条 丁。\n",
        .outline = "title \"船舶法典\" … 第四条 丁。\n"
                   "  part 1 \"总则\" … 第一条 甲。\n"
                   "    chapter 1 \"一般规定\" … 第一条 甲。\n"
                   "  part 2 \"合同\" … 第三条 丙。\n"
                   "    subpart 1 \"通则\" … 第二条 乙。\n"
                   "      chapter 2 \"订立\" … 第二条 乙。\n"
                   "    subpart 2 \"典型合同\" … 第三条 丙。\n"
                   "      chapter 3 \"租船\" … 第三条 丙。\n"
                   "  chapter \"附则\" … 第四条 丁。\n",
    },
    {
        .name = "book-of-a-code",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "海事法典\n"
                "\n"
                "船员编\n"
                "\n"
                "2021年5月1日 公布\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 甲。\n",
        .outline = "title \"海事法典\"\n"
                   "part \"船员编\" … 第一条 甲。\n"
                   "  chapter 1 \"总则\" … 第一条 甲。\n",
    },
    {
        .name = "judicial-interpretation",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "关于审理渔业纠纷案件若干问题的解释（试行）\n"
                "\n"
                "一、受理\n"
                "\n"
                "第一条 渔业纠纷由海事法院管辖。\n"
                "\n"
                "二、证据\n"
                "\n"
                "第二条 当事人应当举证。\n"
                "\n"
                "第三条 下列证据：\n"
                "\n"
                "一、合同；\n"
                "\n"
                "二、票据。\n"
                "\n"
                "三、附则\n"
                "\n"
                "第四条 本解释自公布之日起施行。\n",
        .outline = "title \"关于审理渔业纠纷案件若干问题的解释（试行）\" … 释自公布之日起施行。\n"
                   "  chapter 1 \"受理\" … 纠纷由海事法院管辖。\n"
                   "  chapter 2 \"证据\" … 二、票据。\n"
                   "  chapter 3 \"附则\" … 释自公布之日起施行。\n",
    },
    {
        .name = "articles-with-suffix",
        .options = "{ scheme: zh-law }",
        .text = "第一条 甲。\n"
                "\n"
                "第一条之一 乙。\n"
                "\n"
                "第一条之二 丙。\n"
                "\n"
                "第二条 丁。\n",
        .outline = "article 1 …  甲。\n"
                   "article 1 …  乙。\n"
                   "article 1 …  丙。\n"
                   "article 2 …  丁。\n",
    },
    {
        .name = "reference-at-the-start-of-a-line",
        .options = "{ scheme: zh-law }",
        .text = "第一条 甲。\n"
                "\n"
                "第二条 乙。\n"
                "\n"
                "第一条规定的事项除外。\n"
                "\n"
                "第三条 丙。\n",
        .outline = "article 1 …  甲。\n"
                   "article 2 … 一条规定的事项除外。\n"
                   "article 3 …  丙。\n",
    },
    {
        .name = "title-below-the-label",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "渔港条例\n"
                "\n"
                "第一章\n"
                "\n"
                "总则\n"
                "\n"
                "第一条 甲。\n"
                "\n"
                "第二章\n"
                "渔港建设\n"
                "\n"
                "第二条 乙。\n",
        .outline = "title \"渔港条例\" … 第二条 乙。\n"
                   "  chapter 1 \"总则\" … 第一条 甲。\n"
                   "  chapter 2 \"渔港建设\" … 第二条 乙。\n",
    },
    {
        .name = "heading-over-two-lines",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "渔港条例\n"
                "\n"
                "第一章 渔港水域交通安全\n"
                "与水上治安管理\n"
                "\n"
                "第一条 甲。\n"
                "\n"
                "第二章 附则\n"
                "\n"
                "第二条 乙。\n",
        .outline = "title \"渔港条例\" … 第二条 乙。\n"
                   "  chapter 1 \"渔港水域交通安全与水上治安管理\" … 第一条 甲。\n"
                   "  chapter 2 \"附则\" … 第二条 乙。\n",
    },
    {
        .name = "indented-and-centred",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "　　　　　　渔港条例\n"
                "\n"
                "　　　　　第一章　总　则\n"
                "\n"
                "　　第一条 甲。\n"
                "\n"
                "　　　　　第二章　附　则\n"
                "\n"
                "　　第二条 乙。\n",
        .outline = "title \"渔港条例\" … 　　第二条 乙。\n"
                   "  chapter 1 \"总　则\" … 　　第一条 甲。\n"
                   "  chapter 2 \"附　则\" … 　　第二条 乙。\n",
    },
    {
        .name = "running-head",
        .options = "{ scheme: zh-law, run_in: false }",
        .text = "渔港条例\n"
                "\n"
                "第一章 总则\n"
                "\n"
                "第一条 甲。\n"
                "\n"
                "第一章 总则\n"
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
        .name = "japanese",
        .options = "{ scheme: zh-law }",
        .text = "港湾管理規則\n"
                "\n"
                "第一章　総則\n"
                "\n"
                "第１条　この規則は、港湾の管理について定める。\n"
                "\n"
                "第２条　用語の定義は、次のとおりとする。\n"
                "\n"
                "第二章　使用\n"
                "\n"
                "第３条　使用者は、許可を受けなければならない。\n",
        .outline = "title \"港湾管理規則\" … けなければならない。\n"
                   "  chapter 1 \"総則\" … 、次のとおりとする。\n"
                   "    article 1 … 管理について定める。\n"
                   "    article 2 … 、次のとおりとする。\n"
                   "  chapter 2 \"使用\" … けなければならない。\n"
                   "    article 3 … けなければならない。\n",
    },
    {
        .name = "german",
        .options = "{ scheme: de-law }",
        .text = "Gesetz über Leuchttürme (LTG)\n"
                "\n"
                "Eingangsformel\n"
                "\n"
                "Der Bundestag hat das folgende Gesetz beschlossen:\n"
                "\n"
                "\n"
                "Erster Teil - Allgemeines\n"
                "\n"
                "§ 1 Anwendungsbereich\n"
                "\n"
                "Dieses Gesetz gilt für Leuchttürme.\n"
                "\n"
                "§ 2 (weggefallen)\n"
                "\n"
                "§ 2a Begriffe\n"
                "\n"
                "Leuchtturm ist ein Turm mit einem Feuer.\n"
                "§ 3 bleibt unberührt.\n"
                "\n"
                "Zweiter Teil - Betrieb\n"
                "\n"
                "Erster Abschnitt - Personal\n"
                "\n"
                "§ 3 Wärter\n"
                "\n"
                "(1) Der Wärter wohnt im Turm.\n"
                "\n"
                "§ 4 der Seeschifffahrtsordnung bleibt unberührt.\n"
                "\n"
                "Zweiter Abschnitt - Feuer\n"
                "\n"
                "§ 4 Brenndauer\n"
                "\n"
                "Das Feuer brennt nachts.\n"
                "\n"
                "Anlage (zu § 4)\n"
                "\n"
                "Tabelle der Brenndauer.\n"
                "\n"
                "Schlussformel\n"
                "\n"
                "Der Bundesrat hat zugestimmt.\n",
        .outline = "title \"Gesetz über Leuchttürme (LTG)\" … ugestimmt.\n"
                   "  formula \"Eingangsformel\" … schlossen:\n"
                   "  part 1 \"Allgemeines\" … unberührt.\n"
                   "    article 1 \"Anwendungsbereich\" … uchttürme.\n"
                   "    article 2 \"(weggefallen)\"\n"
                   "    article 2 \"Begriffe\" … unberührt.\n"
                   "  part 2 \"Betrieb\" … ugestimmt.\n"
                   "    division 1 \"Personal\" … unberührt.\n"
                   "      article 3 \"Wärter\" … unberührt.\n"
                   "    division 2 \"Feuer\" … ugestimmt.\n"
                   "      article 4 \"Brenndauer\" … nt nachts.\n"
                   "      annex \"(zu § 4)\" … renndauer.\n"
                   "      formula \"Schlussformel\" … ugestimmt.\n",
    },
    {
        .name = "german-chapters-above-divisions",
        .options = "{ scheme: de-law, title: false }",
        .text = "Kapitel 1\n"
                "Einleitung\n"
                "\n"
                "Abschnitt 1 - Zweck\n"
                "\n"
                "§ 1 Ziel\n"
                "\n"
                "Text eins.\n"
                "\n"
                "Abschnitt 2 - Begriffe\n"
                "\n"
                "§ 2 Wörter\n"
                "\n"
                "Text zwei.\n"
                "\n"
                "Kapitel 2\n"
                "Durchführung\n"
                "\n"
                "Abschnitt 1 - Behörden\n"
                "\n"
                "§ 3 Amt\n"
                "\n"
                "Text drei.\n",
        .outline = "chapter 1 \"Einleitung\" … Text zwei.\n"
                   "  division 1 \"Zweck\" … Text eins.\n"
                   "    article 1 \"Ziel\" … Text eins.\n"
                   "  division 2 \"Begriffe\" … Text zwei.\n"
                   "    article 2 \"Wörter\" … Text zwei.\n"
                   "chapter 2 \"Durchführung\" … Text drei.\n"
                   "  division 1 \"Behörden\" … Text drei.\n"
                   "    article 3 \"Amt\" … Text drei.\n",
    },
    {
        .name = "german-articles",
        .options = "{ scheme: de-law, title: false }",
        .text = "Art 1 - Änderung der Ordnung\n"
                "\n"
                "§ 1\n"
                "\n"
                "Eins gilt.\n"
                "\n"
                "§ 2\n"
                "\n"
                "Zwei gilt.\n"
                "\n"
                "Art 2 - Schluss\n"
                "\n"
                "§ 1\n"
                "\n"
                "Drei gilt.\n",
        .outline = "article 1 \"Änderung der Ordnung\" … Zwei gilt.\n"
                   "  article 1 … Eins gilt.\n"
                   "  article 2 … Zwei gilt.\n"
                   "article 2 \"Schluss\" … Drei gilt.\n"
                   "  article 1 … Drei gilt.\n",
    },
};

int
main(int argc, char **argv)
{
    return outline_main(argc, argv, "law", cases, G_N_ELEMENTS(cases));
}

/* Where sentences end: a table of texts, each with its sentences separated by '|'. */
#include "scan.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *text;
    const char *sentences;
} Case;

static const Case cases[] = {
    { "empty", "", "" },
    { "white-space-only", " 　\n ", "" },
    { "no-terminator", "优化产业布局", "优化产业布局" },
    { "chinese", "加快建设。持续推进！行不行？行。", "加快建设。|持续推进！|行不行？|行。" },
    { "terminators-together", "真的？！是的……完了。", "真的？！|是的……完了。" },
    { "semicolon-goes-on", "一是发展；二是保护。", "一是发展；二是保护。" },
    { "quote-term", "建成“一核三带”格局。下一步。", "建成“一核三带”格局。|下一步。" },
    { "quote-speech", "他说：“我来了。你走吧。”门开了。", "他说：“我来了。你走吧。”|门开了。" },
    { "quote-goes-on", "“来了。”，他说完就走。", "“来了。”，他说完就走。" },
    { "quote-first", "“走吧！”大家都走了。", "“走吧！”|大家都走了。" },
    { "corner-quotes", "彼は「行く。」と言った。雨だ。", "彼は「行く。」|と言った。|雨だ。" },
    { "bracket-inside", "他走了（见附件。）然后回来。好。", "他走了（见附件。）然后回来。|好。" },
    { "bracket-whole", "（本章完。）第二章开始。", "（本章完。）|第二章开始。" },
    { "bracket-unclosed", "价格（含税是一百元。明天涨。", "价格（含税是一百元。|明天涨。" },
    { "ellipsis-pause", "他……走了。好。", "他……走了。|好。" },
    { "ellipsis-quote", "“等等……”她喊道。", "“等等……”|她喊道。" },
    { "english", "It rains. We stay! Do we? Yes.", "It rains.|We stay!|Do we?|Yes." },
    { "decimal", "Growth was 3.5 percent. Good.", "Growth was 3.5 percent.|Good." },
    { "version-at-end", "Use version 1.2. Then stop.", "Use version 1.2.|Then stop." },
    { "titles", "Dr. Smith met Mrs. Jones. They talked.",
      "Dr. Smith met Mrs. Jones.|They talked." },
    { "initials", "J. R. Miller wrote it. It sold.", "J. R. Miller wrote it.|It sold." },
    { "inner-dots", "Use tools, e.g. Make, or i.e. Ninja. Done.",
      "Use tools, e.g. Make, or i.e. Ninja.|Done." },
    { "number-word", "See No. 5 of it. No. We will not.", "See No. 5 of it.|No.|We will not." },
    { "lower-case-goes-on", "The Yahoo! site is up. ok then.", "The Yahoo! site is up. ok then." },
    { "english-quote", "He said \"Stop.\" Then he left.", "He said \"Stop.\"|Then he left." },
    { "english-quote-goes-on", "\"Stop!\" he said. Then.", "\"Stop!\" he said.|Then." },
    { "dots", "Well... we shall see. Wait... No.", "Well... we shall see.|Wait...|No." },
    { "url", "Go to example.org/a.b for it. Now.", "Go to example.org/a.b for it.|Now." },
    { "list-number", "1. Install the tool. Run it.", "1. Install the tool.|Run it." },
    { "german-ordinal", "Am 3. Oktober ist frei. Gut.", "Am 3. Oktober ist frei.|Gut." },
    { "german-abbreviation", "Nach § 5 Abs. 2 Nr. 1 gilt das. Es gilt z. B. Folgendes.",
      "Nach § 5 Abs. 2 Nr. 1 gilt das.|Es gilt z. B. Folgendes." },
    { "german-year", "Es war 2020. Danach kam es.", "Es war 2020.|Danach kam es." },
    { "mixed", "使用 GDB 7.2。See it. 好的。", "使用 GDB 7.2。|See it.|好的。" },
    { "line-break-inside", "A long\nsentence here. Next\none.",
      "A long\nsentence here.|Next\none." },
    { "arabic", "هل جاء؟ نعم.", "هل جاء؟|نعم." },
    { "hindi", "यह एक है। यह दो है।", "यह एक है।|यह दो है।" },
};

static char *
join(const char *text)
{
    static const char *const abbreviations[] = { "Dr",         "Mrs.", "Abs", "Nr",
                                                 "1. Oktober", "9 No", NULL };
    SentenceRules *rules = sentence_rules_new(abbreviations);
    GString *joined = g_string_new(NULL);
    SentenceScan scan;
    MillSpan span;

    sentence_scan_init(&scan, rules, text, (MillSpan){ 0, strlen(text) });
    while (sentence_scan_next(&scan, &span)) {
        if (joined->len > 0)
            g_string_append_c(joined, '|');
        g_string_append_len(joined, text + span.start, (gssize) (span.end - span.start));
    }
    sentence_rules_free(rules);
    return g_string_free(joined, FALSE);
}

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autofree char *joined = join(self->text);

    g_assert_cmpstr(joined, ==, self->sentences);
}

/* Whatever the text is: sentences ascend, and only white space lies outside of them. */
static void
test_covers_everything(void)
{
    static const char *const pieces[] = { "。", "“", "”", "（", "）", ".", "A",  "b",  " ",
                                          "\n", "…", "3", "Dr", "中", "!", "\"", "、", "　" };
    g_autoptr(GRand) random = g_rand_new_with_seed(20261124);

    for (guint round = 0; round < 3000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        SentenceRules *rules = sentence_rules_new(NULL);
        SentenceScan scan;
        MillSpan span;
        gsize done = 0;

        for (gint n = g_rand_int_range(random, 0, 40); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        sentence_scan_init(&scan, rules, text->str, (MillSpan){ 0, text->len });
        while (sentence_scan_next(&scan, &span)) {
            MillSpan gap = sentence_trim(text->str, (MillSpan){ done, span.start });

            g_assert_cmpuint(span.start, <, span.end);
            g_assert_cmpuint(gap.start, ==, gap.end);
            done = span.end;
        }
        MillSpan rest = sentence_trim(text->str, (MillSpan){ done, text->len });

        g_assert_cmpuint(rest.start, ==, rest.end);
        sentence_rules_free(rules);
    }
}

static void
test_items(void)
{
    static const struct {
        const char *line;
        gboolean item;
    } lines[] = {
        { "- one", TRUE },        { "-one", FALSE },      { "1. Step", TRUE },
        { "1.5 percent", FALSE }, { "（一）建设", TRUE }, { "(a) first", TRUE },
        { "一、总则", TRUE },     { "一是发展", FALSE },  { "① 甲", TRUE },
        { "2021年", FALSE },      { "(see it)", FALSE },  { "•水处理", TRUE },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_test_message("%s", lines[i].line);
        g_assert_cmpint(sentence_starts_item(lines[i].line, (MillSpan){ 0, strlen(lines[i].line) }),
                        ==, lines[i].item);
    }
}

/* Unclosed brackets by the hundred thousand must not make it quadratic; the suite's time limit is
 * the judge. */
static void
test_many_open_brackets(void)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < 200000; i++)
        g_string_append(text, "（");

    g_autofree char *joined = join(text->str);

    g_assert_cmpstr(joined, ==, text->str);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/sentences/scan/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/sentences/scan/covers-everything", test_covers_everything);
    g_test_add_func("/sentences/scan/items", test_items);
    g_test_add_func("/sentences/scan/many-open-brackets", test_many_open_brackets);
    return g_test_run();
}

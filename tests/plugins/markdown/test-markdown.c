/* Markdown of documents, byte for byte. */
#include "sample.h"
#include "step.h"

#include "escape.h"

typedef struct {
    const char *name;
    const char *options;
    MillDocument *(*make)(void);
    const char *markdown;
} Case;

#define NO_FRONT "front_matter: false"

static const Case cases[] = {
    { "everything", NULL, sample_new,
      "---\n"
      "title: \"东岸规划\"\n"
      "keywords: [\"风能\"]\n"
      "textmill: {\"version\":\"VERSION\",\"pipeline\":\"test\",\"pipeline_sha256\":\"" TEST_PIPELINE_SHA256
      "\",\"id\":\"plans/east.txt\","
      "\"sha256\":\"HASH\"}\n"
      "---\n\n"
      "# 第一章 总则\n\n"
      "😀风能与风能站点40.5个。\n\n"
      "> ## 专栏1 重点 <!-- box -->\n"
      ">\n"
      "> 建站。\n" },
    { "boxes-as-headings", "{ " NO_FRONT ", boxes: heading, top: 2, anchors: attribute }",
      sample_new,
      "## 第一章 总则 {#section-1}\n\n😀风能与风能站点40.5个。\n\n### 专栏1 重点 {#section-2}\n\n"
      "建站。\n" },
    { "html-anchors", "{ " NO_FRONT ", anchors: html, boxes: heading }", sample_new,
      "# <a id=\"section-1\"></a>第一章 总则\n\n😀风能与风能站点40.5个。\n\n"
      "## <a id=\"section-2\"></a>专栏1 重点\n\n建站。\n" },
    { "deep-levels-stop-at-six", "{ " NO_FRONT ", top: 6 }", sample_new,
      "###### 第一章 总则\n\n😀风能与风能站点40.5个。\n\n> ###### 专栏1 重点 <!-- box -->\n>\n> 建站。\n" },
    { "bare", "{ " NO_FRONT " }", sample_new_bare, "one\n\ntwo\n" },
    { "hostile", NULL, sample_new_hostile,
      "---\n"
      "title: \"=cmd|' /C calc'!A0\"\n"
      "\"yes\": \"no\\n---\\n: \\\"x\\\"\"\n"
      "textmill: {\"version\":\"VERSION\",\"pipeline\":\"test\",\"pipeline_sha256\":\"" TEST_PIPELINE_SHA256
      "\",\"id\":\"a,b\\\"c.txt\","
      "\"sha256\":\"HASH\"}\n"
      "---\n\n"
      "\\# not a heading\n\n"
      "# =SUM(A1)\n\n"
      "\\</script> \xE2\x80\xA8 \x01 \\*a\\* \\_b\\_ \\[x](y) \\<b>\n\n"
      "\\- item\n\n1\\. one\n\n\\> quote\n\n\\`\\`\\`\n\n\\---\n\ntitle: x\n\n+1 @x \"q\", 'r'\n" },
};

static char *
replace(char *text, const char *what, const char *with)
{
    g_auto(GStrv) parts = g_strsplit(text, what, -1);

    g_free(text);
    return g_strjoinv(with, parts);
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(Step) step = step_new(test->options);
    g_autoptr(MillDocument) document = test->make();
    g_autofree char *markdown = step_encode(step, document, NULL);
    g_autofree char *expected =
        replace(replace(g_strdup(test->markdown), "VERSION", mill_version()), "HASH",
                mill_document_get_source_sha256(document));

    g_assert_cmpstr(markdown, ==, expected);
}

typedef struct {
    const char *before;
    const char *after;
} Line;

static void
test_lines(void)
{
    static const Line lines[] = {
        { "plain 文字，snake_case and 3 < 4 & so on.",
          "plain 文字，snake_case and 3 < 4 & so on." },
        { "  indented \t", "indented" },
        { "", "" },
        { "# h", "\\# h" },
        { "#hashtag", "#hashtag" },
        { "####### seven", "####### seven" },
        { "- a", "\\- a" },
        { "-5 degrees", "-5 degrees" },
        { "+ a", "\\+ a" },
        { "* a", "\\* a" },
        { "12. a", "12\\. a" },
        { "12) a", "12\\) a" },
        { "1.2.3 a", "1.2.3 a" },
        { "> q", "\\> q" },
        { "---", "\\---" },
        { "| --- | --- |", "\\| --- | --- |" },
        { "===", "\\===" },
        { "***", "\\*\\*\\*" },
        { "~~~", "\\~\\~\\~" },
        { "```", "\\`\\`\\`" },
        { "<b>x</b> <http://x> <!-- --> <?x?>", "\\<b>x\\</b> \\<http://x> \\<!-- --> \\<?x?>" },
        { "&amp; &#65; R&D", "\\&amp; \\&#65; R\\&D" },
        { "C:\\dir\\", "C:\\\\dir\\\\" },
        { "[a]: b", "\\[a]: b" },
        { "![a](b)", "!\\[a](b)" },
        { "_a_ __init__ a_b", "\\_a\\_ \\_\\_init\\_\\_ a_b" },
        { "5~10", "5\\~10" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) out = g_string_new(NULL);

        escape_append_line(out, lines[i].before, strlen(lines[i].before));
        g_assert_cmpstr(out->str, ==, lines[i].after);
    }
}

static void
test_heading(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    escape_append_heading(out, "a *b*\nc #", strlen("a *b*\nc #"));
    g_assert_cmpstr(out->str, ==, "a \\*b\\* c \\#");
}

static char *
render(const char *options, const char *text)
{
    g_autoptr(Step) step = step_new(options);
    g_autoptr(MillDocument) document = test_document_of_text(text);

    return step_encode(step, document, NULL);
}

/* Lines of one width are a wrapped paragraph; others stand for themselves. */
static void
test_line_breaks(void)
{
    const char *wrapped = "The harbour board met on Monday to hear the plan\n"
                          "for the third wind park, which has been late for\n"
                          "years.\n";
    const char *list =
        "第一条 为了发展，制定本法。\n第二条 本法适用于全部风电场、太阳能电站以及储能设施的建设和运行。\n";
    g_autofree char *automatic = render("{ " NO_FRONT " }", wrapped);
    g_autofree char *paragraphs = render("{ " NO_FRONT ", lines: paragraph }", "a\nb\n\nc");
    g_autofree char *soft = render("{ " NO_FRONT ", lines: soft }", "a\nb\n\nc");
    g_autofree char *articles = render("{ " NO_FRONT " }", list);

    g_assert_cmpstr(automatic, ==, wrapped);
    g_assert_cmpstr(paragraphs, ==, "a\n\nb\n\nc\n");
    g_assert_cmpstr(soft, ==, "a\nb\n\nc\n");
    g_assert_nonnull(strstr(articles, "制定本法。\n\n第二条"));
}

/* A NUL is a character like any other: it marks nothing, and nothing is put for it. */
static void
test_nul(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    escape_append_line(out, "\0", 1);
    escape_append_heading(out, "a\0b", 3);
    g_assert_cmpmem(out->str, out->len, "\0a\0b", 4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/markdown/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/markdown/lines", test_lines);
    g_test_add_func("/markdown/heading", test_heading);
    g_test_add_func("/markdown/line-breaks", test_line_breaks);
    g_test_add_func("/markdown/nul", test_nul);
    return g_test_run();
}

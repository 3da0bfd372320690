/* The page is whole, shows what was found, and hostile text stays text. */
#include "chain.h"

#include <math.h>
#include <string.h>

static char *
page(const char *steps, const char *text)
{
    g_autofree char *all = g_strconcat(steps, "- use: report", NULL);
    g_autoptr(MillPipeline) pipeline = chain_load(all);
    g_autoptr(MillDocument) document = chain_process(pipeline, text);

    return chain_encode(pipeline, document);
}

/* A cell shows its value, or tells it beside what it shows. */
static void
test_cells(void)
{
    static const struct {
        double number;
        const char *wanted;
    } doubles[] = {
        { 0.5, ">0.5<" },
        { -18.25, ">-18.25<" },
        { 1e6 + 0.125, ">1000000.125<" },
        { 42, ">42<" },
        { -0.007, ">-0.007<" },
        { 1e300, ">1e+300<" },
        { -INFINITY, "<td class=\"n\"><" }, /* nothing, as in JSON and CSV */
        { 1234567890.5, " data-v=\"&quot;1234567890.5&quot;\">1234567890" },
        { 1.0 / 3, " data-v=\"&quot;0.33333333333333331&quot;\">0.3333333333<" },
    };
    static const struct {
        const char *text;
        const char *wanted;
    } strings[] = {
        { "a<b>&\"c\"", "<td>a&lt;b&gt;&amp;&quot;c&quot;<" },
        { " two\nlines ", "<td> two\nlines <" },
        { "\u202E\x01", "<td data-v=\"&quot;\\u202e\\u0001&quot;\">[U+202E]\u2401<" },
        { "\\\"<\r", "<td data-v=\"&quot;\\\\\\&quot;&lt;\\u000d&quot;\">\\&quot;&lt;\u240D<" },
    };
    g_autoptr(MillPipeline) pipeline = chain_load("- use: report");
    g_autoptr(MillDocument) document = chain_process(pipeline, "text\u200F of it");
    MillLayer *layer = mill_document_add_layer(document, "record.any");
    MillColumn number = mill_layer_add_column(layer, "number", MILL_TYPE_DOUBLE);
    MillColumn unused = mill_layer_add_column(layer, "un\"used", MILL_TYPE_INT);
    MillColumn string = mill_layer_add_column(layer, "string", MILL_TYPE_STRING);
    MillColumn section = mill_layer_add_column(layer, "section", MILL_TYPE_INT);

    g_assert_cmpint(unused, !=, MILL_NO_COLUMN);
    for (gsize i = 0; i < G_N_ELEMENTS(doubles); i++) {
        gsize row = mill_layer_add(layer, (MillSpan){ 0, i == 0 ? 4 : i == 1 ? 7 : 0 });

        mill_layer_set_double(layer, row, number, doubles[i].number);
        if (i < G_N_ELEMENTS(strings))
            mill_layer_set_string(layer, row, string, strings[i].text, -1);
        if (i > 0)
            mill_layer_set_int(layer, row, section, 7);
    }

    g_autofree char *html = chain_encode(pipeline, document);

    for (gsize i = 0; i < G_N_ELEMENTS(doubles); i++)
        g_assert_nonnull(strstr(html, doubles[i].wanted));
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
        g_assert_nonnull(strstr(html, strings[i].wanted));
    g_assert_nonnull(strstr(html, "data-csv=\"[[&quot;number&quot;,1],[&quot;un\\&quot;used&quot;],"
                                  "[&quot;string&quot;,2],[&quot;section&quot;,3]]\""));
    g_assert_nonnull(strstr(html, "\"><a href=\"#r0-1\">text</a>"));
    g_assert_nonnull(strstr(html, " data-v=\"&quot;text\\u200f&quot;\"><a href=\"#r0-2\">"));
    g_assert_nonnull(strstr(html, " data-v=\"&quot;&quot;\"><a href=\"#r0-3\">in the text</a>"));
    g_assert_nonnull(strstr(html, "<td lang=\"und\" data-v=\"&quot;7&quot;\"></tr>"));
}

/* A long table waits as text, from which no text of the document can break out. */
static void
test_long_table(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: report");
    g_autoptr(MillDocument) document = chain_process(pipeline, "</noscript><tbody><script>");
    MillLayer *layer = mill_document_add_layer(document, "record.</noscript>");
    MillColumn string = mill_layer_add_column(layer, "<tbody>", MILL_TYPE_STRING);
    guint groups = 0;

    for (gsize i = 0; i < 251; i++)
        mill_layer_set_string(layer, mill_layer_add(layer, (MillSpan){ 0, 26 }), string,
                              "</noscript><tbody>\x01<script>", -1);

    g_autofree char *html = chain_encode(pipeline, document);

    const char *begin = strstr(html, "<noscript>");
    const char *end = begin ? strstr(begin, "</noscript>") : NULL;

    g_assert_nonnull(end);
    g_assert_true(g_strrstr(html, "noscript>") == end + strlen("</")); /* there is no other end */
    for (const char *at = begin; (at = strstr(at, "<tbody>")) && at < end; at++)
        groups++;
    g_assert_cmpuint(groups, ==, 3);
    g_assert_true(g_str_has_prefix(end, "</noscript></div></section>"));
    g_assert_null(g_strstr_len(begin, end - begin, "<script"));
}

/* What stands in the page between the article's tags. */
static char *
article(const char *html)
{
    const char *start = strstr(html, "<article");
    const char *end = start ? strstr(start, "</article>") : NULL;

    g_assert_nonnull(end);
    return g_strndup(start, (gsize) (end - start));
}

static const struct {
    const char *name;
    const char *text;
    const char *wanted; /* in the article */
} hostile[] = {
    { "element", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;" },
    { "attribute", "\" onclick=\"x", "&quot; onclick=&quot;x" },
    { "entity", "&lt;b&gt; 'q'", "&amp;lt;b&amp;gt; &#39;q&#39;" },
    { "bidi", "user\u202Etxt.exe\u2066", "user[U+202E]txt.exe[U+2066]" },
    { "control", "a\001b\177", "a\u2401b\u2421" },
    { "comment", "--><!-- x", "--&gt;&lt;!-- x" },
};

static void
test_hostile(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *html = page("", hostile[i].text);
        g_autofree char *prose = article(html);

        g_test_message("%s", hostile[i].name);
        g_assert_nonnull(strstr(prose, hostile[i].wanted));
        g_assert_null(strstr(prose, "<script"));
        g_assert_null(strstr(prose, "<!--"));
    }
}

/* What was taken away stands in the text where it was, by step, also at the end of a line. */
static void
test_removed(void)
{
    g_autofree char *html = page("- use: cleanup\n  with: { boilerplate: [zh-news] }\n",
                                 "搜索历史清空\n\n正文第一行。\n\n投稿\n\n我要投稿\n");
    g_autofree char *prose = article(html);

    g_assert_nonnull(strstr(prose, "<del class=\"r0\" data-s=\"cleanup\" data-o=\""));
    g_assert_nonnull(strstr(html, "id=\"show-r0\">"));
    g_assert_nonnull(strstr(prose, "搜索历史清空"));
}

static void
test_empty(void)
{
    g_autofree char *html = page("- use: sections\n- use: entities\n", "");
    g_autofree char *prose = article(html);

    g_assert_nonnull(strstr(prose, "This document has no text."));
    g_assert_null(strstr(html, "class=\"outline\""));
}

#define PLAN "第一章 总则\n到2025年达到97%。\n专栏1 重点工程\n（一）甲工程。\n第二章 任务\n正文。\n"

static void
test_structure(void)
{
    g_autofree char *html =
        page("- use: sections\n  with: { scheme: zh-plan }\n- use: entities\n", PLAN);

    g_assert_nonnull(strstr(html, "default-src &#39;none&#39;"));
    g_assert_nonnull(strstr(html, "<html lang=\"en\">"));
    g_assert_nonnull(strstr(html, "tabindex=\"0\" lang=\"zh\""));
    g_assert_nonnull(strstr(html, "<h2 id=\"s1\""));
    g_assert_nonnull(strstr(html, "<aside class=\"box\""));
    g_assert_nonnull(strstr(html, "class=\"ent k"));
    g_assert_nonnull(strstr(html, "href=\"#s1\""));
}

/* Every <section>, <aside>, <p>, <mark> and <span> of the text is closed again, in order. */
static void
assert_balanced(const char *prose)
{
    static const char *const names[] = {
        "section", "aside", "p", "mark", "span", "del", "h2", "h3"
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *open = g_strdup_printf("<%s[ >]", names[i]);
        g_autofree char *close = g_strdup_printf("</%s>", names[i]);
        g_autoptr(GRegex) regex = g_regex_new(open, 0, 0, NULL);
        g_autoptr(GMatchInfo) matches = NULL;
        gint balance = 0;

        for (g_regex_match(regex, prose, 0, &matches); g_match_info_matches(matches);
             g_match_info_next(matches, NULL))
            balance++;
        for (const char *at = prose; (at = strstr(at, close)); at++)
            balance--;
        g_test_message("%s", names[i]);
        g_assert_cmpint(balance, ==, 0);
    }
}

/* The letters of @html between tags, or of plain @text: no white space, no entities to resolve. */
static char *
letters(const char *text, gboolean html)
{
    GString *kept = g_string_new(NULL);

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        if (html && *at == '<')
            at = strchr(at, '>');
        else if (!g_unichar_isspace(g_utf8_get_char(at)))
            g_string_append_len(kept, at, g_utf8_next_char(at) - at);
    }
    return g_string_free(kept, FALSE);
}

/* No id stands twice, and each link inside the page leads somewhere. */
static void
assert_links(const char *html)
{
    g_autoptr(GRegex) ids = g_regex_new(" id=\"([^\"]*)\"", 0, 0, NULL);
    g_autoptr(GRegex) links = g_regex_new(" href=\"#([^\"]*)\"", 0, 0, NULL);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GMatchInfo) id = NULL;
    g_autoptr(GMatchInfo) link = NULL;

    for (g_regex_match(ids, html, 0, &id); g_match_info_matches(id); g_match_info_next(id, NULL)) {
        char *name = g_match_info_fetch(id, 1);

        g_test_message("id %s", name);
        g_assert_true(g_hash_table_add(known, name));
    }
    for (g_regex_match(links, html, 0, &link); g_match_info_matches(link);
         g_match_info_next(link, NULL)) {
        g_autofree char *name = g_match_info_fetch(link, 1);

        g_test_message("link to %s", name);
        g_assert_true(g_hash_table_contains(known, name));
    }
}

/* Records and diagnostics anywhere: across each other, across lines, empty. */
static void
add_random_spans(MillDocument *document, GRand *random)
{
    MillLayer *records = mill_document_add_layer(document, "record.any");
    gsize length;
    const char *text = mill_document_get_text(document, &length);

    for (gint n = g_rand_int_range(random, 0, 12); length > 0 && n > 0; n--) {
        gsize a = (gsize) g_rand_int_range(random, 0, (gint) length + 1);
        gsize b = (gsize) g_rand_int_range(random, 0, (gint) length + 1);
        MillSpan span = { MIN(a, b), MAX(a, b) };

        while (span.start > 0 && (text[span.start] & 0xC0) == 0x80)
            span.start--;
        while (span.end < length && (text[span.end] & 0xC0) == 0x80)
            span.end++;
        if (n % 4 == 0)
            mill_document_diagnose(document, MILL_SEVERITY_WARNING, "any", &span, "here");
        else
            mill_layer_add(records, span);
    }
    mill_layer_sort(records);
}

static void
test_balanced(void)
{
    static const char *const pieces[] = { "第一章 总则\n", "（一）甲。乙", "2025年3月",      "\n",
                                          "专栏2 丙\n",    "97%",          "《水法》第三条", "正文",
                                          "1,000元",       "\n\n" };
    g_autoptr(MillPipeline) pipeline =
        chain_load("- use: sections\n"
                   "  with: { scheme: zh-plan }\n"
                   "- use: entities\n"
                   "- use: tags\n"
                   "  with: { terms: [2025年, 正文97, 水法, 章 总] }\n"
                   "- use: report");
    g_autoptr(GRand) random = g_rand_new_with_seed(20261124);

    for (guint round = 0; round < 300; round++) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (gint n = g_rand_int_range(random, 0, 24); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);

        g_autoptr(MillDocument) document = chain_process(pipeline, text->str);

        add_random_spans(document, random);

        g_autofree char *html = chain_encode(pipeline, document);
        g_autofree char *prose = article(html);
        g_autofree char *shown = letters(prose, TRUE);
        g_autofree char *wanted = letters(text->str, FALSE);

        assert_balanced(prose);
        assert_links(html);
        g_assert_cmpstr(shown, ==, *wanted ? wanted : "Thisdocumenthasnotext.");
    }
}

/* The rows of a sink are what the worker sent, in any pieces; titles cannot break out of them. */
static void
test_index_part(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: report-index");
    g_autoptr(MillDocument) document = chain_process(pipeline, "text");

    mill_document_set_meta_string(document, "title", "a <b> title");

    const MillStepInfo *step = mill_pipeline_get_step(pipeline, 1);
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(step->type->role, ==, MILL_ROLE_SINK);
    g_assert_true(mill_pipeline_encode(pipeline, 1, document, output, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, 1);
    g_assert_true(g_str_has_suffix(mill_output_get_bytes(output, 0)->str +
                                       mill_output_get_bytes(output, 0)->len - 11,
                                   "a <b> title"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/cells", test_cells);
    g_test_add_func("/report/long-table", test_long_table);
    g_test_add_func("/report/hostile", test_hostile);
    g_test_add_func("/report/structure", test_structure);
    g_test_add_func("/report/removed", test_removed);
    g_test_add_func("/report/empty", test_empty);
    g_test_add_func("/report/balanced", test_balanced);
    g_test_add_func("/report-index/part", test_index_part);
    return g_test_run();
}

/* How texts are cut for the index, what queries become, where mistakes in them are shown, and what
 * of a passage is highlighted.
 */
#include "segment.h"
#include "snippet.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *text;
    const char *words;
    const char *whole;
} SegmentCase;

static const SegmentCase segment_cases[] = {
    { "empty", "", "", "" },
    { "latin", "Clean energy, 2.5!", "Clean energy 2 5 ", "Clean energy 2 5 " },
    { "ideographs", "生态文明", "生态 态文 文明 明 ", "生态文明 " },
    { "one", "生", "生 ", "生 " },
    { "two-runs", "生态，文明", "生态 态 文明 明 ", "生态 文明 " },
    { "mixed", "第12章5G网络", "第 12 章 5G 网络 络 ", "第12章5G网络 " },
    { "accents", "Énergie", "Énergie ", "Énergie " },
    { "combining", "e\u0301nergie", "e\u0301nergie ", "e\u0301nergie " },
    { "full-width", "ＡＢＣ１２３", "ABC123 ", "ABC123 " },
    { "japanese", "再エネ", "再エ エネ ネ ", "再エネ " },
    { "long-vowel", "データ", "デー ータ タ ", "データ " },
    { "hangul", "에너지", "에너 너지 지 ", "에너지 " },
    { "supplementary", "𠀀𠀁", "𠀀𠀁 𠀁 ", "𠀀𠀁 " },
    { "nothing-to-find", "——…🌾", "", "" },
};

static void
test_segment(gconstpointer data)
{
    const SegmentCase *c = data;
    g_autoptr(GString) words = g_string_new(NULL);
    g_autoptr(GString) whole = g_string_new(NULL);

    segment_append(words, c->text, strlen(c->text));
    segment_append_whole(whole, c->text, strlen(c->text));
    g_assert_cmpstr(words->str, ==, c->words);
    g_assert_cmpstr(whole->str, ==, c->whole);
}

typedef struct {
    const char *name;
    const char *query;
    const char *expected; /* with @ for the columns of plain words */
} GoodCase;

static const GoodCase good_cases[] = {
    { "word", "energy", "(@\"energy\")" },
    { "two-ideographs", "生态", "(@\"生态\")" },
    { "one-ideograph", "生", "(@\"生\" *)" },
    { "many", "生态文明", "(@\"生态 态文 文明\")" },
    { "mixed", "5G网", "(@\"5G 网\" *)" },
    { "run-before-other", "生态5G", "(@\"生态 态 5G\")" },
    { "and", "a b AND c", "(@\"a\" AND @\"b\" AND @\"c\")" },
    { "or", "a OR b c", "(@\"a\") OR (@\"b\" AND @\"c\")" },
    { "not", "a NOT b AND NOT c", "((@\"a\") NOT (@\"b\" OR @\"c\"))" },
    { "group", "(a OR b) NOT (c d)", "((((@\"a\") OR (@\"b\"))) NOT (((@\"c\" AND @\"d\"))))" },
    { "phrase", "\"clean energy\"", "(@\"clean energy\")" },
    { "chinese-quotes", "“生态 文明”", "(@\"生态 态 文明\")" },
    { "prefix", "win*", "(@\"win\" *)" },
    { "punctuation", "COVID-19", "(@\"COVID 19\")" },
    { "column", "section:第十二章", "({section} : (\"第十 十二 二章\"))" },
    { "column-of-group", "title:(a OR b)", "({title} : (((\"a\") OR (\"b\"))))" },
    { "full-width", "section：（第一章）", "({section} : (((\"第一 一章\"))))" },
    { "lower-case-words", "and or not", "(@\"and\" AND @\"or\" AND @\"not\")" },
    { "column-then-plain", "tag:a b", "({tag} : (\"a\") AND @\"b\")" },
    { "syntax-in-quotes", "\"a:b) OR (c*\"", "(@\"a b OR c\")" },
    { "wide-space", "a\u3000b", "(@\"a\" AND @\"b\")" },
};

static void
test_good(gconstpointer data)
{
    const GoodCase *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Query) query = query_parse(c->query, &error);
    g_auto(GStrv) parts = g_strsplit(c->expected, "@", -1);
    g_autofree char *expected = g_strjoinv("{tag text} : ", parts);

    g_assert_no_error(error);
    g_assert_cmpstr(query->expression->str, ==, expected);
}

typedef struct {
    const char *name;
    const char *query;
    const char *message; /* how it begins */
    guint column;        /* of the caret, from 0 */
} BadCase;

static const BadCase bad_cases[] = {
    { "empty", " ", "the query is empty", 0 },
    { "ends-with-and", "a AND", "a word is expected here", 5 },
    { "begins-with-or", "OR a", "a word is expected here", 0 },
    { "ends-with-or", "生态 OR ", "a word is expected here", 8 },
    { "two-ors", "a OR OR b", "a word is expected here", 5 },
    { "only-not", "NOT b", "NOT leaves something out", 0 },
    { "group-only-not", "a (NOT b)", "NOT leaves something out", 3 },
    { "open", "生态 (a", "the parenthesis is not closed", 5 },
    { "close", "a) b", "no parenthesis is open here", 1 },
    { "empty-group", "()", "a word is expected here", 1 },
    { "quote", "a \"bc", "the quote is not closed", 2 },
    { "column", "sectoin:x", "nothing is called 'sectoin', did you mean 'section'", 0 },
    { "url", "http://x", "nothing is called 'http'", 0 },
    { "two-columns", "tag:text:x", "one name is enough", 4 },
    { "column-without", "tag:", "a word is expected here", 4 },
    { "colon", ": a", "':' stands behind", 0 },
    { "star", "a * b", "'*' stands behind", 2 },
    { "only-star", "*", "'*' stands behind", 0 },
    { "minus", "a -b", "to leave something out, write NOT", 2 },
    { "no-letters", "生态 !!", "there is no letter", 5 },
    { "escape", "a\033 AND", "a word is expected here", 13 },
};

static void
test_bad(gconstpointer data)
{
    const BadCase *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Query) query = query_parse(c->query, &error);

    g_assert_null(query);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_OPTION);
    g_assert_true(g_str_has_prefix(error->message, c->message));

    const char *caret = strrchr(error->message, '\n');

    g_assert_nonnull(caret);
    g_assert_cmpuint(strlen(caret + 1), ==, 4 + c->column + 1);
    g_assert_null(strchr(error->message, '\033'));
}

static void
test_depth(void)
{
    g_autofree char *open = g_strnfill(100000, '(');
    g_autoptr(GError) error = NULL;

    g_assert_null(query_parse(open, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_OPTION);
    g_assert_cmpuint(strlen(error->message), <, 2000);
}

/* Any bytes at all: an error or an expression, and no crash. */
static void
test_random(void)
{
    static const char *const pieces[] = { "生",  "态", "a", "\"",  "(",   ")", ":",    "*",
                                          "AND", "OR", " ", "NOT", "tag", "“", "\xFF", "-" };

    for (guint round = 0; round < 3000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(Query) query = NULL;

        for (gint i = g_test_rand_int_range(0, 12); i > 0; i--)
            g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        query = query_parse(text->str, &error);
        g_assert_true((query == NULL) == (error != NULL));
    }
}

typedef struct {
    const char *name;
    const char *query;
    const char *text;
    const char *marked;
} MarkCase;

static const MarkCase mark_cases[] = {
    { "word", "energy", "Clean Energy now", "Clean [Energy] now" },
    { "accents", "energie", "L’Énergie, e\u0301nergie", "L’[Énergie], [e\u0301nergie]" },
    { "pair", "生态", "建设生态文明，生态。", "建设[生态]文明，[生态]。" },
    { "long", "生态文", "建设生态文明", "建设[生态文]明" },
    { "one", "态", "生态文明，态", "生[态]文明，[态]" },
    { "touching", "生态 文明", "建设生态文明", "建设[生态文明]" },
    { "phrase", "\"b c\"", "a b c b", "a [b c] b" },
    { "prefix", "win*", "wind, winter, swing", "[wind], [winter], swing" },
    { "not", "a NOT b", "a b", "[a] b" },
    { "other-column", "section:a b", "a b", "a [b]" },
    { "full-width", "abc", "ＡＢＣ", "[ＡＢＣ]" },
    { "across", "生态文明", "生态，文明", "生态，文明" },
};

static void
test_mark(gconstpointer data)
{
    const MarkCase *c = data;
    g_autoptr(Query) query = query_parse(c->query, NULL);
    g_autoptr(GArray) matches = snippet_find(query, 3, c->text, strlen(c->text));
    g_autoptr(GString) marked = g_string_new(c->text);

    for (guint i = matches->len; i-- > 0;) {
        g_string_insert_c(marked, (gssize) g_array_index(matches, MillSpan, i).end, ']');
        g_string_insert_c(marked, (gssize) g_array_index(matches, MillSpan, i).start, '[');
    }
    g_assert_cmpstr(marked->str, ==, c->marked);
}

/* The stretch with both words is chosen over an earlier one with one of them. */
static void
test_choose(void)
{
    g_autoptr(Query) query = query_parse("生态 文明", NULL);
    g_autoptr(GString) text = g_string_new("生态。");

    for (guint i = 0; i < 100; i++)
        g_string_append(text, "一二三四五六。");
    g_string_append(text, "生态与文明。");
    g_autoptr(GArray) matches = snippet_find(query, 3, text->str, text->len);
    MillSpan span = snippet_choose(matches, text->str, text->len, 40);

    g_assert_cmpuint(matches->len, ==, 3);
    g_assert_cmpuint(span.start, >, text->len / 2);
    g_assert_nonnull(strstr(text->str + span.start, "生态与文明"));
    g_assert_true(g_utf8_validate(text->str + span.start, (gssize) (span.end - span.start), NULL));
}

/* Words that touch are one match, of any length; what is shown stays short. */
static void
test_endless(void)
{
    g_autoptr(Query) query = query_parse("生态", NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < 1000; i++)
        g_string_append(text, "生态");
    g_autoptr(GArray) matches = snippet_find(query, 3, text->str, text->len);
    MillSpan span = snippet_choose(matches, text->str, text->len, 40);

    g_assert_cmpuint(matches->len, ==, 1);
    g_assert_cmpuint(span.start, ==, 0);
    g_assert_cmpuint(span.end, ==, 120);
}

#define ADD(path, cases, test)                                                                     \
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {                                              \
        g_autofree char *name = g_strconcat(path, (cases)[i].name, NULL);                          \
                                                                                                   \
        g_test_add_data_func(name, &(cases)[i], test);                                             \
    }

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/sqlite/segment/", segment_cases, test_segment)
    ADD("/sqlite/query/good/", good_cases, test_good)
    ADD("/sqlite/query/bad/", bad_cases, test_bad)
    ADD("/sqlite/mark/", mark_cases, test_mark)
    g_test_add_func("/sqlite/query/depth", test_depth);
    g_test_add_func("/sqlite/query/random", test_random);
    g_test_add_func("/sqlite/choose", test_choose);
    g_test_add_func("/sqlite/snippet/endless", test_endless);
    return g_test_run();
}

/* test-dict.c - mill.dict and mill.set. */
#include "snippet.h"

#define EACH(dict, subject)                                                                        \
    "local t = {} for s, e, v, term in (" dict "):each(" subject ") do "                           \
    "t[#t + 1] = s .. '-' .. e .. ' ' .. term .. '=' .. tostring(v) end return table.concat(t, ', ')"
#define ALL(dict, subject)                                                                         \
    "local t = {} for s, e, v, term in (" dict "):all(" subject ") do "                            \
    "t[#t + 1] = s .. '-' .. e .. ' ' .. term end return table.concat(t, ', ')"

static const SnippetCase cases[] = {
    { "each",
      EACH("mill.dict { wind = 1, ['wind power'] = 2, power = 3 }", "'wind power, power wind'"),
      "[\"1-10 wind power=2, 13-17 power=3, 19-22 wind=1\"]" },
    { "all", ALL("mill.set { 'wind', 'wind power', 'power' }", "'wind power'"),
      "[\"1-10 wind power, 1-4 wind, 6-10 power\"]" },
    { "chinese", EACH("mill.dict { ['能源'] = 1, ['智慧能源'] = 2 }", "'发展智慧能源、能源'"),
      "[\"7-18 智慧能源=2, 22-27 能源=1\"]" },
    { "folded", EACH("mill.set { 'Solar  Power' }", "'SOLAR\\n power ｓｏｌａｒ power'"),
      "[\"1-12 Solar  Power=true, 14-34 Solar  Power=true\"]" },
    { "case", EACH("mill.set({ 'US' }, { case = true })", "'us US'"), "[\"4-5 US=true\"]" },
    { "words", EACH("mill.set { 'art' }", "'part art arts'"), "[\"6-8 art=true\"]" },
    { "inside-words", EACH("mill.set({ 'art' }, { words = false })", "'part arts'"),
      "[\"2-4 art=true, 6-8 art=true\"]" },
    { "same-when-folded", EACH("mill.dict { Wind = 1, wind = 2 }", "'WIND'"),
      "[\"1-4 Wind=1, 1-4 wind=2\"]" },
    { "values",
      "local d = mill.dict { a = { x = 1 }, b = mill.null, c = false } "
      "local _, _, v = d:find('a') return v.x, d:get('b') == mill.null, d:get('c'), d:get('d')",
      "[1,true,false,null]" },
    { "list", "local d = mill.dict { 'a', 'b', c = 3 } return #d, d:get('a'), d:get('c')",
      "[3,true,3,\"c\"]" },
    { "set-of-values", "return #mill.set { x = 'a', y = 'b' }, mill.set({ x = 'a' }):get('a')",
      "[2,true,\"a\"]" },
    { "empty", EACH("mill.set {}", "'text'"), "[\"\"]" },
    { "empty-text", EACH("mill.set { 'a' }", "''"), "[\"\"]" },
    { "document", EACH("mill.set { 'cd' }", "doc"), "[\"4-5 cd=true\"]", .text = "ab cd" },
    { "bounds", EACH("mill.set { 'a' }", "doc, 2, 3"), "[\"3-3 a=true\"]", .text = "a a a" },
    { "find", "return mill.dict({ b = 7 }):find('a b b')", "[3,3,7,\"b\"]" },
    { "find-none", "return mill.dict({ b = 7 }):find('a')", "[null]" },
    { "count", "return mill.set({ 'a', 'a a' }):count('a a a')", "[2]" },
    { "get-whole", "local d = mill.set { 'a' } return d:get('A'), d:get('a b'), d:get('') ",
      "[true,null,null]" },
    { "get-term", "return mill.dict({ Energy = 7 }):get('ENERGY')", "[7,\"Energy\"]" },
    { "thousands",
      "local t = {} for i = 1, 20000 do t['term' .. i] = i end local d = mill.dict(t) "
      "local sum = 0 for s, e, v in d:each('term1 term20000 term77 term20001') do sum = sum + v end "
      "return sum, #d",
      "[20078,20000]" },
    { "many-matches",
      "local n = 0 for _ in mill.set({ 'a' }):each(('a '):rep(1000)) do n = n + 1 end return n",
      "[1000]" },
    { "many-scans",
      "local d, text, n = mill.set { 'a' }, ('a '):rep(20000), 0 for i = 1, 1000 do "
      "local f = d:each(text) n = n + (f() and 1 or 0) end return n",
      "[1000]" },
    { "edited",
      "for s, e in mill.set({ 'a' }):each(doc) do doc:edit(function(x) x:drop(1, 1) end) end",
      .error = "the text was edited while matches were visited", .text = "a a" },
    { "not-a-table", "mill.dict('x')", .error = "table expected" },
    { "term-number", "mill.set { 1 }", .error = "has a number where a term should be" },
    { "term-table", "mill.dict { [{}] = 1 }", .error = "where a term should be" },
    { "term-empty", "mill.set { '' }", .error = "a term has 0 bytes" },
    { "term-long", "mill.set { ('x'):rep(5000) }", .error = "a term has 5000 bytes" },
    { "term-bad", "mill.set { '\\xff' }", .error = "not UTF-8" },
    { "term-nul", "mill.set { 'a\\0b' }", .error = "not UTF-8" },
    { "option", "mill.set({ 'a' }, { fold = 1 })",
      .error = "the options 'case' and 'words', not 'fold'" },
    { "subject", "mill.set({ 'a' }):each(1 == 1)", .error = "string expected" },
    { "subject-bad", "mill.set({ 'a' }):each('\\xff')", .error = "must be UTF-8" },
    { "metatable", "return getmetatable(mill.set { 'a' })", "[false]" },
    { "unknown", "return mill.set({ 'a' }).gc", "[null]" },
    { "blank-term", EACH("mill.set { ' ' , 'a'}", "'a b'"), "[\"1-1 a=true\"]" },
    { "balloon", "local keep = {} while true do keep[#keep + 1] = mill.set { 'a' } end",
      .error = "more than 32 MiB", .code = MILL_ERROR_MEMORY },
    { "deadline",
      "local d = mill.set({ ('a'):rep(4000) .. 'b' }, { words = false }) "
      "while true do d:count(('a'):rep(1000000)) end",
      .error = "stopped after", .code = MILL_ERROR_DEADLINE },
    { "matches-balloon",
      "local t = {} for i = 1, 2000 do t[i] = ('a'):rep(i) end "
      "local d = mill.set(t, { words = false }) d:all(('a'):rep(1000000))",
      .error = "more than 32 MiB", .code = MILL_ERROR_MEMORY },
};

/* The dictionary of an option is made once. */
static void
test_option(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "local last return { options = { words = { 'list', default = { 'a', 'b' } } },\n"
        "process = function(doc, ctx)\n"
        "  local set = mill.set(ctx.options.words)\n"
        "  doc.meta.same = last == nil or rawequal(set, last)\n"
        "  doc.meta.n = set:count(doc)\n"
        "  last = set\n"
        "end }",
        NULL, NULL);
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 2; i++) {
        g_autoptr(MillDocument) document = snippet_document("a b c", FALSE);

        snippet_process(snippet, document, &error);
        g_assert_no_error(error);
        g_assert_true(mill_value_get_bool(mill_document_get_meta(document, "same")));
        g_assert_cmpint(mill_value_get_int(mill_document_get_meta(document, "n")), ==, 2);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    snippet_add_cases("dict", cases, G_N_ELEMENTS(cases));
    g_test_add_func("/script/dict/of-option", test_option);
    return g_test_run();
}

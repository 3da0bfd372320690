/* test-document.c - doc: text, names, metadata, origins, edits. The text of each case without one
 * of its own is that of snippet.c. */
#include "snippet.h"

static const SnippetCase cases[] = {
    { "text", "return doc:text()", "[\"héllo\"]", .text = "héllo" },
    { "text-is-cached", "return rawequal(doc:text(), doc:text())", "[true]" },
    { "text-after-edit", "doc:edit(function(e) e:drop(1, 1) end) return doc:text()", "[\"bc\"]",
      .text = "abc" },
    { "length", "return #doc, doc.length, doc.chars", "[6,6,5]", .text = "héllo" },
    { "sub", "return doc:sub(2, 3), doc:sub(-2), doc:sub(3, 2), doc:sub(0, 99)",
      "[\"bc\",\"de\",\"\",\"abcde\"]", .text = "abcde" },
    { "names", "return doc.id, doc.path, doc.encoding", "[\"test.txt\",\"test.txt\",\"UTF-8\"]" },
    { "unknown-field", "return doc.txt", .error = "a document has no 'txt'; did you mean 'text'?" },
    { "unknown-method", "return doc:sectons()", .error = "did you mean 'sections'?" },
    { "set-field", "doc.id = 'x'", .error = "doc.id cannot be set" },
    { "dot-instead-of-colon", "return doc.text()", .error = "document expected, got no value" },
    { "lines", "local n = {} for s, e, l in doc:lines() do n[#n + 1] = { s, e, l } end return n",
      "[[[1,1,\"a\"],[3,2,\"\"],[4,5,\"bc\"]]]", .text = "a\n\nbc" },
    { "lines-last-newline", "local n = 0 for _ in doc:lines() do n = n + 1 end return n", "[1]",
      .text = "a\n" },
    { "lines-edited", "for s, e in doc:lines() do doc:edit(function(x) x:drop(s, e) end) end",
      .error = "the text was edited while its lines were visited", .text = "a\nb\n" },
    { "origin",
      "doc:edit(function(e) e:drop(1, 2) e:insert(4, 'XY') end) "
      "return { doc:origin(1, 1) }, { doc:origin(2, 3) }, { doc:origin(1, #doc) }",
      "[[3,3],[4,3],[3,5]]", .text = "abcde" },
    { "locate",
      "doc:edit(function(e) e:drop(1, 2) end) "
      "return { doc:locate(1) }, { doc:locate(4) }",
      "[[1,false],[2,true]]", .text = "abcde" },
    { "locate-outside", "doc:locate(9)", .error = "outside of the source", .text = "abc" },
    { "source", "return doc:source(), doc:source(2, 2), doc:source(3, 99)", "[\"abc\",\"b\",\"c\"]",
      .text = "abc" },
    { "meta",
      "doc.meta.a = 1 doc.meta.b = 1.5 doc.meta.c = 'x' doc.meta.d = true "
      "return doc.meta.a, math.type(doc.meta.a), doc.meta.b, doc.meta.c, doc.meta.d",
      "[1,\"integer\",1.5,\"x\",true]" },
    { "meta-tables",
      "doc.meta.t = { list = { 1, 2 }, none = mill.array {}, map = {}, "
      "null = mill.null } return doc.meta.t, doc.meta.t.null == mill.null",
      "[{\"list\":[1,2],\"map\":{},\"none\":[],\"null\":null},true]" },
    { "meta-remove", "doc.meta.a = 1 doc.meta.a = nil return doc.meta.a", "[null]" },
    { "meta-pairs",
      "doc.meta.z = 1 doc.meta.a = 2 local t = {} "
      "for k, v in pairs(doc.meta) do t[#t + 1] = k .. v end return t, #doc.meta",
      "[[\"z1\",\"a2\"],2]" },
    { "meta-copy", "doc.meta.t = { 1 } doc.meta.t[1] = 5 return doc.meta.t", "[[1]]" },
    { "meta-function", "doc.meta.f = print", .error = "functions, coroutines and handles" },
    { "meta-cycle", "local t = {} t.t = t doc.meta.t = t", .error = "contain themselves" },
    { "meta-mixed", "doc.meta.t = { 1, x = 2 }", .error = "a list has other keys" },
    { "meta-holes", "doc.meta.t = { 1, nil, 3 }", .error = "a list has holes" },
    { "edit",
      "local changed = doc:edit(function(e) e:drop(1, 1) e:replace(2, 2, 'BB') "
      "e:insert(6, '!') end) return changed, doc:text()",
      "[true,\"BBcde!\"]", .text = "abcde" },
    { "edit-nothing", "return doc:edit(function() end)", "[false]" },
    { "edit-backwards", "doc:edit(function(e) e:drop(3, 3) e:drop(1, 1) end)",
      .error = "an edit goes forward: 1 comes before 4", .text = "abcde" },
    { "edit-outside", "doc:edit(function(e) e:drop(3, 99) end)", .error = "is no span of the text",
      .text = "abc" },
    { "edit-splits", "doc:edit(function(e) e:drop(1, 2) end)", .error = "does not end a character",
      .text = "第" },
    { "edit-bad-utf8", "doc:edit(function(e) e:insert(1, '\\xff') end)",
      .error = "not valid UTF-8" },
    { "edit-error-keeps-text",
      "local ok, m = pcall(doc.edit, doc, function(e) e:drop(1, 1) error('stop', 0) end) "
      "return ok, m, doc:text(), doc:edit(function(e) e:drop(1, 1) end), doc:text()",
      "[false,\"stop\",\"abc\",true,\"bc\"]", .text = "abc" },
    { "edit-nested", "doc:edit(function() doc:edit(function() end) end)",
      .error = "an edit is open already" },
    { "edit-kept", "local k doc:edit(function(e) k = e end) k:drop(1, 1)", .error = "this edit",
      .text = "abc" },
    { "edit-source-in-stage", "doc:edit_source(function() end)", .error = "only a reader" },
    { "diagnostics",
      "doc:diagnose('note', 'a', 'one') doc:diagnose('error', 'b', 'two', 2, 3) "
      "doc:reword(2, 'zwei') local d = doc:diagnostics() "
      "return #d, d[1].severity, d[1].message, d[1].s, d[2].code, d[2].message, d[2].s, d[2].e",
      "[2,\"note\",\"one\",null,\"b\",\"zwei\",2,3]", .text = "abc" },
    { "reword-what", "doc:reword(1, 'x')",
      .error = "there is no diagnostic 1: the document has 0" },
    { "edit-forget", "doc:edit(function(e) e:forget() e:replace(1, 1, 'X') end) return doc:text()",
      "[\"Xbc\"]", .text = "abc" },
    { "diagnose-severity", "doc:diagnose('bad', 'x', 'y')", .error = "invalid option 'bad'" },
};

/* Diagnostics and records as the document has them afterwards. */
static void
test_diagnose(void)
{
    g_autoptr(Snippet) snippet = snippet_load("return { process = function(doc, ctx)\n"
                                              "doc:diagnose('warning', 'odd', 'look here', 2, 3)\n"
                                              "print('a', 1, {}) ctx:log('b')\n"
                                              "end }",
                                              NULL, NULL);
    g_autoptr(MillDocument) document = snippet_document("abc", FALSE);
    g_autoptr(GError) error = NULL;
    MillDiagnostic diagnostic;

    g_assert_cmpint(snippet_process(snippet, document, &error), ==, MILL_KEEP);
    g_assert_cmpuint(mill_document_get_n_diagnostics(document), ==, 3);
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_cmpstr(diagnostic.code, ==, "odd");
    g_assert_cmpint(diagnostic.severity, ==, MILL_SEVERITY_WARNING);
    g_assert_cmpuint(diagnostic.span.start, ==, 1);
    g_assert_cmpuint(diagnostic.span.end, ==, 3);
    mill_document_get_diagnostic(document, 1, &diagnostic);
    g_assert_cmpstr(diagnostic.message, ==, "a\t1\ttable");
    mill_document_get_diagnostic(document, 2, &diagnostic);
    g_assert_cmpstr(diagnostic.message, ==, "b");
}

static void
test_log_is_bounded(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { process = function() for i = 1, 5000 do print(i) end end }", NULL, NULL);
    g_autoptr(MillDocument) document = snippet_document("abc", FALSE);
    MillDiagnostic diagnostic;

    g_assert_cmpint(snippet_process(snippet, document, NULL), ==, MILL_KEEP);
    g_assert_cmpuint(mill_document_get_n_diagnostics(document), ==, 101);
    mill_document_get_diagnostic(document, 100, &diagnostic);
    g_assert_cmpstr(diagnostic.message, ==, "further messages are left out");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    snippet_add_cases("document", cases, G_N_ELEMENTS(cases));
    g_test_add_func("/script/document/diagnose", test_diagnose);
    g_test_add_func("/script/document/log-is-bounded", test_log_is_bounded);
    return g_test_run();
}

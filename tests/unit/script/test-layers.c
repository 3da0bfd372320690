/* test-layers.c - annotations, records, queries and sections. */
#include "snippet.h"

/* Adds to layer "t" the spans of each letter of the text, with attributes. */
#define LETTERS "for s = 1, #doc do doc:add('t', s, s, { n = s, c = doc:sub(s, s) }) end "
/* Collects what an iterator gives. */
#define COLLECT(iterator)                                                                          \
    "local o = {} for s, e, i, a, b in " iterator " do o[#o + 1] = { s, e, i, a, b } end return o"

static const SnippetCase layers[] = {
    { "count", "return doc:count('section'), doc:count('none')", "[2,0]" },
    { "names", "doc:add('b', 1, 1) doc:add('a', 1, 1) return doc:layers()", "[[\"b\",\"a\"]]",
      .text = "abc" },
    { "add-returns-row", "return doc:add('x', 1, 1), doc:add('x', 2, 3)", "[1,2]", .text = "abc" },
    { "add-empty-span", "doc:add('x', 2, 1) return doc:span('x', 1)", "[2,1]", .text = "abc" },
    { "add-outside", "doc:add('x', 2, 4)",
      .error = "2 to 4 is no span of the text, which has the bytes 1 to 3", .text = "abc" },
    { "add-reversed", "doc:add('x', 3, 1)", .error = "is no span", .text = "abc" },
    { "add-zero", "doc:add('x', 0, 1)", .error = "is no span", .text = "abc" },
    { "add-splits", "doc:add('x', 2, 3)", .error = "byte 2 does not begin a character",
      .text = "第" },
    { "add-float", "doc:add('x', 1.5, 2)", .error = "no integer representation", .text = "abc" },
    { "add-nameless", "doc:add('', 1, 1)", .error = "a layer needs a name", .text = "abc" },
    { "add-not-a-table", "doc:add('x', 1, 1, 5)", .error = "table expected", .text = "abc" },
    { "get",
      "doc:add('x', 1, 2, { b = true, i = 7, d = 1.5, s = 'str', l = { 1 }, m = { k = 1 } }) "
      "return doc:get('x', 1, 'b', 'i', 'd', 's', 'l', 'm', 'none')",
      "[true,7,1.5,\"str\",[1],{\"k\":1},null]", .text = "abc" },
    { "get-row", "doc:get('x', 2, 'a')", .error = "the document has no layer 'x'" },
    { "get-bad-row", "doc:add('x', 1, 1) doc:get('x', 2, 'a')", .error = "layer 'x' has no row 2",
      .text = "abc" },
    { "set",
      "doc:add('x', 1, 1, { a = 1 }) doc:set('x', 1, 'a', 2) doc:set('x', 1, 'b', 'new') "
      "return doc:get('x', 1, 'a', 'b')",
      "[2,\"new\"]", .text = "abc" },
    { "set-nil",
      "doc:add('x', 1, 1, { a = 1 }) doc:set('x', 1, 'a', nil) return doc:get('x', 1, 'a')",
      "[null]", .text = "abc" },
    { "type-mismatch", "doc:add('x', 1, 1, { a = 1 }) doc:add('x', 1, 1, { a = 's' })",
      .error = "attribute 'a' of layer 'x' holds integers, not string", .text = "abc" },
    { "type-mismatch-string", "doc:add('x', 1, 1, { a = 's' }) doc:add('x', 1, 1, { a = 4 })",
      .error = "attribute 'a' of layer 'x' holds strings, not 4", .text = "abc" },
    { "integer-widens",
      "doc:add('x', 1, 1, { a = 97 }) doc:add('x', 1, 1, { a = 97.5 }) "
      "return doc:get('x', 1, 'a'), doc:get('x', 2, 'a'), doc:columns('x').a",
      "[97.0,97.5,\"number\"]", .text = "abc" },
    { "integer-too-large-to-widen",
      "doc:add('x', 1, 1, { a = 1 << 60 }) doc:add('x', 1, 1, { a = 0.5 })",
      .error = "holds integers, not 0.5", .text = "abc" },
    { "whole-float-in-integers",
      "doc:add('x', 1, 1, { a = 1 }) doc:add('x', 1, 1, { a = 2.0 }) return doc:get('x', 2, 'a')",
      "[2]", .text = "abc" },
    { "integer-in-numbers",
      "doc:add('x', 1, 1, { a = 1.5 }) doc:add('x', 1, 1, { a = 2 }) return doc:get('x', 2, 'a')",
      "[2.0]", .text = "abc" },
    { "bad-attribute", "doc:add('x', 1, 1, { a = print })", .error = "cannot be a function",
      .text = "abc" },
    { "bad-attribute-name", "doc:add('x', 1, 1, { 5 })", .error = "have names, not number",
      .text = "abc" },
    { "columns",
      "doc:columns('x', { s = 'string', h = 'span' }) doc:add('x', 1, 1, { h = { 2, 3 } }) "
      "return doc:columns('x'), doc:get('x', 1, 'h')",
      "[{\"h\":\"span\",\"s\":\"string\"},[2,3]]", .text = "abc" },
    { "columns-conflict", "doc:add('x', 1, 1, { a = 1 }) doc:columns('x', { a = 'string' })",
      .error = "another type", .text = "abc" },
    { "columns-bad-type", "doc:columns('x', { a = 'text' })", .error = "invalid option 'text'" },
    { "remove-row", LETTERS "doc:remove('t', 2) return doc:count('t'), doc:get('t', 2, 'c')",
      "[2,\"c\"]", .text = "abc" },
    { "remove-rows",
      LETTERS "doc:remove('t', { 1, 3 }) return doc:count('t'), doc:get('t', 1, 'c')", "[1,\"b\"]",
      .text = "abc" },
    { "remove-layer", LETTERS "doc:remove('t') doc:remove('t') return doc:count('t')", "[0]",
      .text = "abc" },
    { "remove-bad-row", LETTERS "doc:remove('t', { 1, 9 })", .error = "has no row 9",
      .text = "abc" },

    { "each", LETTERS COLLECT("doc:each('t', 'n', 'c')"),
      "[[[1,1,1,1,\"a\"],[2,2,2,2,\"b\"],[3,3,3,3,\"c\"]]]", .text = "abc" },
    { "each-absent-layer", COLLECT("doc:each('none', 'x')"), "[{}]" },
    { "each-absent-attribute", "doc:add('x', 1, 1) " COLLECT("doc:each('x', 'none')"),
      "[[[1,1,1]]]", .text = "abc" },
    { "each-in-text-order",
      "doc:add('x', 3, 3) doc:add('x', 1, 1) doc:add('x', 1, 2) " COLLECT("doc:each('x')"),
      "[[[1,2,1],[1,1,2],[3,3,3]]]", .text = "abc" },
    { "each-while-adding",
      "doc:add('x', 1, 1) for s in doc:each('x') do doc:add('x', 2, 2) end "
      "return doc:count('x')",
      "[2]", .text = "abc" },
    { "each-while-removing", LETTERS "for s, e, i in doc:each('t') do doc:remove('t', i) end",
      .error = "collect first, then change", .text = "abc" },
    { "each-while-removing-layer", LETTERS "for s, e, i in doc:each('t') do doc:remove('t') end",
      .error = "collect first, then change", .text = "abc" },
    { "each-while-sorting",
      LETTERS "for s, e, i in doc:each('t') do doc:add('t', 1, 1) doc:innermost('t', 1, 1) end",
      .error = "collect first, then change", .text = "abc" },
    { "each-while-editing",
      LETTERS "for s, e in doc:each('t') do doc:edit(function(x) x:drop(s, e) end) end",
      .error = "the text was edited while annotations were visited", .text = "abc" },
    { "each-after-edit",
      LETTERS "doc:edit(function(x) x:drop(2, 2) end) " COLLECT("doc:each('t', 'n', 'c')"),
      "[[[1,1,1,1,\"a\"],[2,2,2,3,\"c\"]]]", .text = "abc" },
    { "inside", LETTERS "doc:add('t', 1, 3) " COLLECT("doc:inside('t', 2, 3, 'c')"),
      "[[[2,2,3,\"b\"],[3,3,4,\"c\"]]]", .text = "abcd" },
    { "covering",
      LETTERS "doc:add('t', 1, 4) doc:add('t', 2, 3) " COLLECT("doc:covering('t', 2, 2)"),
      "[[[1,4,1],[2,3,3],[2,2,4]]]", .text = "abcd" },
    { "innermost",
      "doc:add('x', 1, 4) doc:add('x', 2, 3) "
      "return doc:innermost('x', 2, 2), doc:innermost('x', 4, 4), doc:innermost('x', 5, 5), "
      "doc:innermost('none', 1, 1)",
      "[2,1,null,null]", .text = "abcde" },
    { "many",
      "for i = 1, 20000 do doc:add('x', 1, 1, { n = i }) end "
      "local sum = 0 for s, e, i, n in doc:each('x', 'n') do sum = sum + n end return sum",
      "[200010000]", .text = "abc" },

    { "record",
      "doc:record('goal', 1, 3, { what = 'x' }) return doc:get('record.goal', 1, 'what', 'section')",
      "[\"x\",1]" },
    { "record-in-second",
      "local s, e = mill.re('97%'):find(doc) doc:record('goal', s, e) "
      "return doc:get('record.goal', 1, 'section')",
      "[2]" },
    { "record-across-sections",
      "doc:record('goal', 1, #doc) return doc:get('record.goal', 1, 'section')", "[1]" },
    { "record-without-sections",
      "doc:record('goal', 1, 1, { a = 1 }) return doc:columns('record.goal')",
      "[{\"a\":\"integer\"}]", .text = "abc" },
};

/* Two chapters, the first with a section and, in it, a box that interrupts it. */
#define TREE                                                                                        \
    "doc:columns('section', { id = 'integer', parent = 'integer', level = 'integer', "              \
    "kind = 'string', title = 'string', label = 'string', number = 'integer', heading = 'span' }) " \
    "local function add(id, parent, kind, first, last) "                                            \
    "local s = mill.re(first):find(doc) local _, e = mill.re(last):find(doc) "                      \
    "local _, h = mill.re('\\n'):find(doc, s) "                                                     \
    "doc:add('section', s, e, { id = id, parent = parent, kind = kind, heading = { s, h - 1 }, "    \
    "title = doc:sub(s, h - 1), number = id, level = parent and 2 or 1 }) end "                     \
    "add(1, nil, 'chapter', 'One', 'more\\n') add(2, 1, 'section', 'Sub', 'more\\n') "              \
    "add(3, 2, 'box', 'Box', 'inside\\n') add(4, nil, 'chapter', 'Two', 'end\\n') "
#define TREE_TEXT "One\nintro\nSub\nbefore\n\nBox\ninside\nmore\nTwo\nend\n"

static const SnippetCase sections[] = {
    { "list", TREE "local t = {} for i, s in ipairs(doc:sections()) do t[i] = s.title end return t",
      "[[\"One\",\"Sub\",\"Box\",\"Two\"]]", .text = TREE_TEXT },
    { "filter",
      TREE "local t = {} for i, s in ipairs(doc:sections { kind = 'chapter' }) do "
           "t[i] = s.id end return t",
      "[[1,4]]", .text = TREE_TEXT },
    { "filter-two",
      TREE "return #doc:sections { kind = 'chapter', number = 4 }, "
           "#doc:sections { kind = 'box', number = 4 }, #doc:sections { parent = 1 }",
      "[1,0,1]", .text = TREE_TEXT },
    { "filter-unknown", "doc:sections { knd = 'x' }",
      .error = "sections have no 'knd'; did you mean 'kind'?" },
    { "by-id", TREE "return doc:section(3).title, doc:section(9)", "[\"Box\",null]",
      .text = TREE_TEXT },
    { "by-filter", TREE "return doc:section { kind = 'section' }.title", "[\"Sub\"]",
      .text = TREE_TEXT },
    { "none", "return doc:sections(), doc:section(1), doc:section_at(1)", "[{},null,null]",
      .text = "abc" },
    { "fields",
      TREE "local s = doc:section(2) return s.id, s.level, s.kind, s.number, s.label, s.title",
      "[2,2,\"section\",2,null,\"Sub\"]", .text = TREE_TEXT },
    { "unknown-field", TREE "return doc:section(2).titel",
      .error = "a section has no 'titel'; did you mean 'title'?", .text = TREE_TEXT },
    { "parent",
      TREE "local s = doc:section(3) return s:parent().id, s:parent():parent().id, "
           "s:parent():parent():parent()",
      "[2,1,null]", .text = TREE_TEXT },
    { "children",
      TREE "return #doc:section(1):children(), doc:section(1):children()[1].id, "
           "#doc:section(4):children()",
      "[1,2,0]", .text = TREE_TEXT },
    { "path", TREE "return doc:section(3):path()", "[[\"One\",\"Sub\",\"Box\"]]",
      .text = TREE_TEXT },
    { "at",
      TREE "return doc:section_at(1).id, doc:section_at(#doc - 5).id, doc:section_at(#doc + 1).id",
      "[1,4,4]", .text = TREE_TEXT },
    { "at-span",
      TREE "local s, e = mill.re('before[^x]*Box'):find(doc) return doc:section_at(s, e).id", "[2]",
      .text = TREE_TEXT },
    { "span", TREE "return doc:sub(doc:section(4):span())", "[\"Two\\nend\\n\"]",
      .text = TREE_TEXT },
    { "heading", TREE "return doc:sub(doc:section(4):heading())", "[\"Two\"]", .text = TREE_TEXT },
    { "text", TREE "return doc:section(3):text()", "[\"Box\\ninside\\n\"]", .text = TREE_TEXT },
    { "body", TREE "return doc:section(1):body(), doc:section(2):body(), doc:section(3):body()",
      "[\"intro\",\"before\\nmore\",\"inside\"]", .text = TREE_TEXT },
    { "body-spans",
      TREE "local t = {} for i, p in ipairs(doc:section(2):body_spans()) do "
           "t[i] = doc:sub(p[1], p[2]) end return t",
      "[[\"before\",\"more\"]]", .text = TREE_TEXT },
    { "equal",
      TREE "return doc:section(2) == doc:section(3):parent(), doc:section(1) == doc:section(2)",
      "[true,false]", .text = TREE_TEXT },
    { "after-edit",
      TREE
      "local s = doc:section(4) doc:edit(function(e) e:drop(1, 4) e:insert(#doc + 1, 'x') end) "
      "return s.title, s:text()",
      "[\"Two\",\"Two\\nend\\n\"]", .text = TREE_TEXT },
    { "gone",
      TREE "local s = doc:section(3) doc:edit(function(e) e:drop(s:span()) end) return s.title",
      .error = "section 3 is no longer there", .text = TREE_TEXT },
    { "parents-in-a-circle",
      TREE "doc:set('section', 1, 'parent', 3) return #doc:section(3):path()", "[5]",
      .text = TREE_TEXT },
};

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    snippet_add_cases("layers", layers, G_N_ELEMENTS(layers));
    snippet_add_cases("sections", sections, G_N_ELEMENTS(sections));
    return g_test_run();
}

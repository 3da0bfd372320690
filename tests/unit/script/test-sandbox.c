/* test-sandbox.c - what is known against Lua sandboxes, tried and refused. */
#include "snippet.h"

#define SCRIPT MILL_ERROR_SCRIPT

/* An expression that is nil in the sandbox. */
#define ABSENT(name, expression)                                                                   \
    {                                                                                              \
        name, "return " expression " == nil", "[true]"                                             \
    }

static const SnippetCase absent[] = {
    ABSENT("io", "io"),
    ABSENT("os", "os"),
    ABSENT("debug", "debug"),
    ABSENT("package", "package"),
    ABSENT("load", "load"),
    ABSENT("loadstring", "loadstring"),
    ABSENT("loadfile", "loadfile"),
    ABSENT("dofile", "dofile"),
    ABSENT("warn", "warn"),
    ABSENT("getfenv", "getfenv"),
    ABSENT("setfenv", "setfenv"),
    ABSENT("newproxy", "newproxy"),
    ABSENT("string-dump", "string.dump"),
    ABSENT("string-dump-by-method", "('').dump"),
    ABSENT("G-io", "_G.io"),
    ABSENT("ENV-os", "_ENV.os"),
};

static const SnippetCase refused[] = {
    /* ways to other code */
    { "hint", "io.open('x')", .error = "scripts run without it" },
    { "require-absolute", "require('/etc/passwd')", .error = "is no module name" },
    { "require-parent", "require('../x')", .error = "is no module name" },
    { "require-dots", "require('..x')", .error = "is no module name" },
    { "require-nul", "require('a\\0b')", .error = "at the top of the script" },
    { "require-late", "require('other')", .error = "at the top of the script" },
    { "require-mill", "return require('mill') == mill", "[true]" },

    /* metatables */
    { "string-metatable", "return getmetatable('')", "[false]" },
    { "string-metatable-set", "getmetatable('').__index = 1",
      .error = "attempt to index a boolean" },
    { "globals-metatable", "return getmetatable(_G), getmetatable(_ENV)", "[false,false]" },
    { "document-metatable",
      "return getmetatable(doc), getmetatable(doc.meta), getmetatable(ctx), "
      "getmetatable(mill.re('x'))",
      "[false,false,false,false]" },
    { "set-on-document", "setmetatable(doc, {})", .error = "table expected" },
    { "set-on-globals", "setmetatable(_G, {})", .error = "protected metatable" },
    { "gc", "setmetatable({}, { __gc = function() end })", .error = "may not have '__gc'" },
    { "gc-nil-function", "setmetatable({}, { __gc = true })", .error = "may not have '__gc'" },
    { "gc-later",
      "local m = {} local t = setmetatable({}, m) local ran = false "
      "m.__gc = function() ran = true end t = nil "
      "for i = 1, 20000 do local x = { i } end return ran",
      "[false]" },
    { "gc-hidden", "setmetatable({}, setmetatable({}, { __index = { __gc = print } })) return 1",
      "[1]" },
    { "document-gc", "return doc.__gc", .error = "a document has no '__gc'" },
    { "regex-gc", "return mill.re('x').__gc", "[null]" },
    { "collect", "collectgarbage()", .error = "all that scripts may ask for" },
    { "collect-stop", "collectgarbage('stop')", .error = "all that scripts may ask for" },
    { "collect-count", "return collectgarbage('count') > 1", "[true]" },

    /* globals */
    { "new-global", "leak = 1", .error = "global 'leak' cannot be set here: use 'local'" },
    { "change-global", "print = nil", .error = "global 'print' cannot be set here" },
    { "rawset-global", "rawset(_G, 'leak', 1)", .error = "this table cannot be changed" },
    { "next-globals", "return next(_G) ~= nil, _G._G == _G", "[true,true]" },
    { "pairs-globals", "for k, v in pairs(_G) do if k == 'print' then _G[k] = nil end end",
      .error = "global 'print' cannot be set here" },
    { "rawequal-pairs", "local f, s = pairs(_G) s.print = nil",
      .error = "global 'print' cannot be set here" },
    { "options-set", "ctx.options.x = 1", .error = "this table cannot be changed" },
    { "table-move-globals", "table.move({ 1 }, 1, 1, 1, _G)", .error = "cannot be set here" },
    { "array-globals", "mill.array(_G)", .error = "this table cannot be changed" },

    /* libraries: a change would be seen by the documents that come after */
    { "library-set", "string.leak = 1", .error = "'leak' cannot be set here" },
    { "library-replace", "string.rep = print", .error = "'rep' cannot be set here" },
    { "library-remove", "table.concat = nil", .error = "'concat' cannot be set here" },
    { "library-rawset", "rawset(math, 'pi', 3)", .error = "this table cannot be changed" },
    { "library-move", "table.move({ 1 }, 1, 1, 1, utf8)", .error = "'1' cannot be set here" },
    { "library-metatable", "setmetatable(coroutine, {})", .error = "protected metatable" },
    { "library-string-metatable", "local s = 'x' s.y = 1", .error = "attempt to index a string" },
    { "mill-set", "mill.leak = 1", .error = "'leak' cannot be set here" },
    { "mill-rawset", "rawset(mill, 're', print)", .error = "this table cannot be changed" },
    { "mill-json-set", "mill.json.encode = print", .error = "'encode' cannot be set here" },
    { "mill-array-of-mill", "mill.array(mill)", .error = "this table cannot be changed" },
    { "mill-add-to-mill", "mill.add(mill, { leak = 1 })", .error = "this table cannot be changed" },
    { "mill-add-to-globals", "mill.add(_G, { leak = 1 })",
      .error = "this table cannot be changed" },
    { "mill-add-of-options", "mill.add({}, ctx.options)", .error = "this table cannot be changed" },
    { "library-pairs",
      "local n = 0 for k in pairs(string) do n = n + 1 end return n > 10, #utf8.char(65)",
      "[true,1]" },
    { "library-read",
      "return string['rep']('a', 2), next(table) ~= nil, rawget(math, 'pi') == math.pi",
      "[\"aa\",true,true]" },
    { "mill-null-field", "return mill.null.x", .error = "attempt to index" },

    /* handles are of no use for anything else */
    { "handle-as-self", "mill.re('x').find(doc, 'x')", .error = "regular expression expected" },
    { "handle-mixed", "doc.text(ctx)", .error = "document expected" },
    { "handle-of-nothing", "mill.re('x').gmatch()", .error = "regular expression expected" },
    { "handle-dict-as-regex", "mill.re('x').find(mill.set { 'a' }, 'x')",
      .error = "regular expression expected" },
    { "handle-null-as-self", "doc.text(mill.null)", .error = "document expected" },
    { "handle-array", "mill.array(doc)", .error = "table expected" },
    { "handle-close", "local x <close> = doc", .error = "non-closable" },
    { "handle-kept-edit", "local k doc:edit(function(e) k = e end) k:drop(1, 1)",
      .error = "can no longer be used" },
    { "handle-edit-in-edit", "doc:edit(function(e) doc:edit(function() end) end)",
      .error = "an edit is open already" },
    { "handle-gsub-edits",
      "doc:gsub(mill.re('.'), function() doc:edit(function(f) f:drop(1, 3) end) return '' end)",
      .error = "the text was edited while" },
    { "address-global", "_G[{}] = 1", .error = "global 'table' cannot be set here" },
    { "address-library", "string[print] = 1", .error = "'function' cannot be set here" },

    /* bytes that are no text */
    { "regex-single-byte", "mill.re([[\\C]]):find('é')", .error = "\\C is disabled" },
    { "regex-start-behind-end", "mill.re([[(?=ab\\K)]]):find('ab')",
      .error = "\\K is not allowed" },
    { "regex-no-check", "return mill.re('(*NO_UTF_CHECK)é'):find('é')", .error = "bad regular" },
    { "layer-name-of-bytes", "doc:add('\\xff', 1, 3)",
      .error = "the name of a layer is not UTF-8" },
    { "record-name-of-bytes", "doc:record('a\\xff', 1, 3)",
      .error = "the name of a layer is not UTF-8" },
    { "attribute-name-of-bytes", "doc:add('x', 1, 3, { ['\\xff'] = 1 })",
      .error = "the name of an attribute is not UTF-8" },
    { "columns-of-bytes", "doc:columns('x', { ['\\xff'] = 'string' })",
      .error = "the name of an attribute is not UTF-8" },
    { "code-of-bytes", "doc:diagnose('note', '\\xff', 'x')",
      .error = "the code of a diagnostic is not UTF-8" },
    { "add-inside-character", "doc:add('x', 1, 1)", .error = "does not end a character" },
    { "replace-with-bytes", "doc:edit(function(e) e:replace(1, 3, '\\xff') end)",
      .error = "UTF-8" },

    /* the same in every run */
    { "tostring-address",
      "return tostring({}), tostring(print), tostring(doc), tostring(mill.null)",
      "[\"table\",\"function\",\"document\",\"userdata\"]" },
    { "format-address", "return ('%s %5s'):format({}, print)", "[\"table function\"]" },
    { "format-pointer", "return ('%p'):format({})", .error = "'%p' is not possible" },
    { "format-still-works", "return ('%5.1f|%-3d|%q|%%|%s'):format(1.25, 2, 'a', nil)",
      "[\"  1.2|2  |\\\"a\\\"|%|nil\"]" },
    { "format-metamethod",
      "return ('%s'):format(setmetatable({}, { __tostring = function() return 'me' end }))",
      "[\"me\"]" },
    { "random-seeded", "return math.random(1000000)", "[646439]" },
    { "randomseed-time", "math.randomseed()", .error = "number expected" },
    { "pairs-sorted",
      "local t, o = { b = 1, a = 1, [2.5] = 1, [1] = 1, [3] = 1, [true] = 1 }, {} "
      "for k in pairs(t) do o[#o + 1] = tostring(k) end return o",
      "[[\"1\",\"2.5\",\"3\",\"a\",\"b\",\"true\"]]" },
    { "pairs-removal",
      "local t, o = { a = 1, b = 2, c = 3 }, {} "
      "for k in pairs(t) do o[#o + 1] = k t.b = nil end return o",
      "[[\"a\",\"c\"]]" },
    { "pairs-metamethod",
      "local o = {} for k, v in pairs(setmetatable({}, { __pairs = function() "
      "return function(_, k) if not k then return 1, 2 end end end })) do o = { k, v } end return o",
      "[[1,2]]" },
    { "locale", "return ('%.1f'):format(1.5), 'a' < 'B', ('é'):upper() == 'é'",
      "[\"1.5\",false,true]" },

    /* errors */
    { "error-table", "error({})", .error = "error(table)" },
    { "error-nil", "error()", .error = "nil" },
    { "error-object", "error(setmetatable({}, { __tostring = function() return 'odd' end }))",
      .error = "odd" },
    { "error-tostring-fails",
      "error(setmetatable({}, { __tostring = function() error('again') end }))", .error = "" },
    { "traceback", "local function inner() local x = nil + 1 end inner()",
      .error = "\n  test.lua:2: in function 'inner'" },
    { "returns-value", "return error", "", .error = "cannot be stored" },
    { "pcall", "return pcall(error, 'x', 0)", "[false,\"x\"]" },
    { "xpcall", "return xpcall(error, function(m) return m .. '!' end, 'x', 0)", "[false,\"x!\"]" },
    { "coroutine",
      "local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end) "
      "return co(1), co(10)",
      "[2,20]" },
    { "coroutine-error",
      "local co = coroutine.create(function() error('x', 0) end) "
      "return coroutine.resume(co), coroutine.status(co)",
      "[false,\"dead\"]" },
    { "coroutine-close",
      "local closed = false local co = coroutine.create(function() "
      "local x <close> = setmetatable({}, { __close = function() closed = true end }) "
      "coroutine.yield() end) coroutine.resume(co) return coroutine.close(co), closed",
      "[true,true]" },
    { "coroutine-wrap-error", "return pcall(coroutine.wrap(function() error('x', 0) end))",
      "[false,\"x\"]" },
    { "coroutine-resume-self",
      "return coroutine.wrap(function() return coroutine.resume(coroutine.running()) end)()",
      "[false,\"cannot resume non-suspended coroutine\"]" },
    { "yield-outside", "coroutine.yield()", .error = "outside a coroutine" },
    { "yield-across-pcall",
      "local co = coroutine.wrap(function() local ok, v = pcall(function() "
      "return coroutine.yield(1) end) return ok, v end) return co(), co(5)",
      "[1,true,5]" },
};

/* A coroutine that a document left suspended while its time ran out is no trap for the next one. */
static void
test_next_document_is_fresh(void)
{
    const SnippetLimits short_time = { .time_ms = 200 };
    g_autoptr(Snippet) snippet = snippet_load(
        "local kept = coroutine.wrap(function() while true do coroutine.yield(1) end end)\n"
        "return { process = function(doc, ctx)\n"
        "if doc:text() == 'loop' then kept() while true do kept() end end\n"
        "doc.meta.result = kept()\n"
        "end }",
        &short_time, NULL);
    g_autoptr(MillDocument) looping = snippet_document("loop", FALSE);
    g_autoptr(MillDocument) good = snippet_document("good", FALSE);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(snippet_process(snippet, looping, &error), ==, MILL_FAIL);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_DEADLINE);
    g_clear_error(&error);
    /* The coroutine was stopped in the middle or rests between: either way the host goes on. */
    if (snippet_process(snippet, good, &error) == MILL_FAIL) {
        g_assert_error(error, MILL_ERROR, MILL_ERROR_SCRIPT);
        g_assert_nonnull(strstr(error->message, "cannot resume dead coroutine"));
    } else {
        g_assert_cmpint(mill_value_get_int(mill_document_get_meta(good, "result")), ==, 1);
    }
}

/* What a document kept must not reach into the next one. */
static void
test_kept_handles(void)
{
    static const char *const uses[] = {
        "return kept.doc:text()",
        "return kept.doc.id",
        "return kept.meta.x",
        "kept.meta.x = 1",
        "return kept.section.title",
        "return kept.section:text()",
        "kept.edit:drop(1, 1)",
        "kept.each()",
        "kept.lines()",
        "return kept.ctx.id",
        "kept.ctx:drop('x')",
        "kept.matches()",
        "pairs(kept.meta)",
        "return #kept.doc",
        "kept.doc:edit(function() end)",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(uses); i++) {
        g_autofree char *lua = g_strdup_printf(
            "local kept\n"
            "return { process = function(doc, ctx)\n"
            "if kept then %s end\n"
            "kept = { doc = doc, meta = doc.meta, ctx = ctx, section = doc:section(1),\n"
            "  each = doc:each('section'), lines = doc:lines(), matches = mill.re('.'):each(doc) }\n"
            "doc:edit(function(e) kept.edit = e end)\n"
            "end }",
            uses[i]);
        g_autoptr(Snippet) snippet = snippet_load(lua, NULL, NULL);
        g_autoptr(GError) error = NULL;

        for (int round = 0; round < 2; round++) {
            g_autoptr(MillDocument) document = snippet_document("第一章 甲\n第二章 乙\n", TRUE);
            MillVerdict verdict = snippet_process(snippet, document, &error);

            g_assert_cmpint(verdict, ==, round == 0 ? MILL_KEEP : MILL_FAIL);
        }
        if (!strstr(error->message, "of an earlier document"))
            g_test_message("%s: %s", uses[i], error->message);
        g_assert_nonnull(strstr(error->message, "of an earlier document"));
    }
}

static void
test_random_is_of_the_document(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { process = function(doc) doc.meta.x = math.random(1 << 40) end }", NULL, NULL);
    gint64 numbers[3];

    for (int i = 0; i < 3; i++) {
        g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
        g_autoptr(MillDocument) document = mill_document_new(i == 1 ? "b" : "a", bytes);

        g_assert_cmpint(snippet_process(snippet, document, NULL), ==, MILL_KEEP);
        numbers[i] = mill_value_get_int(mill_document_get_meta(document, "x"));
    }
    g_assert_cmpint(numbers[0], ==, numbers[2]);
    g_assert_cmpint(numbers[0], !=, numbers[1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    snippet_add_cases("absent", absent, G_N_ELEMENTS(absent));
    snippet_add_cases("refused", refused, G_N_ELEMENTS(refused));
    g_test_add_func("/script/next-document-is-fresh", test_next_document_is_fresh);
    g_test_add_func("/script/kept-handles", test_kept_handles);
    g_test_add_func("/script/random-is-of-the-document", test_random_is_of_the_document);
    return g_test_run();
}

/* test-sandbox.c - what is known against Lua sandboxes, tried and refused. */
#include "snippet.h"

#define SCRIPT   MILL_ERROR_SCRIPT
#define DEADLINE MILL_ERROR_DEADLINE
#define MEMORY   MILL_ERROR_MEMORY

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

/* Budgets: a way to go on after the time or the memory is over would be a way out. The harness
 * gives two seconds of processor time; no test waits longer for its error. */
static const SnippetCase limits[] = {
    { "loop", "while true do end", .error = "stopped after", .code = DEADLINE },
    { "loop-line", "\n\nwhile true do end", .error = "test.lua:4: stopped", .code = DEADLINE },
    { "loop-goto", "::a:: goto a", .error = "stopped after", .code = DEADLINE },
    { "loop-for", "for i = 1, math.huge do end", .error = "stopped after", .code = DEADLINE },
    { "pcall-loop", "while true do pcall(function() while true do end end) end",
      .error = "stopped after", .code = DEADLINE },
    { "pcall-then-loop", "pcall(function() while true do end end) while true do end",
      .error = "stopped after", .code = DEADLINE },
    { "pcall-then-return", "pcall(function() while true do end end) return 1",
      .error = "stopped after", .code = DEADLINE },
    { "xpcall-handler-loops",
      "xpcall(function() while true do end end, function() while true do end end)",
      .error = "stopped after", .code = DEADLINE },
    { "xpcall-handler-loops-on-error", "xpcall(error, function() while true do end end)",
      .error = "stopped after", .code = DEADLINE },
    { "tostring-loops",
      "error(setmetatable({}, { __tostring = function() while true do end end }))",
      .error = "stopped after", .code = DEADLINE },
    { "coroutine-loops",
      "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
      .error = "stopped after", .code = DEADLINE },
    { "coroutine-wrap-pcall",
      "local f = coroutine.wrap(function() pcall(function() while true do end end) "
      "coroutine.yield(1) while true do end end) pcall(f) while true do pcall(f) end",
      .error = "stopped after", .code = DEADLINE },
    { "coroutine-made-before",
      "local co = coroutine.create(function() while true do coroutine.yield() end end) "
      "while true do coroutine.resume(co) end",
      .error = "stopped after", .code = DEADLINE },
    { "coroutine-close-loops",
      "local co = coroutine.create(function() local x <close> = setmetatable({}, "
      "{ __close = function() while true do end end }) coroutine.yield() end) "
      "coroutine.resume(co) coroutine.close(co)",
      .error = "stopped after", .code = DEADLINE },
    { "coroutine-tripped-close-loops",
      "local co = coroutine.create(function() local x <close> = setmetatable({}, "
      "{ __close = function() while true do end end }) while true do end end) "
      "pcall(coroutine.resume, co) coroutine.close(co)",
      .error = "stopped after", .code = DEADLINE },
    { "close-loops",
      "local x <close> = setmetatable({}, { __close = function() while true do end end }) "
      "while true do end",
      .error = "stopped after", .code = DEADLINE },
    { "close-swallows",
      "local x <close> = setmetatable({}, { __close = function() error('mine') end }) "
      "while true do end",
      .error = "stopped after", .code = DEADLINE },
    { "metamethod-loops",
      "local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end, "
      "__lt = function() while true do end end }) return t < t",
      .error = "stopped after", .code = DEADLINE },
    { "iterator-loops", "for x in function() return 1 end do end", .error = "stopped after",
      .code = DEADLINE },
    { "sort-comparer-loops",
      "local t = {} for i = 1, 100 do t[i] = i end table.sort(t, function() while true do end end)",
      .error = "stopped after", .code = DEADLINE },
    { "sort-c-comparer",
      "table.sort(setmetatable({}, { __len = function() return 2 ^ 30 // 1 | 0 end, "
      "__index = rawlen }), rawequal)",
      .error = "stopped after", .code = DEADLINE },
    { "gsub-callback-loops", "('x'):gsub('x', function() while true do end end)",
      .error = "stopped after", .code = DEADLINE },
    { "edit-loops", "doc:edit(function() while true do end end)", .error = "stopped after",
      .code = DEADLINE },
    { "regex-callback-loops", "mill.re('.'):gsub('x', function() while true do end end)",
      .error = "stopped after", .code = DEADLINE },

    /* loops inside of C */
    { "pattern-bomb", "return (('a'):rep(30000)):find('.-.-.-b')", .error = "stopped after",
      .code = DEADLINE },
    { "pattern-bomb-match", "return (('a'):rep(3000)):match('.-.-.-.-b$')",
      .error = "stopped after", .code = DEADLINE },
    { "pattern-bomb-gsub", "return (('a'):rep(30000)):gsub('.-.-.-b', '')",
      .error = "stopped after", .code = DEADLINE },
    { "pattern-bomb-gmatch", "for x in (('a'):rep(30000)):gmatch('.-.-.-b') do end",
      .error = "stopped after", .code = DEADLINE },
    { "pattern-balance", "local s = ('('):rep(1000000) while true do s:find('%b()') end",
      .error = "stopped after", .code = DEADLINE },
    { "pattern-deep", "return ('x'):rep(1000):find(('x?'):rep(1000) .. 'y')",
      .error = "pattern too complex" },
    { "plain-find-is-linear",
      "local a = ('a'):rep(2000000) return a:find(('a'):rep(1000000) .. 'b', 1, true)", "[null]" },
    { "rep-empty", "return (''):rep(math.maxinteger)", "[\"\"]" },
    { "rep-huge", "return ('x'):rep(1e15)", .error = "of memory", .code = MEMORY },
    { "rep-overflow", "return ('xx'):rep(math.maxinteger)", .error = "resulting string too large" },
    { "move-endless", "table.move({}, 1, math.maxinteger - 1, 2)", .error = "stopped after",
      .code = DEADLINE },
    { "move-metamethods",
      "table.move(setmetatable({}, { __index = rawlen }), 1, 2 ^ 53 // 1 | 0, 1, "
      "setmetatable({}, { __newindex = rawequal }))",
      .error = "stopped after", .code = DEADLINE },
    { "insert-endless",
      "table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 1)",
      .error = "stopped after", .code = DEADLINE },
    { "remove-endless",
      "table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)",
      .error = "stopped after", .code = DEADLINE },
    { "concat-endless",
      "table.concat(setmetatable({}, { __len = function() return 1 << 60 end, "
      "__index = setmetatable({}, { __index = string.lower }) }))",
      .error = "" },
    { "unpack-huge", "return table.unpack({}, 1, 1e7)", .error = "too many results" },
    { "byte-huge", "return ('x'):rep(2000000):byte(1, -1)", .error = "string slice too long" },
    { "regex-bomb", "return mill.re('^(a|aa)+$'):find(('a'):rep(3000) .. 'b')",
      .error = "takes too much on this text" },
    { "regex-bomb-names-pattern", "return mill.re('^(x|xx)+$'):find(('x'):rep(3000) .. 'y')",
      .error = "/^(x|xx)+$/" },
    { "regex-loop", "local r = mill.re('a') while true do r:find('b') end",
      .error = "stopped after", .code = DEADLINE },
    { "regex-deep", "return mill.re(('('):rep(300) .. 'a' .. (')'):rep(300))",
      .error = "bad regular expression" },
    { "regex-huge", "return mill.re('(((a{1000}){1000}){1000})')",
      .error = "bad regular expression" },
    { "regex-long", "return mill.re(('a'):rep(100000))", .error = "bad regular expression" },

    /* memory */
    { "table-bomb", "local t = {} while true do t[#t + 1] = {} end", .error = "of memory",
      .code = MEMORY },
    { "string-bomb", "local s = 'x' while true do s = s .. s end", .error = "of memory",
      .code = MEMORY },
    { "memory-line", "\n\nlocal s = 'x' while true do s = s .. s end",
      .error = "test.lua:4: stopped because it needs more than", .code = MEMORY },
    { "pcall-memory",
      "while true do pcall(function() local s = 'x' while true do s = s .. s end "
      "end) end",
      .error = "of memory", .code = MEMORY },
    { "pcall-memory-once",
      "pcall(function() local s = 'x' while true do s = s .. s end end) return 1",
      .error = "of memory", .code = MEMORY },
    { "close-replaces-memory",
      "pcall(function() local x <close> = setmetatable({}, { __close = function() error('mine') "
      "end }) local s = 'x' while true do s = s .. s end end) return 1",
      .error = "of memory", .code = MEMORY },
    { "coroutine-memory",
      "coroutine.resume(coroutine.create(function() local s = 'x' while true do s = s .. s end "
      "end)) return 1",
      .error = "of memory", .code = MEMORY },
    { "coroutine-bomb", "local t = {} while true do t[#t + 1] = coroutine.create(print) end",
      .error = "of memory", .code = MEMORY },
    { "concat-bomb",
      "local t = {} for i = 1, 300 do t[i] = ('x'):rep(1000000) end "
      "return #table.concat(t)",
      .error = "of memory", .code = MEMORY },
    { "gsub-bomb", "return #(('x'):rep(100000):gsub('x', ('y'):rep(100000)))", .error = "of memory",
      .code = MEMORY },
    { "format-bomb", "return #('%s%s%s'):rep(1):format(('x'):rep(1e8), ('x'):rep(1e8), 'x')",
      .error = "of memory", .code = MEMORY },
    { "annotation-bomb", "while true do doc:add('x', 1, 1) end", .error = "", .code = MEMORY,
      .text = "abc" },
    { "meta-bomb",
      "local s = ('x'):rep(1e6) local i = 0 "
      "while true do i = i + 1 doc.meta['k' .. i] = s end",
      .error = "of memory", .code = MEMORY },
    { "edit-bomb",
      "local s = ('x'):rep(1e7) while true do doc:edit(function(e) e:insert(1, s) "
      "end) end",
      .error = "of memory", .code = MEMORY },
    { "diagnostic-bomb", "while true do doc:diagnose('note', 'x', ('y'):rep(1e6)) end",
      .error = "of memory", .code = MEMORY },
    { "garbage-is-free", "for i = 1, 300 do local s = ('x'):rep(1e6) end return 1", "[1]" },

    /* stacks */
    { "recursion", "local function f() return 1 + f() end return f()", .error = "stack overflow" },
    { "recursion-pcall", "local function f() return pcall(f) end f() return 1", "[1]" },
    { "recursion-gsub", "local function f() return (('x'):gsub('x', f)) end return f()",
      .error = "C stack overflow" },
    { "recursion-metamethod",
      "local m = {} m.__index = function(t, k) return setmetatable({}, m)[k] end "
      "return setmetatable({}, m).x",
      .error = "overflow" },
    { "recursion-coroutine", "local function f() return coroutine.wrap(f)() end f()",
      .error = "C stack overflow" },
    { "recursion-handler", "local function h() error() end return (xpcall(error, h))", "[false]" },
    { "json-deep", "return mill.json.decode(('['):rep(100000))", .error = "nested too deeply" },
    { "value-deep", "local t = {} for i = 1, 1000 do t = { t } end doc.meta.x = t",
      .error = "nested too deeply" },
    { "concat-deep", "local s = 'return ' .. ('('):rep(300) return #s", "[307]" },
};

/* A coroutine that a document left suspended while its time ran out is no trap for the next one. */
static void
test_next_document_is_fresh(void)
{
    const SnippetLimits short_time = { .time_ms = 30 };
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
    snippet_add_cases("limits", limits, G_N_ELEMENTS(limits));
    g_test_add_func("/script/next-document-is-fresh", test_next_document_is_fresh);
    g_test_add_func("/script/kept-handles", test_kept_handles);
    g_test_add_func("/script/random-is-of-the-document", test_random_is_of_the_document);
    return g_test_run();
}

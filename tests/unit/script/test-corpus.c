/* test-corpus.c - scripts that say something about all documents: their states as bytes, and the
 * calls of a run.
 */
#include "snippet.h"

#define ACCUMULATE "accumulate = function(state, doc) state.n = (state.n or 0) + 1 end"
#define FINISH     "finish = function(state) return mill.json.encode(state) end"

static const MillStepType *
get_type(const Snippet *snippet)
{
    return mill_script_get_type(snippet->script);
}

static void
open_run(const Snippet *snippet)
{
    g_autoptr(GError) error = NULL;

    get_type(snippet)->open(snippet->step, NULL, &error);
    g_assert_no_error(error);
}

/* What accumulate() makes of a document with @text. (transfer full) */
static GString *
encode(const Snippet *snippet, const char *text, GError **error)
{
    g_autoptr(MillDocument) document = snippet_document(text, FALSE);
    g_autoptr(MillOutput) output = mill_output_new();

    if (!get_type(snippet)->encode(snippet->step, document, output, error))
        return NULL;
    g_assert_cmpuint(mill_output_get_n_parts(output), <=, 1);
    if (mill_output_get_n_parts(output) == 0)
        return g_string_new(NULL);
    return g_string_new_len(mill_output_get_bytes(output, 0)->str,
                            (gssize) mill_output_get_bytes(output, 0)->len);
}

static gboolean
merge(const Snippet *snippet, const GString *state, GError **error)
{
    return get_type(snippet)->merge(snippet->step, state->str, state->len, error);
}

static void
merge_good(const Snippet *snippet, const GString *state)
{
    g_autoptr(GError) error = NULL;

    merge(snippet, state, &error);
    g_assert_no_error(error);
}

static GString *
save(const Snippet *snippet)
{
    GString *state = g_string_new(NULL);

    get_type(snippet)->save(snippet->step, state);
    return state;
}

/* The unnamed part of what finish() gives. (transfer full) */
static char *
finish(const Snippet *snippet, GError **error)
{
    g_autoptr(MillOutput) output = mill_output_new();

    if (!get_type(snippet)->finish(snippet->step, output, error))
        return NULL;
    return g_strdup(mill_output_part(output, NULL, NULL)->str);
}

/* A value that start() gives must be this when it comes back from bytes. */
typedef struct {
    const char *name;
    const char *value;
    const char *check; /* of the value `s` */
} ValueCase;

static const ValueCase values[] = {
    { "int", "{ 0, 127, 128, -1, math.maxinteger, math.mininteger }",
      "s[1] == 0 and s[2] == 127 and s[3] == 128 and s[4] == -1 and s[5] == math.maxinteger and "
      "s[6] == math.mininteger and math.type(s[6]) == 'integer'" },
    { "float", "{ 1.0, 0.1, -0.0, math.huge, 0/0 }",
      "math.type(s[1]) == 'float' and s[2] == 0.1 and 1 / s[3] == -math.huge and s[4] == math.huge "
      "and s[5] ~= s[5]" },
    { "string", "{ '', 'a\\0b', ('x'):rep(63), ('y'):rep(64), ('z'):rep(100000), '\\xff', '中' }",
      "s[1] == '' and s[2] == 'a\\0b' and #s[3] == 63 and #s[4] == 64 and s[5] == "
      "('z'):rep(100000) and s[6] == '\\xff' and s[7] == '中'" },
    { "bool", "{ true, false, a = false }", "s[1] == true and s[2] == false and s.a == false" },
    { "null", "{ mill.null, a = mill.null }", "s[1] == mill.null and s.a == mill.null" },
    { "array", "{ e = mill.array {}, f = {}, g = mill.array { 1 } }",
      "mill.json.encode(s) == '{\"e\":[],\"f\":{},\"g\":[1]}'" },
    { "keys", "{ [2024] = 1, [-5] = 2, [0.5] = 3, [true] = 4, [false] = 5, ['2024'] = 6, [1] = 7 }",
      "s[2024] == 1 and s[-5] == 2 and s[0.5] == 3 and s[true] == 4 and s[false] == 5 and "
      "s['2024'] == 6 and s[1] == 7" },
    { "holes", "{ 1, nil, 3, [5] = 5 }", "s[1] == 1 and s[2] == nil and s[3] == 3 and s[5] == 5" },
    { "scalar", "'text'", "s == 'text'" },
    { "false", "false", "s == false" },
    { "nested", "(function() local t = {} for i = 1, 100 do t = { t } end return t end)()",
      "#s == 1" },
    { "metatable", "setmetatable({ 1 }, { __index = function() return 0 end })",
      "s[1] == 1 and s[2] == nil and getmetatable(s) == nil" },
    { "options", "ctx.options", "next(s) == nil" },
};

static void
test_value(gconstpointer data)
{
    const ValueCase *row = data;
    g_autofree char *lua =
        g_strdup_printf("return { start = function(ctx) return %s end, " ACCUMULATE
                        ", finish = function(s) return tostring(%s) end }",
                        row->value, row->check);
    g_autoptr(Snippet) snippet = snippet_load(lua, NULL, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) state = NULL;
    g_autoptr(GString) again = NULL;
    g_autofree char *result = NULL;

    open_run(snippet);
    state = save(snippet);
    open_run(snippet);
    again = save(snippet);
    g_assert_true(g_string_equal(state, again));
    result = finish(snippet, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(result, ==, "true");
}

/* Scripts that fail, and in which call. */
typedef struct {
    const char *name;
    const char *functions;
    const char *call; /* "configure", "encode", "merge" or "finish" */
    const char *error;
    gint code;
} FailCase;

static const FailCase failures[] = {
    { "start-nothing", "start = function() end, " ACCUMULATE ", " FINISH, "configure",
      "start() returned nothing", MILL_ERROR_SCRIPT },
    { "start-function", "start = function() return { a = { print } } end, " ACCUMULATE ", " FINISH,
      "configure", "state.a[1] is a function", MILL_ERROR_SCRIPT },
    { "start-raises", "start = function() error('no') end, " ACCUMULATE ", " FINISH, "configure",
      "no", MILL_ERROR_SCRIPT },
    { "start-drops", "start = function(ctx) ctx:drop('x') end, " ACCUMULATE ", " FINISH,
      "configure", "there is no document here to drop", MILL_ERROR_SCRIPT },
    { "handle", "accumulate = function(s, doc) s.doc = doc end, " FINISH, "encode",
      "state.doc is a userdata", MILL_ERROR_SCRIPT },
    { "key", "accumulate = function(s, doc) s[{}] = 1 end, " FINISH, "encode",
      "a table with a key that is a table", MILL_ERROR_SCRIPT },
    { "itself", "accumulate = function(s) s.s = s end, " FINISH, "encode", "contains itself",
      MILL_ERROR_SCRIPT },
    { "scalar-not-returned",
      "start = function() return 0 end, accumulate = function(s) s = s + 1 end, " FINISH, "encode",
      "accumulate() returned nothing: it must return the state, which is a number",
      MILL_ERROR_SCRIPT },
    { "changes", "accumulate = function(s, doc) doc.meta.x = 1 end, " FINISH, "encode",
      "a corpus step cannot change the document", MILL_ERROR_SCRIPT },
    { "adds", "accumulate = function(s, doc) doc:add('x', 1, 1) end, " FINISH, "encode",
      "a corpus step cannot change the document", MILL_ERROR_SCRIPT },
    { "drops", "accumulate = function(s, doc, ctx) ctx:drop('x') end, " FINISH, "encode",
      "a corpus step cannot drop", MILL_ERROR_SCRIPT },
    { "writes", "accumulate = function(s, doc, ctx) ctx:write('x') end, " FINISH, "encode",
      "a corpus step has output in finish() only", MILL_ERROR_SCRIPT },
    { "fails", "accumulate = function(s, doc, ctx) ctx:fail('why', 'because', 1, 1) end, " FINISH,
      "encode", "because", MILL_ERROR_FAILED },
    { "combine-loops", ACCUMULATE ", combine = function() while true do end end, " FINISH, "merge",
      "the limit for combine()", MILL_ERROR_DEADLINE },
    { "combine-loops-caught",
      ACCUMULATE ", combine = function() while true do pcall(function() while true do end end) end "
                 "end, " FINISH,
      "merge", "the limit for combine()", MILL_ERROR_DEADLINE },
    { "combine-grows",
      ACCUMULATE ", combine = function(a, b) for i = 1, 1e9 do a[i] = ('x'):rep(1000) .. i end "
                 "end, " FINISH,
      "merge", "the limit for combine()", MILL_ERROR_MEMORY },
    { "combine-raises", ACCUMULATE ", combine = function(a, b) error('odd') end, " FINISH, "merge",
      "odd\n  test.lua:1: in", MILL_ERROR_SCRIPT },
    { "combine-fails",
      ACCUMULATE ", combine = function(a, b, ctx) ctx:fail('a', 'b', 1, 2) end, " FINISH, "merge",
      "b", MILL_ERROR_FAILED },
    { "combine-drops", ACCUMULATE ", combine = function(a, b, ctx) ctx:drop('a') end, " FINISH,
      "merge", "there is no document here to drop", MILL_ERROR_SCRIPT },
    { "combine-keeps-document",
      "accumulate = function(s, doc) s.n = 1 KEPT[1] = doc end, combine = function(a, b) KEPT[1]:text() "
      "end, " FINISH,
      "merge", "of an earlier document", MILL_ERROR_SCRIPT },
    { "add-kinds",
      "start = function() return { n = 'x' } end, accumulate = function(s) s.n = 1 end, " FINISH,
      "merge", "a string and a number that differ cannot be added up", MILL_ERROR_SCRIPT },
    { "finish-loops", ACCUMULATE ", finish = function() while true do end end", "finish",
      "the limit for finish()", MILL_ERROR_DEADLINE },
    { "finish-number", ACCUMULATE ", finish = function() return 1 end", "finish",
      "finish() returned a number", MILL_ERROR_SCRIPT },
    { "finish-list", ACCUMULATE ", finish = function() return { 'a' } end", "finish",
      "not of part names and strings", MILL_ERROR_SCRIPT },
    { "finish-part", ACCUMULATE ", finish = function() return { a = 1 } end", "finish",
      "returned a number as the part 'a'", MILL_ERROR_SCRIPT },
    { "finish-raises", ACCUMULATE ", finish = function() local x = nil + 1 end", "finish",
      "attempt to perform arithmetic on a nil value", MILL_ERROR_SCRIPT },
    { "save-fails", ACCUMULATE ", combine = function(a, b) a.f = print end, " FINISH, "save",
      "state.f is a function", MILL_ERROR_SCRIPT },
};

/* Makes the calls of a run until one fails; says which. */
static const char *
run_until_failure(const Snippet *snippet, const char *last, GError **error)
{
    g_autoptr(GString) state = encode(snippet, "x", error);
    g_autofree char *result = NULL;

    if (!state)
        return "encode";
    open_run(snippet);
    if (!merge(snippet, state, error)) {
        get_type(snippet)->abandon(snippet->step);
        return "merge";
    }
    if (g_str_equal(last, "save")) {
        g_autoptr(GString) saved = save(snippet);

        g_assert_cmpuint(saved->len, ==, 0);
    }
    result = finish(snippet, error);
    return result ? "none" : last;
}

static void
test_failure(gconstpointer data)
{
    const FailCase *row = data;
    const SnippetLimits limits = { .time_ms = row->code == MILL_ERROR_DEADLINE ? 50 : 60000,
                                   .memory = 32 * 1024 * 1024 };
    g_autofree char *lua = g_strdup_printf("KEPT = {} return { %s }", row->functions);
    g_autoptr(GError) error = NULL;
    g_autoptr(Snippet) snippet = NULL;

    if (g_str_equal(row->call, "configure")) {
        snippet = snippet_load_unconfigured(lua, NULL);
        snippet_try_configure(snippet, &limits, &error);
    } else {
        snippet = snippet_load(lua, &limits, NULL);
        g_assert_cmpstr(run_until_failure(snippet, row->call, &error), ==, row->call);
    }
    g_assert_error(error, MILL_ERROR, row->code);
    if (!strstr(error->message, row->error))
        g_test_message("expected: %s, got: %s", row->error, error->message);
    g_assert_nonnull(strstr(error->message, row->error));
}

/* Damaged states are refused or taken for others, and never more than that. */
static void
test_damage(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { accumulate = function(s, doc)\n"
        "s.a, s.b, s[7], s.c = { 1, 2.5, { x = 'y' } }, mill.array {}, true, ('z'):rep(70) end,\n"
        "combine = function(a, b) return b end, " FINISH " }",
        &(SnippetLimits){ .time_ms = 60000, .memory = 16 * 1024 * 1024 }, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) state = encode(snippet, "x", &error);
    guint refused = 0;

    g_assert_no_error(error);
    open_run(snippet);
    for (gsize i = 0; i < state->len; i++) {
        g_autofree char *cut = g_memdup2(state->str, i);

        g_assert_false(get_type(snippet)->merge(snippet->step, cut ? cut : "", i, &error));
        g_assert_nonnull(strstr(error->message, "damaged"));
        g_clear_error(&error);
        for (guint value = 0; value < 256; value++) {
            g_autofree char *copy = g_memdup2(state->str, state->len);

            copy[i] = (char) value;
            refused += !get_type(snippet)->merge(snippet->step, copy, state->len,
                                                 g_test_verbose() ? &error : NULL);
            g_clear_error(&error);
        }
    }
    g_assert_cmpuint(refused, >, 1000);
    get_type(snippet)->abandon(snippet->step);
}

/* Each document begins with what start() gave, although it gives the same table each time. */
static void
test_shared_start(void)
{
    g_autoptr(Snippet) snippet =
        snippet_load("local state = { list = {} } return { start = function() return state end,\n"
                     "accumulate = function(s, doc) s.list[doc:text()] = 1 end, " FINISH " }",
                     NULL, NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *result = NULL;

    open_run(snippet);
    for (char name[2] = "a"; *name <= 'c'; ++*name) {
        g_autoptr(GString) state = encode(snippet, name, &error);

        g_assert_no_error(error);
        g_assert_cmpuint(state->len, <, 24);
        merge_good(snippet, state);
    }
    result = finish(snippet, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(result, ==, "{\"list\":{\"a\":1,\"b\":1,\"c\":1}}");
}

/* What adds nothing is not sent; a second run begins from nothing. */
static void
test_nothing(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { start = function() return { n = 0 } end, accumulate = function(s, doc)\n"
        "if doc:text() ~= 'none' then s.n = 1 end end, " FINISH " }",
        NULL, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) none = encode(snippet, "none", &error);
    g_autoptr(GString) one = encode(snippet, "one", &error);

    g_assert_no_error(error);
    g_assert_cmpuint(none->len, ==, 0);
    for (guint run = 0; run < 2; run++) {
        g_autofree char *result = NULL;

        open_run(snippet);
        merge_good(snippet, one);
        merge_good(snippet, one);
        result = finish(snippet, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(result, ==, "{\"n\":2}");
    }
}

static void
test_parts(void)
{
    g_autoptr(Snippet) snippet =
        snippet_load("return { name = 'counts', options = { least = 2 }, " ACCUMULATE ",\n"
                     "finish = function(s, ctx) ctx:write('least ', tostring(ctx.options.least))\n"
                     "ctx:part('years', 'year\\n'):write('2024') return { b = '2', a = '1' } end }",
                     NULL, NULL);
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GError) error = NULL;
    static const char *const parts[][2] = {
        { NULL, "least 2" }, { "years", "2024" }, { "a", "1" }, { "b", "2" }
    };

    g_assert_cmpint(get_type(snippet)->role, ==, MILL_ROLE_CORPUS);
    g_assert_cmpstr(get_type(snippet)->file, ==, "counts.txt");
    open_run(snippet);
    get_type(snippet)->finish(snippet->step, output, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, G_N_ELEMENTS(parts));
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_assert_cmpstr(mill_output_get_part_name(output, i), ==, parts[i][0]);
        g_assert_cmpstr(mill_output_get_bytes(output, i)->str, ==, parts[i][1]);
    }
    g_assert_cmpstr(mill_output_get_preamble(output, 1), ==, "year\n");
}

/* Merges the states of @texts from @first to @end in a random grouping. (transfer full) */
static GString *
merge_randomly(const Snippet *snippet, GPtrArray *states, guint first, guint end)
{
    guint middle = first + 1;
    g_autoptr(GString) left = NULL;
    g_autoptr(GString) right = NULL;
    gboolean swap = g_test_rand_bit();

    if (end - first <= 1) {
        const GString *one = states->pdata[first];

        return g_string_new_len(one->str, (gssize) one->len);
    }
    middle = (guint) g_test_rand_int_range((gint32) first + 1, (gint32) end);
    left = merge_randomly(snippet, states, first, middle);
    right = merge_randomly(snippet, states, middle, end);
    open_run(snippet);
    merge_good(snippet, swap ? right : left);
    merge_good(snippet, swap ? left : right);
    return save(snippet);
}

static void
free_state(gpointer state)
{
    g_string_free(state, TRUE);
}

/* Sums, greatest values, sets and nested tables in any order and grouping: the same bytes. */
static void
test_groupings(void)
{
    g_autoptr(Snippet) snippet = snippet_load(
        "return { start = function() return { documents = 0, longest = 0, words = {}, by = {} } end,\n"
        "accumulate = function(s, doc)\n"
        "  s.documents, s.longest = 1, #doc\n"
        "  for word in doc:text():gmatch('%w+') do\n"
        "    s.words[word] = (s.words[word] or 0) + 1\n"
        "    s.by[#word] = s.by[#word] or {} s.by[#word][word] = true\n"
        "  end\n"
        "end,\n"
        "combine = function(a, b)\n"
        "  local longest = math.max(a.longest, b.longest)\n"
        "  a.longest, b.longest = 0, 0\n"
        "  a = mill.add(a, b) a.longest = longest return a\n"
        "end, " FINISH " }",
        NULL, NULL);
    g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(free_state);
    g_autoptr(GString) wanted = NULL;

    for (guint i = 0; i < 20; i++) {
        g_autoptr(GString) text = g_string_new("w");

        for (gint32 n = g_test_rand_int_range(0, 12); n > 0; n--)
            g_string_append_printf(text, " %d", g_test_rand_int_range(0, 200));
        g_ptr_array_add(states, encode(snippet, text->str, NULL));
    }
    wanted = merge_randomly(snippet, states, 0, states->len);
    for (guint i = 0; i < 50; i++) {
        g_autoptr(GString) got = merge_randomly(snippet, states, 0, states->len);

        g_assert_cmpmem(got->str, got->len, wanted->str, wanted->len);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *path = g_strdup_printf("/script/corpus/value/%s", values[i].name);

        g_test_add_data_func(path, &values[i], test_value);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *path = g_strdup_printf("/script/corpus/fails/%s", failures[i].name);

        g_test_add_data_func(path, &failures[i], test_failure);
    }
    g_test_add_func("/script/corpus/damage", test_damage);
    g_test_add_func("/script/corpus/shared-start", test_shared_start);
    g_test_add_func("/script/corpus/nothing", test_nothing);
    g_test_add_func("/script/corpus/parts", test_parts);
    g_test_add_func("/script/corpus/groupings", test_groupings);
    return g_test_run();
}

/* test-corpus.c - see test-corpus.h. Shards and engines merge in whatever order and grouping comes,
 * so each test tries some, and all must give the same state.
 */
#include "script/test-corpus.h"

#include "script/convert.h"
#include "script/state.h"
#include "script/test-compare.h"

#define GATHER_FLOATS                                                                              \
    "  (sums of floats depend on their order: count in whole units, such as hundredths)\n"

typedef struct {
    const MillScriptStep *step;
    const MillStepType *type;
    gpointer self; /* @step, as the callbacks take it */
} Gather;

/* One state as a value that can be compared and shown: all keys are strings. */
typedef struct {
    const GString *bytes;
    MillValue *value;
} GatherView;

static gboolean
gather_merge(const Gather *gather, const GString *state, GError **error)
{
    return gather->type->merge(gather->self, state->str, state->len, error);
}

/* Merges the states from @first up to @end, backwards if @reverse, and appends their sum to @sum.
 */
static gboolean
gather_sum(const Gather *gather, const GPtrArray *states, guint first, guint end, gboolean reverse,
           GString *sum, GError **error)
{
    if (!gather->type->open(gather->self, NULL, error))
        return FALSE;
    for (guint i = first; i < end; i++) {
        guint from = reverse ? end - 1 - (i - first) : i;

        if (!gather_merge(gather, states->pdata[from], error))
            return FALSE;
    }
    gather->type->save(gather->self, sum);
    return TRUE;
}

/* The sums of both halves, the second first, and between them that of no documents. */
static gboolean
gather_halves(const Gather *gather, const GPtrArray *states, GString *sum, GError **error)
{
    guint half = states->len / 2;
    g_autoptr(GString) first = g_string_new(NULL);
    g_autoptr(GString) second = g_string_new(NULL);
    g_autoptr(GString) none = g_string_new(NULL);

    if (!gather_sum(gather, states, 0, half, FALSE, first, error) ||
        !gather_sum(gather, states, half, states->len, FALSE, second, error) ||
        !gather_sum(gather, states, 0, 0, FALSE, none, error) ||
        !gather->type->open(gather->self, NULL, error) || !gather_merge(gather, second, error) ||
        !gather_merge(gather, none, error) || !gather_merge(gather, first, error))
        return FALSE;
    gather->type->save(gather->self, sum);
    return TRUE;
}

/* Replaces the value on top by one whose keys are strings. */
static void
view_stringify(lua_State *lua)
{
    int table = lua_gettop(lua);

    if (!lua_istable(lua, table))
        return;
    luaL_checkstack(lua, 8, NULL);
    lua_newtable(lua);
    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        luaL_tolstring(lua, -2, NULL);
        lua_insert(lua, -2);
        view_stringify(lua);
        lua_rawset(lua, table + 1);
    }
    lua_replace(lua, table);
}

static int
view_run(lua_State *lua)
{
    GatherView *view = lua_touserdata(lua, 1);

    mill_state_read(lua, view->bytes->str, view->bytes->len);
    view_stringify(lua);
    view->value = mill_check_value(lua, -1);
    return 0;
}

static MillValue *
view_dup(const Gather *gather, const GString *bytes)
{
    GatherView view = { .bytes = bytes };

    mill_step_call(gather->step, MILL_SCRIPT_COMBINE, view_run, &view, NULL, NULL, NULL);
    return view.value;
}

/* The place where two states first differ holds floats of about the same size. */
static gboolean
gather_is_rounding(const MillValue *a, const MillValue *b)
{
    if (mill_value_equal(a, b))
        return FALSE;
    for (gsize i = 0; i < mill_value_get_length(a); i++) {
        const MillValue *other = mill_value_get_item(b, i);

        if (other && gather_is_rounding(mill_value_get_item(a, i), other))
            return TRUE;
    }
    return mill_value_get_type(a) == MILL_TYPE_DOUBLE && mill_value_get_type(b) == MILL_TYPE_DOUBLE;
}

static void
gather_compare(const Gather *gather, const char *how, const GString *wanted, const GString *got,
               GString *problems)
{
    g_autoptr(MillValue) expected = NULL;
    g_autoptr(MillValue) actual = NULL;

    if (g_string_equal(wanted, got))
        return;
    expected = view_dup(gather, wanted);
    actual = view_dup(gather, got);
    g_string_append_printf(problems,
                           "combine() gives another state when documents are merged %s:\n", how);
    mill_test_compare("state", expected, actual, FALSE, problems);
    if (gather_is_rounding(expected, actual))
        g_string_append(problems, GATHER_FLOATS);
}

static gboolean
gather_try_orders(const Gather *gather, const GPtrArray *states, GString *problems, GError **error)
{
    g_autoptr(GString) in_order = g_string_new(NULL);
    g_autoptr(GString) reversed = g_string_new(NULL);
    g_autoptr(GString) halves = g_string_new(NULL);

    if (!gather_sum(gather, states, 0, states->len, FALSE, in_order, error) ||
        !gather_sum(gather, states, 0, states->len, TRUE, reversed, error) ||
        !gather_halves(gather, states, halves, error))
        return FALSE;
    gather_compare(gather, "in the opposite order", in_order, reversed, problems);
    gather_compare(gather, "in two halves", in_order, halves, problems);
    return TRUE;
}

gboolean
mill_test_gather(const MillScriptStep *step, const GPtrArray *states, MillOutput *output,
                 GString *problems, GError **error)
{
    const Gather gather = { .step = step, .type = &step->script->type, .self = (gpointer) step };
    g_autoptr(GString) sum = g_string_new(NULL);

    if (!gather_try_orders(&gather, states, problems, error) ||
        !gather_sum(&gather, states, 0, states->len, FALSE, sum, error)) {
        gather.type->abandon(gather.self);
        return FALSE;
    }
    return gather.type->finish(gather.self, output, error);
}

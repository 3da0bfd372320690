/* corpus.c - scripts that say something about all documents together: start, accumulate, combine
 * and finish.
 *
 * In a worker, accumulate() adds a document to an empty state, which travels as bytes (state.h). In
 * the parent, combine() adds each to the state of all, which stays a Lua value: what one document
 * costs there does not grow with the corpus. start() is called once; each document gets the empty
 * state anew from its bytes, so that a script that gives the same table twice does no harm.
 */
#include "script/handle.h"
#include "script/state.h"

#include <string.h>

/* What the functions below are given. */
typedef struct {
    MillScriptStep *step;
    const char *bytes; /* a state to be merged */
    gsize length;
} Corpus;

/* Pushes the function @name of the script. FALSE, with nothing pushed, if it has none. */
static gboolean
corpus_push_function(lua_State *lua, const char *name)
{
    if (lua_getfield(lua, LUA_REGISTRYINDEX, name) == LUA_TFUNCTION)
        return TRUE;
    lua_pop(lua, 1);
    return FALSE;
}

static void
corpus_push_empty(lua_State *lua, const MillScriptStep *step)
{
    mill_state_read(lua, (const char *) step->empty->data, step->empty->len);
}

/* What @function returned is on top, the state that it was given below it: leaves the state as it
 * is now. A table may have been changed without being returned, other values not. */
static void
corpus_take_state(lua_State *lua, const char *function)
{
    if (!lua_isnil(lua, -1)) {
        lua_remove(lua, -2);
        return;
    }
    lua_pop(lua, 1);
    if (!lua_istable(lua, -1))
        luaL_error(lua, "%s() returned nothing: it must return the state, which is a %s", function,
                   luaL_typename(lua, -1));
}

static int
corpus_run_start(lua_State *lua)
{
    MillScriptStep *step = ((Corpus *) lua_touserdata(lua, 1))->step;
    GString *scratch = step->script->scratch;

    if (corpus_push_function(lua, "start")) {
        mill_push_context(lua);
        lua_call(lua, 1, 1);
        if (lua_isnil(lua, -1))
            luaL_error(lua, "start() returned nothing: it must return the state of no documents");
    } else {
        lua_newtable(lua);
    }
    g_string_truncate(scratch, 0);
    mill_state_write(lua, -1, scratch);
    step->empty = g_byte_array_new();
    g_byte_array_append(step->empty, (const guint8 *) scratch->str, (guint) scratch->len);
    return 0;
}

gboolean
mill_corpus_prepare(MillScriptStep *step, GError **error)
{
    Corpus corpus = { .step = step };

    return mill_step_call(step, MILL_SCRIPT_LOAD, corpus_run_start, &corpus, NULL, NULL, error);
}

/* A document that leaves the state as it was adds nothing, and nothing is sent. */
static int
corpus_run_accumulate(lua_State *lua)
{
    const MillScriptStep *step = ((Corpus *) lua_touserdata(lua, 1))->step;
    MillScript *host = step->script;
    GString *scratch = host->scratch;

    corpus_push_empty(lua, step);
    corpus_push_function(lua, "accumulate");
    lua_pushvalue(lua, -2);
    mill_push_document(lua);
    mill_push_context(lua);
    lua_call(lua, 3, 1);
    corpus_take_state(lua, "accumulate");
    g_string_truncate(scratch, 0);
    mill_state_write(lua, -1, scratch);
    if (scratch->len != step->empty->len ||
        memcmp(scratch->str, step->empty->data, scratch->len) != 0)
        g_string_append_len(mill_output_part(host->output, NULL, NULL), scratch->str,
                            (gssize) scratch->len);
    return 0;
}

static gboolean
corpus_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    Corpus corpus = { .step = self };

    return mill_step_call(self, MILL_SCRIPT_ACCUMULATE, corpus_run_accumulate, &corpus, document,
                          output, error);
}

static void
corpus_drop_state(MillScriptStep *step)
{
    luaL_unref(step->script->lua, LUA_REGISTRYINDEX, step->state_ref);
    step->state_ref = LUA_NOREF;
    g_clear_pointer(&step->unsaved, g_free);
}

static int
corpus_run_open(lua_State *lua)
{
    MillScriptStep *step = ((Corpus *) lua_touserdata(lua, 1))->step;

    corpus_push_empty(lua, step);
    step->state_ref = luaL_ref(lua, LUA_REGISTRYINDEX);
    return 0;
}

static gboolean
corpus_open(gpointer self, const char *path, GError **error)
{
    Corpus corpus = { .step = self };

    corpus_drop_state(self);
    return mill_step_call(self, MILL_SCRIPT_COMBINE, corpus_run_open, &corpus, NULL, NULL, error);
}

static int
corpus_run_combine(lua_State *lua)
{
    const Corpus *corpus = lua_touserdata(lua, 1);
    int state_ref = corpus->step->state_ref;

    lua_rawgeti(lua, LUA_REGISTRYINDEX, state_ref);
    if (!corpus_push_function(lua, "combine"))
        lua_pushcfunction(lua, mill_add);
    lua_pushvalue(lua, -2);
    mill_state_read(lua, corpus->bytes, corpus->length);
    mill_push_context(lua);
    lua_call(lua, 3, 1);
    corpus_take_state(lua, "combine");
    lua_rawseti(lua, LUA_REGISTRYINDEX, state_ref);
    return 0;
}

static gboolean
corpus_merge(gpointer self, const char *state, gsize length, GError **error)
{
    Corpus corpus = { .step = self, .bytes = state, .length = length };

    return mill_step_call(self, MILL_SCRIPT_COMBINE, corpus_run_combine, &corpus, NULL, NULL,
                          error);
}

static int
corpus_run_save(lua_State *lua)
{
    const MillScriptStep *step = ((Corpus *) lua_touserdata(lua, 1))->step;

    lua_rawgeti(lua, LUA_REGISTRYINDEX, step->state_ref);
    g_string_truncate(step->script->scratch, 0);
    mill_state_write(lua, -1, step->script->scratch);
    return 0;
}

/* A state that cannot be written gives no bytes, which no merge() takes, and fails finish(). */
static void
corpus_save(gpointer self, GString *state)
{
    MillScriptStep *step = self;
    Corpus corpus = { .step = step };
    g_autoptr(GError) error = NULL;

    g_clear_pointer(&step->unsaved, g_free);
    if (mill_step_call(step, MILL_SCRIPT_COMBINE, corpus_run_save, &corpus, NULL, NULL, &error))
        g_string_append_len(state, step->script->scratch->str, (gssize) step->script->scratch->len);
    else
        step->unsaved = g_strdup(error->message);
}

static int
corpus_run_finish(lua_State *lua)
{
    const MillScriptStep *step = ((Corpus *) lua_touserdata(lua, 1))->step;

    corpus_push_function(lua, "finish");
    lua_rawgeti(lua, LUA_REGISTRYINDEX, step->state_ref);
    mill_push_context(lua);
    lua_call(lua, 2, 1);
    mill_step_take_output(lua, "finish");
    return 0;
}

static gboolean
corpus_finish(gpointer self, MillOutput *output, GError **error)
{
    MillScriptStep *step = self;
    Corpus corpus = { .step = step };
    gboolean good = step->unsaved == NULL;

    if (!good)
        g_set_error_literal(error, MILL_ERROR, MILL_ERROR_SCRIPT, step->unsaved);
    else
        good = mill_step_call(step, MILL_SCRIPT_FINISH, corpus_run_finish, &corpus, NULL, output,
                              error);
    corpus_drop_state(step);
    return good;
}

static void
corpus_abandon(gpointer self)
{
    corpus_drop_state(self);
}

void
mill_corpus_clear(MillScriptStep *step)
{
    corpus_drop_state(step);
    g_clear_pointer(&step->empty, g_byte_array_unref);
}

void
mill_corpus_describe(MillStepType *type)
{
    type->encode = corpus_encode;
    type->open = corpus_open;
    type->merge = corpus_merge;
    type->save = corpus_save;
    type->finish = corpus_finish;
    type->abandon = corpus_abandon;
}

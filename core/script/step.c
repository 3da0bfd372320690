/* step.c - the callbacks of a script's step type: from the pipeline into Lua and back. */
#include "script/declare.h"
#include "script/handle.h"
#include "script/keys.h"

#include "plugin/context-private.h"

static int
step_prepare_options(lua_State *lua)
{
    MillScriptStep *step = lua_touserdata(lua, 1);

    mill_push_options(lua, step);
    step->options_ref = luaL_ref(lua, LUA_REGISTRYINDEX);
    return 0;
}

static gboolean
step_configure(gpointer self, MillContext *context, GError **error)
{
    MillScriptStep *step = self;

    /* The type is the first member of its script. */
    step->script = (MillScript *) (gpointer) mill_context_get_type(context);
    step->options_ref = step->state_ref = LUA_NOREF;
    step->id = g_strdup(mill_context_get_step(context));
    step->made = mill_context_get_provenance(context);
    step->time_ms = (guint) MIN(context->limits.time_ms, G_MAXUINT);
    step->memory = (gsize) MAX(context->limits.memory, 0);
    if (step->time_ms == 0)
        step->time_ms = MILL_SCRIPT_TIME_MS;
    if (step->memory == 0)
        step->memory = MILL_SCRIPT_MEMORY;
    return mill_host_call(step->script, step_prepare_options, step, error) &&
           (step->script->type.role != MILL_ROLE_CORPUS || mill_corpus_prepare(step, error));
}

static void
step_close(gpointer self)
{
    MillScriptStep *step = self;

    if (!step->script)
        return;
    mill_corpus_clear(step);
    luaL_unref(step->script->lua, LUA_REGISTRYINDEX, step->options_ref);
    g_free(step->id);
}

/* What process() returned, which should be nothing. */
static void
step_check_result(lua_State *lua)
{
    if (!lua_isnil(lua, -1))
        luaL_error(lua, "process() returned a %s: to drop a document, call ctx:drop(reason)",
                   luaL_typename(lua, -1));
}

static int
step_run_process(lua_State *lua)
{
    lua_getfield(lua, LUA_REGISTRYINDEX, "process");
    mill_push_document(lua);
    mill_push_context(lua);
    lua_call(lua, 2, 1);
    step_check_result(lua);
    return 0;
}

static void
step_append(lua_State *lua, const char *part)
{
    gsize length;
    const char *text = lua_tolstring(lua, -1, &length);

    mill_budget_charge(lua, length);
    g_string_append_len(mill_output_part(mill_host(lua)->output, part, NULL), text,
                        (gssize) length);
}

/* The fields of the table on top are parts, written in the order of their names. */
static void
step_append_parts(lua_State *lua, const char *function)
{
    int table = lua_gettop(lua);
    gsize n;
    const MillKey *keys = mill_keys_push(lua, table, &n);

    for (gsize i = 0; i < n; i++) {
        if (keys[i].rank != MILL_KEY_STRING)
            luaL_error(lua, "%s() returned a table that is not of part names and strings",
                       function);
        lua_pushlstring(lua, keys[i].text, keys[i].length);
        if (lua_rawget(lua, table) != LUA_TSTRING)
            luaL_error(lua, "%s() returned a %s as the part '%s': it must be a string", function,
                       luaL_typename(lua, -1), keys[i].text);
        step_append(lua, keys[i].text);
        lua_pop(lua, 1);
    }
}

void
mill_step_take_output(lua_State *lua, const char *function)
{
    switch (lua_type(lua, -1)) {
    case LUA_TNIL:
        break;
    case LUA_TSTRING:
        step_append(lua, NULL);
        break;
    case LUA_TTABLE:
        step_append_parts(lua, function);
        break;
    default:
        luaL_error(lua, "%s() returned a %s: return a string, or use ctx:write()", function,
                   luaL_typename(lua, -1));
    }
}

static int
step_run_encode(lua_State *lua)
{
    lua_getfield(lua, LUA_REGISTRYINDEX, "encode");
    mill_push_document(lua);
    mill_push_context(lua);
    lua_call(lua, 2, 1);
    mill_step_take_output(lua, "encode");
    /* A script may have nothing to write; a template has written what it says, if that is nothing.
     */
    if (mill_host(lua)->places && mill_output_get_n_parts(mill_host(lua)->output) == 0)
        mill_output_part(mill_host(lua)->output, NULL, NULL);
    return 0;
}

gboolean
mill_step_call(const MillScriptStep *step, MillScriptCall call, lua_CFunction body, gpointer data,
               MillDocument *document, MillOutput *output, GError **error)
{
    MillScript *host = step->script;
    gboolean good;

    mill_host_enter(host, step, call, document, output);
    good = mill_host_call(host, body, data, error);
    mill_host_leave(host);
    return good;
}

static MillVerdict
step_process(gpointer self, MillDocument *document, GError **error)
{
    const MillScriptStep *step = self;

    if (!mill_step_call(step, MILL_SCRIPT_PROCESS, step_run_process, NULL, document, NULL, error))
        return MILL_FAIL;
    return step->script->dropped ? MILL_DROP : MILL_KEEP;
}

static gboolean
step_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    return mill_step_call(self, MILL_SCRIPT_ENCODE, step_run_encode, NULL, document, output, error);
}

void
mill_step_describe(MillScript *self)
{
    self->type.size = sizeof(MillStepType);
    self->type.option_size = sizeof(MillOption);
    self->type.options_size = sizeof(MillScriptStep) + self->options->len * sizeof(gint64);
    self->type.configure = step_configure;
    self->type.close = step_close;
    if (self->type.role == MILL_ROLE_CORPUS)
        mill_corpus_describe(&self->type);
    else if (self->type.role == MILL_ROLE_WRITER)
        self->type.encode = step_encode;
    else
        self->type.process = step_process;
}

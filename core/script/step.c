/* step.c - the callbacks of a script's step type: from the pipeline into Lua and back. */
#include "script/declare.h"
#include "script/handle.h"

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
    step->options_ref = LUA_NOREF;
    step->id = g_strdup(mill_context_get_step(context));
    step->time_ms = (guint) MIN(context->limits.time_ms, G_MAXUINT);
    step->memory = (gsize) MAX(context->limits.memory, 0);
    if (step->time_ms == 0)
        step->time_ms = MILL_SCRIPT_TIME_MS;
    if (step->memory == 0)
        step->memory = MILL_SCRIPT_MEMORY;
    return mill_host_call(step->script, step_prepare_options, step, error);
}

static void
step_close(gpointer self)
{
    MillScriptStep *step = self;

    if (!step->script)
        return;
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

static int
step_run_encode(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    const char *text;
    gsize length;

    lua_getfield(lua, LUA_REGISTRYINDEX, "encode");
    mill_push_document(lua);
    mill_push_context(lua);
    lua_call(lua, 2, 1);
    if (lua_isnil(lua, -1))
        return 0;
    if (lua_type(lua, -1) != LUA_TSTRING)
        return luaL_error(lua, "encode() returned a %s: return a string, or use ctx:write()",
                          luaL_typename(lua, -1));
    text = lua_tolstring(lua, -1, &length);
    g_string_append_len(mill_output_part(host->output, NULL, NULL), text, (gssize) length);
    return 0;
}

/* Runs @body with @document (and @output) at hand. Handles that the script keeps are void after. */
static gboolean
step_run(const MillScriptStep *step, lua_CFunction body, MillDocument *document, MillOutput *output,
         GError **error)
{
    MillScript *host = step->script;
    gboolean good;

    mill_host_enter(host, step, document, output);
    good = mill_host_call(host, body, NULL, error);
    mill_host_leave(host);
    return good;
}

static MillVerdict
step_process(gpointer self, MillDocument *document, GError **error)
{
    const MillScriptStep *step = self;

    if (!step_run(step, step_run_process, document, NULL, error))
        return MILL_FAIL;
    return step->script->dropped ? MILL_DROP : MILL_KEEP;
}

static gboolean
step_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    return step_run(self, step_run_encode, document, output, error);
}

void
mill_step_describe(MillScript *self)
{
    self->type.size = sizeof(MillStepType);
    self->type.option_size = sizeof(MillOption);
    self->type.options_size = sizeof(MillScriptStep) + self->options->len * sizeof(gint64);
    self->type.configure = step_configure;
    self->type.close = step_close;
    if (self->type.role == MILL_ROLE_WRITER)
        self->type.encode = step_encode;
    else
        self->type.process = step_process;
}

/* protected.c - pcall, xpcall and the coroutine library.
 *
 * They behave as in Lua, except that what may not be caught (a tripped budget, ctx:fail) is raised
 * again, and that the budget always knows which coroutine runs: the deadline's hook goes there.
 */
#include "script/host.h"

/* Called wherever an error was caught. */
static void
protected_after_error(lua_State *lua, int status)
{
    if (status == LUA_ERRMEM)
        mill_budget_trip_memory(lua);
    mill_budget_check(lua);
    if (mill_host(lua)->failure)
        lua_error(lua);
}

static int
protected_finish(lua_State *lua, int status, lua_KContext extra)
{
    if (status == LUA_OK || status == LUA_YIELD)
        return lua_gettop(lua) - (int) extra;
    protected_after_error(lua, status);
    lua_pushboolean(lua, FALSE);
    lua_pushvalue(lua, -2);
    return 2;
}

static int
protected_pcall(lua_State *lua)
{
    luaL_checkany(lua, 1);
    lua_pushboolean(lua, TRUE);
    lua_insert(lua, 1);
    return protected_finish(
        lua, lua_pcallk(lua, lua_gettop(lua) - 2, LUA_MULTRET, 0, 0, protected_finish), 0);
}

/* A script's message handler runs where the error is raised: in the deadline's hook no further
 * hook would stop it. So it never sees a trip. */
static int
protected_handler(lua_State *lua)
{
    if (mill_budget_is_tripped(lua) || mill_host(lua)->failure)
        return 1;
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, 1, 1);
    return 1;
}

static int
protected_xpcall(lua_State *lua)
{
    int n_arguments = lua_gettop(lua) - 2;

    luaL_checktype(lua, 2, LUA_TFUNCTION);
    lua_pushvalue(lua, 2);
    lua_pushcclosure(lua, protected_handler, 1);
    lua_replace(lua, 2);
    lua_pushboolean(lua, TRUE);
    lua_pushvalue(lua, 1);
    lua_rotate(lua, 3, 2);
    return protected_finish(lua, lua_pcallk(lua, n_arguments, LUA_MULTRET, 2, 2, protected_finish),
                            2);
}

static lua_State *
coroutine_check(lua_State *lua)
{
    lua_State *coroutine = lua_tothread(lua, 1);

    luaL_argexpected(lua, coroutine, 1, "coroutine");
    return coroutine;
}

static int
coroutine_create(lua_State *lua)
{
    lua_State *coroutine;

    luaL_checktype(lua, 1, LUA_TFUNCTION);
    coroutine = lua_newthread(lua);
    lua_pushvalue(lua, 1);
    lua_xmove(lua, coroutine, 1);
    return 1;
}

/* Tells the budget that @coroutine runs now. A deadline that struck before it knew has armed the
 * hook of @lua, which would not stop @coroutine. */
static void
coroutine_enter(lua_State *lua, lua_State *coroutine)
{
    MillBudget *budget = &mill_host(lua)->budget;

    budget->running = coroutine;
    if (!budget->tripped)
        return;
    budget->running = lua;
    mill_budget_raise(lua);
}

/* Resumes with the @n_arguments on top of @lua. Returns how many results were pushed, or -1 when
 * there is one error value. */
static int
coroutine_resume_with(lua_State *lua, lua_State *coroutine, int n_arguments)
{
    MillBudget *budget = &mill_host(lua)->budget;
    int n_results;
    int status;

    if (!lua_checkstack(coroutine, n_arguments)) {
        lua_pushliteral(lua, "too many arguments to resume");
        return -1;
    }
    lua_xmove(lua, coroutine, n_arguments);
    coroutine_enter(lua, coroutine);
    status = lua_resume(coroutine, lua, n_arguments, &n_results);
    budget->running = lua;
    mill_budget_check(lua);
    if (status != LUA_OK && status != LUA_YIELD) {
        protected_after_error(lua, status);
        lua_xmove(coroutine, lua, 1);
        return -1;
    }
    if (!lua_checkstack(lua, n_results + 1)) {
        lua_pop(coroutine, n_results);
        lua_pushliteral(lua, "too many results to resume");
        return -1;
    }
    lua_xmove(coroutine, lua, n_results);
    return n_results;
}

static int
coroutine_resume(lua_State *lua)
{
    lua_State *coroutine = coroutine_check(lua);
    int n_results = coroutine_resume_with(lua, coroutine, lua_gettop(lua) - 1);

    lua_pushboolean(lua, n_results >= 0);
    lua_insert(lua, n_results >= 0 ? -(n_results + 1) : -2);
    return n_results >= 0 ? n_results + 1 : 2;
}

/* Runs the pending __close metamethods of @coroutine, which is dead or suspended. Returns whether
 * all went well; otherwise the error value is on top of @coroutine. */
static gboolean
coroutine_shut(lua_State *lua, lua_State *coroutine)
{
    MillBudget *budget = &mill_host(lua)->budget;
    int status;

    coroutine_enter(lua, coroutine);
    status = lua_resetthread(coroutine);
    budget->running = lua;
    mill_budget_check(lua);
    if (status != LUA_OK)
        protected_after_error(lua, status);
    return status == LUA_OK;
}

static int
coroutine_call_wrapped(lua_State *lua)
{
    lua_State *coroutine = lua_tothread(lua, lua_upvalueindex(1));
    int n_results = coroutine_resume_with(lua, coroutine, lua_gettop(lua));

    if (n_results >= 0)
        return n_results;
    if (lua_status(coroutine) != LUA_OK && lua_status(coroutine) != LUA_YIELD) {
        lua_pushvalue(lua, -1);
        lua_xmove(lua, coroutine, 1);
        if (!coroutine_shut(lua, coroutine))
            lua_xmove(coroutine, lua, 1);
    }
    if (lua_type(lua, -1) == LUA_TSTRING) {
        luaL_where(lua, 1);
        lua_insert(lua, -2);
        lua_concat(lua, 2);
    }
    return lua_error(lua);
}

static int
coroutine_wrap(lua_State *lua)
{
    coroutine_create(lua);
    lua_pushcclosure(lua, coroutine_call_wrapped, 1);
    return 1;
}

static int
coroutine_yield(lua_State *lua)
{
    return lua_yield(lua, lua_gettop(lua));
}

static const char *
coroutine_state(lua_State *lua, lua_State *coroutine)
{
    lua_Debug record;

    if (lua == coroutine)
        return "running";
    if (lua_status(coroutine) == LUA_YIELD)
        return "suspended";
    if (lua_status(coroutine) != LUA_OK)
        return "dead";
    if (lua_getstack(coroutine, 0, &record))
        return "normal";
    return lua_gettop(coroutine) == 0 ? "dead" : "suspended";
}

static int
coroutine_status(lua_State *lua)
{
    lua_pushstring(lua, coroutine_state(lua, coroutine_check(lua)));
    return 1;
}

static int
coroutine_close(lua_State *lua)
{
    lua_State *coroutine = coroutine_check(lua);
    const char *state = coroutine_state(lua, coroutine);

    if (*state != 's' && *state != 'd')
        return luaL_error(lua, "cannot close a %s coroutine", state);
    if (coroutine_shut(lua, coroutine)) {
        lua_pushboolean(lua, TRUE);
        return 1;
    }
    lua_pushboolean(lua, FALSE);
    lua_xmove(coroutine, lua, 1);
    return 2;
}

static int
coroutine_isyieldable(lua_State *lua)
{
    lua_State *coroutine = lua_tothread(lua, 1);

    lua_pushboolean(lua, lua_isyieldable(coroutine ? coroutine : lua));
    return 1;
}

static int
coroutine_running(lua_State *lua)
{
    int is_main = lua_pushthread(lua);

    lua_pushboolean(lua, is_main);
    return 2;
}

void
mill_open_protected(lua_State *lua)
{
    static const luaL_Reg functions[] = {
        { "close", coroutine_close },
        { "create", coroutine_create },
        { "resume", coroutine_resume },
        { "running", coroutine_running },
        { "status", coroutine_status },
        { "isyieldable", coroutine_isyieldable },
        { "yield", coroutine_yield },
        { "wrap", coroutine_wrap },
        { NULL, NULL },
    };

    lua_pushcfunction(lua, protected_pcall);
    lua_setfield(lua, -2, "pcall");
    lua_pushcfunction(lua, protected_xpcall);
    lua_setfield(lua, -2, "xpcall");
    luaL_newlib(lua, functions);
    lua_setfield(lua, -2, "coroutine");
}

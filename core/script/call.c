/* call.c - the one way into Lua. */
#include "script/template.h"

#include <locale.h>

/* A heap that outgrew what was left of it by this much is collected between documents. */
#define CALL_HEAP_SLACK ((gsize) 16 * 1024 * 1024)

MillScript *
mill_host(lua_State *lua)
{
    return *(MillScript **) lua_getextraspace(lua);
}

/* Results must not depend on the locale of the program: it decides how numbers are written, how
 * strings compare and what a letter is. */
static locale_t
call_get_locale(void)
{
    static locale_t plain;

    if (!plain)
        plain = newlocale(LC_ALL_MASK, "C", NULL);
    return plain;
}

static void
call_set_error(MillScript *self, int status, GError **error)
{
    MillBudget *budget = &self->budget;
    gint code = MILL_ERROR_SCRIPT;

    if (self->failure) {
        g_set_error_literal(error, MILL_ERROR, MILL_ERROR_FAILED, self->failure);
        return;
    }
    if (budget->tripped)
        code = budget->tripped == MILL_TRIP_TIME ? MILL_ERROR_DEADLINE : MILL_ERROR_MEMORY;
    else if (status == LUA_ERRMEM)
        code = MILL_ERROR_MEMORY;
    if (budget->message->len == 0)
        g_string_append_printf(budget->message, "%s: %s", self->file,
                               code == MILL_ERROR_DEADLINE ? "stopped after its time was over"
                               : code == MILL_ERROR_MEMORY ? "out of memory"
                                                           : "an error handler failed");
    mill_template_name_places(self, budget->message);
    g_set_error_literal(error, MILL_ERROR, code, budget->message->str);
}

gboolean
mill_host_call(MillScript *self, lua_CFunction body, gpointer data, GError **error)
{
    lua_State *lua = self->lua;
    locale_t locale = uselocale(call_get_locale());
    int status;

    mill_budget_begin(&self->budget, lua);
    lua_pushcfunction(lua, mill_trace_handler);
    lua_pushcfunction(lua, body);
    lua_pushlightuserdata(lua, data);
    status = lua_pcall(lua, 1, 0, -3);
    mill_budget_end(&self->budget, lua);
    uselocale(locale);
    lua_settop(lua, 0);
    if (status == LUA_OK && !self->budget.tripped && !self->failure)
        return TRUE;
    call_set_error(self, status, error);
    return FALSE;
}

void
mill_host_tidy(MillScript *self)
{
    if (self->budget.used <= 2 * self->heap_floor + CALL_HEAP_SLACK)
        return;
    lua_gc(self->lua, LUA_GCCOLLECT);
    self->heap_floor = self->budget.used;
}

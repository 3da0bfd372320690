/* trace.c - where in a script something happened.
 *
 * Everything is written to a GString: this also runs when Lua's heap is full. Frames of C functions
 * say nothing to the author of a script and are left out.
 */
#include "script/host.h"

#include <string.h>

#define TRACE_LINES  20
#define TRACE_LEVELS 200 /* looked at, C frames included */

static gboolean
trace_is_script(const lua_Debug *record)
{
    return record->currentline > 0;
}

void
mill_trace_append_where(GString *text, lua_State *lua)
{
    lua_Debug record;

    for (int level = 0; level < TRACE_LEVELS && lua_getstack(lua, level, &record); level++) {
        if (!lua_getinfo(lua, "Sl", &record) || !trace_is_script(&record))
            continue;
        g_string_append_printf(text, "%s:%d: ", record.short_src, record.currentline);
        return;
    }
}

static void
trace_append_frame(GString *text, const lua_Debug *record, gboolean template)
{
    g_string_append_printf(text, "\n  %s:%d: in ", record->short_src, record->currentline);
    if (strcmp(record->what, "main") == 0)
        g_string_append(text, "the main part");
    else if (template && !record->name)
        g_string_append(text, "the template");
    else if (record->name)
        g_string_append_printf(text, "function '%s'", record->name);
    else
        g_string_append_printf(text, "the function of line %d", record->linedefined);
}

void
mill_trace_append(GString *text, lua_State *lua)
{
    gsize before = text->len;
    lua_Debug record;
    gboolean template = mill_host(lua)->places != NULL;
    gboolean inside = FALSE; /* of a function */
    int lines = 0;

    for (int level = 0; level < TRACE_LEVELS && lua_getstack(lua, level, &record); level++) {
        if (!lua_getinfo(lua, "nSl", &record) || !trace_is_script(&record))
            continue;
        if (lines == TRACE_LINES) {
            g_string_append(text, "\n  ...");
            return;
        }
        trace_append_frame(text, &record, template);
        inside = inside || (strcmp(record.what, "main") != 0 && (record.name || !template));
        lines++;
    }
    if (lines == 1 && !inside)
        g_string_truncate(text, before); /* it says no more than the message */
}

/* What a message about a missing global should also say: the words of ordinary Lua that scripts
 * look for in vain. */
static const char *
trace_hint(const char *message)
{
    static const char *const absent[] = { "global 'io'",         "global 'os'",
                                          "global 'debug'",      "global 'package'",
                                          "global 'load'",       "global 'dofile'",
                                          "global 'loadstring'", "global 'loadfile'" };

    for (gsize i = 0; i < G_N_ELEMENTS(absent); i++) {
        if (strstr(message, absent[i]))
            return " (scripts run without it: they see the document and nothing else)";
    }
    return "";
}

/* The error value at index 1 as text; what it was made of may be a table with __tostring. */
static void
trace_append_value(GString *text, lua_State *lua)
{
    const char *message;

    if (lua_type(lua, 1) != LUA_TSTRING && !luaL_callmeta(lua, 1, "__tostring"))
        lua_pushfstring(lua, "error(%s)", luaL_typename(lua, 1));
    message = lua_tostring(lua, -1);
    g_string_append(text, message ? message : "error without a message");
    g_string_append(text, trace_hint(text->str));
}

int
mill_trace_handler(lua_State *lua)
{
    MillScript *host = mill_host(lua);

    if (mill_budget_is_tripped(lua) || host->failure)
        return 1;
    g_string_truncate(host->budget.message, 0);
    trace_append_value(host->budget.message, lua);
    if (mill_budget_is_tripped(lua))
        return 1;
    mill_trace_append(host->budget.message, lua);
    return 1;
}

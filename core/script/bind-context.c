/* bind-context.c - `ctx`: the step's options, the log, and the ways in which a document can end.
 */
#include "script/handle.h"

#include <string.h>

typedef struct {
    MillHandle handle;
    GString *bytes; /* of the part; borrowed from the output while encode() runs */
} PartHandle;

static const char *const context_fields[] = { "id", "made", "options", NULL };

void
mill_push_context(lua_State *lua)
{
    mill_push_handle(lua, MILL_HANDLE_CONTEXT, sizeof(MillHandle), 0);
}

/* ctx:log(value…)
 * Notes something about the document for whoever reads the results; print does the same. The first
 * 100 lines of a document are kept.
 *
 *     ctx:log("found", n, "targets")
 */
static int
context_log(lua_State *lua)
{
    mill_check_live(lua, 1, MILL_HANDLE_CONTEXT);
    mill_host_log(lua, MILL_SEVERITY_NOTE, mill_push_line(lua, 2, lua_gettop(lua)));
    return 0;
}

/* ctx:drop(reason)
 * The document leaves the pipeline here; the ledger keeps the reason. The script goes on, so
 * usually: `return ctx:drop("too short")`.
 *
 *     if doc.chars < 100 then return ctx:drop("too short") end
 */
static int
context_drop(lua_State *lua)
{
    MillScript *host;
    const char *reason;

    mill_check_live(lua, 1, MILL_HANDLE_CONTEXT);
    host = mill_host(lua);
    reason = luaL_checkstring(lua, 2);
    if (host->output)
        return luaL_error(lua, "a %s cannot drop the document", mill_host_role(lua));
    if (!host->document)
        return luaL_error(lua, "there is no document here to drop");
    mill_document_drop(host->document, reason);
    host->dropped = TRUE;
    return 0;
}

/* ctx:fail([code,] message[, s, e])
 * Fails the document: it goes to quarantine with this message. Does not return, and no pcall holds
 * it up. With a code, a diagnostic is added as well, at s to e if given. In combine() and finish()
 * of a corpus step, which have no document, it ends the run.
 *
 *     if not title then ctx:fail("no-title", "the plan has no title") end
 */
static int
context_fail(lua_State *lua)
{
    MillScript *host;
    const char *message;
    gboolean has_span = !lua_isnoneornil(lua, 4);
    MillSpan span = { 0, 0 };

    mill_check_live(lua, 1, MILL_HANDLE_CONTEXT);
    host = mill_host(lua);
    message = luaL_checkstring(lua, lua_gettop(lua) > 2 ? 3 : 2);
    if (has_span && host->document)
        span = mill_check_span(lua, 4, host->document);
    if (lua_gettop(lua) > 2 && host->document)
        mill_document_diagnose(host->document, MILL_SEVERITY_ERROR, luaL_checkstring(lua, 2),
                               has_span ? &span : NULL, "%s", message);
    g_free(host->failure);
    host->failure = g_strdup(message);
    lua_pushstring(lua, message);
    return lua_error(lua);
}

/* ctx:metric(name[, value])
 * Adds a value (1 if left out) to a number that is counted over the run: `--stats` shows the sum of
 * each, and how many values there were. Documents that end up quarantined do not count. A document
 * may have 100 different names, of letters, digits, '_', '-' and '.'.
 *
 *     ctx:metric("tables")
 *     ctx:metric("removed_bytes", e - s + 1)
 */
static int
context_metric(lua_State *lua)
{
    MillScript *host;
    const char *name;
    lua_Number value;

    mill_check_live(lua, 1, MILL_HANDLE_CONTEXT);
    host = mill_host(lua);
    name = luaL_checkstring(lua, 2);
    value = luaL_optnumber(lua, 3, 1);
    if (!host->document)
        return luaL_error(lua, "there is no document here to count in");
    if (!mill_metric_is_possible(name, 0))
        return luaL_error(lua,
                          "'%s' cannot name a metric: use up to 63 letters, digits, '_', '-' "
                          "and '.'",
                          name);
    if (!mill_metric_is_possible(name, value))
        return luaL_error(lua, "the metric '%s' cannot have the value %f", name, value);
    if (!mill_document_metric(host->document, name, value))
        return luaL_error(lua, "more than %d metrics in one document", MILL_METRICS_MAX);
    return 0;
}

static MillOutput *
context_check_output(lua_State *lua)
{
    MillScript *host;

    mill_check_live(lua, 1, MILL_HANDLE_CONTEXT);
    host = mill_host(lua);
    if (host->type.role == MILL_ROLE_CORPUS && host->call != MILL_SCRIPT_FINISH)
        luaL_error(lua, "a corpus step has output in finish() only: keep what is found in the "
                        "state");
    if (!host->output)
        luaL_error(lua, "only a writer has output: give the script 'encode' instead of 'process'");
    return host->output;
}

static void
context_append(lua_State *lua, GString *bytes)
{
    int n = lua_gettop(lua);

    for (int i = 2; i <= n; i++) {
        gsize length;
        const char *text = luaL_checklstring(lua, i, &length);

        mill_budget_charge(lua, length);
        g_string_append_len(bytes, text, (gssize) length);
    }
}

/* ctx:write(string…)
 * In a writer: appends to the document's result. The string that encode() returns comes last. In
 * finish() of a corpus step: appends to the result of all documents.
 *
 *     for s, e, i, term in doc:each("tag", "term") do ctx:write(term, "\n") end
 */
static int
context_write(lua_State *lua)
{
    context_append(lua, mill_output_part(context_check_output(lua), NULL, NULL));
    return 0;
}

/* ctx:part(name[, preamble]) → part
 * In a writer with several results: one of them, whose name becomes {part} in the file name.
 * part:write(string…) appends to it. The preamble begins each file, such as a CSV header: it is
 * written once, even if many documents go into the file.
 *
 *     local tags = ctx:part("tags", "document,term\n")
 *     for s, e, i, term in doc:each("tag", "term") do tags:write(doc.id, ",", term, "\n") end
 */
static int
context_part(lua_State *lua)
{
    MillOutput *output = context_check_output(lua);
    const char *name = luaL_checkstring(lua, 2);
    const char *preamble = luaL_optstring(lua, 3, NULL);
    PartHandle *self = mill_push_handle(lua, MILL_HANDLE_PART, sizeof(PartHandle), 0);

    self->bytes = mill_output_part(output, name, preamble);
    return 1;
}

static int
part_write(lua_State *lua)
{
    PartHandle *self = mill_check_live(lua, 1, MILL_HANDLE_PART);

    context_append(lua, self->bytes);
    return 0;
}

static void
context_set_string(lua_State *lua, const char *key, const char *value)
{
    lua_pushstring(lua, value); /* NULL: nil */
    lua_setfield(lua, -2, key);
}

/* ctx.options → table
 * The step's options as the pipeline file sets them, by the types that the script declared. It
 * cannot be changed.
 *
 *     local least = ctx.options.min_chars
 */
/* ctx.id → string
 * The step's id in the pipeline. */
/* ctx.made → table
 * What makes the result, for its header: `textmill` (the version), `pipeline` (its name),
 * `pipeline_sha256` (of all that results depend on) and `began` (when the run began, such as
 * "2026-11-27T16:30:00Z"; nil if results must not say). In encode(), accumulate() and finish().
 *
 *     ctx:write("-- by ", ctx.made.pipeline or "?", " of ", doc.sha256, "\n")
 */
static void
context_push_made(lua_State *lua)
{
    const MillScript *host = mill_host(lua);
    const MillProvenance *made = host->step->made;

    if (host->call != MILL_SCRIPT_ENCODE && host->call != MILL_SCRIPT_ACCUMULATE &&
        host->call != MILL_SCRIPT_FINISH)
        luaL_error(lua, "ctx.made is for results: it is known in encode(), accumulate() and "
                        "finish()");
    lua_createtable(lua, 0, 4);
    context_set_string(lua, "textmill", mill_version());
    context_set_string(lua, "pipeline", made ? made->pipeline : NULL);
    context_set_string(lua, "pipeline_sha256", made ? made->pipeline_sha256 : NULL);
    if (made && made->began != 0) {
        char time[32];
        struct tm parts;
        time_t began = (time_t) made->began;

        if (gmtime_r(&began, &parts) && strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ", &parts))
            context_set_string(lua, "began", time);
    }
}

static int
context_index(lua_State *lua)
{
    const MillScriptStep *step = mill_host(lua)->step;
    const char *name = luaL_checkstring(lua, 2);

    lua_pushvalue(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    mill_check_live(lua, 1, MILL_HANDLE_CONTEXT);
    if (strcmp(name, "options") == 0)
        lua_rawgeti(lua, LUA_REGISTRYINDEX, step->options_ref);
    else if (strcmp(name, "id") == 0)
        lua_pushstring(lua, step->id);
    else if (strcmp(name, "made") == 0)
        context_push_made(lua);
    else
        return mill_unknown_field(lua, "context", name, context_fields);
    return 1;
}

void
mill_open_context(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "log", context_log },
        { "drop", context_drop },
        { "fail", context_fail },
        { "metric", context_metric },
        { "write", context_write },
        { "part", context_part },
        { NULL, NULL },
    };
    static const luaL_Reg part_methods[] = {
        { "write", part_write },
        { NULL, NULL },
    };

    luaL_newlib(lua, methods);
    mill_define_handle(lua, MILL_HANDLE_CONTEXT, NULL, context_index);
    luaL_newlib(lua, part_methods);
    mill_define_handle(lua, MILL_HANDLE_PART, NULL, NULL);
}

/* handle.c - see handle.h. */
#include "script/handle.h"

#include "document/utf8.h"

#define HANDLE_MAX_FIELDS 64

static const char handle_keys[MILL_HANDLE_INTERNAL + 1]; /* registry: the metatable of each kind */

static const char *const handle_names[] = {
    [MILL_HANDLE_DOCUMENT] = "document", [MILL_HANDLE_META] = "metadata",
    [MILL_HANDLE_EDIT] = "edit",         [MILL_HANDLE_SECTION] = "section",
    [MILL_HANDLE_CONTEXT] = "context",   [MILL_HANDLE_REGEX] = "regular expression",
    [MILL_HANDLE_PART] = "part",         [MILL_HANDLE_WORDS] = "loop over words",
    [MILL_HANDLE_DICT] = "dictionary",   [MILL_HANDLE_MATCHES] = "loop over terms",
};

/* What a limit that was reached is the limit for. */
static const char *const handle_subjects[] = {
    [MILL_SCRIPT_LOAD] = "loading a script",
    [MILL_SCRIPT_PROCESS] = "one document",
    [MILL_SCRIPT_ENCODE] = "one document",
    [MILL_SCRIPT_ACCUMULATE] = "one document",
    [MILL_SCRIPT_COMBINE] = "combine() and the state of all documents",
    [MILL_SCRIPT_FINISH] = "finish() and the state of all documents",
};

void
mill_host_enter(MillScript *self, const MillScriptStep *step, MillScriptCall call,
                MillDocument *document, MillOutput *output)
{
    self->call = call;
    self->document = document;
    self->output = output;
    self->step = step;
    self->generation++;
    self->revision++;
    self->n_logged = 0;
    self->dropped = FALSE;
    g_clear_pointer(&self->failure, g_free);
    g_array_set_size(self->layers, 0);
    self->budget.time_ms = step->time_ms;
    self->budget.memory = step->memory;
    self->budget.subject = handle_subjects[call];
}

void
mill_host_leave(MillScript *self)
{
    self->generation++;
    self->call = MILL_SCRIPT_LOAD;
    self->budget.subject = handle_subjects[MILL_SCRIPT_LOAD];
    g_clear_pointer(&self->edit, mill_edit_free);
    self->document = NULL;
    self->output = NULL;
    self->step = NULL;
    mill_host_tidy(self);
}

gpointer
mill_push_handle(lua_State *lua, MillHandleKind kind, gsize size, int n_values)
{
    MillHandle *handle = lua_newuserdatauv(lua, size, n_values);

    handle->kind = kind;
    handle->generation = mill_host(lua)->generation;
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &handle_keys[kind]);
    lua_setmetatable(lua, -2);
    return handle;
}

void
mill_define_handle(lua_State *lua, MillHandleKind kind, const luaL_Reg *metamethods,
                   lua_CFunction index)
{
    lua_newtable(lua);
    lua_insert(lua, -2);
    if (index)
        lua_pushcclosure(lua, index, 1);
    lua_setfield(lua, -2, "__index");
    if (metamethods)
        luaL_setfuncs(lua, metamethods, 0);
    lua_pushstring(lua, handle_names[kind]);
    lua_setfield(lua, -2, "__name");
    lua_pushboolean(lua, FALSE);
    lua_setfield(lua, -2, "__metatable");
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &handle_keys[kind]);
}

int
mill_unknown_field(lua_State *lua, const char *what, const char *name, const char *const *fields)
{
    const char *names[HANDLE_MAX_FIELDS + 1] = { NULL };
    const char *meant;
    gsize n = 0;

    for (; *fields && n < HANDLE_MAX_FIELDS; fields++)
        names[n++] = *fields;
    lua_pushnil(lua);
    while (n < HANDLE_MAX_FIELDS && lua_next(lua, lua_upvalueindex(1))) {
        lua_pop(lua, 1);
        names[n++] = lua_tostring(lua, -1);
    }
    meant = mill_suggest(name, names);
    if (meant)
        return luaL_error(lua, "a %s has no '%s'; did you mean '%s'?", what, name, meant);
    return luaL_error(lua, "a %s has no '%s'", what, name);
}

gboolean
mill_is_handle(lua_State *lua, int index, MillHandleKind kind)
{
    return lua_type(lua, index) == LUA_TUSERDATA &&
           ((MillHandle *) lua_touserdata(lua, index))->kind == kind;
}

gpointer
mill_check_handle(lua_State *lua, int index, MillHandleKind kind)
{
    if (!mill_is_handle(lua, index, kind))
        luaL_typeerror(lua, index, handle_names[kind]);
    return lua_touserdata(lua, index);
}

gpointer
mill_check_live(lua_State *lua, int index, MillHandleKind kind)
{
    MillHandle *handle = mill_check_handle(lua, index, kind);
    MillScript *host = mill_host(lua);

    if (handle->generation != host->generation || !host->step)
        luaL_error(lua, "this %s is of an earlier document and can no longer be used",
                   handle_names[kind]);
    return handle;
}

MillDocument *
mill_check_document(lua_State *lua, int index)
{
    mill_check_live(lua, index, MILL_HANDLE_DOCUMENT);
    return mill_host(lua)->document;
}

const char *
mill_host_role(lua_State *lua)
{
    return mill_host(lua)->type.role == MILL_ROLE_CORPUS ? "corpus step" : "writer";
}

MillDocument *
mill_check_changeable(lua_State *lua, int index)
{
    MillDocument *document = mill_check_document(lua, index);

    if (mill_host(lua)->output)
        luaL_error(lua, "a %s cannot change the document", mill_host_role(lua));
    return document;
}

gsize
mill_check_position(lua_State *lua, int index, MillDocument *document)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    lua_Integer position = luaL_checkinteger(lua, index);

    if (position < 1 || position > (lua_Integer) length + 1)
        luaL_error(lua, "position %I is outside of the text (1 to %I)", (LUAI_UACINT) position,
                   (LUAI_UACINT) length + 1);
    if (!mill_utf8_is_border(text, length, (gsize) position - 1))
        luaL_error(lua, "position %I is inside of a character", (LUAI_UACINT) position);
    return (gsize) position - 1;
}

MillSpan
mill_check_span(lua_State *lua, int index, MillDocument *document)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    lua_Integer first = luaL_checkinteger(lua, index);
    lua_Integer last = luaL_checkinteger(lua, index + 1);

    if (first < 1 || last < first - 1 || last > (lua_Integer) length)
        luaL_error(lua, "%I to %I is no span of the text, which has the bytes 1 to %I",
                   (LUAI_UACINT) first, (LUAI_UACINT) last, (LUAI_UACINT) length);
    if (!mill_utf8_is_border(text, length, (gsize) first - 1))
        luaL_error(lua, "byte %I does not begin a character", (LUAI_UACINT) first);
    if (!mill_utf8_is_border(text, length, (gsize) last))
        luaL_error(lua, "byte %I does not end a character", (LUAI_UACINT) last);
    return (MillSpan){ (gsize) first - 1, (gsize) last };
}

gboolean
mill_is_valid_utf8(const char *text, gsize length)
{
    return mill_utf8_valid_prefix(text, length) == length;
}

void
mill_check_name(lua_State *lua, const char *name, const char *what)
{
    if (!mill_is_valid_utf8(name, strlen(name)))
        luaL_error(lua, "%s is not UTF-8", what);
}

void
mill_push_span(lua_State *lua, MillSpan span)
{
    lua_pushinteger(lua, (lua_Integer) span.start + 1);
    lua_pushinteger(lua, (lua_Integer) span.end);
}

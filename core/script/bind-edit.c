/* bind-edit.c - doc:edit(): the only way a script changes the text. */
#include "script/handle.h"

#include <string.h>

#define EDIT_PIECE_BYTES 48

typedef struct {
    MillHandle handle;
    gboolean source; /* of the source bytes, in a reader */
} EditHandle;

static EditHandle *
edit_check(lua_State *lua)
{
    EditHandle *self = mill_check_live(lua, 1, MILL_HANDLE_EDIT);

    if (!mill_host(lua)->edit)
        luaL_error(lua, "this edit is over");
    return self;
}

static gsize
edit_get_length(lua_State *lua, const EditHandle *self)
{
    MillDocument *document = mill_host(lua)->document;
    gsize length;

    if (self->source)
        return g_bytes_get_size(mill_document_get_source(document));
    mill_document_get_text(document, &length);
    return length;
}

/* Arguments 2 and 3 as a span that comes after all that was edited before. */
static MillSpan
edit_check_span(lua_State *lua, const EditHandle *self)
{
    MillScript *host = mill_host(lua);
    lua_Integer first = luaL_checkinteger(lua, 2);
    lua_Integer last = luaL_checkinteger(lua, 3);
    lua_Integer length = (lua_Integer) edit_get_length(lua, self);
    MillSpan span = { (gsize) first - 1, (gsize) last };

    if (!self->source)
        span = mill_check_span(lua, 2, host->document);
    else if (first < 1 || last < first - 1 || last > length)
        luaL_error(lua, "%I to %I is no span of the source, which has the bytes 1 to %I",
                   (LUAI_UACINT) first, (LUAI_UACINT) last, (LUAI_UACINT) length);
    if (span.start < host->edited_to)
        luaL_error(lua, "an edit goes forward: %I comes before %I, where the last change ended",
                   (LUAI_UACINT) first, (LUAI_UACINT) host->edited_to + 1);
    host->edited_to = span.end;
    return span;
}

static const char *
edit_check_text(lua_State *lua, int index, gsize *length)
{
    const char *text = luaL_checklstring(lua, index, length);

    if (!mill_is_valid_utf8(text, *length))
        luaL_argerror(lua, index, "not valid UTF-8");
    mill_budget_charge(lua, *length + EDIT_PIECE_BYTES);
    return text;
}

/* edit:drop(s, e)
 * Removes the bytes s to e.
 *
 *     doc:edit(function(edit) edit:drop(1, 3) end)
 */
static int
edit_drop(lua_State *lua)
{
    MillSpan span = edit_check_span(lua, edit_check(lua));

    mill_budget_charge(lua, EDIT_PIECE_BYTES);
    mill_edit_drop(mill_host(lua)->edit, span);
    return 0;
}

/* edit:replace(s, e, text)
 * Puts `text` in place of the bytes s to e; its origin is theirs.
 *
 *     doc:edit(function(edit) edit:replace(s, e, "[name]") end)
 */
static int
edit_replace(lua_State *lua)
{
    EditHandle *self = edit_check(lua);
    gsize length;
    const char *text = edit_check_text(lua, 4, &length);
    MillSpan span = edit_check_span(lua, self);

    mill_edit_replace(mill_host(lua)->edit, span, text, (gssize) length);
    return 0;
}

/* edit:insert(at, text)
 * Puts `text` before the byte `at`; one more than the length of the text is its end.
 *
 *     doc:edit(function(edit) edit:insert(1, "# ") end)
 */
static int
edit_insert(lua_State *lua)
{
    EditHandle *self = edit_check(lua);
    gsize length;
    const char *text = edit_check_text(lua, 3, &length);

    luaL_checkinteger(lua, 2);
    lua_settop(lua, 2);
    lua_pushinteger(lua, lua_tointeger(lua, 2) - 1);
    mill_edit_insert(mill_host(lua)->edit, edit_check_span(lua, self).start, text, (gssize) length);
    return 0;
}

/* edit:forget()
 * What this edit takes away is secret: it is not kept for reports that show what was removed.
 *
 *     doc:edit(function(edit)
 *         edit:forget()
 *         edit:replace(1, 4, "****")
 *     end)
 */
static int
edit_forget(lua_State *lua)
{
    edit_check(lua);
    mill_edit_forget(mill_host(lua)->edit);
    return 0;
}

/* Whatever way the function given to doc:edit() ended, nothing stays open. */
static int
edit_close(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    EditHandle *self = mill_check_handle(lua, 1, MILL_HANDLE_EDIT);

    if (self->handle.generation == host->generation)
        g_clear_pointer(&host->edit, mill_edit_free);
    self->handle.generation = 0;
    return 0;
}

/* Applies the open edit; returns whether it changed anything. */
static gboolean
edit_apply(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    gboolean changes = !mill_edit_is_empty(host->edit);
    GError *error = NULL;

    if (!mill_edit_apply(host->edit, &error)) {
        lua_pushstring(lua, error->message);
        g_error_free(error);
        luaL_error(lua, "%s", lua_tostring(lua, -1));
    }
    if (changes)
        host->revision++;
    return changes;
}

static int
edit_run(lua_State *lua, gboolean source)
{
    MillDocument *document = mill_check_changeable(lua, 1);
    MillScript *host = mill_host(lua);
    EditHandle *self;

    luaL_checktype(lua, 2, LUA_TFUNCTION);
    lua_settop(lua, 2);
    if (host->edit)
        return luaL_error(lua, "an edit is open already: finish it before the next");
    self = mill_push_handle(lua, MILL_HANDLE_EDIT, sizeof(EditHandle), 0);
    self->source = source;
    lua_toclose(lua, 3);
    host->edit = source ? mill_edit_new_from_source(document) : mill_edit_new(document);
    host->edited_to = 0;
    lua_pushvalue(lua, 2);
    lua_pushvalue(lua, 3);
    lua_call(lua, 1, 0);
    lua_pushboolean(lua, edit_apply(lua));
    lua_closeslot(lua, 3);
    return 1;
}

/* doc:edit(function(edit) … end) → changed
 * Changes the text. The function names what to drop, replace and insert, going forward; positions
 * are those of the text before the edit. What is not named is kept. Annotations move with their
 * characters, and every character keeps its origin. If the function raises an error, the text stays
 * as it was.
 *
 *     doc:edit(function(edit)
 *         for s, e in doc:each("advert") do edit:drop(s, e) end
 *     end)
 */
static int
edit_edit(lua_State *lua)
{
    return edit_run(lua, FALSE);
}

/* doc:edit_source(function(edit) … end) → changed
 * For readers: makes the text from the source bytes in the same way. What is kept must be UTF-8.
 *
 *     doc:edit_source(function(edit) edit:drop(1, 128) end)
 */
static int
edit_edit_source(lua_State *lua)
{
    mill_check_changeable(lua, 1);
    if (mill_host(lua)->type.role != MILL_ROLE_READER)
        return luaL_error(lua, "only a reader makes text of the source bytes (role = \"reader\")");
    return edit_run(lua, TRUE);
}

void
mill_add_edit_methods(lua_State *lua)
{
    static const luaL_Reg document_methods[] = {
        { "edit", edit_edit },
        { "edit_source", edit_edit_source },
        { NULL, NULL },
    };
    static const luaL_Reg methods[] = {
        { "drop", edit_drop },
        { "replace", edit_replace },
        { "insert", edit_insert },
        { "forget", edit_forget },
        { NULL, NULL },
    };
    static const luaL_Reg metamethods[] = {
        { "__close", edit_close },
        { NULL, NULL },
    };

    luaL_setfuncs(lua, document_methods, 0);
    luaL_newlib(lua, methods);
    mill_define_handle(lua, MILL_HANDLE_EDIT, metamethods, NULL);
}

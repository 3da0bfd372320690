/* bind-diagnostic.c - what a document has been told about itself, and how that is reworded. */
#include "script/handle.h"

static void
diagnostic_push(lua_State *lua, const MillDiagnostic *diagnostic)
{
    lua_createtable(lua, 0, 6);
    lua_pushstring(lua, mill_severity_name(diagnostic->severity));
    lua_setfield(lua, -2, "severity");
    lua_pushstring(lua, diagnostic->code);
    lua_setfield(lua, -2, "code");
    lua_pushstring(lua, diagnostic->message);
    lua_setfield(lua, -2, "message");
    lua_pushstring(lua, diagnostic->step);
    lua_setfield(lua, -2, "step");
    if (!diagnostic->has_span)
        return;
    lua_pushinteger(lua, (lua_Integer) diagnostic->span.start + 1);
    lua_setfield(lua, -2, "s");
    lua_pushinteger(lua, (lua_Integer) diagnostic->span.end);
    lua_setfield(lua, -2, "e");
}

/* doc:diagnostics() → list of { severity, code, message, step, s, e }
 * What this and earlier steps have said about the document, in that order; `s` and `e` only where
 * it is about a place.
 *
 *     for _, diagnostic in ipairs(doc:diagnostics()) do print(diagnostic.code) end
 */
static int
diagnostic_list(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);
    gsize n = mill_document_get_n_diagnostics(document);

    lua_createtable(lua, (int) MIN(n, 1024), 0);
    for (gsize i = 0; i < n; i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        diagnostic_push(lua, &diagnostic);
        lua_rawseti(lua, -2, (lua_Integer) i + 1);
    }
    return 1;
}

/* doc:reword(index, message)
 * Puts another message in place of the one that doc:diagnostics() lists at that index, for a script
 * that takes what must not be told out of all that a document says.
 *
 *     for i, diagnostic in ipairs(doc:diagnostics()) do
 *         doc:reword(i, (diagnostic.message:gsub("secret", "***")))
 *     end
 */
static int
diagnostic_reword(lua_State *lua)
{
    MillDocument *document = mill_check_changeable(lua, 1);
    lua_Integer index = luaL_checkinteger(lua, 2);
    gsize length;
    const char *message = luaL_checklstring(lua, 3, &length);
    gsize n = mill_document_get_n_diagnostics(document);

    if (index < 1 || (lua_Unsigned) index > n)
        return luaL_error(lua, "there is no diagnostic %I: the document has %I",
                          (LUAI_UACINT) index, (LUAI_UACINT) n);
    mill_budget_charge(lua, length);
    mill_document_reword_diagnostic(document, (gsize) index - 1, message);
    return 0;
}

void
mill_add_diagnostic_methods(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "diagnostics", diagnostic_list },
        { "reword", diagnostic_reword },
        { NULL, NULL },
    };

    luaL_setfuncs(lua, methods, 0);
}

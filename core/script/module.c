/* module.c - the module `mill` and the types that scripts meet. */
#include "script/handle.h"

void
mill_open_module(lua_State *lua)
{
    mill_open_document(lua);
    mill_open_meta(lua);
    mill_open_context(lua);
    lua_newtable(lua);
    /* mill.version → string
     * The version of textmill. */
    lua_pushstring(lua, mill_version());
    lua_setfield(lua, -2, "version");
    mill_open_add(lua);
    mill_open_dict(lua);
    mill_open_json(lua);
    mill_open_regex(lua);
    mill_open_number(lua);
    mill_open_words(lua);
    mill_open_escape(lua);
    lua_getfield(lua, -1, "json");
    mill_sandbox_freeze(lua);
    lua_setfield(lua, -2, "json");
    mill_sandbox_freeze(lua);
    mill_require_provide(lua, "mill");
}

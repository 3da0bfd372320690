/* script.c - loading a script and giving it up again. */
#include "script/script.h"

#include <lauxlib.h>

struct MillScript {
    MillStepType type; /* first: mill_context_get_type() leads back to the script */
    char *path;
    char *name;
    lua_State *lua;
};

MillScript *
mill_script_load(const char *path, GError **error)
{
    g_return_val_if_fail(path, NULL);

    g_autoptr(MillScript) self = g_new0(MillScript, 1);

    self->path = g_strdup(path);
    self->lua = luaL_newstate();
    if (luaL_loadfilex(self->lua, path, "t") != LUA_OK) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_SCRIPT, "%s", lua_tostring(self->lua, -1));
        return NULL;
    }
    self->name = g_path_get_basename(path);
    self->type = (MillStepType) MILL_STEP_TYPE(.name = self->name, .role = MILL_ROLE_STAGE);
    return g_steal_pointer(&self);
}

const MillStepType *
mill_script_get_type(const MillScript *script)
{
    g_return_val_if_fail(script, NULL);
    return &script->type;
}

void
mill_script_free(MillScript *script)
{
    if (!script)
        return;
    if (script->lua)
        lua_close(script->lua);
    g_free(script->name);
    g_free(script->path);
    g_free(script);
}

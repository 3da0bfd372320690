/* require.c - modules of scripts: Lua files in the script's own folder or the installed one.
 *
 * `require "lib.units"` is lib/units.lua. A module runs in the sandbox of the script, once, while
 * the script is loaded; later no file is read any more.
 */
#include "script/host.h"

#include "plugin/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE_MAX_BYTES (1 << 20)

static const char require_loaded_key;  /* registry: module name → what it returned */
static const char require_running_key; /* the value of a module that is being loaded */

/* Letters, digits, '_' and '-', in parts joined by dots. */
static gboolean
require_is_name(const char *name)
{
    gboolean part = FALSE;

    for (; *name; name++) {
        if (g_ascii_isalnum(*name) || *name == '_' || *name == '-')
            part = TRUE;
        else if (*name == '.' && part)
            part = FALSE;
        else
            return FALSE;
    }
    return part;
}

/* The real path of the module in @folder, or NULL if it is not there or a link leads out.
 * (transfer full, malloc) */
static char *
require_find_in(const char *folder, const char *relative)
{
    g_autofree char *path = g_build_filename(folder, relative, NULL);
    char *real_folder = realpath(folder, NULL);
    char *real = realpath(path, NULL);
    gsize length = real_folder ? strlen(real_folder) : 0;

    if (real && !g_file_test(real, G_FILE_TEST_IS_REGULAR)) /* a pipe would be waited for */
        g_clear_pointer(&real, free);
    if (!real || !real_folder || strncmp(real, real_folder, length) != 0 || real[length] != '/')
        g_clear_pointer(&real, free);
    free(real_folder);
    return real;
}

/* Pushes the path of the module @name, or raises that there is none. */
static void
require_push_path(lua_State *lua, const char *name)
{
    const char *folders[] = { mill_host(lua)->folder, mill_paths_get_scripts() };
    char *relative = g_strconcat(name, ".lua", NULL);
    char *path = NULL;

    for (char *c = relative; *c && c < relative + strlen(name); c++) {
        if (*c == '.')
            *c = '/';
    }
    for (gsize i = 0; i < G_N_ELEMENTS(folders) && !path; i++)
        path = require_find_in(folders[i], relative);
    lua_pushstring(lua, path ? path : relative);
    free(path);
    g_free(relative);
    if (!path)
        luaL_error(lua, "module '%s' not found: no %s in %s or %s", name, lua_tostring(lua, -1),
                   folders[0], folders[1]);
}

/* Pushes the text of the file, or an error message and returns FALSE. */
static gboolean
require_push_file(lua_State *lua, const char *path)
{
    GError *error = NULL;
    char *text = NULL;
    gsize length = 0;
    gboolean good = g_file_get_contents(path, &text, &length, &error);

    if (!good) {
        lua_pushstring(lua, error->message);
        g_error_free(error);
    } else if (length > REQUIRE_MAX_BYTES) {
        lua_pushfstring(lua, "%s: larger than a script may be (%d bytes)", path, REQUIRE_MAX_BYTES);
        good = FALSE;
    } else {
        lua_pushlstring(lua, text, length);
    }
    g_free(text);
    return good;
}

const char *
mill_push_source_file(lua_State *lua, const char *path, gsize *length)
{
    const char *text;

    g_ptr_array_add(mill_host(lua)->files, g_strdup(path));
    if (!require_push_file(lua, path))
        lua_error(lua);
    text = lua_tolstring(lua, -1, length);
    if (*length < 3 || memcmp(text, "\xef\xbb\xbf", 3) != 0)
        return text;
    lua_pushlstring(lua, text + 3, *length - 3);
    lua_replace(lua, -2);
    return lua_tolstring(lua, -1, length);
}

void
mill_load_source(lua_State *lua, const char *name)
{
    gsize length;
    const char *text = lua_tolstring(lua, -1, &length);

    if (length > 0 && *text == LUA_SIGNATURE[0])
        luaL_error(lua, "%s: compiled Lua is not accepted, only its source", name);
    mill_words_prepare(lua, text, length);
    lua_pushfstring(lua, "@%s", name);
    if (luaL_loadbufferx(lua, text, length, lua_tostring(lua, -1), "t") != LUA_OK)
        lua_error(lua);
    mill_sandbox_push(lua);
    lua_setupvalue(lua, -2, 1); /* _ENV */
    lua_replace(lua, -3);
    lua_pop(lua, 1);
}

void
mill_load_chunk(lua_State *lua, const char *path, const char *name)
{
    gsize length;

    mill_push_source_file(lua, path, &length);
    mill_load_source(lua, name);
}

/* The name of the module for messages: as it would be written from the script's folder. */
static void
require_push_chunk_name(lua_State *lua, const char *name)
{
    luaL_gsub(lua, name, ".", "/");
    lua_pushliteral(lua, ".lua");
    lua_concat(lua, 2);
}

static int
require_require(lua_State *lua)
{
    const char *name = luaL_checkstring(lua, 1);

    lua_settop(lua, 1);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &require_loaded_key);
    if (lua_getfield(lua, 2, name) == LUA_TLIGHTUSERDATA &&
        lua_touserdata(lua, -1) == (void *) &require_running_key)
        return luaL_error(lua, "module '%s' requires itself, perhaps through another", name);
    if (!lua_isnil(lua, -1))
        return 1;
    if (!require_is_name(name))
        return luaL_error(lua,
                          "'%s' is no module name: use letters, digits, '_' and '-', and dots "
                          "for folders",
                          name);
    if (!mill_host(lua)->loading)
        return luaL_error(lua,
                          "require '%s' at the top of the script: no file is read while documents "
                          "are processed",
                          name);
    lua_pushlightuserdata(lua, (void *) &require_running_key);
    lua_setfield(lua, 2, name);
    require_push_path(lua, name);
    require_push_chunk_name(lua, name);
    mill_load_chunk(lua, lua_tostring(lua, -2), lua_tostring(lua, -1));
    lua_pushvalue(lua, 1);
    lua_call(lua, 1, 1);
    if (lua_isnil(lua, -1)) {
        lua_pushboolean(lua, TRUE);
        lua_replace(lua, -2);
    }
    lua_pushvalue(lua, -1);
    lua_setfield(lua, 2, name);
    return 1;
}

void
mill_require_provide(lua_State *lua, const char *name)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &require_loaded_key);
    lua_pushvalue(lua, -2);
    lua_setfield(lua, -2, name);
    lua_pop(lua, 1);
}

void
mill_open_require(lua_State *lua)
{
    lua_newtable(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &require_loaded_key);
    lua_pushcfunction(lua, require_require);
    lua_setfield(lua, -2, "require");
}

/* script.c - loading a script and giving it up again. */
#include "script/regex.h"
#include "script/template-compile.h"
#include "script/template.h"
#include "script/words.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static void
script_clear_list(gpointer list)
{
    g_free(list); /* the strings are in the chunk */
}

static MillScript *
script_new(const char *path)
{
    MillScript *self = g_new0(MillScript, 1);
    char *real = realpath(path, NULL);

    self->path = g_strdup(path);
    self->file = g_path_get_basename(path);
    self->folder = g_path_get_dirname(real ? real : path);
    self->files = g_ptr_array_new_with_free_func(g_free);
    self->strings = g_string_chunk_new(512);
    self->options = g_array_new(TRUE, TRUE, sizeof(MillOption));
    self->lists = g_ptr_array_new_with_free_func(script_clear_list);
    self->layers = g_array_new(FALSE, TRUE, sizeof(MillLayerState));
    self->problems = g_string_new(NULL);
    self->scratch = g_string_new(NULL);
    self->generation = 1;
    free(real);
    mill_budget_init(&self->budget);
    return self;
}

/* Runs protected and within the budget, like everything that a script makes happen. */
static int
script_run_file(lua_State *lua)
{
    MillScript *self = lua_touserdata(lua, 1);

    mill_sandbox_open(lua);
    if (self->places) {
        mill_template_load(lua);
    } else {
        mill_load_chunk(lua, self->path, self->file);
        lua_call(lua, 0, 1);
    }
    mill_declare(lua, lua_gettop(lua));
    return 0;
}

/* Messages begin with the script's name in its folder; here the reader has the path. */
static void
script_prefix_path(MillScript *self, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(self->path);

    if (error && *error && g_str_has_prefix((*error)->message, self->file) &&
        !g_str_equal(folder, "."))
        g_prefix_error(error, "%s/", g_str_equal(folder, "/") ? "" : folder);
}

MillScript *
mill_script_load(const char *path, GError **error)
{
    return mill_script_load_within(path, MILL_SCRIPT_TIME_MS, MILL_SCRIPT_MEMORY, error);
}

/* Loads the file of @made, which is taken. */
static MillScript *
script_load(MillScript *made, guint time_ms, gsize memory, GError **error)
{
    g_autoptr(MillScript) self = made;
    const char *path = self->path;
    gboolean good;

    if (access(path, R_OK) != 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", path, g_strerror(errno));
        return NULL;
    }
    self->budget.time_ms = time_ms;
    self->budget.memory = memory;
    self->lua = lua_newstate(mill_budget_allocate, &self->budget);
    if (!self->lua) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_MEMORY, "%s: no memory for Lua", path);
        return NULL;
    }
    *(MillScript **) lua_getextraspace(self->lua) = self;
    self->loading = TRUE;
    good = mill_host_call(self, script_run_file, self, error);
    self->loading = FALSE;
    if (!good) {
        script_prefix_path(self, error);
        return NULL;
    }
    lua_gc(self->lua, LUA_GCCOLLECT);
    self->heap_floor = self->budget.used;
    mill_step_describe(self);
    return g_steal_pointer(&self);
}

MillScript *
mill_script_load_within(const char *path, guint time_ms, gsize memory, GError **error)
{
    g_return_val_if_fail(path, NULL);
    return script_load(script_new(path), time_ms, memory, error);
}

MillScript *
mill_script_load_template(const char *path, GError **error)
{
    g_return_val_if_fail(path, NULL);

    MillScript *self = script_new(path);

    self->places = g_array_new(FALSE, FALSE, sizeof(MillTemplatePlace));
    return script_load(self, MILL_SCRIPT_TIME_MS, MILL_SCRIPT_MEMORY, error);
}

const MillStepType *
mill_script_get_type(const MillScript *script)
{
    g_return_val_if_fail(script, NULL);
    return &script->type;
}

const GPtrArray *
mill_script_get_files(const MillScript *script)
{
    g_return_val_if_fail(script, NULL);
    return script->files;
}

void
mill_script_free(MillScript *script)
{
    if (!script)
        return;
    if (script->lua)
        lua_close(script->lua);
    mill_regex_context_free(script->regex);
    mill_words_free(script->words);
    mill_budget_clear(&script->budget);
    g_array_free(script->layers, TRUE);
    g_clear_pointer(&script->places, g_array_unref);
    g_array_free(script->options, TRUE);
    g_ptr_array_free(script->lists, TRUE);
    g_ptr_array_free(script->files, TRUE);
    g_string_chunk_free(script->strings);
    g_string_free(script->problems, TRUE);
    g_string_free(script->scratch, TRUE);
    g_free(script->failure);
    g_free(script->folder);
    g_free(script->file);
    g_free(script->path);
    g_free(script);
}

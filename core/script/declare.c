/* declare.c - the table that a script returns, checked and turned into a step type.
 *
 * All mistakes are collected, one line each, and raised together.
 */
#include "script/declare.h"

#include <string.h>

static const char *const declare_keys[] = { "accumulate", "combine", "encode",  "file",
                                            "finish",     "lines",   "name",    "options",
                                            "process",    "reads",   "role",    "start",
                                            "summary",    "tests",   "version", "writes",
                                            NULL };

/* The functions that make a role: what each is called with, and whether it must be there. */
typedef struct {
    const char *name;
    MillRole role;
    gboolean needed;
    const char *example;
} DeclareFunction;

static const DeclareFunction declare_functions[] = {
    { "process", MILL_ROLE_STAGE, TRUE, "process = function(doc, ctx) ... end" },
    { "encode", MILL_ROLE_WRITER, TRUE, "encode = function(doc, ctx) return doc:text() end" },
    { "start", MILL_ROLE_CORPUS, FALSE, NULL },
    { "accumulate", MILL_ROLE_CORPUS, TRUE, "accumulate = function(state, doc, ctx) ... end" },
    { "combine", MILL_ROLE_CORPUS, FALSE, NULL },
    { "finish", MILL_ROLE_CORPUS, TRUE,
      "finish = function(state, ctx) return mill.json.encode(state) end" },
};

void
mill_declare_problem(lua_State *lua, const char *hint, const char *format, ...)
{
    MillScript *self = mill_host(lua);
    va_list arguments;

    if (self->problems->len > 0)
        g_string_append_c(self->problems, '\n');
    g_string_append_printf(self->problems, "%s: ", self->path);
    va_start(arguments, format);
    g_string_append_vprintf(self->problems, format, arguments);
    va_end(arguments);
    if (hint)
        g_string_append_printf(self->problems, " (%s)", hint);
}

void
mill_declare_check_keys(lua_State *lua, int index, const char *const *known, const char *what)
{
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) != LUA_TSTRING) {
            if (lua_type(lua, -1) != LUA_TNUMBER || lua_tonumber(lua, -1) != 1)
                mill_declare_problem(lua, NULL, "%s has an item without a name", what);
        } else if (!g_strv_contains(known, lua_tostring(lua, -1))) {
            mill_declare_unknown(lua, lua_tostring(lua, -1), known, "key", what);
        }
    }
}

void
mill_declare_unknown(lua_State *lua, const char *word, const char *const *known, const char *kind,
                     const char *what)
{
    const char *meant = mill_suggest(word, known);
    char *hint = meant ? g_strdup_printf("did you mean '%s'?", meant) : NULL;
    char *all = g_strjoinv(", ", (char **) known);

    if (!hint)
        hint = g_strdup_printf("known are: %s", all);
    mill_declare_problem(lua, hint, "%s has the unknown %s '%s'", what, kind, word);
    g_free(all);
    g_free(hint);
}

int
mill_declare_get(lua_State *lua, int index, const char *key)
{
    lua_pushstring(lua, key);
    return lua_rawget(lua, index);
}

const char *
mill_declare_keep(lua_State *lua, int index)
{
    return g_string_chunk_insert(mill_host(lua)->strings, lua_tostring(lua, index));
}

/* The string field @key of the table at @index, or NULL. */
static const char *
declare_string(lua_State *lua, int index, const char *key)
{
    const char *text = NULL;
    int type = mill_declare_get(lua, index, key);

    if (type == LUA_TSTRING)
        text = mill_declare_keep(lua, -1);
    else if (type != LUA_TNIL)
        mill_declare_problem(lua, NULL, "'%s' must be a string, not a %s", key,
                             luaL_typename(lua, -1));
    lua_pop(lua, 1);
    return text;
}

const char *const *
mill_declare_list(lua_State *lua, int index, const char *what)
{
    MillScript *self = mill_host(lua);
    gboolean single = lua_type(lua, index) == LUA_TSTRING;
    gsize n = single ? 1 : lua_istable(lua, index) ? lua_rawlen(lua, index) : 0;
    const char **list;

    if (n == 0) {
        mill_declare_problem(lua, NULL, "%s must be a list of strings", what);
        return NULL;
    }
    list = g_new0(const char *, n + 1);
    g_ptr_array_add(self->lists, list);
    if (single)
        list[0] = mill_declare_keep(lua, index);
    for (gsize i = 0; i < n && !single; i++) {
        if (lua_rawgeti(lua, index, (lua_Integer) i + 1) == LUA_TSTRING)
            list[i] = mill_declare_keep(lua, -1);
        else
            mill_declare_problem(lua, NULL, "%s must be a list of strings", what);
        lua_pop(lua, 1);
        if (!list[i])
            return NULL;
    }
    return list;
}

static const char *const *
declare_layers(lua_State *lua, int index, const char *key)
{
    const char *const *layers = NULL;
    g_autofree char *what = g_strdup_printf("'%s'", key);

    if (mill_declare_get(lua, index, key) != LUA_TNIL)
        layers = mill_declare_list(lua, lua_gettop(lua), what);
    lua_pop(lua, 1);
    return layers;
}

/* Lower-case words joined by '-', as `use:` names steps. */
static gboolean
declare_is_name(const char *name)
{
    if (!g_ascii_islower(*name))
        return FALSE;
    for (; *name; name++) {
        if (!g_ascii_islower(*name) && !g_ascii_isdigit(*name) && *name != '-')
            return FALSE;
    }
    return TRUE;
}

/* The name of a script that gives none: its file's. */
static const char *
declare_default_name(MillScript *self)
{
    g_autofree char *name = g_ascii_strdown(self->file, -1);

    if (g_str_has_suffix(name, ".lua"))
        name[strlen(name) - 4] = '\0';
    else if (self->places && strrchr(name, '.') > name)
        *strrchr(name, '.') = '\0';
    g_strdelimit(name, "_ .", '-');
    return g_string_chunk_insert(self->strings, declare_is_name(name) ? name : "script");
}

static void
declare_names(lua_State *lua, int index)
{
    MillScript *self = mill_host(lua);
    const char *name = declare_string(lua, index, "name");

    if (name && !declare_is_name(name))
        mill_declare_problem(lua, NULL,
                             "'%s' cannot name a step: use lower-case words joined by '-'", name);
    self->type.name = name ? name : declare_default_name(self);
    self->type.summary = declare_string(lua, index, "summary");
    self->type.version = declare_string(lua, index, "version");
    self->type.file = declare_string(lua, index, "file");
    if (!self->type.summary)
        self->type.summary = "";
}

/* Keeps the function @key where mill_host_push_callback() finds it. */
static gboolean
declare_callback(lua_State *lua, int index, const char *key)
{
    int type = mill_declare_get(lua, index, key);

    if (type == LUA_TFUNCTION) {
        lua_setfield(lua, LUA_REGISTRYINDEX, key);
        return TRUE;
    }
    if (type != LUA_TNIL)
        mill_declare_problem(lua, NULL, "'%s' must be a function, not a %s", key,
                             luaL_typename(lua, -1));
    lua_pop(lua, 1);
    return FALSE;
}

/* A corpus step's result, unless it says more: NAME.txt. */
static void
declare_default_file(MillScript *self)
{
    char *file = g_strconcat(self->type.name, ".txt", NULL);

    self->type.file = g_string_chunk_insert(self->strings, file);
    g_free(file);
}

/* The role that the script names, or 0. */
static MillRole
declare_named_role(lua_State *lua, int index)
{
    static const char *const roles[] = { "reader", "stage", "writer", "corpus", NULL };
    static const MillRole values[] = { MILL_ROLE_READER, MILL_ROLE_STAGE, MILL_ROLE_WRITER,
                                       MILL_ROLE_CORPUS };
    const char *role = declare_string(lua, index, "role");

    if (!role)
        return 0;
    for (guint i = 0; roles[i]; i++) {
        if (g_str_equal(role, roles[i]))
            return values[i];
    }
    mill_declare_unknown(lua, role, roles, "role", "the script");
    return 0;
}

/* Whether a script of @role has @function: readers have those of stages. */
static gboolean
declare_role_has(MillRole role, const DeclareFunction *function)
{
    return function->role == (role == MILL_ROLE_READER ? MILL_ROLE_STAGE : role);
}

/* The role that the functions mean: the last of those that are there, or a stage. */
static MillRole
declare_guess_role(const gboolean *there)
{
    MillRole role = MILL_ROLE_STAGE;

    for (guint i = 0; i < G_N_ELEMENTS(declare_functions); i++) {
        if (there[i])
            role = declare_functions[i].role;
    }
    return role;
}

/* The functions that there are must be those of @role. */
static void
declare_check_functions(lua_State *lua, MillRole role, const gboolean *there)
{
    static const char *const names[] = { NULL, "reader", "stage", "writer", "sink", "corpus step" };

    for (guint i = 0; i < G_N_ELEMENTS(declare_functions); i++) {
        const DeclareFunction *function = &declare_functions[i];
        gboolean has = declare_role_has(role, function);

        if (has && function->needed && !there[i])
            mill_declare_problem(lua, function->example, "a %s needs the function '%s'",
                                 names[role], function->name);
        else if (!has && there[i])
            mill_declare_problem(lua, "make two scripts", "a %s has no function '%s'", names[role],
                                 function->name);
    }
}

static void
declare_role(lua_State *lua, int index)
{
    MillScript *self = mill_host(lua);
    gboolean there[G_N_ELEMENTS(declare_functions)];
    MillRole role;

    for (guint i = 0; i < G_N_ELEMENTS(declare_functions); i++)
        there[i] = declare_callback(lua, index, declare_functions[i].name);
    role = declare_named_role(lua, index);
    if (role == 0)
        role = declare_guess_role(there);
    declare_check_functions(lua, role, there);
    self->type.role = role;
    if (mill_declare_get(lua, index, "lines") == LUA_TBOOLEAN && lua_toboolean(lua, -1))
        self->type.flags |= MILL_STEP_LINES;
    lua_pop(lua, 1);
    if (role == MILL_ROLE_WRITER && !self->type.file)
        self->type.file = "{stem}.txt";
    else if (role == MILL_ROLE_CORPUS && !self->type.file)
        declare_default_file(self);
}

static int
declare_compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Option names, sorted, so that help and messages do not change from run to run. */
static void
declare_options(lua_State *lua, int index)
{
    MillScript *self = mill_host(lua);
    GPtrArray *names;

    if (mill_declare_get(lua, index, "options") == LUA_TNIL) {
        lua_pop(lua, 1);
        return;
    }
    if (!lua_istable(lua, -1)) {
        mill_declare_problem(lua, NULL, "'options' must be a table, not a %s",
                             luaL_typename(lua, -1));
        lua_pop(lua, 1);
        return;
    }
    names = g_ptr_array_new();
    lua_pushnil(lua);
    while (lua_next(lua, -2)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) == LUA_TSTRING)
            g_ptr_array_add(names, (gpointer) mill_declare_keep(lua, -1));
        else
            mill_declare_problem(lua, "options = { limit = 10 }", "an option has no name");
    }
    g_ptr_array_sort(names, declare_compare_names);
    for (guint i = 0; i < names->len; i++) {
        mill_declare_get(lua, lua_gettop(lua), g_ptr_array_index(names, i));
        mill_declare_option(lua, g_ptr_array_index(names, i));
        lua_pop(lua, 1);
    }
    g_ptr_array_free(names, TRUE);
    lua_pop(lua, 1);
    self->type.options = (const MillOption *) (gpointer) self->options->data;
}

void
mill_declare(lua_State *lua, int index)
{
    MillScript *self = mill_host(lua);

    if (!lua_istable(lua, index))
        luaL_error(lua, "%s: a script must end with 'return { process = … }'; this one returns %s",
                   self->path, lua_isnil(lua, index) ? "nothing" : luaL_typename(lua, index));
    lua_newtable(lua);
    lua_setfield(lua, LUA_REGISTRYINDEX, MILL_OPTION_DEFAULTS);
    lua_pushvalue(lua, index);
    lua_setfield(lua, LUA_REGISTRYINDEX, MILL_DECLARATION);
    mill_declare_check_keys(lua, index, declare_keys, "the script's table");
    declare_names(lua, index);
    declare_role(lua, index);
    self->type.reads = declare_layers(lua, index, "reads");
    self->type.writes = declare_layers(lua, index, "writes");
    declare_options(lua, index);
    if (self->problems->len == 0)
        return;
    lua_pushlstring(lua, self->problems->str, self->problems->len);
    lua_error(lua);
}

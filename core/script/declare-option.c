/* declare-option.c - one option of a script, in any of its forms:
 *
 *     limit = 10                                   -- the default says the type
 *     limit = { "int", default = 10, min = 1, doc = "how many" }
 *     limit = { type = "int", default = 10 }
 */
#include "script/declare.h"

#include <string.h>

static const char *const option_keys[] = { "choices", "default",  "doc",  "max",
                                           "min",     "required", "type", NULL };

static const char *const option_types[] = { "bool", "choice", "double", "file",  "files",
                                            "int",  "list",   "string", "value", NULL };

static const MillOptionType option_type_values[] = {
    MILL_OPTION_TYPE_BOOL, MILL_OPTION_TYPE_CHOICE, MILL_OPTION_TYPE_DOUBLE,
    MILL_OPTION_TYPE_FILE, MILL_OPTION_TYPE_FILES,  MILL_OPTION_TYPE_INT,
    MILL_OPTION_TYPE_LIST, MILL_OPTION_TYPE_STRING, MILL_OPTION_TYPE_VALUE,
};

/* The declaration that is being read. */
typedef struct {
    lua_State *lua;
    int table; /* its index; 0 if only a default was given */
    char *what;
    MillOption *option;
} Declaration;

/* The type called @name, or END after a complaint. */
static MillOptionType
option_find_type(const Declaration *self, const char *name)
{
    for (guint i = 0; option_types[i]; i++) {
        if (g_str_equal(name, option_types[i]))
            return option_type_values[i];
    }
    mill_declare_unknown(self->lua, name, option_types, "type", self->what);
    return MILL_OPTION_TYPE_END;
}

/* The type of an option that is declared by the default on top of the stack alone. */
static MillOptionType
option_guess_type(const Declaration *self)
{
    switch (lua_type(self->lua, -1)) {
    case LUA_TBOOLEAN:
        return MILL_OPTION_TYPE_BOOL;
    case LUA_TNUMBER:
        return lua_isinteger(self->lua, -1) ? MILL_OPTION_TYPE_INT : MILL_OPTION_TYPE_DOUBLE;
    case LUA_TSTRING:
        return MILL_OPTION_TYPE_STRING;
    default:
        mill_declare_problem(self->lua, "{ type = \"int\", default = 10 }",
                             "%s must be a default value or a table that says its type",
                             self->what);
        return MILL_OPTION_TYPE_END;
    }
}

/* The type that the table names, in `type` or as its first item. */
static MillOptionType
option_read_type(const Declaration *self)
{
    MillOptionType type = MILL_OPTION_TYPE_END;

    if (mill_declare_get(self->lua, self->table, "type") == LUA_TNIL) {
        lua_pop(self->lua, 1);
        lua_rawgeti(self->lua, self->table, 1);
    }
    if (lua_type(self->lua, -1) == LUA_TSTRING)
        type = option_find_type(self, lua_tostring(self->lua, -1));
    else
        mill_declare_problem(self->lua, "{ type = \"int\", default = 10 }",
                             "%s does not say its type", self->what);
    lua_pop(self->lua, 1);
    return type;
}

static void
option_wrong_value(const Declaration *self, const char *key, const char *wanted)
{
    mill_declare_problem(self->lua, NULL, "%s: '%s' must be %s", self->what, key, wanted);
}

static void
option_read_int(const Declaration *self, const char *key, gint64 *field)
{
    int exact = FALSE;

    if (mill_declare_get(self->lua, self->table, key) == LUA_TNUMBER)
        *field = lua_tointegerx(self->lua, -1, &exact);
    if (!exact && !lua_isnil(self->lua, -1))
        option_wrong_value(self, key, "a whole number");
    lua_pop(self->lua, 1);
}

static void
option_read_double(const Declaration *self, const char *key, double *field)
{
    int type = mill_declare_get(self->lua, self->table, key);

    if (type == LUA_TNUMBER)
        *field = lua_tonumber(self->lua, -1);
    else if (type != LUA_TNIL)
        option_wrong_value(self, key, "a number");
    lua_pop(self->lua, 1);
}

static void
option_read_numbers(const Declaration *self)
{
    MillOption *option = self->option;

    if (option->type == MILL_OPTION_TYPE_INT) {
        option_read_int(self, "min", &option->int_min);
        option_read_int(self, "max", &option->int_max);
        option->int_default = CLAMP(0, option->int_min, option->int_max);
        option_read_int(self, "default", &option->int_default);
        if (option->int_default < option->int_min || option->int_default > option->int_max)
            option_wrong_value(self, "default", "between 'min' and 'max'");
    } else {
        option_read_double(self, "min", &option->double_min);
        option_read_double(self, "max", &option->double_max);
        option->double_default = CLAMP(0, option->double_min, option->double_max);
        option_read_double(self, "default", &option->double_default);
        if (!(option->double_default >= option->double_min &&
              option->double_default <= option->double_max))
            option_wrong_value(self, "default", "between 'min' and 'max'");
    }
}

static void
option_read_choices(const Declaration *self)
{
    g_autofree char *what = g_strdup_printf("%s: 'choices'", self->what);

    if (mill_declare_get(self->lua, self->table, "choices") != LUA_TNIL)
        self->option->choices = mill_declare_list(self->lua, lua_gettop(self->lua), what);
    else if (self->option->type == MILL_OPTION_TYPE_CHOICE)
        mill_declare_problem(self->lua, "choices = { \"low\", \"high\" }", "%s has no 'choices'",
                             self->what);
    lua_pop(self->lua, 1);
}

/* A default of type CHOICE is one of the choices; without one it is the first. */
static void
option_read_default_choice(const Declaration *self)
{
    const char *const *choices = self->option->choices;
    int type = mill_declare_get(self->lua, self->table, "default");
    const char *text = type == LUA_TSTRING ? lua_tostring(self->lua, -1) : NULL;
    gint64 i = 0;

    while (text && choices && choices[i] && !g_str_equal(choices[i], text))
        i++;
    if (choices && (choices[i] || !text) && (text || type == LUA_TNIL))
        self->option->int_default = i;
    else if (choices)
        option_wrong_value(self, "default", "one of its choices");
    lua_pop(self->lua, 1);
}

static void
option_read_default_bool(const Declaration *self)
{
    int type = mill_declare_get(self->lua, self->table, "default");

    if (type == LUA_TBOOLEAN)
        self->option->int_default = lua_toboolean(self->lua, -1);
    else if (type != LUA_TNIL)
        option_wrong_value(self, "default", "true or false");
    lua_pop(self->lua, 1);
}

static void
option_read_default_string(const Declaration *self)
{
    int type = mill_declare_get(self->lua, self->table, "default");

    if (type == LUA_TSTRING)
        self->option->string_default = mill_declare_keep(self->lua, -1);
    else if (type != LUA_TNIL)
        option_wrong_value(self, "default", "a string");
    lua_pop(self->lua, 1);
}

/* The option table holds default lists as comma-separated strings. */
static void
option_read_default_list(const Declaration *self)
{
    g_autofree char *what = g_strdup_printf("%s: 'default'", self->what);
    g_autofree char *joined = NULL;
    const char *const *list;

    if (mill_declare_get(self->lua, self->table, "default") == LUA_TNIL) {
        lua_pop(self->lua, 1);
        return;
    }
    if (!lua_istable(self->lua, -1) || lua_rawlen(self->lua, -1) > 0) {
        list = mill_declare_list(self->lua, lua_gettop(self->lua), what);
        for (guint i = 0; list && list[i]; i++) {
            if (strchr(list[i], ','))
                mill_declare_problem(self->lua, NULL, "%s: '%s' must not contain a comma",
                                     self->what, list[i]);
        }
        if (list) {
            joined = g_strjoinv(",", (char **) list);
            self->option->string_default =
                g_string_chunk_insert(mill_host(self->lua)->strings, joined);
        }
    }
    lua_pop(self->lua, 1);
}

static void
option_read_default_value(const Declaration *self)
{
    lua_getfield(self->lua, LUA_REGISTRYINDEX, MILL_OPTION_DEFAULTS);
    mill_declare_get(self->lua, self->table, "default");
    lua_setfield(self->lua, -2, self->option->name);
    lua_pop(self->lua, 1);
}

static void
option_read_default(const Declaration *self)
{
    switch (self->option->type) {
    case MILL_OPTION_TYPE_INT:
    case MILL_OPTION_TYPE_DOUBLE:
        option_read_numbers(self);
        break;
    case MILL_OPTION_TYPE_CHOICE:
        option_read_choices(self);
        option_read_default_choice(self);
        break;
    case MILL_OPTION_TYPE_BOOL:
        option_read_default_bool(self);
        break;
    case MILL_OPTION_TYPE_LIST:
        option_read_choices(self);
        option_read_default_list(self);
        break;
    case MILL_OPTION_TYPE_VALUE:
        option_read_default_value(self);
        break;
    case MILL_OPTION_TYPE_FILES:
        option_read_default_list(self);
        break;
    default:
        option_read_default_string(self);
    }
}

/* The declaration is a default alone: it is on top of the stack. */
static void
option_take_default(const Declaration *self)
{
    MillOption *option = self->option;

    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        option->int_default = lua_toboolean(self->lua, -1);
        break;
    case MILL_OPTION_TYPE_INT:
        option->int_default = lua_tointeger(self->lua, -1);
        break;
    case MILL_OPTION_TYPE_DOUBLE:
        option->double_default = lua_tonumber(self->lua, -1);
        break;
    case MILL_OPTION_TYPE_STRING:
        option->string_default = mill_declare_keep(self->lua, -1);
        break;
    default:
        break;
    }
}

static void
option_read_doc(const Declaration *self)
{
    int type = mill_declare_get(self->lua, self->table, "doc");

    if (type == LUA_TSTRING)
        self->option->doc = mill_declare_keep(self->lua, -1);
    else if (type != LUA_TNIL)
        option_wrong_value(self, "doc", "a string");
    lua_pop(self->lua, 1);
    if (mill_declare_get(self->lua, self->table, "required") == LUA_TBOOLEAN &&
        lua_toboolean(self->lua, -1))
        self->option->flags |= MILL_OPTION_REQUIRED;
    lua_pop(self->lua, 1);
}

/* Lower-case words joined by '_'. */
static gboolean
option_is_name(const char *name)
{
    if (!g_ascii_islower(*name))
        return FALSE;
    for (; *name; name++) {
        if (!g_ascii_islower(*name) && !g_ascii_isdigit(*name) && *name != '_')
            return FALSE;
    }
    return TRUE;
}

void
mill_declare_option(lua_State *lua, const char *name)
{
    GArray *options = mill_host(lua)->options;
    g_autofree char *what = g_strdup_printf("option '%s'", name);
    gboolean table = lua_istable(lua, -1);
    MillOption option = {
        .name = name,
        .doc = "",
        .offset = sizeof(MillScriptStep) + options->len * sizeof(gint64),
        .int_min = G_MININT64,
        .int_max = G_MAXINT64,
        .double_min = -G_MAXDOUBLE,
        .double_max = G_MAXDOUBLE,
    };
    const Declaration self = { lua, table ? lua_gettop(lua) : 0, what, &option };

    if (!option_is_name(name))
        mill_declare_problem(lua, NULL, "%s: use lower-case words joined by '_'", what);
    option.type = table ? option_read_type(&self) : option_guess_type(&self);
    if (option.type == MILL_OPTION_TYPE_END)
        return;
    if (table) {
        mill_declare_check_keys(lua, self.table, option_keys, what);
        option_read_doc(&self);
        option_read_default(&self);
    } else {
        option_take_default(&self);
    }
    g_array_append_val(options, option);
}

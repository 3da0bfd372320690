/* template.c - a template as a script that is a writer. */
#include "script/template.h"

#include "script/convert.h"
#include "script/declare.h"
#include "script/escape.h"
#include "script/template-compile.h"

#include <string.h>

/* What the name of a template may end with beyond the extension of what it makes. */
static const char *const template_suffixes[] = { ".tmpl", ".template", ".mill", NULL };

static const struct {
    const char *extension;
    MillEscape escape;
} template_kinds[] = {
    { ".html", MILL_ESCAPE_HTML },  { ".htm", MILL_ESCAPE_HTML }, { ".xml", MILL_ESCAPE_XML },
    { ".xhtml", MILL_ESCAPE_XML },  { ".svg", MILL_ESCAPE_XML },  { ".csv", MILL_ESCAPE_CSV },
    { ".tex", MILL_ESCAPE_LATEX },  { ".sh", MILL_ESCAPE_SHELL }, { ".json", MILL_ESCAPE_JSON },
    { ".jsonl", MILL_ESCAPE_JSON },
};

/* "page.html" of "page.html.tmpl". (transfer full) */
static char *
template_dup_result(const char *file)
{
    for (gsize i = 0; template_suffixes[i]; i++)
        if (g_str_has_suffix(file, template_suffixes[i]))
            return g_strndup(file, strlen(file) - strlen(template_suffixes[i]));
    return g_strdup(file);
}

static MillEscape
template_guess_escape(const char *result)
{
    for (gsize i = 0; i < G_N_ELEMENTS(template_kinds); i++)
        if (g_str_has_suffix(result, template_kinds[i].extension))
            return template_kinds[i].escape;
    return MILL_ESCAPE_NONE;
}

static GString *
template_check_output(lua_State *lua)
{
    MillScript *host = mill_host(lua);

    if (!host->output)
        luaL_error(lua, "a template writes only while a document is exported");
    return mill_output_part(host->output, NULL, NULL);
}

static int
template_write(lua_State *lua)
{
    gsize length;
    const char *text = luaL_checklstring(lua, 1, &length);
    GString *out = template_check_output(lua);

    mill_budget_charge(lua, length);
    g_string_append_len(out, text, (gssize) length);
    return 0;
}

/* The value of {{ }} as text. */
static const char *
template_check_value(lua_State *lua, gsize *length)
{
    if (lua_gettop(lua) != 1)
        luaL_error(lua, "{{ }} takes one value, not %d", lua_gettop(lua));
    switch (mill_is_null(lua, 1) ? LUA_TNIL : lua_type(lua, 1)) {
    case LUA_TSTRING:
    case LUA_TNUMBER:
    case LUA_TBOOLEAN:
        return mill_tolstring(lua, 1, length);
    case LUA_TNIL:
        luaL_error(lua, "this value is %s: write {{ value or \"\" }} where it may be missing",
                   lua_isnil(lua, 1) ? "nil" : "null");
        return NULL;
    default:
        luaL_error(lua, "a %s is no text: write its fields, or {{ mill.json.encode(value) }}",
                   luaL_typename(lua, 1));
        return NULL;
    }
}

static int
template_escape(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    gsize length = 0;
    const char *text = template_check_value(lua, &length);
    GString *out = template_check_output(lua);
    gsize start = out->len;

    mill_budget_charge(lua, length);
    if (!mill_escape_append(out, (MillEscape) host->escape, text, length))
        return luaL_error(lua, "this text has a NUL, which %s cannot hold",
                          mill_escape_names[host->escape]);
    mill_budget_charge(lua, out->len - start > length ? out->len - start - length : 0);
    return 0;
}

static int
template_raw(lua_State *lua)
{
    gsize length = 0;
    const char *text = template_check_value(lua, &length);
    GString *out = template_check_output(lua);

    mill_budget_charge(lua, length);
    g_string_append_len(out, text, (gssize) length);
    return 0;
}

/* Pushes the Lua source. What was allocated for it is freed before anything is raised. */
static void
template_push_source(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    GString *source = g_string_new(NULL);
    GError *error = NULL;
    gsize length;
    const char *text = mill_push_source_file(lua, host->path, &length);

    if (mill_template_compile(text, length, host->file, source, host->places, &error))
        lua_pushlstring(lua, source->str, source->len);
    else
        lua_pushstring(lua, error->message);
    g_string_free(source, TRUE);
    if (error) {
        g_error_free(error);
        lua_error(lua);
    }
    lua_replace(lua, -2);
}

/* `escape` of the table on top, which is no field of a script. */
static void
template_take_escape(lua_State *lua, int index, const char *result)
{
    MillScript *host = mill_host(lua);
    int type = mill_declare_get(lua, index, "escape");

    host->escape = template_guess_escape(result);
    if (type == LUA_TSTRING) {
        const char *name = lua_tostring(lua, -1);
        guint i = 0;

        while (mill_escape_names[i] && !g_str_equal(mill_escape_names[i], name))
            i++;
        if (mill_escape_names[i])
            host->escape = i;
        else
            mill_declare_unknown(lua, name, mill_escape_names, "way to escape", "the template");
    } else if (type != LUA_TNIL) {
        mill_declare_problem(lua, "escape = \"html\"", "'escape' must be a string");
    }
    lua_pop(lua, 1);
    lua_pushnil(lua);
    lua_setfield(lua, index, "escape");
}

/* `file` where the template does not say it: the extension of what it makes. */
static void
template_fill_file(lua_State *lua, int index, const char *result)
{
    const char *dot = strrchr(result, '.');

    if (mill_declare_get(lua, index, "file") == LUA_TNIL) {
        lua_pushfstring(lua, "{stem}%s", dot && dot > result ? dot : ".txt");
        lua_setfield(lua, index, "file");
    }
    lua_pop(lua, 1);
}

void
mill_template_load(lua_State *lua)
{
    static const lua_CFunction functions[] = { template_write, template_escape, template_raw };
    MillScript *host = mill_host(lua);
    char *result = template_dup_result(host->file);

    lua_pushstring(lua, result);
    g_free(result);
    template_push_source(lua);
    mill_load_source(lua, host->file);
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
        lua_pushcfunction(lua, functions[i]);
    lua_call(lua, G_N_ELEMENTS(functions), 1);
    template_take_escape(lua, lua_gettop(lua), lua_tostring(lua, -2));
    template_fill_file(lua, lua_gettop(lua), lua_tostring(lua, -2));
    lua_replace(lua, -2);
}

/* Names of our own in a message of Lua's compiler, as what they stand for. */
static void
template_name_tokens(GString *message)
{
    static const struct {
        const char *token, *name;
    } tokens[] = { { "near '__w'", "before this text" },
                   { "near '__e'", "before this {{" },
                   { "near '__r'", "before this {{|" } };

    for (gsize i = 0; i < G_N_ELEMENTS(tokens); i++)
        g_string_replace(message, tokens[i].token, tokens[i].name, 0);
}

void
mill_template_name_places(const MillScript *self, GString *message)
{
    g_autofree char *mark = NULL;
    gsize length;

    if (!self->places)
        return;
    template_name_tokens(message);
    mark = g_strconcat(self->file, ":", NULL);
    length = strlen(mark);
    for (char *at = message->str; (at = strstr(at, mark));) {
        gsize number = (gsize) (at - message->str) + length;
        char *end;
        guint64 line = g_ascii_strtoull(message->str + number, &end, 10);
        g_autofree char *place = NULL;

        at = message->str + number;
        if (end == at || *end != ':' || line == 0 || line > self->places->len)
            continue;
        if (g_ascii_isdigit(end[1]))
            continue; /* of the compiler, which names places itself */
        MillTemplatePlace *where = &g_array_index(self->places, MillTemplatePlace, line - 1);

        place = g_strdup_printf("%u:%u", where->line, where->column);
        g_string_erase(message, (gssize) number, end - at);
        g_string_insert(message, (gssize) number, place);
        at = message->str + number;
    }
}

/* dict.c - see dict.h. */
#include "script/dict.h"

#include "script/keys.h"

#include "lexicon/entries.h"

#include <string.h>

#define DICT_COST      (200 * 1024) /* bytes that a dictionary takes with its scanners, about */
#define DICT_TERM_COST 100          /* and a term, besides its own */

/* The boolean field @name of the options at @index. */
static gboolean
dict_get_option(lua_State *lua, int index, const char *name, gboolean fallback)
{
    gboolean value = fallback;

    if (lua_istable(lua, index)) {
        if (lua_getfield(lua, index, name) != LUA_TNIL)
            value = lua_toboolean(lua, -1);
        lua_pop(lua, 1);
    }
    return value;
}

static void
dict_check_options(lua_State *lua, int index)
{
    static const char *const known[] = { "case", "words", NULL };

    if (lua_isnoneornil(lua, index))
        return;
    luaL_checktype(lua, index, LUA_TTABLE);
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) != LUA_TSTRING || !g_strv_contains(known, lua_tostring(lua, -1)))
            luaL_error(lua, "a dictionary has the options 'case' and 'words', not '%s'",
                       mill_tolstring(lua, -1, NULL));
    }
}

/* Appends the terms of the table at @source to the lists at @terms and @values: its keys with their
 * values, or its items. Everything is checked here, where raising leaves nothing behind. */
static lua_Integer
dict_take_terms(lua_State *lua, int source, int terms, int values, gboolean list)
{
    lua_Integer n = 0;
    gsize n_keys;
    const MillKey *keys = mill_keys_push(lua, source, &n_keys);

    for (gsize i = 0; i < n_keys; i++) {
        gsize length;
        const char *term;

        if (keys[i].rank == MILL_KEY_STRING)
            lua_pushlstring(lua, keys[i].text, keys[i].length);
        else
            lua_pushinteger(lua, keys[i].integer);
        if (list || keys[i].rank == MILL_KEY_NUMBER) {
            lua_rawget(lua, source);
            lua_pushboolean(lua, TRUE);
        } else {
            lua_pushvalue(lua, -1);
            lua_rawget(lua, source);
        }
        if (lua_type(lua, -2) != LUA_TSTRING)
            luaL_error(lua, "a dictionary has a %s where a term should be", luaL_typename(lua, -2));
        term = lua_tolstring(lua, -2, &length);
        if (!mill_is_valid_utf8(term, length) || memchr(term, '\0', length))
            luaL_error(lua, "a term of a dictionary is not UTF-8");
        if (length == 0 || length > LEX_TERM_MAX)
            luaL_error(lua, "a term has %I bytes: 1 to %d are possible", (LUAI_UACINT) length,
                       LEX_TERM_MAX);
        mill_budget_charge(lua, length + DICT_TERM_COST);
        lua_rawseti(lua, values, ++n);
        lua_rawseti(lua, terms, n);
    }
    if (n >= LEX_FORMS_MAX)
        luaL_error(lua, "more terms than a dictionary may have (%d)", LEX_FORMS_MAX);
    return n;
}

/* Builds the dictionary of the list of terms at @terms. Nothing raises here. */
static LexDict *
dict_build(lua_State *lua, int terms, lua_Integer n, gboolean with_case)
{
    static const LexFolding foldings[] = { { .flags =
                                                 LEX_FOLD_CASE | LEX_FOLD_WIDTH | LEX_FOLD_SPACE },
                                           { .flags = LEX_FOLD_WIDTH | LEX_FOLD_SPACE } };
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(LexEntries) entries = lex_entries_new(report, NULL);

    lex_entries_begin_file(entries, NULL);
    for (lua_Integer i = 1; i <= n; i++) {
        gsize length;
        const char *term;

        lua_rawgeti(lua, terms, i);
        term = lua_tolstring(lua, -1, &length);
        lex_entries_add(entries, lex_entries_concept(entries, term, length, "", 0, FALSE), term,
                        length, 0, 0, 0);
        lua_pop(lua, 1);
    }
    return lex_dict_build(g_steal_pointer(&entries), &foldings[with_case ? 1 : 0], NULL);
}

void
mill_push_dict(lua_State *lua, gboolean list)
{
    MillDict *self;
    int source;

    luaL_checktype(lua, 1, LUA_TTABLE);
    dict_check_options(lua, 2);
    mill_budget_charge(lua, DICT_COST);
    lua_settop(lua, 2);
    if (!mill_push_unfrozen(lua, 1))
        lua_pushvalue(lua, 1);
    source = lua_gettop(lua);
    self = mill_push_handle(lua, MILL_HANDLE_DICT, sizeof(MillDict), 2);
    self->dict = NULL;
    self->longest = self->all = NULL;
    self->words = dict_get_option(lua, 2, "words", TRUE);
    lua_newtable(lua);
    lua_newtable(lua);
    self->n = dict_take_terms(lua, source, source + 2, source + 3, list);
    lua_settop(lua, source + 3);
    self->dict = dict_build(lua, source + 2, self->n, dict_get_option(lua, 2, "case", FALSE));
    lua_setiuservalue(lua, source + 1, 2);
    lua_setiuservalue(lua, source + 1, 1);
}

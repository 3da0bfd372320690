/* option-values.c - the options of a configured step as the table ctx.options. */
#include "script/convert.h"
#include "script/declare.h"

#define FIELD(step, option, type) G_STRUCT_MEMBER(type, step, (option)->offset)

static void
values_push_list(lua_State *lua, const char *const *list)
{
    lua_newtable(lua);
    mill_mark_array(lua);
    for (lua_Integer i = 0; list && list[i]; i++) {
        lua_pushstring(lua, list[i]);
        lua_rawseti(lua, -2, i + 1);
    }
}

static void
values_push_value(lua_State *lua, const MillOption *option, const MillValue *value)
{
    if (value) {
        mill_push_value(lua, value);
        return;
    }
    lua_getfield(lua, LUA_REGISTRYINDEX, MILL_OPTION_DEFAULTS);
    lua_getfield(lua, -1, option->name);
    lua_replace(lua, -2);
}

static void
values_push(lua_State *lua, const MillScriptStep *step, const MillOption *option)
{
    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        lua_pushboolean(lua, FIELD(step, option, gboolean));
        break;
    case MILL_OPTION_TYPE_INT:
        lua_pushinteger(lua, FIELD(step, option, gint64));
        break;
    case MILL_OPTION_TYPE_DOUBLE:
        lua_pushnumber(lua, FIELD(step, option, double));
        break;
    case MILL_OPTION_TYPE_CHOICE:
        lua_pushstring(lua, option->choices[FIELD(step, option, gint)]);
        break;
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES:
        values_push_list(lua, FIELD(step, option, const char *const *));
        break;
    case MILL_OPTION_TYPE_VALUE:
        values_push_value(lua, option, FIELD(step, option, const MillValue *));
        break;
    default: /* STRING and FILE; nil if unset */
        lua_pushstring(lua, FIELD(step, option, const char *));
    }
}

void
mill_push_options(lua_State *lua, const MillScriptStep *step)
{
    const MillOption *option = step->script->type.options;

    lua_newtable(lua);
    for (; option && option->type != MILL_OPTION_TYPE_END; option++) {
        values_push(lua, step, option);
        lua_setfield(lua, -2, option->name);
    }
    mill_freeze_table(lua);
}

/* declare.h - what the files that read a script's table share. */
#ifndef TEXTMILL_SCRIPT_DECLARE_H
#define TEXTMILL_SCRIPT_DECLARE_H

#include "script/host.h"

/* Keys in Lua's registry. */
#define MILL_DECLARATION "mill.declaration" /* the table that the script returned */
#define MILL_OPTION_DEFAULTS                                                                       \
    "mill.option-defaults" /* name → default, for options of type value                          \
                            */

/* Pushes the field @key of the table at @index, without metamethods; returns its type. */
int mill_declare_get(lua_State *lua, int index, const char *key);
/* Adds a line to what is wrong; @hint may be NULL. Nothing here raises, except for want of memory.
 */
void mill_declare_problem(lua_State *lua, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* Complains about each key of the table at @index (absolute) that is not in @known. */
void mill_declare_check_keys(lua_State *lua, int index, const char *const *known, const char *what);
/* Complains that @what has the unknown @kind @word, with a suggestion. */
void mill_declare_unknown(lua_State *lua, const char *word, const char *const *known,
                          const char *kind, const char *what);
/* The string at @index or the list of strings there, copied for the life of the script; the list
 * is NULL after a complaint about @what. */
const char *mill_declare_keep(lua_State *lua, int index);
const char *const *mill_declare_list(lua_State *lua, int index, const char *what);
/* Adds the option @name, declared by the value on top, to the script's options. */
void mill_declare_option(lua_State *lua, const char *name);

#endif

/* match-lib.h - the pattern functions of the string library. */
#ifndef TEXTMILL_SCRIPT_MATCH_LIB_H
#define TEXTMILL_SCRIPT_MATCH_LIB_H

#include <lua.h>

/* Adds find, match, gmatch and gsub to the table on top. */
void mill_open_match(lua_State *lua);

#endif

/* json-decode.h - JSON (RFC 8259) to Lua values, in one pass. */
#ifndef TEXTMILL_SCRIPT_JSON_DECODE_H
#define TEXTMILL_SCRIPT_JSON_DECODE_H

#include <glib.h>
#include <lua.h>

/* Pushes the value of the @length bytes at @text, which must stay where they are; raises what is
 * wrong with them. */
void mill_json_decode(lua_State *lua, const char *text, gsize length);

#endif

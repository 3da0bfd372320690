/* convert.h - between Lua values and MillValue.
 *
 * | Lua | MillValue |
 * | --- | --- |
 * | nil, mill.null | null |
 * | integer / float | int / double |
 * | string | string (bytes that are not UTF-8 become U+FFFD) |
 * | table with items 1 … n, or made by mill.array | list |
 * | any other table with string keys; {} | map; keys in order of their bytes |
 *
 * The other way, null becomes mill.null, and a list is a table that mill.array made, so that an
 * empty one stays a list.
 */
#ifndef TEXTMILL_SCRIPT_CONVERT_H
#define TEXTMILL_SCRIPT_CONVERT_H

#include "script/host.h"

#define MILL_CONVERT_DEPTH 100

/* The value at @index as a MillValue; raises if it cannot be one. (transfer full) */
MillValue *mill_check_value(lua_State *lua, int index);
/* Pushes @value; of NULL, nil. */
void mill_push_value(lua_State *lua, const MillValue *value);

/* mill.null: a light userdata. */
void mill_push_null(lua_State *lua);
gboolean mill_is_null(lua_State *lua, int index);
/* Marks the table on top as a list; whether the one at @index is so marked. */
void mill_mark_array(lua_State *lua);
gboolean mill_is_marked_array(lua_State *lua, int index);

/* What the table at @index is for JSON and metadata: a list of *@n items, or a map. FALSE after
 * @problem was set: it mixes both, or has a key that is neither. */
gboolean
mill_table_is_list(lua_State *lua, int index, gboolean *list, lua_Integer *n, const char **problem);
/* The string keys of the map at @index, sorted; NULL-terminated. They live as long as the table
 * is not changed. (transfer full, g_free) */
const char **mill_table_dup_keys(lua_State *lua, int index);

#endif

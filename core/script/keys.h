/* keys.h - the keys of a table in an order that does not depend on hashes: numbers ascending, then
 * strings by their bytes, then false and true; keys of other types last, in no order.
 */
#ifndef TEXTMILL_SCRIPT_KEYS_H
#define TEXTMILL_SCRIPT_KEYS_H

#include "script/host.h"

enum { MILL_KEY_NUMBER, MILL_KEY_STRING, MILL_KEY_BOOLEAN, MILL_KEY_OTHER };

typedef struct {
    int rank;
    lua_Number number;
    lua_Integer integer; /* 0 for a float */
    const char *text;    /* lives as long as the string does */
    gsize length;
    lua_Integer index; /* for the caller */
} MillKey;

/* Describes the key on top of the stack. */
MillKey mill_key_describe(lua_State *lua, lua_Integer index);
/* Sorts; raises if the budget was used up meanwhile. */
void mill_keys_sort(lua_State *lua, MillKey *keys, gsize n);
/* Pushes a block with the *@n keys of the table at @index (absolute), sorted. */
MillKey *mill_keys_push(lua_State *lua, int index, gsize *n);

#endif

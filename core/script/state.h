/* state.h - Lua values as bytes: what a corpus step sends from a worker to the parent.
 *
 * The same value gives the same bytes, whatever its tables went through: keys are sorted. Integers
 * stay integers, floats keep every bit (all NaN are one), strings may hold any bytes, mill.null and
 * the marks of mill.array are kept, and keys may be numbers, strings and booleans. Metatables stay
 * behind.
 *
 *     state = version value
 *     value = NIL | FALSE | TRUE | NULL | INT zigzag | DOUBLE 8 bytes | STRING size bytes
 *           | (TABLE | ARRAY) n_items n_fields value{n_items} (value value){n_fields}
 *           | 0x40 + size, bytes (strings under 64 bytes) | 0x80 + n (integers 0 to 127)
 *
 * Sizes and integers are written seven bits a byte, least first.
 */
#ifndef TEXTMILL_SCRIPT_STATE_H
#define TEXTMILL_SCRIPT_STATE_H

#include "script/host.h"

enum {
    MILL_STATE_VERSION = 1,

    MILL_STATE_NIL = 0, /* no value has it: the script lost it, or never had any */
    MILL_STATE_FALSE,
    MILL_STATE_TRUE,
    MILL_STATE_NULL,
    MILL_STATE_INT,
    MILL_STATE_DOUBLE,
    MILL_STATE_STRING,
    MILL_STATE_TABLE,
    MILL_STATE_ARRAY,
    MILL_STATE_SHORT_STRING = 0x40,
    MILL_STATE_SMALL_INT = 0x80,
};

#define MILL_STATE_DEPTH 100

/* Appends the value at @index to @bytes; raises, with the way there, if something in it cannot be
 * written. */
void mill_state_write(lua_State *lua, int index, GString *bytes);
/* Pushes the value that the @length @bytes hold; raises if they are no state. The bytes are not
 * trusted. */
void mill_state_read(lua_State *lua, const char *bytes, gsize length);

#endif

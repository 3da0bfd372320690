/* dict.h - a dictionary of a script: terms and their values. */
#ifndef TEXTMILL_SCRIPT_DICT_H
#define TEXTMILL_SCRIPT_DICT_H

#include "script/handle.h"

#include "lexicon/scan.h"

/* User value 1 is the list of terms, 2 that of their values, both by concept. */
typedef struct {
    MillHandle handle;
    LexDict *dict;
    LexScanner *longest; /* each made when first needed */
    LexScanner *all;
    gboolean words;
    lua_Integer n;
} MillDict;

/* Pushes the dictionary of the table at 1, with the options at 2 (or nil): of its keys, or of its
 * items if @list. */
void mill_push_dict(lua_State *lua, gboolean list);

#endif

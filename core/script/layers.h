/* layers.h - layers as the bindings see them: by name, with attributes typed by what is put in. */
#ifndef TEXTMILL_SCRIPT_LAYERS_H
#define TEXTMILL_SCRIPT_LAYERS_H

#include "script/handle.h"

/* The layer named by argument @index, or NULL if the document has none of that name. */
MillLayer *mill_find_layer(lua_State *lua, int index);
/* The same; raises if there is none. */
MillLayer *mill_check_layer(lua_State *lua, int index);
/* Argument @index as a row of @layer (from 0). */
gsize mill_check_row(lua_State *lua, int index, const MillLayer *layer);

/* What tells whether row numbers of @layer are still those of before. */
guint64 mill_layer_version(MillScript *host, MillLayer *layer);
/* Rows were removed, or may have moved. */
void mill_layer_renumbered(MillScript *host, MillLayer *layer);
/* Brings @layer in text order, before it is asked for a place. */
void mill_layer_put_in_order(MillScript *host, MillLayer *layer);

/* Pushes an attribute; nil if it is unset. A span is a table of first and last position. */
void mill_push_attribute(lua_State *lua, const MillLayer *layer, gsize row, MillColumn column);
/* Sets the attribute @name to the value at @index (absolute). */
void mill_set_attribute(lua_State *lua, MillLayer *layer, gsize row, const char *name, int index);
/* Sets each attribute of the table at @index, in the order of their names. */
void mill_set_attributes(lua_State *lua, MillLayer *layer, gsize row, int index);

#endif

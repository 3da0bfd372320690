/* sections.h - what the bindings of sections share. Rows are of the layer "section". */
#ifndef TEXTMILL_SCRIPT_SECTIONS_H
#define TEXTMILL_SCRIPT_SECTIONS_H

#include "script/layers.h"

/* The layer and row of the section at argument 1; raises if it is gone. */
MillLayer *mill_section_check(lua_State *lua, gsize *row);
gint64 mill_section_get_id(const MillLayer *layer, gsize row);
/* The first row after @row, before the end of @span, whose parent is @id; or the length. */
gsize mill_section_next_child(const MillLayer *layer, gsize row, gint64 id, MillSpan span);
/* Adds body and body_spans to the methods on top. */
void mill_add_section_body_methods(lua_State *lua);

#endif

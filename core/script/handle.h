/* handle.h - the userdata that scripts hold on to the document at hand with.
 *
 * A handle is good until the call of process() or encode() that it was made in returns. Each call
 * has another generation number, which the handle remembers, so one that a script kept is found out
 * before anything behind it is touched.
 */
#ifndef TEXTMILL_SCRIPT_HANDLE_H
#define TEXTMILL_SCRIPT_HANDLE_H

#include "script/host.h"

/* Begins @call with @document (or NULL) at hand, under the limits of @step; and ends it. */
void mill_host_enter(MillScript *self, const MillScriptStep *step, MillScriptCall call,
                     MillDocument *document, MillOutput *output);
void mill_host_leave(MillScript *self);
/* What messages call the step at hand, which has output: "writer" or "corpus step". */
const char *mill_host_role(lua_State *lua);

/* Pushes a new userdata of @size bytes that begins with a handle of @kind and has @n_values user
 * values. */
gpointer mill_push_handle(lua_State *lua, MillHandleKind kind, gsize size, int n_values);
/* Makes the metatable of @kind. The table of methods is on top of the stack and is taken. @index
 * (or NULL) answers for all fields and has that table as upvalue 1. */
void mill_define_handle(lua_State *lua, MillHandleKind kind, const luaL_Reg *metamethods,
                        lua_CFunction index);
/* Raises that a @what has no field @name, and which was meant: one of the methods in the table at
 * upvalue 1 or of @fields. */
int
mill_unknown_field(lua_State *lua, const char *what, const char *name, const char *const *fields);
/* The handle of @kind at @index, whatever its generation. Raises if it is something else. */
gpointer mill_check_handle(lua_State *lua, int index, MillHandleKind kind);
/* The same, which must be of the call at hand. */
gpointer mill_check_live(lua_State *lua, int index, MillHandleKind kind);
gboolean mill_is_handle(lua_State *lua, int index, MillHandleKind kind);

/* The document of the live handle at @index. */
MillDocument *mill_check_document(lua_State *lua, int index);
/* The same, for functions that change it: not in writers and corpus steps. */
MillDocument *mill_check_changeable(lua_State *lua, int index);
/* Arguments @index and @index + 1 as a span of the document's text, or argument @index as a place
 * in it (its length is one, too); raises unless they are inside and between characters. */
MillSpan mill_check_span(lua_State *lua, int index, MillDocument *document);
gsize mill_check_position(lua_State *lua, int index, MillDocument *document);
gboolean mill_is_valid_utf8(const char *text, gsize length);
/* Raises unless @name, which is what @what says, is UTF-8: results could not hold it. */
void mill_check_name(lua_State *lua, const char *name, const char *what);
/* Pushes the span as first and last position. */
void mill_push_span(lua_State *lua, MillSpan span);

/* bind-document.c and bind-context.c: the arguments of process(). */
void mill_push_document(lua_State *lua);
void mill_push_context(lua_State *lua);
/* Pushes the text of the document whose handle is at @index as a string, made once for each state
 * of the text. */
void mill_push_text(lua_State *lua, int index);

/* bind-add.c: the function mill.add. */
int mill_add(lua_State *lua);

/* test-checks.c: pushes the table of checks that tests are given. */
void mill_test_push_checks(lua_State *lua);

/* Each makes a bound type, or adds its methods to the table of document methods on top. */
void mill_open_document(lua_State *lua);
void mill_open_context(lua_State *lua);
void mill_open_meta(lua_State *lua);
void mill_open_regex(lua_State *lua);  /* adds `re` to the module on top */
void mill_open_dict(lua_State *lua);   /* adds `dict` and `set` */
void mill_open_add(lua_State *lua);    /* adds `add`, which is mill_add() */
void mill_open_json(lua_State *lua);   /* adds `json`, `null` and `array` */
void mill_open_number(lua_State *lua); /* adds `number` and `date` */
void mill_open_words(lua_State *lua);  /* adds `words`, `graphemes`, `lower` and `upper` */
void mill_open_escape(lua_State *lua); /* adds `escape` */
void mill_add_layer_methods(lua_State *lua);
void mill_add_query_methods(lua_State *lua);
void mill_add_edit_methods(lua_State *lua);
void mill_add_diagnostic_methods(lua_State *lua);
void mill_add_section_methods(lua_State *lua);
void mill_add_document_replace(lua_State *lua);

#endif

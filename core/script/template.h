/* template.h - a template as a script that is a writer. */
#ifndef TEXTMILL_SCRIPT_TEMPLATE_H
#define TEXTMILL_SCRIPT_TEMPLATE_H

#include "script/host.h"

/* Compiles the template of the host and calls what came of it: pushes the script's table, in which
 * `file` is filled in where the template does not say it. Raises what is wrong. */
void mill_template_load(lua_State *lua);

/* Names the places of the template in a message, "page.html:3:7:", where Lua names lines of what
 * was made of it. Does nothing for a script that is no template. */
void mill_template_name_places(const MillScript *self, GString *message);

#endif

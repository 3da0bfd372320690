/* template-compile.h - a template as the source of a Lua script. */
#ifndef TEXTMILL_SCRIPT_TEMPLATE_COMPILE_H
#define TEXTMILL_SCRIPT_TEMPLATE_COMPILE_H

#include <textmill/error.h>

/* Where a line of the Lua source stands in the template; from 1, columns in code points. */
typedef struct {
    guint line;
    guint column;
} MillTemplatePlace;

/* Appends to @lua the source of a chunk that is called with the functions (write, escape, raw) and
 * returns a script's table with `encode`; and to @places a MillTemplatePlace for each of its lines.
 * FALSE with MILL_ERROR_SCRIPT, which begins "@name:line:column: ", if a tag is not closed or
 * stands where it may not. */
gboolean mill_template_compile(const char *text, gsize length, const char *name, GString *lua,
                               GArray *places, GError **error);

#endif

/* script.h - a Lua script as a step type.
 *
 * A script is loaded once, in the parent: its file is compiled and run, and the table it returns
 * becomes a MillStepType with an option table like any plugin's. From then on the pipeline does
 * not know that it is a script. One MillScript is one Lua state; the workers get copies by fork.
 */
#ifndef TEXTMILL_SCRIPT_SCRIPT_H
#define TEXTMILL_SCRIPT_SCRIPT_H

#include <textmill/plugin.h>

G_BEGIN_DECLS

typedef struct MillScript MillScript;

/* Compiles and runs the script at @path and checks the table it returns. Errors
 * (MILL_ERROR_SCRIPT, _DEADLINE, _MEMORY or _IO) begin with "path:line: " where a line is known; a
 * table with several mistakes gives one line for each. (transfer full) */
MillScript *mill_script_load(const char *path, GError **error);
/* The same for a template (template-compile.c says what that is): the type is a writer. Its errors
 * name line and column. (transfer full) */
MillScript *mill_script_load_template(const char *path, GError **error);
/* Borrowed; lives as long as @script. Each step configured from it must be closed before
 * mill_script_free(). */
const MillStepType *mill_script_get_type(const MillScript *script);
/* The paths (char *) of the files that it was loaded from: its own, and the modules it requires.
 * Borrowed. */
const GPtrArray *mill_script_get_files(const MillScript *script);
void mill_script_free(MillScript *script); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillScript, mill_script_free)

G_END_DECLS

#endif

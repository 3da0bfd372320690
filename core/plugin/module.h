/* module.h - one plugin file: its checks, its loading, its step types. */
#ifndef TEXTMILL_MODULE_H
#define TEXTMILL_MODULE_H

#include <textmill/plugin.h>

/* Loads the plugin at the absolute @path and gives its step types, NULL-terminated: full-size
 * copies, whatever version the plugin was built with. They live as long as the process, like the
 * shared object; loading it again gives the same. NULL with MILL_ERROR_LOAD if the file cannot be
 * trusted, is no plugin, or its tables are wrong; MILL_ERROR_ABI if it was built for another
 * textmill. */
const MillStepType *const *mill_module_load(const char *path, GError **error);

/* Copies the step types of @plugin after checking its ABI and all its tables. A NULL-terminated
 * array of MillStepType, to be freed with mill_step_types_free(). @path is for messages. */
MillStepType **mill_step_types_import(const char *path, const MillPlugin *plugin, GError **error);
void mill_step_types_free(MillStepType **types);

/* FALSE with MILL_ERROR_LOAD unless the file at @path looks like a complete shared object for
 * this machine. */
gboolean mill_elf_check(const char *path, GError **error);

#endif

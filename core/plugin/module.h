/* module.h - one plugin file: its checks, its loading, its step types. */
#ifndef TEXTMILL_MODULE_H
#define TEXTMILL_MODULE_H

#include <textmill/plugin.h>

typedef struct MillModule MillModule;

/* Loads the plugin at the absolute @path. NULL with MILL_ERROR_LOAD if the file cannot be trusted,
 * is no plugin, or its tables are wrong; MILL_ERROR_ABI if it was built for another textmill. Once
 * loaded, the shared object stays: mill_module_free() frees only what is ours. (transfer full) */
MillModule *mill_module_load(const char *path, GError **error);
void mill_module_free(MillModule *module); /* NULL is fine */

/* NULL-terminated; full-size copies, whatever version the plugin was built with. Borrowed. */
const MillStepType *const *mill_module_get_steps(const MillModule *module);

/* Copies the step types of @plugin after checking its ABI and all its tables. A NULL-terminated
 * array of MillStepType, to be freed with mill_step_types_free(). @path is for messages. */
MillStepType **mill_step_types_import(const char *path, const MillPlugin *plugin, GError **error);
void mill_step_types_free(MillStepType **types);

/* FALSE with MILL_ERROR_LOAD unless the file at @path looks like a complete shared object for
 * this machine. */
gboolean mill_elf_check(const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillModule, mill_module_free)

#endif

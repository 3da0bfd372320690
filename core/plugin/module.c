/* module.c - from a file to its step types: trust, ELF, dlopen, ABI. */
#include "plugin/module.h"

#include "plugin/paths.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A regular file that only people who may already act as this user can have written. @real is
 * @path with symbolic links followed: both their folders must be safe. */
static gboolean
module_check_file(const char *path, const char *real, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *real_folder = g_path_get_dirname(real);
    const char *places[] = { real, real_folder, folder };
    struct stat status;

    if (stat(real, &status) == 0 && !S_ISREG(status.st_mode)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "%s: %s", path,
                    S_ISDIR(status.st_mode) ? "this is a folder, not a plugin"
                                            : "this is not a regular file");
        return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *distrust = mill_paths_find_distrust(places[i]);

        if (distrust) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "%s: refused: %s", path, distrust);
            return FALSE;
        }
    }
    return TRUE;
}

/* The loader's own words, without the path that ours begin with. */
static const char *
module_get_loader_error(const char *path)
{
    const char *message = dlerror();

    if (!message)
        return "the dynamic loader gives no reason";
    if (g_str_has_prefix(message, path) && g_str_has_prefix(message + strlen(path), ": "))
        message += strlen(path) + 2;
    return message;
}

/* What the loader refuses has no ABI number that could be asked for; what it misses tells as much.
 */
static void
module_explain_loader(const char *path, GError **error)
{
    static const char undefined[] = "undefined symbol: ";
    const char *message = module_get_loader_error(path);
    const char *symbol = g_str_has_prefix(message, undefined) ? message + strlen(undefined) : NULL;
    const char *missing = strstr(message, ": cannot open shared object file");

    if (symbol && g_str_has_prefix(symbol, "mill_"))
        g_set_error(error, MILL_ERROR, MILL_ERROR_ABI,
                    "%s: built for another textmill: it calls %s(), which textmill %s (plugin ABI "
                    "%d.%d) does not have; update textmill, or rebuild it with the headers of this "
                    "textmill",
                    path, symbol, mill_version(), MILL_ABI_MAJOR, MILL_ABI_MINOR);
    else if (symbol)
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                    "%s: undefined symbol: %s; link the plugin with the library that has it", path,
                    symbol);
    else if (missing && g_str_has_prefix(message, "libtextmill.so"))
        g_set_error(error, MILL_ERROR, MILL_ERROR_ABI,
                    "%s: built for another textmill: it needs %.*s; rebuild it with the headers of "
                    "this textmill, %s",
                    path, (int) (missing - message), message, mill_version());
    else if (missing)
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                    "%s: it needs the library %.*s, which is not installed", path,
                    (int) (missing - message), message);
    else
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "%s: %s", path, message);
}

/* The plugin's own description. Nothing of it may be read before its ABI is checked. */
static const MillPlugin *
module_describe(const char *path, GError **error)
{
    gpointer handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

    if (!handle) {
        module_explain_loader(path, error);
        return NULL;
    }

    MillPluginDescribe describe = NULL;
    gpointer symbol = dlsym(handle, MILL_PLUGIN_ENTRY);
    const MillPlugin *plugin = NULL;

    memcpy(&describe, &symbol, sizeof describe); /* C has no cast from object to function */
    if (!describe)
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                    "%s: this is not a textmill plugin: it does not export %s() "
                    "(MILL_PLUGIN writes it)",
                    path, MILL_PLUGIN_ENTRY);
    else if (!(plugin = describe()))
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "%s: %s() gives nothing", path,
                    MILL_PLUGIN_ENTRY);
    return plugin;
}

/* The step types of @plugin, imported once however often its file is loaded. */
static const MillStepType *const *
module_import(const char *path, const MillPlugin *plugin, GError **error)
{
    static GHashTable *imported; /* const MillPlugin → MillStepType **; kept, like the plugins */
    MillStepType **types = imported ? g_hash_table_lookup(imported, plugin) : NULL;

    if (!types && (types = mill_step_types_import(path, plugin, error))) {
        if (!imported)
            imported = g_hash_table_new(NULL, NULL);
        g_hash_table_insert(imported, (gpointer) plugin, types);
    }
    return (const MillStepType *const *) types;
}

const MillStepType *const *
mill_module_load(const char *path, GError **error)
{
    g_return_val_if_fail(g_path_is_absolute(path), NULL);

    g_autofree char *real = realpath(path, NULL);

    if (!real) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "%s: %s", path, g_strerror(errno));
        return NULL;
    }
    if (!module_check_file(path, real, error) || !mill_elf_check(real, error))
        return NULL;

    const MillPlugin *plugin = module_describe(real, error);

    return plugin ? module_import(path, plugin, error) : NULL;
}

/* catalog.h - which step types there are, where they come from and why some are not there.
 *
 * Plugins are looked for in this order: the folders given to mill_catalog_new(), those of
 * $TEXTMILL_PLUGIN_PATH (separated by ':'), $XDG_DATA_HOME/textmill/plugins, the installed folder
 * (in a build tree, that tree's). Never the working directory by accident. The first that has a
 * step of a name wins.
 *
 * Nothing is loaded before it is asked for: `cleanup` loads cleanup.so; only a name without such a
 * file makes the catalog load the others. A file or folder that people other than its owner and
 * root can write is refused, and so is a plugin of another ABI; the reason is kept.
 *
 *     static const char *const folders[] = { "/opt/plugins", NULL };
 *     g_autoptr(MillCatalog) catalog = mill_catalog_new(folders);
 *     const MillStepType *type = mill_catalog_find(catalog, "tags", error);
 *     gsize n_entries;
 *     const MillCatalogEntry *entries = mill_catalog_list(catalog, &n_entries);
 *
 *     for (gsize n = 0; n < n_entries; n++)
 *         printf("%s: %s\n", entries[n].type ? entries[n].type->name : entries[n].path,
 *                entries[n].problem ? entries[n].problem : "ready");
 */
#ifndef TEXTMILL_CATALOG_H
#define TEXTMILL_CATALOG_H

#include <textmill/error.h>
#include <textmill/plugin.h>

G_BEGIN_DECLS

/* A catalog that looks into @plugin_dirs (NULL-terminated, or NULL; relative ones are of the
 * working directory of now) before the usual folders. Nothing is read yet. (transfer full) */
MILL_API MillCatalog *mill_catalog_new(const char *const *plugin_dirs);
/* One reference more, of the same catalog. (transfer full)
 *
 *     g_autoptr(MillCatalog) kept = mill_catalog_ref(catalog);
 */
MILL_API MillCatalog *mill_catalog_ref(MillCatalog *catalog);
/* One reference less; the last frees it. Step types stay, as plugins do. NULL is fine. */
MILL_API void mill_catalog_unref(MillCatalog *catalog);

/* The step type called @name, or NULL with MILL_ERROR_LOAD or MILL_ERROR_ABI: the message says what
 * was looked for and where, why a plugin was refused, and suggests a name. Borrowed; plugins
 * are never unloaded. */
MILL_API const MillStepType *
mill_catalog_find(MillCatalog *catalog, const char *name, GError **error);

/* One line of `textmill inspect`: a step type, or a plugin that did not load. */
typedef struct {
    const char *path;         /* of the shared object */
    const MillStepType *type; /* NULL if it did not load */
    const char *problem;      /* then, why; or that an earlier folder has a step of that name */
} MillCatalogEntry;

/* Loads everything and lists it, sorted by name, refused plugins last; @n_entries receives their
 * number. Borrowed from the catalog. */
MILL_API const MillCatalogEntry *mill_catalog_list(MillCatalog *catalog, gsize *n_entries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillCatalog, mill_catalog_unref)

G_END_DECLS

#endif

/* catalog.c - the plugins there are: found by name at once, loaded when they are asked for. */
#include "plugin/catalog-private.h"

#include "plugin/module.h"
#include "plugin/paths.h"

#include <string.h>

/* A plugin file, or (with @problem) a folder that cannot be searched. */
typedef struct {
    char *path;
    char *name;                       /* the file's without ".so"; "" of a folder */
    const MillStepType *const *types; /* NULL: not loaded yet, or @problem */
    GError *problem;
} CatalogFile;

struct MillCatalog {
    gint references;
    GPtrArray *files;    /* CatalogFile, in the order of the search */
    GArray *entries;     /* MillCatalogEntry, made by mill_catalog_list() */
    GStringChunk *notes; /* strings of @entries */
};

static void
catalog_file_free(gpointer data)
{
    CatalogFile *file = data;

    g_free(file->path);
    g_free(file->name);
    g_clear_error(&file->problem);
    g_free(file);
}

static CatalogFile *
catalog_add_file(MillCatalog *catalog, const char *path)
{
    CatalogFile *file = g_new0(CatalogFile, 1);

    file->path = g_strdup(path);
    file->name = g_path_get_basename(path);
    file->name[g_str_has_suffix(path, ".so") ? strlen(file->name) - 3 : 0] = '\0';
    g_ptr_array_add(catalog->files, file);
    return file;
}

static gint
catalog_compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The names in @folder, sorted, so that nothing depends on the file system's order. NULL if it
 * cannot be read. */
static GPtrArray *
catalog_list_folder(const char *folder, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    const char *name;

    if (!dir)
        return NULL;

    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    while ((name = g_dir_read_name(dir)))
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, catalog_compare_names);
    return names;
}

/* Adds FOLDER/NAME.so and, if @deep, FOLDER/ANY/NAME.so. */
static gboolean
catalog_scan(MillCatalog *catalog, const char *folder, gboolean deep, GError **error)
{
    g_autoptr(GPtrArray) names = catalog_list_folder(folder, error);

    for (guint i = 0; names && i < names->len; i++) {
        g_autofree char *path = g_build_filename(folder, g_ptr_array_index(names, i), NULL);

        if (g_str_has_suffix(path, ".so"))
            catalog_add_file(catalog, path);
        else if (deep && g_file_test(path, G_FILE_TEST_IS_DIR))
            catalog_scan(catalog, path, FALSE, NULL);
    }
    return names != NULL;
}

/* Searches @folder. One that was asked for and is not there is kept as a problem. */
static void
catalog_add_folder(MillCatalog *catalog, const char *folder, gboolean asked_for)
{
    g_autoptr(GError) error = NULL;

    if (!catalog_scan(catalog, folder, TRUE, &error) && asked_for)
        catalog_add_file(catalog, folder)->problem = g_steal_pointer(&error);
}

/* Relative folders would depend on where textmill is started, which must not decide what is loaded;
 * on the command line it is meant. */
static void
catalog_add_environment(MillCatalog *catalog)
{
    const char *variable = g_getenv("TEXTMILL_PLUGIN_PATH");
    g_auto(GStrv) folders = g_strsplit(variable ? variable : "", ":", -1);

    for (char **folder = folders; *folder; folder++) {
        if (g_path_is_absolute(*folder))
            catalog_add_folder(catalog, *folder, TRUE);
        else if (**folder)
            catalog_add_file(catalog, *folder)->problem =
                g_error_new(MILL_ERROR, MILL_ERROR_LOAD,
                            "TEXTMILL_PLUGIN_PATH: '%s' is not an absolute path", *folder);
    }
}

MillCatalog *
mill_catalog_new(const char *const *plugin_dirs)
{
    MillCatalog *catalog = g_new0(MillCatalog, 1);
    g_autofree char *user = mill_paths_dup_user("plugins");

    catalog->references = 1;
    catalog->files = g_ptr_array_new_with_free_func(catalog_file_free);
    for (; plugin_dirs && *plugin_dirs; plugin_dirs++) {
        g_autofree char *folder = g_canonicalize_filename(*plugin_dirs, NULL);

        catalog_add_folder(catalog, folder, TRUE);
    }
    catalog_add_environment(catalog);
    catalog_add_folder(catalog, user, FALSE);
    catalog_add_folder(catalog, mill_paths_get_plugins(), FALSE);
    return catalog;
}

MillCatalog *
mill_catalog_ref(MillCatalog *catalog)
{
    g_return_val_if_fail(catalog, NULL);
    catalog->references++;
    return catalog;
}

static void
catalog_forget_entries(MillCatalog *catalog)
{
    g_clear_pointer(&catalog->entries, g_array_unref);
    g_clear_pointer(&catalog->notes, g_string_chunk_free);
}

void
mill_catalog_unref(MillCatalog *catalog)
{
    if (!catalog || --catalog->references > 0)
        return;
    catalog_forget_entries(catalog);
    g_ptr_array_unref(catalog->files);
    g_free(catalog);
}

static CatalogFile *
catalog_get_file(const MillCatalog *catalog, guint index)
{
    return g_ptr_array_index(catalog->files, index);
}

/* Loads @file unless that was tried before. */
static void
catalog_load(CatalogFile *file)
{
    if (!file->types && !file->problem)
        file->types = mill_module_load(file->path, &file->problem);
}

/* The step type called @name in a loaded @file, or NULL. */
static const MillStepType *
catalog_find_in(const CatalogFile *file, const char *name)
{
    const MillStepType *const *types = file->types;

    for (; types && *types; types++)
        if (g_str_equal((*types)->name, name))
            return *types;
    return NULL;
}

/* The first file called NAME.so decides, even if it fails: taking another one silently would give
 * other results than those that were asked for. Only without such a file do the others count. */
static const MillStepType *
catalog_resolve(MillCatalog *catalog, const char *name, CatalogFile **found)
{
    const MillStepType *type = NULL;

    *found = NULL;
    for (guint i = 0; i < catalog->files->len && !*found; i++)
        if (g_str_equal(catalog_get_file(catalog, i)->name, name))
            *found = catalog_get_file(catalog, i);
    if (*found) {
        catalog_load(*found);
        type = catalog_find_in(*found, name);
        if (type || (*found)->problem)
            return type;
    }
    for (guint i = 0; i < catalog->files->len && !type; i++) {
        *found = catalog_get_file(catalog, i);
        catalog_load(*found);
        type = catalog_find_in(*found, name);
    }
    if (!type)
        *found = NULL;
    return type;
}

/* The names of all steps; everything is loaded. (transfer full, g_free; the names are borrowed) */
static const char **
catalog_list_names(const MillCatalog *catalog)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; i < catalog->files->len; i++) {
        const CatalogFile *file = catalog_get_file(catalog, i);
        const MillStepType *const *types = file->types;

        for (; types && *types; types++)
            g_ptr_array_add(names, (gpointer) (*types)->name);
    }
    g_ptr_array_sort(names, catalog_compare_names);
    g_ptr_array_add(names, NULL);
    return (const char **) g_ptr_array_free(names, FALSE);
}

static char *
catalog_dup_hint(const MillCatalog *catalog, const char *name)
{
    g_autofree const char **names = catalog_list_names(catalog);
    const char *meant = mill_suggest(name, names);
    g_autofree char *all = g_strjoinv(", ", (char **) names);
    guint n_problems = 0;

    if (g_str_has_suffix(name, ".lua"))
        return g_strdup_printf("for a script, write: script: %s", name);
    if (meant)
        return g_strdup_printf("did you mean '%s'?", meant);
    for (guint i = 0; i < catalog->files->len; i++)
        n_problems += catalog_get_file(catalog, i)->problem != NULL;
    if (n_problems > 0)
        return g_strdup_printf("known are: %s; %u plugin%s did not load, `textmill inspect` says "
                               "why",
                               *all ? all : "none", n_problems, n_problems == 1 ? "" : "s");
    return *all ? g_strdup_printf("known are: %s", all)
                : g_strdup_printf("there are no plugins in %s", mill_paths_get_plugins());
}

const MillStepType *
mill_catalog_look_up(MillCatalog *catalog, const char *name, char **hint, GError **error)
{
    CatalogFile *file;
    const MillStepType *type = catalog_resolve(catalog, name, &file);

    *hint = NULL;
    if (!type && file) {
        g_propagate_error(error, g_error_copy(file->problem));
    } else if (!type) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "there is no step '%s'", name);
        *hint = catalog_dup_hint(catalog, name);
    }
    return type;
}

const MillStepType *
mill_catalog_find(MillCatalog *catalog, const char *name, GError **error)
{
    g_return_val_if_fail(catalog && name, NULL);

    g_autofree char *hint = NULL;
    g_autoptr(GError) reason = NULL;
    const MillStepType *type = mill_catalog_look_up(catalog, name, &hint, &reason);

    if (!type && hint)
        g_set_error(error, reason->domain, reason->code, "%s; %s", reason->message, hint);
    else if (!type)
        g_propagate_error(error, g_steal_pointer(&reason));
    return type;
}

const char *
mill_catalog_get_path(MillCatalog *catalog, const MillStepType *type)
{
    for (guint i = 0; i < catalog->files->len; i++) {
        const CatalogFile *file = catalog_get_file(catalog, i);

        if (catalog_find_in(file, type->name) == type)
            return file->path;
    }
    return NULL;
}

static gint
catalog_compare_entries(gconstpointer a, gconstpointer b)
{
    const MillCatalogEntry *first = a, *second = b;

    if (!first->type || !second->type)
        return first->type ? -1 : second->type ? 1 : strcmp(first->path, second->path);

    gint order = strcmp(first->type->name, second->type->name);

    /* The one in use stands before those it hides. */
    if (order == 0)
        order = (first->problem != NULL) - (second->problem != NULL);
    return order ? order : strcmp(first->path, second->path);
}

static void
catalog_add_entries(MillCatalog *catalog, const CatalogFile *file)
{
    const MillStepType *const *types = file->types;
    MillCatalogEntry entry = { .path = file->path };

    if (!types) {
        entry.problem = file->problem->message;
        g_array_append_val(catalog->entries, entry);
    }
    for (; types && *types; types++) {
        CatalogFile *winner;

        entry.type = *types;
        entry.problem = NULL;
        catalog_resolve(catalog, (*types)->name, &winner);
        if (winner != file) {
            g_autofree char *note = g_strdup_printf("hidden by %s", winner->path);

            entry.problem = g_string_chunk_insert(catalog->notes, note);
        }
        g_array_append_val(catalog->entries, entry);
    }
}

const MillCatalogEntry *
mill_catalog_list(MillCatalog *catalog, gsize *n_entries)
{
    g_return_val_if_fail(catalog && n_entries, NULL);

    if (!catalog->entries) {
        catalog->entries = g_array_new(FALSE, FALSE, sizeof(MillCatalogEntry));
        catalog->notes = g_string_chunk_new(256);
        for (guint i = 0; i < catalog->files->len; i++)
            catalog_load(catalog_get_file(catalog, i));
        for (guint i = 0; i < catalog->files->len; i++)
            catalog_add_entries(catalog, catalog_get_file(catalog, i));
        g_array_sort(catalog->entries, catalog_compare_entries);
    }
    *n_entries = catalog->entries->len;
    return (const MillCatalogEntry *) (gpointer) catalog->entries->data;
}

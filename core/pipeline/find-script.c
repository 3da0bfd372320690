/* find-script.c - the file that `script: NAME` means. */
#include "pipeline/pipeline-private.h"

#include "plugin/paths.h"

#include <string.h>

#define SCRIPT_SUFFIX ".lua"

/* @name in @folder, with or without its suffix, or NULL. */
static char *
script_try(const char *folder, const char *name)
{
    g_autofree char *path = g_canonicalize_filename(name, folder);
    g_autofree char *longer = g_strconcat(path, SCRIPT_SUFFIX, NULL);

    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer(&path);
    if (g_file_test(longer, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer(&longer);
    return NULL;
}

/* Adds the scripts of @folder to @names. */
static void
script_collect(const char *folder, GPtrArray *names)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, SCRIPT_SUFFIX) && g_utf8_validate(name, -1, NULL))
            g_ptr_array_add(names, g_strdup(name));
}

static void
script_report_missing(const char *name, const GPtrArray *folders, const MillMark *mark,
                      MillReport *report)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *base = g_path_get_basename(name);
    g_autofree char *full =
        g_str_has_suffix(base, SCRIPT_SUFFIX) ? NULL : g_strconcat(base, SCRIPT_SUFFIX, NULL);
    g_autofree char *hint = NULL;

    for (guint i = 0; i < folders->len; i++)
        script_collect(g_ptr_array_index(folders, i), names);
    g_ptr_array_add(names, NULL);

    const char *meant = mill_suggest(full ? full : base, (const char *const *) names->pdata);

    if (meant) {
        hint = g_strdup_printf("did you mean '%s'?", meant);
    } else {
        g_autofree char *all = NULL;
        g_autoptr(GPtrArray) copy = g_ptr_array_new();

        for (guint i = 0; i < folders->len; i++)
            g_ptr_array_add(copy, g_ptr_array_index(folders, i));
        g_ptr_array_add(copy, NULL);
        all = g_strjoinv(", ", (char **) copy->pdata);
        hint = g_strdup_printf("looked in: %s", all);
    }
    mill_report_add(report, MILL_SEVERITY_ERROR, mark, hint, "there is no script '%s'", name);
}

char *
mill_script_find(const char *name, const char *folder, const char *const *script_dirs,
                 const MillMark *mark, MillReport *report)
{
    g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
    char *path = NULL;

    g_ptr_array_add(folders, g_strdup(folder));
    for (; script_dirs && *script_dirs; script_dirs++)
        g_ptr_array_add(folders, g_canonicalize_filename(*script_dirs, NULL));
    g_ptr_array_add(folders, g_strdup(mill_paths_get_scripts()));
    for (guint i = 0; i < folders->len && !path; i++)
        path = script_try(g_ptr_array_index(folders, i), name);
    if (!path)
        script_report_missing(name, folders, mark, report);
    return path;
}

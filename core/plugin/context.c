/* context.c - what a step is told while it is configured. */
#include "plugin/context-private.h"

#include "config/report-private.h"
#include "plugin/paths.h"

#include <string.h>

const MillStepType *
mill_context_get_type(const MillContext *context)
{
    return context->type;
}

const char *
mill_context_get_step(const MillContext *context)
{
    return context->step;
}

const char *
mill_context_get_pipeline(const MillContext *context)
{
    return context->pipeline;
}

const char *
mill_context_get_file(const MillContext *context)
{
    return context->file;
}

MillReport *
mill_context_get_report(MillContext *context)
{
    return context->report;
}

const MillProvenance *
mill_context_get_provenance(const MillContext *context)
{
    return context->provenance;
}

/* What the step reads decides about its results, so the pipeline's checksum takes it in. */
static void
context_note_file(const MillContext *context, const char *path)
{
    if (context->files)
        g_ptr_array_add(context->files, g_strdup(path));
}

char *
mill_context_resolve(const MillContext *context, const char *path)
{
    g_return_val_if_fail(path, NULL);

    char *absolute = g_canonicalize_filename(path, context->folder);

    context_note_file(context, absolute);
    return absolute;
}

/* The name that data folders go by: the file's without its suffix. */
static char *
context_dup_plugin_name(const MillContext *context)
{
    char *name = g_path_get_basename(context->origin ? context->origin : context->type->name);
    char *dot = strrchr(name, '.');

    if (dot && dot > name)
        *dot = '\0';
    return name;
}

/* The folders where data of the step's plugin may be, the first wins. */
static GPtrArray *
context_list_folders(const MillContext *context)
{
    GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *name = context_dup_plugin_name(context);

    g_ptr_array_add(folders, mill_paths_dup_user(name));
    if (context->origin) {
        g_autofree char *beside = g_path_get_dirname(context->origin);

        g_ptr_array_add(folders, g_build_filename(beside, "data", NULL));
    }
    g_ptr_array_add(folders, g_build_filename(mill_paths_get_plugin_data(), name,
                                              mill_paths_is_uninstalled() ? "data" : NULL, NULL));
    return folders;
}

/* Names come from pipeline files ("schemes/" + an option), so they must not lead elsewhere. */
static gboolean
context_is_safe(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "/", -1);

    return !g_path_is_absolute(name) && !g_strv_contains((const char *const *) parts, "..");
}

char *
mill_context_find_data(const MillContext *context, const char *name)
{
    g_autoptr(GPtrArray) folders = context_list_folders(context);

    for (guint i = 0; context_is_safe(name) && i < folders->len; i++) {
        g_autofree char *path = g_build_filename(g_ptr_array_index(folders, i), name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
            context_note_file(context, path);
            return g_steal_pointer(&path);
        }
    }
    return NULL;
}

static gint
context_compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Adds the files of @folder that end with @suffix, without it, to the set @names. */
static void
context_collect(const char *folder, const char *suffix, GHashTable *names)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *entry;

    while (dir && (entry = g_dir_read_name(dir)))
        if (g_str_has_suffix(entry, suffix) && strlen(entry) > strlen(suffix))
            g_hash_table_add(names, g_strndup(entry, strlen(entry) - strlen(suffix)));
}

char **
mill_context_list_data(const MillContext *context, const char *folder, const char *suffix)
{
    g_autoptr(GPtrArray) folders = context_list_folders(context);
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GPtrArray *sorted = g_ptr_array_new();
    GHashTableIter iter;
    gpointer name;

    for (guint i = 0; context_is_safe(folder) && i < folders->len; i++) {
        g_autofree char *path = g_build_filename(g_ptr_array_index(folders, i), folder, NULL);

        context_collect(path, suffix, names);
    }
    g_hash_table_iter_init(&iter, names);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(sorted, g_strdup(name));
    g_ptr_array_sort(sorted, context_compare);
    g_ptr_array_add(sorted, NULL);
    return (char **) g_ptr_array_free(sorted, FALSE);
}

static MillMark
context_get_mark(const MillContext *context, const char *option)
{
    return context->options ? mill_option_store_get_mark(context->options, option) : context->mark;
}

gboolean
mill_context_fail(MillContext *context, const char *option, const char *hint, const char *format,
                  ...)
{
    MillMark mark = context_get_mark(context, option);
    va_list arguments;

    va_start(arguments, format);
    mill_report_add_valist(context->report, MILL_SEVERITY_ERROR, &mark, hint, format, arguments);
    va_end(arguments);
    return FALSE;
}

void
mill_context_warn(MillContext *context, const char *option, const char *hint, const char *format,
                  ...)
{
    MillMark mark = context_get_mark(context, option);
    va_list arguments;

    va_start(arguments, format);
    mill_report_add_valist(context->report, MILL_SEVERITY_WARNING, &mark, hint, format, arguments);
    va_end(arguments);
}

/* option-file.c - files and lists: paths made absolute and tried, members one by one. */
#include "config/option-fill.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file in the folder of @path that @path probably misspells. (transfer full) */
static char *
fill_suggest_file(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *entry;

    while (dir && names->len < 1000 && (entry = g_dir_read_name(dir)))
        if (g_utf8_validate(entry, -1, NULL))
            g_ptr_array_add(names, g_strdup(entry));
    g_ptr_array_add(names, NULL);

    const char *meant = mill_suggest(name, (const char *const *) names->pdata);

    return meant ? g_strdup_printf("did you mean '%s'?", meant) : NULL;
}

/* Whether @path can be read as a file; if not, an error at @mark. */
static gboolean
fill_check_file(const Fill *fill, const MillOption *option, const MillMark *mark, const char *path)
{
    MillReport *report = fill->input->report;
    struct stat status;

    if (stat(path, &status) != 0) {
        int reason = errno;
        g_autofree char *hint = reason == ENOENT ? fill_suggest_file(path) : NULL;

        mill_report_add(report, MILL_SEVERITY_ERROR, mark, hint, "option '%s': cannot read %s: %s",
                        option->name, path, g_strerror(reason));
        return FALSE;
    }
    if (S_ISDIR(status.st_mode)) {
        mill_report_add(report, MILL_SEVERITY_ERROR, mark, NULL,
                        "option '%s': %s is a folder, not a file", option->name, path);
        return FALSE;
    }
    if (access(path, R_OK) != 0) {
        mill_report_add(report, MILL_SEVERITY_ERROR, mark, NULL, "option '%s': cannot read %s: %s",
                        option->name, path, g_strerror(errno));
        return FALSE;
    }
    return TRUE;
}

/* The path @text made absolute, or NULL with an error at @mark. Belongs to the store. */
static const char *
fill_resolve_file(const Fill *fill, const MillOption *option, const MillMark *mark,
                  const char *text, const char *folder)
{
    if (!*text) {
        mill_report_add(fill->input->report, MILL_SEVERITY_ERROR, mark, NULL,
                        "option '%s' names no file", option->name);
        return NULL;
    }

    g_autofree char *path = g_canonicalize_filename(text, folder);

    if (!fill_check_file(fill, option, mark, path))
        return NULL;
    return g_string_chunk_insert(fill->store->strings, path);
}

void
fill_file(const Fill *fill, const MillOption *option, const FillSource *source)
{
    MillMark mark = mill_node_get_mark(source->node);
    const char *text, *path = NULL;

    if (!fill_get_text(fill, option, source->node, &text))
        return;
    if (!text && option->flags & MILL_OPTION_REQUIRED) {
        fill_wrong_type(fill, option, source->node);
        return;
    }
    if (text && !(path = fill_resolve_file(fill, option, &mark, text, source->folder)))
        return;
    FILL_FIELD(fill, option, const char *) = path;
    if (path)
        mill_value_set_string(fill->store->values, option->name, path);
}

/* The member @node of a list option, or NULL with an error. Belongs to the store. */
static const char *
fill_list_item(const Fill *fill, const MillOption *option, const MillNode *node, const char *folder)
{
    const char *text = mill_node_get_string(node);
    MillMark mark = mill_node_get_mark(node);

    if (!text || (node->type == MILL_TYPE_NULL && !node->expanded)) {
        g_autofree char *given = mill_node_describe(node);

        mill_node_error(node, fill->input->report, NULL, "option '%s' takes a list of %s, not %s",
                        option->name, option->type == MILL_OPTION_TYPE_FILES ? "files" : "texts",
                        given);
        return NULL;
    }
    if (option->type == MILL_OPTION_TYPE_FILES)
        return fill_resolve_file(fill, option, &mark, text, folder);
    if (option->choices && fill_find_choice(fill, option, node, text) < 0)
        return NULL;
    return g_string_chunk_insert(fill->store->strings, text);
}

/* Makes @items (stolen) the value of @option. */
static void
fill_set_list(const Fill *fill, const MillOption *option, GPtrArray *items)
{
    g_autoptr(MillValue) value = mill_value_new_list();

    for (guint i = 0; i < items->len; i++)
        mill_value_append_string(value, g_ptr_array_index(items, i));
    mill_value_set(fill->store->values, option->name, value);
    g_ptr_array_add(items, NULL);

    const char **list = (const char **) g_ptr_array_free(items, FALSE);

    g_ptr_array_add(fill->store->lists, list);
    FILL_FIELD(fill, option, const char *const *) = list;
}

void
fill_list(const Fill *fill, const MillOption *option, const FillSource *source)
{
    const MillNode *node = source->node;
    gboolean many = node->type == MILL_TYPE_LIST;
    gsize n_items = many ? node->length : 1;
    GPtrArray *items = g_ptr_array_new();

    if (node->type == MILL_TYPE_NULL && *node->text) /* null: no items; nothing: an error below */
        n_items = 0;
    for (gsize i = 0; i < n_items; i++) {
        const MillNode *item = many ? mill_node_get_item(node, i) : node;
        const char *text = item->broken ? NULL : fill_list_item(fill, option, item, source->folder);

        if (text)
            g_ptr_array_add(items, (gpointer) text);
    }
    fill_set_list(fill, option, items);
}

void
fill_default_file(const Fill *fill, const MillOption *option)
{
    const MillMark *mark = &fill->store->step_mark;
    const char *path = option->string_default;

    if (path && (path = fill_resolve_file(fill, option, mark, path, fill->input->folder)))
        mill_value_set_string(fill->store->values, option->name, path);
    FILL_FIELD(fill, option, const char *) = path;
}

void
fill_default_list(const Fill *fill, const MillOption *option)
{
    g_auto(GStrv) parts = mill_option_split_default(option);
    GPtrArray *items = g_ptr_array_new();

    for (gsize i = 0; parts[i]; i++) {
        const char *text = option->type == MILL_OPTION_TYPE_LIST
                               ? g_string_chunk_insert(fill->store->strings, parts[i])
                               : fill_resolve_file(fill, option, &fill->store->step_mark, parts[i],
                                                   fill->input->folder);

        if (text)
            g_ptr_array_add(items, (gpointer) text);
    }
    fill_set_list(fill, option, items);
}

/* import.c - a plugin's description becomes step types: ABI first, then every table.
 *
 * Structs only grow at their end, so those of an older plugin are copied into full-size ones whose
 * new fields are zero. From here on the core knows one size only.
 */
#include "plugin/module.h"

#include "config/option-private.h"
#include "config/plan.h"

#include <string.h>

#define IMPORT_MAX_STEPS   64
#define IMPORT_MAX_OPTIONS 256
#define IMPORT_MAX_STRUCT  ((gsize) 1 << 20)
#define IMPORT_MAX_NAME    64

/* The least that any version of these structs held. */
#define IMPORT_MIN_STEP   G_STRUCT_OFFSET(MillStepType, reads)
#define IMPORT_MIN_OPTION G_STRUCT_OFFSET(MillOption, int_default)

static gboolean import_refuse(GError **error, const char *step, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Sets @error to what is wrong with the table of the step called @step. */
static gboolean
import_refuse(GError **error, const char *step, const char *format, ...)
{
    g_autofree char *what = NULL;
    va_list arguments;

    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "step '%s': %s", step, what);
    return FALSE;
}

static gboolean
import_check_abi(const MillPlugin *plugin, GError **error)
{
    const char *rebuild = "rebuild it with the headers of this textmill";
    const struct {
        const char *name;
        gsize theirs, ours, least;
    } structs[] = {
        { "MillPlugin", plugin->size, sizeof(MillPlugin), sizeof(MillPlugin) },
        { "MillStepType", plugin->step_type_size, sizeof(MillStepType), IMPORT_MIN_STEP },
        { "MillOption", plugin->option_size, sizeof(MillOption), IMPORT_MIN_OPTION },
    };

    if (plugin->abi_major != MILL_ABI_MAJOR) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_ABI,
                    "built for plugin ABI %u, but textmill %s has ABI %d; %s", plugin->abi_major,
                    mill_version(), MILL_ABI_MAJOR, rebuild);
        return FALSE;
    }
    if (plugin->abi_minor > MILL_ABI_MINOR) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_ABI,
                    "built for plugin ABI %u.%u, but textmill %s has ABI %d.%d; update textmill, "
                    "or %s",
                    plugin->abi_major, plugin->abi_minor, mill_version(), MILL_ABI_MAJOR,
                    MILL_ABI_MINOR, rebuild);
        return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(structs); i++) {
        if (structs[i].theirs <= structs[i].ours && structs[i].theirs >= structs[i].least)
            continue;
        g_set_error(error, MILL_ERROR, MILL_ERROR_ABI,
                    "its %s has %" G_GSIZE_FORMAT " bytes, that of textmill %s %" G_GSIZE_FORMAT
                    "; %s",
                    structs[i].name, structs[i].theirs, mill_version(), structs[i].ours, rebuild);
        return FALSE;
    }
    return TRUE;
}

/* Lower-case words; @separators may stand between them. */
static gboolean
import_is_name(const char *name, const char *separators)
{
    gsize length = name ? strlen(name) : 0;

    if (length == 0 || length > IMPORT_MAX_NAME || !g_ascii_islower(*name))
        return FALSE;
    for (; *name; name++)
        if (!g_ascii_islower(*name) && !g_ascii_isdigit(*name) && !strchr(separators, *name))
            return FALSE;
    return TRUE;
}

/* Bytes that the field of @option has in the struct; 0 for an unknown type. */
static gsize
import_field_size(const MillOption *option)
{
    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
    case MILL_OPTION_TYPE_CHOICE:
        return sizeof(gint);
    case MILL_OPTION_TYPE_INT:
    case MILL_OPTION_TYPE_DOUBLE:
        return sizeof(gint64);
    case MILL_OPTION_TYPE_STRING:
    case MILL_OPTION_TYPE_FILE:
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES:
    case MILL_OPTION_TYPE_VALUE:
        return sizeof(gpointer);
    default:
        return 0;
    }
}

/* What is wrong with the default, limits or choices of @option, or NULL. */
static const char *
import_find_value_mistake(const MillOption *option)
{
    gboolean required = (option->flags & MILL_OPTION_REQUIRED) != 0;

    switch (option->type) {
    case MILL_OPTION_TYPE_INT:
        if (option->int_min > option->int_max)
            return "its least value exceeds its greatest";
        if (!required &&
            (option->int_default < option->int_min || option->int_default > option->int_max))
            return "its default is out of range";
        return NULL;
    case MILL_OPTION_TYPE_DOUBLE:
        if (!(option->double_min <= option->double_max))
            return "its least value exceeds its greatest";
        if (!required && !(option->double_default >= option->double_min &&
                           option->double_default <= option->double_max))
            return "its default is out of range";
        return NULL;
    case MILL_OPTION_TYPE_CHOICE:
        if (!option->choices || !option->choices[0])
            return "it has no choices";
        if (option->int_default < 0 ||
            option->int_default >= (gint64) g_strv_length((char **) option->choices))
            return "its default is none of its choices";
        return NULL;
    case MILL_OPTION_TYPE_LIST: {
        g_auto(GStrv) parts = mill_option_split_default(option);

        for (char **part = parts; option->choices && *part; part++)
            if (!g_strv_contains(option->choices, *part))
                return "its default is none of its choices";
        return NULL;
    }
    default:
        return NULL;
    }
}

static gboolean
import_check_option(const MillStepType *type, const MillOption *option, GError **error)
{
    gsize size = import_field_size(option);
    const char *mistake;

    if (size == 0)
        return import_refuse(error, type->name,
                             "its option table has an entry of unknown type %u; does it end with "
                             "MILL_OPTIONS_END?",
                             option->type);
    if (!import_is_name(option->name, "-_"))
        return import_refuse(error, type->name, "an option has no name of a-z, 0-9, '-' and '_'");
    if (option->offset > type->options_size || size > type->options_size - option->offset ||
        option->offset % size != 0)
        return import_refuse(error, type->name,
                             "the field of option '%s' lies outside of its struct; is "
                             ".options_size its size?",
                             option->name);
    if ((mistake = import_find_value_mistake(option)))
        return import_refuse(error, type->name, "option '%s': %s", option->name, mistake);
    if (mill_option_find(type, option->name) != option)
        return import_refuse(error, type->name, "it has two options called '%s'", option->name);
    return TRUE;
}

/* The first callback that the role of @type needs and @type does not have, or NULL. */
static const char *
import_find_missing(const MillStepType *type)
{
    gboolean sink = type->role == MILL_ROLE_SINK, corpus = type->role == MILL_ROLE_CORPUS;

    if (type->role < MILL_ROLE_WRITER)
        return type->process ? NULL : "process";
    if (!type->encode)
        return "encode";
    if ((sink || corpus) && !type->open)
        return "open";
    if (sink && !type->store)
        return "store";
    if (corpus && !type->merge)
        return "merge";
    if (corpus && !type->save)
        return "save";
    return (sink || corpus) && !type->finish ? "finish" : NULL;
}

static gboolean
import_check_step(const MillStepType *type, GError **error)
{
    const char *missing;
    g_autofree char *hint = NULL;
    g_autofree char *mistake = NULL;
    const MillOption *option = NULL;

    if (type->role < MILL_ROLE_READER || type->role > MILL_ROLE_CORPUS)
        return import_refuse(error, type->name, "unknown role %u", type->role);
    if ((missing = import_find_missing(type)))
        return import_refuse(error, type->name, "it has no %s()", missing);
    if (type->options_size > IMPORT_MAX_STRUCT)
        return import_refuse(error, type->name, "its struct has %" G_GSIZE_FORMAT " bytes",
                             type->options_size);
    if (type->role >= MILL_ROLE_WRITER && !type->file)
        return import_refuse(error, type->name, "it needs .file, the name of what it writes");
    if (type->file && (mistake = mill_plan_find_file_mistake(type->file, &hint)))
        return import_refuse(error, type->name, "its .file: %s", mistake);
    while ((option = mill_option_next(type, option)))
        if (!import_check_option(type, option, error))
            return FALSE;
    return TRUE;
}

/* Full-size copies of the table @options, whose entries are @stride bytes apart. NULL with @error
 * if it does not end. */
static MillOption *
import_options(const MillStepType *type, gsize stride, GError **error)
{
    g_autoptr(GArray) copies = g_array_new(TRUE, TRUE, sizeof(MillOption));
    const char *from = (const char *) type->options;

    for (gsize i = 0;; i++, from += stride) {
        MillOption option = { 0 };

        memcpy(&option, from, stride);
        if (option.type == MILL_OPTION_TYPE_END)
            break;
        if (i == IMPORT_MAX_OPTIONS || import_field_size(&option) == 0) {
            import_refuse(error, type->name,
                          "its option table has an entry of unknown type; does it end with "
                          "MILL_OPTIONS_END?");
            return NULL;
        }
        g_array_append_val(copies, option);
    }
    return (MillOption *) g_array_free(g_steal_pointer(&copies), FALSE);
}

/* A full-size copy of @tool as a plugin of ABI 1.@minor knows it. */
static MillTool *
import_tool(const MillTool *tool, guint32 minor)
{
    MillTool *copy = g_new0(MillTool, 1);

    memcpy(copy, tool, minor < 2 ? G_STRUCT_OFFSET(MillTool, run_terminal) : sizeof *copy);
    return copy;
}

/* A checked full-size copy of @type. The strings stay the plugin's, which is never unloaded. */
static MillStepType *
import_step(const MillPlugin *plugin, const MillStepType *type, GError **error)
{
    if (type->size != plugin->step_type_size || type->option_size != plugin->option_size ||
        !import_is_name(type->name, "-")) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                    "a step type has no name of a-z, 0-9 and '-', or was not made with "
                    "MILL_PLUGIN or MILL_STEP_TYPE");
        return NULL;
    }

    MillStepType *copies[] = { g_new0(MillStepType, 1), NULL };

    memcpy(copies[0], type, type->size);
    copies[0]->size = sizeof(MillStepType);
    copies[0]->option_size = sizeof(MillOption);
    if (!copies[0]->summary)
        copies[0]->summary = "";
    if (copies[0]->tool)
        copies[0]->tool = import_tool(copies[0]->tool, plugin->abi_minor);
    copies[0]->options = type->options ? import_options(type, type->option_size, error) : NULL;
    if ((type->options && !copies[0]->options) || !import_check_step(copies[0], error)) {
        mill_step_types_free(g_memdup2(copies, sizeof copies));
        return NULL;
    }
    return copies[0];
}

void
mill_step_types_free(MillStepType **types)
{
    for (MillStepType **type = types; type && *type; type++) {
        g_free((MillOption *) (*type)->options);
        g_free((MillTool *) (*type)->tool);
        g_free(*type);
    }
    g_free(types);
}

/* Whether one of the @n_types before has the name of @type. */
static gboolean
import_is_repeated(const GPtrArray *types, const MillStepType *type)
{
    for (guint i = 0; i < types->len; i++)
        if (g_str_equal(((const MillStepType *) g_ptr_array_index(types, i))->name, type->name))
            return TRUE;
    return FALSE;
}

static MillStepType **
import_steps(const MillPlugin *plugin, GError **error)
{
    GPtrArray *types = g_ptr_array_new();
    gboolean good = plugin->steps && plugin->steps[0];

    if (!good)
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "it describes no step");
    for (gsize i = 0; good && plugin->steps[i]; i++) {
        MillStepType *type =
            i < IMPORT_MAX_STEPS ? import_step(plugin, plugin->steps[i], error) : NULL;

        good = type && !import_is_repeated(types, type);
        if (type)
            g_ptr_array_add(types, type);
        if (type && !good)
            import_refuse(error, type->name, "described twice");
        else if (i == IMPORT_MAX_STEPS)
            g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "it describes more than %d steps",
                        IMPORT_MAX_STEPS);
    }
    g_ptr_array_add(types, NULL);

    MillStepType **steps = (MillStepType **) g_ptr_array_free(types, FALSE);

    if (good)
        return steps;
    mill_step_types_free(steps);
    return NULL;
}

MillStepType **
mill_step_types_import(const char *path, const MillPlugin *plugin, GError **error)
{
    MillStepType **types = import_check_abi(plugin, error) ? import_steps(plugin, error) : NULL;

    if (!types)
        g_prefix_error(error, "%s: ", path);
    return types;
}

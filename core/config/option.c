/* option.c - walking option tables, and what they say in words. */
#include "config/option-private.h"

#include <string.h>

const MillOption *
mill_option_next(const MillStepType *type, const MillOption *option)
{
    gsize stride = type->option_size > 0 ? type->option_size : sizeof(MillOption);
    const MillOption *next =
        option ? (gconstpointer) ((const char *) option + stride) : type->options;

    return next && next->type != MILL_OPTION_TYPE_END ? next : NULL;
}

const MillOption *
mill_option_find(const MillStepType *type, const char *name)
{
    const MillOption *option = NULL;

    while ((option = mill_option_next(type, option)))
        if (g_str_equal(option->name, name))
            break;
    return option;
}

const char **
mill_option_names(const MillStepType *type)
{
    const MillOption *option = NULL;
    GPtrArray *names = g_ptr_array_new();

    while ((option = mill_option_next(type, option)))
        g_ptr_array_add(names, (gpointer) option->name);
    g_ptr_array_add(names, NULL);
    return (const char **) g_ptr_array_free(names, FALSE);
}

const char *
mill_option_type_name(const MillOption *option)
{
    static const char *const names[] = {
        [MILL_OPTION_TYPE_BOOL] = "bool",     [MILL_OPTION_TYPE_INT] = "int",
        [MILL_OPTION_TYPE_DOUBLE] = "double", [MILL_OPTION_TYPE_STRING] = "string",
        [MILL_OPTION_TYPE_CHOICE] = "choice", [MILL_OPTION_TYPE_FILE] = "file",
        [MILL_OPTION_TYPE_LIST] = "list",     [MILL_OPTION_TYPE_FILES] = "files",
        [MILL_OPTION_TYPE_VALUE] = "value",
    };

    return option->type < G_N_ELEMENTS(names) && names[option->type] ? names[option->type] : "?";
}

char **
mill_option_split_default(const MillOption *option)
{
    char **parts = g_strsplit(option->string_default ? option->string_default : "", ",", -1);
    gsize kept = 0;

    for (gsize i = 0; parts[i]; i++) {
        g_strstrip(parts[i]);
        if (*parts[i])
            parts[kept++] = parts[i];
        else
            g_free(parts[i]);
    }
    parts[kept] = NULL;
    return parts;
}

static char *
option_describe_int_range(const MillOption *option)
{
    gboolean low = option->int_min > G_MININT64, high = option->int_max < G_MAXINT64;

    if (low && high)
        return g_strdup_printf("whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                               option->int_min, option->int_max);
    if (low)
        return g_strdup_printf("whole number, at least %" G_GINT64_FORMAT, option->int_min);
    if (high)
        return g_strdup_printf("whole number, at most %" G_GINT64_FORMAT, option->int_max);
    return g_strdup("whole number");
}

static char *
option_describe_double_range(const MillOption *option)
{
    gboolean low = option->double_min > -G_MAXDOUBLE, high = option->double_max < G_MAXDOUBLE;

    if (low && high)
        return g_strdup_printf("number from %.15g to %.15g", option->double_min,
                               option->double_max);
    if (low)
        return g_strdup_printf("number, at least %.15g", option->double_min);
    if (high)
        return g_strdup_printf("number, at most %.15g", option->double_max);
    return g_strdup("number");
}

char *
mill_option_describe_type(const MillOption *option)
{
    g_autofree char *choices = option->choices ? g_strjoinv(", ", (char **) option->choices) : NULL;

    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        return g_strdup("true or false");
    case MILL_OPTION_TYPE_INT:
        return option_describe_int_range(option);
    case MILL_OPTION_TYPE_DOUBLE:
        return option_describe_double_range(option);
    case MILL_OPTION_TYPE_STRING:
        return g_strdup("text");
    case MILL_OPTION_TYPE_CHOICE:
        return g_strdup_printf("one of: %s", choices);
    case MILL_OPTION_TYPE_FILE:
        return g_strdup("file");
    case MILL_OPTION_TYPE_LIST:
        return choices ? g_strdup_printf("list of: %s", choices) : g_strdup("list of texts");
    case MILL_OPTION_TYPE_FILES:
        return g_strdup("list of files");
    default:
        return g_strdup("any value");
    }
}

char *
mill_option_describe_default(const MillOption *option)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        return g_strdup(option->int_default ? "true" : "false");
    case MILL_OPTION_TYPE_INT:
        return g_strdup_printf("%" G_GINT64_FORMAT, option->int_default);
    case MILL_OPTION_TYPE_DOUBLE:
        return g_strdup(g_ascii_formatd(number, sizeof number, "%.15g", option->double_default));
    case MILL_OPTION_TYPE_CHOICE:
        return g_strdup(option->choices[option->int_default]);
    case MILL_OPTION_TYPE_STRING:
    case MILL_OPTION_TYPE_FILE:
        return g_strdup(option->string_default);
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES: {
        g_auto(GStrv) parts = mill_option_split_default(option);
        g_autofree char *joined = g_strjoinv(", ", parts);

        return g_strdup_printf("[%s]", joined);
    }
    default:
        return NULL;
    }
}

char *
mill_step_type_help(const MillStepType *type)
{
    const MillOption *option = NULL;
    GString *help = g_string_new(NULL);
    int width = 0;

    while ((option = mill_option_next(type, option)))
        width = MAX(width, (int) strlen(option->name));
    while ((option = mill_option_next(type, option))) {
        g_autofree char *takes = mill_option_describe_type(option);
        g_autofree char *preset = mill_option_describe_default(option);

        g_string_append_printf(help, "  %-*s  %s\n  %*s  %s", width, option->name,
                               option->doc ? option->doc : "", width, "", takes);
        if (option->flags & MILL_OPTION_REQUIRED)
            g_string_append(help, "; required");
        else if (preset)
            g_string_append_printf(help, "; default: %s", *preset ? preset : "\"\"");
        g_string_append_c(help, '\n');
    }
    return g_string_free(help, FALSE);
}

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

/* options - a step's option table, for people and as data. */
#include "cli/options.h"

#include <float.h>
#include <math.h>

static const char *const type_names[] = {
    [MILL_OPTION_TYPE_BOOL] = "boolean",  [MILL_OPTION_TYPE_INT] = "integer",
    [MILL_OPTION_TYPE_DOUBLE] = "number", [MILL_OPTION_TYPE_STRING] = "string",
    [MILL_OPTION_TYPE_CHOICE] = "choice", [MILL_OPTION_TYPE_FILE] = "file",
    [MILL_OPTION_TYPE_LIST] = "list",     [MILL_OPTION_TYPE_FILES] = "files",
    [MILL_OPTION_TYPE_VALUE] = "any",
};

static const char *
type_name(const MillOption *option)
{
    return option->type < G_N_ELEMENTS(type_names) && type_names[option->type]
               ? type_names[option->type]
               : "unknown";
}

static char *
join_choices(const char *const *choices)
{
    GString *joined = g_string_new(NULL);

    for (guint i = 0; choices[i]; i++) {
        if (i > 0)
            g_string_append(joined, choices[i + 1] ? ", " : " or ");
        g_string_append(joined, choices[i]);
    }
    return g_string_free(joined, FALSE);
}

static char *
double_text(double number)
{
    g_autoptr(GString) text = g_string_new(NULL);

    mill_json_append_double(text, number);
    return g_strdup(text->str);
}

/* Limits that a type has anyway are not worth a word. */
static char *
int_range(const MillOption *option)
{
    gboolean low = option->int_min > G_MININT64;
    gboolean high = option->int_max < G_MAXINT64;

    if (low && high)
        return g_strdup_printf("integer, %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                               option->int_min, option->int_max);
    if (low)
        return g_strdup_printf("integer, at least %" G_GINT64_FORMAT, option->int_min);
    if (high)
        return g_strdup_printf("integer, at most %" G_GINT64_FORMAT, option->int_max);
    return g_strdup("integer");
}

static gboolean
is_limit(double number)
{
    return isfinite(number) && fabs(number) < DBL_MAX;
}

static char *
double_range(const MillOption *option)
{
    g_autofree char *low = double_text(option->double_min);
    g_autofree char *high = double_text(option->double_max);

    if (is_limit(option->double_min) && is_limit(option->double_max))
        return g_strdup_printf("number, %s to %s", low, high);
    if (is_limit(option->double_min))
        return g_strdup_printf("number, at least %s", low);
    if (is_limit(option->double_max))
        return g_strdup_printf("number, at most %s", high);
    return g_strdup("number");
}

char *
cli_option_type(const MillOption *option)
{
    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        return g_strdup("true or false");
    case MILL_OPTION_TYPE_INT:
        return int_range(option);
    case MILL_OPTION_TYPE_DOUBLE:
        return double_range(option);
    case MILL_OPTION_TYPE_CHOICE:
        return join_choices(option->choices);
    case MILL_OPTION_TYPE_LIST:
        if (option->choices) {
            g_autofree char *choices = join_choices(option->choices);
            return g_strdup_printf("list of %s", choices);
        }
        return g_strdup("list of strings");
    case MILL_OPTION_TYPE_FILES:
        return g_strdup("list of files");
    case MILL_OPTION_TYPE_VALUE:
        return g_strdup("any value");
    default:
        return g_strdup(type_name(option));
    }
}

/* "a,b" → ["a", "b"]; NULL and "" → []. (transfer full) */
static MillValue *
list_default(const char *preset)
{
    MillValue *list = mill_value_new_list();
    g_auto(GStrv) items = g_strsplit(preset ? preset : "", ",", -1);

    for (guint i = 0; items[i]; i++)
        mill_value_append_string(list, items[i]);
    return list;
}

/* (transfer full); NULL if there is none. */
static MillValue *
default_value(const MillOption *option)
{
    if (option->flags & MILL_OPTION_REQUIRED)
        return NULL;
    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        return mill_value_new_bool(option->int_default != 0);
    case MILL_OPTION_TYPE_INT:
        return mill_value_new_int(option->int_default);
    case MILL_OPTION_TYPE_DOUBLE:
        return mill_value_new_double(option->double_default);
    case MILL_OPTION_TYPE_CHOICE:
        return mill_value_new_string(option->choices[option->int_default], -1);
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES:
        return list_default(option->string_default);
    default:
        return option->string_default ? mill_value_new_string(option->string_default, -1) : NULL;
    }
}

char *
cli_option_default(const MillOption *option)
{
    g_autoptr(MillValue) value = default_value(option);
    g_autoptr(GString) json = g_string_new(NULL);

    if (!value)
        return NULL;
    if (mill_value_get_type(value) == MILL_TYPE_STRING && *mill_value_get_string(value, NULL))
        return g_strdup(mill_value_get_string(value, NULL));
    mill_json_append_value(json, value);
    return g_strdup(json->str);
}

static void
set_limits(MillValue *map, const MillOption *option)
{
    if (option->type == MILL_OPTION_TYPE_INT) {
        mill_value_set_int(map, "minimum", option->int_min);
        mill_value_set_int(map, "maximum", option->int_max);
    }
    if (option->type == MILL_OPTION_TYPE_DOUBLE) {
        if (is_limit(option->double_min))
            mill_value_set_double(map, "minimum", option->double_min);
        if (is_limit(option->double_max))
            mill_value_set_double(map, "maximum", option->double_max);
    }
}

MillValue *
cli_option_to_value(const MillOption *option)
{
    MillValue *map = mill_value_new_map();
    g_autoptr(MillValue) preset = default_value(option);

    mill_value_set_string(map, "name", option->name);
    mill_value_set_string(map, "type", type_name(option));
    mill_value_set_bool(map, "required", (option->flags & MILL_OPTION_REQUIRED) != 0);
    if (preset)
        mill_value_set(map, "default", preset);
    set_limits(map, option);
    if (option->choices) {
        g_autoptr(MillValue) choices = mill_value_new_list();
        for (guint i = 0; option->choices[i]; i++)
            mill_value_append_string(choices, option->choices[i]);
        mill_value_set(map, "choices", choices);
    }
    mill_value_set_string(map, "doc", option->doc ? option->doc : "");
    return map;
}

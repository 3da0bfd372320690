/* option-schema.c - an option table as JSON Schema (2020-12), for editors. */
#include "config/option-private.h"

#include <string.h>

/* { "type": @type } */
static MillValue *
schema_new(const char *type)
{
    MillValue *schema = mill_value_new_map();

    mill_value_set_string(schema, "type", type);
    return schema;
}

static void
schema_set_strings(MillValue *schema, const char *key, const char *const *strings)
{
    g_autoptr(MillValue) list = mill_value_new_list();

    for (; *strings; strings++)
        mill_value_append_string(list, *strings);
    mill_value_set(schema, key, list);
}

static MillValue *
schema_new_int(const MillOption *option)
{
    MillValue *schema = schema_new("integer");

    if (option->int_min > G_MININT64)
        mill_value_set_int(schema, "minimum", option->int_min);
    if (option->int_max < G_MAXINT64)
        mill_value_set_int(schema, "maximum", option->int_max);
    return schema;
}

static MillValue *
schema_new_double(const MillOption *option)
{
    MillValue *schema = schema_new("number");

    if (option->double_min > -G_MAXDOUBLE)
        mill_value_set_double(schema, "minimum", option->double_min);
    if (option->double_max < G_MAXDOUBLE)
        mill_value_set_double(schema, "maximum", option->double_max);
    return schema;
}

/* What is written without quotes may look like a number or a truth value and still be a text. */
static MillValue *
schema_new_text(gboolean with_null)
{
    const char *types[] = { "string", "number", "boolean", with_null ? "null" : NULL, NULL };
    MillValue *schema = mill_value_new_map();

    schema_set_strings(schema, "type", types);
    return schema;
}

static MillValue *
schema_new_list(const MillOption *option)
{
    g_autoptr(MillValue) item = option->choices ? schema_new("string") : schema_new_text(FALSE);
    g_autoptr(MillValue) list = schema_new("array");
    g_autoptr(MillValue) nothing = schema_new("null");
    g_autoptr(MillValue) ways = mill_value_new_list();
    MillValue *schema = mill_value_new_map();

    if (option->choices)
        schema_set_strings(item, "enum", option->choices);
    mill_value_set(list, "items", item);
    mill_value_append(ways, list);
    mill_value_append(ways, item);
    mill_value_append(ways, nothing);
    mill_value_set(schema, "anyOf", ways);
    return schema;
}

/* What the option takes, without its default and documentation. */
static MillValue *
schema_new_type(const MillOption *option)
{
    MillValue *schema;

    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        return schema_new("boolean");
    case MILL_OPTION_TYPE_INT:
        return schema_new_int(option);
    case MILL_OPTION_TYPE_DOUBLE:
        return schema_new_double(option);
    case MILL_OPTION_TYPE_CHOICE:
        schema = mill_value_new_map();
        schema_set_strings(schema, "enum", option->choices);
        return schema;
    case MILL_OPTION_TYPE_STRING:
    case MILL_OPTION_TYPE_FILE:
        return schema_new_text(!(option->flags & MILL_OPTION_REQUIRED));
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES:
        return schema_new_list(option);
    default:
        return mill_value_new_map();
    }
}

static void
schema_set_default(MillValue *schema, const MillOption *option)
{
    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        mill_value_set_bool(schema, "default", option->int_default != 0);
        break;
    case MILL_OPTION_TYPE_INT:
        mill_value_set_int(schema, "default", option->int_default);
        break;
    case MILL_OPTION_TYPE_DOUBLE:
        mill_value_set_double(schema, "default", option->double_default);
        break;
    case MILL_OPTION_TYPE_CHOICE:
        mill_value_set_string(schema, "default", option->choices[option->int_default]);
        break;
    case MILL_OPTION_TYPE_STRING:
    case MILL_OPTION_TYPE_FILE:
        if (option->string_default)
            mill_value_set_string(schema, "default", option->string_default);
        break;
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES: {
        g_auto(GStrv) parts = mill_option_split_default(option);

        schema_set_strings(schema, "default", (const char *const *) parts);
        break;
    }
    default:
        break;
    }
}

/* "${NAME}" may stand for any value that is no text anyway. */
static MillValue *
schema_or_environment(MillValue *schema, const MillOption *option)
{
    if (option->type != MILL_OPTION_TYPE_BOOL && option->type != MILL_OPTION_TYPE_INT &&
        option->type != MILL_OPTION_TYPE_DOUBLE && option->type != MILL_OPTION_TYPE_CHOICE)
        return schema;

    g_autoptr(MillValue) environment = mill_value_new_map();
    g_autoptr(MillValue) ways = mill_value_new_list();
    MillValue *either = mill_value_new_map();

    mill_value_set_string(environment, "$ref", "#/$defs/environment");
    mill_value_append(ways, schema);
    mill_value_append(ways, environment);
    mill_value_set(either, "anyOf", ways);
    mill_value_unref(schema);
    return either;
}

MillValue *
mill_option_new_schema(const MillStepType *type)
{
    MillValue *schema = schema_new("object");
    g_autoptr(MillValue) properties = mill_value_new_map();
    g_autoptr(MillValue) required = mill_value_new_list();
    const MillOption *option = NULL;

    while ((option = mill_option_next(type, option))) {
        g_autoptr(MillValue) property = schema_or_environment(schema_new_type(option), option);

        if (option->doc)
            mill_value_set_string(property, "description", option->doc);
        if (option->flags & MILL_OPTION_REQUIRED)
            mill_value_append_string(required, option->name);
        else
            schema_set_default(property, option);
        mill_value_set(properties, option->name, property);
    }
    mill_value_set(schema, "properties", properties);
    if (mill_value_get_length(required) > 0)
        mill_value_set(schema, "required", required);
    mill_value_set_bool(schema, "additionalProperties", FALSE);
    return schema;
}

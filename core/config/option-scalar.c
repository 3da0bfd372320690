/* option-scalar.c - single values: checked by their option's type, range and choices. */
#include "config/option-fill.h"

#include <string.h>

/* The type of @node as a value. A quoted "${NAME}" counts as what the variable holds, because in
 * [ ] and { } YAML wants the quotes. */
static MillType
fill_type(const MillNode *node)
{
    return node->expanded && node->type == MILL_TYPE_STRING ? mill_scalar_resolve(node->text)
                                                            : (MillType) node->type;
}

void
fill_wrong_type(const Fill *fill, const MillOption *option, const MillNode *node)
{
    g_autofree char *takes = mill_option_describe_type(option);
    g_autofree char *given = mill_node_describe(node);
    const char *hint = NULL;

    if (node->type == MILL_TYPE_NULL)
        hint = "give it a value or remove the line";
    else if (node->type == MILL_TYPE_STRING && !node->plain &&
             mill_scalar_resolve(node->text) != MILL_TYPE_STRING)
        hint = "remove the quotes";
    mill_node_error(node, fill->input->report, hint, "option '%s' takes %s%s, not %s", option->name,
                    option->type == MILL_OPTION_TYPE_CHOICE ? "" : "a ", takes, given);
}

void
fill_bool(const Fill *fill, const MillOption *option, const MillNode *node)
{
    if (fill_type(node) != MILL_TYPE_BOOL) {
        mill_node_error(node, fill->input->report,
                        node->type == MILL_TYPE_STRING && node->plain
                            ? "YAML 1.2 has no other words for them"
                            : NULL,
                        "option '%s' takes true or false", option->name);
        return;
    }

    gboolean value = mill_scalar_get_bool(node->text);

    FILL_FIELD(fill, option, gboolean) = value;
    mill_value_set_bool(fill->store->values, option->name, value);
}

void
fill_int(const Fill *fill, const MillOption *option, const MillNode *node)
{
    g_autofree char *takes = mill_option_describe_type(option);

    if (fill_type(node) != MILL_TYPE_INT) {
        fill_wrong_type(fill, option, node);
        return;
    }

    gint64 value = mill_scalar_get_int(node->text);

    if (value < option->int_min || value > option->int_max) {
        mill_node_error(node, fill->input->report, NULL, "option '%s' takes a %s, not %s",
                        option->name, takes, node->text);
        return;
    }
    FILL_FIELD(fill, option, gint64) = value;
    mill_value_set_int(fill->store->values, option->name, value);
}

void
fill_double(const Fill *fill, const MillOption *option, const MillNode *node)
{
    g_autofree char *takes = mill_option_describe_type(option);
    MillType type = fill_type(node);

    if (type != MILL_TYPE_INT && type != MILL_TYPE_DOUBLE) {
        fill_wrong_type(fill, option, node);
        return;
    }

    double value = mill_scalar_get_double(node->text);

    if (!(value >= option->double_min && value <= option->double_max)) { /* a NaN is out, too */
        mill_node_error(node, fill->input->report, NULL, "option '%s' takes a %s, not %s",
                        option->name, takes, node->text);
        return;
    }
    FILL_FIELD(fill, option, double) = value;
    mill_value_set_double(fill->store->values, option->name, value);
}

gboolean
fill_get_text(const Fill *fill, const MillOption *option, const MillNode *node, const char **text)
{
    *text = mill_node_get_string(node);
    if (node->type == MILL_TYPE_NULL && !node->expanded) {
        if (!*node->text) {
            mill_node_error(node, fill->input->report,
                            "write \"\" for an empty text, null for none",
                            "option '%s' has no value", option->name);
            return FALSE;
        }
        *text = NULL;
        return TRUE;
    }
    if (!*text)
        fill_wrong_type(fill, option, node);
    return *text != NULL;
}

void
fill_string(const Fill *fill, const MillOption *option, const MillNode *node)
{
    const char *text;

    if (!fill_get_text(fill, option, node, &text))
        return;
    if (!text && option->flags & MILL_OPTION_REQUIRED) {
        fill_wrong_type(fill, option, node);
        return;
    }
    FILL_FIELD(fill, option, const char *) =
        text ? g_string_chunk_insert(fill->store->strings, text) : NULL;
    if (text)
        mill_value_set_string(fill->store->values, option->name, text);
}

gint
fill_find_choice(const Fill *fill, const MillOption *option, const MillNode *node, const char *text)
{
    for (gint i = 0; option->choices[i]; i++)
        if (g_str_equal(option->choices[i], text))
            return i;

    const char *meant = mill_suggest(text, option->choices);
    g_autofree char *all = g_strjoinv(", ", (char **) option->choices);
    g_autofree char *hint = meant ? g_strdup_printf("did you mean '%s'?", meant)
                                  : g_strdup_printf("choose from: %s", all);

    mill_node_error(node, fill->input->report, hint, "option '%s' has no choice '%s'", option->name,
                    text);
    return -1;
}

void
fill_choice(const Fill *fill, const MillOption *option, const MillNode *node)
{
    const char *text = mill_node_get_string(node);

    if (!text || (node->type == MILL_TYPE_NULL && !*text)) {
        fill_wrong_type(fill, option, node);
        return;
    }

    gint choice = fill_find_choice(fill, option, node, text);

    if (choice < 0)
        return;
    FILL_FIELD(fill, option, gint) = choice;
    mill_value_set_string(fill->store->values, option->name, option->choices[choice]);
}

void
fill_value(const Fill *fill, const MillOption *option, const MillNode *node)
{
    g_autoptr(MillValue) value = mill_node_dup_value(node);

    if (node->type == MILL_TYPE_NULL) {
        if (option->flags & MILL_OPTION_REQUIRED)
            fill_wrong_type(fill, option, node);
        return;
    }
    mill_value_set(fill->store->values, option->name, value);
    FILL_FIELD(fill, option, const MillValue *) = value;
}

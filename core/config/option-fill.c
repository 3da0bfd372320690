/* option-fill.c - a step's struct from its part of the pipeline file and --set, by its table. */
#include "config/option-fill.h"

#include <string.h>

void
mill_option_store_free(MillOptionStore *store)
{
    if (!store)
        return;
    g_string_chunk_free(store->strings);
    g_ptr_array_unref(store->lists);
    mill_value_unref(store->values);
    g_hash_table_unref(store->marks);
    g_free(store);
}

MillValue *
mill_option_store_get_values(const MillOptionStore *store)
{
    return store->values;
}

MillMark
mill_option_store_get_mark(const MillOptionStore *store, const char *option)
{
    const MillMark *mark = option ? g_hash_table_lookup(store->marks, option) : NULL;

    return mark ? *mark : store->step_mark;
}

static void
fill_default(const Fill *fill, const MillOption *option)
{
    MillValue *values = fill->store->values;
    const char *text = option->string_default;

    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        FILL_FIELD(fill, option, gboolean) = option->int_default != 0;
        mill_value_set_bool(values, option->name, option->int_default != 0);
        break;
    case MILL_OPTION_TYPE_INT:
        FILL_FIELD(fill, option, gint64) = option->int_default;
        mill_value_set_int(values, option->name, option->int_default);
        break;
    case MILL_OPTION_TYPE_DOUBLE:
        FILL_FIELD(fill, option, double) = option->double_default;
        mill_value_set_double(values, option->name, option->double_default);
        break;
    case MILL_OPTION_TYPE_CHOICE:
        FILL_FIELD(fill, option, gint) = (gint) option->int_default;
        mill_value_set_string(values, option->name, option->choices[option->int_default]);
        break;
    case MILL_OPTION_TYPE_STRING:
        FILL_FIELD(fill, option, const char *) = text;
        if (text)
            mill_value_set_string(values, option->name, text);
        break;
    case MILL_OPTION_TYPE_FILE:
        fill_default_file(fill, option);
        break;
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES:
        fill_default_list(fill, option);
        break;
    default:
        break;
    }
}

static void
fill_from_node(const Fill *fill, const MillOption *option, const FillSource *source)
{
    if (source->node->broken)
        return;
    switch (option->type) {
    case MILL_OPTION_TYPE_BOOL:
        fill_bool(fill, option, source->node);
        break;
    case MILL_OPTION_TYPE_INT:
        fill_int(fill, option, source->node);
        break;
    case MILL_OPTION_TYPE_DOUBLE:
        fill_double(fill, option, source->node);
        break;
    case MILL_OPTION_TYPE_STRING:
        fill_string(fill, option, source->node);
        break;
    case MILL_OPTION_TYPE_CHOICE:
        fill_choice(fill, option, source->node);
        break;
    case MILL_OPTION_TYPE_FILE:
        fill_file(fill, option, source);
        break;
    case MILL_OPTION_TYPE_LIST:
    case MILL_OPTION_TYPE_FILES:
        fill_list(fill, option, source);
        break;
    default:
        fill_value(fill, option, source->node);
    }
}

/* The last setting of @option for this step; then the pipeline file. FALSE if it is not set. */
static gboolean
fill_find_source(const Fill *fill, const MillOption *option, FillSource *source)
{
    const MillOptionInput *input = fill->input;

    for (guint i = input->settings ? input->settings->len : 0; i > 0; i--) {
        const MillSetting *setting = g_ptr_array_index(input->settings, i - 1);

        if (g_str_equal(setting->step, input->step) && g_str_equal(setting->option, option->name)) {
            *source = (FillSource){ setting->value, input->set_folder };
            return TRUE;
        }
    }
    *source = (FillSource){ mill_node_get(input->with, option->name), input->folder };
    return source->node != NULL;
}

static void
fill_option(const Fill *fill, const MillOption *option)
{
    FillSource source;

    if (fill_find_source(fill, option, &source)) {
        MillMark mark = mill_node_get_mark(source.node);

        g_hash_table_insert(fill->store->marks, (gpointer) option->name,
                            g_memdup2(&mark, sizeof mark));
        fill_from_node(fill, option, &source);
    } else if (option->flags & MILL_OPTION_REQUIRED) {
        g_autofree char *takes = mill_option_describe_type(option);
        g_autofree char *hint = g_strdup_printf("%s: %s (%s)", option->name,
                                                option->doc ? option->doc : "required", takes);

        mill_report_add(fill->input->report, MILL_SEVERITY_ERROR, &fill->input->mark, hint,
                        "step '%s' needs the option '%s'", fill->input->step, option->name);
    } else {
        fill_default(fill, option);
    }
}

/* Says that the step has no option @name, and which one was probably meant. */
static void
fill_unknown(const Fill *fill, const MillStepType *type, const char *name, const MillMark *mark)
{
    g_autofree const char **names = mill_option_names(type);
    g_autofree char *hint = *names ? mill_node_dup_key_hint(name, names, "its options are")
                                   : g_strdup("it has no options");

    mill_report_add(fill->input->report, MILL_SEVERITY_ERROR, mark, hint,
                    "unknown option '%s' of %s'%s'", name, fill->input->section ? "" : "step ",
                    fill->input->step);
}

static void
fill_check_names(const Fill *fill, const MillStepType *type)
{
    const MillOptionInput *input = fill->input;

    for (gsize i = 0; i < mill_node_get_length(input->with); i++) {
        const MillNode *key = mill_node_get_key(input->with, i);
        MillMark mark = mill_node_get_mark(key);

        if (!mill_option_find(type, key->text))
            fill_unknown(fill, type, key->text, &mark);
    }
    for (guint i = 0; input->settings && i < input->settings->len; i++) {
        const MillSetting *setting = g_ptr_array_index(input->settings, i);

        if (g_str_equal(setting->step, input->step) && !mill_option_find(type, setting->option))
            fill_unknown(fill, type, setting->option, &setting->option_mark);
    }
}

MillOptionStore *
mill_option_store_new(const MillStepType *type, const MillOptionInput *input, gpointer self)
{
    g_return_val_if_fail(type && input && input->report, NULL);

    MillOptionStore *store = g_new0(MillOptionStore, 1);
    Fill fill = { .store = store, .input = input, .self = self };
    const MillOption *option = NULL;

    store->strings = g_string_chunk_new(256);
    store->lists = g_ptr_array_new_with_free_func(g_free);
    store->values = mill_value_new_map();
    store->marks = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    store->step_mark = input->mark;
    fill_check_names(&fill, type);
    while ((option = mill_option_next(type, option)))
        fill_option(&fill, option);
    return store;
}

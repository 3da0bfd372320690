/* node.c - the tree of a YAML file: memory, look-ups, values and messages. Reading is yaml.c. */
#include "config/node-private.h"

#include "config/report-private.h"

#include <string.h>

#define NODE_TEXT_CHUNK 4096

MillTree *
mill_tree_new(const char *file)
{
    MillTree *tree = g_new0(MillTree, 1);

    tree->file = g_strdup(file);
    tree->nodes = g_ptr_array_new();
    tree->text = g_string_chunk_new(NODE_TEXT_CHUNK);
    return tree;
}

void
mill_tree_free(MillTree *tree)
{
    if (!tree)
        return;
    for (guint i = 0; i < tree->nodes->len; i++) {
        MillNode *node = g_ptr_array_index(tree->nodes, i);

        if (node->type == MILL_TYPE_LIST || node->type == MILL_TYPE_MAP)
            g_free(node->items);
        g_clear_pointer(&node->index, g_hash_table_unref);
        g_slice_free(MillNode, node);
    }
    g_ptr_array_unref(tree->nodes);
    g_string_chunk_free(tree->text);
    g_free(tree->file);
    g_free(tree);
}

MillNode *
mill_tree_add(MillTree *tree, MillType type, guint line, guint column, guint mark_length)
{
    MillNode *node = g_slice_new0(MillNode);

    node->tree = tree;
    node->type = type;
    node->weight = 1;
    node->line = line;
    node->column = column;
    node->mark_length = mark_length;
    g_ptr_array_add(tree->nodes, node);
    return node;
}

void
mill_node_set_scalar(MillNode *node, const char *text, gsize length, gboolean plain)
{
    node->text = g_string_chunk_insert_len(node->tree->text, text, (gssize) length);
    node->length = (guint32) length;
    node->plain = plain;
    node->type = plain ? mill_scalar_resolve(node->text) : MILL_TYPE_STRING;
}

void
mill_node_free(MillNode *root)
{
    if (root)
        mill_tree_free(root->tree);
}

static gboolean
node_is_scalar(const MillNode *node)
{
    return node && node->type != MILL_TYPE_LIST && node->type != MILL_TYPE_MAP;
}

MillType
mill_node_get_type(const MillNode *node)
{
    return node ? (MillType) node->type : MILL_TYPE_NULL;
}

gsize
mill_node_get_length(const MillNode *node)
{
    return node && !node_is_scalar(node) ? node->length : 0;
}

const MillNode *
mill_node_get_item(const MillNode *node, gsize index)
{
    if (index >= mill_node_get_length(node))
        return NULL;
    return node->type == MILL_TYPE_MAP ? node->items[2 * index + 1] : node->items[index];
}

const MillNode *
mill_node_get_key(const MillNode *map, gsize index)
{
    if (mill_node_get_type(map) != MILL_TYPE_MAP || index >= map->length)
        return NULL;
    return map->items[2 * index];
}

const MillNode *
mill_node_get(const MillNode *map, const char *key)
{
    if (mill_node_get_type(map) != MILL_TYPE_MAP)
        return NULL;
    if (map->index)
        return g_hash_table_lookup(map->index, key);
    for (guint32 i = 0; i < map->length; i++)
        if (strcmp(map->items[2 * i]->text, key) == 0)
            return map->items[2 * i + 1];
    return NULL;
}

const char *
mill_node_get_string(const MillNode *node)
{
    return node_is_scalar(node) ? node->text : NULL;
}

static MillValue *
node_dup_list(const MillNode *node)
{
    MillValue *list = mill_value_new_list();

    for (guint32 i = 0; i < node->length; i++) {
        g_autoptr(MillValue) item = mill_node_dup_value(node->items[i]);

        mill_value_append(list, item);
    }
    return list;
}

static MillValue *
node_dup_map(const MillNode *node)
{
    MillValue *map = mill_value_new_map();

    for (guint32 i = 0; i < node->length; i++) {
        g_autoptr(MillValue) item = mill_node_dup_value(node->items[2 * i + 1]);

        mill_value_set(map, node->items[2 * i]->text, item);
    }
    return map;
}

/* Recursion is bounded by MILL_NODE_MAX_DEPTH. */
MillValue *
mill_node_dup_value(const MillNode *node)
{
    switch (mill_node_get_type(node)) {
    case MILL_TYPE_BOOL:
        return mill_value_new_bool(mill_scalar_get_bool(node->text));
    case MILL_TYPE_INT:
        return mill_value_new_int(mill_scalar_get_int(node->text));
    case MILL_TYPE_DOUBLE:
        return mill_value_new_double(mill_scalar_get_double(node->text));
    case MILL_TYPE_STRING:
        return mill_value_new_string(node->text, node->length);
    case MILL_TYPE_LIST:
        return node_dup_list(node);
    case MILL_TYPE_MAP:
        return node_dup_map(node);
    default:
        return mill_value_new_null();
    }
}

MillMark
mill_node_get_mark(const MillNode *node)
{
    if (!node)
        return (MillMark){ 0 };
    return (MillMark){ .file = node->tree->file,
                       .line = node->line,
                       .column = node->column,
                       .length = node->mark_length };
}

void
mill_node_error(const MillNode *node, MillReport *report, const char *hint, const char *format, ...)
{
    MillMark mark = mill_node_get_mark(node);
    va_list arguments;

    va_start(arguments, format);
    mill_report_add_valist(report, MILL_SEVERITY_ERROR, &mark, hint, format, arguments);
    va_end(arguments);
}

char *
mill_node_dup_key_hint(const char *key, const char *const *known, const char *all_are)
{
    const char *meant = mill_suggest(key, known), *colon = strchr(key, ':');
    g_autofree char *word = colon ? g_strndup(key, colon - key) : NULL;

    if (word && g_strv_contains(known, word))
        return g_strdup("a blank is missing after the ':'");
    if (meant)
        return g_strdup_printf("did you mean '%s'?", meant);

    g_autofree char *all = g_strjoinv(", ", (char **) known);

    return g_strdup_printf("%s: %s", all_are, all);
}

void
mill_node_check_keys(const MillNode *map, const char *const *known, const char *what,
                     MillReport *report)
{
    for (gsize i = 0; i < mill_node_get_length(map); i++) {
        const MillNode *key = mill_node_get_key(map, i);

        if (!key || g_strv_contains(known, key->text))
            continue;

        g_autofree char *hint = mill_node_dup_key_hint(key->text, known, "known are");

        mill_node_error(key, report, hint, "unknown key '%s' in %s", key->text, what);
    }
}

char *
mill_node_describe(const MillNode *node)
{
    switch (mill_node_get_type(node)) {
    case MILL_TYPE_LIST:
        return g_strdup("a list");
    case MILL_TYPE_MAP:
        return g_strdup("a map");
    case MILL_TYPE_NULL:
        return g_strdup("nothing");
    case MILL_TYPE_STRING:
        return g_utf8_strlen(node->text, -1) > 40 ? g_strdup("a long text")
                                                  : g_strdup_printf("'%s'", node->text);
    default:
        return g_strdup(node->text);
    }
}

/* yaml.c - reads YAML 1.2 with libfyaml into the tree of node.c.
 *
 * libfyaml's event parser is used, not its documents: events are handled one by one without
 * recursion, so depth and expansion can be bounded here, and aliases share nodes instead of
 * copying them. Its marks count columns in characters from 0, ours from 1.
 */
#include "config/node-private.h"

#include "config/report-private.h"

#include <libfyaml.h>
#include <string.h>

/* Maps with more keys than this get a hash index. */
#define YAML_SCAN_MAX 16

/* A list or map whose end has not come yet. */
typedef struct {
    MillNode *node;
    GPtrArray *items;
    GHashTable *keys; /* maps: text → value (or the key itself while its value is awaited) */
    char *anchor;
} YamlOpen;

typedef struct {
    MillTree *tree;
    MillReport *report;
    const char *text;
    gsize length;
    guint first_line;
    struct fy_parser *parser;
    struct fy_diag *diag;
    GArray *open;        /* YamlOpen, outermost first */
    GHashTable *anchors; /* name → MillNode, or → NULL while it is open */
    gboolean failed;     /* there is an error, so there will be no tree */
    gboolean stopped;    /* and it makes reading on pointless */
    gboolean document_seen;
} Yaml;

static void
yaml_open_clear(gpointer data)
{
    YamlOpen *open = data;

    g_clear_pointer(&open->items, g_ptr_array_unref);
    g_clear_pointer(&open->keys, g_hash_table_unref);
    g_clear_pointer(&open->anchor, g_free);
}

static gboolean yaml_fail(Yaml *yaml, int line, int column, guint length, const char *hint,
                          const char *format, ...) G_GNUC_PRINTF(6, 7);
static void yaml_complain(Yaml *yaml, const MillNode *node, const char *hint, const char *format,
                          ...) G_GNUC_PRINTF(4, 5);

/* Adds an error at a place that counts from 0, as libfyaml's do, and ends the reading. */
static gboolean
yaml_fail(Yaml *yaml, int line, int column, guint length, const char *hint, const char *format, ...)
{
    MillMark mark = { .file = yaml->tree->file,
                      .line = (guint) line + yaml->first_line,
                      .column = (guint) column + 1,
                      .length = length };
    va_list arguments;

    va_start(arguments, format);
    mill_report_add_valist(yaml->report, MILL_SEVERITY_ERROR, &mark, hint, format, arguments);
    va_end(arguments);
    yaml->failed = yaml->stopped = TRUE;
    return FALSE;
}

/* Adds an error at @node; reading goes on, to find others. */
static void
yaml_complain(Yaml *yaml, const MillNode *node, const char *hint, const char *format, ...)
{
    MillMark mark = mill_node_get_mark(node);
    va_list arguments;

    va_start(arguments, format);
    mill_report_add_valist(yaml->report, MILL_SEVERITY_ERROR, &mark, hint, format, arguments);
    va_end(arguments);
    yaml->failed = TRUE;
}

static gboolean
yaml_stop(Yaml *yaml)
{
    yaml->stopped = TRUE;
    return FALSE;
}

/* Code points of the source from byte @start to byte @end or the end of the line. */
static guint
yaml_mark_length(const Yaml *yaml, gsize start, gsize end)
{
    guint count = 0;

    for (gsize i = start; i < MIN(end, yaml->length) && yaml->text[i] != '\n'; i++)
        count += ((guchar) yaml->text[i] & 0xC0) != 0x80 && yaml->text[i] != '\r';
    return count;
}

/* An empty value has no place of its own: that of its key serves, or that of its list. */
static MillNode *
yaml_add_empty(Yaml *yaml, MillType type)
{
    const YamlOpen *open =
        yaml->open->len > 0 ? &g_array_index(yaml->open, YamlOpen, yaml->open->len - 1) : NULL;
    const MillNode *place = open ? open->node : NULL;

    if (open && open->items->len > 0)
        place = g_ptr_array_index(open->items, open->items->len - 1);
    if (!place)
        return mill_tree_add(yaml->tree, type, yaml->first_line, 1, 1);
    return mill_tree_add(yaml->tree, type, place->line, place->column, place->mark_length);
}

static MillNode *
yaml_add_node(Yaml *yaml, struct fy_event *event, MillType type)
{
    const struct fy_mark *start = fy_event_start_mark(event), *end = fy_event_end_mark(event);
    enum fy_scalar_style style =
        event->type == FYET_SCALAR ? fy_token_scalar_style(event->scalar.value) : FYSS_PLAIN;
    gsize quotes = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED ? 1 : 0;
    guint length = 1;

    if (!start)
        return yaml_add_empty(yaml, type);
    quotes = MIN(quotes, (gsize) start->column);
    if (event->type == FYET_SCALAR && end)
        length = yaml_mark_length(yaml, start->input_pos - quotes, end->input_pos + quotes);
    return mill_tree_add(yaml->tree, type, (guint) start->line + yaml->first_line,
                         (guint) (start->column - (int) quotes) + 1, MAX(length, 1));
}

static char *
yaml_dup_token(struct fy_token *token)
{
    gsize length = 0;
    const char *text = token ? fy_token_get_text(token, &length) : NULL;

    return text ? g_strndup(text, length) : NULL;
}

/* Values: what a tag may say about a scalar; the second is the type that it must then have. */
static const struct {
    const char *tag;
    MillType type;
} yaml_tags[] = {
    { "tag:yaml.org,2002:str", MILL_TYPE_STRING }, { "!", MILL_TYPE_STRING },
    { "tag:yaml.org,2002:int", MILL_TYPE_INT },    { "tag:yaml.org,2002:float", MILL_TYPE_DOUBLE },
    { "tag:yaml.org,2002:bool", MILL_TYPE_BOOL },  { "tag:yaml.org,2002:null", MILL_TYPE_NULL },
    { "tag:yaml.org,2002:seq", MILL_TYPE_LIST },   { "tag:yaml.org,2002:map", MILL_TYPE_MAP },
};

/* Applies the tag of @event to @node, or says what is wrong with it. */
static void
yaml_apply_tag(Yaml *yaml, struct fy_event *event, MillNode *node)
{
    g_autofree char *tag = yaml_dup_token(fy_event_get_tag_token(event));
    gboolean scalar = event->type == FYET_SCALAR;
    gsize i = 0;

    if (!tag || (g_str_equal(tag, "!") && !scalar))
        return;
    while (i < G_N_ELEMENTS(yaml_tags) && !g_str_equal(yaml_tags[i].tag, tag))
        i++;
    if (i == G_N_ELEMENTS(yaml_tags)) {
        yaml_complain(yaml, node, "only the tags of YAML's core schema are known, such as !!str",
                      "unknown tag '%s'", tag);
    } else if (scalar && yaml_tags[i].type == MILL_TYPE_STRING) {
        node->type = MILL_TYPE_STRING;
        node->plain = FALSE;
    } else if (scalar && yaml_tags[i].type == MILL_TYPE_DOUBLE && node->type == MILL_TYPE_INT) {
        node->type = MILL_TYPE_DOUBLE;
    } else if (node->type != yaml_tags[i].type) {
        yaml_complain(yaml, node, NULL, "the tag '%s' does not fit this value", tag);
    }
}

static const MillNode *
yaml_find_key(const YamlOpen *open, const char *text)
{
    if (!g_hash_table_contains(open->keys, text))
        return NULL;
    for (guint i = 0; i < open->items->len; i += 2) {
        const MillNode *key = g_ptr_array_index(open->items, i);

        if (g_str_equal(key->text, text))
            return key;
    }
    return NULL;
}

/* The key @node of the innermost map: scalars only, and each once. */
static gboolean
yaml_add_key(Yaml *yaml, YamlOpen *open, MillNode *node)
{
    if (node->type == MILL_TYPE_LIST || node->type == MILL_TYPE_MAP) {
        yaml_complain(yaml, node, NULL, "a key must be a word, not a list or map");
        return yaml_stop(yaml);
    }

    const MillNode *first = yaml_find_key(open, node->text);

    if (first)
        yaml_complain(yaml, node, "remove one of the two", "the key '%s' is already set in line %u",
                      node->text, first->line);
    else
        g_hash_table_insert(open->keys, (gpointer) node->text, node);
    g_ptr_array_add(open->items, node);
    return TRUE;
}

/* Puts the finished or just opened @node where it belongs. */
static gboolean
yaml_place(Yaml *yaml, MillNode *node)
{
    if (yaml->open->len == 0) {
        yaml->tree->root = node;
        return TRUE;
    }

    YamlOpen *open = &g_array_index(yaml->open, YamlOpen, yaml->open->len - 1);

    if (open->node->type == MILL_TYPE_MAP && open->items->len % 2 == 0)
        return yaml_add_key(yaml, open, node);
    if (open->node->type == MILL_TYPE_MAP) {
        const MillNode *key = g_ptr_array_index(open->items, open->items->len - 1);

        g_hash_table_insert(open->keys, (gpointer) key->text, node);
    }
    g_ptr_array_add(open->items, node);
    return TRUE;
}

/* Counts @node and all below it in the innermost open list or map. */
static gboolean
yaml_weigh(Yaml *yaml, const MillNode *node)
{
    MillNode *parent =
        yaml->open->len > 0 ? g_array_index(yaml->open, YamlOpen, yaml->open->len - 1).node : NULL;
    gsize weight = node->weight + (parent ? parent->weight : 0);

    if (weight > MILL_NODE_MAX_NODES) {
        yaml_complain(yaml, parent ? parent : node, NULL, "the file expands to more than %u values",
                      MILL_NODE_MAX_NODES);
        return yaml_stop(yaml);
    }
    if (parent)
        parent->weight = (guint32) weight;
    return TRUE;
}

static void
yaml_remember(Yaml *yaml, const char *anchor, MillNode *node)
{
    if (anchor)
        g_hash_table_replace(yaml->anchors, g_strdup(anchor), node);
}

static gboolean
yaml_on_scalar(Yaml *yaml, struct fy_event *event)
{
    MillNode *node = yaml_add_node(yaml, event, MILL_TYPE_NULL);
    g_autofree char *anchor = yaml_dup_token(event->scalar.anchor);
    gsize length = 0;
    const char *text = event->scalar.value ? fy_token_get_text(event->scalar.value, &length) : NULL;

    if (!text)
        length = 0;
    mill_node_set_scalar(node, text ? text : "", length,
                         fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN);
    if (memchr(node->text, '\0', length) || !g_utf8_validate(node->text, (gssize) length, NULL))
        yaml_complain(yaml, node, NULL,
                      "the escapes make a NUL or something that is not a character");
    yaml_remember(yaml, anchor, node);
    yaml_apply_tag(yaml, event, node);
    return yaml_place(yaml, node) && yaml_weigh(yaml, node);
}

/* '[' or '{' if a list or map is written with brackets, else 0. */
static char
yaml_flow_start(const Yaml *yaml, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    char first = mark && mark->input_pos < yaml->length ? yaml->text[mark->input_pos] : 0;

    return first == '[' || first == '{' ? first : 0;
}

static gboolean
yaml_on_start(Yaml *yaml, struct fy_event *event, MillType type)
{
    MillNode *node = yaml_add_node(yaml, event, type);
    YamlOpen open = { .node = node, .items = g_ptr_array_new() };

    node->items = NULL;
    node->flow = yaml_flow_start(yaml, event);
    if (type == MILL_TYPE_MAP)
        open.keys = g_hash_table_new(g_str_hash, g_str_equal);
    open.anchor = yaml_dup_token(fy_event_get_anchor_token(event));
    yaml_remember(yaml, open.anchor, NULL);

    yaml_apply_tag(yaml, event, node);

    gboolean placed = yaml_place(yaml, node);

    g_array_append_val(yaml->open, open);
    if (placed && yaml->open->len > MILL_NODE_MAX_DEPTH) {
        yaml_complain(yaml, node, NULL, "lists and maps nest deeper than %u levels",
                      MILL_NODE_MAX_DEPTH);
        return yaml_stop(yaml);
    }
    return placed;
}

static gboolean
yaml_on_end(Yaml *yaml)
{
    YamlOpen *open = &g_array_index(yaml->open, YamlOpen, yaml->open->len - 1);
    MillNode *node = open->node;
    gsize n_items = open->items->len;

    node->length = (guint32) (node->type == MILL_TYPE_MAP ? n_items / 2 : n_items);
    node->items = (MillNode **) g_ptr_array_steal(open->items, NULL);
    if (node->type == MILL_TYPE_MAP && node->length > YAML_SCAN_MAX)
        node->index = g_steal_pointer(&open->keys);
    yaml_remember(yaml, open->anchor, node);
    g_array_set_size(yaml->open, yaml->open->len - 1);
    return yaml_weigh(yaml, node);
}

static gboolean
yaml_on_alias(Yaml *yaml, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    g_autofree char *name = yaml_dup_token(event->alias.anchor);
    int line = mark ? mark->line : 0;
    int column = mark ? MAX(mark->column, 1) - 1 : 0; /* the mark is behind the '*' */
    guint length = name ? (guint) g_utf8_strlen(name, -1) + 1 : 1;
    gpointer node = NULL;

    if (!name || !g_hash_table_lookup_extended(yaml->anchors, name, NULL, &node))
        return yaml_fail(yaml, line, column, length, NULL, "there is no anchor '&%s' before this",
                         name ? name : "");
    if (!node)
        return yaml_fail(yaml, line, column, length, NULL, "the anchor '&%s' contains itself",
                         name);
    return yaml_place(yaml, node) && yaml_weigh(yaml, node);
}

static gboolean
yaml_on_document(Yaml *yaml, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);

    if (yaml->document_seen)
        return yaml_fail(yaml, mark ? mark->line : 0, mark ? mark->column : 0, 3,
                         "remove this line and what follows, or put it into a file of its own",
                         "a second document begins here");
    yaml->document_seen = TRUE;
    return TRUE;
}

static gboolean
yaml_on_event(Yaml *yaml, struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        return yaml_on_document(yaml, event);
    case FYET_SCALAR:
        return yaml_on_scalar(yaml, event);
    case FYET_ALIAS:
        return yaml_on_alias(yaml, event);
    case FYET_MAPPING_START:
        return yaml_on_start(yaml, event, MILL_TYPE_MAP);
    case FYET_SEQUENCE_START:
        return yaml_on_start(yaml, event, MILL_TYPE_LIST);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return yaml_on_end(yaml);
    default:
        return TRUE;
    }
}

/* What libfyaml found; its marks in errors count from 1. */
static void
yaml_report_errors(Yaml *yaml)
{
    const MillNode *open =
        yaml->open->len > 0 ? g_array_index(yaml->open, YamlOpen, yaml->open->len - 1).node : NULL;
    const struct fy_diag_error *error;
    gpointer previous = NULL;

    /* What follows the first is a consequence of it. */
    while (!yaml->stopped && (error = fy_diag_errors_iterate(yaml->diag, &previous))) {
        int line = MAX(error->line, 1) - 1, column = MAX(error->column, 1) - 1;
        const char *place = mill_yaml_settle(yaml->text, yaml->length, &line, &column);
        g_autofree char *hint = mill_yaml_hint(yaml->text, yaml->length, place, error->msg, open);

        if (error->type == FYET_ERROR)
            yaml_fail(yaml, line, column, 1, hint, "%s", error->msg);
    }
    if (!yaml->stopped)
        yaml_fail(yaml, 0, 0, 1, NULL, "this is not YAML");
}

static void
yaml_run(Yaml *yaml)
{
    struct fy_event *event;

    if (fy_parser_set_string(yaml->parser, yaml->text, yaml->length) != 0) {
        yaml_report_errors(yaml);
        return;
    }
    while (!yaml->stopped && (event = fy_parser_parse(yaml->parser))) {
        yaml_on_event(yaml, event);
        fy_parser_event_free(yaml->parser, event);
    }
    if (!yaml->stopped && (fy_parser_get_stream_error(yaml->parser) || yaml->open->len > 0))
        yaml_report_errors(yaml);
    if (!yaml->failed && !yaml->tree->root) {
        yaml->tree->root = mill_tree_add(yaml->tree, MILL_TYPE_NULL, yaml->first_line, 1, 1);
        mill_node_set_scalar(yaml->tree->root, "", 0, TRUE);
    }
}

MillNode *
mill_yaml_read(const char *path, const char *text, gsize length, guint line, MillReport *report)
{
    struct fy_diag_cfg diag_config;
    Yaml yaml = { .tree = mill_tree_new(path),
                  .report = report,
                  .text = text,
                  .length = length,
                  .first_line = line };

    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    yaml.diag = fy_diag_create(&diag_config);
    fy_diag_set_collect_errors(yaml.diag, true);

    struct fy_parse_cfg config = { .flags = FYPCF_QUIET | FYPCF_DISABLE_DEPTH_LIMIT |
                                            FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE,
                                   .diag = yaml.diag };

    yaml.parser = fy_parser_create(&config);
    yaml.open = g_array_new(FALSE, FALSE, sizeof(YamlOpen));
    g_array_set_clear_func(yaml.open, yaml_open_clear);
    yaml.anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    yaml_run(&yaml);
    g_array_unref(yaml.open);
    g_hash_table_unref(yaml.anchors);
    fy_parser_destroy(yaml.parser);
    fy_diag_destroy(yaml.diag);
    if (!yaml.failed)
        return yaml.tree->root;
    mill_tree_free(yaml.tree);
    return NULL;
}

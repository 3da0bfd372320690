/* read-tree.c - dictionaries as YAML, in a file or in the pipeline file.
 *
 * A list of terms, or a tree of categories whose leaves are such lists. A term is a string, a
 * record ({ term: …, aliases: […], … }), or a pair of a term and its aliases (PV: [光伏]).
 */
#include "read.h"

#include <string.h>

#define TREE_DEPTH_MAX 64

/* A place in a tree that is either read from a file, with marks, or an option's value. */
typedef struct {
    const MillNode *node;
    const MillValue *value;
} TreePlace;

static MillType
tree_type(TreePlace at)
{
    return at.node ? mill_node_get_type(at.node) : mill_value_get_type(at.value);
}

static gsize
tree_length(TreePlace at)
{
    return at.node ? mill_node_get_length(at.node) : mill_value_get_length(at.value);
}

static TreePlace
tree_item(TreePlace at, gsize index)
{
    TreePlace item = { 0 };

    if (at.node)
        item.node = mill_node_get_item(at.node, index);
    else
        item.value = mill_value_get_item(at.value, index);
    return item;
}

static TreePlace
tree_get(TreePlace map, const char *key)
{
    TreePlace item = { 0 };

    if (map.node)
        item.node = mill_node_get(map.node, key);
    else
        item.value = mill_value_get(map.value, key);
    return item;
}

static gboolean
tree_is_set(TreePlace at)
{
    return at.node || at.value;
}

/* The key at @index of a map as a cell. */
static LexCell
tree_key(TreePlace map, gsize index)
{
    LexCell cell = { 0 };

    if (map.node) {
        const MillNode *key = mill_node_get_key(map.node, index);
        MillMark mark = mill_node_get_mark(key);

        cell.string = mill_node_get_string(key);
        cell.line = mark.line;
        cell.column = mark.column;
    } else {
        cell.string = mill_value_get_key(map.value, index);
    }
    cell.length = cell.string ? strlen(cell.string) : 0;
    return cell;
}

static void
tree_error(LexEntries *entries, TreePlace at, const char *hint, const char *message)
{
    MillMark mark = { 0 };

    if (at.node)
        mark = mill_node_get_mark(at.node);
    lex_entries_report(entries, MILL_SEVERITY_ERROR, mark.line, mark.column, hint, "%s", message);
}

/* A scalar as a cell; anything else is reported. Numbers in the pipeline file are written out in
 * @buffer; other scalars there have lost how they were written. */
static gboolean
tree_scalar(LexEntries *entries, TreePlace at, LexCell *cell, char buffer[32])
{
    MillType type = tree_type(at);

    *cell = (LexCell){ .string = "" };
    if (at.node) {
        MillMark mark = mill_node_get_mark(at.node);

        cell->line = mark.line;
        cell->column = mark.column;
        if (type != MILL_TYPE_NULL)
            cell->string = mill_node_get_string(at.node);
    } else if (type == MILL_TYPE_STRING) {
        cell->string = mill_value_get_string(at.value, NULL);
    } else if (type == MILL_TYPE_INT) {
        g_snprintf(buffer, 32, "%" G_GINT64_FORMAT, mill_value_get_int(at.value));
        cell->string = buffer;
    } else if (type != MILL_TYPE_NULL) {
        cell->string = NULL;
    }
    if (!cell->string) {
        tree_error(entries, at, "put it in quotes if it is a word", "a string is expected here");
        cell->string = "";
        return FALSE;
    }
    cell->length = strlen(cell->string);
    return TRUE;
}

/* Adds a string or each string of a list as forms of @concept. */
static void
tree_read_forms(LexEntries *entries, guint32 concept, TreePlace at, guint flags)
{
    gboolean is_list = tree_type(at) == MILL_TYPE_LIST;
    gsize n = is_list ? tree_length(at) : 1;

    for (gsize i = 0; i < n; i++) {
        char buffer[32];
        LexCell cell;

        if (tree_scalar(entries, is_list ? tree_item(at, i) : at, &cell, buffer))
            lex_entries_add(entries, concept, cell.string, cell.length, flags, cell.line,
                            cell.column);
    }
}

/* { term: …, category: …, canonical: …, aliases: […], weight: …, except: […], match: … } */
static void
tree_read_record(LexEntries *entries, TreePlace map, const char *path)
{
    LexCell cells[LEX_N_COLUMNS];
    char buffers[LEX_N_COLUMNS][32];

    if (map.node)
        mill_node_check_keys(map.node, lex_column_names, "key of a term", entries->report);
    for (guint i = 0; i < LEX_N_COLUMNS; i++) {
        TreePlace item = tree_get(map, lex_column_names[i]);

        cells[i] = (LexCell){ .string = "" };
        if (i == LEX_COLUMN_ALIASES || i == LEX_COLUMN_EXCEPT || !tree_is_set(item))
            continue;
        if (!tree_scalar(entries, item, &cells[i], buffers[i]))
            return;
    }
    if (path[0] != '\0' && cells[LEX_COLUMN_CATEGORY].length > 0) {
        tree_error(entries, map, "leave it out here", "the category is that of the tree above");
        return;
    }
    if (path[0] != '\0') {
        cells[LEX_COLUMN_CATEGORY].string = path;
        cells[LEX_COLUMN_CATEGORY].length = strlen(path);
    }

    guint32 concept = lex_read_record(entries, cells);
    TreePlace aliases = tree_get(map, "aliases"), except = tree_get(map, "except");

    if (concept == LEX_NO_CONCEPT)
        return;
    if (tree_is_set(aliases))
        tree_read_forms(entries, concept, aliases,
                        concept == LEX_ANY_CONCEPT ? LEX_ENTRY_EXCLUDE : 0);
    if (tree_is_set(except))
        tree_read_forms(entries, concept, except, LEX_ENTRY_EXCLUDE);
}

/* PV: [光伏, 光伏发电] */
static void
tree_read_pair(LexEntries *entries, TreePlace map, const char *path)
{
    LexCell key = tree_key(map, 0);
    guint32 concept =
        lex_entries_concept(entries, key.string, key.length, path, strlen(path), FALSE);

    if (concept == LEX_NO_CONCEPT)
        return;
    lex_entries_add(entries, concept, key.string, key.length, 0, key.line, key.column);
    tree_read_forms(entries, concept, tree_item(map, 0), 0);
}

static void
tree_read_term(LexEntries *entries, TreePlace at, const char *path)
{
    char buffer[32];
    LexCell cells[LEX_N_COLUMNS] = { 0 };

    if (tree_type(at) == MILL_TYPE_MAP) {
        if (tree_is_set(tree_get(at, "term")))
            tree_read_record(entries, at, path);
        else if (tree_length(at) == 1)
            tree_read_pair(entries, at, path);
        else
            tree_error(entries, at, "write { term: …, aliases: […] }", "this record has no term");
        return;
    }
    if (!tree_scalar(entries, at, &cells[LEX_COLUMN_TERM], buffer))
        return;
    for (guint i = LEX_COLUMN_TERM + 1; i < LEX_N_COLUMNS; i++)
        cells[i].string = "";
    cells[LEX_COLUMN_CATEGORY].string = path;
    cells[LEX_COLUMN_CATEGORY].length = strlen(path);
    lex_read_record(entries, cells);
}

/* A list of terms, one term, or a map of categories. */
static void
tree_read(LexEntries *entries, TreePlace at, const char *path, guint depth)
{
    MillType type = tree_type(at);

    if (depth > TREE_DEPTH_MAX) {
        tree_error(entries, at, NULL, "categories are nested too deep");
    } else if (type == MILL_TYPE_LIST) {
        for (gsize i = 0; i < tree_length(at); i++)
            tree_read_term(entries, tree_item(at, i), path);
    } else if (type == MILL_TYPE_MAP) {
        for (gsize i = 0; i < tree_length(at); i++) {
            LexCell key = tree_key(at, i);
            g_autofree char *below =
                path[0] == '\0' ? g_strdup(key.string) : g_strconcat(path, "/", key.string, NULL);

            tree_read(entries, tree_item(at, i), below, depth + 1);
        }
    } else if (type != MILL_TYPE_NULL) {
        tree_read_term(entries, at, path);
    }
}

void
lex_read_yaml(LexEntries *entries, const char *path, const char *text, gsize length)
{
    g_autoptr(MillNode) root = mill_node_parse(path, text, length, entries->report);

    if (root)
        tree_read(entries, (TreePlace){ .node = root }, "", 0);
}

void
lex_read_value(LexEntries *entries, const MillValue *value)
{
    lex_entries_begin_file(entries, NULL);
    if (value)
        tree_read(entries, (TreePlace){ .value = value }, "", 0);
}

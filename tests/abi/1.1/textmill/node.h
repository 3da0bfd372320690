/* node.h - YAML 1.2 files read into a tree that knows where everything stood.
 *
 * For pipeline files and for the data files of plugins (schemes, dictionaries), so that every
 * complaint about them has a line, a column and a caret.
 */
#ifndef TEXTMILL_NODE_H
#define TEXTMILL_NODE_H

#include <textmill/report.h>
#include <textmill/value.h>

G_BEGIN_DECLS

typedef struct MillNode MillNode;

/* Reads the YAML file at @path (or @length bytes of @text that stand for it). Syntax errors,
 * duplicate keys, unknown tags and a missing file are added to @report, and the answer is NULL.
 * Aliases are resolved; a file that expands to more than a million nodes is refused. An empty file
 * is a null node. (transfer full) */
MILL_API MillNode *mill_node_load(const char *path, MillReport *report);
MILL_API MillNode *
mill_node_parse(const char *path, const char *text, gsize length, MillReport *report);
MILL_API void mill_node_free(MillNode *root); /* the whole tree; NULL is fine */

/* Everything below borrows from the tree. Of NULL: MILL_TYPE_NULL, 0, NULL. */
MILL_API MillType mill_node_get_type(const MillNode *node);
MILL_API gsize mill_node_get_length(const MillNode *node); /* items of a list or map */
MILL_API const MillNode *mill_node_get_item(const MillNode *node, gsize index);
MILL_API const MillNode *mill_node_get_key(const MillNode *map, gsize index); /* for its mark */
MILL_API const MillNode *mill_node_get(const MillNode *map, const char *key);
/* A scalar as it was written (12 and true too), NULL for lists and maps. */
MILL_API const char *mill_node_get_string(const MillNode *node);
/* The node as a value by the YAML 1.2 core schema (quoted scalars are strings). (transfer full) */
MILL_API MillValue *mill_node_dup_value(const MillNode *node);
MILL_API MillMark mill_node_get_mark(const MillNode *node);

/* Adds an error at @node to @report. */
MILL_API void mill_node_error(const MillNode *node, MillReport *report, const char *hint,
                              const char *format, ...) G_GNUC_PRINTF(4, 5);
/* Adds an error, with a suggestion, for each key of @map that is not in @known. */
MILL_API void mill_node_check_keys(const MillNode *map, const char *const *known, const char *what,
                                   MillReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillNode, mill_node_free)

G_END_DECLS

#endif

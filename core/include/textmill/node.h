/* node.h - YAML 1.2 files read into a tree that knows where everything stood.
 *
 * For pipeline files and for the data files of plugins (schemes, dictionaries), so that every
 * complaint about them has a line, a column and a caret.
 *
 *     static const char *const known[] = { "name", "terms", NULL };
 *     g_autoptr(MillNode) root = mill_node_load(path, report);
 *
 *     mill_node_check_keys(root, known, "dictionary", report);
 *     const MillNode *terms = mill_node_get(root, "terms");
 *     if (terms && mill_node_get_type(terms) != MILL_TYPE_LIST)
 *         mill_node_error(terms, report, "write: terms: [wind, water]", "'terms' is no list");
 *     for (gsize n = 0; n < mill_node_get_length(terms); n++) {
 *         const char *word = mill_node_get_string(mill_node_get_item(terms, n));
 *
 *         if (word)
 *             g_hash_table_add(self->words, g_strdup(word));
 *     }
 */
#ifndef TEXTMILL_NODE_H
#define TEXTMILL_NODE_H

#include <textmill/report.h>
#include <textmill/value.h>

G_BEGIN_DECLS

/* A scalar, list or map of a file, with its place. */
typedef struct MillNode MillNode;

/* Reads the YAML file at @path, or the @length bytes of @text that stand for it. Syntax errors,
 * duplicate keys, unknown tags and a missing file are added to @report, and the answer is NULL.
 * Aliases are resolved; a file that expands to more than a million nodes is refused. An empty file
 * is a null node. (transfer full)
 *
 *     g_autoptr(MillNode) root = mill_node_parse("(terms)", "[wind, water]", 13, report);
 */
MILL_API MillNode *mill_node_load(const char *path, MillReport *report);
MILL_API MillNode *
mill_node_parse(const char *path, const char *text, gsize length, MillReport *report);
/* Frees the whole tree, with all that was got from it. NULL is fine. */
MILL_API void mill_node_free(MillNode *root);

/* What it is, by the YAML 1.2 core schema. Of NULL: MILL_TYPE_NULL. */
MILL_API MillType mill_node_get_type(const MillNode *node);
/* The number of items of a list or map; 0 of all others, also of NULL. */
MILL_API gsize mill_node_get_length(const MillNode *node);
/* The item of a list or map at @index, and the key of it, which has a mark of its own. Borrowed
 * from the tree; NULL past the end.
 *
 *     g_autoptr(MillNode) root = mill_node_load(path, report);
 *
 *     for (gsize n = 0; n < mill_node_get_length(root); n++)
 *         printf("%s: %s\n", mill_node_get_string(mill_node_get_key(root, n)),
 *                mill_node_get_string(mill_node_get_item(root, n)));
 */
MILL_API const MillNode *mill_node_get_item(const MillNode *node, gsize index);
MILL_API const MillNode *mill_node_get_key(const MillNode *map, gsize index);
/* The value of @key. Borrowed from the tree; NULL if there is none, or if @map is no map. */
MILL_API const MillNode *mill_node_get(const MillNode *map, const char *key);
/* A scalar as it was written (12 and true too), NULL for lists and maps. Borrowed from the tree. */
MILL_API const char *mill_node_get_string(const MillNode *node);
/* The node as a value by the YAML 1.2 core schema (quoted scalars are strings). (transfer full)
 *
 *     g_autoptr(MillNode) root = mill_node_load(path, report);
 *     g_autoptr(MillValue) settings = mill_node_dup_value(root);
 */
MILL_API MillValue *mill_node_dup_value(const MillNode *node);
/* Where it stands, for mill_report_add(). Lives as long as the tree.
 *
 *     g_autoptr(MillNode) root = mill_node_load(path, report);
 *     MillMark mark = mill_node_get_mark(mill_node_get(root, "terms"));
 *
 *     mill_report_add(report, MILL_SEVERITY_WARNING, &mark, NULL, "no term is ever found");
 */
MILL_API MillMark mill_node_get_mark(const MillNode *node);

/* Adds an error at @node to @report; @hint says what to do (or NULL). */
MILL_API void mill_node_error(const MillNode *node, MillReport *report, const char *hint,
                              const char *format, ...) G_GNUC_PRINTF(4, 5);
/* Adds an error, with a suggestion, for each key of @map that is not in @known (NULL-terminated);
 * @what is what the map is called in it. */
MILL_API void mill_node_check_keys(const MillNode *map, const char *const *known, const char *what,
                                   MillReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillNode, mill_node_free)

G_END_DECLS

#endif

/* node-private.h - the tree behind node.h, for the files of this room. */
#ifndef TEXTMILL_NODE_PRIVATE_H
#define TEXTMILL_NODE_PRIVATE_H

#include <textmill/node.h>

/* A file that nests deeper, or that expands to more nodes, is refused. */
#define MILL_NODE_MAX_DEPTH 100
#define MILL_NODE_MAX_NODES 1000000

typedef struct MillTree MillTree;

struct MillNode {
    MillTree *tree;
    union {
        const char *text; /* scalars: NUL-terminated, in the tree's memory */
        MillNode **items; /* lists: items; maps: key, value, key, value, … */
    };
    GHashTable *index; /* maps: key → value node, where a scan would be slow; else NULL */
    guint32 length;    /* scalars: bytes; lists: items; maps: pairs */
    guint32 weight;    /* nodes below and including this one, with aliases expanded */
    guint32 line, column, mark_length;
    char flow;          /* '[' or '{' if it was written so, else 0 */
    guint8 type;        /* MillType of its value */
    guint plain : 1;    /* a scalar without quotes and without a tag that makes it a string */
    guint visited : 1;  /* by mill_node_expand() */
    guint broken : 1;   /* ${NAME} could not be replaced, which has been said */
    guint expanded : 1; /* ${NAME} was replaced in it */
};

/* The memory of a tree. */
struct MillTree {
    char *file;
    MillNode *root;
    GPtrArray *nodes; /* every node, owned */
    GStringChunk *text;
};

MillTree *mill_tree_new(const char *file);
void mill_tree_free(MillTree *tree);
/* A new node of @type at a place that counts from 1. Borrowed. */
MillNode *mill_tree_add(MillTree *tree, MillType type, guint line, guint column, guint mark_length);
/* Makes @node the scalar @text; its type is that of the YAML 1.2 core schema if @plain. */
void mill_node_set_scalar(MillNode *node, const char *text, gsize length, gboolean plain);

/* The type of the plain scalar @text by the YAML 1.2 core schema. An integer that does not fit
 * into 64 bits is a MILL_TYPE_DOUBLE. */
MillType mill_scalar_resolve(const char *text);
gint64 mill_scalar_get_int(const char *text);    /* of a MILL_TYPE_INT */
double mill_scalar_get_double(const char *text); /* of a MILL_TYPE_INT or MILL_TYPE_DOUBLE */
gboolean mill_scalar_get_bool(const char *text); /* of a MILL_TYPE_BOOL */

/* As mill_node_parse(), for text whose first line is line @line of the file: lines before are
 * counted, not read. The text does not become the report's source. */
MillNode *mill_node_parse_at(const char *path, const char *text, gsize length, guint line,
                             MillReport *report);

/* The same, for text that is UTF-8 without NULs. */
MillNode *
mill_yaml_read(const char *path, const char *text, gsize length, guint line, MillReport *report);

/* The byte at @line and @column (both from 0). A place in the blank end of @text becomes the end of
 * its last word. */
const char *mill_yaml_settle(const char *text, gsize length, int *line, int *column);
/* What to do about the syntax error @message at @place, when @open is the list or map whose end has
 * not come yet (or NULL). NULL if nothing comes to mind. (transfer full) */
char *mill_yaml_hint(const char *text, gsize length, const char *place, const char *message,
                     const MillNode *open);

/* What somebody who wrote @key for one of @known should do; @all_are begins a list of them.
 * (transfer full) */
char *mill_node_dup_key_hint(const char *key, const char *const *known, const char *all_are);

/* "a list", "the text 'x'", "12": what @node is, for messages. (transfer full) */
char *mill_node_describe(const MillNode *node);

#endif

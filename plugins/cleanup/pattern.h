/* pattern.h - one rule about boilerplate lines, from a pack or from the pipeline file. */
#ifndef CLEANUP_PATTERN_H
#define CLEANUP_PATTERN_H

#include <textmill/plugin.h>

#include "regex.h"

typedef enum {
    WHERE_HEAD = 1 << 0,
    WHERE_TAIL = 1 << 1,
    WHERE_ANYWHERE = 1 << 2,
} Where;

typedef enum {
    DROP_LINE,
    DROP_PARAGRAPH, /* up to the next blank line */
    DROP_BEFORE,    /* the line and everything before it (head only) */
    DROP_AFTER,     /* the line and everything after it (tail only) */
    DROP_NONE,
} Drop;

typedef enum { SET_TEXT, SET_DATE, SET_LIST } SetAs;

/* A piece of a template such as "${year}-${month}": a literal, then a group. */
typedef struct {
    char *literal;
    gint group; /* -1: none */
} Piece;

/* A metadata key that a match sets. */
typedef struct {
    char *key;
    GArray *pieces; /* Piece */
    SetAs as;
    Regex *split; /* SET_LIST: what separates items */
} Setter;

typedef struct {
    char *name; /* for the report: lines are counted by name */
    Regex *regex;
    Where where;
    Drop drop;
    guint longest;         /* code points; longer lines are never looked at */
    gboolean title_before; /* the line before is the title */
    GPtrArray *setters;    /* Setter */
} Pattern;

/* Where a pattern was written, for complaints: an item of a pack, or of the option `patterns`. */
typedef struct {
    MillContext *context;
    const MillNode *node; /* NULL: the option */
    gsize number;         /* then, which item, from 1 */
} PatternPlace;

/* Reads a pattern: a map as in packs, or a string that is just the regular expression. NULL with
 * errors reported. */
Pattern *pattern_new(const MillValue *value, const PatternPlace *place);
void pattern_free(Pattern *self);
/* The value that @setter makes of the last match in @line, or NULL. @span is the group's, where the
 * template is just one group, else empty. (transfer full) */
MillValue *
setter_make(const Setter *setter, const Pattern *pattern, const char *line, MillSpan *span);
/* Complains about @key (NULL: all) of what stands at @place. Returns FALSE. */
gboolean pattern_complain(const PatternPlace *place, const char *key, const char *hint,
                          const char *format, ...) G_GNUC_PRINTF(4, 5);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pattern, pattern_free)

#endif

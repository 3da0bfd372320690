/* option-fill.h - what the files that fill a step's struct share. */
#ifndef TEXTMILL_OPTION_FILL_H
#define TEXTMILL_OPTION_FILL_H

#include "config/node-private.h"
#include "config/option-private.h"

struct MillOptionStore {
    GStringChunk *strings;
    GPtrArray *lists;  /* const char **, whose strings are in @strings */
    MillValue *values; /* name → effective value; also keeps what VALUE fields point to */
    GHashTable *marks; /* option name → MillMark of its value */
    MillMark step_mark;
};

/* What one call of mill_option_store_new() works on. */
typedef struct {
    MillOptionStore *store;
    const MillOptionInput *input;
    char *self;
} Fill;

/* A value in the file, and the folder that paths in it are relative to. */
typedef struct {
    const MillNode *node;
    const char *folder;
} FillSource;

#define FILL_FIELD(fill, option, Type) G_STRUCT_MEMBER(Type, (fill)->self, (option)->offset)

/* The error that @node is not what @option takes. */
void fill_wrong_type(const Fill *fill, const MillOption *option, const MillNode *node);
/* A scalar as text. "null" (but not just nothing) unsets it: then *@text is NULL. FALSE with an
 * error if @node cannot be a text. */
gboolean
fill_get_text(const Fill *fill, const MillOption *option, const MillNode *node, const char **text);
/* The index of @text in the choices of @option, or -1 with an error at @node. */
gint fill_find_choice(const Fill *fill, const MillOption *option, const MillNode *node,
                      const char *text);

/* Each puts a checked value into the field of @option, or adds an error. */
void fill_bool(const Fill *fill, const MillOption *option, const MillNode *node);
void fill_int(const Fill *fill, const MillOption *option, const MillNode *node);
void fill_double(const Fill *fill, const MillOption *option, const MillNode *node);
void fill_string(const Fill *fill, const MillOption *option, const MillNode *node);
void fill_choice(const Fill *fill, const MillOption *option, const MillNode *node);
void fill_value(const Fill *fill, const MillOption *option, const MillNode *node);
void fill_file(const Fill *fill, const MillOption *option, const FillSource *source);
void fill_list(const Fill *fill, const MillOption *option, const FillSource *source);
/* The defaults of FILE, and of LIST and FILES; errors stand at the step. */
void fill_default_file(const Fill *fill, const MillOption *option);
void fill_default_list(const Fill *fill, const MillOption *option);

#endif

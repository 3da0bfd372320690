/* option-private.h - from a step's part of the pipeline file to the fields of its struct. */
#ifndef TEXTMILL_OPTION_PRIVATE_H
#define TEXTMILL_OPTION_PRIVATE_H

#include <textmill/node.h>
#include <textmill/plugin.h>

/* One `--set ID.option=value`. */
typedef struct {
    char *step;
    char *option;
    MillMark step_mark, option_mark;
    const MillNode *value; /* in the tree @root */
    MillNode *root;
} MillSetting;

/* Where the values of a step's options come from. */
typedef struct {
    const char *step;          /* the step's id, for messages */
    gboolean section;          /* it is no step but a section of the file */
    const char *folder;        /* that relative paths are relative to */
    const char *set_folder;    /* the same for values from --set */
    const MillNode *with;      /* a map, or NULL */
    const GPtrArray *settings; /* MillSetting that override it, the last one wins; or NULL */
    MillMark mark;             /* the step's own, for options that are missing */
    MillReport *report;
} MillOptionInput;

/* Owns the strings, lists and values that the fields of one step's struct point to, and knows
 * where each option was set. */
typedef struct MillOptionStore MillOptionStore;

/* Fills the fields of @self (options_size bytes, zeroed) by the table of @type. Every mistake
 * becomes a message; @self is then still safe to free, but not to use. (transfer full) */
MillOptionStore *
mill_option_store_new(const MillStepType *type, const MillOptionInput *input, gpointer self);
void mill_option_store_free(MillOptionStore *store); /* NULL is fine */
/* The value of each option that is in effect, defaults included. Borrowed. */
MillValue *mill_option_store_get_values(const MillOptionStore *store);
/* Where @option was set (the value), or the step if it was not or @option is NULL. */
MillMark mill_option_store_get_mark(const MillOptionStore *store, const char *option);

/* Names of all options of @type, NULL-terminated. (transfer full, g_free: the names are borrowed)
 */
const char **mill_option_names(const MillStepType *type);
/* "whole number", "one of: a, b": what an option takes, for messages. (transfer full) */
char *mill_option_describe_type(const MillOption *option);
/* The members of a LIST or FILES default. (transfer full) */
char **mill_option_split_default(const MillOption *option);

/* The JSON Schema of the map that `with:` takes for @type. It refers to "#/$defs/environment" for
 * texts that hold ${NAME}. (transfer full) */
MillValue *mill_option_new_schema(const MillStepType *type);

/* Replaces ${NAME} and ${NAME:-default} in every scalar of the tree under @node. Unset variables
 * become errors in @report. Done once, however often a node is reached. */
void mill_node_expand(const MillNode *node, MillReport *report);

/* Reads a list of settings. The result has a MillSetting for each that could be read; mistakes go
 * to @report, the settings standing there as lines of a file called "--set". (transfer full) */
GPtrArray *mill_settings_parse(const char *const *settings, MillReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillOptionStore, mill_option_store_free)

#endif

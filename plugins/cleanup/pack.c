/* pack.c - the boilerplate patterns of a step: reading pack files. README.md has their format. */
#include "pack.h"

#include <string.h>

#define FORMAT_KEY "textmill-boilerplate"

void
pattern_set_free(PatternSet *self)
{
    if (!self)
        return;
    g_ptr_array_unref(self->patterns);
    g_ptr_array_unref(self->body);
    g_free(self);
}

/* A pack is a shipped one's name or, with a slash or an ending, a path. */
static char *
pack_find(const char *name, MillContext *context)
{
    g_autofree char *file = g_strconcat("boilerplate/", name, ".yaml", NULL);
    g_auto(GStrv) shipped = NULL;
    g_autofree char *hint = NULL;
    const char *meant;
    char *path;

    if (strchr(name, '/') || strchr(name, '.'))
        return mill_context_resolve(context, name);
    path = mill_context_find_data(context, file);
    if (path)
        return path;
    shipped = mill_context_list_data(context, "boilerplate", ".yaml");
    meant = mill_suggest(name, (const char *const *) shipped);
    hint = meant ? g_strdup_printf("did you mean '%s'?", meant)
                 : g_strdup("write a path (./NAME.yaml) for a pack of your own");
    mill_context_fail(context, "boilerplate", hint, "there is no boilerplate pack '%s'", name);
    return NULL;
}

static void
pack_read_body(PatternSet *self, const MillNode *body, MillReport *report)
{
    for (gsize i = 0; i < mill_node_get_length(body); i++) {
        const MillNode *item = mill_node_get_item(body, i);
        const char *text = mill_node_get_string(item);
        g_autofree char *message = NULL;
        gsize offset = 0;
        Regex *regex = text ? regex_new(text, &message, &offset) : NULL;

        if (regex)
            g_ptr_array_add(self->body, regex);
        else
            mill_node_error(item, report, NULL,
                            "the regular expression does not compile at byte %" G_GSIZE_FORMAT
                            ": %s",
                            offset, message ? message : "it is no text");
    }
}

static void
pack_read(PatternSet *self, const MillNode *root, MillContext *context)
{
    static const char *const keys[] = { FORMAT_KEY, "summary", "body", "patterns", NULL };
    MillReport *report = mill_context_get_report(context);
    const MillNode *format = mill_node_get(root, FORMAT_KEY);
    const MillNode *patterns = mill_node_get(root, "patterns");

    if (mill_node_get_type(root) != MILL_TYPE_MAP || g_strcmp0(mill_node_get_string(format), "1")) {
        mill_node_error(format ? format : root, report, "begin it with '" FORMAT_KEY ": 1'",
                        "this is not a boilerplate pack of format 1");
        return;
    }
    mill_node_check_keys(root, keys, "boilerplate pack", report);
    pack_read_body(self, mill_node_get(root, "body"), report);
    if (mill_node_get_type(patterns) != MILL_TYPE_LIST)
        mill_node_error(patterns ? patterns : root, report, NULL, "'patterns' must be a list");
    for (gsize i = 0; i < mill_node_get_length(patterns); i++) {
        const MillNode *node = mill_node_get_item(patterns, i);
        g_autoptr(MillValue) value = mill_node_dup_value(node);
        Pattern *pattern = pattern_new(value, &(PatternPlace){ context, node, i + 1 });

        if (pattern)
            g_ptr_array_add(self->patterns, pattern);
    }
}

static void
pack_read_own(PatternSet *self, const MillValue *own, MillContext *context)
{
    if (own && mill_value_get_type(own) != MILL_TYPE_LIST) {
        mill_context_fail(context, "patterns", NULL, "'patterns' must be a list");
        return;
    }
    for (gsize i = 0; i < mill_value_get_length(own); i++) {
        Pattern *pattern =
            pattern_new(mill_value_get_item(own, i), &(PatternPlace){ context, NULL, i + 1 });

        if (pattern)
            g_ptr_array_add(self->patterns, pattern);
    }
}

PatternSet *
pattern_set_new(const char *const *names, const MillValue *own, MillContext *context)
{
    g_autoptr(PatternSet) self = g_new0(PatternSet, 1);
    MillReport *report = mill_context_get_report(context);
    gsize errors = mill_report_count(report, MILL_SEVERITY_ERROR);

    self->patterns = g_ptr_array_new_with_free_func((GDestroyNotify) pattern_free);
    self->body = g_ptr_array_new_with_free_func((GDestroyNotify) regex_free);
    pack_read_own(self, own, context); /* a user's own come first and win */
    for (gsize i = 0; names[i]; i++) {
        g_autofree char *path = pack_find(names[i], context);
        g_autoptr(MillNode) root = path ? mill_node_load(path, report) : NULL;

        if (root)
            pack_read(self, root, context);
    }
    if (mill_report_count(report, MILL_SEVERITY_ERROR) > errors)
        return NULL;
    return g_steal_pointer(&self);
}

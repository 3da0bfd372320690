/* filter.c - which layers a writer was asked to write. */
#include "writing/filter.h"

struct LayerFilter {
    GPtrArray *patterns; /* GPatternSpec */
    gboolean removed;
};

LayerFilter *
layer_filter_new(const char *const *patterns)
{
    LayerFilter *self = g_new0(LayerFilter, 1);

    self->patterns = g_ptr_array_new_with_free_func((GDestroyNotify) g_pattern_spec_free);
    for (gsize i = 0; patterns[i]; i++)
        g_ptr_array_add(self->patterns, g_pattern_spec_new(patterns[i]));
    self->removed = g_strv_contains(patterns, "removed");
    return self;
}

void
layer_filter_free(LayerFilter *self)
{
    if (!self)
        return;
    g_ptr_array_unref(self->patterns);
    g_free(self);
}

gboolean
layer_filter_wants(const LayerFilter *self, const MillLayer *layer)
{
    const char *name;

    if (!layer)
        return FALSE;
    name = mill_layer_get_name(layer);
    if (g_str_equal(name, "removed"))
        return self->removed;
    for (guint i = 0; i < self->patterns->len; i++)
        if (g_pattern_spec_match_string(g_ptr_array_index(self->patterns, i), name))
            return TRUE;
    return FALSE;
}

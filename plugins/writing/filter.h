/* filter.h - which layers a writer was asked to write. */
#ifndef WRITING_FILTER_H
#define WRITING_FILTER_H

#include <textmill/plugin.h>

typedef struct LayerFilter LayerFilter;

/* @patterns: names or patterns such as "record.*", NULL-terminated; borrowed. (transfer full) */
LayerFilter *layer_filter_new(const char *const *patterns);
void layer_filter_free(LayerFilter *self); /* NULL is fine */
/* The layer `removed` is there only if another step asked for it, so it is wanted only if it is
 * named: what a writer writes must not depend on what else reads the document. NULL is not wanted.
 */
gboolean layer_filter_wants(const LayerFilter *self, const MillLayer *layer);

#endif

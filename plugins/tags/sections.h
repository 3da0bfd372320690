/* sections.h - which section a tag stands in, and how often each section names each term. */
#ifndef TAGS_SECTIONS_H
#define TAGS_SECTIONS_H

#include <textmill/plugin.h>

typedef struct TagSections TagSections;

/* Borrows @layer, the `section` layer. (transfer full) */
TagSections *tag_sections_new(MillLayer *layer);
void tag_sections_free(TagSections *self); /* NULL is fine */

/* Counts a tag for the innermost section that contains @span, and returns that section's id; -1 if
 * none contains it. Calls come in the order of @span.start. @term_id: the same for equal terms;
 * @term is borrowed until tag_sections_count(). */
gint64 tag_sections_add(TagSections *self, MillSpan span, guint32 term_id, const char *term);

/* The rows of the sections that contain the span added last, outermost first. Borrowed until the
 * next call. */
const gsize *tag_sections_get_covering(const TagSections *self, guint *n_rows);

/* Writes the counts to the section layer: the map `tags` of layer `tag`, and of another layer a
 * map of that layer's name. */
gboolean tag_sections_count(TagSections *self, const char *layer_name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagSections, tag_sections_free)

#endif

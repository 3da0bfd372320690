/* summary.h - how often, how densely and where first each term and each category is named, in the
 * document and in each of its sections, rolled up both trees.
 */
#ifndef TAGS_SUMMARY_H
#define TAGS_SUMMARY_H

#include "lexicon/dict.h"
#include "sections.h"

typedef struct TagSummary TagSummary;

/* Borrows @dict, and @idf, by which terms of the document are scored: the inverse document
 * frequency of each concept, or NULL. A summary is of one document at a time. (transfer full) */
TagSummary *tag_summary_new(const LexDict *dict, const double *idf);
void tag_summary_free(TagSummary *self); /* NULL is fine */

/* Counts an occurrence of @concept, which lies in the sections @rows (of the section layer,
 * outermost first). Calls come in the order of @span.start. */
void
tag_summary_add(TagSummary *self, guint32 concept, MillSpan span, const gsize *rows, guint n_rows);

/* Writes the layer `record.tag_summary` and forgets what was counted. @sections: the section layer,
 * or NULL for a summary of the document only. Fails if the layer is there with other columns. */
gboolean tag_summary_write(TagSummary *self, MillDocument *document, const MillLayer *sections,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagSummary, tag_summary_free)

#endif

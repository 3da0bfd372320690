/* portrait.h - a document (or a result) as a list of hashes, to be compared with another.
 */
#ifndef MILL_VALIDATE_PORTRAIT_H
#define MILL_VALIDATE_PORTRAIT_H

#include <textmill/plugin.h>

/* Features by name ("text", "metadata", "layer 'tag'", "layer 'tag', column 'term'", "output", …),
 * each with a hash. */
typedef struct MillPortrait MillPortrait;

MillPortrait *mill_portrait_new(void);
void mill_portrait_free(MillPortrait *portrait);
void
mill_portrait_add(MillPortrait *portrait, const char *feature, const char *bytes, gsize length);
void mill_portrait_add_document(MillPortrait *portrait, MillDocument *document);
void mill_portrait_add_output(MillPortrait *portrait, const MillOutput *output);
gboolean mill_portrait_has(const MillPortrait *portrait, const char *feature);
/* The first feature that only one of them has or that differs; NULL if they are the same. Borrowed.
 */
const char *mill_portrait_compare(const MillPortrait *a, const MillPortrait *b);
/* Calls for each such feature. */
typedef void (*MillPortraitCall)(const char *feature, gpointer data);
void mill_portrait_each_change(const MillPortrait *a, const MillPortrait *b, MillPortraitCall call,
                               gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillPortrait, mill_portrait_free)

#endif

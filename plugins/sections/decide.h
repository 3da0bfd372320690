/* decide.h - everything one scheme has to say about a text, in order. */
#ifndef SECTIONS_DECIDE_H
#define SECTIONS_DECIDE_H

#include "heading.h"

/* Fills @headings from @scan by @selector's scheme and decides each. Returns the evidence for the
 * scheme; @accepted (or NULL) receives the number of headings accepted. */
double decide(const Selector *selector, const Scan *scan, GArray *headings, guint *accepted);
/* Whether a sign of the scheme stands near the beginning of the text, or it has none. */
gboolean decide_has_sign(const Selector *selector, const Scan *scan);
/* Whether the accepted headings include the kind that the scheme needs. */
gboolean decide_has_needed(const Selector *selector, const GArray *headings);

#endif

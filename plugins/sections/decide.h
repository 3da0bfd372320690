/* decide.h - everything one scheme has to say about a text, in order. */
#ifndef SECTIONS_DECIDE_H
#define SECTIONS_DECIDE_H

#include "heading.h"

/* Fills @headings from @scan by @selector's scheme and decides each. Returns the evidence for the
 * scheme; @accepted (or NULL) receives the number of headings accepted. */
double decide(const Selector *selector, const Scan *scan, GArray *headings, guint *accepted);

#endif

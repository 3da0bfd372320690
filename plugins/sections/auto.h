/* auto.h - which scheme a text follows. */
#ifndef SECTIONS_AUTO_H
#define SECTIONS_AUTO_H

#include "heading.h"

/* How well a scheme explains a text. */
typedef struct {
    guint selector; /* index */
    double evidence;
    guint headings;
} Verdict;

/* Reads @scan by each of @selectors (Selector), leaves in @headings what the best makes of it, and
 * returns its index, or -1 if none finds a heading. @verdicts (Verdict) receives how each did that
 * was tried. */
gint auto_choose(const GPtrArray *selectors, const Scan *scan, GArray *headings, GArray *verdicts);

#endif

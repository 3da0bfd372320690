/* doubles.h - headings that stand in a text more than once: tables of contents, running heads. */
#ifndef SECTIONS_DOUBLES_H
#define SECTIONS_DOUBLES_H

#include "heading.h"

/* Marks entries of tables of contents as HEADING_TOC and rejects running heads, before the sequence
 * of numbers is looked at. */
void doubles_mark(const Selector *selector, const Scan *scan, GArray *headings);
/* The first heading behind @index that @entry of a table of contents announces, or -1. */
gint doubles_find_announced(const Scan *scan, const GArray *headings, guint index);

#endif

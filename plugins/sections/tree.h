/* tree.h - from decided headings to sections that nest. */
#ifndef SECTIONS_TREE_H
#define SECTIONS_TREE_H

#include "heading.h"

typedef struct {
    guint heading; /* index */
    gint parent;   /* index of a section, or -1 */
    guint level;   /* from 1 */
    gsize end;     /* the section starts with its heading */
} Section;

/* Fills @sections from the accepted headings. Their spans nest: a section ends before the next
 * heading of its rank or a lower one; one that interrupts ends where the other goes on. */
void tree_build(const Selector *selector, const Scan *scan, GArray *headings, GArray *sections);

/* Where the box whose heading is number @index ends: at the latest at @limit, where the next
 * heading of its rank or a lower one stands. */
gsize box_find_end(const Selector *selector, const Scan *scan, const GArray *headings, guint index,
                   gsize section_start, gsize limit);

#endif

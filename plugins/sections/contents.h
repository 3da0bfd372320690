/* contents.h - the layer `toc`: what a table of contents announces, and where that is. */
#ifndef SECTIONS_CONTENTS_H
#define SECTIONS_CONTENTS_H

#include <textmill/document.h>

#include "tree.h"

/* Writes one annotation for each entry among @headings: label, number, title and, if it is in the
 * text, the id of its section. Warns of entries that announce nothing, where most announce
 * something.
 * @ids: of each of @sections, 0 where it was left out. */
void contents_write(MillDocument *document, const Scan *scan, const GArray *headings,
                    const GArray *sections);

#endif

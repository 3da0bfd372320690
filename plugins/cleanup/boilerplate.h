/* boilerplate.h - finds the lines of a web page that are not the document's. */
#ifndef CLEANUP_BOILERPLATE_H
#define CLEANUP_BOILERPLATE_H

#include "lines.h"
#include "pack.h"

/* Marks the lines of @lines that the patterns drop, and puts what they know into the document's
 * metadata and its layer `metadata`. With @drop_headline, the title's line goes as well. */
void boilerplate_find(const PatternSet *patterns, MillDocument *document, Lines *lines,
                      gboolean drop_headline);

#endif

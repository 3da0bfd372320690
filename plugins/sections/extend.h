/* extend.h - headings that take more than one line. */
#ifndef SECTIONS_EXTEND_H
#define SECTIONS_EXTEND_H

#include "heading.h"

/* For a label that stands alone on its line: takes the next line with text as the title, if it
 * looks like one and has at most @most characters. At most one blank line may stand between.
 * Returns whether it did. */
gboolean extend_below(const Scan *scan, const Find *find, guint most, Heading *heading);
/* Adds the following lines over which the title goes on: lines that hang under the beginning of the
 * title, or one more line that makes a block of two with the heading's. */
void extend_wrapped(const Scan *scan, const Find *find, guint most, Heading *heading);

#endif

/* alone.h - headings by form, which nothing but blank lines speaks for, in the light of the text.
 */
#ifndef SECTIONS_ALONE_H
#define SECTIONS_ALONE_H

#include "heading.h"

/* Rejects those of @headings that stand alone for another reason: rows of fields ("Date: …"), texts
 * in which every other line stands alone, flush lines in text that is all flush, and the first and
 * last lines of pages. */
void alone_judge(const Selector *selector, const Scan *scan, GArray *headings);

#endif

/* evidence.h - which of the possible headings are headings: their numbers must make sense. */
#ifndef SECTIONS_EVIDENCE_H
#define SECTIONS_EVIDENCE_H

#include "heading.h"

/* Decides every heading of @headings that is HEADING_OPEN. */
void evidence_decide(const Selector *selector, GArray *headings);
/* The evidence for the scheme: what the accepted headings weigh, the document's title apart. */
double evidence_weigh_scheme(const Selector *selector, const GArray *headings);

#endif

/* evidence.h - which of the possible headings are headings: their numbers must make sense. */
#ifndef SECTIONS_EVIDENCE_H
#define SECTIONS_EVIDENCE_H

#include "heading.h"

/* Decides every heading of @headings that is HEADING_OPEN. Returns the evidence for the scheme:
 * what the accepted headings weigh. */
double evidence_decide(const Selector *selector, GArray *headings);

#endif

/* output.h - what the step leaves in the document: the layer `section` and diagnostics. */
#ifndef SECTIONS_OUTPUT_H
#define SECTIONS_OUTPUT_H

#include <textmill/document.h>

#include "auto.h"
#include "tree.h"

/* Makes the layer `section`, empty, with its columns. */
MillLayer *output_open_layer(MillDocument *document);
/* Adds the sections to the layer; their ids are their indices from 1. */
void output_write(MillDocument *document, const Selector *selector, const Scan *scan,
                  const GArray *headings, const GArray *sections);
/* Reports numbers that are left out, repeated or out of order among the sections of a parent. */
void output_diagnose(MillDocument *document, const Selector *selector, const Scan *scan,
                     const GArray *headings, const GArray *sections);
/* Says which scheme was taken, and why. */
void output_explain_choice(MillDocument *document, const GPtrArray *selectors, const Scan *scan,
                           const GArray *verdicts, gint chosen);

#endif

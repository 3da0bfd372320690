/* setter.h - what a pattern's match puts into the metadata. */
#ifndef CLEANUP_SETTER_H
#define CLEANUP_SETTER_H

#include "pattern.h"

/* Reads the value of one key of `set`: a template, or a map of value, as and split. NULL with
 * errors reported. */
Setter *setter_new(const char *key, const MillValue *value, const Pattern *pattern,
                   const PatternPlace *place);
void setter_free(Setter *setter);

#endif

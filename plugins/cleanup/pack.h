/* pack.h - the boilerplate patterns of a step: those of its packs, and its own. */
#ifndef CLEANUP_PACK_H
#define CLEANUP_PACK_H

#include "pattern.h"

typedef struct {
    GPtrArray *patterns; /* Pattern, in the order in which they are tried */
    GPtrArray *body;     /* Regex: lines that always belong to the text */
} PatternSet;

/* Reads the packs called @names (names of shipped packs, or paths) and the option `patterns`. NULL
 * with errors reported. */
PatternSet *pattern_set_new(const char *const *names, const MillValue *own, MillContext *context);
void pattern_set_free(PatternSet *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternSet, pattern_set_free)

#endif

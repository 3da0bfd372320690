/* surroundings.h - what a process has once and every step shares: a step that changes it changes
 * what all others do.
 */
#ifndef MILL_VALIDATE_SURROUNDINGS_H
#define MILL_VALIDATE_SURROUNDINGS_H

#include <glib.h>

typedef struct MillSurroundings MillSurroundings;

/* As they are now. (transfer full) */
MillSurroundings *mill_surroundings_new(void);
void mill_surroundings_free(MillSurroundings *surroundings); /* NULL is fine */

/* What is different now, such as "the working directory, the locale"; NULL if nothing is.
 * (transfer full) */
char *mill_surroundings_compare(const MillSurroundings *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillSurroundings, mill_surroundings_free)

#endif

/* guard.h - memory of documents that tells who misuses it.
 *
 * Texts and sources each end right before a page that nobody can touch, are read-only once they are
 * complete, and become untouchable when they are freed, instead of being used again. A signal
 * handler then finds out what a wrong access was about before the process dies of it.
 */
#ifndef MILL_VALIDATE_GUARD_H
#define MILL_VALIDATE_GUARD_H

#include "validate/wire.h"

/* From now on all texts of documents are guarded, and faults are noted in @watch. */
void mill_guard_begin(MillWatch *watch);
/* Guarded bytes like @bytes, for a source. *@gone (borrowed, for as long as they live) becomes TRUE
 * when they are freed. (transfer full) */
GBytes *mill_guard_copy(GBytes *bytes, gboolean *gone);

#endif

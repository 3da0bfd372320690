/* load.h - the bytes of a unit. */
#ifndef MILL_SOURCE_LOAD_H
#define MILL_SOURCE_LOAD_H

#include "source/unit.h"

/* Reads the whole unit. NULL with MILL_ERROR_IO if it cannot be read or changes meanwhile,
 * MILL_ERROR_LIMIT if it is longer than MILL_TEXT_MAX. With @may_map a large file is mapped: should
 * somebody cut it then, the process dies of SIGBUS, which a worker may and others must not.
 * (transfer full) */
GBytes *mill_load(const MillUnit *unit, gboolean may_map, GError **error);
/* What the unit shares with others of its container: MillUnit.head. Likewise. */
GBytes *mill_load_head(const MillUnit *unit, GError **error);

#endif

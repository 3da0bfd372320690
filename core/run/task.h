/* task.h - what the parent tells a worker: the units to be done, as one message. */
#ifndef MILL_RUN_TASK_H
#define MILL_RUN_TASK_H

#include "source/unit.h"

/* The largest message, in bytes. */
#define MILL_TASK_SIZE_MAX (64 * 1024)

/* Makes @message the task @id of @units: as many of them as there is room for, at least one.
 * Returns how many. */
guint mill_task_encode(GByteArray *message, guint64 id, const MillUnit *units, guint n_units);
/* The other end. Strings point into @message, and @units (MillUnit) into @containers
 * (MillContainer): nothing is to be freed.
 * FALSE if the message is not whole. */
gboolean mill_task_decode(const guint8 *message, gsize length, guint64 *id, GArray *units,
                          GArray *containers);

#endif

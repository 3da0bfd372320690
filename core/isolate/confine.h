/* confine.h - what a worker may not do, whatever the steps and documents make of it. */
#ifndef MILL_ISOLATE_CONFINE_H
#define MILL_ISOLATE_CONFINE_H

#include "isolate/status.h"

/* In a worker: allows @bytes of memory more than it has now (0: no limit), and notes in @status
 * what it has, and when it ends because it gets no more. */
void mill_confine_memory(guint64 bytes, MillStatus *status);

#endif

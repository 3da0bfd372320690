/* spool.h - inputs that can be read only once (standard input, pipes), made into files in memory.
 */
#ifndef MILL_SOURCE_SPOOL_H
#define MILL_SOURCE_SPOOL_H

#include <glib.h>

/* Reads @fd to its end into an anonymous file. Returns its descriptor (close-on-exec; the caller's)
 * and its @size in bytes, or -1 with MILL_ERROR_IO, MILL_ERROR_LIMIT (more than @limit bytes) or
 * MILL_ERROR_STOPPED, as soon as *@stop (NULL: never) is not 0. @fd stays open. */
int mill_spool(int fd, gint64 limit, const volatile gint *stop, gint64 *size, GError **error);

#endif

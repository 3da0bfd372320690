/* stream.h - bytes of many documents in a row: a results file that collects all, or a pipe. */
#ifndef MILL_RESULTS_STREAM_H
#define MILL_RESULTS_STREAM_H

#include <glib.h>

typedef struct MillStream MillStream;

/* Writes to @fd, which stays the caller's and is called @name in messages. While it takes no
 * bytes, *@stop (NULL: never) is looked at. (transfer full) */
MillStream *mill_stream_new(int fd, const char *name, const volatile gint *stop);
void mill_stream_free(MillStream *stream); /* what was not flushed is lost */
/* Small pieces are kept until there are enough of them. FALSE with MILL_ERROR_IO, or
 * MILL_ERROR_STOPPED; from then on, always. */
gboolean mill_stream_write(MillStream *stream, const void *bytes, gsize length, GError **error);
gboolean mill_stream_flush(MillStream *stream, GError **error);

/* The bytes that have been written, those that are kept not included. */
gint64 mill_stream_get_written(const MillStream *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillStream, mill_stream_free)

#endif

/* binary.h - files that are not text at all. */
#ifndef READ_TEXT_BINARY_H
#define READ_TEXT_BINARY_H

#include <glib.h>

/* What the bytes look like by their first ones, for example "a PNG image", or NULL. */
const char *binary_recognise(const guint8 *data, gsize length);
/* Whether the beginning has more control characters than any text would, NULs among them. */
gboolean binary_has_controls(const guint8 *data, gsize length);

#endif

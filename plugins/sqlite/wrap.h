/* wrap.h - lines of a terminal's width. */
#ifndef SQLITE_WRAP_H
#define SQLITE_WRAP_H

#include <glib.h>

/* What was found stands behind this sequence or in brackets, and is not torn apart. */
#define WRAP_MARK "\033[1;33m"

/* Breaks the line that begins at @start of @out so that none takes more than @width columns (0: as
 * many as it likes); all but the first begin with @indent spaces. Escape sequences of colours take
 * none. Lines end at spaces and between ideographs, but not before closing or behind opening
 * punctuation. */
void wrap_line(GString *out, gsize start, guint width, guint indent);

#endif

/* snippet.h - where a passage has what was looked for, and the stretch of it that shows most. */
#ifndef SQLITE_SNIPPET_H
#define SQLITE_SNIPPET_H

#include "query-parse.h"

/* The places in the @length bytes at @text of the needles for column number @column, ascending and
 * apart. (transfer full): MillSpan */
GArray *snippet_find(const Query *query, guint column, const char *text, gsize length);

/* The stretch of about @characters that holds most of @matches. */
MillSpan snippet_choose(const GArray *matches, const char *text, gsize length, guint characters);

#endif

/* escape.h - text that stays text in Markdown. */
#ifndef MARKDOWN_ESCAPE_H
#define MARKDOWN_ESCAPE_H

#include <glib.h>

/* Appends @length bytes of @text, which stand inside a line, with a backslash before whatever
 * CommonMark or GitHub would read as markup. */
void escape_append_inline(GString *out, const char *text, gsize length);
/* The same for a line of a paragraph, where the beginning counts: no heading, list, quote or rule
 * comes of it. White space at both ends is left out. */
void escape_append_line(GString *out, const char *line, gsize length);
/* The same for the text of a heading: line breaks become spaces. */
void escape_append_heading(GString *out, const char *text, gsize length);

#endif

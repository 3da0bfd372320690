/* escape.h - text that stays text in another language. */
#ifndef TEXTMILL_SCRIPT_ESCAPE_H
#define TEXTMILL_SCRIPT_ESCAPE_H

#include <glib.h>

typedef enum {
    MILL_ESCAPE_NONE,
    MILL_ESCAPE_HTML,
    MILL_ESCAPE_XML,
    MILL_ESCAPE_CSV,
    MILL_ESCAPE_LATEX,
    MILL_ESCAPE_SHELL,
    MILL_ESCAPE_JSON,
} MillEscape;

/* "none", "html", …, NULL: in the order of MillEscape. */
extern const char *const mill_escape_names[];

/* Appends @length bytes of @text:
 *
 *     html    for content and for attributes in quotes; NUL becomes U+FFFD
 *     xml     the same; what XML 1.0 cannot hold becomes U+FFFD
 *     csv     a cell of RFC 4180, in quotes where it needs them
 *     latex   text outside of math and of verbatim
 *     shell   one word of a POSIX shell, in single quotes
 *     json    a string in quotes
 *
 * FALSE, appending nothing, if there is no way to say it: a NUL in a shell. */
gboolean mill_escape_append(GString *out, MillEscape escape, const char *text, gsize length);

#endif

/* terminal.h - text for people at a terminal: nothing in it acts, nothing hides, columns line up.
 *
 * Documents come from anywhere. Printed raw, an escape sequence in one could change the title of
 * the window, and a bidirectional override could show words in an order that they do not have.
 * Whatever prints texts, names or values of documents therefore puts them through
 * mill_terminal_append() first. Since ABI 1.2.
 */
#ifndef TEXTMILL_TERMINAL_H
#define TEXTMILL_TERMINAL_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* What mill_terminal_append() does beyond the usual. */
typedef enum {
    /* Unusual spaces (U+00A0, U+3000, …) are shown too. */
    MILL_TERMINAL_SPACES = 1 << 0,
} MillTerminalFlags;

/* Appends @length bytes of @text (-1: NUL-terminated) with control characters, format characters
 * and line separators as <U+001B>, and bytes that are not UTF-8 as <FF>. A newline is a control
 * character: print line by line. Longer texts than @max characters are cut in the middle, where
 * "…" stands; 0: never.
 *
 *     g_autoptr(GString) out = g_string_new(NULL);
 *
 *     mill_terminal_append(out, text, (gssize) length, 0, 60);
 *     printf("%s%*s\n", out->str, (int) (60 - mill_terminal_width(out->str, -1)), "");
 */
MILL_API void
mill_terminal_append(GString *out, const char *text, gssize length, guint flags, guint max);

/* The columns that @length bytes of UTF-8 (-1: NUL-terminated) take: two for wide characters (East
 * Asian Width W and F), none for combining ones. */
MILL_API gsize mill_terminal_width(const char *text, gssize length);

G_END_DECLS

#endif

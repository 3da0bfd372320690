/* matcher.h - Lua's patterns, by a matcher that can be stopped.
 *
 * Lua's own runs for hours on ("a"):rep(1500):find(".-.-b") and no hook reaches it. This one has
 * the same meaning (Lua 5.4 manual, §6.4.1) and looks at a flag as it goes. Character classes are
 * those of the C locale.
 */
#ifndef TEXTMILL_SCRIPT_MATCHER_H
#define TEXTMILL_SCRIPT_MATCHER_H

#include <glib.h>
#include <signal.h>

G_BEGIN_DECLS

#define MILL_MATCHER_CAPTURES 32

typedef struct {
    const char *start;
    gssize length; /* or one of these: */
#define MILL_CAPTURE_OPEN     (-1)
#define MILL_CAPTURE_POSITION (-2)
} MillCapture;

typedef struct {
    const char *subject;
    const char *subject_end;
    const char *pattern; /* without the leading '^' where that is an anchor */
    const char *pattern_end;
    const volatile sig_atomic_t *stop; /* matching fails soon after this is not 0 */

    int n_captures;
    MillCapture captures[MILL_MATCHER_CAPTURES];
    int depth;
    const char *problem; /* what is wrong with the pattern; static storage */
} MillMatcher;

/* Matches at @at exactly. Returns the end of the match, or NULL; look at .problem then. */
const char *mill_matcher_match(MillMatcher *self, const char *at);
/* The first match at or after @at; @start receives where it begins. */
const char *mill_matcher_search(MillMatcher *self, const char *at, const char **start);
/* Whether @pattern contains none of the magic characters. */
gboolean mill_matcher_is_plain(const char *pattern, gsize length);

G_END_DECLS

#endif

/* regex.h - PCRE2 patterns, compiled once, with a limit on what a match may cost. */
#ifndef CLEANUP_REGEX_H
#define CLEANUP_REGEX_H

#include <textmill/types.h>

typedef struct Regex Regex;

/* NULL with @message (transfer full: what is wrong, and @offset, where) if it does not compile. */
Regex *regex_new(const char *pattern, char **message, gsize *offset);
void regex_free(Regex *self); /* NULL is fine */

/* Whether the pattern matches somewhere in the @length bytes of @text. A match that costs too much
 * is none. */
gboolean regex_match(Regex *self, const char *text, gsize length);
/* The number of the group called @name, -1 if there is none. */
gint regex_find_group(const Regex *self, const char *name);
/* What a group matched last time; FALSE if it took no part. Group 0 is the whole match. */
gboolean regex_get_group(const Regex *self, guint group, MillSpan *span);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Regex, regex_free)

#endif

/* regex.h - PCRE2 behind mill.re: compiled once, by JIT where there is one, with limits.
 *
 * Patterns and texts are UTF-8. A match that takes too many steps is an error, never a wait.
 */
#ifndef TEXTMILL_SCRIPT_REGEX_H
#define TEXTMILL_SCRIPT_REGEX_H

#include "script/handle.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MILL_REGEX_MAX_GROUPS 99

/* A userdata; user value 1 is the pattern. */
typedef struct {
    MillHandle handle;
    pcre2_code *code;
    pcre2_match_data *match; /* the last match: read it before anything else of Lua runs */
    guint n_groups;
    gboolean sliced; /* is matched a few places at a time */
} MillRegex;

/* What a pattern is matched against: a string, or a document's text where it lies. */
typedef struct {
    const char *text;
    gsize length;
    gsize at;   /* where to begin */
    gsize last; /* where the last match ended, or G_MAXSIZE: it is not empty there again */
} MillSubject;

/* The pattern at @index: a regex, or a string that is compiled (and kept) as one. Replaces a string
 * on the stack. */
MillRegex *mill_check_regex(lua_State *lua, int index);
/* Pushes the regex of the pattern at @index, with @flags (or NULL). */
MillRegex *mill_push_regex(lua_State *lua, int index, const char *flags);
/* The subject at argument @index, with arguments @index + 1 and @index + 2 as where to begin and
 * end (positions as for string.find; optional) if @bounds. */
MillSubject mill_check_subject(lua_State *lua, int index, gboolean bounds);

/* The next match at or after subject->at; moves the subject on. FALSE if there is none. Raises when
 * a limit is hit. */
gboolean mill_regex_next(lua_State *lua, MillRegex *self, MillSubject *subject, MillSpan *span);
/* The span of group @group (0 is the match); FALSE if it took no part. */
gboolean mill_regex_get_group(const MillRegex *self, guint group, MillSpan *span);
/* Pushes group @group as a string, nil if it took no part. */
void mill_regex_push_group(lua_State *lua, const MillRegex *self, const MillSubject *subject,
                           guint group);
/* Pushes all groups; the match if there are none and @whole. Returns how many. */
int mill_regex_push_groups(lua_State *lua, const MillRegex *self, const MillSubject *subject,
                           gboolean whole);
/* The number of the group called @name (of @length bytes), or 0. */
guint mill_regex_find_group(const MillRegex *self, const char *name, gsize length);

void mill_regex_context_free(MillRegexContext *context); /* NULL is fine */

/* bind-regex-replace.c: adds gsub to the regex methods on top, or to those of documents. */
void mill_add_replace_methods(lua_State *lua);
void mill_add_document_replace(lua_State *lua);

#endif

/* title.h - what a title looks like, and what a sentence. */
#ifndef SECTIONS_TITLE_H
#define SECTIONS_TITLE_H

#include <glib.h>

/* Skips white space and one sign (: . 、 - –) between a label and its title. */
const char *title_skip_separator(const char *text, const char *end, gboolean *spaced);
/* The end of the title without "...... 12" as tables of contents have it; @paged says whether that
 * was there. */
const char *title_strip_leader(const char *text, const char *end, gboolean *paged);
/* Whether [text, end) may be a title rather than a sentence or a part of one. @strict: nothing else
 * (no label) speaks for it. */
gboolean title_is_title(const char *text, const char *end, gboolean strict);
/* Whether the last characters of [text, end) leave that open; quick. */
gboolean title_may_end_so(const char *text, const char *end);
/* Whether [text, end) ends in one of @endings (char *), or there are none. */
gboolean title_has_ending(const GPtrArray *endings, const char *text, const char *end);
/* Whether what follows a label goes on in a small letter, as prose does. */
gboolean title_goes_on(const char *text, const char *end);
/* Whether a line that ends so closes a sentence or a list item. */
gboolean title_ends_sentence(const char *text, const char *end);
/* The first character of @signs (ending in 0) within @most characters, outside of brackets and
 * quotation marks;
 * @length receives its bytes. NULL if there is none. */
const char *
title_find_end(const char *text, const char *end, const gunichar *signs, guint most, gsize *length);

#endif

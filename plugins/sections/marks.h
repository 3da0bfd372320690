/* marks.h - what Markdown puts around a heading: quotation, emphasis, backslashes. */
#ifndef SECTIONS_MARKS_H
#define SECTIONS_MARKS_H

#include <glib.h>

/* Quotations deeper than this count as this deep. */
#define QUOTE_MAX 8

/* Skips `>` and the blank behind it as often as they stand at @at. @depth receives how often. */
const char *marks_skip_quotes(const char *at, const char *stop, guint *depth);

/* Where the line [content, stop) ends without a comment of one word, `<!-- figure -->`, behind it:
 * a name for what it is that no renderer shows. @name is NULL if there is none. */
const char *
marks_skip_name(const char *content, const char *stop, const char **name, gsize *length);

/* A line that is emphasised as a whole: *…*, **…**, _…_; perhaps with a name behind it. */
typedef struct {
    const char *start; /* what stands between the marks */
    const char *end;
    const char *name; /* NULL if there is none */
    gsize name_length;
    const char *stop; /* behind all of it */
} Emphasis;

gboolean marks_find_emphasis(const char *content, const char *stop, Emphasis *emphasis);

/* Takes the backslashes before ASCII punctuation out of @text. */
void marks_unescape(GString *text);

#endif

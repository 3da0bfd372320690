/* html.h - the text of HTML, for mails that have nothing better. A filter between two takers of
 * characters: tags become line breaks or nothing, entities become characters.
 */
#ifndef READ_EMAIL_HTML_H
#define READ_EMAIL_HTML_H

#include "decode.h"

typedef struct Html Html;

/* What is text goes to @take. (transfer full) */
Html *html_new(TakeCharacter take, gpointer data);
void html_free(Html *self);
/* A TakeCharacter; @data is the Html. */
void html_take(gpointer data, const char *character, gsize length, MillSpan origin);
/* There is no more. */
void html_end(Html *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Html, html_free)

#endif

/* forms.h - headings without a number, found by how they stand. */
#ifndef SECTIONS_FORMS_H
#define SECTIONS_FORMS_H

#include "finder.h"

/* The forms that need blank lines around them. */
#define FORMS_ALONE (FORM_ISOLATED | FORM_MARGIN | FORM_CAPITALS | FORM_CENTRED | FORM_APART)

/* Whether the line [at, end) is a list item, a quotation, a table row, a tag, a link or a picture.
 */
gboolean forms_is_markup(const char *at, const char *end);

/* Whether it is neither that nor a sentence, a row of columns or signs only. */
gboolean forms_may_be_title(const char *at, const char *end);

/* If a code fence or an HTML comment of several lines begins at @content, the offset behind its
 * last line; else 0. One that nothing closes is no block. */
gsize forms_end_block(Scan *scan, const char *content, const char *stop);

/* Each adds a find if @line, whose content stands at @content up to @stop, is of the form. */
/* Adds a find that is read by its form only. */
void forms_add(Scan *scan, guint32 line, const char *start, const char *end, guint forms,
               guint level, guint indent);
void forms_add_atx(Scan *scan, guint32 line, const char *content, const char *stop, guint indent);
/* @line may be an adornment; the heading is the line before it. */
void
forms_add_adorned(Scan *scan, guint wanted, guint32 line, const char *content, const char *stop);
/* @line has blank lines (or the text's edges) on both sides; longer ones than @most bytes are none.
 */
void forms_add_isolated(Scan *scan, guint wanted, gsize most, guint32 line);

#endif

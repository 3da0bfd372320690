/* normalize.h - Unicode normal forms, only where the text is not in one. */
#ifndef CLEANUP_NORMALIZE_H
#define CLEANUP_NORMALIZE_H

#include <textmill/types.h>

typedef enum { UNICODE_NFC, UNICODE_NFKC, UNICODE_NONE } UnicodeForm;

/* Sets table[byte] to @mark for each byte that may begin a character which the form @form changes;
 * all other characters can be passed over. */
void normalize_mark_leads(UnicodeForm form, guint8 *table, guint8 mark);

/* Whether the character at @p never joins what stands before it. */
gboolean normalize_begins(const char *p);
/* Looks at the character at @at of @text (@length bytes, UTF-8). If it is not in the form @form,
 * returns the normalised text (transfer full) of @range, the smallest range around it that can
 * be normalised for itself; @range does not begin before @floor. Otherwise NULL. In either case
 * range->end is where to go on. */
char *normalize_at(UnicodeForm form, const char *text, gsize length, gsize at, gsize floor,
                   MillSpan *range, gsize *new_length);

#endif

/* characters.h - the first pass of cleanup: whatever concerns single characters, in one scan. */
#ifndef CLEANUP_CHARACTERS_H
#define CLEANUP_CHARACTERS_H

#include <textmill/plugin.h>

#include "marks.h"
#include "normalize.h"

typedef enum { SPACES_COLLAPSE, SPACES_TRIM, SPACES_KEEP } Spaces;
typedef enum { INDENT_WIDE, INDENT_ALL, INDENT_KEEP } Indent;
typedef enum { WIDTH_KEEP, WIDTH_ALNUM, WIDTH_ASCII } Width;

typedef struct {
    gboolean newlines;
    gboolean bom;
    gboolean controls;
    gboolean zero_width;
    Spaces spaces;
    Indent indent;
    Width width;
    UnicodeForm form;
    Marks marks; /* what the first byte of a character may concern */
} CharacterRules;

/* How many places each rule changed. */
typedef struct {
    gsize newlines;
    gsize controls;
    gsize zero_width;
    gsize spaces;
    gsize width;
    gsize unicode;
} CharacterCounts;

/* Fills rules->marks from the other fields. */
void characters_prepare(CharacterRules *rules);
/* Writes what is to change in @text, the document's, into @edit. TRUE if the result wants another
 * pass: an accent may have come to stand after its letter. */
gboolean characters_clean(const CharacterRules *rules, MillEdit *edit, const char *text,
                          gsize length, CharacterCounts *counts);

#endif

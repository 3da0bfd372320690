/* layout.h - what the lines of a text tell: which line ends break phrases, where the title is, and
 * where the list of references begins.
 */
#ifndef KEYWORDS_LAYOUT_H
#define KEYWORDS_LAYOUT_H

#include <textmill/types.h>

typedef struct {
    gsize short_line; /* a line of fewer bytes ends a heading or paragraph */
    MillSpan title;   /* empty if none was recognised */
    gsize references; /* the text's length if there are none */
} KwLayout;

KwLayout kw_layout_of(const char *text, gsize length);

#endif

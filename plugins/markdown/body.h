/* body.h - the text of a document as Markdown blocks. */
#ifndef MARKDOWN_BODY_H
#define MARKDOWN_BODY_H

#include "writing/blocks.h"

#include <textmill/plugin.h>

typedef enum { BOXES_QUOTE, BOXES_HEADING } Boxes;
typedef enum { ANCHORS_NONE, ANCHORS_HTML, ANCHORS_ATTRIBUTE } Anchors;

typedef struct {
    Boxes boxes;
    Anchors anchors;
    LineBreaks lines;
    gint64 top; /* the level of the outermost headings */
} BodyStyle;

/* Appends the whole text: headings at their levels, paragraphs, boxes. */
void body_append(const BodyStyle *style, MillDocument *document, GString *out);

#endif

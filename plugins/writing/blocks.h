/* blocks.h - a plain text's paragraphs. */
#ifndef WRITING_BLOCKS_H
#define WRITING_BLOCKS_H

#include <textmill/types.h>

typedef enum { LINES_AUTO, LINES_PARAGRAPH, LINES_SOFT } LineBreaks;

/* "auto", "paragraph", "soft", NULL: in the order of LineBreaks. */
extern const char *const line_break_names[];

/* A walk over the lines of [at, to). Blank lines end a paragraph. Lines without a blank one between
 * them are paragraphs of their own, one paragraph (soft), or as they look: lines of about one width
 * between 40 and 120 columns were wrapped and are one.
 *
 *     Blocks blocks = { .text = text, .at = start, .to = end, .lines = LINES_AUTO };
 *     for (MillSpan block; blocks_next(&blocks, &block);)
 */
typedef struct {
    const char *text;
    gsize at;
    gsize to;
    LineBreaks lines;
    gsize group; /* where the lines end that have no blank one between them */
} Blocks;

/* The next paragraph, without the line break at its end. FALSE if there is none. */
gboolean blocks_next(Blocks *self, MillSpan *block);
/* Where the line ends that begins at @from. */
gsize blocks_line_end(const char *text, gsize from, gsize to);

#endif

/* styled.h - lines of styled text for a terminal: hostile text made safe, wide characters counted,
 * colour where it is wanted.
 */
#ifndef MILL_CLI_STYLED_H
#define MILL_CLI_STYLED_H

#include <stdio.h>
#include <textmill/textmill.h>

typedef enum {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_MARK,   /* the very place that matters */
    STYLE_GONE,   /* what is there no more */
    STYLE_COME,   /* what is new */
    STYLE_ENTITY, /* dates, amounts, … */
    STYLE_TAG,    /* the first of STYLE_TAGS styles, for categories */
} Style;

#define STYLE_TAGS 6

/* The escape sequence that begins @style, "" for STYLE_PLAIN or without @colour; and what ends any.
 */
const char *style_begin(guint style, gboolean colour);
const char *style_end(gboolean colour);

/* A line that is put together piece by piece. */
typedef struct {
    GString *text;
    GByteArray *styles; /* of each byte */
} StyledLine;

StyledLine *styled_line_new(void); /* (transfer full) */
void styled_line_free(StyledLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StyledLine, styled_line_free)

/* Appends @length bytes (-1: NUL-terminated) that came from anywhere, made safe. */
void styled_line_add(StyledLine *line, guint style, const char *text, gssize length);
/* Appends what this program says itself. */
void styled_line_format(StyledLine *line, guint style, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Appends spaces up to the column @width. */
void styled_line_pad(StyledLine *line, gsize width);
/* Cuts what is longer than @width columns; its end becomes "…". */
void styled_line_fit(StyledLine *line, gsize width);

/* Prints the line without spaces at its end, and a newline, and empties it. */
void styled_line_print(StyledLine *line, FILE *stream, gboolean colour);
/* The same in as many lines of @width columns as it takes, those after the first behind @indent
 * spaces. Lines are broken at spaces and between ideographs, but not before closing or behind
 * opening punctuation. */
void styled_line_wrap(StyledLine *line, FILE *stream, gboolean colour, gsize width, guint indent);

/* A table in the making, whose columns get narrower where it would not fit. Columns of numbers are
 * aligned to the right. */
typedef struct StyledTable StyledTable;

/* @titles is NULL-terminated. (transfer full) */
StyledTable *styled_table_new(const char *const *titles);
void styled_table_free(StyledTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StyledTable, styled_table_free)
/* Adds the next cell. */
void styled_table_add(StyledTable *table, guint style, const char *text);
void styled_table_add_int(StyledTable *table, gint64 number);
void styled_table_print(StyledTable *table, FILE *stream, gboolean colour, gsize width);

#endif

/* table.h - rows of comma- or tab-separated values (RFC 4180). */
#ifndef CSV_TABLE_H
#define CSV_TABLE_H

#include <textmill/plugin.h>

/* How cells are written. */
typedef struct {
    char separator;
    const char *newline;
    gboolean safe; /* text that a spreadsheet would take for a formula gets an apostrophe */
    gboolean hash; /* what holds # is quoted, so that nobody takes it for a comment */
} TableStyle;

/* A table under way. */
typedef struct {
    const TableStyle *style;
    GString *out;
    gboolean in_row; /* a cell was written since the last row's end */
} Table;

void table_add_text(Table *self, const char *text, gsize length);
void table_add_string(Table *self, const char *string); /* NULL: an empty cell */
void table_add_int(Table *self, gint64 number);
void table_add_double(Table *self, double number);
void table_add_empty(Table *self);
/* Strings as they are, numbers and truth values in words, lists and maps as JSON. */
void table_add_value(Table *self, const MillValue *value);
/* An attribute, empty if it is not set. */
void table_add_attribute(Table *self, const MillLayer *layer, gsize row, MillColumn column);
/* Cells for start, end, and those of the origin. */
void table_add_places(Table *self, const MillDocument *document, MillSpan span);
void table_end_row(Table *self);

#endif

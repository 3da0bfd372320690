/* record.h - records of files: the text of each, with the way back to its bytes, and metadata. */
#ifndef MILL_SOURCE_RECORD_H
#define MILL_SOURCE_RECORD_H

#include "pipeline/input.h"
#include "source/unit.h"

/* Fills @document, whose source is one line of JSON, an object. Its text field becomes the text:
 * the field's escapes are undone by an edit of the source, so origins are offsets in the line.
 * Other fields become metadata. FALSE with MILL_ERROR_DATA or _ENCODING. */
gboolean mill_record_read_json(const MillInput *input, MillDocument *document, GError **error);

/* What stands between the fields of a table of @format. */
char mill_record_get_delimiter(MillFormat format);
/* Whether the first row of a table, [@head, @length), has a column for the text. FALSE with
 * MILL_ERROR_DATA, which names those there are. */
gboolean mill_record_check_header(const MillInput *input, const char *head, gsize length,
                                  char delimiter, GError **error);
/* The same as mill_record_read_json() for one row of a table, whose first row is @head (of 0 bytes:
 * columns have numbers). */
gboolean mill_record_read_row(const MillInput *input, const char *head, gsize head_length,
                              char delimiter, MillDocument *document, GError **error);

/* The value of the line "@name: value", the first of that name, among the lines at @head; NULL if
 * there is none. (transfer full) */
char *mill_record_dup_field(const char *head, gsize length, const char *name);
/* @value, which is taken over, as UTF-8. (transfer full) */
char *mill_record_repair(char *value);
/* Takes the payload out of a WARC or ARC record: *@payload is its block and becomes what was
 * transferred, without HTTP and its codings. What the header lines @head say becomes @metadata.
 * FALSE with MILL_ERROR_DATA or _LIMIT. */
gboolean mill_record_read_warc(const MillInput *input, const char *head, gsize length,
                               MillValue *metadata, GBytes **payload, GError **error);

/* The header line of a record of an ARC file; ranges are of the line. */
typedef struct {
    const char *line;
    gsize length; /* with its end */
    MillRange url;
    MillRange date; /* digits */
    MillRange type;
    gint64 size; /* of the block, -1 if the line does not say */
} MillArcLine;

/* Whether what begins at @line is one, to its end. */
gboolean mill_record_read_arc_line(const char *line, gsize length, MillArcLine *arc);

/* Calls @call for each metadata value that @input makes of the field called @field: none, or under
 * one or more names. */
typedef void (*MillRecordName)(const char *name, gpointer data);
void mill_record_each_name(const MillInput *input, const char *field, MillRecordName call,
                           gpointer data);

#endif

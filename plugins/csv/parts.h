/* parts.h - the tables that the csv step makes of a document. */
#ifndef CSV_PARTS_H
#define CSV_PARTS_H

#include "table.h"

/* The options of the step, and what it made of them. */
typedef struct {
    const char *const *parts;
    gint delimiter;
    gboolean safe;
    gboolean header;
    gboolean bom;
    gint line_end;
    const char *const *metadata;
    const MillValue *columns;
    /* The step's own. */
    TableStyle style;
    const MillProvenance *made; /* or NULL */
    gboolean joined;            /* many documents share a file */
    char *document_header;      /* the preambles of the tables whose columns are fixed */
    char *section_header;
    char *tag_header;
    char *field_header;
} CsvWriter;

/* A preamble with the cells @names (NULL-terminated) and then @more (NULL: none): the byte order
 * mark and the header, as options say. (transfer full) */
char *csv_make_header(const CsvWriter *self, const char *const *names, const char *const *more);

/* Each appends the rows of a table, or nothing if the document has no such layer. */
void csv_write_document(const CsvWriter *self, MillDocument *document, MillOutput *output);
void csv_write_sections(const CsvWriter *self, MillDocument *document, MillOutput *output);
void csv_write_tags(const CsvWriter *self, MillDocument *document, MillOutput *output);
/* A table for each type of record (records.c). */
void csv_write_records(const CsvWriter *self, MillDocument *document, MillOutput *output);

extern const char *const csv_document_columns[];
extern const char *const csv_section_columns[];
extern const char *const csv_tag_columns[];
extern const char *const csv_field_columns[];

#endif

/* parts.h - the tables that the csv step makes of a document. */
#ifndef CSV_PARTS_H
#define CSV_PARTS_H

#include "columns.h"
#include "table.h"

/* The options of the step, and what it made of them. */
typedef struct {
    const char *const *parts;
    gint delimiter;
    gboolean safe;
    gboolean header;
    gboolean bom;
    gint line_end;
    gboolean comment;
    gboolean csvw;
    const char *const *metadata;
    const MillValue *columns;
    /* The step's own. */
    TableStyle style;
    const MillProvenance *made; /* or NULL */
    gboolean joined;            /* many documents share a file */
    char *file;                 /* the last component of the pattern of file names; or NULL */
    GArray *document_columns;   /* of CsvColumn */
    GArray *section_columns;
    GArray *tag_columns;
    GArray *field_columns;
    char *description; /* joined: that of the tables, when it has been made */
} CsvWriter;

#define CSV_RECORD "record."

gboolean csv_has_part(const CsvWriter *self, const char *name);

/* A table under way: the part @name, which begins with what the options say. */
Table csv_begin(const CsvWriter *self, MillDocument *document, MillOutput *output, const char *name,
                const GArray *columns);

/* Each appends the rows of a table. Without such a layer there is no table, unless tables are
 * described: then all are there. */
void csv_write_document(const CsvWriter *self, MillDocument *document, MillOutput *output);
void csv_write_sections(const CsvWriter *self, MillDocument *document, MillOutput *output);
void csv_write_tags(const CsvWriter *self, MillDocument *document, MillOutput *output);
/* A table for each type of record (records.c). */
void csv_write_records(const CsvWriter *self, MillDocument *document, MillOutput *output);
/* The columns of records of the type @name. Where @layer is NULL, or documents share the table,
 * types are not known. (transfer full) */
GArray *csv_list_record_columns(const CsvWriter *self, const char *name, const MillLayer *layer);

/* What makes the names of files known beforehand, which describing them takes. */
gboolean csv_describe_check(const CsvWriter *self, MillContext *context);
/* The description of the tables (describe.c). */
void csv_describe(CsvWriter *self, MillDocument *document, MillOutput *output);

#endif

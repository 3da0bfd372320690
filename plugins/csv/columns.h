/* columns.h - the columns of the tables: what a table begins with, and what describes it. */
#ifndef CSV_COLUMNS_H
#define CSV_COLUMNS_H

#include <glib.h>

typedef struct {
    const char *name;
    const char *type; /* a data type of CSV on the Web */
    const char *about;
    gboolean required; /* it is set in each row */
    gboolean given;    /* users or scripts gave it its name */
} CsvColumn;

/* The columns of `documents`, and @more (names, NULL-terminated) of any type behind. Names are
 * borrowed in all of these. (transfer full, of CsvColumn) */
GArray *csv_columns_of_documents(const char *const *more);
GArray *csv_columns_of_sections(void);
GArray *csv_columns_of_tags(void);
/* Of `records`, in long form. */
GArray *csv_columns_of_fields(void);
/* Of the records of one type: @fields (of CsvColumn) between what all have. */
GArray *csv_columns_of_records(const GArray *fields);

#endif

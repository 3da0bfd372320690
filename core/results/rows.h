/* rows.h - rows that wait until SQLite takes them in together.
 *
 * A statement for each row costs more than the row: its values are bound one by one, and it begins
 * and ends on its own. Here rows are kept as they come, and are a table to SQLite (a virtual one,
 * https://sqlite.org/vtab.html), which one INSERT ... SELECT empties. */
#ifndef MILL_RESULTS_ROWS_H
#define MILL_RESULTS_ROWS_H

#include "results/database.h"

typedef struct MillRows MillRows;

/* For the table @table of @database, which is as @types says: a letter a column, 'i' gint64, 'n'
 * gint64 that is NULL if it is negative, 's' const char * or NULL. NULL with @error. To be freed
 * before @database is closed. (transfer full) */
MillRows *
mill_rows_new(const MillDatabase *database, const char *table, const char *types, GError **error);
void mill_rows_free(MillRows *rows);

/* Adds a row of the values that follow @error; strings are copied. It may be now that all rows go
 * into the table, so FALSE with @error can be about an earlier one. */
gboolean mill_rows_add(MillRows *rows, GError **error, ...);
/* All rows go into the table, or with FALSE and @error none. They do not wait any more. */
gboolean mill_rows_flush(MillRows *rows, GError **error);
/* Forgets the rows that wait. */
void mill_rows_clear(MillRows *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillRows, mill_rows_free)

#endif

/* rows.h - rows of the database on their way from a worker to the parent, as compact bytes.
 *
 * A row is the number of its table and a value for each column but the first (and the id of a
 * document), which the parent fills in. The worker writes rows, the parent binds them to prepared
 * statements.
 */
#ifndef SQLITE_ROWS_H
#define SQLITE_ROWS_H

#include <textmill/plugin.h>

#include <sqlite3.h>

/* --- in the worker --------------------------------------------------------------------------- */

void rows_begin(GString *out, guint table);
void rows_null(GString *out);
void rows_int(GString *out, gint64 number);
void rows_double(GString *out, double number);
/* @length bytes (-1: NUL-terminated) of UTF-8; NULL is null. */
void rows_text(GString *out, const char *text, gssize length);
/* A string, whole number, … of a layer; null if it is not set. Lists, maps and spans become JSON.
 */
void rows_attribute(GString *out, MillLayer *layer, gsize row, MillColumn column);
/* The two ends. */
void rows_span(GString *out, MillSpan span);

/* --- in the parent --------------------------------------------------------------------------- */

typedef struct {
    const char *at;
    const char *end;
} RowReader;

/* The table of the next row; FALSE at the end. */
gboolean rows_next(RowReader *reader, guint *table);
/* Binds the next value to parameter @index of @statement, without copying. FALSE if the bytes are
 * none that the functions above made. */
gboolean rows_bind(RowReader *reader, sqlite3_stmt *statement, int index);

#endif

/* views.h - a view for each kind of records, made when all of them are there. */
#ifndef SQLITE_VIEWS_H
#define SQLITE_VIEWS_H

#include <sqlite3.h>

/* `record_KIND`, with a column a field. The result of SQLite. */
int views_create(sqlite3 *database);

#endif

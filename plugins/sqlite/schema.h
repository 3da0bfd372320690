/* schema.h - the tables of the database; docs/sqlite.md describes them. */
#ifndef SQLITE_SCHEMA_H
#define SQLITE_SCHEMA_H

#include <glib.h>

/* By these two numbers in its header a database is known as ours: "Mill", and the version of the
 * schema, which grows when a table changes its meaning. */
#define SCHEMA_APPLICATION 0x4D696C6C
#define SCHEMA_VERSION     1

/* Tables that workers make rows for. */
typedef enum {
    TABLE_DOCUMENTS,
    TABLE_METADATA,
    TABLE_SECTIONS,
    TABLE_TAGS,
    TABLE_KEYWORDS,
    TABLE_ENTITIES,
    TABLE_RECORDS,
    TABLE_ANNOTATIONS,
    TABLE_DIAGNOSTICS,
    TABLE_PASSAGES,
    TABLE_SEARCH, /* of the passage before it */
    N_TABLES,
} Table;

typedef struct {
    const char *name;
    const char *create;  /* SQL */
    guint n_columns;     /* with the first, which is the document (search: the passage) */
    const char *columns; /* those that are inserted */
} SchemaTable;

extern const SchemaTable schema_tables[N_TABLES];

/* What is made before the first row and after the last. */
extern const char schema_begin[];
extern const char schema_end[];

/* (transfer full) */
char *schema_insert(Table table);

#endif

/* read.h - the dictionary formats.
 *
 * Each reader adds what it finds to the entries and reports what is wrong with file, line and
 * column; it goes on behind a mistake, so that all of them are found in one pass.
 */
#ifndef LEXICON_READ_H
#define LEXICON_READ_H

#include "lexicon/entries.h"

#include <textmill/node.h>
#include <textmill/value.h>

/* Reads the file at @path in the format its name says: .tsv .tab .csv .yaml .yml, SKOS as .ttl .nt
 * .rdf .xml, and otherwise one term a line; or a compiled dictionary, whatever its name. */
void lex_read_file(LexEntries *entries, const char *path);
/* The same for bytes that stand for that file (which is no compiled one). */
void lex_read_bytes(LexEntries *entries, const char *path, const char *bytes, gsize length);

/* For terms that stand in the pipeline file itself: what a YAML dictionary holds. */
void lex_read_value(LexEntries *entries, const MillValue *value);

/* The readers behind them; @text is UTF-8 without NUL and byte order mark. */
typedef enum {
    LEX_TABLE_LIST, /* one term a line */
    LEX_TABLE_TSV,
    LEX_TABLE_CSV, /* RFC 4180 */
} LexTable;
void lex_read_table(LexEntries *entries, const char *text, gsize length, LexTable format);
void lex_read_yaml(LexEntries *entries, const char *path, const char *text, gsize length);

/* One row or record of whatever format. Strings need no NUL; zero length is "not given". */
typedef struct {
    const char *string;
    gsize length;
    guint line;
    guint column;
} LexCell;

typedef enum {
    LEX_COLUMN_TERM,
    LEX_COLUMN_CATEGORY,
    LEX_COLUMN_CANONICAL,
    LEX_COLUMN_ALIASES, /* separated by "|" */
    LEX_COLUMN_WEIGHT,
    LEX_COLUMN_EXCEPT, /* phrases inside which the term does not count, separated by "|" */
    LEX_COLUMN_MATCH,  /* "", "exact" or "exclude" */
    LEX_N_COLUMNS,
} LexColumn;

extern const char *const lex_column_names[LEX_N_COLUMNS + 1]; /* ends with NULL */

/* Adds the record and, with it, its aliases and exceptions. Returns its concept, to which more
 * forms can be added, or LEX_NO_CONCEPT if it has none. */
guint32 lex_read_record(LexEntries *entries, const LexCell cells[LEX_N_COLUMNS]);

#endif

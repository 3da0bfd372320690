/* query.h - `textmill query`: searches a database that the step made. */
#ifndef SQLITE_QUERY_H
#define SQLITE_QUERY_H

#include "query-parse.h"

#include <sqlite3.h>

extern const MillTool query_tool;

#define HIT_TAG_END '\x1f'

/* A passage that was found. Borrowed. */
typedef struct {
    const char *document;
    const char *title; /* or NULL; so may all below be that a document need not have */
    const char *path;
    gint64 section; /* 0: in none */
    const char *section_path;
    MillSpan span;    /* bytes of the document's text */
    const char *text; /* of the passage; NULL if texts are not stored */
    gsize length;
    double score;     /* higher is better */
    const char *tags; /* terms and categories in the passage, each once, HIT_TAG_END between them */
} Hit;

typedef struct {
    gint64 passages;
    gint64 documents;
} Total;

void query_print_hit(GString *out, const Query *query, const Hit *hit, guint number,
                     const MillTerminal *terminal);
void query_print_total(GString *out, const Total *total, guint shown);

void query_append_json(GString *out, const Query *query, const Hit *hit);

#endif

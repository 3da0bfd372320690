/* diff.h - what changed between two results of a document, and the two ways to print it. */
#ifndef MILL_CLI_DIFF_H
#define MILL_CLI_DIFF_H

#include <stdio.h>

#include "cli/explain.h"
#include "cli/result.h"

typedef enum {
    DIFF_ADDED,
    DIFF_REMOVED,
    DIFF_RETITLED, /* another label or title */
    DIFF_MOVED,    /* another level or kind */
    DIFF_CHANGED,  /* records: other fields */
} DiffChange;

/* "added", "removed", … */
extern const char *const diff_change_names[];

typedef struct {
    DiffChange change;
    const ResultSection *old; /* NULL if it was added */
    const ResultSection *new; /* NULL if it was removed */
} DiffSection;

/* A term of tags or keywords, or a layer: occurrences that only one side has. */
typedef struct {
    const char *term;
    const char *category; /* "" if there is none */
    gsize removed;
    gsize added;
    MillSpan old_place; /* of the first that was removed; empty if there is no text */
    MillSpan new_place;
} DiffTerm;

typedef struct {
    DiffChange change;
    const char *kind;
    const MillValue *old;
    const MillValue *new;
} DiffRecord;

typedef struct {
    const char *key;
    const MillValue *old; /* NULL if it was not there */
    const MillValue *new;
} DiffMeta;

typedef struct {
    const MillValue *remark;
    gboolean added;
} DiffRemark;

/* All of it points into the two results. */
typedef struct {
    const Result *old;
    const Result *new;
    gboolean source;  /* they were made of different bytes */
    GArray *metadata; /* of DiffMeta */
    GArray *sections; /* of DiffSection, in the order of the texts */
    GArray *tags;     /* of DiffTerm, most changes first */
    GArray *keywords; /* of DiffTerm */
    GArray *records;  /* of DiffRecord */
    GArray *layers;   /* of DiffTerm */
    GArray *remarks;  /* of DiffRemark */
    GPtrArray *hunks; /* of ExplainHunk * */
    gsize lines_removed;
    gsize lines_added;
} DocumentDiff;

/* Compares two results of a document. (transfer full) */
DocumentDiff *diff_documents(const Result *old, const Result *new);
void diff_free(DocumentDiff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocumentDiff, diff_free)
gboolean diff_is_empty(const DocumentDiff *diff);

/* The parts, each filling its fields. */
void diff_text(DocumentDiff *diff);
void diff_sections(DocumentDiff *diff);
void diff_records(DocumentDiff *diff);
void diff_terms(DocumentDiff *diff);

/* What a row of a layer is recognised by on the other side: its bytes of the source if those are
 * the same, else only @what. Appended to @key. */
void diff_append_place(const DocumentDiff *diff, GString *key, const MillValue *row);

/* --- the run ---------------------------------------------------------------------------------- */

/* Totals over all documents. */
typedef struct {
    gsize documents[2]; /* of each run */
    gsize only[2];
    gsize same;
    gsize changed;
    gsize source;
    gsize text, lines_removed, lines_added; /* the first of each line: documents */
    gsize metadata, values;
    gsize sections, section_changes[DIFF_CHANGED];
    gsize tags, tags_removed, tags_added;
    gsize keywords, keywords_removed, keywords_added;
    gsize records, record_changes[DIFF_CHANGED + 1];
    gsize layers, rows_removed, rows_added;
    gsize remarks, remarks_removed, remarks_added;
    GHashTable *terms; /* "term\ncategory" → DiffTotal * */
} DiffTotals;

typedef struct {
    gsize removed, added, documents;
} DiffTotal;

void diff_totals_init(DiffTotals *totals);
void diff_totals_clear(DiffTotals *totals);
void diff_totals_add(DiffTotals *totals, const DocumentDiff *diff);
/* The terms with most changes first. (transfer container): char *, keys of `terms` */
GPtrArray *diff_totals_list_terms(const DiffTotals *totals);

typedef struct {
    FILE *stream;
    gboolean colour;
    gsize width;
    gboolean all; /* every row and every changed place */
} DiffPrinter;

/* A document of which only @run has a result; @fate is what @other's ledger says of it, or NULL. */
void diff_print_only(const DiffPrinter *printer, const char *id, const char *run, const char *other,
                     const MillValue *fate);
void diff_print_document(const DiffPrinter *printer, const DocumentDiff *diff);
void diff_print_totals(const DiffPrinter *printer, const DiffTotals *totals, const char *old,
                       const char *new);

/* JSON objects. */
void diff_json_only(GString *json, const char *id, const char *side, const MillValue *fate);
void diff_json_document(GString *json, const DocumentDiff *diff);
void diff_json_totals(GString *json, const DiffTotals *totals);

#endif

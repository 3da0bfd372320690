/* view.h - a document as the page shows it: sections with their sizes, spans to highlight, counts.
 *
 * Built once a document; the parts of the page (outline.c, prose.c, charts.c, …) only read it.
 * Strings are borrowed from the document or from `strings`.
 */
#ifndef REPORT_VIEW_H
#define REPORT_VIEW_H

#include <textmill/plugin.h>

/* Looks that the style sheet has for categories, kinds of entities and steps that took text away;
 * what is beyond shares the last. */
#define N_LOOKS 8

typedef struct {
    MillSpan span;
    MillSpan heading;
    const char *kind;
    const char *label;
    const char *title;
    gint64 id;
    gint level;
    gint64 chars; /* of the whole section */
} Section;

typedef enum {
    MARK_RECORD,
    MARK_DIAGNOSTIC,
    MARK_TAG,
    MARK_ENTITY,
} MarkKind;

/* A span to highlight. */
typedef struct {
    MillSpan span;
    MarkKind kind;
    guint look;       /* tags, entities: number of the group */
    guint table;      /* records: which of `records` */
    gsize number;     /* records, diagnostics: in their table, from 1 */
    const char *note; /* category, kind, name of the record, message */
    const char *term; /* canonical; or NULL */
} Mark;

/* What can be switched on and off: a category, a kind of entity, a step. */
typedef struct {
    const char *name;
    guint count;
} Group;

typedef struct {
    const char *term;
    guint look; /* of its category */
    guint count;
    double score; /* of a keyword */
} Term;

/* Text that a step took away. */
typedef struct {
    gsize at;
    const char *text;
    guint look; /* number of the step among those that took something away */
    MillSpan source;
} Removal;

typedef struct {
    MillDocument *document;
    const char *text;
    const char *language; /* of the content, as BCP 47 */
    gsize length;
    gint64 chars;
    gboolean blank;     /* nothing but white space */
    GArray *sections;   /* Section, in text order */
    GArray *tops;       /* guint: the sections that charts are about */
    GArray *marks;      /* Mark, sorted: outer before inner */
    GArray *categories; /* Group, most frequent first */
    GArray *kinds;      /* Group: of entities, most frequent first */
    GArray *terms;      /* Term: of tags, most frequent first */
    GArray *keywords;   /* Term: best first */
    GArray *removals;   /* Removal, in text order; what is white space alone is left out */
    GArray *removers;   /* Group: steps, in the order of their removals */
    GPtrArray *records; /* MillLayer: those that have rows */
    guint *heat;        /* tops × looks, row-major */
    GHashTable *by_id;  /* section id → number in `sections` + 1 */
    GStringChunk *strings;
} View;

View *view_new(MillDocument *document, gboolean removed);
void view_free(View *self);

const Section *view_section(const View *self, guint index);
const Section *view_top(const View *self, guint index);
/* NULL if there is none with this id. */
const Section *view_section_by_id(const View *self, gint64 id);

#endif

/* view.h - a document as the page shows it: sections with their sizes, spans to highlight, counts.
 *
 * Built once a document; the parts of the page (outline.c, prose.c, charts.c, tables.c) only read
 * it. Strings are borrowed from the document or from `strings`.
 */
#ifndef REPORT_VIEW_H
#define REPORT_VIEW_H

#include <textmill/plugin.h>

/* Colours there are for categories; more categories share the last. */
#define N_COLOURS 8

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

/* A span to highlight. */
typedef struct {
    MillSpan span;
    const char *class; /* what the style sheet knows: "c3", "entity", "record" */
    const char *note;  /* category, kind or record name */
    const char *term;  /* canonical, or NULL */
    const char *id;    /* of the element, for links to it; or NULL */
} Mark;

typedef struct {
    const char *name; /* top of the category path */
    guint count;
    guint colour;
} Category;

typedef struct {
    const char *term;
    const char *category; /* top, or NULL */
    guint count;
} Term;

/* Text that a step took away. */
typedef struct {
    gsize at;
    const char *text;
    const char *step;
    MillSpan source;
} Removal;

typedef struct {
    MillDocument *document;
    const char *text;
    gsize length;
    gint64 chars;
    GArray *sections;   /* Section, in text order */
    GArray *marks;      /* Mark, sorted: outer before inner */
    GArray *categories; /* Category, most frequent first */
    GArray *terms;      /* Term, most frequent first */
    GArray *removals;   /* Removal, in text order; what is white space alone is left out */
    guint *heat;        /* categories × top sections, row-major */
    GArray *tops;       /* guint: the rows of sections that stand at the top */
    GStringChunk *strings;
} View;

View *view_new(MillDocument *document);
void view_free(View *self);

/* The class for the category @name: "c0" … */
const char *view_colour(const View *self, const char *category);

#endif

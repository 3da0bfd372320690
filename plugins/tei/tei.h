/* tei.h - what the files of the step share. */
#ifndef TEI_H
#define TEI_H

#include "writing/blocks.h"

#include <textmill/plugin.h>

/* The options of the step, and what it made of them. */
typedef struct {
    const char *const *marks; /* layers that are written as elements in the text */
    gint lines;               /* LineBreaks */
    gboolean origins;         /* tell the bytes of the source */
    const char *base;         /* what stands before the document's id in pointers */
    /* The step's own. */
    const MillProvenance *made; /* or NULL */
} Tei;

/* An annotation that is an element in the text, or several where it crosses another or the border
 * of a paragraph. */
typedef struct {
    MillSpan span;
    guint layer; /* index in `layers` */
    guint32 row;
    guint32 parts; /* elements written so far */
} TeiMark;

typedef struct {
    MillLayer *layer;
    const char *element;
    char *type; /* the attribute, escaped; or NULL */
    char *id;   /* what stands before `-ROW` in xml:id */
    MillColumn term, category, kind, value;
} TeiLayer;

/* A document on its way out. */
typedef struct {
    const Tei *style;
    MillDocument *document;
    const char *text;
    gsize length;
    GString *out;
    GArray *layers;         /* TeiLayer */
    GArray *marks;          /* TeiMark, in text order */
    GHashTable *categories; /* string id → number, from 1 */
    GPtrArray *category_names;
    guint next_mark;  /* the first that was not opened yet */
    GArray *open;     /* guint: marks that go on behind what is written, outermost first */
    GString *pointer; /* the document's IRI, escaped for an attribute */
} TeiWriter;

/* header.c: the teiHeader. */
void tei_append_header(TeiWriter *self);

/* marks.c */
void tei_find_marks(TeiWriter *self);
void tei_clear_marks(TeiWriter *self);
/* Appends the text of @span with its marks. @span begins where the last one ended, or after. */
void tei_append_span(TeiWriter *self, MillSpan span);

/* body.c: the text as divisions and paragraphs. */
void tei_append_body(TeiWriter *self);

/* Appends ` type="…"` of @name with `_` for what may not stand in a word. */
void tei_append_type(GString *out, const char *name);

#endif

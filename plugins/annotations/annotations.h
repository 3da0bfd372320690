/* annotations.h - what the two formats of the step share. */
#ifndef ANNOTATIONS_H
#define ANNOTATIONS_H

#include "writing/filter.h"
#include "writing/offsets.h"

#include <textmill/plugin.h>

typedef enum { FORMAT_WEB, FORMAT_BRAT } AnnotationFormat;

/* The options of the step, and what it made of them. */
typedef struct {
    gint format; /* AnnotationFormat */
    const char *const *layers;
    const char *base; /* what stands before the document's id in IRIs */
    gint64 quote;     /* the longest span that is quoted, in characters */
    gint64 context;   /* characters before and after a quote */
    gboolean origins; /* tell the bytes of the source */
    gboolean comment; /* brat: say what made the file */
    /* The step's own. */
    LayerFilter *filter;
    const MillProvenance *made; /* or NULL */
} Annotations;

/* A document on its way out. */
typedef struct {
    const Annotations *style;
    MillDocument *document;
    const char *text;
    gsize length;
    OffsetIndex offsets; /* code points */
    GString *out;
    GString *scratch;
    gsize count; /* of annotations written */
} Annotator;

/* The columns of a layer that have a meaning for everybody; MILL_NO_COLUMN where there is none. */
typedef struct {
    MillLayer *layer;
    MillColumn term, category, kind, title, heading;
} AnnotationLayer;

AnnotationLayer annotation_layer(MillLayer *layer);
/* Whether the column says more than those of `layer` do. */
gboolean annotation_is_other(const AnnotationLayer *layer, MillColumn column);
/* Appends `{"name":value,…}` of the set attributes, all or only those that are other, to @json. */
void annotation_append_attributes(const Annotator *self, const AnnotationLayer *layer, gsize row,
                                  gboolean all, GString *json);

/* web.c: the whole AnnotationCollection, on one line. */
void web_append(Annotator *self);
/* brat.c: the lines of a .ann file. */
void brat_append(Annotator *self);

#endif

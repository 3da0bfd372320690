/* types.h - the few names that every other header uses. */
#ifndef TEXTMILL_TYPES_H
#define TEXTMILL_TYPES_H

#include <glib.h>

G_BEGIN_DECLS

/* Marks what the shared library exports; everything else is hidden. */
#if defined(__GNUC__)
#define MILL_API __attribute__((visibility("default")))
#else
#define MILL_API
#endif

/* A half-open byte range [start, end). Of a document's current text unless said otherwise. */
typedef struct {
    gsize start;
    gsize end;
} MillSpan;

/* Texts and sources are limited to this many bytes, because annotations and origins store
 * 32-bit offsets. A larger item fails with MILL_ERROR_LIMIT; it is never cut. */
#define MILL_TEXT_MAX ((gsize) G_MAXUINT32 - 1)

/* What becomes of a document after a step. */
typedef enum {
    MILL_KEEP, /* goes on to the next step */
    MILL_DROP, /* leaves the pipeline; the reason is recorded with mill_document_drop() */
    MILL_FAIL, /* the step could not do its work; the GError says why */
} MillVerdict;

typedef enum {
    MILL_SEVERITY_NOTE,
    MILL_SEVERITY_WARNING,
    MILL_SEVERITY_ERROR,
} MillSeverity;

/* The types of metadata values, annotation attributes and option values. */
typedef enum {
    MILL_TYPE_NULL,
    MILL_TYPE_BOOL,
    MILL_TYPE_INT,    /* gint64 */
    MILL_TYPE_DOUBLE, /* finite or not; JSON writes non-finite numbers as null */
    MILL_TYPE_STRING, /* UTF-8 */
    MILL_TYPE_LIST,
    MILL_TYPE_MAP,  /* string keys in insertion order */
    MILL_TYPE_SPAN, /* attributes only: a MillSpan that moves with the text like the annotation's
                       own */
} MillType;

typedef struct MillValue MillValue;
typedef struct MillDocument MillDocument;
typedef struct MillLayer MillLayer;
typedef struct MillEdit MillEdit;
typedef struct MillContext MillContext;
typedef struct MillOutput MillOutput;
typedef struct MillReport MillReport;
typedef struct MillOption MillOption;
typedef struct MillStepType MillStepType;
typedef struct MillCatalog MillCatalog;
typedef struct MillPipeline MillPipeline;

/* The library's version, for example "0.1.0". Static storage. */
MILL_API const char *mill_version(void);

G_END_DECLS

#endif

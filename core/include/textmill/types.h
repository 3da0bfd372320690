/* types.h - the few names that every other header uses.
 *
 * Three rules hold in all headers, so they are said once:
 *
 * Ownership. Getters (`_get_`, `_find`, `_at`) lend: what they return belongs to the object it was
 * asked of and is not to be freed. Setters and adders copy, or take a reference of their own.
 * `_new`,
 * `_load`, `_parse`, `_dup` and `_ref` hand over, which is marked (transfer full): the caller
 * frees, best by g_autoptr() or g_autofree. Every `_free` and `_unref` takes NULL.
 *
 * Units. Texts are UTF-8. Offsets, lengths and spans count bytes; where characters are counted,
 * that is said, and means code points. A length of -1 stands for "up to the NUL".
 *
 * Errors. What can go wrong with data, files or options is a GError of the domain MILL_ERROR
 * (error.h), returned by a function whose last parameter is @error, which may be NULL. What only a
 * wrong program does, such as an index past the end, is logged as critical by GLib, and the call
 * does nothing; `textmill validate` reports it, and G_DEBUG=fatal-criticals stops a debugger there.
 */
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

/* A half-open byte range [start, end), of a document's current text unless said otherwise. */
typedef struct {
    gsize start; /* the first byte */
    gsize end;   /* behind the last; equal to `start` where nothing is covered */
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

/* How grave a message is (report.h) or a diagnostic (document.h). */
typedef enum {
    MILL_SEVERITY_NOTE,    /* worth knowing; nothing is wrong */
    MILL_SEVERITY_WARNING, /* probably not what was meant; the work goes on */
    MILL_SEVERITY_ERROR,   /* has to be mended */
} MillSeverity;

/* The types of metadata values, annotation attributes and option values. */
typedef enum {
    MILL_TYPE_NULL,   /* nothing */
    MILL_TYPE_BOOL,   /* gboolean */
    MILL_TYPE_INT,    /* gint64 */
    MILL_TYPE_DOUBLE, /* finite or not; JSON writes non-finite numbers as null */
    MILL_TYPE_STRING, /* UTF-8 */
    MILL_TYPE_LIST,   /* values in order */
    MILL_TYPE_MAP,    /* string keys in insertion order */
    MILL_TYPE_SPAN,   /* attributes only: a MillSpan that moves with the text like the annotation's
                         own */
} MillType;

typedef struct MillValue MillValue;       /* metadata (value.h) */
typedef struct MillDocument MillDocument; /* what travels through a pipeline (document.h) */
typedef struct MillLayer MillLayer;       /* annotations of one kind (layer.h) */
typedef struct MillEdit MillEdit;         /* a change of the text (edit.h) */
typedef struct MillContext MillContext;   /* a step that is being configured (context.h) */
typedef struct MillOutput MillOutput;     /* what a writer makes (output.h) */
typedef struct MillReport MillReport;     /* messages about files (report.h) */
typedef struct MillOption MillOption;     /* a row of an option table (option.h) */
typedef struct MillStepType MillStepType; /* what a step can do (plugin.h) */
typedef struct MillCatalog MillCatalog;   /* the step types there are (catalog.h) */
typedef struct MillPipeline MillPipeline; /* configured steps (pipeline.h) */

/* The library's version, for example "0.1.0". Static storage.
 *
 *     printf("textmill %s\n", mill_version());
 */
MILL_API const char *mill_version(void);

G_END_DECLS

#endif

/* document-private.h - a document from the inside: for this room, and what core/run needs. */
#ifndef MILL_DOCUMENT_PRIVATE_H
#define MILL_DOCUMENT_PRIVATE_H

#include <textmill/document.h>

#include "document/layer-private.h"
#include "document/origin.h"
#include "document/strings.h"

#define MILL_SHA256_HEX 65 /* bytes of a checksum in hexadecimal digits, and a NUL */

/* For core/run */

/* A step named @id begins: it is what diagnostics of now on are signed with, and an earlier reason
 * for dropping is forgotten. */
void mill_document_enter_step(MillDocument *document, const char *id);
/* The step is done: its layers are sorted. mill_document_get_step() still names it. */
void mill_document_leave_step(MillDocument *document);
/* Whether a reader (or mill_document_new_text()) has made text. */
gboolean mill_document_has_text(const MillDocument *document);

/* For this room */

/* All strings are of the document's pool. */
typedef struct {
    const char *code;
    const char *message;
    const char *step; /* or NULL */
    MillSeverity severity;
    MillSpan32 span; /* start is MILL_UNSET: none */
} MillDiagnosticData;

struct MillDocument {
    const char *id;       /* these three in `strings` */
    const char *path;     /* or NULL */
    const char *encoding; /* or NULL */
    GBytes *source;
    char sha256[MILL_SHA256_HEX]; /* empty until asked for */
    gboolean restored; /* origins lie in an earlier source, of which this and `sha256` tell: */
    gsize source_size;

    char *text; /* `length` bytes and a NUL */
    gsize length;
    gint64 chars; /* -1 until asked for */
    gboolean has_text;
    guint generation; /* counts the edits that were applied */
    MillOrigin origin;
    guint origin_hint; /* where it was asked last: any number will do */

    MillStrings strings;
    MillValue *metadata;
    GPtrArray *layers;   /* of MillLayer; NULL for none, as the two below */
    GArray *diagnostics; /* of MillDiagnosticData */
    GArray *metrics;     /* of MillDocumentMetric */
    const char *step;    /* in `strings` */
    char *drop_reason;

    gboolean keep_removed; /* edits leave rows in the layer `removed` */
    MillEditWatch watch;
    gpointer watch_data;
};

/* Fits @span to whole characters of the text: what lies outside is cut off, and a border inside a
 * character moves outwards. FALSE if that changed it. */
gboolean mill_document_fix_span(const MillDocument *document, MillSpan *span);

/* A valid copy of @text that lives as long as the document. */
const char *mill_document_keep(MillDocument *document, const char *text);

static inline MillLayer *
mill_document_layer(const MillDocument *document, gsize index)
{
    return document->layers->pdata[index];
}

/* diagnostics.c */
void mill_document_add_diagnostic(MillDocument *document, const MillDiagnosticData *data);

static inline guint32
mill_document_intern(MillDocument *document, const char *text, gssize length)
{
    return mill_strings_intern(&document->strings, text, length);
}

static inline const MillString *
mill_document_get_string(const MillDocument *document, guint32 id)
{
    return mill_strings_get(&document->strings, id);
}

/* move.c: moves all annotations and diagnostics through the edit that @map describes. */
void mill_document_move_annotations(MillDocument *document, const MillOrigin *map);
/* Drops all annotations, because the text they were on is replaced as a whole. */
void mill_document_clear_annotations(MillDocument *document);

/* hash.c. (transfer full) */
char *mill_sha256_hex(const void *bytes, gsize length);
void mill_sha256_write(const void *bytes, gsize length, char hex[MILL_SHA256_HEX]);
/* Of what the file @fd has from its offset on, in pieces; NULL with errno. (transfer full) */
char *mill_sha256_fd(int fd);

#endif
